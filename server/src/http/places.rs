//! An event's registrations for those who look after them, and their decisions about places.

use app::admin::{Asked, LIMIT, Refusal, gather_events, gather_registrations, list_path, query_of, query_text};
use app::error::PageError;
use app::server::AppState;
use app::staff::staff_session_of;
use axum::Router;
use axum::extract::{Form, Path, RawQuery, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::content::Id;
use domain::published::Found;
use domain::registration::listing::{tags, view_name};
use domain::registration::waiting::Terms;
use domain::registration::{Decision, reason};
use serde::Deserialize;
use store::{Decided, RegistrationView, StoreError};

use super::headers::private;
use super::registration::{read_request, see_other};
use super::render::page_of;

/// Pages and acts about an event's places.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/registrations", get(events))
        .route("/admin/registrations/{slug}", get(registrations))
        .route("/admin/registrations/{slug}/decide", post(decide))
        .route("/admin/registrations/{slug}/limit", post(limit))
        .route("/admin/registrations/{slug}/tags", post(set_tags))
        .route("/admin/registrations/{slug}/views", post(save_view))
        .route("/admin/registrations/{slug}/views/{id}/remove", post(remove_view))
        .layer(from_fn(private))
}

async fn events(State(state): State<AppState>, request: Request) -> Response {
    let view = gather_events(&state).await;
    page_of(state, request, view).await
}

async fn registrations(
    State(state): State<AppState>,
    Path(slug): Path<String>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    let query = query.unwrap_or_default();
    let after = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "after");
    let after = after.and_then(|(_, id)| id.parse().ok());
    list(state, &slug, Asked { query: query_of(&query), after, refused: None }, request).await
}

/// The list as it is asked for.
async fn list(state: AppState, slug: &str, asked: Asked, request: Request) -> Response {
    let view = match member(&state, request.headers()).await {
        Ok((member, _)) => gather_registrations(&state, member, slug, asked).await,
        Err(error) => Err(error),
    };
    page_of(state, request, view).await
}

/// Who asks: identity and name.
pub(super) async fn member(state: &AppState, headers: &HeaderMap) -> Result<(Id, String), PageError> {
    let session = staff_session_of(state, headers).await?;
    Ok((session.member.id, session.member.name))
}

#[derive(Debug, Deserialize)]
struct DecisionForm {
    registration: Id,
    decision: String,
    #[serde(default)]
    reason: String,
    /// The list from which it was sent.
    #[serde(default)]
    back: String,
}

/// Carries out a decision about one registration.
async fn decide(
    State(state): State<AppState>,
    Path(slug): Path<String>,
    headers: HeaderMap,
    Form(sent): Form<DecisionForm>,
) -> Response {
    let Some((event, terms)) = event(&state, &slug) else { return StatusCode::NOT_FOUND.into_response() };
    let Some(decision) = Decision::from_name(&sent.decision) else { return StatusCode::BAD_REQUEST.into_response() };
    let decided = match decided(&state, &headers, &sent.reason).await {
        Ok(decided) => decided,
        Err(why) => {
            return again(
                state,
                &slug,
                &headers,
                &sent.back,
                Refusal::Decision(why, sent.reason, sent.registration.to_string()),
            )
            .await;
        }
    };
    match state.store().decide(event, sent.registration, decision, decided, terms).await {
        Ok(Some(_)) => see_other(&list_path(&slug, &query_of(&sent.back))),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => failed(&error),
    }
}

#[derive(Debug, Deserialize)]
struct LimitForm {
    /// "no" takes the limit away, "yes" puts it back.
    limited: String,
    #[serde(default)]
    reason: String,
}

/// Takes the limit away and gives everybody who waits a place, or puts it back.
async fn limit(
    State(state): State<AppState>,
    Path(slug): Path<String>,
    headers: HeaderMap,
    Form(sent): Form<LimitForm>,
) -> Response {
    let Some((event, terms)) = event(&state, &slug) else { return StatusCode::NOT_FOUND.into_response() };
    let limited = match sent.limited.as_str() {
        "yes" => true,
        "no" => false,
        _ => return StatusCode::BAD_REQUEST.into_response(),
    };
    let decided = match decided(&state, &headers, &sent.reason).await {
        Ok(decided) => decided,
        Err(why) => {
            return again(state, &slug, &headers, "", Refusal::Decision(why, sent.reason, LIMIT.to_owned())).await;
        }
    };
    match state.store().set_limited(event, limited, decided, terms).await {
        Ok(()) => see_other(&format!("/admin/registrations/{slug}")),
        Err(error) => failed(&error),
    }
}

#[derive(Debug, Deserialize)]
struct TagsForm {
    registration: Id,
    #[serde(default)]
    tags: String,
    /// The list from which it was sent.
    #[serde(default)]
    back: String,
}

/// Gives a registration other tags.
async fn set_tags(
    State(state): State<AppState>,
    Path(slug): Path<String>,
    headers: HeaderMap,
    Form(sent): Form<TagsForm>,
) -> Response {
    let Some((event, _)) = event(&state, &slug) else { return StatusCode::NOT_FOUND.into_response() };
    let tags = match tags(&sent.tags) {
        Ok(tags) => tags,
        Err(why) => {
            let why = Refusal::Tags(why, sent.tags, sent.registration.to_string());
            return again(state, &slug, &headers, &sent.back, why).await;
        }
    };
    match state.store().set_tags(event, sent.registration, tags).await {
        Ok(true) => see_other(&list_path(&slug, &query_of(&sent.back))),
        Ok(false) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => failed(&error),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ViewForm {
    name: String,
    /// "yes" for everybody.
    shared: String,
    /// The list that is kept.
    back: String,
}

/// Keeps a list under a name.
async fn save_view(
    State(state): State<AppState>,
    Path(slug): Path<String>,
    headers: HeaderMap,
    Form(sent): Form<ViewForm>,
) -> Response {
    let Some((event, _)) = event(&state, &slug) else { return StatusCode::NOT_FOUND.into_response() };
    let query = query_of(&sent.back);
    let name = match view_name(&sent.name) {
        Ok(name) => name,
        Err(why) => return again(state, &slug, &headers, &sent.back, Refusal::View(why, sent.name)).await,
    };
    let Ok((member, _)) = member(&state, &headers).await else { return StatusCode::FORBIDDEN.into_response() };
    let is_shared = sent.shared == "yes";
    let view = RegistrationView { id: Id::new_v4(), name, is_shared, query: query_text(&query) };
    match state.store().save_registration_view(event, member, view, state.now()).await {
        Ok(true) => see_other(&list_path(&slug, &query)),
        Ok(false) => {
            let why = "There are a hundred lists already. Remove one first";
            again(state, &slug, &headers, &sent.back, Refusal::View(why, sent.name)).await
        }
        Err(error) => failed(&error),
    }
}

/// Forgets the name of a list.
async fn remove_view(
    State(state): State<AppState>,
    Path((slug, view)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let Some((event, _)) = event(&state, &slug) else { return StatusCode::NOT_FOUND.into_response() };
    let Ok(view) = view.parse() else { return StatusCode::NOT_FOUND.into_response() };
    let Ok((member, _)) = member(&state, &headers).await else { return StatusCode::FORBIDDEN.into_response() };
    match state.store().remove_registration_view(event, member, view).await {
        Ok(true) => see_other(&format!("/admin/registrations/{slug}")),
        Ok(false) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => failed(&error),
    }
}

/// The event at that address, and on what terms it gives its places.
pub(super) fn event(state: &AppState, slug: &str) -> Option<(Id, Terms)> {
    let published = state.published();
    let (Found::Here(event) | Found::Moved(event)) = published.content.event(slug)?;
    Some((event.id, Terms::of(event)))
}

/// Who decides, why and when.
pub(super) async fn decided(state: &AppState, headers: &HeaderMap, text: &str) -> Result<Decided, &'static str> {
    let reason = reason(text)?;
    let (_, by) = member(state, headers).await.map_err(|_| "Nothing was changed. Please try again")?;
    Ok(Decided { by, reason, at: state.now() })
}

/// The list again, with what is to be mended and what was typed.
pub(super) async fn again(state: AppState, slug: &str, headers: &HeaderMap, back: &str, why: Refusal) -> Response {
    let asked = Asked { query: query_of(back), after: None, refused: Some(why) };
    let request = read_request(&format!("/admin/registrations/{slug}"), headers);
    let mut response = list(state, slug, asked, request).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

/// The answer where the store fails.
pub(super) fn failed(error: &StoreError) -> Response {
    tracing::error!(%error, "a change of registrations failed");
    (StatusCode::SERVICE_UNAVAILABLE, "Nothing more was changed. Please go back and try again.").into_response()
}

//! The page of one registration, and what is done there.

use app::admin::{Refusal, gather_registration, one_path};
use app::registration::new_links;
use app::server::AppState;
use axum::Router;
use axum::extract::{Form, Path, RawQuery, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::content::Id;
use domain::registration::Decision;
use domain::registration::listing::tags;
use domain::registration::waiting::Terms;
use serde::Deserialize;

use super::super::headers::private;
use super::super::places::{decided, event, failed};
use super::super::registration::{read_request, see_other};
use super::super::render::page_of;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/registrations/{slug}/{id}", get(page))
        .route("/admin/registrations/{slug}/{id}/decide", post(decide))
        .route("/admin/registrations/{slug}/{id}/resend", post(resend))
        .route("/admin/registrations/{slug}/{id}/tags", post(set_tags))
        .layer(from_fn(private))
}

/// Address of the event and identity of the registration, as they stand in the path.
type Which = Path<(String, String)>;

async fn page(
    State(state): State<AppState>,
    Path((slug, id)): Which,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    let resent = match query.as_deref() {
        Some("sent=yes") => Some(true),
        Some("sent=no") => Some(false),
        _ => None,
    };
    let view = gather_registration(&state, &slug, &id, resent, None).await;
    page_of(state, request, view).await
}

#[derive(Debug, Deserialize)]
struct DecisionForm {
    decision: String,
    #[serde(default)]
    reason: String,
}

async fn decide(
    State(state): State<AppState>,
    Path((slug, id)): Which,
    headers: HeaderMap,
    Form(sent): Form<DecisionForm>,
) -> Response {
    let Some((event, terms, registration)) = which(&state, &slug, &id) else { return not_found() };
    let Some(decision) = Decision::from_name(&sent.decision) else { return StatusCode::BAD_REQUEST.into_response() };
    let decided = match decided(&state, &headers, &sent.reason).await {
        Ok(decided) => decided,
        Err(why) => {
            return again(state, (&slug, &id), &headers, Refusal::Decision(why, sent.reason, registration.to_string()))
                .await;
        }
    };
    match state.store().decide(event, registration, decision, decided, terms).await {
        Ok(Some(_)) => see_other(&one_path(&slug, registration)),
        Ok(None) => not_found(),
        Err(error) => failed(&error),
    }
}

/// Writes to the person with new links.
async fn resend(State(state): State<AppState>, Path((slug, id)): Which) -> Response {
    let Some((event, _, registration)) = which(&state, &slug, &id) else { return not_found() };
    match state.store().resend_to(event, registration, new_links(), state.now()).await {
        Ok(Some(is_sent)) => {
            let said = if is_sent { "yes" } else { "no" };
            see_other(&format!("{}?sent={said}", one_path(&slug, registration)))
        }
        Ok(None) => not_found(),
        Err(error) => failed(&error),
    }
}

#[derive(Debug, Deserialize)]
struct TagsForm {
    #[serde(default)]
    tags: String,
}

async fn set_tags(
    State(state): State<AppState>,
    Path((slug, id)): Which,
    headers: HeaderMap,
    Form(sent): Form<TagsForm>,
) -> Response {
    let Some((event, _, registration)) = which(&state, &slug, &id) else { return not_found() };
    let tags = match tags(&sent.tags) {
        Ok(tags) => tags,
        Err(why) => {
            let why = Refusal::Tags(why, sent.tags, registration.to_string());
            return again(state, (&slug, &id), &headers, why).await;
        }
    };
    match state.store().set_tags(event, registration, tags).await {
        Ok(true) => see_other(&one_path(&slug, registration)),
        Ok(false) => not_found(),
        Err(error) => failed(&error),
    }
}

fn which(state: &AppState, slug: &str, id: &str) -> Option<(Id, Terms, Id)> {
    let (event, terms) = event(state, slug)?;
    Some((event, terms, id.parse().ok()?))
}

fn not_found() -> Response {
    StatusCode::NOT_FOUND.into_response()
}

/// The page again, with what is to be mended and what was typed.
async fn again(state: AppState, (slug, id): (&str, &str), headers: &HeaderMap, why: Refusal) -> Response {
    let request = read_request(&one_path(slug, id), headers);
    let view = gather_registration(&state, slug, id, None, Some(why)).await;
    let mut response = page_of(state, request, view).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

//! An event's registrations for those who work here, and their decisions about places.

use app::admin::{Asked, gather_registrations};
use app::server::AppState;
use app::staff::staff_session_of;
use axum::Router;
use axum::extract::{Form, Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::content::Id;
use domain::published::Found;
use domain::registration::waiting::Terms;
use domain::registration::{Decision, reason};
use domain::time::Instant;
use serde::Deserialize;
use store::{Cursor, Decided, StoreError};

use super::headers::private;
use super::registration::{read_request, see_other};
use super::render::page_of;

/// Pages and acts about an event's places.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/registrations/{slug}", get(registrations))
        .route("/admin/registrations/{slug}/decide", post(decide))
        .route("/admin/registrations/{slug}/limit", post(limit))
        .layer(from_fn(private))
}

#[derive(Debug, Deserialize)]
struct ListQuery {
    /// `all` or `waiting`.
    #[serde(default)]
    list: String,
    /// Milliseconds and identity of the last entry of the page before, with a dot between them.
    #[serde(default)]
    after: String,
}

async fn registrations(
    State(state): State<AppState>,
    Path(slug): Path<String>,
    Query(query): Query<ListQuery>,
    request: Request,
) -> Response {
    let asked = Asked { all: query.list == "all", after: cursor(&query.after), refused: None };
    let view = gather_registrations(&state, &slug, asked).await;
    page_of(state, request, view).await
}

fn cursor(text: &str) -> Option<Cursor> {
    let (at, id) = text.split_once('.')?;
    Some(Cursor { at: Instant::from_milliseconds(at.parse().ok()?), id: id.parse().ok()? })
}

#[derive(Debug, Deserialize)]
struct DecisionForm {
    registration: Id,
    decision: String,
    #[serde(default)]
    reason: String,
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
        Err(why) => return again(state, &slug, &headers, why, sent.reason).await,
    };
    match state.store().decide(event, sent.registration, decision, decided, terms).await {
        Ok(Some(_)) => see_other(&format!("/admin/registrations/{slug}")),
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
        Err(why) => return again(state, &slug, &headers, why, sent.reason).await,
    };
    match state.store().set_limited(event, limited, decided, terms).await {
        Ok(()) => see_other(&format!("/admin/registrations/{slug}")),
        Err(error) => failed(&error),
    }
}

fn event(state: &AppState, slug: &str) -> Option<(Id, Terms)> {
    let published = state.published();
    let (Found::Here(event) | Found::Moved(event)) = published.content.event(slug)?;
    Some((event.id, Terms::of(event)))
}

/// Who decides, why and when.
async fn decided(state: &AppState, headers: &HeaderMap, text: &str) -> Result<Decided, &'static str> {
    let reason = reason(text)?;
    let session = staff_session_of(state, headers).await.map_err(|_| "Nothing was changed. Please try again")?;
    Ok(Decided { by: session.member.name, reason, at: state.now() })
}

/// The page again, with what is to be mended and what was typed.
async fn again(state: AppState, slug: &str, headers: &HeaderMap, why: &'static str, typed: String) -> Response {
    let asked = Asked { refused: Some((why, typed)), ..Asked::default() };
    let view = gather_registrations(&state, slug, asked).await;
    let mut response = page_of(state, read_request(&format!("/admin/registrations/{slug}"), headers), view).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

fn failed(error: &StoreError) -> Response {
    tracing::error!(%error, "a decision about a place failed");
    (StatusCode::SERVICE_UNAVAILABLE, "Nothing more was changed. Please go back and try again.").into_response()
}

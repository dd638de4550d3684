//! Trying the registration form of the working copy.

use app::desk::{TrialView, trial_path};
use app::error::PageError;
use app::server::AppState;
use axum::body::Bytes;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::content::Id;

use super::form::working_copy;
use super::{not_found, with_status};
use crate::http::registration::{read_form, read_request};
use crate::http::render::page_of;

/// The form as a visitor would see it.
pub(super) async fn page(State(state): State<AppState>, Path(event): Path<String>, request: Request) -> Response {
    let view = view(&state, &event).await;
    page_of(state, request, view).await
}

/// What would come of it; nothing is kept.
pub(super) async fn check(
    State(state): State<AppState>,
    Path(event): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Ok(id) = event.parse::<Id>() else { return not_found() };
    let (form, _) = read_form(&body);
    let view = view(&state, &event).await.map(|view| view.tried(form));
    let is_wrong = view.as_ref().is_ok_and(TrialView::is_wrong);
    let page = page_of(state, read_request(&trial_path(id), &headers), view).await;
    if is_wrong { with_status(page, StatusCode::UNPROCESSABLE_ENTITY) } else { page }
}

async fn view(state: &AppState, event: &str) -> Result<TrialView, PageError> {
    let event = event.parse().map_err(|_| PageError::NotFound)?;
    TrialView::of(&*working_copy(state).await?, event)
}

//! Which letters somebody wants, said by whoever has a letter: by the button of a page, or by a mail program's own
//! "unsubscribe", which sends a POST of its own without cookies and follows no redirect (RFC 8058, section 3.1).

use app::error::PageError;
use app::language::locale_of;
use app::notifications::{ChoicesView, EventReminders, gather_choices, gather_event_reminders, gather_stop, wanted};
use app::server::AppState;
use app::td;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, RawForm, Request, State};
use axum::http::HeaderMap;
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::mail::Purpose;
use store::{Registration, StoreError};

use super::headers::private;
use super::registration::{nothing_changed, read_request, see_other};
use super::render::page_of;

/// What a mail program's request says, as a form or in parts (RFC 8058, section 3.2).
const ONE_CLICK: &[u8] = b"One-Click";

/// Pages and acts about letters.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/notifications/{token}", get(choices_page).post(choose))
        .route("/notifications/{token}/stop/{purpose}", get(stop_page).post(stop))
        .route("/notifications/{token}/event", get(event_page).post(stop_reminders))
        .route("/notifications/{token}/event/resume", post(resume_reminders))
        .layer(from_fn(private))
}

async fn choices_page(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    let page = gather_choices(&state, &token).await;
    page_of(state, request, page).await
}

/// What a form says about each purpose.
pub(super) fn chosen(body: &[u8]) -> Vec<(Purpose, bool)> {
    let names: Vec<String> = form_urlencoded::parse(body).map(|(name, _)| name.into_owned()).collect();
    wanted(names.iter().map(String::as_str))
}

/// Notes what the receiver of a letter wants to be written about.
async fn choose(State(state): State<AppState>, Path(token): Path<String>, RawForm(body): RawForm) -> Response {
    let done = state.store().choose_mail_by_letter(&token, chosen(&body), state.now()).await;
    saved(state, done, &token).await
}

async fn stop_page(
    State(state): State<AppState>,
    Path((token, purpose)): Path<(String, String)>,
    request: Request,
) -> Response {
    let page = gather_stop(&state, &token, &purpose).await;
    page_of(state, request, page).await
}

/// Stops letters for a purpose, at once.
async fn stop(
    State(state): State<AppState>,
    Path((token, purpose)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let done = match Purpose::from_name(&purpose) {
        Some(purpose) => state.store().choose_mail_by_letter(&token, vec![(purpose, false)], state.now()).await,
        None => Ok(false),
    };
    if matches!(done, Ok(true)) && is_one_click(&body) {
        return td!(locale_of(&headers, state.settings()), notifications.one_click).into_response();
    }
    saved(state, done, &token).await
}

/// Leads to the page that shows what is wanted now.
async fn saved(state: AppState, done: Result<bool, StoreError>, token: &str) -> Response {
    match done {
        Ok(true) => see_other(&format!("/notifications/{token}?saved=yes")),
        Ok(false) => {
            let nobody: Result<ChoicesView, PageError> = Err(PageError::NotFound);
            page_of(state, read_request("/notifications/-", &HeaderMap::new()), nobody).await
        }
        Err(error) => {
            tracing::error!(%error, "a wish about letters could not be noted");
            nothing_changed()
        }
    }
}

/// Whether a mail program asks, and not a person on a page.
fn is_one_click(body: &[u8]) -> bool {
    body.windows(ONE_CLICK.len()).any(|part| part == ONE_CLICK)
}

async fn event_page(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    let page = gather_event_reminders(&state, &token).await;
    page_of(state, request, page).await
}

/// Stops the reminders of an event, at once.
async fn stop_reminders(
    State(state): State<AppState>,
    Path(token): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let done = state.store().stop_reminders(&token, true, state.now()).await;
    match done {
        Ok(Some(_)) if is_one_click(&body) => {
            td!(locale_of(&headers, state.settings()), notifications.one_click).into_response()
        }
        done => shown(state, done, &token).await,
    }
}

/// Has them sent again.
async fn resume_reminders(State(state): State<AppState>, Path(token): Path<String>) -> Response {
    let done = state.store().stop_reminders(&token, false, state.now()).await;
    shown(state, done, &token).await
}

/// Leads to the page that shows what came of it.
async fn shown(state: AppState, done: Result<Option<Registration>, StoreError>, token: &str) -> Response {
    match done {
        Ok(Some(_)) => see_other(&format!("/notifications/{token}/event")),
        Ok(None) => {
            let nobody: Result<EventReminders, PageError> = Err(PageError::NotFound);
            page_of(state, read_request("/notifications/-/event", &HeaderMap::new()), nobody).await
        }
        Err(error) => {
            tracing::error!(%error, "a wish about letters could not be noted");
            nothing_changed()
        }
    }
}

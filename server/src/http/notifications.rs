//! Which letters somebody wants, said by whoever has a letter: by the button of a page, or by a mail program's own
//! "unsubscribe", which sends a POST of its own without cookies and follows no redirect (RFC 8058, section 3.1).

use app::error::PageError;
use app::language::locale_of;
use app::notifications::{EventReminders, gather_event_reminders};
use app::server::AppState;
use app::td;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Request, State};
use axum::http::HeaderMap;
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use store::{Registration, StoreError};

use super::headers::private;
use super::registration::{nothing_changed, read_request, see_other};
use super::render::page_of;

/// What a mail program's request says, as a form or in parts (RFC 8058, section 3.2).
const ONE_CLICK: &[u8] = b"One-Click";

/// Pages and acts about letters.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/notifications/{token}/event", get(event_page).post(stop_reminders))
        .route("/notifications/{token}/event/resume", post(resume_reminders))
        .layer(from_fn(private))
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
    let by_program = body.windows(ONE_CLICK.len()).any(|part| part == ONE_CLICK);
    match done {
        Ok(Some(_)) if by_program => {
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

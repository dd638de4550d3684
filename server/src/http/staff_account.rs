//! One's own page, for those who work here. Whose it is is told by the session alone.

use app::error::PageError;
use app::server::AppState;
use app::staff::{StaffAccount, gather_account, staff_session_of};
use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::HeaderMap;
use axum::middleware::from_fn;
use axum::response::Response;
use axum::routing::{get, post};
use domain::content::Id;

use super::headers::private;
use super::registration::{read_request, see_other};
use super::render::{self, page_of};
use super::staff_sign_in::{failed, signed_out};

/// Pages and acts of one's own account.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/account", get(account))
        .route("/admin/account/devices/{id}/sign-out", post(sign_out_device))
        .route("/admin/account/sign-out-all", post(sign_out_all))
        .layer(from_fn(private))
}

async fn account(State(state): State<AppState>, request: Request) -> Response {
    let page: Result<StaffAccount, PageError> = match staff_session_of(&state, request.headers()).await {
        Ok(session) => gather_account(&state, &session).await,
        Err(error) => Err(error),
    };
    page_of(state, request, page).await
}

/// Ends one of one's own sessions: on this device or another.
async fn sign_out_device(State(state): State<AppState>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let session = match staff_session_of(&state, &headers).await {
        Ok(session) => session,
        Err(error) => return refused(state, &headers, error).await,
    };
    let Ok(id) = id.parse::<Id>() else { return refused(state, &headers, PageError::NotFound).await };
    match state.store().end_session_of_member(session.member.id, id).await {
        Ok(true) if id == session.id => signed_out(&state),
        Ok(true) => see_other("/admin/account"),
        Ok(false) => refused(state, &headers, PageError::NotFound).await,
        Err(error) => failed(&error),
    }
}

/// Ends all of one's own sessions.
async fn sign_out_all(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let session = match staff_session_of(&state, &headers).await {
        Ok(session) => session,
        Err(error) => return refused(state, &headers, error).await,
    };
    match state.store().end_sessions_of_member(session.member.id).await {
        Ok(_) => signed_out(&state),
        Err(error) => failed(&error),
    }
}

/// An act has no page of its own to say it on.
async fn refused(state: AppState, headers: &HeaderMap, error: PageError) -> Response {
    render::refused(state, read_request("/admin/account", headers), error).await
}

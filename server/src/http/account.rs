//! One's own pages. Whose they are is told by the session alone; a thing of somebody else's is not found.

use app::account::{account_cookie, gather_devices, gather_me, session_of};
use app::error::PageError;
use app::server::{AppState, random_token};
use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::HeaderMap;
use axum::middleware::from_fn;
use axum::response::Response;
use axum::routing::{get, post};
use domain::content::Id;
use store::{AccountSession, StoreError};

use super::cookies;
use super::headers::private;
use super::registration::{nothing_changed, read_request, see_other};
use super::render::{self, page_of};

/// Pages and acts of one's account.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/me", get(me))
        .route("/me/registrations/{id}", post(open_registration))
        .route("/me/devices", get(devices))
        .route("/me/devices/{id}/sign-out", post(sign_out_device))
        .route("/me/devices/sign-out-all", post(sign_out_all))
        .route("/me/sign-out", post(sign_out))
        .layer(from_fn(private))
}

async fn me(State(state): State<AppState>, request: Request) -> Response {
    let page = match session_of(&state, request.headers()).await {
        Ok(session) => gather_me(&state, &session).await,
        Err(error) => Err(error),
    };
    page_of(state, request, page).await
}

async fn devices(State(state): State<AppState>, request: Request) -> Response {
    let page = match session_of(&state, request.headers()).await {
        Ok(session) => gather_devices(&state, &session).await,
        Err(error) => Err(error),
    };
    page_of(state, request, page).await
}

/// Leads to the page of a registration that was made with the account's address, by a link of its own.
async fn open_registration(State(state): State<AppState>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let session = match session_of(&state, &headers).await {
        Ok(session) => session,
        Err(error) => return refused(state, &headers, error).await,
    };
    let Ok(id) = id.parse::<Id>() else { return refused(state, &headers, PageError::NotFound).await };
    let token = random_token();
    match state.store().open_registration(&session.account.email, id, &token, state.now()).await {
        Ok(true) => see_other(&format!("/registration/{token}")),
        Ok(false) => refused(state, &headers, PageError::NotFound).await,
        Err(error) => failed(&error),
    }
}

/// Ends one session of the account: on this device or another.
async fn sign_out_device(State(state): State<AppState>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let session = match session_of(&state, &headers).await {
        Ok(session) => session,
        Err(error) => return refused(state, &headers, error).await,
    };
    let Ok(id) = id.parse::<Id>() else { return refused(state, &headers, PageError::NotFound).await };
    match state.store().end_account_session(session.account.id, id).await {
        Ok(true) if id == session.id => signed_out(&state),
        Ok(true) => see_other("/me/devices"),
        Ok(false) => refused(state, &headers, PageError::NotFound).await,
        Err(error) => failed(&error),
    }
}

/// Ends every session of the account.
async fn sign_out_all(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let session = match session_of(&state, &headers).await {
        Ok(session) => session,
        Err(error) => return refused(state, &headers, error).await,
    };
    match state.store().end_account_sessions(session.account.id).await {
        Ok(_) => signed_out(&state),
        Err(error) => failed(&error),
    }
}

/// Ends this session, here and in the browser; ending none is no error.
async fn sign_out(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let ended = match session_of(&state, &headers).await {
        Ok(AccountSession { id, account }) => state.store().end_account_session(account.id, id).await,
        Err(PageError::Forbidden) => Ok(false),
        Err(_) => return nothing_changed(),
    };
    match ended {
        Ok(_) => signed_out(&state),
        Err(error) => failed(&error),
    }
}

fn signed_out(state: &AppState) -> Response {
    let mut response = see_other("/");
    cookies::set(&mut response, account_cookie(state.settings()), "", 0);
    cookies::clear_site_data(&mut response);
    response
}

/// An act has no page of its own to say it on.
async fn refused(state: AppState, headers: &HeaderMap, error: PageError) -> Response {
    render::refused(state, read_request("/me", headers), error).await
}

fn failed(error: &StoreError) -> Response {
    tracing::error!(%error, "an act on an account failed");
    nothing_changed()
}

//! Passkeys of accounts: the list, their names, removing them. Where browsers offer no passkeys nothing is found here.

use app::account::{PASSKEYS, Passkeys, again_cookie, gather_passkeys, session_of};
use app::error::PageError;
use app::passkey::{Holder, OnePasskey, gather_passkey};
use app::server::AppState;
use axum::Router;
use axum::extract::{Form, Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::from_fn;
use axum::response::Response;
use axum::routing::{get, post};
use domain::account::{FRESH_MINUTES, PasskeyOwner, is_fresh, passkey_label};
use domain::content::Id;
use serde::Deserialize;
use store::{AccountSession, StoreError};

use super::headers::private;
use super::passkey_answers::answer;
use super::passkey_ceremonies::{add, add_options, sign_in, sign_in_options};
use super::registration::{read_request, see_other};
use super::render::page_of;
use super::{account, cookies};
use crate::passkey::Site;

/// Pages and acts of passkeys.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/sign-in/passkey", post(sign_in))
        .route("/sign-in/passkey/options", post(sign_in_options))
        .route("/me/passkeys", get(passkeys).post(add))
        .route("/me/passkeys/options", post(add_options))
        .route("/me/passkeys/{id}", get(passkey).post(rename))
        .route("/me/passkeys/{id}/remove", post(remove))
        .layer(from_fn(private))
}

/// The list, and where one is added. Whoever must sign in once more for that is led back here.
async fn passkeys(State(state): State<AppState>, request: Request) -> Response {
    let session = match here(&state, request.headers()).await {
        Ok(session) => session,
        Err(error) => return page_of(state, request, Err::<Passkeys, _>(error)).await,
    };
    let is_fresh = is_fresh(session.created, state.real_now());
    let page = gather_passkeys(&state, &session, is_fresh).await;
    let again = again_cookie(state.settings());
    let mut response = page_of(state, request, page).await;
    if !is_fresh {
        cookies::set(&mut response, again, PASSKEYS, FRESH_MINUTES * 60);
    }
    response
}

async fn passkey(State(state): State<AppState>, Path(id): Path<String>, request: Request) -> Response {
    let page = match here(&state, request.headers()).await {
        Ok(session) => gather_passkey(&state, PasskeyOwner::Account(session.account.id), &id).await,
        Err(error) => Err(error),
    };
    page_of(state, request, page).await
}

/// A name as typed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    #[serde(default)]
    label: String,
}

async fn rename(
    State(state): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(sent): Form<Named>,
) -> Response {
    let session = match here(&state, &headers).await {
        Ok(session) => session,
        Err(error) => return account::refused(state, &headers, error).await,
    };
    let Some(label) = passkey_label(&sent.label) else {
        let page = gather_passkey(&state, PasskeyOwner::Account(session.account.id), &id).await;
        let page = page.map(|page| OnePasskey { mistyped: Some(sent.label), ..page });
        let mut response = page_of(state, read_request("/me/passkeys/name", &headers), page).await;
        if response.status() == StatusCode::OK {
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        }
        return response;
    };
    let Ok(id) = id.parse::<Id>() else { return account::refused(state, &headers, PageError::NotFound).await };
    let renamed = state.store().rename_passkey(PasskeyOwner::Account(session.account.id), id, label).await;
    done(state, &headers, renamed).await
}

async fn remove(State(state): State<AppState>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let session = match here(&state, &headers).await {
        Ok(session) => session,
        Err(error) => return account::refused(state, &headers, error).await,
    };
    let Ok(id) = id.parse::<Id>() else { return account::refused(state, &headers, PageError::NotFound).await };
    let removed = state.store().remove_account_passkey(&session.account, id, state.now()).await;
    if let Ok(true) = removed {
        tracing::info!(account = %session.account.id, passkey = %id, "a passkey was removed");
    }
    done(state, &headers, removed).await
}

/// Leads back to the list, if the passkey was the account's.
async fn done(state: AppState, headers: &HeaderMap, changed: Result<bool, StoreError>) -> Response {
    match changed {
        Ok(true) => see_other("/me/passkeys"),
        Ok(false) => account::refused(state, headers, PageError::NotFound).await,
        Err(error) => answer(&state, headers, Holder::Attendee, Err(error.into())),
    }
}

/// The session of a request, where there are passkeys.
async fn here(state: &AppState, headers: &HeaderMap) -> Result<AccountSession, PageError> {
    let session = session_of(state, headers).await?;
    if Site::of(state.settings()).is_some() { Ok(session) } else { Err(PageError::NotFound) }
}

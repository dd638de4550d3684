//! Asking authenticators and checking their answers. A script asks; it is answered with JSON, with the path to go to, or with
//! a sentence to show.

use app::account::{account_token, passkey_cookie, passkey_token, session_of};
use app::passkey::{Holder, PasskeyTrouble};
use app::server::{AppState, random_token};
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use domain::account::{CEREMONY_MINUTES, PasskeyOwner, device, is_fresh};
use store::{AddedPasskey, CeremonyPurpose};

use super::cookies;
use super::limits::{Act, Limits};
use super::passkey_answers::{admit, answer, begin, made, signed, site};
use super::sign_in::{new_session, welcome};
use super::visitor::Visitor;
use crate::passkey::User;

/// Begins to sign in: what the browser is to ask any authenticator for.
pub(super) async fn sign_in_options(
    State(state): State<AppState>,
    Extension(limits): Extension<Limits>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
) -> Response {
    // Pages in several tabs share it.
    let browser = passkey_token(&headers, state.settings()).unwrap_or_else(random_token);
    let begun = async {
        admit(&limits, Act::Passkey, visitor)?;
        let begun = site(&state)?.ask_for_any()?;
        begin(&state, CeremonyPurpose::SignInToAccount, &browser, begun).await
    };
    let mut response = answer(&state, &headers, Holder::Attendee, begun.await);
    if response.status() == StatusCode::OK {
        cookies::set(&mut response, passkey_cookie(state.settings()), &browser, CEREMONY_MINUTES * 60);
    }
    response
}

/// Signs in with what an authenticator has signed.
pub(super) async fn sign_in(
    State(state): State<AppState>,
    Extension(limits): Extension<Limits>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    sent: Bytes,
) -> Response {
    let signed_in = async {
        admit(&limits, Act::Guess, visitor)?;
        let browser = passkey_token(&headers, state.settings()).unwrap_or_default();
        let is_theirs = |owner| matches!(owner, PasskeyOwner::Account(_));
        let used = signed(&state, CeremonyPurpose::SignInToAccount, &browser, &sent, is_theirs).await?;
        let (session, passkey) = (new_session(&state, &headers), used.found.id);
        let key = session.token.clone();
        let account = state.store().sign_in_by_passkey(used, session).await?.ok_or(PasskeyTrouble::Over)?;
        tracing::info!(account = %account.id, %passkey, "a passkey was accepted");
        let mut response = welcome(&state, &headers, &account, &key, IntoResponse::into_response);
        cookies::set(&mut response, passkey_cookie(state.settings()), "", 0);
        Ok(response)
    };
    answer(&state, &headers, Holder::Attendee, signed_in.await)
}

/// Begins to add one: what the browser is to have an authenticator make.
pub(super) async fn add_options(
    State(state): State<AppState>,
    Extension(limits): Extension<Limits>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
) -> Response {
    let begun = async {
        admit(&limits, Act::Passkey, visitor)?;
        let (site, session) = (site(&state)?, session_of(&state, &headers).await?);
        if !is_fresh(session.created, state.real_now()) {
            return Err(PasskeyTrouble::NotFresh.into());
        }
        let known = state.store().passkeys(PasskeyOwner::Account(session.account.id)).await?;
        let token = account_token(&headers, state.settings()).unwrap_or_default();
        let user = User { id: session.account.id, name: session.account.email };
        begin(&state, CeremonyPurpose::AddToAccount, &token, site.ask_for_new(&user, &known)?).await
    };
    answer(&state, &headers, Holder::Attendee, begun.await)
}

/// Adds what an authenticator has made. That its owner has signed in lately was asked when it began.
pub(super) async fn add(State(state): State<AppState>, headers: HeaderMap, sent: Bytes) -> Response {
    let added = async {
        let session = session_of(&state, &headers).await?;
        let token = account_token(&headers, state.settings()).unwrap_or_default();
        let owner = PasskeyOwner::Account(session.account.id);
        let key = made(&state, CeremonyPurpose::AddToAccount, &token, &sent, owner).await?;
        let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        let (label, now, real_now) = (device(agent), state.now(), state.real_now());
        match state.store().add_account_passkey(&session.account, key, label, now, real_now).await? {
            AddedPasskey::Added => {
                tracing::info!(account = %session.account.id, "a passkey was added");
                Ok("/me/passkeys".into_response())
            }
            AddedPasskey::Known => Err(PasskeyTrouble::Known.into()),
            AddedPasskey::TooMany => Err(PasskeyTrouble::TooMany.into()),
        }
    };
    answer(&state, &headers, Holder::Attendee, added.await)
}

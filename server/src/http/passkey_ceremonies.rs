//! Asking authenticators and checking their answers. A script asks; it is answered with JSON, with the path to go to, or with
//! a sentence to show.

use app::account::{account_token, passkey_cookie, passkey_token, session_of};
use app::passkey::{Holder, PasskeyTrouble};
use app::server::AppState;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use domain::account::{PasskeyOwner, device, is_fresh};
use store::{AddedPasskey, CeremonyPurpose};

use super::cookies;
use super::limits::Act;
use super::passkey_answers::{Asker, answer, begin, made, signed, site};
use super::sign_in::{new_session, welcome};
use crate::passkey::User;

/// Begins to sign in.
pub(super) async fn sign_in_options(asker: Asker) -> Response {
    asker.begin_sign_in(Holder::Attendee, CeremonyPurpose::SignInToAccount).await
}

/// Signs in with what an authenticator has signed.
pub(super) async fn sign_in(asker: Asker, sent: Bytes) -> Response {
    let (state, headers) = (&asker.state, &asker.headers);
    let signed_in = async {
        let browser = passkey_token(headers, state.settings()).unwrap_or_default();
        let is_theirs = |owner| matches!(owner, PasskeyOwner::Account(_));
        let used = signed(state, CeremonyPurpose::SignInToAccount, &browser, &sent, is_theirs).await?;
        let (session, passkey) = (new_session(state, headers), used.found.id);
        let key = session.token.clone();
        let account = state.store().sign_in_by_passkey(used, session).await?.ok_or(PasskeyTrouble::Over)?;
        tracing::info!(account = %account.id, %passkey, "a passkey was accepted");
        let mut response = welcome(state, headers, &account, &key, IntoResponse::into_response);
        cookies::set(&mut response, passkey_cookie(state.settings()), "", 0);
        Ok(response)
    };
    asker.answered(Holder::Attendee, Act::Guess, signed_in).await
}

/// Begins to add one: what the browser is to have an authenticator make.
pub(super) async fn add_options(asker: Asker) -> Response {
    let (state, headers) = (&asker.state, &asker.headers);
    let begun = async {
        let (site, session) = (site(state)?, session_of(state, headers).await?);
        if !is_fresh(session.created, state.real_now()) {
            return Err(PasskeyTrouble::NotFresh.into());
        }
        let known = state.store().passkeys(PasskeyOwner::Account(session.account.id)).await?;
        let token = account_token(headers, state.settings()).unwrap_or_default();
        let user = User { id: session.account.id, name: session.account.email };
        begin(state, CeremonyPurpose::AddToAccount, &token, site.ask_for_new(&user, &known)?).await
    };
    asker.answered(Holder::Attendee, Act::Passkey, begun).await
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

//! Asking authenticators and checking their answers. A script asks; it is answered with JSON, with the path to go to, or with
//! a sentence to show.

use app::account::{PasskeyTrouble, account_token, passkey_cookie, passkey_token, session_of};
use app::error::PageError;
use app::language::{Locale, locale_of};
use app::server::{AppState, random_token};
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use domain::account::{CEREMONY_MINUTES, PasskeyOwner, device, is_fresh};
use store::{AddedPasskey, CeremonyPurpose, NewCeremony, StoreError};

use super::cookies;
use super::limits::{Act, Limits, wait_words, with_wait};
use super::registration::nothing_changed;
use super::sign_in::{new_session, welcome};
use super::visitor::Visitor;
use crate::passkey::{Assertion, Begun, NewKey, Refusal, Site};

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
    let mut response = answer(&state, &headers, begun.await);
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
        let (site, store) = (site(&state)?, state.store());
        let assertion = Assertion::read(&sent)?;
        let browser = passkey_token(&headers, state.settings()).unwrap_or_default();
        let asked = take(&state, CeremonyPurpose::SignInToAccount, &assertion.challenge()?, &browser).await?;
        let passkey = store.passkey(&assertion.credential_id()).await?.ok_or(PasskeyTrouble::Unknown)?;
        let key_state = assertion.check(&site, &asked, &passkey)?;
        let session = new_session(&state, &headers);
        let key = session.token.clone();
        let account = store.sign_in_by_passkey(&passkey, key_state, session).await?.ok_or(PasskeyTrouble::Over)?;
        tracing::info!(account = %account.id, passkey = %passkey.id, "a passkey was accepted");
        let mut response = welcome(&state, &headers, &account, &key, IntoResponse::into_response);
        cookies::set(&mut response, passkey_cookie(state.settings()), "", 0);
        Ok(response)
    };
    answer(&state, &headers, signed_in.await)
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
        begin(&state, CeremonyPurpose::AddToAccount, &token, site.ask_for_new(&session.account, &known)?).await
    };
    answer(&state, &headers, begun.await)
}

/// Adds what an authenticator has made. That its owner has signed in lately was asked when it began.
pub(super) async fn add(State(state): State<AppState>, headers: HeaderMap, sent: Bytes) -> Response {
    let added = async {
        let (site, session) = (site(&state)?, session_of(&state, &headers).await?);
        let made = NewKey::read(&sent)?;
        let token = account_token(&headers, state.settings()).unwrap_or_default();
        let asked = take(&state, CeremonyPurpose::AddToAccount, &made.challenge()?, &token).await?;
        let key = made.check(&site, &asked, session.account.id)?;
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
    answer(&state, &headers, added.await)
}

/// Why a script does not get what it asked for.
pub(super) enum No {
    Trouble(PasskeyTrouble),
    Refused(Refusal),
    TooMuch(u64),
    Page(PageError),
    Store(StoreError),
}

impl From<PasskeyTrouble> for No {
    fn from(trouble: PasskeyTrouble) -> Self {
        Self::Trouble(trouble)
    }
}

impl From<Refusal> for No {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<PageError> for No {
    fn from(error: PageError) -> Self {
        Self::Page(error)
    }
}

impl From<StoreError> for No {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl No {
    /// The sentence for the visitor; what belongs into the log goes there.
    fn answer(self, locale: Locale) -> Response {
        let trouble = match self {
            Self::Trouble(trouble) => trouble,
            Self::Refused(refusal) => {
                tracing::warn!(%refusal, "a passkey was refused");
                if matches!(refusal, Refusal::Copied) { PasskeyTrouble::Copied } else { PasskeyTrouble::Refused }
            }
            Self::TooMuch(seconds) => {
                let sentence = PasskeyTrouble::too_much(locale, &wait_words(seconds));
                return with_wait(sentence.into_response(), seconds);
            }
            Self::Page(PageError::NotFound) => return StatusCode::NOT_FOUND.into_response(),
            Self::Page(PageError::Forbidden) => return StatusCode::FORBIDDEN.into_response(),
            Self::Page(_) => return nothing_changed(),
            Self::Store(error) => {
                tracing::error!(%error, "an act on passkeys failed");
                return nothing_changed();
            }
        };
        (StatusCode::UNPROCESSABLE_ENTITY, trouble.sentence(locale)).into_response()
    }
}

pub(super) fn answer(state: &AppState, headers: &HeaderMap, done: Result<Response, No>) -> Response {
    done.unwrap_or_else(|no| no.answer(locale_of(headers, state.settings())))
}

fn admit(limits: &Limits, act: Act, visitor: Visitor) -> Result<(), No> {
    limits.admit(act, visitor).map_err(No::TooMuch)
}

fn site(state: &AppState) -> Result<Site, No> {
    Site::of(state.settings()).ok_or(No::Page(PageError::NotFound))
}

/// Remembers what is asked, and asks it.
async fn begin(state: &AppState, purpose: CeremonyPurpose, browser: &str, begun: Begun) -> Result<Response, No> {
    let Begun { challenge, state: kept, options } = begun;
    let browser_token = browser.to_owned();
    let ceremony = NewCeremony { purpose, challenge, browser_token, state: kept, now: state.real_now() };
    state.store().begin_passkey_ceremony(ceremony).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], options).into_response())
}

/// What was asked, which an answer uses up.
async fn take(state: &AppState, purpose: CeremonyPurpose, challenge: &str, browser: &str) -> Result<String, No> {
    let asked = state.store().take_passkey_ceremony(purpose, challenge, browser, state.real_now()).await?;
    asked.ok_or(No::Trouble(PasskeyTrouble::Over))
}

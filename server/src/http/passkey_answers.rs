//! What every question to an authenticator and every answer of one have in common: what is remembered, what is checked, and
//! in what words it fails.

use app::account::{passkey_cookie, passkey_token};
use app::error::PageError;
use app::language::{Locale, locale_of, wait_in_words};
use app::passkey::{Holder, PasskeyTrouble};
use app::server::{AppState, random_token};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::account::{CEREMONY_MINUTES, PasskeyOwner};
use store::{CeremonyPurpose, NewCeremony, PasskeyKey, StoreError, UsedPasskey};

use super::cookies;
use super::limits::{Act, Limits, with_wait};
use super::registration::nothing_changed;
use super::visitor::Visitor;
use crate::passkey::{Assertion, Begun, NewKey, Refusal, Site};

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

/// What is said to whoever does not get what they asked for.
pub(super) enum Words {
    /// A sentence for the visitor.
    Sentence(String),
    /// A sentence, and after how many seconds it can be tried again.
    Wait(String, u64),
    /// What says all there is.
    Whole(Response),
}

impl No {
    /// The words for the visitor; what belongs into the log goes there.
    pub(super) fn words(self, locale: Locale, holder: Holder) -> Words {
        let trouble = match self {
            Self::Trouble(trouble) => trouble,
            Self::Refused(refusal) => {
                tracing::warn!(%refusal, "a passkey was refused");
                if matches!(refusal, Refusal::Copied) { PasskeyTrouble::Copied } else { PasskeyTrouble::Refused }
            }
            Self::TooMuch(seconds) => {
                return Words::Wait(PasskeyTrouble::too_much(locale, &wait_in_words(locale, seconds)), seconds);
            }
            Self::Page(PageError::NotFound) => return Words::Whole(StatusCode::NOT_FOUND.into_response()),
            Self::Page(PageError::Forbidden) => return Words::Whole(StatusCode::FORBIDDEN.into_response()),
            Self::Page(_) => return Words::Whole(nothing_changed()),
            Self::Store(error) => {
                tracing::error!(%error, "an act on passkeys failed");
                return Words::Whole(nothing_changed());
            }
        };
        Words::Sentence(trouble.sentence(locale, holder).to_owned())
    }
}

/// Whoever asks, and all that answering needs.
pub(super) struct Asker {
    pub(super) state: AppState,
    pub(super) headers: HeaderMap,
    limits: Limits,
    visitor: Visitor,
}

impl FromRequestParts<AppState> for Asker {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, StatusCode> {
        let known = (parts.extensions.get::<Limits>(), parts.extensions.get::<Visitor>());
        // Only a mistake in the router leaves them out.
        let (Some(limits), Some(visitor)) = known else { return Err(StatusCode::INTERNAL_SERVER_ERROR) };
        Ok(Self { state: state.clone(), headers: parts.headers.clone(), limits: limits.clone(), visitor: *visitor })
    }
}

impl Asker {
    /// Counts an act of their network.
    pub(super) fn admit(&self, act: Act) -> Result<(), No> {
        self.limits.admit(act, self.visitor).map_err(No::TooMuch)
    }

    /// Answers the script with what an act gives, unless their network does too much of it; then it is not begun.
    pub(super) async fn answered(
        &self,
        holder: Holder,
        act: Act,
        done: impl Future<Output = Result<Response, No>>,
    ) -> Response {
        let done = match self.admit(act) {
            Ok(()) => done.await,
            Err(no) => Err(no),
        };
        answer(&self.state, &self.headers, holder, done)
    }

    /// Begins to sign in with any passkey of the site: what the browser is to ask any authenticator for.
    pub(super) async fn begin_sign_in(&self, holder: Holder, purpose: CeremonyPurpose) -> Response {
        let settings = self.state.settings();
        // Pages in several tabs share it.
        let browser = passkey_token(&self.headers, settings).unwrap_or_else(random_token);
        let begun = async { begin(&self.state, purpose, &browser, site(&self.state)?.ask_for_any()?).await };
        let mut response = self.answered(holder, Act::Passkey, begun).await;
        if response.status() == StatusCode::OK {
            cookies::set(&mut response, passkey_cookie(settings), &browser, CEREMONY_MINUTES * 60);
        }
        response
    }
}

/// Answers a script.
pub(super) fn answer(state: &AppState, headers: &HeaderMap, holder: Holder, done: Result<Response, No>) -> Response {
    let no = match done {
        Ok(done) => return done,
        Err(no) => no,
    };
    match no.words(locale_of(headers, state.settings()), holder) {
        Words::Sentence(sentence) => (StatusCode::UNPROCESSABLE_ENTITY, sentence).into_response(),
        Words::Wait(sentence, seconds) => with_wait(sentence.into_response(), seconds),
        Words::Whole(response) => response,
    }
}

/// The site, where browsers offer passkeys.
pub(super) fn site(state: &AppState) -> Result<Site, No> {
    Site::of(state.settings()).ok_or(No::Page(PageError::NotFound))
}

/// Remembers what is asked, and asks it. `browser` is what the asking browser keeps.
pub(super) async fn begin(
    state: &AppState,
    purpose: CeremonyPurpose,
    browser: &str,
    begun: Begun,
) -> Result<Response, No> {
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

/// The passkey that signed what was asked, if the answer is true and `is_theirs` says so of its owner. It is to be used up
/// next.
pub(super) async fn signed(
    state: &AppState,
    purpose: CeremonyPurpose,
    browser: &str,
    sent: &[u8],
    is_theirs: impl FnOnce(PasskeyOwner) -> bool,
) -> Result<UsedPasskey, No> {
    let (site, assertion) = (site(state)?, Assertion::read(sent)?);
    let asked = take(state, purpose, &assertion.challenge()?, browser).await?;
    let found = state.store().passkey(&assertion.credential_id()).await?;
    let found = found.filter(|passkey| is_theirs(passkey.owner)).ok_or(PasskeyTrouble::Unknown)?;
    let key_state = assertion.check(&site, &asked, &found)?;
    Ok(UsedPasskey { found, state: key_state })
}

/// The passkey that was made for an owner as it was asked.
pub(super) async fn made(
    state: &AppState,
    purpose: CeremonyPurpose,
    browser: &str,
    sent: &[u8],
    owner: PasskeyOwner,
) -> Result<PasskeyKey, No> {
    let (site, made) = (site(state)?, NewKey::read(sent)?);
    let asked = take(state, purpose, &made.challenge()?, browser).await?;
    Ok(made.check(&site, &asked, owner.id())?)
}

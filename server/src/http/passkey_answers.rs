//! What every question to an authenticator and every answer of one have in common: what is remembered, what is checked, and
//! in what words it fails.

use app::error::PageError;
use app::language::{Locale, locale_of, wait_in_words};
use app::passkey::{Holder, PasskeyTrouble};
use app::server::AppState;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::account::PasskeyOwner;
use store::{CeremonyPurpose, NewCeremony, PasskeyKey, StoreError, UsedPasskey};

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

/// Counts an act of a network.
pub(super) fn admit(limits: &Limits, act: Act, visitor: Visitor) -> Result<(), No> {
    limits.admit(act, visitor).map_err(No::TooMuch)
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
pub(super) async fn take(
    state: &AppState,
    purpose: CeremonyPurpose,
    challenge: &str,
    browser: &str,
) -> Result<String, No> {
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

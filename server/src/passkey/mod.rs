//! Passkeys: what an authenticator is asked, and whether its answer is true (Web Authentication, level 3, section 7).
//!
//! The only place that knows the library. What it makes is kept elsewhere as hexadecimal text: the state of a ceremony until
//! it is answered, and of each passkey its public half.

mod adding;
mod signing_in;

use std::fmt;

use app::server::Settings;
use domain::account::RelyingParty;
use domain::content::Id;
use webauthn_rp::bin::Decode;
use webauthn_rp::request::register::UserHandle16;
use webauthn_rp::request::{AsciiDomain, RpId};

pub(crate) use adding::{NewKey, User};
pub(crate) use signing_in::Assertion;

/// The site as authenticators know it.
pub(crate) struct Site {
    id: RpId,
    origin: String,
}

impl Site {
    /// `None` where browsers offer no passkeys.
    pub(crate) fn of(settings: &Settings) -> Option<Self> {
        let RelyingParty { id, origin } = RelyingParty::of_site(&settings.base_url)?;
        Some(Self { id: RpId::Domain(AsciiDomain::try_from(id).ok()?), origin })
    }
}

/// A ceremony that has begun.
pub(crate) struct Begun {
    /// What the authenticator signs, by which the ceremony is found again.
    pub(crate) challenge: String,
    /// What the answer is checked against; stays here.
    pub(crate) state: String,
    /// What the browser is asked, as JSON.
    pub(crate) options: String,
}

/// Why an answer is not accepted.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// The counter did not rise: there may be a copy of the key.
    Copied,
    /// Whatever else is wrong, in words for the log.
    Wrong(String),
}

impl Refusal {
    fn wrong(reason: impl fmt::Display) -> Self {
        Self::Wrong(reason.to_string())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Copied => formatter.write_str("the signature counter did not rise"),
            Self::Wrong(reason) => formatter.write_str(reason),
        }
    }
}

/// The user handle of an owner: the bytes of its identity.
fn user_handle(owner: Id) -> UserHandle16 {
    let Ok(handle) = UserHandle16::decode(*owner.as_bytes());
    handle
}

fn challenge(bits: u128) -> String {
    format!("{bits:032x}")
}

fn bytes(text: &str) -> Result<Vec<u8>, Refusal> {
    hex::decode(text).map_err(Refusal::wrong)
}

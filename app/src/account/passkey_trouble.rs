//! Why a passkey did not do what it should, in a sentence for the visitor.

use crate::language::Locale;
use crate::td;

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyTrouble {
    /// Nobody waits for this answer any more: it came too late, or a second time, or from another browser.
    Over,
    /// Nobody has this passkey.
    Unknown,
    /// The answer is not true.
    Refused,
    /// The answer is true, and older than one that came before.
    Copied,
    /// One must have signed in lately.
    NotFresh,
    /// Somebody has this passkey already.
    Known,
    /// As many as one may have are there.
    TooMany,
}

impl PasskeyTrouble {
    /// What happened, and what to do.
    pub fn sentence(self, locale: Locale) -> &'static str {
        match self {
            Self::Over => td!(locale, passkeys.over),
            Self::Unknown => td!(locale, passkeys.unknown),
            Self::Refused => td!(locale, passkeys.refused),
            Self::Copied => td!(locale, passkeys.copied),
            Self::NotFresh => td!(locale, passkeys.not_fresh),
            Self::Known => td!(locale, passkeys.known),
            Self::TooMany => td!(locale, passkeys.too_many),
        }
    }

    /// The sentence where a network tried too often; `wait` is in words.
    pub fn too_much(locale: Locale, wait: &str) -> String {
        td!(locale, passkeys.too_much, wait = wait)
    }
}

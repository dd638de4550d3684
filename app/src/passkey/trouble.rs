//! Why a passkey did not do what it should, in a sentence for the visitor.

use super::Holder;
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
    pub fn sentence(self, locale: Locale, holder: Holder) -> &'static str {
        match (self, holder) {
            (Self::Over, _) => td!(locale, passkeys.over),
            (Self::Known, _) => td!(locale, passkeys.known),
            (Self::TooMany, _) => td!(locale, passkeys.too_many),
            (Self::Unknown, Holder::Attendee) => td!(locale, passkeys.unknown),
            (Self::Unknown, Holder::Staff) => td!(locale, staff_passkeys.unknown),
            (Self::Refused, Holder::Attendee) => td!(locale, passkeys.refused),
            (Self::Refused, Holder::Staff) => td!(locale, staff_passkeys.refused),
            (Self::Copied, Holder::Attendee) => td!(locale, passkeys.copied),
            (Self::Copied, Holder::Staff) => td!(locale, staff_passkeys.copied),
            (Self::NotFresh, Holder::Attendee) => td!(locale, passkeys.not_fresh),
            (Self::NotFresh, Holder::Staff) => td!(locale, staff_passkeys.not_fresh),
        }
    }

    /// The sentence where it was tried too often; `wait` is in words.
    pub fn too_much(locale: Locale, wait: &str) -> String {
        td!(locale, passkeys.too_much, wait = wait)
    }
}

//! Passkeys, whoever has them: the button that asks an authenticator, a card for each, and the page of one. Nothing of it is
//! shown where browsers offer no passkeys, and nothing is missing there.

mod button;
mod card;
mod page;
mod trouble;

use domain::account::RelyingParty;

pub(crate) use button::{PasskeyAct, passkey_button};
pub use card::PasskeyRow;
pub(crate) use card::{name_of, passkey_card, passkey_rows};
pub use page::{OnePasskey, PasskeyPage, gather_passkey};
pub use trouble::PasskeyTrouble;

use crate::server::AppState;
use crate::t;

/// Whose passkeys it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// Somebody who attends.
    Attendee,
    /// Somebody who works here.
    Staff,
}

impl Holder {
    /// The page that lists them.
    pub fn list(self) -> &'static str {
        match self {
            Self::Attendee => "/me/passkeys",
            Self::Staff => "/admin/account",
        }
    }

    /// What the addresses of single passkeys begin with.
    pub fn passkeys(self) -> &'static str {
        match self {
            Self::Attendee => "/me/passkeys",
            Self::Staff => "/admin/account/passkeys",
        }
    }

    fn list_title(self) -> &'static str {
        match self {
            Self::Attendee => t!(passkeys.title),
            Self::Staff => t!(staff_account.title),
        }
    }
}

/// Whether the site is where browsers offer passkeys.
pub(crate) fn has_passkeys(state: &AppState) -> bool {
    RelyingParty::of_site(&state.settings().base_url).is_some()
}

//! Accounts: how an address is proven at sign-in, how long a session lasts, and what device it is on.
//!
//! An account belongs to whoever receives mail at its address. There is no password to lose or to guess. Whoever wants to
//! can sign in with a passkey next time.

mod agenda;
mod device;
mod erasure;
mod passkey;
mod session;
mod sign_in;
mod spreadsheet;

pub use agenda::{Deed, STARS, Stars, apply, deeds, line};
pub use device::device;
pub use erasure::{ERASE_WORD, Fate, fate, is_confirmed};
pub use passkey::{CEREMONY_MINUTES, LABEL_LETTERS, PASSKEYS, PasskeyOwner, RelyingParty, passkey_label};
pub use session::{ATTENDEE, FRESH_MINUTES, Lifetime, is_fresh};
pub use sign_in::{CODE_DIGITS, CODE_GUESSES, CODE_MINUTES, DAY_GUESSES, MAILS, MAILS_MINUTES, code_of, typed_code};
pub use spreadsheet::{cell, text_of_cell};

//! Which letters somebody wants: pages for whoever has a letter, without signing in. A letter's token says whose it is and
//! opens nothing else.

mod event_page;

pub use event_page::{EventReminders, EventRemindersPage, gather_event_reminders};

use crate::server::derived_token;

/// The token of a letter's links about letters, made from the one that opens its registration. It does not work the other
/// way round.
pub fn letters_token(manage_token: &str) -> String {
    derived_token(manage_token, "letters")
}

/// Path of the page on which the reminders of a letter's event are stopped. A POST to it acts at once (RFC 8058).
pub(crate) fn event_path(letters_token: &str) -> String {
    format!("/notifications/{letters_token}/event")
}

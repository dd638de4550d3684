//! What a mail says: data, not words. The words are made when it is shown or sent, so that what has changed meanwhile is
//! noticed then.

use serde::{Deserialize, Serialize};

use crate::content::Id;
use crate::time::Instant;

/// Everything a mail can say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Letter {
    /// A place is held; the address is to be proven.
    ConfirmRegistration {
        /// The event.
        event: Id,
        /// Token of the confirmation link.
        confirm_token: String,
        /// Token of the link to see and cancel the registration.
        manage_token: String,
    },
    /// Every place is taken; the address is to be proven to be on the waiting list.
    ConfirmWaiting {
        /// The event.
        event: Id,
        /// Token of the confirmation link.
        confirm_token: String,
        /// Token of the link to see and cancel the registration.
        manage_token: String,
    },
    /// The address is registered already; its links anew.
    AlreadyRegistered {
        /// The event.
        event: Id,
        /// Token of the confirmation link.
        confirm_token: String,
        /// Token of the link to see and cancel the registration.
        manage_token: String,
    },
    /// The person has a place.
    Confirmed {
        /// The registration.
        registration: Id,
        /// Token of the link to see and cancel it.
        manage_token: String,
    },
    /// The person is on the waiting list.
    Waiting {
        /// The registration.
        registration: Id,
        /// Token of the link to see and cancel it.
        manage_token: String,
    },
    /// A place is held for the person.
    Offered {
        /// The registration.
        registration: Id,
        /// Token of the link on which it is accepted or declined.
        manage_token: String,
        /// When the offer ends.
        until: Instant,
    },
    /// The offer has ended.
    OfferExpired {
        /// The registration.
        registration: Id,
        /// Token of the link on which one comes back to the list.
        manage_token: String,
    },
    /// The registration is cancelled.
    Cancelled {
        /// The registration.
        registration: Id,
        /// Whether an organiser decided it.
        by_organiser: bool,
    },
    /// Words that an earlier version kept; nothing is written so any more.
    Written {
        /// Subject.
        subject: String,
        /// Body, plain text.
        text: String,
    },
}

impl Letter {
    /// Stable name in the database.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::ConfirmRegistration { .. } => "confirm_registration",
            Self::ConfirmWaiting { .. } => "confirm_waiting",
            Self::AlreadyRegistered { .. } => "already_registered",
            Self::Confirmed { .. } => "confirmed",
            Self::Waiting { .. } => "waiting",
            Self::Offered { .. } => "offered",
            Self::OfferExpired { .. } => "offer_expired",
            Self::Cancelled { .. } => "cancelled",
            Self::Written { .. } => "written",
        }
    }
}

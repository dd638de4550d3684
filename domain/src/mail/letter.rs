//! What a mail says: data, not words. The words are made when it is shown or sent, so that what has changed meanwhile is
//! noticed then.

use serde::{Deserialize, Serialize};

use super::Lead;
use crate::account::CODE_MINUTES;
use crate::content::Id;
use crate::registration::waiting::confirm_until;
use crate::staff::Notice;
use crate::time::Instant;

/// Which letters go first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lane {
    /// Somebody waits for it: a link to confirm, a place that is offered.
    Transactional,
    /// For many at once.
    Bulk,
}

impl Lane {
    /// Its number in the database; lower ones go first.
    pub fn rank(self) -> u32 {
        match self {
            Self::Transactional => 0,
            Self::Bulk => 1,
        }
    }
}

/// What a letter is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum About {
    /// An event, to somebody whose registration for it may be none any more.
    Event(Id),
    /// A registration.
    Registration(Id),
    /// Neither.
    Nothing,
}

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
    /// One form for several events; the address is to be proven, once for all of them.
    ConfirmSeries {
        /// Those at which a place is held.
        held: Vec<Id>,
        /// Those that are full, where it is about the waiting list.
        waiting: Vec<Id>,
        /// Token of the link to confirm, see and cancel them.
        series_token: String,
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
    /// The event is near.
    Reminder {
        /// The registration.
        registration: Id,
        /// How near.
        lead: Lead,
        /// Token of the link to see and cancel it; empty until it is sent, see [`Letter::lacks_links`].
        #[serde(default)]
        manage_token: String,
    },
    /// Somebody wants to sign in with this address.
    SignIn {
        /// Token of the link, for the browser that asked.
        link_token: String,
        /// Six digits, for any browser.
        code: String,
    },
    /// To somebody who works here: what was done in their name, in case it was not them.
    SecurityNotice {
        /// What it was.
        notice: Notice,
        /// Names of browser and system; empty if unknown.
        device: String,
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
    /// Names of all kinds.
    pub const KINDS: &'static [&'static str] = &[
        "confirm_registration",
        "confirm_waiting",
        "already_registered",
        "confirm_series",
        "confirmed",
        "waiting",
        "offered",
        "offer_expired",
        "cancelled",
        "reminder",
        "sign_in",
        "security_notice",
        "written",
    ];

    /// Stable name in the database.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::ConfirmRegistration { .. } => "confirm_registration",
            Self::ConfirmWaiting { .. } => "confirm_waiting",
            Self::ConfirmSeries { .. } => "confirm_series",
            Self::AlreadyRegistered { .. } => "already_registered",
            Self::Confirmed { .. } => "confirmed",
            Self::Waiting { .. } => "waiting",
            Self::Offered { .. } => "offered",
            Self::OfferExpired { .. } => "offer_expired",
            Self::Cancelled { .. } => "cancelled",
            Self::Reminder { .. } => "reminder",
            Self::SignIn { .. } => "sign_in",
            Self::SecurityNotice { .. } => "security_notice",
            Self::Written { .. } => "written",
        }
    }

    /// Whether whoever reads it could act as its receiver everywhere: then it is nobody else's to read.
    pub fn is_secret(&self) -> bool {
        matches!(self, Self::SignIn { .. })
    }

    /// What it is about.
    pub fn about(&self) -> About {
        match self {
            Self::ConfirmRegistration { event, .. }
            | Self::ConfirmWaiting { event, .. }
            | Self::AlreadyRegistered { event, .. } => About::Event(*event),
            Self::Confirmed { registration, .. }
            | Self::Waiting { registration, .. }
            | Self::Offered { registration, .. }
            | Self::OfferExpired { registration, .. }
            | Self::Cancelled { registration, .. }
            | Self::Reminder { registration, .. } => About::Registration(*registration),
            Self::ConfirmSeries { .. } | Self::SignIn { .. } | Self::SecurityNotice { .. } | Self::Written { .. } => {
                About::Nothing
            }
        }
    }

    /// Which letters it stands with in the queue.
    pub fn lane(&self) -> Lane {
        match self {
            Self::ConfirmRegistration { .. }
            | Self::ConfirmWaiting { .. }
            | Self::ConfirmSeries { .. }
            | Self::AlreadyRegistered { .. }
            | Self::Confirmed { .. }
            | Self::Waiting { .. }
            | Self::Offered { .. }
            | Self::OfferExpired { .. }
            | Self::Cancelled { .. }
            | Self::SignIn { .. }
            | Self::SecurityNotice { .. }
            | Self::Written { .. } => Lane::Transactional,
            Self::Reminder { .. } => Lane::Bulk,
        }
    }

    /// When it is of no use any more, so that it is not sent if it was held up until then; `None` if it always is. `created`
    /// is when it was written.
    pub fn useless_from(&self, created: Instant) -> Option<Instant> {
        match self {
            Self::ConfirmRegistration { .. } | Self::ConfirmWaiting { .. } | Self::ConfirmSeries { .. } => {
                Some(confirm_until(created))
            }
            Self::Offered { until, .. } => Some(*until),
            Self::SignIn { .. } => Some(created.plus_minutes(CODE_MINUTES)),
            Self::AlreadyRegistered { .. }
            | Self::Confirmed { .. }
            | Self::Waiting { .. }
            | Self::OfferExpired { .. }
            | Self::Cancelled { .. }
            // Depends on when the event is by then.
            | Self::Reminder { .. }
            | Self::SecurityNotice { .. }
            | Self::Written { .. } => None,
        }
    }

    /// Whether its links are still to be made. Letters for many that wait for weeks hold none until they are sent, so that
    /// nothing that opens anything lies in the database meanwhile.
    pub fn lacks_links(&self) -> bool {
        matches!(self, Self::Reminder { manage_token, .. } if manage_token.is_empty())
    }

    /// The same letter with a link that was made for it.
    #[must_use]
    pub fn with_link(mut self, token: String) -> Self {
        if let Self::Reminder { manage_token, .. } = &mut self {
            *manage_token = token;
        }
        self
    }

    /// The same letter without what opens anything: what is kept once it is sent. A link without its token is shown as one
    /// that is not kept.
    #[must_use]
    pub fn without_secrets(mut self) -> Self {
        match &mut self {
            Self::ConfirmRegistration { confirm_token, manage_token, .. }
            | Self::ConfirmWaiting { confirm_token, manage_token, .. }
            | Self::AlreadyRegistered { confirm_token, manage_token, .. } => {
                confirm_token.clear();
                manage_token.clear();
            }
            Self::ConfirmSeries { series_token, .. } => series_token.clear(),
            Self::Confirmed { manage_token, .. }
            | Self::Waiting { manage_token, .. }
            | Self::Offered { manage_token, .. }
            | Self::OfferExpired { manage_token, .. }
            | Self::Reminder { manage_token, .. } => manage_token.clear(),
            Self::SignIn { link_token, code } => {
                link_token.clear();
                code.clear();
            }
            Self::Cancelled { .. } | Self::SecurityNotice { .. } => {}
            // What an earlier version kept in words may have links anywhere in it.
            Self::Written { text, .. } => text.clear(),
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::{Lane, Lead, Letter};
    use crate::content::Id;
    use crate::staff::Notice;
    use crate::time::Instant;

    /// One of each kind, with tokens that begin with "secret".
    fn every_letter() -> Vec<Letter> {
        let (id, until) = (Id::from_u128(1), Instant::from_milliseconds(60_000));
        let (confirm_token, manage_token) = (String::from("secret-confirm"), String::from("secret-manage"));
        let token = || (confirm_token.clone(), manage_token.clone());
        vec![
            Letter::ConfirmRegistration { event: id, confirm_token: token().0, manage_token: token().1 },
            Letter::ConfirmWaiting { event: id, confirm_token: token().0, manage_token: token().1 },
            Letter::AlreadyRegistered { event: id, confirm_token: token().0, manage_token: token().1 },
            Letter::ConfirmSeries { held: vec![id], waiting: vec![id], series_token: token().0 },
            Letter::Confirmed { registration: id, manage_token: token().1 },
            Letter::Waiting { registration: id, manage_token: token().1 },
            Letter::Offered { registration: id, manage_token: token().1, until },
            Letter::OfferExpired { registration: id, manage_token: token().1 },
            Letter::Cancelled { registration: id, by_organiser: true },
            Letter::Reminder { registration: id, lead: Lead::Day, manage_token: token().1 },
            Letter::SignIn { link_token: "secret-link".to_owned(), code: "secret".to_owned() },
            Letter::SecurityNotice { notice: Notice::NewDevice, device: "Firefox · Linux".to_owned() },
            Letter::Written { subject: "A subject".to_owned(), text: "See https://x.example/secret-link".to_owned() },
        ]
    }

    #[test]
    fn every_kind_has_its_name() {
        assert_eq!(every_letter().iter().map(Letter::kind).collect::<Vec<_>>(), Letter::KINDS);
    }

    #[test]
    fn what_is_kept_after_sending_opens_nothing() {
        for letter in every_letter() {
            let kept = letter.clone().without_secrets();
            assert_eq!((kept.kind(), kept.about()), (letter.kind(), letter.about()));
            let json = serde_json::to_string(&kept).unwrap();
            assert!(!json.contains("secret"), "{json}");
            assert_eq!(serde_json::from_str::<Letter>(&json).unwrap(), kept);
        }
    }

    #[test]
    fn letters_for_many_stand_behind_and_get_their_links_when_they_are_sent() {
        for letter in every_letter() {
            let waits = letter.clone().without_secrets();
            assert_eq!(waits.lacks_links(), letter.lane() == Lane::Bulk, "{}", letter.kind());
            if waits.lacks_links() {
                assert_eq!(waits.with_link("secret-manage".to_owned()), letter);
            }
        }
    }

    #[test]
    fn a_letter_that_came_too_late_is_of_no_use() {
        let created = Instant::from_milliseconds(0);
        for letter in every_letter() {
            let useless = letter.useless_from(created).map(Instant::milliseconds);
            let expected = match letter.kind() {
                "confirm_registration" | "confirm_waiting" | "confirm_series" => Some(7 * 24 * 3_600_000),
                "offered" => Some(60_000),
                "sign_in" => Some(10 * 60_000),
                _ => None,
            };
            assert_eq!(useless, expected, "{}", letter.kind());
        }
    }
}

//! What a mail says: data, not words. The words are made when it is shown or sent, so that what has changed meanwhile is
//! noticed then.

use serde::{Deserialize, Serialize};

use super::{Aim, Lead, LetterKind, News, Purpose, Told};
use crate::account::CODE_MINUTES;
use crate::content::Id;
use crate::registration::waiting::confirm_until;
use crate::staff::{ADDRESS_MINUTES, INVITATION_HOURS, Notice, RESET_MINUTES};
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

/// What has changed about how somebody who attends signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountChange {
    /// A passkey was added.
    PasskeyAdded,
    /// A passkey was removed.
    PasskeyRemoved,
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
    /// What the person was told of the event is not true any more, or there is more to tell.
    News {
        /// What is new.
        news: News,
        /// The registration.
        registration: Id,
        /// What the person was told last.
        before: Told,
        /// Token of the link to see and cancel it, as for a reminder.
        #[serde(default)]
        manage_token: String,
    },
    /// What somebody who looks after registrations wrote to chosen people.
    Group {
        /// Whose words it has.
        letter: Id,
        /// What it is for.
        aim: Aim,
        /// The registration.
        registration: Id,
        /// Token of the link to see and cancel it, as for a reminder.
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
    /// To somebody who attends: how they sign in has changed (OWASP ASVS 5.0, 6.3.7).
    AccountNotice {
        /// What has changed.
        change: AccountChange,
    },
    /// Somebody is to work here.
    Invitation {
        /// Token of the link on which it is accepted.
        link_token: String,
    },
    /// Somebody who works here has forgotten their password.
    PasswordReset {
        /// Token of the link on which it is replaced.
        link_token: String,
    },
    /// Somebody who works here wants to be written to at this address.
    NewAddress {
        /// Token of the link on which the address is proven.
        link_token: String,
    },
    /// A letter as it would be, to somebody who looks after its words.
    Trial {
        /// Which.
        of: LetterKind,
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
        "moved",
        "event_cancelled",
        "event_postponed",
        "recording_available",
        "group",
        "sign_in",
        "security_notice",
        "account_notice",
        "invitation",
        "password_reset",
        "new_address",
        "trial",
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
            Self::News { news, .. } => news.name(),
            Self::Group { .. } => "group",
            Self::SignIn { .. } => "sign_in",
            Self::SecurityNotice { .. } => "security_notice",
            Self::AccountNotice { .. } => "account_notice",
            Self::Invitation { .. } => "invitation",
            Self::PasswordReset { .. } => "password_reset",
            Self::NewAddress { .. } => "new_address",
            Self::Trial { .. } => "trial",
            Self::Written { .. } => "written",
        }
    }

    /// Whether whoever reads it could act as its receiver everywhere: then it is nobody else's to read.
    pub fn is_secret(&self) -> bool {
        matches!(
            self,
            Self::SignIn { .. } | Self::Invitation { .. } | Self::PasswordReset { .. } | Self::NewAddress { .. }
        )
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
            | Self::Reminder { registration, .. }
            | Self::News { registration, .. }
            | Self::Group { registration, .. } => About::Registration(*registration),
            Self::ConfirmSeries { .. }
            | Self::SignIn { .. }
            | Self::SecurityNotice { .. }
            | Self::AccountNotice { .. }
            | Self::Invitation { .. }
            | Self::PasswordReset { .. }
            | Self::NewAddress { .. }
            | Self::Trial { .. }
            | Self::Written { .. } => About::Nothing,
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
            | Self::AccountNotice { .. }
            | Self::Invitation { .. }
            | Self::PasswordReset { .. }
            | Self::NewAddress { .. }
            | Self::Trial { .. }
            | Self::Written { .. } => Lane::Transactional,
            Self::Reminder { .. } | Self::News { .. } | Self::Group { .. } => Lane::Bulk,
        }
    }

    /// What it is for, if one can do without it.
    pub fn purpose(&self) -> Option<Purpose> {
        match self {
            Self::Reminder { .. } => Some(Purpose::Reminders),
            Self::News { news: News::Recording, .. } => Some(Purpose::Recordings),
            Self::Group { aim: Aim::News, .. } => Some(Purpose::News),
            _ => None,
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
            Self::Invitation { .. } => Some(created.plus_minutes(INVITATION_HOURS * 60)),
            Self::PasswordReset { .. } => Some(created.plus_minutes(RESET_MINUTES)),
            Self::NewAddress { .. } => Some(created.plus_minutes(ADDRESS_MINUTES)),
            Self::AlreadyRegistered { .. }
            | Self::Confirmed { .. }
            | Self::Waiting { .. }
            | Self::OfferExpired { .. }
            | Self::Cancelled { .. }
            // Depends on what is true of the event by then.
            | Self::Reminder { .. }
            | Self::News { .. }
            | Self::Group { .. }
            | Self::SecurityNotice { .. }
            | Self::AccountNotice { .. }
            | Self::Trial { .. }
            | Self::Written { .. } => None,
        }
    }

    /// Whether its links are still to be made. Letters for many that wait for weeks hold none until they are sent, so that
    /// nothing that opens anything lies in the database meanwhile.
    pub fn lacks_links(&self) -> bool {
        self.later_token().is_some_and(str::is_empty)
    }

    /// The token that opens the registration, in a letter whose links are made when it leaves.
    pub fn later_token(&self) -> Option<&str> {
        match self {
            Self::Reminder { manage_token, .. }
            | Self::News { manage_token, .. }
            | Self::Group { manage_token, .. } => Some(manage_token),
            _ => None,
        }
    }

    /// The same letter with a link that was made for it.
    #[must_use]
    pub fn with_link(mut self, token: String) -> Self {
        if let Self::Reminder { manage_token, .. }
        | Self::News { manage_token, .. }
        | Self::Group { manage_token, .. } = &mut self
        {
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
            | Self::Reminder { manage_token, .. }
            | Self::News { manage_token, .. }
            | Self::Group { manage_token, .. } => manage_token.clear(),
            Self::Invitation { link_token } | Self::PasswordReset { link_token } | Self::NewAddress { link_token } => {
                link_token.clear();
            }
            Self::SignIn { link_token, code } => {
                link_token.clear();
                code.clear();
            }
            Self::Cancelled { .. } | Self::SecurityNotice { .. } | Self::AccountNotice { .. } | Self::Trial { .. } => {}
            // What an earlier version kept in words may have links anywhere in it.
            Self::Written { text, .. } => text.clear(),
        }
        self
    }
}

#[cfg(test)]
mod tests;

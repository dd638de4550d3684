//! Events: what stands in the calendar and what one registers for.

use serde::{Deserialize, Serialize};

use super::{Id, Question, RichText, Role};
use crate::slug::Slug;
use crate::time::{Date, Instant, LocalTime, ZoneName};

/// A conference or a webinar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Stable identity.
    pub id: Id,
    /// Address.
    pub slug: Slug,
    /// What sort of event.
    pub kind: EventKind,
    /// Title; never carries a supporter's name.
    pub title: String,
    /// Second line of the title.
    #[serde(default)]
    pub subtitle: Option<String>,
    /// A sentence or two for cards and search engines; plain text.
    #[serde(default)]
    pub summary: String,
    /// Full description.
    #[serde(default)]
    pub description: RichText,
    /// What a participant should be able to do afterwards; plain text.
    #[serde(default)]
    pub objectives: Vec<String>,
    /// Language spoken, BCP 47.
    pub language: String,
    /// Zone in which the event's wall times are meant.
    pub zone: ZoneName,
    /// Dates and hours.
    pub when: When,
    /// How the time was announced, kept as an editorial note when it differs from the computed one.
    #[serde(default)]
    pub announced_as: Option<String>,
    /// Online, on site or both.
    pub attendance: Attendance,
    /// Place, for an event on site.
    #[serde(default)]
    pub venue: Option<String>,
    /// Whether it takes place.
    #[serde(default)]
    pub status: EventStatus,
    /// Who may register, until when, and for how many places.
    #[serde(default)]
    pub registration: RegistrationSetting,
    /// Public address of the live room, if the programme is given elsewhere.
    #[serde(default)]
    pub join_url: Option<String>,
    /// Continuing-education accreditation.
    #[serde(default)]
    pub accreditation: Accreditation,
    /// Reports that were planned for it, so that pages can say "six planned, two listed".
    #[serde(default)]
    pub planned_reports: u32,
    /// People, in the editor's order.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// Topics.
    #[serde(default)]
    pub topics: Vec<Id>,
    /// Addresses it had before.
    #[serde(default)]
    pub former_slugs: Vec<Slug>,
    /// Where an imported event came from, so that a second import finds it.
    #[serde(default)]
    pub source: Option<String>,
}

/// What sort of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// One or more days.
    Conference,
    /// One hour or two, online.
    Webinar,
}

names!(EventKind { Conference => "conference", Webinar => "webinar" });

/// When an event is: wall time in its zone, beside the instants derived from it when it was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "precision")]
pub enum When {
    /// Whole days; no hour is known, so none is invented. `start` is midnight at the beginning of `first` in the zone,
    /// `end` midnight at the end of `last`.
    Days {
        /// First day.
        first: Date,
        /// Last day, the same as `first` for a single day.
        last: Date,
        /// Beginning of the first day.
        start: Instant,
        /// End of the last day.
        end: Instant,
    },
    /// A date and an hour.
    Hours {
        /// Day it starts.
        date: Date,
        /// Wall time it starts.
        time: LocalTime,
        /// Length in minutes.
        minutes: u32,
        /// The length is what was planned, not what was announced or measured.
        #[serde(default)]
        planned: bool,
        /// Start, derived.
        start: Instant,
        /// End, derived.
        end: Instant,
    },
}

impl When {
    /// First instant of the event.
    pub fn start(&self) -> Instant {
        match self {
            Self::Days { start, .. } | Self::Hours { start, .. } => *start,
        }
    }

    /// First instant after the event.
    pub fn end(&self) -> Instant {
        match self {
            Self::Days { end, .. } | Self::Hours { end, .. } => *end,
        }
    }

    /// First day.
    pub fn first_day(&self) -> Date {
        match self {
            Self::Days { first, .. } => *first,
            Self::Hours { date, .. } => *date,
        }
    }

    /// Last day that it is known to take place; of one with an hour the day it starts.
    pub fn last_day(&self) -> Date {
        match self {
            Self::Days { last, .. } => *last,
            Self::Hours { date, .. } => *date,
        }
    }

    /// Whether only the days are known.
    pub fn is_days(&self) -> bool {
        matches!(self, Self::Days { .. })
    }
}

/// How one takes part (schema.org `eventAttendanceMode`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attendance {
    /// Online only.
    #[default]
    Online,
    /// On site only.
    OnSite,
    /// Both.
    Mixed,
}

names!(Attendance { Online => "online", OnSite => "on_site", Mixed => "mixed" });

/// Whether an event or session takes place; set by an editor, stronger than any clock.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventStatus {
    /// As planned.
    #[default]
    Scheduled,
    /// Will take place at a time not yet known.
    Postponed,
    /// Will not take place.
    Cancelled,
}

names!(EventStatus { Scheduled => "scheduled", Postponed => "postponed", Cancelled => "cancelled" });

/// Who may register and how many.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegistrationSetting {
    /// Whether this event takes registrations at all.
    pub offered: bool,
    /// From when; `None` means as soon as it is published.
    #[serde(default)]
    pub opens: Option<Instant>,
    /// Until when; `None` means until the event ends.
    #[serde(default)]
    pub closes: Option<Instant>,
    /// Places; `None` means no limit.
    #[serde(default)]
    pub capacity: Option<u32>,
    /// What is asked beyond what every form asks, in this order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Question>,
}

/// Accreditation of an event; credit is spoken of only when it is granted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum Accreditation {
    /// Nothing to say.
    #[default]
    None,
    /// An application was made.
    Applied,
    /// Granted by a body.
    Granted {
        /// Who granted it.
        body: String,
        /// Credits, as text ("1.5 CME credits").
        credits: String,
    },
}

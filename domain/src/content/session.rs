//! Sessions, and the tracks and rooms of the event they belong to.

use serde::{Deserialize, Serialize};

use super::{EventStatus, Id, RichText, Role};
use crate::slug::Slug;
use crate::time::{Date, Instant, LocalTime};

/// A timed part of an event: a talk, a panel, a discussion, a break.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    /// Stable identity.
    pub id: Id,
    /// Address.
    pub slug: Slug,
    /// The event it belongs to.
    pub event: Id,
    /// Title; never carries a supporter's name.
    pub title: String,
    /// Second line of the title.
    #[serde(default)]
    pub subtitle: Option<String>,
    /// What sort of session, in the organiser's words ("Keynote", "Long talk").
    #[serde(default)]
    pub kind: Option<String>,
    /// Short description.
    #[serde(default)]
    pub summary: RichText,
    /// Full description.
    #[serde(default)]
    pub description: RichText,
    /// Language spoken, BCP 47, when it differs from the event's.
    #[serde(default)]
    pub language: Option<String>,
    /// Programme day under which it is listed; a talk after midnight stays with the evening before.
    pub day: Date,
    /// Calendar date it starts, in the event's zone.
    pub date: Date,
    /// Wall time it starts, in the event's zone.
    pub time: LocalTime,
    /// Length in minutes.
    pub minutes: u32,
    /// Start, derived from date, time and zone when saved.
    pub start: Instant,
    /// End, derived.
    pub end: Instant,
    /// Whether it takes place.
    #[serde(default)]
    pub status: EventStatus,
    /// Track of the same event.
    #[serde(default)]
    pub track: Option<Id>,
    /// Room of the same event.
    #[serde(default)]
    pub room: Option<Id>,
    /// People, in the editor's order.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// Topics.
    #[serde(default)]
    pub topics: Vec<Id>,
    /// Addresses it had before.
    #[serde(default)]
    pub former_slugs: Vec<Slug>,
    /// Identity in the file it was imported from.
    #[serde(default)]
    pub source: Option<String>,
}

/// A thread of sessions within one event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Track {
    /// Stable identity.
    pub id: Id,
    /// The event it belongs to.
    pub event: Id,
    /// Filter value, unique within the event.
    pub slug: Slug,
    /// Shown name.
    pub name: String,
}

/// A room, physical or virtual, of one event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Room {
    /// Stable identity.
    pub id: Id,
    /// The event it belongs to.
    pub event: Id,
    /// Filter value, unique within the event.
    pub slug: Slug,
    /// Shown name.
    pub name: String,
}

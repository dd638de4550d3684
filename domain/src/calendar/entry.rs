//! What of an event or a session stands in a calendar.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::content::{Attendance, Content, Event, EventStatus, Id, Role, Session, When};
use crate::slug::Slug;
use crate::time::{Date, Instant, ZoneName};

/// Something that has an entry of its own. As text it begins the entry's UID: `event-<uuid>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "id")]
pub enum Thing {
    /// An event.
    Event(Id),
    /// A session.
    Session(Id),
}

impl Thing {
    /// Stable name of its kind.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Event(_) => "event",
            Self::Session(_) => "session",
        }
    }

    /// Its identity.
    pub fn id(self) -> Id {
        match self {
            Self::Event(id) | Self::Session(id) => id,
        }
    }

    /// The thing of that [`kind`](Self::kind).
    pub fn of_kind(kind: &str, id: Id) -> Option<Self> {
        match kind {
            "event" => Some(Self::Event(id)),
            "session" => Some(Self::Session(id)),
            _ => None,
        }
    }
}

impl fmt::Display for Thing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{}", self.kind(), self.id())
    }
}

/// All that a calendar is told of a thing. Everything is relevant, so that a change of it makes a copy wrong and raises the
/// `SEQUENCE`, but for the summary and the people: these are good to have, but no reason to tell anybody that something
/// has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Address of its page.
    pub slug: Slug,
    /// Title, for an event with the programme's name before it.
    pub title: String,
    /// Days or hours.
    pub span: Span,
    /// Zone in which its wall times are meant.
    pub zone: ZoneName,
    /// Whether it takes place. A session cannot take place when its event does not.
    pub status: EventStatus,
    /// Where it is.
    pub location: Location,
    /// Public address of the live room.
    pub live: Option<String>,
    /// A sentence or two.
    pub summary: String,
    /// Names of the people who hold a role, each once.
    pub people: Vec<String>,
}

/// Where an entry is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "value")]
pub enum Location {
    /// A room, a venue, the address of a live room.
    Named(String),
    /// Nothing more is known than how one takes part.
    Attendance(Attendance),
}

/// When an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "precision")]
pub enum Span {
    /// Whole days, since no hour is known.
    Days {
        /// First day.
        first: Date,
        /// Last day, the same as `first` for a single one.
        last: Date,
        /// Midnight at the end of `last` in the entry's zone.
        end: Instant,
    },
    /// From one instant to another.
    Hours {
        /// Start.
        start: Instant,
        /// End.
        end: Instant,
    },
}

impl Span {
    /// The first instant after it.
    pub fn end(self) -> Instant {
        match self {
            Self::Days { end, .. } | Self::Hours { end, .. } => end,
        }
    }
}

impl Entry {
    /// Whether whoever has the other in their calendar need not be told of this one.
    pub fn is_same_appointment(&self, other: &Self) -> bool {
        let Self { slug, title, span, zone, status, location, live, summary: _, people: _ } = self;
        (slug, title, span, zone) == (&other.slug, &other.title, &other.span, &other.zone)
            && (status, location, live) == (&other.status, &other.location, &other.live)
    }
}

/// A thing with its entry, as the programme has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The thing.
    pub thing: Thing,
    /// The event it is or belongs to.
    pub event: Id,
    /// Its entry.
    pub entry: Entry,
}

/// The entries of a programme: all events, then all sessions, in the editors' order.
pub fn listings(content: &Content) -> Vec<Listing> {
    let events = content.events.iter().map(|event| Listing {
        thing: Thing::Event(event.id),
        event: event.id,
        entry: event_entry(content, event),
    });
    let sessions = content.sessions.iter().filter_map(|session| {
        let event = content.event_by_id(session.event)?;
        let entry = session_entry(content, session, event);
        Some(Listing { thing: Thing::Session(session.id), event: event.id, entry })
    });
    events.chain(sessions).collect()
}

fn event_entry(content: &Content, event: &Event) -> Entry {
    let programme = content.programme.name.as_str();
    Entry {
        slug: event.slug.clone(),
        title: if programme.is_empty() { event.title.clone() } else { format!("{programme}: {}", event.title) },
        span: match event.when {
            When::Days { first, last, end, .. } => Span::Days { first, last, end },
            When::Hours { start, end, .. } => Span::Hours { start, end },
        },
        zone: event.zone.clone(),
        status: event.status,
        location: event_location(event),
        live: event.join_url.clone(),
        summary: event.summary.trim().to_owned(),
        people: people(content, &event.roles),
    }
}

fn session_entry(content: &Content, session: &Session, event: &Event) -> Entry {
    let room = content.rooms.iter().find(|room| Some(room.id) == session.room);
    Entry {
        slug: session.slug.clone(),
        title: session.title.clone(),
        span: Span::Hours { start: session.start, end: session.end },
        zone: event.zone.clone(),
        status: both(session.status, event.status),
        location: room.map_or_else(|| event_location(event), |room| Location::Named(room.name.clone())),
        live: event.join_url.clone(),
        summary: session.subtitle.as_deref().unwrap_or_default().trim().to_owned(),
        people: people(content, &session.roles),
    }
}

/// For an event that is only online the link stands where calendars offer it for a tap; many know no `CONFERENCE`.
fn event_location(event: &Event) -> Location {
    match (event.attendance, &event.venue, &event.join_url) {
        (Attendance::Online, _, Some(live)) => Location::Named(live.clone()),
        (Attendance::OnSite | Attendance::Mixed, Some(venue), _) => Location::Named(venue.clone()),
        (attendance, _, _) => Location::Attendance(attendance),
    }
}

/// What becomes of a part when the whole is put off.
fn both(part: EventStatus, whole: EventStatus) -> EventStatus {
    match (part, whole) {
        (EventStatus::Cancelled, _) | (_, EventStatus::Cancelled) => EventStatus::Cancelled,
        (EventStatus::Postponed, _) | (_, EventStatus::Postponed) => EventStatus::Postponed,
        (EventStatus::Scheduled, EventStatus::Scheduled) => EventStatus::Scheduled,
    }
}

fn people(content: &Content, roles: &[Role]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for person in roles.iter().filter_map(|role| content.person_by_id(role.person)) {
        if !names.contains(&person.name) {
            names.push(person.name.clone());
        }
    }
    names
}

//! The small pieces of data that several pages are made of.

use domain::content::{EventKind, MaterialKind, RoleKind, TopicFacet};
use domain::time::Timetable;

/// A time in words, computed on the server for a zone; the browser ships no time-zone database.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TimeLabel {
    /// "Wednesday 12 October 2022", or "6–7 May 2022".
    pub date: String,
    /// "18:00–19:30"; empty when only the days are known.
    pub hours: String,
    /// "CEST"; empty when only the days are known.
    pub zone: String,
    /// "Rome": the place whose clocks show it.
    pub city: String,
    /// Machine-readable start: RFC 3339, or a date.
    pub machine: String,
    /// "90 minutes, planned".
    pub length: String,
}

/// A link to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonLink {
    /// Address.
    pub slug: String,
    /// Name.
    pub name: String,
}

/// A person as listed on an event, session or directory page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// Address.
    pub slug: String,
    /// Name.
    pub name: String,
    /// Role there; none in the directory.
    pub role: Option<RoleKind>,
    /// Institution, when known.
    pub affiliation: Option<String>,
    /// The person's disclosure in words.
    pub disclosure: String,
    /// What they look like.
    pub portrait: Option<PortraitView>,
}

/// A link to a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicLink {
    /// Address.
    pub slug: String,
    /// Name.
    pub name: String,
    /// Its facet.
    pub facet: TopicFacet,
}

/// An event as shown on a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventCard {
    /// Address.
    pub slug: String,
    /// Kind.
    pub kind: EventKind,
    /// Title.
    pub title: String,
    /// Second line of the title.
    pub subtitle: Option<String>,
    /// Plain text.
    pub summary: String,
    /// When.
    pub time: TimeLabel,
    /// What its phase depends on.
    pub timetable: Timetable,
    /// What the button to register says instead, when every place is taken.
    pub full: Option<&'static str>,
    /// Whether only the days are known.
    pub whole_days: bool,
    /// Everyone who takes part, in order.
    pub people: Vec<PersonLink>,
    /// Number of sessions it is made of.
    pub sessions: u32,
}

/// A session as shown in a list of related things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionCard {
    /// Address.
    pub slug: String,
    /// Title.
    pub title: String,
    /// When.
    pub time: TimeLabel,
    /// What its phase depends on.
    pub timetable: Timetable,
    /// Room's name.
    pub room: Option<String>,
    /// Speakers' names.
    pub people: Vec<PersonLink>,
    /// Title of the event it belongs to.
    pub event_title: String,
}

/// A material as shown on a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaterialCard {
    /// Address.
    pub slug: String,
    /// Kind.
    pub kind: MaterialKind,
    /// Title.
    pub title: String,
    /// Plain text.
    pub summary: String,
    /// Where it is, when it is elsewhere.
    pub url: Option<String>,
    /// Whether it has a file or a text here.
    pub is_here: bool,
    /// Who published it, when it is not ours.
    pub publisher: Option<String>,
    /// "20 December 2022".
    pub published: Option<String>,
    /// Authors.
    pub authors: Vec<PersonLink>,
    /// Topics.
    pub topics: Vec<TopicLink>,
    /// Address and title of the event it comes from.
    pub event: Option<(String, String)>,
    /// A picture that stands for it, where whoever sees the card may have it.
    pub picture: Option<CardPicture>,
    /// "45 min", for recordings.
    pub length: Option<String>,
    /// How far whoever looks at it has come, where that is known.
    pub watched: Option<CardWatched>,
}

/// How far somebody has come with a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardWatched {
    /// Hundredths.
    pub share: u32,
    /// Whether that counted as seen.
    pub is_seen: bool,
}

/// What somebody looks like, in several sizes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortraitView {
    /// Addresses and widths of its AVIF forms, as `srcset` wants them (HTML, 4.8.4.2.1); empty if there are none.
    pub avif: String,
    /// The same of those that every browser knows.
    pub webp: String,
    /// Address of the largest, or of the picture as it was uploaded while nothing was made of it.
    pub address: String,
    /// What it shows, for whoever does not see it.
    pub description: String,
}

/// A picture on a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardPicture {
    /// Its address.
    pub address: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

//! The vocabulary of a programme: what editors work on and what a release publishes.
//!
//! [`Content`] is flat on purpose: one list per kind of thing, joined by [`Id`], so that it maps one to one onto the
//! store's tables and onto the published snapshot.

/// Gives an enum without data its stable names (in addresses, files and the database) and the list of its values.
macro_rules! names {
    ($kind:ident { $($variant:ident => $name:literal),+ $(,)? }) => {
        impl $kind {
            /// All values, in the order they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Stable name in addresses, files and the database.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The value of that [`name`](Self::name).
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use names;

mod deck;
mod event;
mod kind;
mod material;
mod organisation;
mod page;
mod person;
mod programme;
mod question;
mod session;
mod text;
mod topic;

use serde::{Deserialize, Serialize};
pub use uuid::Uuid;

pub use event::{Accreditation, Attendance, Event, EventKind, EventStatus, RegistrationSetting, When};
pub use kind::Kind;
pub use material::{Material, MaterialKind, MediaKey, NotAMediaKey, Visibility};
pub use organisation::{Organisation, OrganisationKind};
pub use page::Page;
pub use person::{Disclosure, Person, Portrait, Role, RoleKind};
pub use programme::{Programme, Section};
pub use question::{Choice, OnlyIf, Question, QuestionKind};
pub use session::{Room, Session, Track};
pub use text::{Format, RichText};
pub use topic::{Topic, TopicFacet};

/// Stable identity of a thing, unchanged by renaming; calendar identifiers are derived from it.
pub type Id = Uuid;

/// Everything public about a programme: an editor's working copy, and, once released, the snapshot's content.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// What the programme is.
    pub programme: Programme,
    /// Tags in four facets.
    pub topics: Vec<Topic>,
    /// Everyone who holds a role or wrote a report.
    pub people: Vec<Person>,
    /// What one registers for.
    pub events: Vec<Event>,
    /// Tracks, each of one event.
    pub tracks: Vec<Track>,
    /// Rooms, each of one event.
    pub rooms: Vec<Room>,
    /// Timed parts of events.
    pub sessions: Vec<Session>,
    /// What remains: recordings, slides, reports, links.
    pub materials: Vec<Material>,
    /// Partners and supporters.
    pub organisations: Vec<Organisation>,
    /// Pages that editors write: about, privacy, accessibility.
    pub pages: Vec<Page>,
}

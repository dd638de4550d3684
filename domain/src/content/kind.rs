//! The kinds of things that a programme is made of.

use serde::{Deserialize, Serialize};

/// What sort of thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The programme itself; there is one.
    Programme,
    /// An event.
    Event,
    /// A session of an event.
    Session,
    /// A track of an event.
    Track,
    /// A room of an event.
    Room,
    /// A person.
    Person,
    /// A topic.
    Topic,
    /// A material of the library.
    Material,
    /// A partner or supporter.
    Organisation,
    /// A page of running text.
    Page,
}

// In the order of the desk: as addresses have them.
names!(Kind {
    Programme => "programme",
    Event => "events",
    Session => "sessions",
    Person => "people",
    Topic => "topics",
    Material => "materials",
    Organisation => "organisations",
    Page => "pages",
    Track => "tracks",
    Room => "rooms",
});

impl Kind {
    /// Whether things of that kind belong to an event.
    pub fn is_of_event(self) -> bool {
        matches!(self, Self::Session | Self::Track | Self::Room)
    }
}

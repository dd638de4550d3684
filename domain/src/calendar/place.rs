//! A person's own copy of an entry.

use serde::{Deserialize, Serialize};

use super::{Revision, Thing};
use crate::content::Id;
use crate::time::Instant;

/// A registration, as far as its holder's calendar is concerned.
///
/// The holder's copies have UIDs of their own: they end when the registration does, which the public entry knows nothing
/// of, and carry what only the holder should see. Their `SEQUENCE` is that of the event or session plus the number of
/// steps of the registration: both only grow, so the sum does, by one with each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The registration.
    pub registration: Id,
    /// Whether its holder takes part.
    pub is_held: bool,
    /// How often that changed since they first did.
    pub steps: u32,
    /// When it last did.
    pub changed: Instant,
}

impl Place {
    /// The place of a registration whose holder `turns` times began or ceased to take part, at last at `turned`. `None`
    /// for one who never did: nothing of it belongs in a calendar.
    pub fn of(registration: Id, turns: u32, turned: Option<Instant>) -> Option<Self> {
        let steps = turns.checked_sub(1)?;
        Some(Self { registration, is_held: turns % 2 == 1, steps, changed: turned? })
    }

    /// The UID of its copy of an entry, without the host: `registration-<uuid>` for the event.
    pub fn identity(&self, thing: Thing) -> String {
        match thing {
            Thing::Event(_) => format!("registration-{}", self.registration),
            Thing::Session(_) => format!("registration-{}-{thing}", self.registration),
        }
    }

    /// The `SEQUENCE` of its copy of an entry.
    pub fn sequence(&self, revision: &Revision) -> u32 {
        revision.sequence.saturating_add(self.steps)
    }

    /// When its copy of an entry was last revised.
    pub fn revised(&self, revision: &Revision) -> Instant {
        self.changed.max(revision.revised)
    }
}

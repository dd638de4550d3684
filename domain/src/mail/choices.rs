//! What people need not be written about if they do not want it.

use std::collections::BTreeSet;

use crate::content::names;

/// What a letter is for, as far as one can do without it. What somebody asked for, what changes their plans, and what
/// concerns the safety of their account is always sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// That an event is near.
    Reminders,
    /// That an event can be watched.
    Recordings,
    /// What is not about an event that one registered for; for that one has agreed to it first.
    News,
}

names!(Purpose { Reminders => "reminders", Recordings => "recordings", News => "news" });

/// Which letters somebody wants: all, until they say otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    unwanted: BTreeSet<Purpose>,
}

impl Choices {
    /// Whether letters for that purpose are wanted.
    pub fn wants(&self, purpose: Purpose) -> bool {
        !self.unwanted.contains(&purpose)
    }

    /// The same, but for one purpose.
    #[must_use]
    pub fn with(mut self, purpose: Purpose, is_wanted: bool) -> Self {
        if is_wanted {
            self.unwanted.remove(&purpose);
        } else {
            self.unwanted.insert(purpose);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::{Choices, Purpose};

    #[test]
    fn everything_is_wanted_until_somebody_says_otherwise() {
        for purpose in Purpose::ALL.iter().copied() {
            let chosen = Choices::default().with(purpose, false);
            for other in Purpose::ALL.iter().copied() {
                assert!(Choices::default().wants(other));
                assert_eq!(chosen.wants(other), other != purpose);
            }
            assert_eq!(chosen.with(purpose, true), Choices::default());
            assert_eq!(Purpose::from_name(purpose.name()), Some(purpose));
        }
    }
}

//! What may happen to a person's place.

use serde::{Deserialize, Serialize};

use crate::content::names;

/// State of a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegistrationState {
    /// Holds a place; the address is not proven yet.
    Pending,
    /// Holds a place; the address is proven.
    Confirmed,
    /// Gave the place back, or lost it.
    Cancelled,
}

names!(RegistrationState { Pending => "pending", Confirmed => "confirmed", Cancelled => "cancelled" });

impl RegistrationState {
    /// Whether it counts against the event's capacity. A pending registration does: the person was told they have a
    /// place, and an acknowledged place is never lost.
    pub fn holds_a_place(self) -> bool {
        matches!(self, Self::Pending | Self::Confirmed)
    }

    /// Whether the step from this state to `next` may be taken. Confirming twice or cancelling twice is no step at all.
    pub fn may_become(self, next: Self) -> bool {
        matches!((self, next), (Self::Pending, Self::Confirmed) | (Self::Pending | Self::Confirmed, Self::Cancelled))
    }
}

/// What became of an attempt to register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A place is held; a mail with the confirmation link is on its way. The same answer is given to someone who was
    /// registered already, so that nobody learns who takes part.
    Taken,
    /// Every place is taken.
    Full,
    /// Registration is not open.
    Closed,
}

#[cfg(test)]
mod tests {
    use super::RegistrationState::{self, Cancelled, Confirmed, Pending};

    #[test]
    fn only_three_steps_exist() {
        let steps: Vec<(RegistrationState, RegistrationState)> = RegistrationState::ALL
            .iter()
            .flat_map(|from| RegistrationState::ALL.iter().map(move |to| (*from, *to)))
            .filter(|(from, to)| from.may_become(*to))
            .collect();
        assert_eq!(steps, [(Pending, Confirmed), (Pending, Cancelled), (Confirmed, Cancelled)]);
    }
}

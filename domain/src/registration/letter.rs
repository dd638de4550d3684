//! Which step a person is written of.

use super::{Cause, RegistrationState};

/// What a letter about a step says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepLetter {
    /// The place is theirs.
    Confirmed,
    /// They stand on the waiting list.
    Waiting,
    /// A place is offered.
    Offered,
    /// The offer is over.
    OfferExpired,
    /// They have no place, and none in the queue, any more.
    Cancelled,
}

impl StepLetter {
    /// The letter about a step for that cause into that state; `None` where the person is not written to.
    pub fn after(cause: Cause, to: RegistrationState) -> Option<Self> {
        Some(match (cause, to) {
            (
                Cause::Confirms
                | Cause::FindsPlace
                | Cause::OfferAccepted
                | Cause::LimitLifted
                | Cause::EditorConfirms
                | Cause::EditorPromotes,
                RegistrationState::Confirmed,
            ) => Self::Confirmed,
            (
                Cause::Confirms | Cause::Rejoins | Cause::EditorConfirms | Cause::EditorReinstates,
                RegistrationState::Waiting,
            ) => Self::Waiting,
            (Cause::PlaceFreed, RegistrationState::Offered) => Self::Offered,
            (Cause::OfferExpired, RegistrationState::Expired) => Self::OfferExpired,
            (Cause::Cancels | Cause::OfferDeclined | Cause::EditorCancels, RegistrationState::Cancelled) => {
                Self::Cancelled
            }
            _ => return None,
        })
    }
}

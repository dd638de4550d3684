//! The table of steps, held against itself and against a grid written a second time.

use std::collections::HashSet;

use super::{Cause, Effect, RegistrationState, TRANSITIONS};
use RegistrationState::{Attended, Cancelled, Confirmed, Expired, Joining, Offered, Pending, Waiting};

#[test]
fn the_table_says_each_thing_once_and_counts_places_right() {
    let mut seen = HashSet::new();
    for transition in TRANSITIONS {
        let (from, to) = (transition.from(), transition.to());
        assert!(seen.insert((from, transition.cause())), "{transition:?} stands there twice");
        assert!(from.is_some() || to.is_some());
        assert_ne!(from, to, "{transition:?} is no step");
        let holds = |state: Option<RegistrationState>| state.is_some_and(RegistrationState::holds_a_place);
        let effect = match (holds(from), holds(to)) {
            (false, true) => Effect::Takes,
            (true, false) => Effect::GivesBack,
            _ => Effect::Keeps,
        };
        assert_eq!(transition.places(), effect, "{transition:?}");
    }
}

/// Every state with every cause, written down a second time as a grid: what is not in it is refused.
#[test]
fn every_pair_of_state_and_cause_is_what_the_grid_says() {
    use Cause::{
        Cancels, CheckedIn, Confirms, EditorCancels, EditorConfirms, EditorPromotes, EditorReinstates, FindsPlace,
        LimitLifted, OfferAccepted, OfferDeclined, OfferExpired, PlaceFreed, Rejoins, Unconfirmed,
    };
    let grid = |state: RegistrationState, cause: Cause| -> Option<Option<RegistrationState>> {
        let next = match (state, cause) {
            (Pending, Confirms | EditorConfirms) => Confirmed,
            (Pending | Joining, Unconfirmed) => return Some(None),
            (Joining, Confirms | EditorConfirms) => Waiting,
            (Joining, EditorPromotes) => Pending,
            (Joining | Waiting, FindsPlace) => Confirmed,
            (Waiting, PlaceFreed) => Offered,
            (Waiting | Offered, LimitLifted | EditorPromotes) | (Offered, OfferAccepted) => Confirmed,
            (Offered, OfferExpired) => Expired,
            (Expired, Rejoins | EditorReinstates) | (Cancelled, EditorReinstates) => Waiting,
            (Offered, OfferDeclined)
            | (Pending | Joining | Waiting | Offered | Confirmed, Cancels | EditorCancels)
            | (Expired, Cancels) => Cancelled,
            (Pending | Offered | Confirmed, CheckedIn) => Attended,
            _ => return None,
        };
        Some(Some(next))
    };
    for state in RegistrationState::ALL {
        for cause in Cause::ALL {
            let found = state.after(*cause).map(super::Transition::to);
            assert_eq!(found, grid(*state, *cause), "{state:?}, {cause:?}");
        }
    }
}

#[test]
fn nothing_is_given_without_proof_and_the_end_is_the_end() {
    for transition in TRANSITIONS.iter().filter(|transition| transition.to() == Some(Offered)) {
        assert_eq!(transition.from(), Some(Waiting), "only a proven address is offered a place");
    }
    for cause in Cause::ALL {
        assert_eq!(Attended.after(*cause), None);
        // Whoever left comes back only by their own missed offer or by an editor's decision.
        let returns = Cancelled.after(*cause).is_some();
        assert_eq!(returns, *cause == Cause::EditorReinstates, "{cause:?}");
    }
    for state in RegistrationState::ALL {
        assert_eq!(RegistrationState::from_name(state.name()), Some(*state));
        let deleted = TRANSITIONS.iter().any(|step| step.from() == Some(*state) && step.to().is_none());
        assert_eq!(deleted, state.is_unproven(), "only what nobody confirmed is deleted by the time alone");
    }
    // Every state can be reached, and every cause leads somewhere.
    for state in RegistrationState::ALL {
        assert!(TRANSITIONS.iter().any(|transition| transition.to() == Some(*state)), "{state:?}");
    }
    for cause in Cause::ALL {
        assert!(TRANSITIONS.iter().any(|transition| transition.cause() == *cause), "{cause:?}");
        assert_eq!(Cause::from_name(cause.name()), Some(*cause));
    }
}

//! What becomes of a registration when the person asks that everything about them be deleted (GDPR, article 17).

use crate::registration::RegistrationState;

/// What becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is deleted; a place that it holds is given on first.
    Deleted,
    /// What says who it was is deleted. That somebody of that country and profession took part stays, because the
    /// organiser reports how many did.
    Anonymised,
}

/// The fate of a registration in that state. `is_over` is whether its event has taken place.
pub fn fate(state: RegistrationState, is_over: bool) -> Fate {
    if is_over && state.takes_part() { Fate::Anonymised } else { Fate::Deleted }
}

/// What has to be typed, so that nobody erases everything by a slip.
pub const ERASE_WORD: &str = "erase";

/// Whether it was typed.
pub fn is_confirmed(typed: &str) -> bool {
    typed.trim().eq_ignore_ascii_case(ERASE_WORD)
}

#[cfg(test)]
mod tests {
    use super::{Fate, fate, is_confirmed};
    use crate::registration::RegistrationState;

    #[test]
    fn only_that_somebody_took_part_outlives_an_erasure() {
        for state in RegistrationState::ALL {
            assert_eq!(fate(*state, false), Fate::Deleted, "{state:?}");
            let took_part = matches!(state, RegistrationState::Confirmed | RegistrationState::Attended);
            assert_eq!(fate(*state, true) == Fate::Anonymised, took_part, "{state:?}");
        }
    }

    #[test]
    fn nothing_is_erased_by_a_slip() {
        assert!(is_confirmed("erase") && is_confirmed(" Erase\n"));
        assert!(!is_confirmed("") && !is_confirmed("yes") && !is_confirmed("erase it"));
    }
}

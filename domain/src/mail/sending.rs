//! What becomes of a letter that could not be sent.

use crate::content::names;

/// How often a letter is handed over before it is given up: with the waits below, over about two and a half days. RFC
/// 5321, section 4.5.4.1, asks for four to five days of a relay; the letters here are about dates and places.
pub const MAX_ATTEMPTS: u32 = 12;

/// Minutes to wait after the first, second, … failed attempt: short at first, since a greylisting server wants to be
/// asked again, then rising to half a day.
const WAITS: [i64; 11] = [1, 5, 15, 30, 60, 120, 240, 480, 720, 720, 720];

/// Why a letter was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Failure {
    /// It may be accepted later: a reply 4xx (RFC 5321, section 4.2.1), or the connection broke while it was handed over.
    Temporary,
    /// It will never be: a reply 5xx, or a letter that cannot be written.
    Permanent,
}

/// What is done then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It is tried again after so many milliseconds.
    Again {
        /// The wait.
        milliseconds: i64,
    },
    /// It is a dead letter, and only a person can have it tried again.
    GivenUp,
}

/// Why a letter that waited is not sent any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Withdrawn {
    /// What it asks for cannot be done any more.
    TooLate,
    /// The registration that it is about was deleted.
    Deleted,
    /// What it says was true once.
    Overtaken,
    /// Its receiver does not want it.
    NotWanted,
}

names!(Withdrawn {
    TooLate => "too_late",
    Deleted => "deleted",
    Overtaken => "overtaken",
    NotWanted => "not_wanted",
});

/// What is done with a letter after its failed attempt number `attempts` (from 1). `spread` is any number that differs from
/// letter to letter: it moves the next attempt by up to a tenth, so that letters that failed together do not come back
/// together.
pub fn after_failure(attempts: u32, failure: Failure, spread: u128) -> Verdict {
    let waits_done = usize::try_from(attempts.saturating_sub(1)).unwrap_or(usize::MAX);
    let wait = WAITS.get(waits_done).filter(|_| attempts < MAX_ATTEMPTS && failure == Failure::Temporary);
    let Some(minutes) = wait else { return Verdict::GivenUp };
    let wait = minutes * 60_000;
    let tenth = i64::try_from(spread % 1_000).unwrap_or(0);
    Verdict::Again { milliseconds: wait + wait / 10 * tenth / 1_000 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Failure, MAX_ATTEMPTS, Verdict, WAITS, after_failure};

    fn wait(attempts: u32, spread: u128) -> Option<i64> {
        match after_failure(attempts, Failure::Temporary, spread) {
            Verdict::Again { milliseconds } => Some(milliseconds),
            Verdict::GivenUp => None,
        }
    }

    #[test]
    fn the_last_attempt_is_the_last() {
        assert_eq!(WAITS.len() + 1, MAX_ATTEMPTS as usize);
        assert_eq!(wait(1, 0), Some(60_000));
        assert_eq!(wait(MAX_ATTEMPTS - 1, 0), Some(12 * 3_600_000));
        assert_eq!(wait(MAX_ATTEMPTS, 0), None);
        let hours = (1..MAX_ATTEMPTS).filter_map(|attempts| wait(attempts, 0)).sum::<i64>() / 3_600_000;
        assert_eq!(hours, 51);
    }

    proptest! {
        #[test]
        fn waits_rise_and_a_permanent_failure_is_final(attempts in 1..40_u32, first in any::<u128>(), second in any::<u128>()) {
            prop_assert_eq!(after_failure(attempts, Failure::Permanent, first), Verdict::GivenUp);
            match (wait(attempts, first), wait(attempts + 1, second)) {
                (Some(now), Some(next)) => {
                    // A tenth of spread never turns the order around where the waits differ.
                    let same = WAITS.get(attempts as usize - 1) == WAITS.get(attempts as usize);
                    prop_assert!(same || next > now, "{} then {}", now, next);
                    prop_assert!((60_000..=12 * 3_600_000 * 11 / 10).contains(&now));
                }
                (None, next) => prop_assert_eq!(next, None),
                (Some(_), None) => prop_assert_eq!(attempts + 1, MAX_ATTEMPTS),
            }
        }
    }
}

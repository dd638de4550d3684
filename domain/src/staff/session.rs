//! Sessions of those who work here: how far each has come, and how long it lasts.

use crate::account::Lifetime;
use crate::content::names;

/// How far a session has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// The password was right; the second factor is asked for.
    Code,
    /// There is no second factor yet; it has to be set up before anything else.
    Enrolling,
    /// Both were right.
    Whole,
}

names!(Stage {
    Code => "code",
    Enrolling => "enrolling",
    Whole => "whole",
});

/// They see names and addresses of many people, so an hour idle and half a day in all (OWASP ASVS 5.0, 7.3).
pub const SESSION: Lifetime = Lifetime { idle_minutes: 60, absolute_minutes: 12 * 60, seen_minutes: 1 };

impl Stage {
    /// How long a session at this stage lasts.
    pub const fn lifetime(self) -> Lifetime {
        match self {
            Self::Code => Lifetime { idle_minutes: 10, absolute_minutes: 10, seen_minutes: 10 },
            Self::Enrolling => Lifetime { idle_minutes: 60, absolute_minutes: 60, seen_minutes: 10 },
            Self::Whole => SESSION,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Stage;
    use crate::time::Instant;

    #[test]
    fn an_unfinished_sign_in_ends_sooner_than_a_session() {
        let (begin, at) =
            (Instant::from_milliseconds(0), |minutes| Instant::from_milliseconds(0).plus_minutes(minutes));
        for (stage, minutes) in [(Stage::Code, 10), (Stage::Enrolling, 60), (Stage::Whole, 60)] {
            let lifetime = stage.lifetime();
            assert!(!lifetime.is_over(begin, lifetime.end(begin), at(minutes).plus_milliseconds(-1)), "{stage:?}");
            assert!(lifetime.is_over(begin, lifetime.end(begin), at(minutes)), "{stage:?}");
            assert_eq!(Stage::from_name(stage.name()), Some(stage));
        }
    }
}

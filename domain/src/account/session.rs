//! How long a session lasts (OWASP ASVS 5.0, 7.3.1 and 7.3.2).

use crate::time::Instant;

/// For so many minutes after a proof nothing more is asked before what could be used to take an account over (ASVS 7.5.1).
pub const FRESH_MINUTES: i64 = 10;

/// Whether somebody who proved who they are at `proved` need not do so again.
pub fn is_fresh(proved: Instant, now: Instant) -> bool {
    now < proved.plus_minutes(FRESH_MINUTES)
}

/// How long sessions of a kind last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetime {
    /// Minutes without a request after which a session is over.
    pub idle_minutes: i64,
    /// Minutes after which it is over, whatever happens in it.
    pub absolute_minutes: i64,
    /// The time of the last request is written no more often than so many minutes.
    pub seen_minutes: i64,
}

/// Attendees come back every few weeks, and what they can see and change is their own: two weeks idle, thirty days in all.
pub const ATTENDEE: Lifetime =
    Lifetime { idle_minutes: 14 * 24 * 60, absolute_minutes: 30 * 24 * 60, seen_minutes: 10 };

impl Lifetime {
    /// When a session that begins now ends at the latest.
    pub const fn end(&self, now: Instant) -> Instant {
        now.plus_minutes(self.absolute_minutes)
    }

    /// Whether a session is over that was used last at `seen` and ends at `expires`.
    pub fn is_over(&self, seen: Instant, expires: Instant, now: Instant) -> bool {
        now >= expires || now >= seen.plus_minutes(self.idle_minutes)
    }

    /// Whether it is worth writing down that the session is being used.
    pub fn is_worth_noting(&self, seen: Instant, now: Instant) -> bool {
        now >= seen.plus_minutes(self.seen_minutes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::proptest;
    use proptest::prop_assert_eq;

    use super::{ATTENDEE, FRESH_MINUTES, is_fresh};
    use crate::time::Instant;

    #[test]
    fn a_session_ends_when_it_is_left_alone_and_in_any_case_after_thirty_days() {
        let begin = Instant::from_milliseconds(1_700_000_000_000);
        let end = ATTENDEE.end(begin);
        let (hour, day) = (60, 24 * 60);
        assert!(!ATTENDEE.is_over(begin, end, begin.plus_minutes(14 * day - 1)));
        assert!(ATTENDEE.is_over(begin, end, begin.plus_minutes(14 * day)));
        let busy = begin.plus_minutes(30 * day - hour);
        assert!(!ATTENDEE.is_over(busy, end, end.plus_milliseconds(-1)));
        assert!(ATTENDEE.is_over(busy, end, end));
        assert!(!ATTENDEE.is_worth_noting(begin, begin.plus_minutes(9)));
        assert!(ATTENDEE.is_worth_noting(begin, begin.plus_minutes(10)));
    }

    #[test]
    fn a_proof_is_fresh_for_ten_minutes() {
        let proved = Instant::from_milliseconds(1_700_000_000_000);
        let end = proved.plus_minutes(FRESH_MINUTES);
        assert!(is_fresh(proved, proved) && is_fresh(proved, end.plus_milliseconds(-1)));
        assert!(!is_fresh(proved, end));
    }

    proptest! {
        #[test]
        fn once_over_a_session_stays_over(seen in 0_i64..50_000, first in 0_i64..100_000, later in 0_i64..100_000) {
            let at = |minutes| Instant::from_milliseconds(0).plus_minutes(minutes);
            let end = ATTENDEE.end(at(0));
            let over = ATTENDEE.is_over(at(seen), end, at(first));
            prop_assert_eq!(over && !ATTENDEE.is_over(at(seen), end, at(first + later)), false);
        }
    }
}

//! How long until something: in units that change no more often than they need to.

use super::Instant;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Time left until an instant; zero once it is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Countdown {
    milliseconds: i64,
}

/// The time left, in the units of a countdown that ticks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeLeft {
    /// More than 48 hours: whole days.
    Days(i64),
    /// More than an hour: hours and minutes.
    Minutes {
        /// Whole hours.
        hours: i64,
        /// Minutes beyond them.
        minutes: i64,
    },
    /// An hour or less: minutes and seconds, rounded up, so that zero is shown at zero and not a second before it.
    Seconds {
        /// Whole minutes.
        minutes: i64,
        /// Seconds beyond them.
        seconds: i64,
    },
    /// Nothing left.
    Nothing,
}

/// The time left in one unit, true for at least a minute: what a page says that may be kept for a minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoughlyLeft {
    /// More than two days, in whole days.
    Days(i64),
    /// More than two hours, in whole hours.
    Hours(i64),
    /// More than a minute, in whole minutes.
    Minutes(i64),
    /// A minute or less.
    UnderAMinute,
    /// Nothing left.
    Nothing,
}

impl Countdown {
    /// Time left at `now` until `target`.
    pub fn until(target: Instant, now: Instant) -> Self {
        Self { milliseconds: target.milliseconds_since(now).max(0) }
    }

    /// The time left, to the unit that matters.
    pub fn left(self) -> TimeLeft {
        match self.milliseconds {
            0 => TimeLeft::Nothing,
            left if left > 2 * DAY => TimeLeft::Days(left / DAY),
            left if left > HOUR => {
                let minutes = left / MINUTE;
                TimeLeft::Minutes { hours: minutes / 60, minutes: minutes % 60 }
            }
            left => {
                let seconds = (left + SECOND - 1) / SECOND;
                TimeLeft::Seconds { minutes: seconds / 60, seconds: seconds % 60 }
            }
        }
    }

    /// The time left, roughly.
    pub fn roughly(self) -> RoughlyLeft {
        match self.milliseconds {
            0 => RoughlyLeft::Nothing,
            left if left > 2 * DAY => RoughlyLeft::Days(left / DAY),
            left if left > 2 * HOUR => RoughlyLeft::Hours(left / HOUR),
            left if left > MINUTE => RoughlyLeft::Minutes(left / MINUTE),
            _ => RoughlyLeft::UnderAMinute,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Countdown, DAY, HOUR, MINUTE, RoughlyLeft, SECOND, TimeLeft};
    use crate::time::Instant;

    fn left(milliseconds: i64) -> Countdown {
        Countdown::until(Instant::from_milliseconds(milliseconds), Instant::from_milliseconds(0))
    }

    #[test]
    fn the_unit_follows_the_distance() {
        for (milliseconds, expected) in [
            (3 * DAY + 5 * HOUR, TimeLeft::Days(3)),
            (2 * DAY, TimeLeft::Minutes { hours: 48, minutes: 0 }),
            (HOUR + MINUTE, TimeLeft::Minutes { hours: 1, minutes: 1 }),
            (HOUR, TimeLeft::Seconds { minutes: 60, seconds: 0 }),
            (9 * MINUTE + 59 * SECOND + 1, TimeLeft::Seconds { minutes: 10, seconds: 0 }),
            (SECOND, TimeLeft::Seconds { minutes: 0, seconds: 1 }),
            (1, TimeLeft::Seconds { minutes: 0, seconds: 1 }),
            (0, TimeLeft::Nothing),
            (-5, TimeLeft::Nothing),
        ] {
            assert_eq!(left(milliseconds).left(), expected);
        }
    }

    #[test]
    fn the_rough_time_is_true_for_at_least_a_minute() {
        assert_eq!(left(10 * MINUTE).roughly(), RoughlyLeft::Minutes(10));
        assert_eq!(left(90 * MINUTE).roughly(), RoughlyLeft::Minutes(90));
        assert_eq!(left(30 * HOUR).roughly(), RoughlyLeft::Hours(30));
        assert_eq!(left(30 * SECOND).roughly(), RoughlyLeft::UnderAMinute);
        assert_eq!(left(0).roughly(), RoughlyLeft::Nothing);
    }
}

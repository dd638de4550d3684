//! How long until something: in words that change no more often than they need to.

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

/// The unit in which the time left is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Granularity {
    /// More than 48 hours: days.
    Days,
    /// More than an hour: hours and minutes.
    Minutes,
    /// An hour or less: minutes and seconds.
    Seconds,
    /// Nothing left.
    Reached,
}

impl Countdown {
    /// Time left at `now` until `target`.
    pub fn until(target: Instant, now: Instant) -> Self {
        Self { milliseconds: target.milliseconds_since(now).max(0) }
    }

    /// The unit in which it is told.
    pub fn granularity(self) -> Granularity {
        match self.milliseconds {
            0 => Granularity::Reached,
            left if left > 2 * DAY => Granularity::Days,
            left if left > HOUR => Granularity::Minutes,
            _ => Granularity::Seconds,
        }
    }

    /// The time left in words. Seconds are rounded up, so that zero is shown at zero and not a second before it.
    pub fn text(self) -> String {
        let seconds = (self.milliseconds + SECOND - 1) / SECOND;
        match self.granularity() {
            Granularity::Reached => "now".to_owned(),
            Granularity::Days => counted(self.milliseconds / DAY, "day"),
            Granularity::Minutes => {
                let minutes = self.milliseconds / MINUTE;
                format!("{} {}", counted(minutes / 60, "hour"), counted(minutes % 60, "minute"))
            }
            Granularity::Seconds => format!("{} min {:02} s", seconds / 60, seconds % 60),
        }
    }

    /// The time left in words that stay true for a while: what a page prints that may be kept for a minute.
    pub fn coarse_text(self) -> String {
        match self.milliseconds {
            0 => "now".to_owned(),
            left if left > 2 * DAY => format!("in {}", counted(left / DAY, "day")),
            left if left > 2 * HOUR => format!("in {}", counted(left / HOUR, "hour")),
            left if left > MINUTE => format!("in {}", counted(left / MINUTE, "minute")),
            _ => "in less than a minute".to_owned(),
        }
    }
}

fn counted(number: i64, unit: &str) -> String {
    format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::{Countdown, DAY, HOUR, MINUTE, SECOND};
    use crate::time::Instant;

    fn left(milliseconds: i64) -> Countdown {
        Countdown::until(Instant::from_milliseconds(milliseconds), Instant::from_milliseconds(0))
    }

    #[test]
    fn the_unit_follows_the_distance() {
        for (milliseconds, text) in [
            (3 * DAY + 5 * HOUR, "3 days"),
            (2 * DAY, "48 hours 0 minutes"),
            (HOUR + MINUTE, "1 hour 1 minute"),
            (HOUR, "60 min 00 s"),
            (9 * MINUTE + 59 * SECOND + 1, "10 min 00 s"),
            (SECOND, "0 min 01 s"),
            (1, "0 min 01 s"),
            (0, "now"),
            (-5, "now"),
        ] {
            assert_eq!(left(milliseconds).text(), text);
        }
    }

    #[test]
    fn the_coarse_text_is_true_for_at_least_a_minute() {
        assert_eq!(left(10 * MINUTE).coarse_text(), "in 10 minutes");
        assert_eq!(left(90 * MINUTE).coarse_text(), "in 90 minutes");
        assert_eq!(left(30 * HOUR).coarse_text(), "in 30 hours");
        assert_eq!(left(30 * SECOND).coarse_text(), "in less than a minute");
    }
}

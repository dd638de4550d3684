//! How long until something, in words.

use domain::time::Countdown;
#[cfg(feature = "ssr")]
use domain::time::RoughlyLeft;
#[cfg(feature = "hydrate")]
use domain::time::TimeLeft;

use crate::t;

/// The time left to the minute or second, as a countdown that ticks shows it.
#[cfg(feature = "hydrate")]
pub(crate) fn left_in_words(countdown: Countdown) -> String {
    let left = match countdown.left() {
        TimeLeft::Nothing => return t!(countdown.now).to_owned(),
        TimeLeft::Days(days) => t!(countdown.days, count = days),
        TimeLeft::Minutes { hours, minutes } => {
            t!(
                countdown.hours_and_minutes,
                hours = t!(countdown.hours, count = hours),
                minutes = t!(countdown.minutes, count = minutes)
            )
        }
        TimeLeft::Seconds { minutes, seconds } => {
            t!(countdown.seconds, minutes = minutes, seconds = format_args!("{seconds:02}"))
        }
    };
    t!(countdown.within, left = left)
}

/// The time left in words that stay true for a while: what a page prints that may be kept for a minute.
#[cfg(feature = "ssr")]
pub(crate) fn roughly_in_words(countdown: Countdown) -> String {
    let left = match countdown.roughly() {
        RoughlyLeft::Nothing => return t!(countdown.now).to_owned(),
        RoughlyLeft::UnderAMinute => return t!(countdown.under_a_minute).to_owned(),
        RoughlyLeft::Days(days) => t!(countdown.days, count = days),
        RoughlyLeft::Hours(hours) => t!(countdown.hours, count = hours),
        RoughlyLeft::Minutes(minutes) => t!(countdown.minutes, count = minutes),
    };
    t!(countdown.within, left = left)
}

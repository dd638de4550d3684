//! Reminders: when the letters that say that an event is near are due.

use serde::{Deserialize, Serialize};

use crate::content::names;
use crate::time::Instant;

/// Reminders of the day before leave over so many minutes and not all at once, earlier rather than later.
pub const SPREAD_MINUTES: i64 = 20;

/// How long before the start a reminder is due. It is time that passes, not hours on a clock: in the night in which the
/// clocks are changed, a day before six in the evening is five or seven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lead {
    /// A day.
    Day,
    /// An hour.
    Hour,
}

names!(Lead { Day => "day", Hour => "hour" });

impl Lead {
    /// In minutes.
    pub fn minutes(self) -> i64 {
        match self {
            Self::Day => 24 * 60,
            Self::Hour => 60,
        }
    }

    /// When it is due for a start. `spread` is any number that differs from person to person.
    pub fn due(self, start: Instant, spread: u128) -> Instant {
        let latest = start.plus_minutes(-self.minutes());
        let within = u128::from(self.spread_milliseconds().unsigned_abs());
        let earlier = spread.checked_rem(within).map_or(0, |part| i64::try_from(part).unwrap_or(0));
        latest.plus_milliseconds(-earlier)
    }

    /// Whether it may go out at `now` for an event that begins at `start`; `has_hours` is false where only the day is known.
    /// Neither long before (the event was put off), nor once it is of no use: for the one of the day before that is when the
    /// other is due, for the other when the event begins.
    pub fn is_timely(self, start: Instant, has_hours: bool, now: Instant) -> bool {
        let latest = start.plus_minutes(-self.minutes());
        let useless = match self {
            Self::Day if has_hours => start.plus_minutes(-Self::Hour.minutes()),
            Self::Day | Self::Hour => start,
        };
        self.is_for(has_hours) && now >= latest.plus_milliseconds(-self.spread_milliseconds()) && now < useless
    }

    /// Where no hour is known, nothing can be said an hour before.
    fn is_for(self, has_hours: bool) -> bool {
        has_hours || self == Self::Day
    }

    fn spread_milliseconds(self) -> i64 {
        match self {
            Self::Day => SPREAD_MINUTES * 60_000,
            Self::Hour => 0,
        }
    }
}

/// The reminders that somebody is still to get who knows at `now` that they take part, with their due times.
pub fn reminders(start: Instant, has_hours: bool, now: Instant, spread: u128) -> Vec<(Lead, Instant)> {
    let due = Lead::ALL.iter().filter(|lead| lead.is_for(has_hours)).map(|lead| (*lead, lead.due(start, spread)));
    due.filter(|(_, due)| *due > now).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Lead, SPREAD_MINUTES, reminders};
    use crate::time::Instant;
    #[cfg(feature = "zones")]
    use crate::time::{Date, LocalTime, Zone};

    /// The instant at which clocks in a zone show that.
    #[cfg(feature = "zones")]
    fn at(zone: &Zone, date: &str, time: &str) -> Instant {
        zone.resolve(date.parse::<Date>().unwrap(), time.parse::<LocalTime>().unwrap()).instant
    }

    #[cfg(feature = "zones")]
    #[test]
    fn due_times_are_counted_in_hours_that_pass_also_over_nights_in_which_clocks_change() {
        for (zone, date, time, day, hour) in [
            ("Europe/Rome", "2022-10-12", "18:00", "2022-10-11 18:00 CEST", "2022-10-12 17:00 CEST"),
            // An hour more, an hour less.
            ("Europe/Rome", "2022-10-30", "18:00", "2022-10-29 19:00 CEST", "2022-10-30 17:00 CET"),
            ("Europe/Rome", "2022-03-27", "18:00", "2022-03-26 17:00 CET", "2022-03-27 17:00 CEST"),
            // In the night itself: the second of two hours of a name, and the one before the hour that is left out.
            ("Europe/Rome", "2022-10-30", "03:00", "2022-10-29 04:00 CEST", "2022-10-30 02:00 CET"),
            ("Europe/Rome", "2022-03-27", "03:00", "2022-03-26 02:00 CET", "2022-03-27 01:00 CET"),
            ("America/New_York", "2022-11-06", "09:00", "2022-11-05 10:00 EDT", "2022-11-06 08:00 EST"),
            ("Asia/Tokyo", "2022-10-30", "00:30", "2022-10-29 00:30 JST", "2022-10-29 23:30 JST"),
        ] {
            let zone = Zone::named(zone).unwrap();
            let start = at(&zone, date, time);
            let read = |lead: Lead| {
                let local = zone.read(lead.due(start, 0));
                format!("{} {} {}", local.date, local.time, local.abbreviation)
            };
            assert_eq!((read(Lead::Day).as_str(), read(Lead::Hour).as_str()), (day, hour), "{date} {time}");
        }
    }

    #[test]
    fn what_is_past_is_not_made_and_without_an_hour_there_is_no_hour_before() {
        let start = Instant::from_milliseconds(0).plus_minutes(100_000);
        let leads = |has_hours, before: i64| {
            let made = reminders(start, has_hours, start.plus_minutes(-before), 0);
            made.into_iter().map(|(lead, _)| lead).collect::<Vec<_>>()
        };
        for (before, with_hours, days) in [
            (24 * 60 + 1, vec![Lead::Day, Lead::Hour], vec![Lead::Day]),
            (24 * 60, vec![Lead::Hour], vec![]),
            (61, vec![Lead::Hour], vec![]),
            (60, vec![], vec![]),
            (-10, vec![], vec![]),
        ] {
            assert_eq!((leads(true, before), leads(false, before)), (with_hours, days), "{before} minutes before");
        }
    }

    #[test]
    fn a_reminder_that_is_held_up_is_sent_until_the_next_says_the_same() {
        let start = Instant::from_milliseconds(0).plus_minutes(100_000);
        for (lead, has_hours, before, timely) in [
            (Lead::Day, true, 24 * 60 + SPREAD_MINUTES + 1, false),
            (Lead::Day, true, 24 * 60, true),
            (Lead::Day, true, 61, true),
            (Lead::Day, true, 60, false),
            (Lead::Day, false, 60, true),
            (Lead::Hour, true, 61, false),
            (Lead::Hour, true, 60, true),
            (Lead::Hour, true, 1, true),
            (Lead::Hour, true, 0, false),
            (Lead::Hour, false, 30, false),
        ] {
            let now = start.plus_minutes(-before);
            assert_eq!(lead.is_timely(start, has_hours, now), timely, "{lead:?}, {before} minutes before");
        }
    }

    proptest! {
        #[test]
        fn a_reminder_is_due_never_after_its_time_and_little_before(start in -4_000_000_000_000_i64..4_000_000_000_000, spread in any::<u128>(), left in 0_i64..200_000_000) {
            let start = Instant::from_milliseconds(start);
            for lead in Lead::ALL {
                let early = start.plus_minutes(-lead.minutes()).milliseconds_since(lead.due(start, spread));
                prop_assert!((0..SPREAD_MINUTES * 60_000).contains(&early), "{} ms", early);
                prop_assert!(lead.is_timely(start, true, lead.due(start, spread)), "it may be sent when it is due");
            }
            let now = start.plus_milliseconds(-left);
            for (lead, due) in reminders(start, true, now, spread) {
                prop_assert!(due > now && due < start && due == lead.due(start, spread));
            }
        }
    }
}

//! Days and times, which every program that writes schedules understands differently.
//!
//! - frab and pretalx give each session an instant (`date`, with its offset) beside the wall time (`start`).
//! - The old Pentabarf (FOSDEM) gives only the day's date and the wall time; times before the conference's `day_change`
//!   belong to the night after that day.
//! - Wafer (DebConf) gives instants in UTC, and names a day by the UTC date of its beginning, which east of Greenwich is
//!   the day before the one people mean.

use domain::time::{Date, Instant, LocalTime, Zone};

use super::reader::Element;

/// Longest session that is believed, in minutes.
pub(super) const MAX_MINUTES: u32 = 24 * 60;

/// When a session starts, and what had to be put right to know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Start {
    /// Calendar date in the zone.
    pub(super) date: Date,
    /// Wall time in the zone.
    pub(super) time: LocalTime,
    /// The instant.
    pub(super) instant: Instant,
    /// What was put right, in words.
    pub(super) repaired: Option<&'static str>,
}

/// Reads starts in the zone of the conference.
#[derive(Debug)]
pub(super) struct Calendar {
    /// Zone of all wall times.
    pub(super) zone: Zone,
    /// Wall times before this belong to the night after the day they are listed under.
    pub(super) day_change: LocalTime,
}

impl Calendar {
    /// When a session listed under `day` (the file's own date for it) starts.
    ///
    /// # Errors
    /// Why it cannot be known.
    pub(super) fn start(&self, event: &Element, day: Option<Date>) -> Result<Start, &'static str> {
        let written_date = event.line_of("date");
        let wall_time = event.line_of("start").as_deref().and_then(parse_time);
        let instant = written_date.as_deref().and_then(|date| Instant::from_rfc3339(date).ok());
        if let Some(instant) = instant {
            return Ok(self.at_instant(instant, wall_time, event.child("start").is_some()));
        }
        // A date without an offset is a wall time, with or without the hour.
        let civil = written_date.as_deref().and_then(parse_civil);
        let (date, time) = match (civil, day, wall_time) {
            (Some((date, Some(time))), _, _) | (Some((date, None)), _, Some(time)) => (date, time),
            (None, Some(day), Some(time)) if time < self.day_change => (day.next(), time),
            (None, Some(day), Some(time)) => (day, time),
            (_, _, None) => return Err("no start time"),
            (None, None, Some(_)) => return Err("no date"),
        };
        let resolved = self.zone.resolve(date, time);
        let local = self.zone.read(resolved.instant);
        let moved = (local.date, local.time) != (date, time);
        Ok(Start {
            date: local.date,
            time: local.time,
            instant: resolved.instant,
            repaired: if moved {
                Some("wall time that clocks skip that night; moved forward by the gap")
            } else if resolved.unambiguous {
                None
            } else {
                Some("wall time that occurs twice that night; the first of the two was taken")
            },
        })
    }

    fn at_instant(&self, instant: Instant, wall_time: Option<LocalTime>, has_start: bool) -> Start {
        // Wall times have no seconds, so the instant must have none either.
        let whole = Instant::from_milliseconds(instant.milliseconds().div_euclid(60_000).saturating_mul(60_000));
        let local = self.zone.read(whole);
        let repaired = match wall_time {
            Some(time) if time != local.time => {
                Some("start differs from the time of day in date; the instant given by date was taken")
            }
            None if has_start => Some("start is not a time; taken from date"),
            None => Some("no start; taken from date"),
            Some(_) if whole != instant => Some("seconds of the start were dropped"),
            Some(_) => None,
        };
        Start { date: local.date, time: local.time, instant: whole, repaired }
    }

    /// The date under which a `<day>` is listed: the one it names or the one on which it begins in the zone, whichever
    /// most of its sessions start on; the one it names if both fit alike.
    pub(super) fn day(&self, day: &Element, starts: &[Date]) -> Option<Date> {
        let named = self.named_day(day);
        let begins = day.attribute("start").and_then(|start| Instant::from_rfc3339(start).ok());
        let begins = begins.map(|instant| self.zone.read(instant).date);
        let fits = |candidate: Date| starts.iter().filter(|date| **date == candidate).count();
        match (named, begins) {
            (Some(named), Some(begins)) if fits(begins) > fits(named) => Some(begins),
            (named, begins) => named.or(begins).or_else(|| starts.iter().min().copied()),
        }
    }

    /// The date that a `<day>` names itself.
    pub(super) fn named_day(&self, day: &Element) -> Option<Date> {
        day.attribute("date").and_then(|date| date.parse().ok())
    }
}

/// A time of day; seconds are dropped, an hour of one digit is understood.
pub(super) fn parse_time(text: &str) -> Option<LocalTime> {
    let mut parts = text.split(':');
    let (hour, minute) = (number(parts.next()?)?, number(parts.next()?)?);
    let sound = parts.next().is_none_or(|seconds| number(seconds).is_some_and(|seconds| seconds < 60));
    let time = LocalTime::new(u8::try_from(hour).ok()?, u8::try_from(minute).ok()?);
    time.filter(|_| sound && parts.next().is_none())
}

/// `2021-02-06`, `2021-02-06T09:00:00` or the same with a blank.
fn parse_civil(text: &str) -> Option<(Date, Option<LocalTime>)> {
    match text.split_once(['T', ' ']) {
        Some((date, time)) => Some((date.parse().ok()?, Some(parse_time(time)?))),
        None => Some((text.parse().ok()?, None)),
    }
}

/// A length as `hours:minutes` or `hours:minutes:seconds`, in minutes, begun minutes counting whole.
pub(super) fn parse_duration(text: &str) -> Option<u32> {
    let mut parts = text.split(':');
    let (hours, minutes) = (number(parts.next()?)?, number(parts.next()?)?);
    let seconds = parts.next().map_or(Some(0), number)?;
    let sound = parts.next().is_none() && minutes < 60 && seconds < 60;
    sound.then(|| hours * 60 + minutes + seconds.div_ceil(60))
}

/// Up to four digits.
fn number(digits: &str) -> Option<u32> {
    let sound = (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    sound.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::{parse_duration, parse_time};

    #[test]
    fn lengths_are_read_as_schedules_write_them() {
        for (text, minutes) in
            [("00:45", 45), ("1:30", 90), ("01:30:00", 90), ("00:00:30", 1), ("99:00", 5940), ("00:00", 0)]
        {
            assert_eq!(parse_duration(text), Some(minutes), "{text}");
        }
        for text in ["", "45", "0:60", "-1:00", "1:2:3:4", "a:b", "00:45 h", "99999999999:00", "PT45M"] {
            assert_eq!(parse_duration(text), None, "{text}");
        }
    }

    #[test]
    fn times_are_read_as_schedules_write_them() {
        for (text, time) in [("09:00", "09:00"), ("9:05", "09:05"), ("23:59:59", "23:59")] {
            assert_eq!(parse_time(text).map(|time| time.to_string()).as_deref(), Some(time));
        }
        for text in ["", "24:00", "9", "9:60", "9.00", "09:00:60", "09:00:00:00"] {
            assert_eq!(parse_time(text), None, "{text}");
        }
    }
}

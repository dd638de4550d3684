//! What a zone makes of a wall time and of an instant; server only.

use std::fmt;

use jiff::civil;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::{Date, Instant, LocalTime, ZoneName};

/// A zone with its rules, from the time-zone database compiled into the program.
#[derive(Debug, Clone)]
pub struct Zone {
    name: ZoneName,
    rules: TimeZone,
}

/// An instant as people in a zone read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Local {
    /// Calendar date.
    pub date: Date,
    /// Wall time, seconds left out.
    pub time: LocalTime,
    /// Abbreviation in force at that instant ("CEST"), or the offset ("UTC+05:45") where the database knows no letters.
    pub abbreviation: String,
    /// Offset from UTC in seconds, east positive.
    pub offset_seconds: i32,
}

/// A wall time turned into an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolved {
    /// The instant. A time skipped in spring is moved forward by the gap, a time repeated in autumn is the first of the
    /// two (RFC 5545, section 3.3.5).
    pub instant: Instant,
    /// Whether that wall time occurs exactly once.
    pub unambiguous: bool,
}

/// A change of a zone's clocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// When.
    pub at: Instant,
    /// Offset from UTC until then, in seconds, east positive.
    pub offset_before: i32,
    /// Offset from then on.
    pub offset_after: i32,
    /// Abbreviation from then on, as the database has it ("CEST", "+0545").
    pub abbreviation: String,
    /// Whether that is summer time.
    pub is_daylight: bool,
}

/// No zone of that name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownZone(pub String);

impl fmt::Display for UnknownZone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "“{}” is not a time zone; use an IANA name such as Europe/Rome", self.0)
    }
}

impl std::error::Error for UnknownZone {}

impl Zone {
    /// The zone of that IANA name.
    ///
    /// # Errors
    /// [`UnknownZone`] if the database has no such name.
    pub fn named(name: &str) -> Result<Self, UnknownZone> {
        let known = !name.is_empty() && name.len() <= 64 && name.is_ascii();
        let rules = known.then(|| TimeZone::get(name).ok()).flatten();
        let rules = rules.ok_or_else(|| UnknownZone(name.chars().take(64).collect()))?;
        let name = rules.iana_name().unwrap_or(name).to_owned();
        Ok(Self { name: ZoneName::new(name), rules })
    }

    /// The names that the database has, in its order.
    pub fn names() -> Vec<String> {
        jiff::tz::db().available().map(|name| name.to_string()).collect()
    }

    /// Coordinated universal time.
    pub fn utc() -> Self {
        Self { name: ZoneName::new("UTC"), rules: TimeZone::UTC }
    }

    /// The zone's name.
    pub fn name(&self) -> &ZoneName {
        &self.name
    }

    /// The instant at which clocks in the zone show that date and time.
    pub fn resolve(&self, date: Date, time: LocalTime) -> Resolved {
        let wall = to_civil(date).to_datetime(civil_time(time));
        let ambiguous = self.rules.to_ambiguous_timestamp(wall);
        let unambiguous = !ambiguous.is_ambiguous();
        let instant = ambiguous.compatible().map_or(Timestamp::MAX, |timestamp| timestamp);
        Resolved { instant: Instant::from_milliseconds(instant.as_millisecond()), unambiguous }
    }

    /// The first instant of that day in the zone.
    pub fn start_of_day(&self, date: Date) -> Instant {
        self.resolve(date, LocalTime::MIDNIGHT).instant
    }

    /// The first instant after that day in the zone.
    pub fn end_of_day(&self, date: Date) -> Instant {
        self.start_of_day(next_day(date))
    }

    /// How that instant is read in the zone.
    pub fn read(&self, instant: Instant) -> Local {
        let timestamp = to_timestamp(instant);
        let information = self.rules.to_offset_info(timestamp);
        let wall = information.offset().to_datetime(timestamp);
        let letters = information.abbreviation();
        let offset_seconds = information.offset().seconds();
        let abbreviation = if letters.starts_with(|first: char| first.is_ascii_alphabetic()) {
            letters.to_owned()
        } else {
            offset_label(offset_seconds)
        };
        Local { date: from_civil(wall.date()), time: from_civil_time(wall.time()), abbreviation, offset_seconds }
    }

    /// The changes of the zone's clocks from `from` to `until`, after the last one before, so that the offset of every
    /// instant of the time is known. A zone whose clocks never changed has one change, at the epoch, to what it has.
    pub fn transitions(&self, from: Instant, until: Instant) -> Vec<Transition> {
        let (from, until) = (to_timestamp(from), to_timestamp(until));
        // What follows an instant does not include it.
        let just_before = from.checked_sub(1.second()).unwrap_or(from);
        let before = self.rules.preceding(from).next();
        let during = self.rules.following(just_before).take_while(|change| change.timestamp() < until);
        let times: Vec<Timestamp> = before.into_iter().chain(during).map(|change| change.timestamp()).collect();
        let never = times.is_empty().then_some(Timestamp::UNIX_EPOCH);
        times.into_iter().chain(never).map(|at| self.transition(at)).collect()
    }

    fn transition(&self, at: Timestamp) -> Transition {
        let before = at.checked_sub(1.second()).unwrap_or(at);
        let after = self.rules.to_offset_info(at);
        Transition {
            at: Instant::from_milliseconds(at.as_millisecond()),
            offset_before: self.rules.to_offset(before).seconds(),
            offset_after: after.offset().seconds(),
            abbreviation: after.abbreviation().to_owned(),
            is_daylight: after.dst().is_dst(),
        }
    }

    /// The instant with the zone's offset, as RFC 3339 text: `2022-10-12T18:00:00+02:00`.
    pub fn rfc3339(&self, instant: Instant) -> String {
        let timestamp = to_timestamp(instant);
        timestamp.display_with_offset(self.rules.to_offset(timestamp)).to_string()
    }
}

impl Instant {
    /// Reads RFC 3339 text with an offset or `Z`.
    ///
    /// # Errors
    /// The parser's own words.
    pub fn from_rfc3339(text: &str) -> Result<Self, String> {
        text.trim()
            .parse::<Timestamp>()
            .map(|timestamp| Self::from_milliseconds(timestamp.as_millisecond()))
            .map_err(|error| error.to_string())
    }

    /// RFC 2822 text in UTC, as feeds have it: `Wed, 12 Oct 2022 16:00:00 +0000`.
    pub fn to_rfc2822(self) -> String {
        jiff::fmt::rfc2822::to_string(&to_timestamp(self).to_zoned(TimeZone::UTC)).unwrap_or_default()
    }

    /// RFC 3339 text in UTC.
    pub fn to_rfc3339(self) -> String {
        to_timestamp(self).to_string()
    }
}

impl Date {
    /// The day after; the last representable day stays itself.
    #[must_use]
    pub fn next(self) -> Self {
        next_day(self)
    }

    /// Day of the week.
    pub fn weekday(self) -> Weekday {
        match to_civil(self).weekday() {
            civil::Weekday::Monday => Weekday::Monday,
            civil::Weekday::Tuesday => Weekday::Tuesday,
            civil::Weekday::Wednesday => Weekday::Wednesday,
            civil::Weekday::Thursday => Weekday::Thursday,
            civil::Weekday::Friday => Weekday::Friday,
            civil::Weekday::Saturday => Weekday::Saturday,
            civil::Weekday::Sunday => Weekday::Sunday,
        }
    }
}

/// Day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Weekday {
    /// First day of the week (ISO 8601).
    Monday,
    /// Second day.
    Tuesday,
    /// Third day.
    Wednesday,
    /// Fourth day.
    Thursday,
    /// Fifth day.
    Friday,
    /// Sixth day.
    Saturday,
    /// Seventh day.
    Sunday,
}

fn to_timestamp(instant: Instant) -> Timestamp {
    let milliseconds = instant.milliseconds();
    let edge = if milliseconds < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_millisecond(milliseconds).unwrap_or(edge)
}

fn to_civil(date: Date) -> civil::Date {
    civil::Date::new(date.year(), date.month().cast_signed(), date.day().cast_signed()).unwrap_or(civil::Date::MAX)
}

fn civil_time(time: LocalTime) -> civil::Time {
    civil::Time::new(time.hour().cast_signed(), time.minute().cast_signed(), 0, 0).unwrap_or(civil::Time::MIN)
}

fn from_civil(date: civil::Date) -> Date {
    Date::new(date.year(), date.month().cast_unsigned(), date.day().cast_unsigned()).unwrap_or(Date::FIRST)
}

fn from_civil_time(time: civil::Time) -> LocalTime {
    LocalTime::new(time.hour().cast_unsigned(), time.minute().cast_unsigned()).unwrap_or(LocalTime::MIDNIGHT)
}

fn next_day(date: Date) -> Date {
    to_civil(date).checked_add(1.day()).map_or(date, from_civil)
}

fn offset_label(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

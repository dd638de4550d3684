//! Calendar dates and wall times, as people write them; ISO 8601 as text.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A date in the Gregorian calendar, `2022-10-12` as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date {
    year: i16,
    month: u8,
    day: u8,
}

impl Date {
    /// The first day of the scale.
    pub const FIRST: Self = Self { year: 1, month: 1, day: 1 };

    /// The date, if there is such a day in the years 1 to 9999.
    pub fn new(year: i16, month: u8, day: u8) -> Option<Self> {
        let exists = (1..=9999).contains(&year) && (1..=days_in_month(year, month)).contains(&day);
        exists.then_some(Self { year, month, day })
    }

    /// Year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// Month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// Day of the month, from 1.
    pub fn day(self) -> u8 {
        self.day
    }
}

/// Days of that month; 0 for a month that does not exist.
fn days_in_month(year: i16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 => 29,
        2 => 28,
        _ => 0,
    }
}

/// A wall time to the minute, `18:00` as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LocalTime {
    hour: u8,
    minute: u8,
}

impl LocalTime {
    /// Midnight at the beginning of a day.
    pub const MIDNIGHT: Self = Self { hour: 0, minute: 0 };

    /// The time, if the hour is below 24 and the minute below 60.
    pub fn new(hour: u8, minute: u8) -> Option<Self> {
        (hour < 24 && minute < 60).then_some(Self { hour, minute })
    }

    /// Hour, 0 to 23.
    pub fn hour(self) -> u8 {
        self.hour
    }

    /// Minute, 0 to 59.
    pub fn minute(self) -> u8 {
        self.minute
    }
}

/// Why a text is not a date or a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotCivil {
    /// Not a date.
    Date,
    /// Not a time.
    Time,
}

impl fmt::Display for NotCivil {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Date => "write the date as year-month-day, for example 2022-10-12",
            Self::Time => "write the time as hours:minutes, for example 18:00",
        })
    }
}

impl std::error::Error for NotCivil {}

impl FromStr for Date {
    type Err = NotCivil;

    fn from_str(text: &str) -> Result<Self, NotCivil> {
        let mut parts = text.splitn(3, '-');
        let mut part = |length: usize| parts.next().filter(|digits| is_digits(digits, length));
        let (Some(year), Some(month), Some(day)) = (part(4), part(2), part(2)) else { return Err(NotCivil::Date) };
        let (Ok(year), Ok(month), Ok(day)) = (year.parse(), month.parse(), day.parse()) else {
            return Err(NotCivil::Date);
        };
        Self::new(year, month, day).ok_or(NotCivil::Date)
    }
}

impl FromStr for LocalTime {
    type Err = NotCivil;

    fn from_str(text: &str) -> Result<Self, NotCivil> {
        let (hour, minute) = text.split_once(':').ok_or(NotCivil::Time)?;
        if !is_digits(hour, 2) || !is_digits(minute, 2) {
            return Err(NotCivil::Time);
        }
        let (Ok(hour), Ok(minute)) = (hour.parse(), minute.parse()) else { return Err(NotCivil::Time) };
        Self::new(hour, minute).ok_or(NotCivil::Time)
    }
}

fn is_digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:02}:{:02}", self.hour, self.minute)
    }
}

impl TryFrom<String> for Date {
    type Error = NotCivil;

    fn try_from(text: String) -> Result<Self, NotCivil> {
        text.parse()
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}

impl TryFrom<String> for LocalTime {
    type Error = NotCivil;

    fn try_from(text: String) -> Result<Self, NotCivil> {
        text.parse()
    }
}

impl From<LocalTime> for String {
    fn from(time: LocalTime) -> Self {
        time.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::{Date, LocalTime};

    #[test]
    fn only_days_and_hours_that_exist_are_taken() {
        for good in ["2024-02-29", "2022-12-31", "0001-01-01"] {
            assert_eq!(good.parse::<Date>().map(|date| date.to_string()), Ok(good.to_owned()));
        }
        for bad in ["2023-02-29", "2022-13-01", "2022-00-10", "22-1-1", "2022-1-01", "2022-10-12T", "", "+022-01-01"] {
            assert!(bad.parse::<Date>().is_err(), "{bad}");
        }
        for bad in ["24:00", "18:60", "8:00", "18.00", "18:00:00", "-1:00"] {
            assert!(bad.parse::<LocalTime>().is_err(), "{bad}");
        }
    }
}

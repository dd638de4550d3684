//! Dates as people write them.

use domain::time::{Date, Weekday};

use crate::t;

/// A date in words, in the language of the page.
pub trait DateWords: Copy {
    /// "Wednesday".
    fn weekday_name(self) -> &'static str;
    /// "October".
    fn month_name(self) -> &'static str;
    /// "Wednesday 12 October 2022".
    fn long(self) -> String;
    /// "12 October 2022".
    fn medium(self) -> String;
}

impl DateWords for Date {
    fn weekday_name(self) -> &'static str {
        match self.weekday() {
            Weekday::Monday => t!(weekday.monday),
            Weekday::Tuesday => t!(weekday.tuesday),
            Weekday::Wednesday => t!(weekday.wednesday),
            Weekday::Thursday => t!(weekday.thursday),
            Weekday::Friday => t!(weekday.friday),
            Weekday::Saturday => t!(weekday.saturday),
            Weekday::Sunday => t!(weekday.sunday),
        }
    }

    fn month_name(self) -> &'static str {
        match self.month() {
            1 => t!(month.january),
            2 => t!(month.february),
            3 => t!(month.march),
            4 => t!(month.april),
            5 => t!(month.may),
            6 => t!(month.june),
            7 => t!(month.july),
            8 => t!(month.august),
            9 => t!(month.september),
            10 => t!(month.october),
            11 => t!(month.november),
            _ => t!(month.december),
        }
    }

    fn long(self) -> String {
        t!(date.long, weekday = self.weekday_name(), date = self.medium())
    }

    fn medium(self) -> String {
        t!(date.medium, day = self.day(), month = self.month_name(), year = self.year())
    }
}

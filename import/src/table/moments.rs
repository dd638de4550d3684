//! Days, times and lengths as people and spreadsheets write them, put into the form that a form at the desk reads. What is none of
//! these stays as it is, for the form to refuse.

use domain::time::{Date, LocalTime};

/// A day that could be two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ambiguous;

/// A day as `2022-10-12`. Spreadsheets write it as their country does: with points the day comes first; with strokes the day or the
/// month may, and what is possible, or else in `days` alone, is meant.
///
/// # Errors
/// [`Ambiguous`] where both are possible.
pub(super) fn day(cell: &str, days: Option<(Date, Date)>) -> Result<String, Ambiguous> {
    let (text, mark) = (cell.trim(), cell.chars().find(|character| matches!(character, '.' | '/' | '-')));
    let parts: Vec<&str> = mark.map(|mark| text.split(mark).map(str::trim).collect()).unwrap_or_default();
    let &[first, second, third] = parts.as_slice() else { return Ok(text.to_owned()) };
    if first.len() == 4 {
        return Ok(date(first, second, third).map_or_else(|| text.to_owned(), |date| date.to_string()));
    }
    if third.len() != 4 {
        return Ok(text.to_owned());
    }
    let (day_first, month_first) = (date(third, second, first), date(third, first, second));
    let is_within = |date: Date| days.is_some_and(|(begin, end)| (begin..=end).contains(&date));
    match (day_first, month_first) {
        (Some(date), _) if mark == Some('.') => Ok(date.to_string()),
        (Some(one), Some(other)) if one != other => match (is_within(one), is_within(other)) {
            (true, false) => Ok(one.to_string()),
            (false, true) => Ok(other.to_string()),
            _ => Err(Ambiguous),
        },
        (Some(date), _) | (None, Some(date)) if mark != Some('.') => Ok(date.to_string()),
        _ => Ok(text.to_owned()),
    }
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    format!("{year}-{month:0>2}-{day:0>2}").parse().ok()
}

/// A wall time as `18:00`: with a point or an h, with seconds, or of twelve hours.
pub(super) fn time(cell: &str) -> String {
    let text = cell.trim();
    read_time(text).map_or_else(|| text.to_owned(), |time| time.to_string())
}

fn read_time(text: &str) -> Option<LocalTime> {
    let plain: String = text.to_lowercase().replace(['.', 'h'], ":").split_whitespace().collect();
    // "p.m." has colons for its points by now.
    let (plain, has_minutes) = (plain.trim_end_matches(':'), plain.contains(':'));
    let stripped = |marks: [&str; 2]| marks.iter().find_map(|mark| plain.strip_suffix(mark));
    let (digits, noon) = match (stripped(["am", "a:m"]), stripped(["pm", "p:m"])) {
        (Some(digits), _) => (digits, Some(0)),
        (None, Some(digits)) => (digits, Some(12)),
        (None, None) => (plain, None),
    };
    let mut parts = digits.split(':');
    let hour: u8 = number(parts.next()?)?;
    let minute: u8 = parts.next().map_or(Some(0), number)?;
    let seconds: u8 = parts.next().map_or(Some(0), number)?;
    if parts.next().is_some() || seconds > 59 {
        return None;
    }
    let hour = match noon {
        None if !has_minutes => return None,
        None => hour,
        Some(noon) if (1..=12).contains(&hour) => hour % 12 + noon,
        Some(_) => return None,
    };
    LocalTime::new(hour, minute)
}

/// A length in minutes: as a number, or as hours and minutes.
pub(super) fn minutes(cell: &str) -> String {
    let text = cell.trim();
    let bare = text.trim_end_matches(|character: char| character.is_alphabetic() || character.is_whitespace());
    let read = match bare.split_once(':') {
        Some((hours, rest)) => {
            let minutes = rest.split(':').next().unwrap_or_default();
            number::<u32>(hours)
                .zip(number::<u32>(minutes).filter(|minutes| *minutes < 60))
                .map(|(hours, minutes)| hours * 60 + minutes)
        }
        // "45 min", but not "2 hours".
        None if text.len() == bare.len() || text.to_lowercase().contains("min") => number(bare),
        None => None,
    };
    read.map_or_else(|| text.to_owned(), |minutes| minutes.to_string())
}

/// Minutes from one wall time to the next time that clocks show the other.
pub(super) fn between(start: &str, end: &str) -> Option<u32> {
    let of_day = |text: &str| read_time(text).map(|time| u32::from(time.hour()) * 60 + u32::from(time.minute()));
    let (start, end) = (of_day(start)?, of_day(end)?);
    Some(if end > start { end - start } else { end + 24 * 60 - start })
}

/// Up to four digits.
fn number<T: std::str::FromStr>(digits: &str) -> Option<T> {
    let sound = (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    sound.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use domain::time::Date;

    use super::{Ambiguous, between, day, minutes, time};

    #[test]
    fn days_are_read_as_spreadsheets_write_them() {
        let written = |text: &str| text.parse::<Date>().expect("a day");
        let days = Some((written("2022-10-10"), written("2022-10-14")));
        for (cell, days, read) in [
            ("2022-10-12", None, Ok("2022-10-12")),
            (" 2022-1-2 ", None, Ok("2022-01-02")),
            ("2022/10/12", None, Ok("2022-10-12")),
            ("12.10.2022", None, Ok("2022-10-12")),
            ("1.2.2022", days, Ok("2022-02-01")),
            ("31/10/2022", None, Ok("2022-10-31")),
            ("10/31/2022", None, Ok("2022-10-31")),
            ("10-12-2022", days, Ok("2022-10-12")),
            ("12/10/2022", days, Ok("2022-10-12")),
            ("10/10/2022", None, Ok("2022-10-10")),
            ("12/10/2022", None, Err(Ambiguous)),
            ("03/04/2022", days, Err(Ambiguous)),
            ("31.31.2022", None, Ok("31.31.2022")),
            ("12/10/22", days, Ok("12/10/22")),
            ("Monday", days, Ok("Monday")),
            ("", days, Ok("")),
        ] {
            assert_eq!(day(cell, days), read.map(str::to_owned), "{cell}");
        }
    }

    #[test]
    fn times_and_lengths_are_read_as_spreadsheets_write_them() {
        for (cell, read) in [
            ("18:00", "18:00"),
            ("9:05", "09:05"),
            ("18.30", "18:30"),
            ("18h30", "18:30"),
            ("18h", "18:00"),
            ("18:00:00", "18:00"),
            ("6:00 PM", "18:00"),
            ("6 p.m.", "18:00"),
            ("12:15 am", "00:15"),
            ("12 PM", "12:00"),
            ("18", "18"),
            ("13 pm", "13 pm"),
            ("24:00", "24:00"),
            ("soon", "soon"),
            ("", ""),
        ] {
            assert_eq!(time(cell), read, "{cell}");
        }
        for (cell, read) in [
            ("45", "45"),
            ("45 min", "45"),
            ("0:45", "45"),
            ("1:30:00", "90"),
            ("2 hours", "2 hours"),
            ("1:75", "1:75"),
            ("", ""),
        ] {
            assert_eq!(minutes(cell), read, "{cell}");
        }
        assert_eq!(between("18:00", "18:45"), Some(45));
        assert_eq!(between("11 pm", "0:30"), Some(90));
        assert_eq!(between("18:00", "later"), None);
    }
}

//! Times in words.

use domain::calendar::Span;
use domain::content::{Event, Session, When};
use domain::time::{Date, Instant, Zone};

use super::AppState;
use crate::language::DateWords;
use crate::t;
use crate::view::TimeLabel;

/// When an event is, in the visitor's zone if one was chosen, else in its own.
pub fn event_time(state: &AppState, event: &Event, visitor: Option<&Zone>) -> TimeLabel {
    match &event.when {
        When::Days { first, last, .. } => TimeLabel {
            date: days(*first, *last),
            machine: first.to_string(),
            length: String::new(),
            ..TimeLabel::default()
        },
        When::Hours { minutes, planned, start, end, .. } => {
            let zone = visitor.cloned().or_else(|| state.zone(&event.zone)).unwrap_or_else(Zone::utc);
            TimeLabel { length: length(*minutes, *planned), ..span(&zone, *start, *end) }
        }
    }
}

/// When a session is, in the visitor's zone if one was chosen, else in its event's.
pub fn session_time(state: &AppState, session: &Session, event: &Event, visitor: Option<&Zone>) -> TimeLabel {
    let zone = visitor.cloned().or_else(|| state.zone(&event.zone)).unwrap_or_else(Zone::utc);
    TimeLabel { length: length(session.minutes, false), ..span(&zone, session.start, session.end) }
}

/// When an entry of a calendar is, by the clocks of a zone.
pub fn span_time(time: Span, zone: &Zone) -> TimeLabel {
    match time {
        Span::Days { first, last, .. } => {
            TimeLabel { date: days(first, last), machine: first.to_string(), ..TimeLabel::default() }
        }
        Span::Hours { start, end } => span(zone, start, end),
    }
}

fn span(zone: &Zone, start: Instant, end: Instant) -> TimeLabel {
    let (from, until) = (zone.read(start), zone.read(end));
    TimeLabel {
        date: from.date.long(),
        hours: format!("{}–{}", from.time, until.time),
        zone: from.abbreviation,
        city: zone.name().city(),
        machine: zone.rfc3339(start),
        length: String::new(),
    }
}

fn length(minutes: u32, planned: bool) -> String {
    let words = match (minutes / 60, minutes % 60) {
        _ if minutes <= 90 => t!(time.length, count = minutes),
        (hours, 0) => t!(time.length_hours, hours = hours),
        (hours, rest) => t!(time.length_mixed, hours = hours, minutes = rest),
    };
    if planned { t!(time.planned, length = words) } else { words }
}

/// How long a session is, where there is little room: "45 min", "9 h", "2 h 15 min".
pub(crate) fn short_length(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        _ if minutes < 120 => t!(time.length_short, minutes = minutes),
        (hours, 0) => t!(time.length_short_hours, hours = hours),
        (hours, rest) => t!(time.length_mixed, hours = hours, minutes = rest),
    }
}

/// "6–7 May 2022", "Friday 6 May 2022", "31 May – 2 June 2022".
fn days(first: Date, last: Date) -> String {
    if first == last {
        return first.long();
    }
    match (first.year() == last.year(), first.month() == last.month()) {
        (true, true) => t!(date.days_of_month, first = first.day(), last = last.medium()),
        (true, false) => {
            t!(date.days_of_months, day = first.day(), month = first.month_name(), last = last.medium())
        }
        _ => t!(date.days_of_years, first = first.medium(), last = last.medium()),
    }
}

#[cfg(test)]
mod tests {
    use super::short_length;

    #[test]
    fn a_long_session_is_told_in_hours() {
        let told = [25, 119, 120, 135, 540].map(short_length);
        assert_eq!(told, ["25 min", "119 min", "2 h", "2 h 15 min", "9 h"]);
    }
}

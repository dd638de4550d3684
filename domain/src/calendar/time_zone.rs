//! `VTIMEZONE` (RFC 5545, section 3.6.5), with only the changes of clocks that the file needs.

use super::lines::{Lines, offset};
use crate::time::{Date, Instant, Transition, Zone};

/// Writes a zone for entries of the years `first` to `last`: the changes of these, of the year before and the year
/// after, and the one that is in force at the beginning.
pub(super) fn write(lines: &mut Lines, zone: &Zone, first: i16, last: i16) {
    let new_year = |year: i16| zone.start_of_day(Date::new(year, 1, 1).unwrap_or(Date::FIRST));
    let transitions = zone.transitions(new_year(first.saturating_sub(1)), new_year(last.saturating_add(2)));
    lines.begin("VTIMEZONE");
    lines.text("TZID", zone.name().as_str());
    for transition in &transitions {
        observance(lines, transition);
    }
    lines.end("VTIMEZONE");
}

fn observance(lines: &mut Lines, transition: &Transition) {
    let component = if transition.is_daylight { "DAYLIGHT" } else { "STANDARD" };
    lines.begin(component);
    // By the clocks as they were before it (section 3.8.2.4).
    lines.value("DTSTART", &local(transition.at, transition.offset_before));
    lines.value("TZOFFSETFROM", &offset(transition.offset_before));
    lines.value("TZOFFSETTO", &offset(transition.offset_after));
    lines.text("TZNAME", &transition.abbreviation);
    lines.end(component);
}

/// `20221012T180000`: the time that clocks with that offset show.
pub(super) fn local(instant: Instant, offset_seconds: i32) -> String {
    let mut text = utc(instant.plus_milliseconds(i64::from(offset_seconds) * 1_000));
    text.pop();
    text
}

/// `20221012T160000Z`.
pub(super) fn utc(instant: Instant) -> String {
    let text = instant.to_rfc3339();
    let seconds = text.split(['.', 'Z']).next().unwrap_or_default();
    format!("{}Z", seconds.replace(['-', ':'], ""))
}

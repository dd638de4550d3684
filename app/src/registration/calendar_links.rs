//! Links that put an event into a calendar. Two lead to other sites: plain links, asked for by nobody but the person who
//! follows them.

use domain::content::{Event, When};
use form_urlencoded::Serializer;

use crate::language::Label;
use crate::server::AppState;

/// Where to put an event into a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarLinks {
    /// Calendar file of this site.
    pub file: String,
    /// Form of Google Calendar, filled in.
    pub google: String,
    /// Form of Outlook on the web, filled in.
    pub outlook: String,
}

/// Links for an event.
pub(super) fn calendar_links(state: &AppState, event: &Event) -> CalendarLinks {
    let address = format!("{}/events/{}", state.settings().base_url, event.slug);
    let place = event.venue.as_deref().unwrap_or(event.attendance.label());
    let (start, end, whole) = match &event.when {
        When::Days { first, last, .. } => (first.to_string(), last.next().to_string(), true),
        When::Hours { start, end, .. } => (start.to_rfc3339(), end.to_rfc3339(), false),
    };
    let google = Serializer::new(String::new())
        .append_pair("action", "TEMPLATE")
        .append_pair("text", &event.title)
        .append_pair("dates", &format!("{}/{}", basic(&start), basic(&end)))
        .append_pair("details", &address)
        .append_pair("location", place)
        .finish();
    let outlook = Serializer::new(String::new())
        .append_pair("rru", "addevent")
        .append_pair("subject", &event.title)
        .append_pair("startdt", &start)
        .append_pair("enddt", &end)
        .append_pair("allday", if whole { "true" } else { "false" })
        .append_pair("body", &address)
        .append_pair("location", place)
        .finish();
    CalendarLinks {
        file: format!("/calendar/events/{}.ics", event.slug),
        google: format!("https://calendar.google.com/calendar/render?{google}"),
        outlook: format!("https://outlook.live.com/calendar/0/action/compose?{outlook}"),
    }
}

/// ISO 8601 without punctuation and fractions: `20221012T160000Z`, `20221012`.
fn basic(text: &str) -> String {
    let seconds = text.split(['.', 'Z']).next().unwrap_or_default();
    let utc = if text.contains('T') { "Z" } else { "" };
    format!("{}{utc}", seconds.replace(['-', ':'], ""))
}

#[cfg(test)]
mod tests {
    use super::basic;

    #[test]
    fn times_have_the_form_without_punctuation() {
        assert_eq!(basic("2022-10-12T16:00:00Z"), "20221012T160000Z");
        assert_eq!(basic("2022-10-12T16:00:00.000Z"), "20221012T160000Z");
        assert_eq!(basic("2022-05-06"), "20220506");
    }
}

//! Structured data for search engines: schema.org types as JSON-LD.

use domain::content::{Attendance, Content, Event, EventStatus, Person, Session};
use serde_json::{Value, json};

use super::{AppState, portrait};

/// The programme: its name and its events.
pub fn programme_data(state: &AppState, content: &Content) -> String {
    let base = &state.settings().base_url;
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": content.programme.name,
        "url": format!("{base}/"),
        "potentialAction": {
            "@type": "SearchAction",
            "target": format!("{base}/programme?q={{search_term_string}}"),
            "query-input": "required name=search_term_string",
        },
    });
    describe(&mut data, &content.programme.summary);
    script(&data)
}

/// An event (<https://schema.org/Event>); without hours the dates stand alone.
pub fn event_data(state: &AppState, content: &Content, event: &Event) -> String {
    let base = &state.settings().base_url;
    let zone = state.zone(&event.zone).unwrap_or_else(domain::time::Zone::utc);
    let (start, end) = match &event.when {
        domain::content::When::Days { first, last, .. } => (first.to_string(), last.to_string()),
        domain::content::When::Hours { start, end, .. } => (zone.rfc3339(*start), zone.rfc3339(*end)),
    };
    let address = format!("{base}/events/{}", event.slug);
    let performers: Vec<Value> = event
        .roles
        .iter()
        .filter_map(|role| content.person_by_id(role.person))
        .map(
            |person| json!({ "@type": "Person", "name": person.name, "url": format!("{base}/people/{}", person.slug) }),
        )
        .collect();
    let online = json!({ "@type": "VirtualLocation", "url": address });
    let place = event.venue.as_ref().map(|venue| json!({ "@type": "Place", "name": venue, "address": venue }));
    let (mode, location) = match event.attendance {
        Attendance::Online => ("OnlineEventAttendanceMode", online),
        Attendance::OnSite => ("OfflineEventAttendanceMode", place.unwrap_or(Value::Null)),
        Attendance::Mixed => ("MixedEventAttendanceMode", json!([online, place])),
    };
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "Event",
        "name": format!("{}: {}", content.programme.name, event.title),
        "url": address,
        "startDate": start,
        "endDate": end,
        "eventStatus": format!("https://schema.org/{}", status(event.status)),
        "eventAttendanceMode": format!("https://schema.org/{mode}"),
        "location": location,
        "performer": performers,
        "organizer": { "@type": "Organization", "name": content.programme.name, "url": base },
        "inLanguage": event.language,
        "isAccessibleForFree": true,
        "image": format!("{base}/og-image.png"),
    });
    describe(
        &mut data,
        if event.summary.is_empty() { event.subtitle.as_deref().unwrap_or_default() } else { &event.summary },
    );
    script(&data)
}

/// A session, as a part of its event.
pub fn session_data(state: &AppState, session: &Session, event: &Event) -> String {
    let base = &state.settings().base_url;
    let zone = state.zone(&event.zone).unwrap_or_else(domain::time::Zone::utc);
    let address = format!("{base}/sessions/{}", session.slug);
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "Event",
        "name": session.title,
        "url": address,
        "startDate": zone.rfc3339(session.start),
        "endDate": zone.rfc3339(session.end),
        "eventStatus": format!("https://schema.org/{}", status(session.status)),
        "location": { "@type": "VirtualLocation", "url": address },
        "superEvent": { "@type": "Event", "name": event.title, "url": format!("{base}/events/{}", event.slug) },
        "inLanguage": session.language.as_ref().unwrap_or(&event.language),
    });
    describe(&mut data, session.subtitle.as_deref().unwrap_or_default());
    script(&data)
}

/// A person (<https://schema.org/Person>).
pub fn person_data(state: &AppState, person: &Person) -> String {
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "Person",
        "name": person.name,
        "url": format!("{}/people/{}", state.settings().base_url, person.slug),
    });
    if let (Some(affiliation), Some(object)) = (&person.affiliation, data.as_object_mut()) {
        object.insert("affiliation".to_owned(), json!({ "@type": "Organization", "name": affiliation }));
    }
    if let (Some(portrait), Some(object)) = (portrait(state, person), data.as_object_mut()) {
        object.insert("image".to_owned(), json!(format!("{}{}", state.settings().base_url, portrait.address)));
    }
    script(&data)
}

fn status(status: EventStatus) -> &'static str {
    match status {
        EventStatus::Scheduled => "EventScheduled",
        EventStatus::Postponed => "EventPostponed",
        EventStatus::Cancelled => "EventCancelled",
    }
}

fn describe(data: &mut Value, text: &str) {
    if let (false, Some(object)) = (text.is_empty(), data.as_object_mut()) {
        object.insert("description".to_owned(), json!(text));
    }
}

/// JSON that cannot end the script element it stands in (ASVS 1.2.3).
fn script(data: &Value) -> String {
    let json = data.to_string();
    json.replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::script;

    #[test]
    fn a_title_cannot_end_the_script_it_stands_in() {
        let json = script(&serde_json::json!({ "name": "</script><!--<script>&\u{2028}" }));
        assert!(!json.contains(['<', '>', '&', '\u{2028}']));
        let back: serde_json::Value = serde_json::from_str(&json).expect("still JSON");
        assert_eq!(back["name"], "</script><!--<script>&\u{2028}");
    }
}

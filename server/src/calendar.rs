//! Calendar files (RFC 5545): the whole programme, one event, one session.

use app::language::Label;
use app::server::AppState;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::content::{Content, Event, EventStatus, Session, When};
use domain::published::{Found, Published};
use domain::time::Instant;
use icalendar::{Calendar, Class, Component, EventLike};

/// `/calendar/programme.ics`: every event.
pub(crate) async fn programme(State(state): State<AppState>) -> Response {
    let published = state.published();
    let entries = published.content.events.iter().map(|event| event_entry(&state, &published, event));
    answer(&published.content.programme.name, entries, "programme.ics")
}

/// `/calendar/events/<slug>.ics`.
pub(crate) async fn event(State(state): State<AppState>, Path(file): Path<String>) -> Response {
    let published = state.published();
    let found = file.strip_suffix(".ics").and_then(|slug| published.content.event(slug));
    let Some(Found::Here(event) | Found::Moved(event)) = found else { return StatusCode::NOT_FOUND.into_response() };
    let entry = event_entry(&state, &published, event);
    answer(&event.title, std::iter::once(entry), &format!("{}.ics", event.slug))
}

/// `/calendar/sessions/<slug>.ics`.
pub(crate) async fn session(State(state): State<AppState>, Path(file): Path<String>) -> Response {
    let published = state.published();
    let found = file.strip_suffix(".ics").and_then(|slug| published.content.session(slug));
    let Some(Found::Here(session) | Found::Moved(session)) = found else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let entry = session_entry(&state, &published, session);
    answer(&session.title, std::iter::once(entry), &format!("{}.ics", session.slug))
}

fn answer(name: &str, entries: impl Iterator<Item = icalendar::Event>, file: &str) -> Response {
    let mut calendar = Calendar::new();
    calendar.name(name);
    for entry in entries {
        calendar.push(entry);
    }
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("inline; filename=\"{file}\"")),
        (header::CACHE_CONTROL, "public, max-age=0, must-revalidate".to_owned()),
    ];
    (headers, calendar.done().to_string()).into_response()
}

fn event_entry(state: &AppState, published: &Published, event: &Event) -> icalendar::Event {
    let content = &published.content;
    let mut entry = entry(state, published, &format!("event-{}", event.id), event.status);
    entry.summary(&format!("{}: {}", content.programme.name, event.title));
    match &event.when {
        When::Days { first, last, .. } => {
            // DTEND of whole days is the day after the last one (RFC 5545, section 3.6.1).
            entry.append_property(whole_day("DTSTART", *first));
            entry.append_property(whole_day("DTEND", last.next()));
        }
        When::Hours { start, end, .. } => times(&mut entry, *start, *end),
    }
    let address = format!("{}/events/{}", state.settings().base_url, event.slug);
    describe(&mut entry, &address, &people(content, event.roles.iter().map(|role| role.person)));
    entry.location(event.venue.as_deref().unwrap_or(event.attendance.label()));
    entry.done()
}

fn session_entry(state: &AppState, published: &Published, session: &Session) -> icalendar::Event {
    let content = &published.content;
    let mut entry = entry(state, published, &format!("session-{}", session.id), session.status);
    entry.summary(&session.title);
    times(&mut entry, session.start, session.end);
    let address = format!("{}/sessions/{}", state.settings().base_url, session.slug);
    describe(&mut entry, &address, &people(content, session.roles.iter().map(|role| role.person)));
    if let Some(room) = content.rooms.iter().find(|room| Some(room.id) == session.room) {
        entry.location(&room.name);
    }
    entry.done()
}

/// What every entry carries. Without METHOD, DTSTAMP is the time of the last revision (RFC 5545, section 3.8.7.2): the
/// release, so that an unchanged file stays byte for byte the same.
fn entry(state: &AppState, published: &Published, identity: &str, status: EventStatus) -> icalendar::Event {
    let mut entry = icalendar::Event::new();
    let host = state.settings().base_url.split("://").nth(1).unwrap_or("localhost");
    let host = host.split([':', '/']).next().unwrap_or("localhost");
    entry.uid(&format!("{identity}@{host}"));
    entry.add_property("DTSTAMP", utc(published.released));
    entry.add_property("LAST-MODIFIED", utc(published.released));
    entry.class(Class::Public);
    entry.status(match status {
        EventStatus::Scheduled => icalendar::EventStatus::Confirmed,
        EventStatus::Postponed => icalendar::EventStatus::Tentative,
        EventStatus::Cancelled => icalendar::EventStatus::Cancelled,
    });
    entry
}

fn times(entry: &mut icalendar::Event, start: Instant, end: Instant) {
    entry.add_property("DTSTART", utc(start));
    entry.add_property("DTEND", utc(end));
}

fn describe(entry: &mut icalendar::Event, address: &str, people: &str) {
    let separator = if people.is_empty() { "" } else { "\n" };
    entry.description(&format!("{people}{separator}{address}"));
    entry.url(address);
}

fn people(content: &Content, ids: impl Iterator<Item = domain::content::Id>) -> String {
    let names: Vec<&str> = ids.filter_map(|id| content.person_by_id(id)).map(|person| person.name.as_str()).collect();
    names.join(", ")
}

/// `20221012T160000Z`.
fn utc(instant: Instant) -> String {
    let text = instant.to_rfc3339();
    let seconds = text.split(['.', 'Z']).next().unwrap_or_default();
    format!("{}Z", seconds.replace(['-', ':'], ""))
}

fn whole_day(name: &str, date: domain::time::Date) -> icalendar::Property {
    icalendar::Property::new(name, date.to_string().replace('-', "")).add_parameter("VALUE", "DATE").done()
}

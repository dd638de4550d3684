//! A session's form.

use super::super::form::{Form, Trouble};
use super::others;
use crate::content::{EventStatus, Session};
use crate::time::Zone;

pub(super) fn bind(session: &mut Session, form: &mut Form<'_>) {
    let content = form.around.content;
    form.line("title", &mut session.title);
    form.optional_line("subtitle", &mut session.subtitle);
    form.optional_line("session_kind", &mut session.kind);
    form.choice("status", &mut session.status, EventStatus::ALL, |status| status.name());
    hours(session, form);
    let of_event = |event| event == session.event;
    let tracks = content.tracks.iter().filter(|track| of_event(track.event));
    let tracks: Vec<_> = tracks.map(|track| (track.id, track.name.clone())).collect();
    let rooms = content.rooms.iter().filter(|room| of_event(room.event));
    let rooms: Vec<_> = rooms.map(|room| (room.id, room.name.clone())).collect();
    form.one_of("track", &mut session.track, tracks);
    form.one_of("room", &mut session.room, rooms);
    form.optional_language("own_language", &mut session.language);
    form.rich("abstract", &mut session.summary);
    form.rich("description", &mut session.description);
    form.roles(&mut session.roles);
    form.topics(&mut session.topics);
    let taken = others(&content.sessions, |one| (one.id, &one.slug, &one.former_slugs, &one.title), session.id);
    form.slug(&mut session.slug, Some(&mut session.former_slugs), (session.id, &session.title), &taken);
}

/// Its date and hour in the event's zone, and the instants that follow.
fn hours(session: &mut Session, form: &mut Form<'_>) {
    let before = (session.date, session.time, session.minutes);
    form.date("date", &mut session.date);
    form.time("time", &mut session.time, true);
    form.number("minutes", &mut session.minutes, 1, 24 * 60);
    // A talk after midnight stays with the evening before, unless it is moved to another day.
    let moved = session.date != before.0;
    if moved && session.day == before.0 {
        session.day = session.date;
    }
    form.date("day", &mut session.day);
    if before == (session.date, session.time, session.minutes) && session.start < session.end {
        return;
    }
    let zone = form.around.content.event_by_id(session.event).map(|event| event.zone.clone());
    let Ok(zone) = Zone::named(zone.as_ref().map_or("UTC", |zone| zone.as_str())) else { return };
    let start = zone.resolve(session.date, session.time);
    if !start.unambiguous {
        return form.refuse("time", Trouble::NotOnce);
    }
    session.start = start.instant;
    session.end = start.instant.plus_minutes(i64::from(session.minutes));
}

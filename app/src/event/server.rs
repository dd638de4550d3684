//! Gathers event and session pages from the published programme.

use std::collections::BTreeMap;

use domain::content::{Accreditation, Content, Event, Session};
use domain::published::Found;
use domain::time::Date;

use super::{EventView, SessionView};
use crate::error::PageError;
use crate::language::{DateWords, Label};
use crate::library::{event_plan, language_name};
use crate::server::{
    event_card, event_data, html, material_card, people_rows, session_card, session_data, state, topic_links,
    visitor_zone,
};
use crate::t;

/// Sessions listed on the event's own page; with more, the days lead to them.
const SESSIONS: usize = 12;
/// Related sessions on a session's page.
const RELATED: usize = 4;

pub(super) fn event_page(slug: &str) -> Result<EventView, PageError> {
    let state = state()?;
    let published = state.published();
    let content = &published.content;
    let event = match content.event(slug).ok_or(PageError::NotFound)? {
        Found::Here(event) => event,
        Found::Moved(event) => return Err(PageError::Moved(format!("/events/{}", event.slug))),
    };
    let visitor = visitor_zone();
    let mut sessions: Vec<&Session> = content.sessions.iter().filter(|session| session.event == event.id).collect();
    sessions.sort_by_key(|session| session.start);
    let few = if sessions.len() <= SESSIONS { sessions.as_slice() } else { &[] };
    let materials = content.materials.iter().filter(|material| material.event == Some(event.id));
    Ok(EventView {
        card: event_card(&state, content, event, visitor.as_ref()),
        description: html(&event.description),
        objectives: event.objectives.clone(),
        announced_as: event.announced_as.clone(),
        attendance: event.attendance.label().to_owned(),
        venue: event.venue.clone(),
        language: language_name(&event.language),
        accreditation: accreditation(&event.accreditation),
        capacity: event.registration.capacity,
        people: people_rows(content, &event.roles),
        topics: topic_links(content, &event.topics),
        days: days(&sessions),
        sessions: few.iter().map(|session| session_card(&state, content, session, event, visitor.as_ref())).collect(),
        materials: materials.map(|material| material_card(content, material)).collect(),
        plan: event_plan(content, event),
        join_url: event.join_url.clone(),
        json_ld: event_data(&state, content, event),
    })
}

/// Credit is spoken of only when it is granted.
fn accreditation(accreditation: &Accreditation) -> Option<String> {
    match accreditation {
        Accreditation::None => None,
        Accreditation::Applied => Some(t!(event.accreditation_applied).to_owned()),
        Accreditation::Granted { body, credits } => {
            Some(t!(event.accreditation_granted, credits = credits, body = body))
        }
    }
}

fn days(sessions: &[&Session]) -> Vec<(String, String)> {
    let mut counts: BTreeMap<Date, usize> = BTreeMap::new();
    for session in sessions {
        *counts.entry(session.day).or_default() += 1;
    }
    let links = counts
        .into_iter()
        .map(|(day, count)| (format!("/programme/{day}"), t!(event.day, day = day.long(), count = count)));
    links.collect()
}

pub(super) fn session_page(slug: &str) -> Result<SessionView, PageError> {
    let state = state()?;
    let published = state.published();
    let content = &published.content;
    let session = match content.session(slug).ok_or(PageError::NotFound)? {
        Found::Here(session) => session,
        Found::Moved(session) => return Err(PageError::Moved(format!("/sessions/{}", session.slug))),
    };
    let event = content.event_by_id(session.event).ok_or(PageError::NotFound)?;
    let visitor = visitor_zone();
    let track = content.tracks.iter().find(|track| Some(track.id) == session.track);
    let room = content.rooms.iter().find(|room| Some(room.id) == session.room);
    let materials = content.materials.iter().filter(|material| material.session == Some(session.id));
    let related = related(content, session, event);
    Ok(SessionView {
        card: session_card(&state, content, session, event, visitor.as_ref()),
        subtitle: session.subtitle.clone(),
        event_slug: event.slug.to_string(),
        kind: session.kind.clone(),
        track: track.map(|track| (track.name.clone(), format!("/programme?track={}", track.slug))),
        room_path: room.map(|room| format!("/programme?room={}", room.slug)),
        summary: html(&session.summary),
        description: if session.description == session.summary { String::new() } else { html(&session.description) },
        language: language_name(session.language.as_ref().unwrap_or(&event.language)),
        people: people_rows(content, &session.roles),
        topics: topic_links(content, &session.topics),
        materials: materials.map(|material| material_card(content, material)).collect(),
        related: related.iter().map(|other| session_card(&state, content, other, event, visitor.as_ref())).collect(),
        json_ld: session_data(&state, session, event),
    })
}

/// What comes next in the same track, or in the same room where there is no track.
fn related<'a>(content: &'a Content, session: &Session, event: &Event) -> Vec<&'a Session> {
    let shares = |other: &Session| match (session.track, session.room) {
        (Some(track), _) => other.track == Some(track),
        (None, Some(room)) => other.room == Some(room),
        (None, None) => false,
    };
    let mut related: Vec<&Session> = content
        .sessions
        .iter()
        .filter(|other| {
            other.event == event.id && other.id != session.id && other.start >= session.start && shares(other)
        })
        .collect();
    related.sort_by_key(|other| other.start);
    related.truncate(RELATED);
    related
}

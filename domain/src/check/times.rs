//! Sessions that are at the same time in one room, or ask one person to be in two places.

use std::collections::BTreeMap;

use super::Subject;
use super::finding::{Finding, Rule};
use super::slot::Slot;
use crate::content::{Content, EventStatus, Id, Kind, Session};

/// Overlaps of rooms and of people. Each session is told of once for each room and person, with one it overlaps.
pub(super) fn overlaps(content: &Content) -> Vec<Finding> {
    let (mut rooms, mut people): (Groups<'_>, Groups<'_>) = Default::default();
    for session in content.sessions.iter().filter(|session| takes_place(session)) {
        if let Some(room) = session.room {
            rooms.entry(room).or_default().push(session);
        }
        for role in &session.roles {
            let sessions = people.entry(role.person).or_default();
            // Somebody with two parts in one session is there once.
            if sessions.last().is_none_or(|last| last.id != session.id) {
                sessions.push(session);
            }
        }
    }
    let mut found = Vec::new();
    for sessions in rooms.into_values() {
        found.extend(pairs(sessions).into_iter().map(|(session, other)| {
            let by = other.title.clone();
            Subject::new(Kind::Session, session.id, &session.title).finding("room", Rule::RoomTaken { by })
        }));
    }
    for person in &content.people {
        let sessions = people.remove(&person.id).unwrap_or_default();
        found.extend(pairs(sessions).into_iter().map(|(session, other)| {
            let what = Rule::PersonTwice { person: person.name.clone(), other: other.title.clone() };
            Subject::new(Kind::Session, session.id, &session.title).finding("time", what)
        }));
    }
    found
}

/// Everything that one session has against it: each session in its room, and each in which somebody of it takes part, at
/// the same time.
pub fn clashes(content: &Content, session: &Session) -> Vec<Finding> {
    let thing = Subject::new(Kind::Session, session.id, &session.title);
    let slot = Slot::of(session);
    let mut found = Vec::new();
    for other in &content.sessions {
        let Some(meeting) = slot.meets(&Slot::of(other)) else { continue };
        if meeting.room {
            found.push(thing.finding("room", Rule::RoomTaken { by: other.title.clone() }));
        }
        for person in content.people.iter().filter(|person| meeting.people.contains(&person.id)) {
            let what = Rule::PersonTwice { person: person.name.clone(), other: other.title.clone() };
            found.push(thing.finding("time", what));
        }
    }
    found
}

type Groups<'a> = BTreeMap<Id, Vec<&'a Session>>;

fn takes_place(session: &Session) -> bool {
    session.status == EventStatus::Scheduled && session.start < session.end
}

/// Each session that begins before one that began earlier is over, with that one.
fn pairs(mut sessions: Vec<&Session>) -> Vec<(&Session, &Session)> {
    sessions.sort_by_key(|session| (session.start, session.end));
    let mut found = Vec::new();
    let mut longest: Option<&Session> = None;
    for session in sessions {
        if let Some(other) = longest.filter(|other| session.start < other.end) {
            found.push((session, other));
        }
        if longest.is_none_or(|other| session.end > other.end) {
            longest = Some(session);
        }
    }
    found
}

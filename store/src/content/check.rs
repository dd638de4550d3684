//! References: everything that a document names must be in it or be stored already. The tables would refuse it too, but
//! could not say which thing it was.

use std::collections::HashSet;

use domain::content::{Content, Id};

use super::thing::Thing;
use super::title_of;
use crate::error::StoreError;

/// Refuses the first reference to a thing that does not exist, by name.
pub(super) fn references(stored: &Content, content: &Content) -> Result<(), StoreError> {
    let people = ids(&stored.people, &content.people);
    let topics = ids(&stored.topics, &content.topics);
    let events = ids(&stored.events, &content.events);
    let tracks = ids(&stored.tracks, &content.tracks);
    let rooms = ids(&stored.rooms, &content.rooms);
    let sessions = ids(&stored.sessions, &content.sessions);

    for event in &content.events {
        links(event, &people, &topics)?;
    }
    for track in &content.tracks {
        require(track, "an event", &events, [track.event])?;
    }
    for room in &content.rooms {
        require(room, "an event", &events, [room.event])?;
    }
    for session in &content.sessions {
        links(session, &people, &topics)?;
        require(session, "an event", &events, [session.event])?;
        require(session, "a track", &tracks, session.track)?;
        require(session, "a room", &rooms, session.room)?;
    }
    for material in &content.materials {
        links(material, &people, &topics)?;
        require(material, "an event", &events, material.event)?;
        require(material, "a session", &sessions, material.session)?;
    }
    Ok(())
}

fn ids<T: Thing>(stored: &[T], wanted: &[T]) -> HashSet<Id> {
    stored.iter().chain(wanted).map(Thing::id).collect()
}

fn links<T: Thing>(thing: &T, people: &HashSet<Id>, topics: &HashSet<Id>) -> Result<(), StoreError> {
    require(thing, "a person", people, thing.roles().iter().map(|role| role.person))?;
    require(thing, "a topic", topics, thing.topics().iter().copied())
}

fn require<T: Thing>(
    thing: &T,
    what: &str,
    known: &HashSet<Id>,
    named: impl IntoIterator<Item = Id>,
) -> Result<(), StoreError> {
    match named.into_iter().find(|id| !known.contains(id)) {
        None => Ok(()),
        Some(id) => {
            let what = format!("{} names {what} that does not exist ({id})", title_of(thing));
            Err(StoreError::Integrity { what })
        }
    }
}

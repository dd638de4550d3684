//! Gathers people and topic pages from the published programme.

use std::collections::BTreeMap;

use domain::content::{Content, Id, Person, Role, Session};
use domain::fold;
use domain::published::Found;

use super::directory::Listed;
use super::{DirectoryView, PersonView, TopicView};
use crate::error::PageError;
use crate::server::{
    AppState, event_card, html, material_card, person_data, person_row, portrait, session_card, state, topic_links,
    visitor_zone,
};
use crate::t;
use crate::view::{PersonLink, SessionCard, TopicLink};

/// Sessions listed on a person's or a topic's page; more are found in the programme.
const SESSIONS: usize = 60;

pub(super) fn directory() -> Result<DirectoryView, PageError> {
    let state = state()?;
    let published = state.published();
    let mut people: Vec<&Person> = published.content.people.iter().collect();
    people.sort_by_cached_key(|person| fold(&person.sort_name));
    let mut letters: BTreeMap<String, Vec<Listed>> = BTreeMap::new();
    for person in &people {
        let link = PersonLink { slug: person.slug.to_string(), name: person.name.clone() };
        letters.entry(letter(&person.sort_name)).or_default().push((
            link,
            person.affiliation.clone(),
            portrait(&state, person),
        ));
    }
    Ok(DirectoryView { letters: letters.into_iter().collect(), total: u32::try_from(people.len()).unwrap_or(u32::MAX) })
}

/// The letter under which a name is filed; everything that is not a Latin letter goes together.
fn letter(sort_name: &str) -> String {
    let first = fold(sort_name).chars().find(|character| character.is_alphanumeric());
    first
        .filter(char::is_ascii_alphabetic)
        .map_or_else(|| t!(people.other_letters).to_owned(), |letter| letter.to_ascii_uppercase().to_string())
}

pub(super) fn person_page(slug: &str) -> Result<PersonView, PageError> {
    let state = state()?;
    let published = state.published();
    let content = &published.content;
    let person = match content.person(slug).ok_or(PageError::NotFound)? {
        Found::Here(person) => person,
        Found::Moved(person) => return Err(PageError::Moved(format!("/people/{}", person.slug))),
    };
    let takes_part = |roles: &[Role]| roles.iter().any(|role| role.person == person.id);
    let visitor = visitor_zone();
    let events: Vec<_> = content.events.iter().filter(|event| takes_part(&event.roles)).collect();
    let held =
        events.iter().flat_map(|event| &event.roles).chain(content.sessions.iter().flat_map(|session| &session.roles));
    let mut roles: Vec<_> = held.filter(|role| role.person == person.id).map(|role| role.kind).collect();
    roles.sort();
    roles.dedup();
    let materials = content.materials.iter().filter(|material| material.authors.contains(&person.id));
    let materials: Vec<_> = materials.map(|material| material_card(content, material)).collect();
    Ok(PersonView {
        person: person_row(person),
        biography: html(&person.biography),
        roles,
        events: events.iter().map(|event| event_card(&state, content, event, visitor.as_ref())).collect(),
        sessions: sessions(&state, content, |session| takes_part(&session.roles)),
        materials,
        json_ld: person_data(&state, person),
    })
}

pub(super) fn topic_page(slug: &str) -> Result<TopicView, PageError> {
    let state = state()?;
    let published = state.published();
    let content = &published.content;
    let topic = match content.topic(slug).ok_or(PageError::NotFound)? {
        Found::Here(topic) => topic,
        Found::Moved(topic) => return Err(PageError::Moved(format!("/topics/{}", topic.slug))),
    };
    let carries = |topics: &[Id]| topics.contains(&topic.id);
    let visitor = visitor_zone();
    let events = content.events.iter().filter(|event| carries(&event.topics));
    let materials = content.materials.iter().filter(|material| carries(&material.topics));
    let siblings: Vec<Id> = content
        .topics
        .iter()
        .filter(|other| other.facet == topic.facet && other.id != topic.id)
        .map(|other| other.id)
        .collect();
    Ok(TopicView {
        topic: TopicLink { slug: topic.slug.to_string(), name: topic.name.clone(), facet: topic.facet },
        events: events.map(|event| event_card(&state, content, event, visitor.as_ref())).collect(),
        sessions: sessions(&state, content, |session| carries(&session.topics)),
        materials: materials.map(|material| material_card(content, material)).collect(),
        siblings: topic_links(content, &siblings),
    })
}

fn sessions(state: &AppState, content: &Content, wanted: impl Fn(&Session) -> bool) -> Vec<SessionCard> {
    let mut sessions: Vec<&Session> = content.sessions.iter().filter(|session| wanted(session)).collect();
    sessions.sort_by_key(|session| session.start);
    let cards = sessions.into_iter().take(SESSIONS).filter_map(|session| {
        let event = content.event_by_id(session.event)?;
        Some(session_card(state, content, session, event, None))
    });
    cards.collect()
}

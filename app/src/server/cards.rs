//! Turns published content into the small pieces pages are made of.

use domain::content::{Content, Disclosure, Event, Id, Material, Person, Role, Session, Visibility};
use domain::media::FileType;
use domain::registration::waiting::Terms;
use domain::time::Zone;
use store::Variant;

use super::{AppState, event_time, session_time, short_length, state};
use crate::language::DateWords;
use crate::library::elsewhere;
use crate::t;
use crate::view::{CardPicture, EventCard, MaterialCard, PersonLink, PersonRow, PortraitView, SessionCard, TopicLink};

/// An event's card.
pub fn event_card(state: &AppState, content: &Content, event: &Event, visitor: Option<&Zone>) -> EventCard {
    let sessions = content.sessions.iter().filter(|session| session.event == event.id).count();
    EventCard {
        slug: event.slug.to_string(),
        kind: event.kind,
        title: event.title.clone(),
        subtitle: event.subtitle.clone(),
        summary: event.summary.clone(),
        time: event_time(state, event, visitor),
        timetable: content.event_timetable(event),
        full: full(state, event),
        whole_days: event.when.is_days(),
        people: event.roles.iter().filter_map(|role| person_link(content, role.person)).collect(),
        sessions: u32::try_from(sessions).unwrap_or(u32::MAX),
    }
}

/// What the button to register says instead, when every place is taken.
fn full(state: &AppState, event: &Event) -> Option<&'static str> {
    let has_list = Terms::of(event).list_is_open(state.now());
    state.is_full(event.id).then(|| if has_list { t!(action.full_waiting) } else { t!(action.full) })
}

/// A session's card.
pub fn session_card(
    state: &AppState,
    content: &Content,
    session: &Session,
    event: &Event,
    visitor: Option<&Zone>,
) -> SessionCard {
    let room = content.rooms.iter().find(|room| Some(room.id) == session.room);
    SessionCard {
        slug: session.slug.to_string(),
        title: session.title.clone(),
        time: session_time(state, session, event, visitor),
        timetable: content.session_timetable(session),
        room: room.map(|room| room.name.clone()),
        people: session.roles.iter().filter_map(|role| person_link(content, role.person)).collect(),
        event_title: event.title.clone(),
    }
}

/// A material's card.
pub fn material_card(content: &Content, material: &Material) -> MaterialCard {
    let event = material.event.and_then(|id| content.event_by_id(id));
    let state = state().ok();
    let length = state.as_ref().and_then(|state| state.minutes_of(material)).filter(|_| material.kind.is_recording());
    MaterialCard {
        watched: None,
        slug: material.slug.to_string(),
        kind: material.kind,
        title: material.title.clone(),
        summary: material.summary.clone(),
        url: material.url.clone(),
        is_here: material.media.is_some() || !material.body.is_empty() || plays_here(material),
        publisher: material.publisher.clone(),
        published: material.published.map(DateWords::medium),
        authors: material.authors.iter().filter_map(|id| person_link(content, *id)).collect(),
        topics: topic_links(content, &material.topics),
        event: event.map(|event| (event.slug.to_string(), event.title.clone())),
        // On a page that is the same for everybody.
        picture: state
            .filter(|_| material.visibility == Visibility::Public)
            .and_then(|state| material_picture(&state, material)),
        length: length.map(short_length),
    }
}

/// A picture that was made of a material's file, for somebody who may have it.
pub(crate) fn material_picture(state: &AppState, material: &Material) -> Option<CardPicture> {
    let summaries = state.summaries();
    let picture = summaries.get(material.media.as_ref()?.as_str())?.picture.as_ref()?;
    let address = state.media_address(&picture.key, &picture.name, material.visibility != Visibility::Public);
    Some(CardPicture { address, width: picture.width, height: picture.height })
}

/// Whether the player of the site that keeps it can be had on its page.
fn plays_here(material: &Material) -> bool {
    state().is_ok_and(|state| elsewhere(material, state.settings()).is_some())
}

/// The people in some roles, in the same order.
pub fn people_rows(content: &Content, roles: &[Role]) -> Vec<PersonRow> {
    let rows = roles.iter().filter_map(|role| {
        let person = content.person_by_id(role.person)?;
        Some(PersonRow { role: Some(role.kind), ..person_row(person) })
    });
    rows.collect()
}

/// A person without a role.
pub(crate) fn person_row(person: &Person) -> PersonRow {
    PersonRow {
        slug: person.slug.to_string(),
        name: person.name.clone(),
        role: None,
        affiliation: person.affiliation.clone(),
        disclosure: match &person.disclosure {
            Disclosure::NotProvided => t!(people.no_disclosure).to_owned(),
            Disclosure::None => t!(people.nothing_to_disclose).to_owned(),
            Disclosure::Statement(statement) => statement.clone(),
        },
        portrait: state().ok().and_then(|state| portrait(&state, person)),
    }
}

/// A picture of a person, as far as it is here: its smaller forms, or where none are made the picture itself.
pub(crate) fn portrait(state: &AppState, person: &Person) -> Option<PortraitView> {
    let portrait = person.portrait.as_ref()?;
    let summaries = state.summaries();
    let summary = summaries.get(portrait.media.as_str())?;
    let address = |square: &Variant| state.media_address(&square.key, &square.name, false);
    let of = |file_type: FileType| summary.squares.iter().filter(move |square| square.file_type == file_type);
    let set = |file_type: FileType| {
        let forms = of(file_type).map(|square| format!("{} {}w", address(square), square.side));
        forms.collect::<Vec<_>>().join(", ")
    };
    let original = || Some(state.media_address(portrait.media.as_str(), summary.original.as_ref()?, false));
    Some(PortraitView {
        avif: set(FileType::Avif),
        webp: set(FileType::Webp),
        address: of(FileType::Webp).next_back().map(address).or_else(original)?,
        description: portrait.description.clone(),
    })
}

/// A link to a person.
pub fn person_link(content: &Content, id: Id) -> Option<PersonLink> {
    let person = content.person_by_id(id)?;
    Some(PersonLink { slug: person.slug.to_string(), name: person.name.clone() })
}

/// Links to topics, in the order of the facets.
pub fn topic_links(content: &Content, ids: &[Id]) -> Vec<TopicLink> {
    let mut links: Vec<TopicLink> = content
        .topics
        .iter()
        .filter(|topic| ids.contains(&topic.id))
        .map(|topic| TopicLink { slug: topic.slug.to_string(), name: topic.name.clone(), facet: topic.facet })
        .collect();
    links.sort_by_key(|link| link.facet);
    links
}

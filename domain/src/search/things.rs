//! What is indexed of a programme. Organisations are left out: supporters are kept apart from scientific content, and a list
//! of results is full of it.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::plain::{passages, together};
use crate::content::{
    Content, Disclosure, Event, Id, Kind, Material, MaterialKind, Page, Person, Programme, Role, Session, Topic,
    Visibility, names,
};

/// The identity of the programme itself, which has none of its own.
pub const PROGRAMME: Id = Id::nil();

/// The kinds of things that can be found, in the order in which equally good ones come.
pub const KINDS: &[Kind] =
    &[Kind::Person, Kind::Topic, Kind::Event, Kind::Session, Kind::Material, Kind::Page, Kind::Programme];

/// A thing that can be found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thing {
    /// What sort of thing.
    pub kind: Kind,
    /// Its identity.
    pub id: Id,
    /// What it is known by.
    pub heading: Heading,
    /// Its texts.
    pub passages: Vec<Passage>,
}

/// What a thing is known by; plain texts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// Title and second title, or name.
    pub title: String,
    /// People who take part or wrote it.
    pub people: String,
    /// Topics, track, and what it is in the organiser's words.
    pub topics: String,
}

/// A piece of text as long as one reads at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// What sort of text.
    pub part: Part,
    /// Language, BCP 47.
    pub language: String,
    /// The text, plain.
    pub text: String,
    /// Where it is said, in milliseconds from the beginning of the recording.
    pub at: Option<u32>,
    /// The page or slide it stands on, from 1.
    pub page: Option<u32>,
    /// Who may find it.
    pub visibility: Visibility,
}

/// What sort of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// A description, a biography, running text.
    Text,
    /// What was said.
    Speech,
    /// What stands on a slide.
    Slide,
    /// The text of a report.
    Report,
}

names!(Part { Text => "text", Speech => "speech", Slide => "slide", Report => "report" });

/// Everything that can be found in a programme.
pub fn things(content: &Content) -> Vec<Thing> {
    let around = Around::of(content);
    let programme = std::iter::once(of_programme(&content.programme));
    let people = content.people.iter().map(of_person);
    let topics = content.topics.iter().map(of_topic);
    let events = content.events.iter().map(|event| around.of_event(event));
    let sessions = content.sessions.iter().map(|session| around.of_session(session));
    let materials = content.materials.iter().map(|material| around.of_material(material));
    let pages = content.pages.iter().map(of_page);
    programme.chain(people).chain(topics).chain(events).chain(sessions).chain(materials).chain(pages).collect()
}

/// What things refer to by identity.
struct Around<'a> {
    names: HashMap<Id, &'a str>,
    languages: HashMap<Id, &'a str>,
}

impl<'a> Around<'a> {
    fn of(content: &'a Content) -> Self {
        let people = content.people.iter().map(|person| (person.id, person.name.as_str()));
        let topics = content.topics.iter().map(|topic| (topic.id, topic.name.as_str()));
        let tracks = content.tracks.iter().map(|track| (track.id, track.name.as_str()));
        let languages = content.events.iter().map(|event| (event.id, event.language.as_str()));
        Self { names: people.chain(topics).chain(tracks).collect(), languages: languages.collect() }
    }

    fn names(&self, ids: impl IntoIterator<Item = Id>) -> String {
        joined(ids.into_iter().map(|id| self.names.get(&id).copied()))
    }

    fn people(&self, roles: &[Role]) -> String {
        self.names(roles.iter().map(|role| role.person))
    }

    fn of_event(&self, event: &Event) -> Thing {
        let heading = Heading {
            title: joined([Some(event.title.as_str()), event.subtitle.as_deref()]),
            people: self.people(&event.roles),
            topics: self.names(event.topics.iter().copied()),
        };
        let short = [Some(event.summary.clone()), event.venue.clone()].into_iter().flatten();
        let texts =
            together(short).into_iter().chain(passages(&event.description)).chain(together(event.objectives.clone()));
        Thing { kind: Kind::Event, id: event.id, heading, passages: plain(&event.language, texts) }
    }

    fn of_session(&self, session: &Session) -> Thing {
        let about = self.names(session.topics.iter().copied().chain(session.track));
        let heading = Heading {
            title: joined([Some(session.title.as_str()), session.subtitle.as_deref()]),
            people: self.people(&session.roles),
            topics: joined([Some(about.as_str()), session.kind.as_deref()]),
        };
        let texts = passages(&session.summary).into_iter().chain(passages(&session.description));
        let language = session.language.as_deref().or_else(|| self.languages.get(&session.event).copied());
        Thing { kind: Kind::Session, id: session.id, heading, passages: plain(language.unwrap_or("en"), texts) }
    }

    fn of_material(&self, material: &Material) -> Thing {
        let about = self.names(material.topics.iter().copied());
        let heading = Heading {
            title: material.title.clone(),
            people: self.names(material.authors.iter().copied()),
            topics: joined([Some(about.as_str()), material.publisher.as_deref()]),
        };
        let mut found = plain(&material.language, together([material.summary.clone()]));
        // That there is such a text is public; what it says is for whom it is meant.
        let part = if material.kind == MaterialKind::Report { Part::Report } else { Part::Text };
        let body = plain(&material.language, passages(&material.body)).into_iter();
        found.extend(body.map(|passage| Passage { part, visibility: material.visibility, ..passage }));
        Thing { kind: Kind::Material, id: material.id, heading, passages: found }
    }
}

fn of_programme(programme: &Programme) -> Thing {
    let heading =
        Heading { title: joined([Some(programme.name.as_str()), Some(&programme.tagline)]), ..Heading::default() };
    let sections = programme.sections.iter().flat_map(|section| {
        let list = together(std::iter::once(section.title.clone()).chain(section.items.iter().cloned()));
        passages(&section.text).into_iter().chain(list)
    });
    let texts = together([programme.summary.clone()]).into_iter().chain(sections);
    Thing { kind: Kind::Programme, id: PROGRAMME, heading, passages: plain("en", texts) }
}

fn of_person(person: &Person) -> Thing {
    let heading = Heading { title: person.name.clone(), ..Heading::default() };
    let statement = if let Disclosure::Statement(text) = &person.disclosure { Some(text.clone()) } else { None };
    let texts = together(person.affiliation.clone()).into_iter().chain(passages(&person.biography));
    Thing { kind: Kind::Person, id: person.id, heading, passages: plain("en", texts.chain(together(statement))) }
}

fn of_topic(topic: &Topic) -> Thing {
    let heading = Heading { title: topic.name.clone(), ..Heading::default() };
    Thing { kind: Kind::Topic, id: topic.id, heading, passages: Vec::new() }
}

fn of_page(page: &Page) -> Thing {
    let heading = Heading { title: page.title.clone(), ..Heading::default() };
    let texts = together([page.summary.clone()]).into_iter().chain(passages(&page.text));
    Thing { kind: Kind::Page, id: page.id, heading, passages: plain("en", texts) }
}

fn plain(language: &str, texts: impl IntoIterator<Item = String>) -> Vec<Passage> {
    let passage = |text| Passage {
        part: Part::Text,
        language: language.to_owned(),
        text,
        at: None,
        page: None,
        visibility: Visibility::Public,
    };
    texts.into_iter().map(passage).collect()
}

fn joined<'a>(texts: impl IntoIterator<Item = Option<&'a str>>) -> String {
    let texts: Vec<&str> = texts.into_iter().flatten().filter(|text| !text.is_empty()).collect();
    texts.join(" · ")
}

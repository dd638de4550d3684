//! Whether content may be released: rules in words, each with the thing it concerns.
//!
//! [`check`] is asked before a release and after an import. It finds what a form's own validation cannot see: a
//! reference to something that was removed, two things at one address, a supporter's name where none may stand.

mod questions;

use std::collections::{HashMap, HashSet};
use std::fmt;

use crate::content::{Accreditation, Content, Event, Id, OrganisationKind, RichText, Session};
use crate::slug::Slug;
use crate::time::Instant;

pub use questions::{QUESTIONS_MAX, question_problem};

/// A rule that does not hold, and for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The thing concerned, as an editor knows it: `event “Webinar 1”`.
    pub thing: String,
    /// Identity of the thing, when it has one.
    pub id: Option<Id>,
    /// What is wrong and what to do, in one sentence.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.thing, self.message)
    }
}

/// Everything that keeps this content from being released; empty when it may be.
pub fn check(content: &Content) -> Vec<Problem> {
    let mut checker =
        Checker { content, supporters: supporters(content), known: Known::of(content), found: Vec::new() };
    checker.addresses();
    checker.events();
    checker.sessions();
    checker.materials();
    checker.people_and_texts();
    checker.found
}

/// Whether a text is an http or https address with a host and nothing that could break out of an attribute or header.
pub fn is_web_address(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let forbidden = |character: char| {
        character.is_whitespace() || character.is_control() || matches!(character, '<' | '>' | '"' | '\\')
    };
    (scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http"))
        && !host.is_empty()
        && !host.starts_with([':', '.'])
        && !host.contains('@')
        && !text.contains(forbidden)
}

/// Words by which credit is promised; "creditable" or "accredited" are not among them.
const CREDIT_WORDS: &[&str] = &["cme", "credit", "credits", "eaccme"];

/// The first credit word in a text, as written there. A schedule made elsewhere speaks of credit cards and of giving
/// credit; there the bare singular promises nothing.
fn credit_word(text: &str, imported: bool) -> Option<&str> {
    text.split(|character: char| !character.is_alphanumeric()).find(|word| {
        let word = word.to_lowercase();
        CREDIT_WORDS.contains(&word.as_str()) && !(imported && word == "credit")
    })
}

/// Whether the name stands in the text as whole words, whatever the letters' case.
fn names(text: &str, name: &str) -> bool {
    let words = |text: &str| {
        let words = text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect::<Vec<_>>()
    };
    let (text, name) = (words(text), words(name));
    !name.is_empty() && text.windows(name.len()).any(|window| window == name)
}

fn supporters(content: &Content) -> Vec<&str> {
    let supporters = content.organisations.iter().filter(|one| one.kind == OrganisationKind::Supporter);
    supporters.map(|one| one.name.as_str()).collect()
}

/// What exists, by identity; tracks and rooms with the event they belong to.
struct Known {
    events: HashSet<Id>,
    sessions: HashMap<Id, Id>,
    people: HashSet<Id>,
    topics: HashSet<Id>,
    tracks: HashMap<Id, Id>,
    rooms: HashMap<Id, Id>,
}

impl Known {
    fn of(content: &Content) -> Self {
        Self {
            events: content.events.iter().map(|event| event.id).collect(),
            sessions: content.sessions.iter().map(|session| (session.id, session.event)).collect(),
            people: content.people.iter().map(|person| person.id).collect(),
            topics: content.topics.iter().map(|topic| topic.id).collect(),
            tracks: content.tracks.iter().map(|track| (track.id, track.event)).collect(),
            rooms: content.rooms.iter().map(|room| (room.id, room.event)).collect(),
        }
    }
}

struct Checker<'a> {
    content: &'a Content,
    supporters: Vec<&'a str>,
    known: Known,
    found: Vec<Problem>,
}

impl Checker<'_> {
    fn problem(&mut self, thing: String, id: Id, message: impl Into<String>) {
        self.found.push(Problem { thing, id: Some(id), message: message.into() });
    }

    /// One address, one thing; old addresses included, and no identity twice.
    fn addresses(&mut self) {
        let content = self.content;
        let none: &[Slug] = &[];
        let entry = |id: Id, slug, former, name: &str| (id, slug, former, name.to_owned());
        let events = content.events.iter().map(|one| entry(one.id, &one.slug, &one.former_slugs[..], &one.title));
        self.unique("event", events.collect());
        let sessions = content.sessions.iter().map(|one| entry(one.id, &one.slug, &one.former_slugs[..], &one.title));
        self.unique("session", sessions.collect());
        let people = content.people.iter().map(|one| entry(one.id, &one.slug, &one.former_slugs[..], &one.name));
        self.unique("person", people.collect());
        let topics = content.topics.iter().map(|one| entry(one.id, &one.slug, &one.former_slugs[..], &one.name));
        self.unique("topic", topics.collect());
        let materials = content.materials.iter().map(|one| entry(one.id, &one.slug, &one.former_slugs[..], &one.title));
        self.unique("material", materials.collect());
        let organisations = content.organisations.iter().map(|one| entry(one.id, &one.slug, none, &one.name));
        self.unique("organisation", organisations.collect());
        self.unique("page", content.pages.iter().map(|one| entry(one.id, &one.slug, none, &one.title)).collect());
        for event in &content.events {
            let tracks = content.tracks.iter().filter(|one| one.event == event.id);
            self.unique("track", tracks.map(|one| entry(one.id, &one.slug, none, &one.name)).collect());
            let rooms = content.rooms.iter().filter(|one| one.event == event.id);
            self.unique("room", rooms.map(|one| entry(one.id, &one.slug, none, &one.name)).collect());
        }
        for (kind, id, event, name) in content
            .tracks
            .iter()
            .map(|one| ("track", one.id, one.event, &one.name))
            .chain(content.rooms.iter().map(|one| ("room", one.id, one.event, &one.name)))
        {
            if !self.known.events.contains(&event) {
                self.problem(title_of(kind, name), id, "it belongs to an event that does not exist");
            }
        }
    }

    fn unique(&mut self, kind: &str, entries: Vec<(Id, &Slug, &[Slug], String)>) {
        let mut owners: HashMap<&Slug, String> = HashMap::new();
        let mut identities = HashSet::new();
        for (id, slug, former, name) in entries {
            if !identities.insert(id) {
                self.problem(title_of(kind, &name), id, format!("another {kind} has the same identity"));
            }
            for slug in std::iter::once(slug).chain(former) {
                if let Some(other) = owners.get(slug) {
                    let message = format!("the address “{slug}” is already taken by “{other}”; choose another");
                    self.problem(title_of(kind, &name), id, message);
                } else {
                    owners.insert(slug, name.clone());
                }
            }
        }
    }

    fn events(&mut self) {
        let content = self.content;
        for event in &content.events {
            let thing = title_of("event", &event.title);
            self.titled(&thing, event.id, &[Some(&event.title), event.subtitle.as_ref()]);
            self.span(&thing, event.id, event.when.start(), event.when.end());
            self.web(&thing, event.id, event.join_url.as_deref(), "the address of the live room");
            self.people(&thing, event.id, event.roles.iter().map(|role| role.person));
            self.topics(&thing, event.id, &event.topics);
            let registration = &event.registration;
            if let (Some(opens), Some(closes)) = (registration.opens, registration.closes)
                && closes <= opens
            {
                self.problem(thing.clone(), event.id, "registration closes before it opens");
            }
            let questions = &registration.questions;
            for (position, question) in questions.iter().enumerate() {
                if let Some(problem) = question_problem(question, questions.get(..position).unwrap_or_default()) {
                    self.problem(thing.clone(), event.id, problem);
                }
            }
            let texts = [&event.title, &event.summary, &event.description.source];
            let texts = texts.into_iter().chain(&event.subtitle).chain(&event.objectives);
            let texts = texts.chain(questions.iter().map(|question| &question.label));
            self.credit(&thing, event.id, event, texts);
        }
    }

    fn sessions(&mut self) {
        let content = self.content;
        let events: HashMap<Id, &Event> = content.events.iter().map(|event| (event.id, event)).collect();
        for session in &content.sessions {
            let thing = title_of("session", &session.title);
            self.titled(&thing, session.id, &[Some(&session.title), session.subtitle.as_ref()]);
            self.span(&thing, session.id, session.start, session.end);
            self.people(&thing, session.id, session.roles.iter().map(|role| role.person));
            self.topics(&thing, session.id, &session.topics);
            self.place(&thing, session);
            let Some(event) = events.get(&session.event) else {
                self.problem(thing, session.id, "it belongs to an event that does not exist");
                continue;
            };
            let texts = [&session.title, &session.summary.source, &session.description.source];
            let texts = texts.into_iter().chain(&session.subtitle).chain(&session.kind);
            self.credit(&thing, session.id, event, texts);
        }
    }

    fn place(&mut self, thing: &str, session: &Session) {
        for (kind, wanted, owners) in
            [("track", session.track, &self.known.tracks), ("room", session.room, &self.known.rooms)]
        {
            let message = match wanted.map(|id| owners.get(&id)) {
                Some(None) => format!("its {kind} does not exist"),
                Some(Some(owner)) if *owner != session.event => format!("its {kind} belongs to another event"),
                _ => continue,
            };
            self.found.push(Problem { thing: thing.to_owned(), id: Some(session.id), message });
        }
    }

    fn materials(&mut self) {
        let content = self.content;
        for material in &content.materials {
            let thing = title_of(material.kind.name(), &material.title);
            self.titled(&thing, material.id, &[Some(&material.title)]);
            self.web(&thing, material.id, Some(&material.url), "its address");
            self.people(&thing, material.id, material.authors.iter().copied());
            self.topics(&thing, material.id, &material.topics);
            if material.event.is_some_and(|event| !self.known.events.contains(&event)) {
                self.problem(thing.clone(), material.id, "it belongs to an event that does not exist");
            }
            match material.session.map(|session| self.known.sessions.get(&session).copied()) {
                Some(None) => self.problem(thing, material.id, "it belongs to a session that does not exist"),
                Some(Some(event)) if material.event.is_some_and(|own| own != event) => {
                    self.problem(thing, material.id, "its session belongs to another event");
                }
                _ => {}
            }
        }
    }

    fn people_and_texts(&mut self) {
        let content = self.content;
        let mut untitled = Vec::new();
        for person in &content.people {
            let thing = title_of("person", &person.name);
            if person.name.trim().is_empty() {
                untitled.push((thing.clone(), person.id));
            }
            if self.supporters.iter().any(|supporter| names(supporter, &person.name) && names(&person.name, supporter))
            {
                self.problem(thing, person.id, "a supporter cannot hold a role; name the person");
            }
        }
        untitled.extend(
            content
                .topics
                .iter()
                .filter(|topic| topic.name.trim().is_empty())
                .map(|topic| (title_of("topic", topic.slug.as_str()), topic.id)),
        );
        for (thing, id) in untitled {
            self.problem(thing, id, "it has no name");
        }
        if content.programme.name.trim().is_empty() {
            let thing = "programme".to_owned();
            self.found.push(Problem { thing, id: None, message: "it has no name".to_owned() });
        }
        for section in &content.programme.sections {
            let RichText { source, .. } = &section.text;
            if source.trim().is_empty() && section.items.is_empty() {
                let thing = title_of("section", &section.title);
                self.found.push(Problem { thing, id: None, message: "it has neither text nor a list".to_owned() });
            }
        }
    }

    /// A title is there and names no supporter.
    fn titled(&mut self, thing: &str, id: Id, titles: &[Option<&String>]) {
        if titles.first().is_some_and(|title| title.is_none_or(|title| title.trim().is_empty())) {
            self.problem(thing.to_owned(), id, "it has no title");
        }
        let named = titles.iter().flatten().find_map(|title| {
            self.supporters.iter().find(|supporter| names(title, supporter)).map(|supporter| (*supporter).to_owned())
        });
        if let Some(supporter) = named {
            let message =
                format!("the title names the supporter {supporter}; supporters stand in their own section only");
            self.problem(thing.to_owned(), id, message);
        }
    }

    fn span(&mut self, thing: &str, id: Id, start: Instant, end: Instant) {
        if end <= start {
            self.problem(thing.to_owned(), id, "it ends before it starts, or at the same moment");
        }
    }

    fn web(&mut self, thing: &str, id: Id, url: Option<&str>, what: &str) {
        if let Some(url) = url.filter(|url| !is_web_address(url)) {
            let message = format!("{what}, “{url}”, does not begin with https:// or http://");
            self.problem(thing.to_owned(), id, message);
        }
    }

    fn people(&mut self, thing: &str, id: Id, people: impl Iterator<Item = Id>) {
        let missing = people.filter(|person| !self.known.people.contains(person)).count();
        if missing > 0 {
            self.problem(thing.to_owned(), id, format!("it names {missing} people who do not exist"));
        }
    }

    fn topics(&mut self, thing: &str, id: Id, topics: &[Id]) {
        let missing = topics.iter().filter(|topic| !self.known.topics.contains(topic)).count();
        if missing > 0 {
            self.problem(thing.to_owned(), id, format!("it carries {missing} topics that do not exist"));
        }
    }

    /// Credit is spoken of only when it is granted.
    fn credit<'t>(&mut self, thing: &str, id: Id, event: &Event, mut texts: impl Iterator<Item = &'t String>) {
        if matches!(event.accreditation, Accreditation::Granted { .. }) {
            return;
        }
        if let Some(word) = texts.find_map(|text| credit_word(text, event.source.is_some())) {
            let message = format!("the text speaks of “{word}”, but accreditation has not been granted");
            self.problem(thing.to_owned(), id, message);
        }
    }
}

fn title_of(kind: &str, name: &str) -> String {
    format!("{kind} “{name}”")
}

#[cfg(test)]
mod tests;

//! Whether content may be released: findings, each with the thing and the field it concerns.
//!
//! [`check`] is asked before a release and after an import. It finds what a form's own validation cannot see: a
//! reference to something that was removed, two things at one address, a supporter's name where none may stand. `advice`
//! finds what may be right as it is, and what an editor should look at all the same.

#[cfg(feature = "advice")]
mod advice;
mod finding;
#[cfg(feature = "advice")]
mod links;
mod questions;
mod slot;
#[cfg(feature = "advice")]
mod times;
mod words;

use std::collections::{HashMap, HashSet};

use crate::content::{Accreditation, Content, Event, Id, Kind, OrganisationKind, RichText, Session};
use crate::slug::Slug;

#[cfg(feature = "advice")]
pub use advice::advice;
pub use finding::{Finding, Rule, Severity};
pub use questions::{QUESTIONS_MAX, question_problem};
pub use slot::{Meeting, Slot};
#[cfg(feature = "advice")]
pub use times::clashes;
pub use words::is_web_address;

use finding::Subject;
use words::{credit_word, names};

/// Everything that keeps this content from being released; empty when it may be.
pub fn check(content: &Content) -> Vec<Finding> {
    let mut checker =
        Checker { content, supporters: supporters(content), known: Known::of(content), found: Vec::new() };
    checker.addresses();
    checker.events();
    checker.sessions();
    checker.materials();
    checker.people_and_texts();
    checker.found
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
    found: Vec<Finding>,
}

impl Checker<'_> {
    fn find(&mut self, thing: Subject<'_>, field: &'static str, what: Rule) {
        self.found.push(thing.finding(field, what));
    }

    /// One address, one thing; old addresses included, and no identity twice.
    fn addresses(&mut self) {
        let content = self.content;
        let none: &[Slug] = &[];
        /// Of each thing its identity, its addresses and its name.
        macro_rules! entries {
            ($list:expr, $name:ident, former) => {
                $list.iter().map(|one| (one.id, &one.slug, &one.former_slugs[..], one.$name.as_str())).collect()
            };
            ($list:expr, $name:ident) => {
                $list.map(|one| (one.id, &one.slug, none, one.$name.as_str())).collect()
            };
        }
        self.unique(Kind::Event, entries!(content.events, title, former));
        self.unique(Kind::Session, entries!(content.sessions, title, former));
        self.unique(Kind::Person, entries!(content.people, name, former));
        self.unique(Kind::Topic, entries!(content.topics, name, former));
        self.unique(Kind::Material, entries!(content.materials, title, former));
        self.unique(Kind::Organisation, entries!(content.organisations.iter(), name));
        self.unique(Kind::Page, entries!(content.pages.iter(), title));
        for event in &content.events {
            self.unique(Kind::Track, entries!(content.tracks.iter().filter(|one| one.event == event.id), name));
            self.unique(Kind::Room, entries!(content.rooms.iter().filter(|one| one.event == event.id), name));
        }
        let tracks = content.tracks.iter().map(|one| (Kind::Track, one.id, one.event, &one.name));
        let rooms = content.rooms.iter().map(|one| (Kind::Room, one.id, one.event, &one.name));
        for (kind, id, event, name) in tracks.chain(rooms) {
            if !self.known.events.contains(&event) {
                self.find(Subject::new(kind, id, name), "", Rule::EventGone);
            }
        }
    }

    fn unique(&mut self, kind: Kind, entries: Vec<(Id, &Slug, &[Slug], &str)>) {
        let mut owners: HashMap<&Slug, &str> = HashMap::new();
        let mut identities = HashSet::new();
        for (id, slug, former, name) in entries {
            let thing = Subject::new(kind, id, name);
            if !identities.insert(id) {
                self.find(thing, "", Rule::TwiceIdentity);
            }
            for slug in std::iter::once(slug).chain(former) {
                if let Some(other) = owners.get(slug) {
                    let by = (*other).to_owned();
                    self.find(thing, "slug", Rule::AddressTaken { slug: slug.clone(), by });
                } else {
                    owners.insert(slug, name);
                }
            }
        }
    }

    fn events(&mut self) {
        for event in &self.content.events {
            let thing = Subject::new(Kind::Event, event.id, &event.title);
            self.titled(thing, &event.title, event.subtitle.as_deref());
            if event.when.end() <= event.when.start() {
                self.find(thing, "date", Rule::Reversed);
            }
            self.web(thing, "join_url", event.join_url.as_deref());
            self.people(thing, "roles", event.roles.iter().map(|role| role.person));
            self.topics(thing, &event.topics);
            let registration = &event.registration;
            if registration.opens.zip(registration.closes).is_some_and(|(opens, closes)| closes <= opens) {
                self.find(thing, "closes", Rule::RegistrationReversed);
            }
            let questions = &registration.questions;
            for (position, question) in questions.iter().enumerate() {
                if let Some(problem) = question_problem(question, questions.get(..position).unwrap_or_default()) {
                    self.find(thing, "questions", Rule::Unaskable(problem));
                }
            }
            let texts =
                [("title", &event.title), ("summary", &event.summary), ("description", &event.description.source)];
            let texts = texts.into_iter().chain(event.subtitle.iter().map(|text| ("subtitle", text)));
            let texts = texts.chain(event.objectives.iter().map(|text| ("objectives", text)));
            let texts = texts.chain(questions.iter().map(|question| ("questions", &question.label)));
            self.credit(thing, event, texts);
        }
    }

    fn sessions(&mut self) {
        let content = self.content;
        let events: HashMap<Id, &Event> = content.events.iter().map(|event| (event.id, event)).collect();
        for session in &content.sessions {
            let thing = Subject::new(Kind::Session, session.id, &session.title);
            self.titled(thing, &session.title, session.subtitle.as_deref());
            if session.end <= session.start {
                self.find(thing, "minutes", Rule::Reversed);
            }
            self.people(thing, "roles", session.roles.iter().map(|role| role.person));
            self.topics(thing, &session.topics);
            self.place(thing, session);
            let Some(event) = events.get(&session.event) else {
                self.find(thing, "", Rule::EventGone);
                continue;
            };
            let texts = [
                ("title", &session.title),
                ("abstract", &session.summary.source),
                ("description", &session.description.source),
            ];
            let texts = texts.into_iter().chain(session.subtitle.iter().map(|text| ("subtitle", text)));
            let texts = texts.chain(session.kind.iter().map(|text| ("session_kind", text)));
            self.credit(thing, event, texts);
        }
    }

    fn place(&mut self, thing: Subject<'_>, session: &Session) {
        let track = session.track.map(|id| self.known.tracks.get(&id).copied());
        let room = session.room.map(|id| self.known.rooms.get(&id).copied());
        for (field, owner, gone, elsewhere) in [
            ("track", track, Rule::TrackGone, Rule::TrackElsewhere),
            ("room", room, Rule::RoomGone, Rule::RoomElsewhere),
        ] {
            match owner {
                Some(None) => self.find(thing, field, gone),
                Some(Some(owner)) if owner != session.event => self.find(thing, field, elsewhere),
                _ => {}
            }
        }
    }

    fn materials(&mut self) {
        for material in &self.content.materials {
            let noun = material.kind.name();
            let thing = Subject { noun, ..Subject::new(Kind::Material, material.id, &material.title) };
            self.titled(thing, &material.title, None);
            self.web(thing, "url", material.url.as_deref());
            if material.url.is_none() && material.media.is_none() && material.body.is_empty() {
                self.find(thing, "url", Rule::NothingToOpen);
            }
            let (prepared, reviewed, expires) = (material.prepared, material.reviewed, material.expires);
            if expires.is_some_and(|last| prepared.max(reviewed).is_some_and(|made| last < made)) {
                self.find(thing, "expires", Rule::ExpiredBefore);
            }
            self.people(thing, "authors", material.authors.iter().copied());
            self.topics(thing, &material.topics);
            if material.event.is_some_and(|event| !self.known.events.contains(&event)) {
                self.find(thing, "event", Rule::EventGone);
            }
            match material.session.map(|session| self.known.sessions.get(&session).copied()) {
                Some(None) => self.find(thing, "session", Rule::SessionGone),
                Some(Some(event)) if material.event.is_some_and(|own| own != event) => {
                    self.find(thing, "session", Rule::SessionElsewhere);
                }
                _ => {}
            }
        }
    }

    fn people_and_texts(&mut self) {
        let content = self.content;
        for person in &content.people {
            let thing = Subject::new(Kind::Person, person.id, &person.name);
            if person.name.trim().is_empty() {
                self.find(thing, "name", Rule::Unnamed);
            }
            let is_supporter = |name: &&str| names(name, &person.name) && names(&person.name, name);
            if self.supporters.iter().any(is_supporter) {
                self.find(thing, "name", Rule::SupporterHoldsRole);
            }
        }
        for topic in content.topics.iter().filter(|topic| topic.name.trim().is_empty()) {
            self.find(Subject::new(Kind::Topic, topic.id, topic.slug.as_str()), "name", Rule::Unnamed);
        }
        let programme = Subject { kind: Kind::Programme, noun: "programme", id: None, title: &content.programme.name };
        if content.programme.name.trim().is_empty() {
            self.find(programme, "name", Rule::Unnamed);
        }
        for section in &content.programme.sections {
            let RichText { source, .. } = &section.text;
            if source.trim().is_empty() && section.items.is_empty() {
                let thing = Subject { noun: "section", title: &section.title, ..programme };
                self.find(thing, "sections", Rule::EmptySection);
            }
        }
    }

    /// A title is there, and neither line of it names a supporter.
    fn titled(&mut self, thing: Subject<'_>, title: &str, subtitle: Option<&str>) {
        if title.trim().is_empty() {
            self.find(thing, "title", Rule::Untitled);
        }
        let lines = [("title", Some(title)), ("subtitle", subtitle)];
        let named = lines.into_iter().find_map(|(field, line)| Some((field, self.supporter_in(line?)?)));
        if let Some((field, supporter)) = named {
            self.find(thing, field, Rule::TitleNamesSupporter(supporter));
        }
    }

    fn supporter_in(&self, text: &str) -> Option<String> {
        self.supporters.iter().find(|supporter| names(text, supporter)).map(|supporter| (*supporter).to_owned())
    }

    fn web(&mut self, thing: Subject<'_>, field: &'static str, url: Option<&str>) {
        if let Some(url) = url.filter(|url| !is_web_address(url)) {
            self.find(thing, field, Rule::NotAWebAddress(url.to_owned()));
        }
    }

    fn people(&mut self, thing: Subject<'_>, field: &'static str, people: impl Iterator<Item = Id>) {
        let missing = people.filter(|person| !self.known.people.contains(person)).count();
        if missing > 0 {
            self.find(thing, field, Rule::PeopleGone(missing));
        }
    }

    fn topics(&mut self, thing: Subject<'_>, topics: &[Id]) {
        let missing = topics.iter().filter(|topic| !self.known.topics.contains(topic)).count();
        if missing > 0 {
            self.find(thing, "topics", Rule::TopicsGone(missing));
        }
    }

    /// Credit is spoken of only when it is granted.
    fn credit<'t>(
        &mut self,
        thing: Subject<'_>,
        event: &Event,
        mut texts: impl Iterator<Item = (&'static str, &'t String)>,
    ) {
        if matches!(event.accreditation, Accreditation::Granted { .. }) {
            return;
        }
        let is_imported = event.source.is_some();
        if let Some((field, word)) = texts.find_map(|(field, text)| Some((field, credit_word(text, is_imported)?))) {
            self.find(thing, field, Rule::Credit(word.to_owned()));
        }
    }
}

#[cfg(test)]
mod tests;

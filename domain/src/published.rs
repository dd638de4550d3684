//! The published programme: one immutable value that every public page reads.

use serde::{Deserialize, Serialize};

use crate::calendar::Revisions;
use crate::content::{Content, Event, Id, Material, Person, RichText, Session, Topic, Visibility};
use crate::slug::Slug;
use crate::time::{Instant, Timetable};

/// A release: everything public, as it was when an editor released it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Published {
    /// Number of the release, from 1.
    pub number: i64,
    /// Name given by the editor.
    pub name: String,
    /// When it was released.
    pub released: Instant,
    /// SHA-256 of the content's canonical JSON, hexadecimal: equal content, equal address.
    pub hash: String,
    /// The content.
    pub content: Content,
    /// How often each entry of people's calendars was revised up to this release.
    pub calendar: Revisions,
}

/// A thing looked up by an address that may be an old one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found<'a, T> {
    /// Its present address.
    Here(&'a T),
    /// A former address; answer with a redirect to the thing's present one.
    Moved(&'a T),
}

impl Content {
    /// The event at that address.
    pub fn event(&self, slug: &str) -> Option<Found<'_, Event>> {
        find(&self.events, slug, |event| (&event.slug, &event.former_slugs))
    }

    /// The session at that address.
    pub fn session(&self, slug: &str) -> Option<Found<'_, Session>> {
        find(&self.sessions, slug, |session| (&session.slug, &session.former_slugs))
    }

    /// The person at that address.
    pub fn person(&self, slug: &str) -> Option<Found<'_, Person>> {
        find(&self.people, slug, |person| (&person.slug, &person.former_slugs))
    }

    /// The topic at that address.
    pub fn topic(&self, slug: &str) -> Option<Found<'_, Topic>> {
        find(&self.topics, slug, |topic| (&topic.slug, &topic.former_slugs))
    }

    /// The material at that address.
    pub fn material(&self, slug: &str) -> Option<Found<'_, Material>> {
        find(&self.materials, slug, |material| (&material.slug, &material.former_slugs))
    }

    /// What the phase of an event depends on.
    pub fn event_timetable(&self, event: &Event) -> Timetable {
        let registration = &event.registration;
        Timetable {
            start: event.when.start(),
            end: event.when.end(),
            opens: registration.offered.then(|| registration.opens.unwrap_or(Instant::from_milliseconds(0))),
            closes: registration.closes,
            has_doors: !event.when.is_days(),
            has_material: self.materials.iter().any(|material| material.event == Some(event.id)),
            status: event.status,
        }
    }

    /// What the phase of a session depends on.
    pub fn session_timetable(&self, session: &Session) -> Timetable {
        Timetable {
            start: session.start,
            end: session.end,
            opens: None,
            closes: None,
            has_doors: false,
            has_material: self
                .materials
                .iter()
                .any(|material| material.session == Some(session.id) && material.kind.is_recording()),
            status: session.status,
        }
    }

    /// The next instant after `now` at which the phase of anything changes: until then a page stays true.
    pub fn next_change(&self, now: Instant) -> Option<Instant> {
        let events = self.events.iter().filter_map(|event| self.event_timetable(event).next_change(now));
        let sessions = self.sessions.iter().filter_map(|session| self.session_timetable(session).next_change(now));
        events.chain(sessions).min()
    }

    /// What visitors may learn of: all but the materials of those who work here.
    #[must_use]
    pub fn for_visitors(mut self) -> Self {
        self.materials.retain(|material| material.visibility != Visibility::Staff);
        self
    }

    /// What everybody may read of it: materials for some without their texts and files.
    #[must_use]
    pub fn for_everybody(self) -> Self {
        let mut shown = self.for_visitors();
        for material in shown.materials.iter_mut().filter(|material| material.visibility != Visibility::Public) {
            (material.body, material.media) = (RichText::default(), None);
        }
        shown
    }

    /// The event with that identity.
    pub fn event_by_id(&self, id: Id) -> Option<&Event> {
        self.events.iter().find(|event| event.id == id)
    }

    /// The person with that identity.
    pub fn person_by_id(&self, id: Id) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }
}

fn find<'a, T>(things: &'a [T], slug: &str, slugs: impl Fn(&T) -> (&Slug, &Vec<Slug>)) -> Option<Found<'a, T>> {
    let here = things.iter().find(|thing| slugs(thing).0.as_str() == slug).map(Found::Here);
    here.or_else(|| {
        things.iter().find(|thing| slugs(thing).1.iter().any(|former| former.as_str() == slug)).map(Found::Moved)
    })
}

//! What a command changes: steps that know what was before, so that each has its inverse.

use serde::{Deserialize, Serialize};

use super::form::{Around, Form, Values};
use super::merge::{Base, base, merge};
use super::{Kind, Thing, bind};
use crate::content::{Content, Event, Id, Session};
use crate::time::{Instant, Zone};

/// Days for which a command can be undone.
const UNDO_DAYS: i64 = 30;

/// What was done since then can be undone at `now`, by the real time.
pub fn undo_from(now: Instant) -> Instant {
    now.plus_minutes(-UNDO_DAYS * 24 * 60)
}

/// One change of the working copy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "step")]
pub enum Step {
    /// A thing is added, changed or removed.
    Put(Box<Put>),
    /// Two things of a kind change places in the editors' order.
    Swap {
        /// Their kind.
        kind: Kind,
        /// One.
        one: Id,
        /// The other.
        other: Id,
    },
}

/// A thing as it was and as it is to be; `None` is a thing that is not there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Put {
    /// As it was.
    pub before: Option<Thing>,
    /// As it is to be.
    pub after: Option<Thing>,
    /// Where it stands among its kind; the store fills it in for what is removed, so that it comes back there.
    #[serde(default)]
    pub position: Option<i64>,
}

impl Put {
    /// The thing, whichever there is.
    pub fn thing(&self) -> Option<&Thing> {
        self.after.as_ref().or(self.before.as_ref())
    }
}

/// Why something cannot be removed or moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It is not there (any more).
    Gone,
    /// It is the programme itself, or stands at the end already.
    Impossible,
}

/// Up or down in the editors' order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Towards the beginning.
    Up,
    /// Towards the end.
    Down,
}

fn put(before: Option<Thing>, after: Option<Thing>) -> Step {
    Step::Put(Box::new(Put { before, after, position: None }))
}

/// Adds a thing.
pub fn add(thing: Thing) -> Vec<Step> {
    vec![put(None, Some(thing))]
}

/// Puts a thing in the place of what it was, with what follows from that: the sessions of an event whose zone changed keep
/// their wall times. Nothing if nothing changes.
pub fn replace(content: &Content, thing: Thing) -> Result<Vec<Step>, Refusal> {
    let before = Thing::find(content, thing.kind(), thing.id()).ok_or(Refusal::Gone)?;
    if before == thing {
        return Ok(Vec::new());
    }
    let mut steps = Vec::new();
    if let (Thing::Event(old), Thing::Event(new)) = (&before, &thing)
        && old.zone != new.zone
    {
        steps.extend(sessions_in_zone(content, new));
    }
    steps.insert(0, put(Some(before), Some(thing)));
    Ok(steps)
}

fn sessions_in_zone(content: &Content, event: &Event) -> Vec<Step> {
    let Ok(zone) = Zone::named(event.zone.as_str()) else { return Vec::new() };
    let sessions = content.sessions.iter().filter(|session| session.event == event.id);
    let moved = sessions.map(|session| {
        let start = zone.resolve(session.date, session.time).instant;
        let length = session.end.milliseconds_since(session.start);
        (session, Session { start, end: start.plus_milliseconds(length), ..session.clone() })
    });
    let step = |(old, new): (&Session, Session)| {
        put(Some(Thing::Session(Box::new(old.clone()))), Some(Thing::Session(Box::new(new))))
    };
    moved.map(step).collect()
}

/// Removes a thing, after everything that would refer to nothing then was taken back or removed with it: an event's sessions,
/// tracks and rooms; the parts of a person; a topic's taggings.
pub fn remove(content: &Content, kind: Kind, id: Id) -> Result<Vec<Step>, Refusal> {
    if kind == Kind::Programme {
        return Err(Refusal::Impossible);
    }
    let thing = Thing::find(content, kind, id).ok_or(Refusal::Gone)?;
    let mut gone = vec![(kind, id)];
    if kind == Kind::Event {
        let of = |event: Id| event == id;
        gone.extend(content.sessions.iter().filter(|one| of(one.event)).map(|one| (Kind::Session, one.id)));
        gone.extend(content.tracks.iter().filter(|one| of(one.event)).map(|one| (Kind::Track, one.id)));
        gone.extend(content.rooms.iter().filter(|one| of(one.event)).map(|one| (Kind::Room, one.id)));
    }
    let mut steps = Vec::new();
    // What stays lets go first.
    for kind in [Kind::Event, Kind::Session, Kind::Material] {
        for before in Thing::all(content, kind) {
            if gone.contains(&(kind, before.id())) {
                continue;
            }
            let after = without(before.clone(), &gone);
            if after != before {
                steps.push(put(Some(before), Some(after)));
            }
        }
    }
    // Sessions before the tracks and rooms they name.
    for kind in [Kind::Session, Kind::Track, Kind::Room] {
        let things = Thing::all(content, kind).into_iter().filter(|one| gone.contains(&(kind, one.id())));
        steps.extend(things.filter(|one| one.id() != id).map(|one| put(Some(one), None)));
    }
    steps.push(put(Some(thing), None));
    Ok(steps)
}

/// The thing without its references to what is gone.
fn without(mut thing: Thing, gone: &[(Kind, Id)]) -> Thing {
    let is_gone = |kind: Kind, id: Id| gone.contains(&(kind, id));
    match &mut thing {
        Thing::Event(event) => {
            event.roles.retain(|role| !is_gone(Kind::Person, role.person));
            event.topics.retain(|topic| !is_gone(Kind::Topic, *topic));
        }
        Thing::Session(session) => {
            session.roles.retain(|role| !is_gone(Kind::Person, role.person));
            session.topics.retain(|topic| !is_gone(Kind::Topic, *topic));
            session.track = session.track.filter(|track| !is_gone(Kind::Track, *track));
            session.room = session.room.filter(|room| !is_gone(Kind::Room, *room));
        }
        Thing::Material(material) => {
            material.event = material.event.filter(|event| !is_gone(Kind::Event, *event));
            material.session = material.session.filter(|session| !is_gone(Kind::Session, *session));
            material.authors.retain(|author| !is_gone(Kind::Person, *author));
            material.topics.retain(|topic| !is_gone(Kind::Topic, *topic));
        }
        _ => {}
    }
    thing
}

/// Moves a thing one place up or down among those of its kind (and of its event, where it belongs to one).
pub fn move_by(content: &Content, kind: Kind, id: Id, direction: Direction) -> Result<Vec<Step>, Refusal> {
    let thing = Thing::find(content, kind, id).ok_or(Refusal::Gone)?;
    let siblings: Vec<Id> =
        Thing::all(content, kind).iter().filter(|other| group(other) == group(&thing)).map(Thing::id).collect();
    let here = siblings.iter().position(|other| *other == id).ok_or(Refusal::Gone)?;
    let there = match direction {
        Direction::Up => here.checked_sub(1),
        Direction::Down => Some(here + 1),
    };
    let other = there.and_then(|there| siblings.get(there)).ok_or(Refusal::Impossible)?;
    Ok(vec![Step::Swap { kind, one: id, other: *other }])
}

/// Among which things of its kind a thing has its place.
fn group(thing: &Thing) -> Option<String> {
    match thing {
        Thing::Session(session) => Some(session.event.to_string()),
        Thing::Track(track) => Some(track.event.to_string()),
        Thing::Room(room) => Some(room.event.to_string()),
        Thing::Topic(topic) => Some(topic.facet.name().to_owned()),
        Thing::Organisation(organisation) => Some(organisation.kind.name().to_owned()),
        _ => None,
    }
}

/// The steps that take others back, in the order in which they can be taken.
pub fn inverse(steps: &[Step]) -> Vec<Step> {
    let back = |step: &Step| match step {
        Step::Put(put) => {
            Step::Put(Box::new(Put { before: put.after.clone(), after: put.before.clone(), position: put.position }))
        }
        swap @ Step::Swap { .. } => swap.clone(),
    };
    steps.iter().rev().map(back).collect()
}

/// What comes of a wish to undo.
#[derive(Debug, Clone, PartialEq)]
pub enum Undone {
    /// These steps do it. What was changed since in other fields stays.
    By(Vec<Step>),
    /// Things that were changed since in the same fields, by title; nothing is undone before that is.
    Changed(Vec<String>),
    /// Nothing is left to be undone.
    Nothing,
}

/// How steps that were taken once are taken back now.
pub fn undo(content: &Content, steps: &[Step]) -> Undone {
    let (mut back, mut changed) = (Vec::new(), Vec::new());
    for step in inverse(steps) {
        let Step::Put(wanted) = step else {
            back.push(step);
            continue;
        };
        let Some(thing) = wanted.thing() else { continue };
        let now = Thing::find(content, thing.kind(), thing.id());
        if now == wanted.before {
            back.push(Step::Put(wanted));
            continue;
        }
        match (now, &wanted.before, &wanted.after) {
            (Some(now), Some(was), Some(to)) => match field_by_field(content, &now, was, to) {
                Some(after) if after == now => {}
                Some(after) => back.push(put(Some(now), Some(after))),
                None => changed.push(now.title().to_owned()),
            },
            // Added and changed since, or removed and there again.
            (now, ..) => {
                if now != wanted.after {
                    changed.push(thing.title().to_owned());
                }
            }
        }
    }
    if !changed.is_empty() {
        return Undone::Changed(changed);
    }
    if back.is_empty() { Undone::Nothing } else { Undone::By(back) }
}

/// What a thing was before, in the fields that were changed to what it has still; `None` where such a field was changed again.
fn field_by_field(content: &Content, now: &Thing, was: &Thing, to: &Thing) -> Option<Thing> {
    let around = Around { content };
    let fields = |thing: &Thing| {
        let mut form = Form::shown(around);
        bind(&mut thing.clone(), &mut form);
        form.finish().0
    };
    let (now_fields, was_base, to_fields): (_, Base, _) = (fields(now), base(&fields(was)), fields(to));
    let merged = merge(&was_base, &now_fields, &Values::of_fields(&to_fields));
    if !merged.conflicts.is_empty() {
        return None;
    }
    let mut after = now.clone();
    let mut form = Form::typed(around, &merged.values);
    bind(&mut after, &mut form);
    form.finish().1.is_empty().then_some(after)
}

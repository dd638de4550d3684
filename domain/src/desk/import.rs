//! What an import makes of the working copy: one content out of two, and the steps from one to the other.

use std::collections::{HashMap, HashSet};

use super::Thing;
use super::steps::{Put, Step};
use crate::content::{Content, Disclosure, Event, Id, Kind, Material, Person, Session, Visibility};

/// In this order whatever is referred to is there before what refers to it.
const ORDER: [Kind; 10] = [
    Kind::Programme,
    Kind::Topic,
    Kind::Person,
    Kind::Event,
    Kind::Track,
    Kind::Room,
    Kind::Session,
    Kind::Material,
    Kind::Organisation,
    Kind::Page,
];

/// The working copy as it is after an import. What is in the file takes the place of what has its identity; what a
/// schedule cannot say (registration, objectives, topics, disclosures) stays as editors made it; and sessions that came
/// with a schedule and are not in it any more are taken out.
pub fn imported(existing: &Content, file: &Content) -> Content {
    let mut after = existing.clone();
    if !file.programme.name.trim().is_empty() {
        after.programme = file.programme.clone();
    }
    gone(&mut after, file);
    put(&mut after.topics, &file.topics, |one| one.id, |_, new| new.clone());
    let from_schedule = file.events.iter().any(|event| event.source.is_some());
    put(
        &mut after.people,
        &file.people,
        |one| one.id,
        |old, new| if from_schedule { person(old, new) } else { new.clone() },
    );
    put(&mut after.events, &file.events, |one| one.id, event);
    put(
        &mut after.tracks,
        &file.tracks,
        |one| one.id,
        |old, new| crate::content::Track { slug: old.slug.clone(), ..new.clone() },
    );
    put(
        &mut after.rooms,
        &file.rooms,
        |one| one.id,
        |old, new| crate::content::Room { slug: old.slug.clone(), ..new.clone() },
    );
    put(&mut after.sessions, &file.sessions, |one| one.id, session);
    put(&mut after.materials, &file.materials, |one| one.id, material);
    put(&mut after.organisations, &file.organisations, |one| one.id, |_, new| new.clone());
    put(&mut after.pages, &file.pages, |one| one.id, |_, new| new.clone());
    after
}

/// Puts what is new in the place of what has its identity, or behind all that is there.
fn put<T: Clone>(existing: &mut Vec<T>, file: &[T], id: impl Fn(&T) -> Id, join: impl Fn(&T, &T) -> T) {
    let places: HashMap<Id, usize> = existing.iter().enumerate().map(|(place, one)| (id(one), place)).collect();
    for new in file {
        match places.get(&id(new)).and_then(|place| existing.get_mut(*place)) {
            Some(old) => *old = join(old, new),
            None => existing.push(new.clone()),
        }
    }
}

/// Takes out sessions of a schedule that is imported again without them.
fn gone(after: &mut Content, file: &Content) {
    let schedules: HashSet<Id> =
        file.events.iter().filter(|event| event.source.is_some()).map(|event| event.id).collect();
    let there: HashSet<Id> = file.sessions.iter().map(|session| session.id).collect();
    let is_gone = |session: &Session| {
        session.source.is_some() && schedules.contains(&session.event) && !there.contains(&session.id)
    };
    let gone: HashSet<Id> =
        after.sessions.iter().filter(|session| is_gone(session)).map(|session| session.id).collect();
    for material in &mut after.materials {
        material.session = material.session.filter(|session| !gone.contains(session));
    }
    after.sessions.retain(|session| !gone.contains(&session.id));
}

fn event(old: &Event, new: &Event) -> Event {
    if new.source.is_none() {
        return new.clone();
    }
    let old = old.clone();
    Event {
        slug: new.slug.clone(),
        former_slugs: new.former_slugs.clone(),
        title: new.title.clone(),
        subtitle: new.subtitle.clone().or_else(|| old.subtitle.clone()),
        language: new.language.clone(),
        zone: new.zone.clone(),
        when: new.when.clone(),
        venue: new.venue.clone().or_else(|| old.venue.clone()),
        source: new.source.clone(),
        ..old
    }
}

fn session(old: &Session, new: &Session) -> Session {
    if new.source.is_none() {
        return new.clone();
    }
    Session { status: old.status, topics: old.topics.clone(), ..new.clone() }
}

/// A file cannot name what was uploaded, so that stays, and for whom it is: no file opens what is for some.
fn material(old: &Material, new: &Material) -> Material {
    let visibility = if new.visibility == Visibility::Public { old.visibility } else { new.visibility };
    Material { media: new.media.clone().or_else(|| old.media.clone()), visibility, ..new.clone() }
}

fn person(old: &Person, new: &Person) -> Person {
    let kept = old.clone();
    Person {
        slug: new.slug.clone(),
        former_slugs: new.former_slugs.clone(),
        name: new.name.clone(),
        sort_name: if old.name == new.name { kept.sort_name } else { new.sort_name.clone() },
        affiliation: new.affiliation.clone().or(kept.affiliation),
        biography: if new.biography.is_empty() { kept.biography } else { new.biography.clone() },
        portrait: new.portrait.clone().or(kept.portrait),
        disclosure: if new.disclosure == Disclosure::NotProvided { kept.disclosure } else { new.disclosure.clone() },
        id: kept.id,
    }
}

/// The steps from one content to another: what is added or changed, then what is removed, each before or after what
/// refers to it. The order among things of a kind is that of `before`, with what is new behind it.
pub fn steps_between(before: &Content, after: &Content) -> Vec<Step> {
    let mut steps = Vec::new();
    for kind in ORDER {
        let old: HashMap<Id, Thing> = Thing::all(before, kind).into_iter().map(|thing| (thing.id(), thing)).collect();
        for thing in Thing::all(after, kind) {
            let was = old.get(&thing.id());
            if was != Some(&thing) {
                steps.push(step(was.cloned(), Some(thing)));
            }
        }
    }
    for kind in ORDER.into_iter().rev() {
        let there: HashSet<Id> = Thing::all(after, kind).iter().map(Thing::id).collect();
        let gone = Thing::all(before, kind).into_iter().filter(|thing| !there.contains(&thing.id()));
        steps.extend(gone.map(|thing| step(Some(thing), None)));
    }
    steps
}

fn step(before: Option<Thing>, after: Option<Thing>) -> Step {
    Step::Put(Box::new(Put { before, after, position: None }))
}

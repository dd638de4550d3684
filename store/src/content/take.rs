//! Steps of editors, carried out on the working copy.

use std::collections::BTreeMap;

use domain::content::Id;
use domain::desk::{Kind, Put, Step, Thing as Any};

use super::thing::{Stored, Thing};
use super::{WorkingCopy, links, programme, read};
use crate::connection::{Connection, values};
use crate::error::StoreError;

/// Takes the steps, unless something is not any more what a step takes it for: then nothing is done, and the answer is
/// `false`. What is removed has its position written into its step.
pub(crate) async fn take(connection: &mut Connection<'_>, steps: &mut [Step]) -> Result<bool, StoreError> {
    let stored = read(connection).await?;
    if !steps.iter().all(|step| fits(&stored, step)) {
        return Ok(false);
    }
    // Several things of a kind that are added keep the order of their steps.
    let mut added: BTreeMap<Kind, i64> = BTreeMap::new();
    for step in steps {
        match step {
            Step::Put(put) => {
                if let (None, None, Some(new)) = (&put.before, put.position, &put.after) {
                    let more = added.entry(new.kind()).or_default();
                    put.position = last(&stored, new.kind()).map(|last| last + 1 + *more);
                    *more += 1;
                }
                self::put(connection, &stored, put).await?;
            }
            Step::Swap { kind, one, other } => swap(connection, &stored, *kind, *one, *other).await?,
        }
    }
    Ok(true)
}

/// Calls a function for the list of a kind that is not the programme.
macro_rules! of_kind {
    ($kind:expr, $stored:expr, $list:ident => $then:expr, $otherwise:expr) => {
        match $kind {
            Kind::Programme => $otherwise,
            Kind::Event => {
                let $list = &$stored.events;
                $then
            }
            Kind::Session => {
                let $list = &$stored.sessions;
                $then
            }
            Kind::Track => {
                let $list = &$stored.tracks;
                $then
            }
            Kind::Room => {
                let $list = &$stored.rooms;
                $then
            }
            Kind::Person => {
                let $list = &$stored.people;
                $then
            }
            Kind::Topic => {
                let $list = &$stored.topics;
                $then
            }
            Kind::Material => {
                let $list = &$stored.materials;
                $then
            }
            Kind::Organisation => {
                let $list = &$stored.organisations;
                $then
            }
            Kind::Page => {
                let $list = &$stored.pages;
                $then
            }
        }
    };
}

/// The place of the last thing of a kind.
fn last(stored: &WorkingCopy, kind: Kind) -> Option<i64> {
    of_kind!(kind, stored, list => Some(list.iter().map(|one| one.position).max().unwrap_or(-1)), None)
}

/// Whether things are what the step takes them for.
fn fits(stored: &WorkingCopy, step: &Step) -> bool {
    match step {
        Step::Put(put) => {
            let Some(thing) = put.thing() else { return true };
            let now = match thing {
                Any::Programme(_) => Some(Any::Programme(stored.programme.clone())),
                Any::Event(one) => find(&stored.events, one.id).map(|one| Any::Event(Box::new(one))),
                Any::Session(one) => find(&stored.sessions, one.id).map(|one| Any::Session(Box::new(one))),
                Any::Material(one) => find(&stored.materials, one.id).map(|one| Any::Material(Box::new(one))),
                Any::Track(one) => find(&stored.tracks, one.id).map(Any::Track),
                Any::Room(one) => find(&stored.rooms, one.id).map(Any::Room),
                Any::Person(one) => find(&stored.people, one.id).map(Any::Person),
                Any::Topic(one) => find(&stored.topics, one.id).map(Any::Topic),
                Any::Organisation(one) => find(&stored.organisations, one.id).map(Any::Organisation),
                Any::Page(one) => find(&stored.pages, one.id).map(Any::Page),
            };
            now == put.before
        }
        Step::Swap { kind, one, other } => {
            of_kind!(kind, stored, list => find(list, *one).is_some() && find(list, *other).is_some(), false)
        }
    }
}

fn find<T: Thing>(stored: &[Stored<T>], id: Id) -> Option<T> {
    stored.iter().find(|stored| stored.thing.id() == id).map(|stored| stored.thing.clone())
}

async fn put(connection: &mut Connection<'_>, stored: &WorkingCopy, put: &mut Put) -> Result<(), StoreError> {
    let (before, after, position) = (&put.before, &put.after, &mut put.position);
    match after.as_ref().or(before.as_ref()) {
        None => Ok(()),
        Some(Any::Programme(_)) => match after {
            Some(Any::Programme(wanted)) => programme::save(connection, &stored.programme, wanted).await.map(|_| ()),
            _ => Ok(()),
        },
        Some(Any::Event(one)) => {
            let new = after.is_some().then_some(&**one);
            one_of(connection, &stored.events, one.id, new, position).await
        }
        Some(Any::Session(one)) => {
            let new = after.is_some().then_some(&**one);
            one_of(connection, &stored.sessions, one.id, new, position).await
        }
        Some(Any::Material(one)) => {
            let new = after.is_some().then_some(&**one);
            one_of(connection, &stored.materials, one.id, new, position).await
        }
        Some(Any::Track(one)) => {
            one_of(connection, &stored.tracks, one.id, after.is_some().then_some(one), position).await
        }
        Some(Any::Room(one)) => {
            one_of(connection, &stored.rooms, one.id, after.is_some().then_some(one), position).await
        }
        Some(Any::Person(one)) => {
            one_of(connection, &stored.people, one.id, after.is_some().then_some(one), position).await
        }
        Some(Any::Topic(one)) => {
            one_of(connection, &stored.topics, one.id, after.is_some().then_some(one), position).await
        }
        Some(Any::Organisation(one)) => {
            one_of(connection, &stored.organisations, one.id, after.is_some().then_some(one), position).await
        }
        Some(Any::Page(one)) => {
            one_of(connection, &stored.pages, one.id, after.is_some().then_some(one), position).await
        }
    }
}

/// Saves, adds or removes one thing.
async fn one_of<T: Thing>(
    connection: &mut Connection<'_>,
    stored: &[Stored<T>],
    id: Id,
    after: Option<&T>,
    position: &mut Option<i64>,
) -> Result<(), StoreError> {
    let here = stored.iter().find(|stored| stored.thing.id() == id);
    if let Some(here) = here {
        links::remove(connection, &here.thing).await?;
    }
    let Some(new) = after else {
        *position = here.map(|here| here.position);
        return connection.execute(T::REMOVE, values![id]).await.map(|_| ());
    };
    let place = here.map(|here| here.position).or(*position).unwrap_or_default();
    let mut row = values![new.id(), place, new.slug()];
    row.extend(new.values()?);
    connection.execute(T::SAVE, row).await?;
    links::add(connection, new).await
}

/// Has two things of a kind change places.
async fn swap(
    connection: &mut Connection<'_>,
    stored: &WorkingCopy,
    kind: Kind,
    one: Id,
    other: Id,
) -> Result<(), StoreError> {
    of_kind!(kind, stored, list => places(connection, list, one, other).await, Ok(()))
}

async fn places<T: Thing>(
    connection: &mut Connection<'_>,
    stored: &[Stored<T>],
    one: Id,
    other: Id,
) -> Result<(), StoreError> {
    let place = |id: Id| stored.iter().find(|stored| stored.thing.id() == id).map(|stored| stored.position);
    if let (Some(here), Some(there)) = (place(one), place(other)) {
        connection.execute(T::MOVE, values![one, there]).await?;
        connection.execute(T::MOVE, values![other, here]).await?;
    }
    Ok(())
}

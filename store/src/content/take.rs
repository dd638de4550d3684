//! Steps of editors, carried out on the working copy.

use std::borrow::Borrow;
use std::sync::Arc;

use domain::content::{Content, Id, Programme};
use domain::desk::{Kind, Put, Step, Thing as Any};

use super::thing::Thing;
use super::{Places, Revision, WorkingCopy, links, programme};
use crate::connection::{Connection, values};
use crate::error::StoreError;

/// What the working copy is after steps were taken, still without the edit that says so.
pub(crate) struct Taken {
    saves: i64,
    content: Content,
    places: Places,
}

impl Taken {
    /// The working copy once the edit of that number is written down.
    pub(crate) fn by_edit(self, number: i64) -> Arc<WorkingCopy> {
        let revision = Revision { saves: self.saves, edits: number };
        Arc::new(WorkingCopy { revision, content: Arc::new(self.content), places: self.places })
    }
}

/// Takes the steps, unless something is not any more what a step takes it for: then nothing is done, and the answer is
/// `None`. Only the rows of what the steps name are written, and the same is done to the copy in memory. What is removed has
/// its position written into its step.
pub(crate) async fn take(
    connection: &mut Connection<'_>,
    stored: &WorkingCopy,
    steps: &mut [Step],
) -> Result<Option<Taken>, StoreError> {
    if !steps.iter().all(|step| fits(&stored.content, step)) {
        return Ok(None);
    }
    let (content, places) = (Content::clone(&stored.content), stored.places.clone());
    let mut taken = Taken { saves: stored.revision.saves, content, places };
    for step in steps {
        match step {
            Step::Put(put) => self::put(connection, &mut taken, put).await?,
            Step::Swap { kind, one, other } => swap(connection, &mut taken, *kind, *one, *other).await?,
        }
    }
    Ok(Some(taken))
}

/// Whether things are what the step takes them for.
fn fits(content: &Content, step: &Step) -> bool {
    match step {
        Step::Put(put) => put.thing().is_none_or(|thing| Any::find(content, thing.kind(), thing.id()) == put.before),
        Step::Swap { kind, one, other } => [one, other].iter().all(|id| Any::find(content, *kind, **id).is_some()),
    }
}

/// Adds, changes or removes one thing.
async fn put(connection: &mut Connection<'_>, taken: &mut Taken, put: &mut Put) -> Result<(), StoreError> {
    let Put { before, after, position } = put;
    macro_rules! put_into {
        ($list:ident, $kind:ident, $one:expr) => {{
            let wanted = match &*after {
                Some(Any::$kind(wanted)) => Some(wanted.borrow()),
                _ => None,
            };
            taken.list(|content| &mut content.$list).put(connection, $one.id, wanted, position).await
        }};
    }
    match after.as_ref().or(before.as_ref()) {
        None => Ok(()),
        Some(Any::Programme(_)) => match after {
            Some(Any::Programme(wanted)) => {
                programme::save(connection, &taken.content.programme, wanted).await?;
                // One that says nothing leaves what there is.
                if *wanted != Programme::default() {
                    taken.content.programme = wanted.clone();
                }
                Ok(())
            }
            _ => Ok(()),
        },
        Some(Any::Event(one)) => put_into!(events, Event, one),
        Some(Any::Session(one)) => put_into!(sessions, Session, one),
        Some(Any::Material(one)) => put_into!(materials, Material, one),
        Some(Any::Track(one)) => put_into!(tracks, Track, one),
        Some(Any::Room(one)) => put_into!(rooms, Room, one),
        Some(Any::Person(one)) => put_into!(people, Person, one),
        Some(Any::Topic(one)) => put_into!(topics, Topic, one),
        Some(Any::Organisation(one)) => put_into!(organisations, Organisation, one),
        Some(Any::Page(one)) => put_into!(pages, Page, one),
    }
}

/// Has two things of a kind change places.
async fn swap(
    connection: &mut Connection<'_>,
    taken: &mut Taken,
    kind: Kind,
    one: Id,
    other: Id,
) -> Result<(), StoreError> {
    match kind {
        Kind::Programme => Ok(()),
        Kind::Event => taken.list(|content| &mut content.events).swap(connection, one, other).await,
        Kind::Session => taken.list(|content| &mut content.sessions).swap(connection, one, other).await,
        Kind::Track => taken.list(|content| &mut content.tracks).swap(connection, one, other).await,
        Kind::Room => taken.list(|content| &mut content.rooms).swap(connection, one, other).await,
        Kind::Person => taken.list(|content| &mut content.people).swap(connection, one, other).await,
        Kind::Topic => taken.list(|content| &mut content.topics).swap(connection, one, other).await,
        Kind::Material => taken.list(|content| &mut content.materials).swap(connection, one, other).await,
        Kind::Organisation => taken.list(|content| &mut content.organisations).swap(connection, one, other).await,
        Kind::Page => taken.list(|content| &mut content.pages).swap(connection, one, other).await,
    }
}

impl Taken {
    fn list<T>(&mut self, list: impl Fn(&mut Content) -> &mut Vec<T>) -> List<'_, T> {
        List { things: list(&mut self.content), places: &mut self.places }
    }
}

/// The things of a kind, in the order in which they are read: by place, then identity.
struct List<'a, T> {
    things: &'a mut Vec<T>,
    places: &'a mut Places,
}

impl<T: Thing> List<'_, T> {
    fn place(&self, id: Id) -> Option<i64> {
        self.places.get(&(T::KIND, id)).copied()
    }

    /// Saves, adds or removes one thing. What is new comes last, where nothing else is said.
    async fn put(
        self,
        connection: &mut Connection<'_>,
        id: Id,
        wanted: Option<&T>,
        position: &mut Option<i64>,
    ) -> Result<(), StoreError> {
        let (index, here) = (self.things.iter().position(|thing| thing.id() == id), self.place(id));
        if let Some(stored) = index.and_then(|index| self.things.get(index)) {
            links::remove(connection, stored).await?;
        }
        let Some(wanted) = wanted else {
            *position = here;
            connection.execute(T::REMOVE, values![id]).await?;
            self.things.retain(|thing| thing.id() != id);
            self.places.remove(&(T::KIND, id));
            return Ok(());
        };
        let last = self.things.last().and_then(|thing| self.place(thing.id()));
        let place = here.or(*position).unwrap_or_else(|| last.map_or(0, |last| last + 1));
        let mut row = values![id, place, wanted.slug()];
        row.extend(wanted.values()?);
        connection.execute(T::SAVE, row).await?;
        links::add(connection, wanted).await?;
        match index.and_then(|index| self.things.get_mut(index)) {
            Some(stored) => *stored = wanted.clone(),
            None => {
                *position = Some(place);
                self.things.push(wanted.clone());
                self.places.insert((T::KIND, id), place);
                self.sort();
            }
        }
        Ok(())
    }

    /// Has two things change places.
    async fn swap(self, connection: &mut Connection<'_>, one: Id, other: Id) -> Result<(), StoreError> {
        if let (Some(here), Some(there)) = (self.place(one), self.place(other)) {
            connection.execute(T::MOVE, values![one, there]).await?;
            connection.execute(T::MOVE, values![other, here]).await?;
            self.places.insert((T::KIND, one), there);
            self.places.insert((T::KIND, other), here);
            self.sort();
        }
        Ok(())
    }

    fn sort(self) {
        let Self { things, places } = self;
        things.sort_by_key(|thing| (places.get(&(T::KIND, thing.id())).copied(), thing.id()));
    }
}

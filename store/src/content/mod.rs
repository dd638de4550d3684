//! The working copy: what editors change and a release freezes. A module per kind of thing says how it becomes a row;
//! this one saves and reads a whole document, [`thing`] plans what must be written, [`check`] what must not.

mod check;
mod events;
mod links;
mod materials;
mod organisations;
mod pages;
mod people;
mod places;
mod programme;
mod sessions;
mod take;
mod thing;
mod topics;

use domain::content::{Content, Event, Material, Organisation, Page, Person, Programme, Room, Session, Topic, Track};

use crate::Store;
use crate::changes::Change;
use crate::connection::{Connection, Statement, statements, values};
use crate::error::StoreError;
use links::Links;
pub(crate) use take::take;
use thing::{Plan, Stored, Thing};

statements! {
    ANY = "SELECT 1 AS present FROM programme UNION ALL SELECT present FROM
        (SELECT 1 AS present FROM event LIMIT 1) AS one_event";
    // Two editors of one server; on SQLite the writer itself sees to it that there is only one.
    LOCK = "SELECT 1", postgres "LOCK TABLE programme IN SHARE ROW EXCLUSIVE MODE";
}

/// What saving a document did to the things in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Saved {
    /// Things that were new.
    pub inserted: u32,
    /// Things that were there and were changed.
    pub updated: u32,
    /// Things that were there just so (but perhaps in another order).
    pub unchanged: u32,
}

impl Store {
    /// The whole working copy, each kind in the editors' order.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn working_copy(&self) -> Result<Content, StoreError> {
        self.engine.read(|connection| Box::pin(async { Ok(read(connection).await?.into_content()) })).await
    }

    /// Saves a document in one transaction. Things are told by their identity: those in it are inserted or updated and
    /// take its order, those not in it are left alone (so is the programme, if the document says nothing of it).
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when two things would have the same address, [`StoreError::Integrity`] when something
    /// refers to a thing that does not exist; both name the things, and nothing is changed.
    pub async fn save_content(&self, content: &Content) -> Result<Saved, StoreError> {
        let content = content.clone();
        self.engine.write(move |connection| Box::pin(async move { save(connection, &content).await })).await
    }

    /// Whether there is neither a programme nor an event yet.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn is_empty(&self) -> Result<bool, StoreError> {
        let found =
            self.engine.read(|connection| Box::pin(async { connection.fetch_one(ANY, values![]).await })).await?;
        Ok(found.is_none())
    }
}

/// Keeps other editors out until the transaction ends.
pub(crate) async fn lock(connection: &mut Connection<'_>) -> Result<(), StoreError> {
    connection.execute(LOCK, values![]).await.map(|_| ())
}

/// The working copy with each thing's position.
pub(crate) struct WorkingCopy {
    programme: Programme,
    topics: Vec<Stored<Topic>>,
    people: Vec<Stored<Person>>,
    events: Vec<Stored<Event>>,
    tracks: Vec<Stored<Track>>,
    rooms: Vec<Stored<Room>>,
    sessions: Vec<Stored<Session>>,
    materials: Vec<Stored<Material>>,
    organisations: Vec<Stored<Organisation>>,
    pages: Vec<Stored<Page>>,
}

impl WorkingCopy {
    /// Forgets the positions; the order remains.
    pub(crate) fn into_content(self) -> Content {
        fn things<T>(stored: Vec<Stored<T>>) -> Vec<T> {
            stored.into_iter().map(|stored| stored.thing).collect()
        }
        Content {
            programme: self.programme,
            topics: things(self.topics),
            people: things(self.people),
            events: things(self.events),
            tracks: things(self.tracks),
            rooms: things(self.rooms),
            sessions: things(self.sessions),
            materials: things(self.materials),
            organisations: things(self.organisations),
            pages: things(self.pages),
        }
    }
}

/// Reads everything; bounded by what editors have written.
pub(crate) async fn read(connection: &mut Connection<'_>) -> Result<WorkingCopy, StoreError> {
    let mut links = Links::read(connection).await?;
    Ok(WorkingCopy {
        programme: programme::read(connection).await?,
        topics: thing::read(connection, &mut links).await?,
        people: thing::read(connection, &mut links).await?,
        events: thing::read(connection, &mut links).await?,
        tracks: thing::read(connection, &mut links).await?,
        rooms: thing::read(connection, &mut links).await?,
        sessions: thing::read(connection, &mut links).await?,
        materials: thing::read(connection, &mut links).await?,
        organisations: thing::read(connection, &mut links).await?,
        pages: thing::read(connection, &mut links).await?,
    })
}

async fn save(connection: &mut Connection<'_>, content: &Content) -> Result<Saved, StoreError> {
    lock(connection).await?;
    let stored = read(connection).await?;
    check::references(&stored, content)?;
    let topics = Plan::new(&stored.topics, &content.topics)?;
    let people = Plan::new(&stored.people, &content.people)?;
    let events = Plan::new(&stored.events, &content.events)?;
    let tracks = Plan::new(&stored.tracks, &content.tracks)?;
    let rooms = Plan::new(&stored.rooms, &content.rooms)?;
    let sessions = Plan::new(&stored.sessions, &content.sessions)?;
    let materials = Plan::new(&stored.materials, &content.materials)?;
    let organisations = Plan::new(&stored.organisations, &content.organisations)?;
    let pages = Plan::new(&stored.pages, &content.pages)?;

    // Things that are referred to come before those that refer to them.
    let mut saved = programme::save(connection, &stored.programme, &content.programme).await?;
    let mut moved = false;
    for (part, part_moved) in [
        topics.write(connection).await?,
        people.write(connection).await?,
        events.write(connection).await?,
        tracks.write(connection).await?,
        rooms.write(connection).await?,
        sessions.write(connection).await?,
        materials.write(connection).await?,
        organisations.write(connection).await?,
        pages.write(connection).await?,
    ] {
        saved.inserted += part.inserted;
        saved.updated += part.updated;
        saved.unchanged += part.unchanged;
        moved |= part_moved;
    }
    if moved || saved.inserted + saved.updated > 0 {
        connection.announce(Change::WorkingCopy);
    }
    Ok(saved)
}

/// Every statement of the working copy.
pub(crate) fn statements() -> Vec<Statement> {
    [STATEMENTS, links::STATEMENTS, programme::STATEMENTS]
        .into_iter()
        .chain([topics::STATEMENTS, people::STATEMENTS, events::STATEMENTS, places::STATEMENTS])
        .chain([sessions::STATEMENTS, materials::STATEMENTS, organisations::STATEMENTS, pages::STATEMENTS])
        .flatten()
        .copied()
        .collect()
}

fn title_of<T: Thing>(thing: &T) -> String {
    format!("{} “{}”", T::KIND, thing.title())
}

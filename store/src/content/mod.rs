//! The working copy: what editors change and a release freezes. A module per kind of thing says how it becomes a row;
//! this one saves and reads a whole document, [`thing`] plans what must be written, [`check`] what must not, and [`kept`]
//! spares reading again what has not changed.

mod check;
mod events;
mod kept;
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

use std::collections::HashMap;
use std::sync::Arc;

use domain::content::{Content, Id};

use crate::Store;
use crate::changes::Change;
use crate::connection::{Connection, Statement, statements, values};
use crate::error::StoreError;
pub(crate) use kept::Kept;
use links::Links;
pub(crate) use take::take;
use thing::{Plan, Thing};

statements! {
    ANY = "SELECT 1 AS present FROM programme UNION ALL SELECT present FROM
        (SELECT 1 AS present FROM event LIMIT 1) AS one_event";
    // Documents are saved without an edit, and edits without a document.
    REVISION = "SELECT saves, (SELECT COALESCE(MAX(number), 0) FROM edit) AS edits FROM working_copy";
    COUNT_SAVE = "UPDATE working_copy SET saves = saves + 1";
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
    /// The whole working copy, each kind in the editors' order. It is the same value as before while nothing changes, and
    /// then costs one small query.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn working_copy(&self) -> Result<Arc<Content>, StoreError> {
        let kept = self.kept.get();
        let copy = self.engine.read(move |connection| Box::pin(read(connection, kept))).await?;
        let content = Arc::clone(&copy.content);
        self.kept.set(copy);
        Ok(content)
    }

    /// Saves a document in one transaction. Things are told by their identity: those in it are inserted or updated and
    /// take its order, those not in it are left alone (so is the programme, if the document says nothing of it).
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when two things would have the same address, [`StoreError::Integrity`] when something
    /// refers to a thing that does not exist; both name the things, and nothing is changed.
    pub async fn save_content(&self, content: &Content) -> Result<Saved, StoreError> {
        let (content, kept) = (content.clone(), self.kept.get());
        self.engine.write(move |connection| Box::pin(async move { save(connection, &content, kept).await })).await
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

/// A state of the working copy: how many documents were saved, and the number of the last edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Revision {
    saves: i64,
    edits: i64,
}

/// Where each thing stands among its kind, by kind and identity.
type Places = HashMap<(&'static str, Id), i64>;

/// The working copy as it is stored.
#[derive(Debug)]
pub(crate) struct WorkingCopy {
    revision: Revision,
    pub(crate) content: Arc<Content>,
    places: Places,
}

impl WorkingCopy {
    /// Number of the last edit in it.
    pub(crate) fn last_edit(&self) -> i64 {
        self.revision.edits
    }
}

/// What is stored: what was kept, where that still is it; otherwise everything is read, bounded by what editors have written.
pub(crate) async fn read(
    connection: &mut Connection<'_>,
    kept: Option<Arc<WorkingCopy>>,
) -> Result<Arc<WorkingCopy>, StoreError> {
    let row = connection.fetch_one(REVISION, values![]).await?;
    let row = row.ok_or_else(|| StoreError::Unreadable { what: "working_copy".to_owned() })?;
    let revision = Revision { saves: row.integer("saves")?, edits: row.integer("edits")? };
    if let Some(kept) = kept.filter(|kept| kept.revision == revision) {
        return Ok(kept);
    }
    let (mut links, mut places) = (Links::read(connection).await?, Places::new());
    let content = Content {
        programme: programme::read(connection).await?,
        topics: thing::read(connection, &mut links, &mut places).await?,
        people: thing::read(connection, &mut links, &mut places).await?,
        events: thing::read(connection, &mut links, &mut places).await?,
        tracks: thing::read(connection, &mut links, &mut places).await?,
        rooms: thing::read(connection, &mut links, &mut places).await?,
        sessions: thing::read(connection, &mut links, &mut places).await?,
        materials: thing::read(connection, &mut links, &mut places).await?,
        organisations: thing::read(connection, &mut links, &mut places).await?,
        pages: thing::read(connection, &mut links, &mut places).await?,
    };
    Ok(Arc::new(WorkingCopy { revision, content: Arc::new(content), places }))
}

async fn save(
    connection: &mut Connection<'_>,
    content: &Content,
    kept: Option<Arc<WorkingCopy>>,
) -> Result<Saved, StoreError> {
    lock(connection).await?;
    let copy = read(connection, kept).await?;
    let (stored, places) = (&copy.content, &copy.places);
    check::references(stored, content)?;
    let topics = Plan::new(&stored.topics, places, &content.topics)?;
    let people = Plan::new(&stored.people, places, &content.people)?;
    let events = Plan::new(&stored.events, places, &content.events)?;
    let tracks = Plan::new(&stored.tracks, places, &content.tracks)?;
    let rooms = Plan::new(&stored.rooms, places, &content.rooms)?;
    let sessions = Plan::new(&stored.sessions, places, &content.sessions)?;
    let materials = Plan::new(&stored.materials, places, &content.materials)?;
    let organisations = Plan::new(&stored.organisations, places, &content.organisations)?;
    let pages = Plan::new(&stored.pages, places, &content.pages)?;

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
        connection.execute(COUNT_SAVE, values![]).await?;
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

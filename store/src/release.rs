//! Releases: the working copy frozen into one immutable, content-addressed snapshot.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use domain::calendar::Revisions;
use domain::content::{Content, Id};
use domain::desk::{Kind, with_one};
use domain::published::Published;
use domain::time::Instant;
use serde::{Deserialize, Serialize};

use crate::changes::Change;
use crate::connection::{Connection, Row, Value, statements, to_json, values};
use crate::content::WorkingCopy;
use crate::error::StoreError;
use crate::{Store, calendar, content, registration, token};

/// Most releases in one page of a list.
const PAGE: u32 = 200;

statements! {
    NEWEST = "SELECT release.number, release.name, release.released_at, release.hash, snapshot.content
        FROM release JOIN snapshot ON snapshot.hash = release.hash ORDER BY release.number DESC LIMIT 1";
    BY_NUMBER = "SELECT release.number, release.name, release.released_at, release.hash, snapshot.content
        FROM release JOIN snapshot ON snapshot.hash = release.hash WHERE release.number = $1";
    LIST = "SELECT number, name, released_at, hash, difference FROM release
        WHERE number < $1 ORDER BY number DESC LIMIT $2";
    ADD_SNAPSHOT = "INSERT INTO snapshot (hash, content) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING";
    ADD_RELEASE = "INSERT INTO release (number, name, released_at, hash, difference) VALUES ($1, $2, $3, $4, $5)";
}

/// What became of a wish to release.
#[derive(Debug, Clone, PartialEq)]
pub enum Released {
    /// A new release.
    New(Published),
    /// The working copy equals the newest release, which stays as it is.
    Unchanged(Published),
}

/// How many things of one kind differ from the release before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Things that were not there.
    pub added: u32,
    /// Things that are gone.
    pub removed: u32,
    /// Things that are there, but not the same.
    pub changed: u32,
}

/// Difference of a release to the one before: counts by kind ("events"); kinds without any are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Difference(pub BTreeMap<String, Counts>);

/// A release in the change log, without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Number, from 1.
    pub number: i64,
    /// Name given by the editor.
    pub name: String,
    /// When it was made.
    pub released: Instant,
    /// SHA-256 of the content.
    pub hash: String,
    /// Difference to the one before.
    pub difference: Difference,
}

impl Store {
    /// Freezes the working copy under that name, unless it equals the newest release.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn release(&self, name: &str, now: Instant) -> Result<Released, StoreError> {
        let name = name.to_owned();
        let kept = self.kept.get();
        let released =
            self.engine.write(move |connection| Box::pin(release(connection, name, None, None, now, kept))).await?;
        released.ok_or(StoreError::Busy)
    }

    /// The same, if the working copy still is what somebody was shown, by its [`content_hash`]; `None` if it is not, and
    /// nothing is released.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn release_as_seen(&self, name: &str, seen: &str, now: Instant) -> Result<Option<Released>, StoreError> {
        let (name, seen, kept) = (name.to_owned(), seen.to_owned(), self.kept.get());
        self.engine.write(move |connection| Box::pin(release(connection, name, Some(seen), None, now, kept))).await
    }

    /// The same for one thing alone ([`with_one`]): what differs beside it is released another time.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn release_one_as_seen(
        &self,
        (kind, id): (Kind, Id),
        name: &str,
        seen: &str,
        now: Instant,
    ) -> Result<Option<Released>, StoreError> {
        let (name, seen, kept) = (name.to_owned(), seen.to_owned(), self.kept.get());
        let only = Some((kind, id));
        self.engine.write(move |connection| Box::pin(release(connection, name, Some(seen), only, now, kept))).await
    }

    /// The newest release; `None` before the first.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn newest_release(&self) -> Result<Option<Published>, StoreError> {
        self.engine.read(move |connection| Box::pin(newest(connection))).await
    }

    /// The release with that number.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn release_number(&self, number: i64) -> Result<Option<Published>, StoreError> {
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let row = connection.fetch_one(BY_NUMBER, values![number]).await?;
                    match row {
                        Some(row) => published(connection, &row).await.map(Some),
                        None => Ok(None),
                    }
                })
            })
            .await
    }

    /// The change log, newest first: the first `limit` (at most 200), or those before that number.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn releases(&self, limit: u32, before: Option<i64>) -> Result<Vec<Release>, StoreError> {
        let limit = limit.min(PAGE);
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let rows = connection.fetch(LIST, values![before.unwrap_or(i64::MAX), limit]).await?;
                    rows.iter().map(entry).collect()
                })
            })
            .await
    }
}

/// The address of a content: the SHA-256 of its canonical text, fields in the order of their declaration.
///
/// # Errors
/// It cannot be written as JSON.
pub fn content_hash(content: &Content) -> Result<String, StoreError> {
    Ok(token::hash(&to_json(content)?))
}

async fn release(
    connection: &mut Connection<'_>,
    name: String,
    seen: Option<String>,
    only: Option<(Kind, Id)>,
    now: Instant,
    kept: Option<Arc<WorkingCopy>>,
) -> Result<Option<Released>, StoreError> {
    content::lock(connection).await?;
    let working = Arc::clone(&content::read(connection, kept).await?.content);
    let before = newest(connection).await?;
    let nothing = Content::default();
    let content = only.map_or_else(
        || Content::clone(&working),
        |(kind, id)| with_one(before.as_ref().map_or(&nothing, |before| &before.content), &working, kind, id),
    );
    // Canonical: fields in the order of their declaration, nothing between them.
    let text = to_json(&content)?;
    let hash = token::hash(&text);
    if seen.is_some_and(|seen| seen != hash) {
        return Ok(None);
    }
    let before = match before {
        Some(before) if before.hash == hash => return Ok(Some(Released::Unchanged(before))),
        before => before,
    };
    let number = before.as_ref().map_or(0, |before| before.number) + 1;
    // Everybody reads it.
    let shown = |content: &Content| content.clone().for_visitors();
    let difference = difference(&shown(before.as_ref().map_or(&nothing, |before| &before.content)), &shown(&content));
    connection.execute(ADD_SNAPSHOT, values![&hash, text]).await?;
    let mut row = values![number, &name, now, &hash];
    row.push(Value::json(&difference)?);
    connection.execute(ADD_RELEASE, row).await?;
    let calendar = revise(connection, before.as_ref(), &content, number, now).await?;
    if let Some(before) = &before {
        registration::note_changes(connection, before, &content, &calendar, number, now).await?;
    }
    connection.announce(Change::Released { number });
    Ok(Some(Released::New(Published { number, name, released: now, hash, content, calendar })))
}

async fn newest(connection: &mut Connection<'_>) -> Result<Option<Published>, StoreError> {
    match connection.fetch_one(NEWEST, values![]).await? {
        Some(row) => published(connection, &row).await.map(Some),
        None => Ok(None),
    }
}

async fn published(connection: &mut Connection<'_>, row: &Row) -> Result<Published, StoreError> {
    let (number, released) = (row.integer("number")?, row.instant("released_at")?);
    let content: Content = row.json("content")?;
    let calendar = Revisions::of_release(calendar::read(connection, number).await?, &content, released);
    let (name, hash) = (row.text("name")?, row.text("hash")?);
    Ok(Published { number, name, released, hash, content, calendar })
}

/// Revises the entries of people's calendars, and writes down what is new about them.
async fn revise(
    connection: &mut Connection<'_>,
    before: Option<&Published>,
    content: &Content,
    number: i64,
    now: Instant,
) -> Result<Revisions, StoreError> {
    let written = match before {
        Some(before) => calendar::read(connection, before.number).await?,
        None => Vec::new(),
    };
    let nothing = Revisions::default();
    let revisions = before.map_or(&nothing, |before| &before.calendar).revise(content, now);
    calendar::write(connection, number, &written, &revisions).await?;
    Ok(revisions)
}

fn entry(row: &Row) -> Result<Release, StoreError> {
    Ok(Release {
        number: row.integer("number")?,
        name: row.text("name")?,
        released: row.instant("released_at")?,
        hash: row.text("hash")?,
        difference: row.json("difference")?,
    })
}

fn difference(before: &Content, after: &Content) -> Difference {
    let programme = Counts { changed: u32::from(before.programme != after.programme), ..Counts::default() };
    let counts = [
        ("programme", programme),
        ("topics", counts(&before.topics, &after.topics, |topic| topic.id)),
        ("people", counts(&before.people, &after.people, |person| person.id)),
        ("events", counts(&before.events, &after.events, |event| event.id)),
        ("tracks", counts(&before.tracks, &after.tracks, |track| track.id)),
        ("rooms", counts(&before.rooms, &after.rooms, |room| room.id)),
        ("sessions", counts(&before.sessions, &after.sessions, |session| session.id)),
        ("materials", counts(&before.materials, &after.materials, |material| material.id)),
        ("organisations", counts(&before.organisations, &after.organisations, |organisation| organisation.id)),
        ("pages", counts(&before.pages, &after.pages, |page| page.id)),
    ];
    let differing = counts.into_iter().filter(|(_, counts)| *counts != Counts::default());
    Difference(differing.map(|(kind, counts)| (kind.to_owned(), counts)).collect())
}

fn counts<T: PartialEq>(before: &[T], after: &[T], id: impl Fn(&T) -> Id) -> Counts {
    let mut gone: HashMap<Id, &T> = before.iter().map(|thing| (id(thing), thing)).collect();
    let mut counts = Counts::default();
    for thing in after {
        match gone.remove(&id(thing)) {
            None => counts.added += 1,
            Some(old) if old != thing => counts.changed += 1,
            Some(_) => {}
        }
    }
    counts.removed = u32::try_from(gone.len()).unwrap_or(u32::MAX);
    counts
}

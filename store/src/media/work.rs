//! Work on files that are ready: what is to be made of them, and how far that has come. One process takes a file up for a while
//! and says again and again that it still works; if it dies, another takes it up. Each time has a number of its own, so that
//! whoever was believed dead and comes back changes nothing.

use std::collections::HashMap;

use domain::content::MediaKey;
use domain::media::{Facts, Toolset, WorkFailure, WorkState};
use domain::time::Instant;

use super::Media;
use crate::Store;
use crate::changes::Change;
use crate::connection::{Connection, Row, Value, statements, values};
use crate::error::StoreError;

/// How often work is taken up whose server stops each time.
const TRIES_MAX: i64 = 3;
/// Most characters that are kept of what a program said.
const SAID_MAX: usize = 400;

statements! {
    QUEUE = "INSERT INTO media_work (media_key, toolset, state, due_at) SELECT key, $2, 'queued', added_at FROM media
        WHERE key = $1 AND state = 'ready' ON CONFLICT DO NOTHING";
    CLAIM = "UPDATE media_work SET state = 'running', failure = NULL, said = NULL, progress = 0, attempt = attempt + 1,
            tries = tries + 1, due_at = $2
        WHERE media_key = (SELECT media_key FROM media_work JOIN media ON media.key = media_key
            WHERE media_work.state IN ('queued', 'running') AND due_at <= $1 AND (toolset = $3 OR toolset = $4)
            AND media.state = 'ready' ORDER BY due_at, media_key LIMIT 1)
        AND state IN ('queued', 'running') AND due_at <= $1
        RETURNING media_key, attempt, tries";
    // What an attempt before left behind.
    CLEAR = "UPDATE media SET state = 'removed' WHERE origin = $1 AND state = 'receiving'";
    HOLD = "UPDATE media_work SET progress = $3, due_at = $4 WHERE media_key = $1 AND attempt = $2 AND state = 'running'
        AND EXISTS (SELECT 1 FROM media WHERE key = $1 AND state = 'ready')";
    POSTPONE = "UPDATE media_work SET state = 'queued', tries = tries - 1, due_at = $3
        WHERE media_key = $1 AND attempt = $2 AND state = 'running'";
    SETTLE = "UPDATE media_work SET state = $3, failure = $4, said = $5, duration = $6, width = $7, height = $8,
            video_codec = $9, audio_codec = $10, pixels = $11, pages = $12
        WHERE media_key = $1 AND attempt = $2 AND state = 'running'
        AND EXISTS (SELECT 1 FROM media WHERE key = $1 AND state = 'ready')";
    REPLACE = "UPDATE media SET state = 'removed' WHERE origin = $1 AND state = 'ready'";
    SHOW = "UPDATE media SET state = 'ready', received = length WHERE origin = $1 AND state = 'receiving'";
    RETRY = "UPDATE media_work SET state = 'queued', tries = 0, due_at = $2 WHERE media_key = $1 AND state = 'failed'";
    NEXT = "SELECT min(due_at) AS due FROM media_work WHERE state IN ('queued', 'running') AND (toolset = $1 OR toolset = $2)";
    // $1 is a JSON array.
    OF = "SELECT * FROM media_work WHERE media_key IN (SELECT value FROM json_each($1))",
        postgres "SELECT * FROM media_work WHERE media_key IN
        (SELECT value #>> '{}' FROM json_array_elements($1::text::json) AS rows (value))";
}

/// Work that was taken up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkClaim {
    /// On which file.
    pub media: Media,
    /// Which time it is.
    pub attempt: i64,
}

/// The work on a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// The programs it needs.
    pub toolset: Toolset,
    /// How far it has come.
    pub state: WorkState,
    /// What the program said when it failed.
    pub said: Option<String>,
    /// What was found out about the file.
    pub facts: Facts,
}

/// Why work failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkTrouble {
    /// In a word.
    pub failure: WorkFailure,
    /// What the program said.
    pub said: String,
}

impl Store {
    /// Takes up the oldest work that nobody does and for which there are programs, until that time.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn claim_work(
        &self,
        now: Instant,
        until: Instant,
        toolsets: &[Toolset],
    ) -> Result<Option<WorkClaim>, StoreError> {
        let (first, second) = pair(toolsets);
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    while let Some(row) = connection.fetch_one(CLAIM, values![now, until, first, second]).await? {
                        let (key, attempt) = (row.text("media_key")?, row.integer("attempt")?);
                        connection.execute(CLEAR, values![&key]).await?;
                        connection.announce(Change::Media);
                        if row.integer("tries")? > TRIES_MAX {
                            let trouble = WorkTrouble { failure: WorkFailure::Interrupted, said: String::new() };
                            settle(connection, &key, attempt, &Facts::default(), Some(trouble)).await?;
                            continue;
                        }
                        let Some(media) = super::list::find(connection, &key).await? else { continue };
                        return Ok(Some(WorkClaim { media, attempt }));
                    }
                    Ok(None)
                })
            })
            .await
    }

    /// Says that it is still worked on, and how much is done, in hundredths; whether it is still wanted from whoever says so.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn hold_work(&self, key: &str, attempt: i64, done: u8, until: Instant) -> Result<bool, StoreError> {
        let row = values![key, attempt, i64::from(done), until];
        self.engine.write(move |connection| Box::pin(async move { Ok(connection.execute(HOLD, row).await? > 0) })).await
    }

    /// Gives work back that cannot be done now, through no fault of the file.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn postpone_work(&self, key: &str, attempt: i64, until: Instant) -> Result<(), StoreError> {
        let row = values![key, attempt, until];
        self.engine
            .write(move |connection| Box::pin(async move { connection.execute(POSTPONE, row).await.map(|_| ()) }))
            .await
    }

    /// Says what came of work: with no trouble all that was made in this attempt is shown at once, instead of what was made
    /// before. Whether it was still wanted.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn settle_work(
        &self,
        key: &str,
        attempt: i64,
        facts: Facts,
        trouble: Option<WorkTrouble>,
    ) -> Result<bool, StoreError> {
        let key = key.to_owned();
        self.engine
            .write(move |connection| Box::pin(async move { settle(connection, &key, attempt, &facts, trouble).await }))
            .await
    }

    /// Has work done again that failed; whether there was such.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn retry_work(&self, key: &str, now: Instant) -> Result<bool, StoreError> {
        let row = values![key, now];
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let is_queued = connection.execute(RETRY, row).await? > 0;
                    connection.announce(Change::Media);
                    Ok(is_queued)
                })
            })
            .await
    }

    /// When work can be taken up for which there are programs.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn next_work(&self, toolsets: &[Toolset]) -> Result<Option<Instant>, StoreError> {
        let (first, second) = pair(toolsets);
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let row = connection.fetch_one(NEXT, values![first, second]).await?;
                    row.map_or(Ok(None), |row| row.optional_instant("due"))
                })
            })
            .await
    }

    /// The work on these files, by their keys; those of which nothing is made are left out.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn work_of(&self, keys: &[String]) -> Result<HashMap<String, Work>, StoreError> {
        let keys = Value::json(&keys)?;
        let rows =
            self.engine.read(move |connection| Box::pin(async move { connection.fetch(OF, vec![keys]).await })).await?;
        rows.iter().map(|row| Ok((row.text("media_key")?, read(row)?))).collect()
    }
}

/// Notes that there is work on a file that has become ready.
pub(super) async fn queue(connection: &mut Connection<'_>, media: &Media) -> Result<(), StoreError> {
    let Some(toolset) = media.file_type.toolset() else { return Ok(()) };
    connection.execute(QUEUE, values![&media.key, toolset.name()]).await?;
    Ok(())
}

async fn settle(
    connection: &mut Connection<'_>,
    key: &str,
    attempt: i64,
    facts: &Facts,
    trouble: Option<WorkTrouble>,
) -> Result<bool, StoreError> {
    let state = if trouble.is_none() { "done" } else { "failed" };
    let failure = trouble.as_ref().map(|trouble| trouble.failure.name());
    // PostgreSQL has no place for this character.
    let said =
        trouble.as_ref().map(|trouble| trouble.said.replace('\0', " ").chars().take(SAID_MAX).collect::<String>());
    let number = |number: Option<u32>| number.map(i64::from);
    let mut row = values![key, attempt, state, failure, said, number(facts.duration), number(facts.width)];
    row.extend(values![
        number(facts.height),
        facts.video_codec.clone(),
        facts.audio_codec.clone(),
        facts.pixels.clone()
    ]);
    row.extend(values![number(facts.pages)]);
    if connection.execute(SETTLE, row).await? == 0 {
        return Ok(false);
    }
    if trouble.is_none() {
        connection.execute(REPLACE, values![key]).await?;
        connection.execute(SHOW, values![key]).await?;
    } else {
        connection.execute(CLEAR, values![key]).await?;
    }
    connection.announce(Change::Media);
    if let Ok(media) = key.parse::<MediaKey>() {
        connection.announce(Change::Made { media });
    }
    Ok(true)
}

fn pair(toolsets: &[Toolset]) -> (&'static str, &'static str) {
    let name = |index: usize| toolsets.get(index).map_or("", |toolset| toolset.name());
    (name(0), name(1))
}

pub(super) fn facts(row: &Row) -> Result<Facts, StoreError> {
    Ok(Facts {
        duration: row.optional_number("duration")?,
        width: row.optional_number("width")?,
        height: row.optional_number("height")?,
        video_codec: row.optional_text("video_codec")?,
        audio_codec: row.optional_text("audio_codec")?,
        pixels: row.optional_text("pixels")?,
        pages: row.optional_number("pages")?,
    })
}

fn read(row: &Row) -> Result<Work, StoreError> {
    let (failure, progress) = (row.optional_text("failure")?, row.number("progress")?);
    let state = row.named("state", |state| match state {
        "queued" => Some(WorkState::Queued),
        "running" => Some(WorkState::Running(progress)),
        "done" => Some(WorkState::Done),
        "failed" => failure.as_deref().and_then(WorkFailure::from_name).map(WorkState::Failed),
        _ => None,
    })?;
    let toolset = row.named("toolset", Toolset::from_name)?;
    Ok(Work { toolset, state, said: row.optional_text("said")?.filter(|said| !said.is_empty()), facts: facts(row)? })
}

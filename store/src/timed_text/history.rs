//! What was done to timed texts, and taking it back: each change keeps what stood there before, for as long as it can be undone.

use domain::content::MediaKey;
use domain::desk::undo_from;
use domain::time::Instant;
use domain::timed_text::{TrackKind, TrackStatus};

use super::REMOVE;
use crate::Store;
use crate::changes::Change;
use crate::connection::{Connection, Row, Value, statements, values};
use crate::error::StoreError;

/// Changes with what stood there after each: what stood there before the next change of that text, or what stands there now. It
/// can be taken back while that is what stands there: nothing was done since, or what was done was taken back as well.
macro_rules! changes {
    () => {
        "SELECT change.number, change.media_key, media.name AS file_name, change.kind, change.language, change.is_removed,
        change.status, change.body, change.made_by, change.made_at,
        CASE WHEN next.number IS NULL THEN now.status ELSE next.status END AS status_after,
        CASE WHEN next.number IS NULL THEN now.body ELSE next.body END AS body_after,
        CASE WHEN next.number IS NULL OR (next.status IS NOT DISTINCT FROM now.status
            AND next.source IS NOT DISTINCT FROM now.source AND next.body IS NOT DISTINCT FROM now.body
            AND next.deck IS NOT DISTINCT FROM now.deck) THEN CAST(1 AS BIGINT) ELSE 0 END AS stands
        FROM timed_text_change AS change LEFT JOIN timed_text_change AS next ON next.number =
            (SELECT min(later.number) FROM timed_text_change AS later WHERE later.media_key = change.media_key
            AND later.kind = change.kind AND later.language = change.language AND later.number > change.number)
        LEFT JOIN timed_text AS now ON now.media_key = change.media_key AND now.kind = change.kind
            AND now.language = change.language
        LEFT JOIN media ON media.key = change.media_key"
    };
}

statements! {
    // Locks the text, so that of two who save it at once the second finds the version of the first.
    NOTE = "INSERT INTO timed_text_change (media_key, kind, language, version, is_removed, status, source, body,
        reviewed_at, reviewed_by, deck, made_by, made_at)
        SELECT media_key, kind, language, CAST($4 AS BIGINT), CAST($5 AS BIGINT), status, source, body, reviewed_at,
        reviewed_by, deck, $6, CAST($7 AS BIGINT) FROM timed_text
        WHERE media_key = $1 AND kind = $2 AND language = $3 AND version = $4 - 1 + $5",
        postgres "INSERT INTO timed_text_change (media_key, kind, language, version, is_removed, status, source, body,
        reviewed_at, reviewed_by, deck, made_by, made_at)
        SELECT media_key, kind, language, CAST($4 AS BIGINT), CAST($5 AS BIGINT), status, source, body, reviewed_at,
        reviewed_by, deck, $6, CAST($7 AS BIGINT) FROM timed_text
        WHERE media_key = $1 AND kind = $2 AND language = $3 AND version = $4 - 1 + $5 FOR UPDATE";
    NOTE_ADDED = "INSERT INTO timed_text_change (media_key, kind, language, version, is_removed, made_by, made_at)
        VALUES ($1, $2, $3, $4, 0, $5, $6)";
    FORGET = "DELETE FROM timed_text_change WHERE made_at < $1";
    VERSION = "SELECT version FROM timed_text WHERE media_key = $1 AND kind = $2 AND language = $3";
    ONE = concat!(changes!(), " WHERE change.number = $1");
    BETWEEN = concat!(changes!(), " WHERE change.made_at >= $1 AND change.made_at < $2
        ORDER BY change.made_at DESC, change.number DESC LIMIT $3");
    // What it says again has the next version, so that whoever has it open does not overwrite it unseen.
    PUT_BACK = "UPDATE timed_text SET (status, source, body, reviewed_at, reviewed_by, deck) =
        (SELECT status, source, body, reviewed_at, reviewed_by, deck FROM timed_text_change WHERE number = $4),
        version = version + 1, changed_at = $5, changed_by = $6
        WHERE media_key = $1 AND kind = $2 AND language = $3";
    ADD_AGAIN = "INSERT INTO timed_text (media_key, kind, language, status, source, body, version, changed_at, changed_by,
        reviewed_at, reviewed_by, deck) SELECT media_key, kind, language, status, source, body, CAST($2 AS BIGINT),
        CAST($3 AS BIGINT), $4, reviewed_at, reviewed_by, deck FROM timed_text_change WHERE number = $1
        ON CONFLICT DO NOTHING";
    NEWEST_VERSION = "SELECT max(version) AS version FROM timed_text_change
        WHERE media_key = $1 AND kind = $2 AND language = $3";
}

/// A change of a timed text among those of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimedTextEdit {
    /// Its number, which grows.
    pub number: i64,
    /// The recording's file.
    pub media: MediaKey,
    /// What that file is called; `None` if it is gone.
    pub file: Option<String>,
    /// What the text is for.
    pub kind: TrackKind,
    /// Its language, BCP 47.
    pub language: String,
    /// How far it had come before and what it said; `None` where it was added.
    pub before: Option<(TrackStatus, String)>,
    /// The same afterwards; `None` where it was removed.
    pub after: Option<(TrackStatus, String)>,
    /// Who.
    pub by: String,
    /// When.
    pub at: Instant,
    /// Whether what it left stands there still, or again: then it can be taken back.
    pub stands: bool,
}

/// What came of taking a change back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PutBack {
    /// It says again what it said.
    Done,
    /// Something was done to it since; nothing was changed.
    Since,
    /// It is too long ago, or there was no such change.
    Gone,
}

impl Store {
    /// The changes of timed texts from one instant until before another, newest first, at most so many.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn timed_text_changes_between(
        &self,
        from: Instant,
        until: Instant,
        limit: u32,
    ) -> Result<Vec<TimedTextEdit>, StoreError> {
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let rows = connection.fetch(BETWEEN, values![from, until, limit]).await?;
                    rows.iter().map(edit).collect()
                })
            })
            .await
    }

    /// Takes a change of a timed text back: by whom and when, by the real time.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn put_timed_text_back(&self, number: i64, by: String, now: Instant) -> Result<PutBack, StoreError> {
        self.engine
            .write(move |connection| {
                let by = by.clone();
                Box::pin(async move { put_back(connection, number, &by, now).await })
            })
            .await
    }
}

async fn put_back(connection: &mut Connection<'_>, number: i64, by: &str, now: Instant) -> Result<PutBack, StoreError> {
    let Some(row) = connection.fetch_one(ONE, values![number]).await? else { return Ok(PutBack::Gone) };
    let change = edit(&row)?;
    if change.at < undo_from(now) {
        return Ok(PutBack::Gone);
    }
    if !change.stands {
        return Ok(PutBack::Since);
    }
    let place = || values![change.media.as_str(), change.kind.name(), &change.language];
    let current = version_of(connection, place()).await?;
    let is_done = match (change.before.is_some(), current) {
        // It was added, so it goes.
        (false, Some(version)) => {
            note(connection, place(), About::Removal(version), by, now).await?
                && connection.execute(REMOVE, place()).await? > 0
        }
        (true, Some(version)) => {
            let mut row = place();
            row.extend(values![number, now, by]);
            note(connection, place(), About::Change(version + 1), by, now).await?
                && connection.execute(PUT_BACK, row).await? > 0
        }
        (true, None) => {
            let newest = connection.fetch_one(NEWEST_VERSION, place()).await?;
            let version = newest.map(|row| row.integer("version")).transpose()?.unwrap_or_default() + 1;
            let is_added = connection.execute(ADD_AGAIN, values![number, version, now, by]).await? > 0;
            if is_added {
                note_addition(connection, place(), version, by, now).await?;
            }
            is_added
        }
        (false, None) => false,
    };
    if !is_done {
        return Ok(PutBack::Since);
    }
    connection.announce(Change::TimedText { media: change.media.clone() });
    Ok(PutBack::Done)
}

/// What is about to be done to a text.
#[derive(Debug, Clone, Copy)]
pub(super) enum About {
    /// It gets this version.
    Change(i64),
    /// It is removed, in this version.
    Removal(i64),
}

/// Notes what is about to be done to a text, with what it says until then; whether it is in the version that this is about.
pub(super) async fn note(
    connection: &mut Connection<'_>,
    place: Vec<Value>,
    what: About,
    by: &str,
    now: Instant,
) -> Result<bool, StoreError> {
    // What cannot be undone any more is kept no longer.
    connection.execute(FORGET, values![undo_from(now)]).await?;
    let (version, is_removed) = match what {
        About::Change(version) => (version, false),
        About::Removal(version) => (version, true),
    };
    let mut row = place;
    row.extend(values![version, is_removed, by, now]);
    Ok(connection.execute(NOTE, row).await? > 0)
}

/// Notes that a text was added.
pub(super) async fn note_addition(
    connection: &mut Connection<'_>,
    place: Vec<Value>,
    version: i64,
    by: &str,
    now: Instant,
) -> Result<(), StoreError> {
    let mut row = place;
    row.extend(values![version, by, now]);
    connection.execute(NOTE_ADDED, row).await?;
    Ok(())
}

/// The version that a text has, if there is one.
pub(super) async fn version_of(connection: &mut Connection<'_>, place: Vec<Value>) -> Result<Option<i64>, StoreError> {
    let row = connection.fetch_one(VERSION, place).await?;
    row.map(|row| row.integer("version")).transpose()
}

fn edit(row: &Row) -> Result<TimedTextEdit, StoreError> {
    let text = |status: &str, body: &str| -> Result<Option<(TrackStatus, String)>, StoreError> {
        let Some(body) = row.optional_text(body)? else { return Ok(None) };
        Ok(Some((row.named(status, TrackStatus::from_name)?, body)))
    };
    let is_removed = row.integer("is_removed")? == 1;
    Ok(TimedTextEdit {
        number: row.integer("number")?,
        media: row.parsed("media_key")?,
        file: row.optional_text("file_name")?,
        kind: row.named("kind", TrackKind::from_name)?,
        language: row.text("language")?,
        before: text("status", "body")?,
        after: if is_removed { None } else { text("status_after", "body_after")? },
        by: row.text("made_by")?,
        at: row.instant("made_at")?,
        stands: row.integer("stands")? == 1,
    })
}

//! Captions and chapters of recordings, and when their slides are shown.

mod history;

use domain::content::MediaKey;
use domain::time::Instant;
use domain::timed_text::{TrackKind, TrackSource, TrackStatus};

use crate::Store;
use crate::changes::Change;
use crate::connection::{Row, Statement, statements, values};
use crate::error::StoreError;
use history::{About, note, note_addition, version_of};

statements! {
    OF = "SELECT media_key, kind, language, status, source, body, version, changed_at, changed_by, reviewed_at, reviewed_by,
        deck FROM timed_text WHERE media_key = $1 ORDER BY kind, language";
    ONE = "SELECT media_key, kind, language, status, source, body, version, changed_at, changed_by, reviewed_at, reviewed_by,
        deck FROM timed_text WHERE media_key = $1 AND kind = $2 AND language = $3";
    ADD = "INSERT INTO timed_text (media_key, kind, language, status, source, body, version, changed_at, changed_by,
        reviewed_at, reviewed_by, deck) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING";
    CHANGE = "UPDATE timed_text SET status = $4, source = $5, body = $6, version = $7, changed_at = $8, changed_by = $9,
        reviewed_at = $10, reviewed_by = $11, deck = $12
        WHERE media_key = $1 AND kind = $2 AND language = $3 AND version = $7 - 1";
    REMOVE = "DELETE FROM timed_text WHERE media_key = $1 AND kind = $2 AND language = $3";
}

pub use history::{PutBack, TimedTextEdit};

/// Every statement about timed texts.
pub(crate) fn statements() -> Vec<Statement> {
    [STATEMENTS, history::STATEMENTS].concat()
}

/// Timed text of a recording, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimedText {
    /// The recording's file.
    pub media: MediaKey,
    /// What it is for.
    pub kind: TrackKind,
    /// Its language, BCP 47.
    pub language: String,
    /// How far it has come.
    pub status: TrackStatus,
    /// Who made it.
    pub source: TrackSource,
    /// `WebVTT` as [`domain::timed_text::vtt`] writes it.
    pub body: String,
    /// 1 for the first; each change has the next.
    pub version: i64,
    /// When it was changed last.
    pub changed: Instant,
    /// By whom, by the name they had then.
    pub changed_by: String,
    /// When it was read from beginning to end, and by whom.
    pub reviewed: Option<(Instant, String)>,
    /// Of when slides are shown: the file of the slides.
    pub deck: Option<MediaKey>,
}

impl Store {
    /// All timed text of a file, drafts among it.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn timed_texts(&self, media: &MediaKey) -> Result<Vec<TimedText>, StoreError> {
        let media = media.to_string();
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let rows = connection.fetch(OF, values![&media]).await?;
                    rows.iter().map(read).collect()
                })
            })
            .await
    }

    /// One timed text.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn timed_text(
        &self,
        media: &MediaKey,
        kind: TrackKind,
        language: String,
    ) -> Result<Option<TimedText>, StoreError> {
        let media = media.to_string();
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let row = connection.fetch_one(ONE, values![&media, kind.name(), &language]).await?;
                    row.as_ref().map(read).transpose()
                })
            })
            .await
    }

    /// Saves a timed text whose version is one more than what it is made from, and 1 for a new one. `false` when somebody
    /// else was faster; then nothing is changed.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn save_timed_text(&self, text: TimedText) -> Result<bool, StoreError> {
        self.engine
            .write(move |connection| {
                let text = text.clone();
                Box::pin(async move {
                    let (reviewed_at, reviewed_by) = text.reviewed.unzip();
                    let place = || values![text.media.as_str(), text.kind.name(), &text.language];
                    let (version, by, now) = (text.version, &text.changed_by, text.changed);
                    if version > 1 && !note(connection, place(), About::Change(version), by, now).await? {
                        return Ok(false);
                    }
                    let mut row = values![text.media.as_str(), text.kind.name(), &text.language, text.status.name()];
                    row.extend(values![text.source.name(), &text.body, text.version, text.changed, &text.changed_by]);
                    row.extend(values![reviewed_at, reviewed_by, text.deck.as_ref().map(ToString::to_string)]);
                    let statement = if text.version == 1 { ADD } else { CHANGE };
                    let saved = connection.execute(statement, row).await? > 0;
                    if saved && version == 1 {
                        note_addition(connection, place(), version, by, now).await?;
                    }
                    if saved {
                        connection.announce(Change::TimedText { media: text.media });
                    }
                    Ok(saved)
                })
            })
            .await
    }

    /// Removes a timed text; whether there was one. By whom and when, by the real time.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn remove_timed_text(
        &self,
        media: &MediaKey,
        kind: TrackKind,
        language: String,
        (by, now): (String, Instant),
    ) -> Result<bool, StoreError> {
        let media = media.clone();
        self.engine
            .write(move |connection| {
                let (media, language, by) = (media.clone(), language.clone(), by.clone());
                Box::pin(async move {
                    let place = || values![media.as_str(), kind.name(), &language];
                    let Some(version) = version_of(connection, place()).await? else { return Ok(false) };
                    if !note(connection, place(), About::Removal(version), &by, now).await? {
                        return Ok(false);
                    }
                    connection.execute(REMOVE, place()).await?;
                    connection.announce(Change::TimedText { media });
                    Ok(true)
                })
            })
            .await
    }
}

fn read(row: &Row) -> Result<TimedText, StoreError> {
    Ok(TimedText {
        media: row.parsed("media_key")?,
        kind: row.named("kind", TrackKind::from_name)?,
        language: row.text("language")?,
        status: row.named("status", TrackStatus::from_name)?,
        source: row.named("source", TrackSource::from_name)?,
        body: row.text("body")?,
        version: row.integer("version")?,
        changed: row.instant("changed_at")?,
        changed_by: row.text("changed_by")?,
        reviewed: row.optional_instant("reviewed_at")?.zip(row.optional_text("reviewed_by")?),
        deck: row.optional_parsed("deck")?,
    })
}

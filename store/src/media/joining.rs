//! Putting the parts of a file together. One process claims it, so that others need not do the same; if it dies, the claim ends
//! and another begins anew. If two do it all the same, both come to the same end.

use domain::content::MediaKey;
use domain::media::{MediaFailure, MediaState};
use domain::time::Instant;

use super::Media;
use crate::Store;
use crate::changes::Change;
use crate::connection::{statements, values};
use crate::error::StoreError;

statements! {
    CLAIM = "UPDATE media SET claimed_until = $2
        WHERE key = (SELECT key FROM media WHERE state = 'joining' AND COALESCE(claimed_until, 0) <= $1
            ORDER BY added_at, key LIMIT 1)
        AND state = 'joining' AND COALESCE(claimed_until, 0) <= $1
        RETURNING *";
    PARTS = "SELECT starts, bytes, object FROM media_part WHERE media_key = $1 ORDER BY starts";
    HOLD = "UPDATE media SET claimed_until = $2 WHERE key = $1 AND state = 'joining'";
    SETTLE = "UPDATE media SET state = $2, failure = $3, sha256 = $4, claimed_until = NULL
        WHERE key = $1 AND state = 'joining'";
    NEXT = "SELECT min(CASE state WHEN 'receiving' THEN expires_at WHEN 'joining' THEN COALESCE(claimed_until, 0) END) AS due
        FROM media WHERE state <> 'ready'";
}

/// A file that is to be put together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Which one.
    pub media: Media,
    /// Its parts in order, without gaps.
    pub parts: Vec<MediaPart>,
}

/// A part of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaPart {
    /// Its first byte.
    pub starts: u64,
    /// How many bytes it has.
    pub bytes: u64,
    /// The name of its object.
    pub object: String,
}

impl Store {
    /// Claims the oldest complete file that nobody puts together, until that time.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn claim_media(&self, now: Instant, until: Instant) -> Result<Option<Claim>, StoreError> {
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let Some(row) = connection.fetch_one(CLAIM, values![now, until]).await? else { return Ok(None) };
                    let media = Media::read(&row)?;
                    let mut parts = Vec::new();
                    for row in connection.fetch(PARTS, values![&media.key]).await? {
                        let (starts, bytes) = (row.number("starts")?, row.number("bytes")?);
                        parts.push(MediaPart { starts, bytes, object: row.text("object")? });
                    }
                    Ok(Some(Claim { media, parts }))
                })
            })
            .await
    }

    /// Claims a file until another time; whether it is still to be put together.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn hold_media(&self, key: &str, until: Instant) -> Result<bool, StoreError> {
        let row = values![key, until];
        self.engine.write(move |connection| Box::pin(async move { Ok(connection.execute(HOLD, row).await? > 0) })).await
    }

    /// Says what came of a file: its SHA-256, hexadecimal, or why it cannot be used. Whether it was still waiting for that.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn settle_media(&self, key: &str, result: Result<String, MediaFailure>) -> Result<bool, StoreError> {
        let state = result.as_ref().map_or_else(|failure| MediaState::Failed(*failure), |_| MediaState::Ready);
        let (state, failure) = state.names();
        let (key, row) = (key.to_owned(), values![key, state, failure, result.ok()]);
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let was_waiting = connection.execute(SETTLE, row).await? > 0;
                    if was_waiting && let Some(media) = super::list::find(connection, &key).await? {
                        super::work::queue(connection, &media).await?;
                        connection.announce(Change::Media);
                        // Pictures are shown as they are until something smaller was made of them.
                        if let (true, Ok(media)) = (media.file_type.is_picture(), key.parse::<MediaKey>()) {
                            connection.announce(Change::Made { media });
                        }
                    }
                    Ok(was_waiting)
                })
            })
            .await
    }

    /// When there is something to do about files: an upload to be given up, or a claim that ends.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn next_media_deadline(&self) -> Result<Option<Instant>, StoreError> {
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let row = connection.fetch_one(NEXT, values![]).await?;
                    row.map_or(Ok(None), |row| row.optional_instant("due"))
                })
            })
            .await
    }
}

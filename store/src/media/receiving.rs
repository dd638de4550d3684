//! The bytes of a file as they come: each piece is noted where the last one ended, or not at all.

use domain::media::FileType;
use domain::time::Instant;

use super::{Media, number};
use crate::changes::Change;
use crate::connection::{Connection, statements, values};
use crate::error::StoreError;
use crate::{Store, token};

/// For how long an upload waits for its next piece.
pub const UPLOAD_HOURS: i64 = 24;

statements! {
    BEGIN = "INSERT INTO media (key, name, content_type, length, received, state, added_at, added_by, expires_at)
        VALUES ($1, $2, $3, $4, 0, $5, $6, $7, $8)";
    // $1 key, $2 where the piece begins, $3 its bytes, $4 now, $5 the new end of the upload, $6 the most of unknown length.
    ACCEPT = "UPDATE media SET received = received + $3, expires_at = $5,
            state = CASE WHEN length = received + $3 THEN 'joining' ELSE state END
        WHERE key = $1 AND state = 'receiving' AND received = $2 AND expires_at > $4
            AND received + $3 <= COALESCE(length, $6)
        RETURNING state";
    NOTE = "INSERT INTO media_part (media_key, starts, bytes, object) VALUES ($1, $2, $3, $4)";
    END = "UPDATE media SET length = received, state = 'joining' WHERE key = $1 AND state = 'receiving' AND length IS NULL";
}

/// A file that is about to be sent.
#[derive(Debug, Clone)]
pub struct NewMedia {
    /// As its owner calls it.
    pub name: String,
    /// What its name says that it is.
    pub file_type: FileType,
    /// How many bytes it will have; `None` if that is known only at the end ([`Store::end_media`]).
    pub length: Option<u64>,
    /// Who sends it.
    pub added_by: String,
    /// The real time.
    pub now: Instant,
}

/// A piece that was put into the media store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPart {
    /// How many bytes it has.
    pub bytes: u64,
    /// The name of its object.
    pub object: String,
}

/// Pieces that were noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accepted {
    /// Where the next one begins.
    pub offset: u64,
    /// When the upload is given up, if none comes.
    pub expires_at: Instant,
}

/// Why pieces were not noted. Nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaRefusal {
    /// There is no such upload, or not any more.
    Unknown,
    /// It was given up.
    Expired,
    /// Its next piece begins somewhere else.
    Elsewhere(u64),
    /// It would be longer than was said, or than is taken.
    TooLong,
}

impl Store {
    /// Makes room for a file that is about to be sent.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn begin_media(&self, new: NewMedia) -> Result<Media, StoreError> {
        let key: String = token::random().chars().take(40).collect();
        let state = if new.length == Some(0) { "joining" } else { "receiving" };
        let expires_at = new.now.plus_minutes(UPLOAD_HOURS * 60);
        let (row_key, length) = (key.clone(), new.length.map(number));
        let mut row = values![row_key, &new.name, new.file_type.content_type(), length, state];
        row.extend(values![new.now, &new.added_by, expires_at]);
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    connection.execute(BEGIN, row).await?;
                    connection.announce(Change::Media);
                    Ok(())
                })
            })
            .await?;
        self.media(&key).await?.ok_or(StoreError::Unreadable { what: "media".to_owned() })
    }

    /// Notes pieces that begin at `offset`, all of them or none. The last one of a known length completes the file. `most` is
    /// how many bytes a file of unknown length may have.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn accept_media(
        &self,
        key: &str,
        offset: u64,
        parts: Vec<NewPart>,
        most: u64,
        now: Instant,
    ) -> Result<Result<Accepted, MediaRefusal>, StoreError> {
        let key = key.to_owned();
        self.engine
            .write(move |connection| Box::pin(async move { accept(connection, &key, offset, parts, most, now).await }))
            .await
    }

    /// Completes a file whose length was not known; whether there was one.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn end_media(&self, key: &str) -> Result<bool, StoreError> {
        let key = key.to_owned();
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let is_complete = connection.execute(END, values![key]).await? > 0;
                    connection.announce(Change::Media);
                    Ok(is_complete)
                })
            })
            .await
    }
}

async fn accept(
    connection: &mut Connection<'_>,
    key: &str,
    offset: u64,
    parts: Vec<NewPart>,
    most: u64,
    now: Instant,
) -> Result<Result<Accepted, MediaRefusal>, StoreError> {
    let total: u64 = parts.iter().map(|part| part.bytes).sum();
    let expires_at = now.plus_minutes(UPLOAD_HOURS * 60);
    let mut given = values![key, number(offset), number(total), now, expires_at];
    given.extend(values![number(most)]);
    let Some(row) = connection.fetch_one(ACCEPT, given).await? else {
        return Ok(Err(refusal(connection, key, offset, now).await?));
    };
    if row.text("state")? == "joining" {
        connection.announce(Change::Media);
    }
    let mut end = offset;
    for part in parts {
        connection.execute(NOTE, values![key, number(end), number(part.bytes), part.object]).await?;
        end += part.bytes;
    }
    Ok(Ok(Accepted { offset: end, expires_at }))
}

/// Why nothing was noted, as things are now.
async fn refusal(
    connection: &mut Connection<'_>,
    key: &str,
    offset: u64,
    now: Instant,
) -> Result<MediaRefusal, StoreError> {
    let Some(media) = super::list::find(connection, key).await? else { return Ok(MediaRefusal::Unknown) };
    Ok(if media.received != offset {
        MediaRefusal::Elsewhere(media.received)
    } else if media.state == domain::media::MediaState::Receiving && media.expires_at <= now {
        MediaRefusal::Expired
    } else {
        MediaRefusal::TooLong
    })
}

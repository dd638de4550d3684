//! Files that are not wanted any more. First they are said to be gone, then their objects are deleted, then their rows: so an
//! object that nobody knows of is left by no interruption.

use domain::content::MediaKey;
use domain::time::Instant;

use crate::Store;
use crate::changes::Change;
use crate::connection::{statements, values};
use crate::error::StoreError;

/// Files that are tidied up at once.
const PAGE: u32 = 50;

statements! {
    REMOVE = "UPDATE media SET state = 'removed', failure = NULL WHERE (key = $1 OR origin = $1) AND state <> 'removed'";
    EXPIRE = "UPDATE media SET state = 'removed' WHERE state = 'receiving' AND expires_at <= $1";
    UNTIDY = "SELECT key, state FROM media WHERE state = 'removed'
            OR (state IN ('ready', 'failed') AND EXISTS (SELECT 1 FROM media_part WHERE media_key = key))
        ORDER BY added_at, key LIMIT $1";
    FORGET_PARTS = "DELETE FROM media_part WHERE media_key = $1";
    FORGET_TEXTS = "DELETE FROM timed_text WHERE media_key = $1
        AND EXISTS (SELECT 1 FROM media WHERE key = $1 AND state = 'removed')";
    FORGET_TEXT_CHANGES = "DELETE FROM timed_text_change WHERE media_key = $1
        AND EXISTS (SELECT 1 FROM media WHERE key = $1 AND state = 'removed')";
    FORGET = "DELETE FROM media WHERE key = $1 AND state = 'removed'";
}

/// A file of which objects are left that are of no use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untidy {
    /// Which one.
    pub key: String,
    /// Whether the file itself is to go too, not its parts alone.
    pub is_removed: bool,
}

impl Store {
    /// Takes a file away with all that was made of it, or gives up its upload; whether there was one.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn remove_media(&self, key: &str) -> Result<bool, StoreError> {
        let (row, media) = (values![key], key.parse::<MediaKey>());
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let was_there = connection.execute(REMOVE, row).await? > 0;
                    connection.announce(Change::Media);
                    // What was made of it is shown no more.
                    if let (true, Ok(media)) = (was_there, media) {
                        connection.announce(Change::Made { media });
                    }
                    Ok(was_there)
                })
            })
            .await
    }

    /// Gives up the uploads that did not go on for too long; how many.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn expire_media(&self, now: Instant) -> Result<u64, StoreError> {
        self.engine
            .write(move |connection| Box::pin(async move { connection.execute(EXPIRE, values![now]).await }))
            .await
    }

    /// Some of the files of which objects are left that are of no use.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn untidy_media(&self) -> Result<Vec<Untidy>, StoreError> {
        let rows = self
            .engine
            .read(move |connection| Box::pin(async move { connection.fetch(UNTIDY, values![PAGE]).await }))
            .await?;
        let read = |row: &crate::connection::Row| {
            Ok(Untidy { key: row.text("key")?, is_removed: row.text("state")? == "removed" })
        };
        rows.iter().map(read).collect()
    }

    /// Forgets the parts of a file whose objects were deleted; and, if it was removed, the file itself with its captions and
    /// chapters.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn forget_media(&self, key: &str) -> Result<(), StoreError> {
        let key = key.to_owned();
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    connection.execute(FORGET_PARTS, values![&key]).await?;
                    connection.execute(FORGET_TEXTS, values![&key]).await?;
                    connection.execute(FORGET_TEXT_CHANGES, values![&key]).await?;
                    connection.execute(FORGET, values![&key]).await.map(|_| ())
                })
            })
            .await
    }
}

//! Which files there are.

use super::Media;
use crate::Store;
use crate::connection::{Connection, statements, values};
use crate::error::StoreError;

statements! {
    FIND = "SELECT * FROM media WHERE key = $1 AND state <> 'removed'";
    // $1 is the last one of the page before, or empty.
    LIST = "SELECT * FROM media WHERE state <> 'removed' AND origin IS NULL
            AND ($1 = '' OR (added_at, key) < (SELECT added_at, key FROM media WHERE key = $1))
        ORDER BY added_at DESC, key DESC LIMIT $2";
}

impl Store {
    /// The file with that key.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn media(&self, key: &str) -> Result<Option<Media>, StoreError> {
        let key = key.to_owned();
        self.engine.read(move |connection| Box::pin(async move { find(connection, &key).await })).await
    }

    /// Files, the newest first: at most `most`, those that follow the one with the key `after`, which may be empty.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn list_media(&self, after: &str, most: u32) -> Result<Vec<Media>, StoreError> {
        let after = after.to_owned();
        let rows = self
            .engine
            .read(move |connection| Box::pin(async move { connection.fetch(LIST, values![after, most]).await }))
            .await?;
        rows.iter().map(Media::read).collect()
    }
}

pub(super) async fn find(connection: &mut Connection<'_>, key: &str) -> Result<Option<Media>, StoreError> {
    connection.fetch_one(FIND, values![key]).await?.map(|row| Media::read(&row)).transpose()
}

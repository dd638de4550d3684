//! Forms that are being filled in, until they are sent.

use domain::content::Id;
use domain::registration::Kept;
use domain::time::Instant;

use crate::Store;
use crate::connection::{Value, statements, values};
use crate::error::StoreError;

statements! {
    READ = "SELECT content FROM registration_draft WHERE hash = $1 AND event_id = $2 AND expires_at > $3";
    SAVE = "INSERT INTO registration_draft (hash, event_id, content, expires_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (hash, event_id) DO UPDATE SET content = excluded.content, expires_at = excluded.expires_at";
    DELETE = "DELETE FROM registration_draft WHERE hash = $1 AND event_id = $2";
    ANY_EXPIRED = "SELECT 1 AS present FROM registration_draft WHERE expires_at <= $1 LIMIT 1";
    DELETE_EXPIRED = "DELETE FROM registration_draft WHERE expires_at <= $1";
}

impl Store {
    /// The draft of a form for an event, if the browser with that token has one that has not expired. One that an
    /// earlier version wrote and this one cannot read is none.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn draft(&self, token: &str, event: Id, now: Instant) -> Result<Option<Kept>, StoreError> {
        let hash = crate::token::hash(token);
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let row = connection.fetch_one(READ, values![hash, event, now]).await?;
                    Ok(row.and_then(|row| row.json("content").ok()))
                })
            })
            .await
    }

    /// Keeps a draft, or that it was sent, in the place of what is kept for that browser and that event.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn keep_draft(&self, token: &str, event: Id, kept: &Kept, expires: Instant) -> Result<(), StoreError> {
        let (hash, content) = (crate::token::hash(token), Value::json(kept)?);
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let mut row = values![hash, event];
                    row.extend([content, expires.into()]);
                    connection.execute(SAVE, row).await.map(|_| ())
                })
            })
            .await
    }

    /// Deletes a draft that is not wanted any more.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn delete_draft(&self, token: &str, event: Id) -> Result<(), StoreError> {
        let hash = crate::token::hash(token);
        self.engine
            .write(move |connection| {
                Box::pin(async move { connection.execute(DELETE, values![hash, event]).await.map(|_| ()) })
            })
            .await
    }

    /// Deletes the drafts that have expired.
    ///
    /// # Errors
    /// The database cannot be read or written to.
    pub async fn forget_drafts(&self, now: Instant) -> Result<(), StoreError> {
        let found = self
            .engine
            .read(move |connection| Box::pin(async move { connection.fetch_one(ANY_EXPIRED, values![now]).await }))
            .await?;
        if found.is_none() {
            return Ok(());
        }
        self.engine
            .write(move |connection| {
                Box::pin(async move { connection.execute(DELETE_EXPIRED, values![now]).await.map(|_| ()) })
            })
            .await
    }
}

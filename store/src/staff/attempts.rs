//! How often a password or a code was tried in a row. Counted before it is looked at, so that many at once count as many.

use domain::staff::{FORGOTTEN_MINUTES, wait_minutes};
use domain::time::Instant;

use crate::connection::{statements, values};
use crate::error::StoreError;
use crate::{Store, token};

statements! {
    FORGET = "DELETE FROM staff_attempt WHERE last_at <= $1";
    COUNT = "INSERT INTO staff_attempt (key, failures, last_at, free_from) VALUES ($1, 1, $2, $2)
        ON CONFLICT (key) DO UPDATE SET failures = staff_attempt.failures + 1, last_at = $2
        WHERE staff_attempt.free_from <= $2 RETURNING failures";
    HOLD = "UPDATE staff_attempt SET free_from = $2 WHERE key = $1";
    WAIT = "SELECT free_from FROM staff_attempt WHERE key = $1";
    CLEAR = "DELETE FROM staff_attempt WHERE key = $1";
}

impl Store {
    /// Counts one more attempt at `key`, whatever was tried there: `None` if it may go on, else after how many seconds it
    /// may. Whoever turns out to be right says so by [`staff_attempt_was_right`](Self::staff_attempt_was_right).
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn staff_attempt(&self, key: &str, now: Instant) -> Result<Option<u64>, StoreError> {
        let key = token::hash(key);
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    connection.execute(FORGET, values![now.plus_minutes(-FORGOTTEN_MINUTES)]).await?;
                    if let Some(row) = connection.fetch_one(COUNT, values![&key, now]).await? {
                        let free = now.plus_minutes(wait_minutes(row.number("failures")?));
                        connection.execute(HOLD, values![&key, free]).await?;
                        return Ok(None);
                    }
                    let row = connection.fetch_one(WAIT, values![&key]).await?;
                    let free = row.map_or(Ok(now), |row| row.instant("free_from"))?;
                    Ok(Some(u64::try_from(free.milliseconds_since(now)).unwrap_or_default().div_ceil(1_000).max(1)))
                })
            })
            .await
    }

    /// Forgets what was tried at `key`.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn staff_attempt_was_right(&self, key: &str) -> Result<(), StoreError> {
        let key = token::hash(key);
        self.engine
            .write(move |connection| Box::pin(async move { connection.execute(CLEAR, values![key]).await.map(|_| ()) }))
            .await
    }
}

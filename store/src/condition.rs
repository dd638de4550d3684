//! In what condition the database is, for whoever looks after it.

use domain::time::Instant;

use crate::Store;
use crate::connection::{statements, values};
use crate::error::StoreError;

statements! {
    ENGINE = "SELECT sqlite_version() AS version, page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()",
        postgres "SELECT current_setting('server_version') AS version, pg_database_size(current_database()) AS bytes";
    MIGRATIONS = "SELECT max(version) AS newest FROM _sqlx_migrations";
    REGISTRATIONS = "SELECT count(*) AS number FROM registration";
    MAIL = "SELECT max(sent_at) AS sent_at, min(CASE WHEN sent_at IS NULL AND dropped_at IS NULL AND dead_at IS NULL
        AND due_at <= $1 THEN due_at END) AS waiting_since,
        count(CASE WHEN sent_at IS NULL AND dropped_at IS NULL AND dead_at IS NULL AND due_at <= $1 THEN 1 END) AS waiting
        FROM outbox";
    FILES = "SELECT count(CASE WHEN state IN ('queued', 'running') THEN 1 END) AS waiting,
        count(CASE WHEN state = 'failed' THEN 1 END) AS failed FROM media_work
        WHERE EXISTS (SELECT 1 FROM media WHERE key = media_key AND media.state = 'ready')";
}

/// What the database says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// Version of SQLite or PostgreSQL.
    pub engine_version: String,
    /// Size of the database in bytes; on SQLite without the write-ahead log, which is cut back to 64 MiB.
    pub bytes: u64,
    /// Number of the newest migration.
    pub schema: i64,
    /// Registrations in any state.
    pub registrations: u64,
    /// When a mail was sent last.
    pub last_sent: Option<Instant>,
    /// Since when the mail waits that waits longest of those that are due.
    pub waiting_since: Option<Instant>,
    /// How many mails are due and not sent yet.
    pub mail_waiting: u64,
    /// Files of which something is still to be made.
    pub files_waiting: u64,
    /// Files of which nothing could be made.
    pub files_failed: u64,
}

impl Store {
    /// In what condition the database is. `now` is the site's time.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn condition(&self, now: Instant) -> Result<Condition, StoreError> {
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let missing = || StoreError::Unreadable { what: "condition".to_owned() };
                    let engine = connection.fetch_one(ENGINE, values![]).await?.ok_or_else(missing)?;
                    let migrations = connection.fetch_one(MIGRATIONS, values![]).await?.ok_or_else(missing)?;
                    let registrations = connection.fetch_one(REGISTRATIONS, values![]).await?.ok_or_else(missing)?;
                    let mail = connection.fetch_one(MAIL, values![now]).await?.ok_or_else(missing)?;
                    let files = connection.fetch_one(FILES, values![]).await?.ok_or_else(missing)?;
                    Ok(Condition {
                        engine_version: engine.text("version")?,
                        bytes: engine.number("bytes")?,
                        schema: migrations.integer("newest")?,
                        registrations: registrations.number("number")?,
                        last_sent: mail.optional_instant("sent_at")?,
                        waiting_since: mail.optional_instant("waiting_since")?,
                        mail_waiting: mail.number("waiting")?,
                        files_waiting: files.number("waiting")?,
                        files_failed: files.number("failed")?,
                    })
                })
            })
            .await
    }
}

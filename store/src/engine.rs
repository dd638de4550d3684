//! The two engines behind one door.

use std::pin::Pin;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection, PgListener, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection as _, Row as _};
use tokio::sync::mpsc;

use crate::changes::Feed;
use crate::connection::{Connection, values};
use crate::error::StoreError;
use crate::writer::Writer;
use crate::{migrations, notify};

/// Connections that read an SQLite file at the same time; each is a thread.
const READERS: u32 = 8;
/// Connections to a PostgreSQL server; its own default admits 100 for all processes together.
const CONNECTIONS: u32 = 16;
/// How long to wait for a connection before the store says that it is busy.
const PATIENCE: Duration = Duration::from_secs(10);
/// Size to which the write-ahead log is cut back after a checkpoint.
const JOURNAL_LIMIT: &str = "67108864";
/// Pages in the write-ahead log before they are carried over into the database, 32 MiB: a rush changes a thousand, SQLite's own
/// limit, with each commit, and would carry them over each time.
const CHECKPOINT: &str = "8192";
/// Memory in which the writer keeps pages, in KiB below zero. Its indices are reached in random places; SQLite's own 2 MiB
/// hold those of a few thousand registrations.
const CACHE: &str = "-65536";

pub(crate) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What a transaction does with its connection.
pub(crate) trait Work<T>:
    for<'a, 'c> FnOnce(&'a mut Connection<'c>) -> BoxFuture<'a, Result<T, StoreError>> + Send + 'static
{
}
impl<T, F> Work<T> for F where
    F: for<'a, 'c> FnOnce(&'a mut Connection<'c>) -> BoxFuture<'a, Result<T, StoreError>> + Send + 'static
{
}

/// An open database.
#[derive(Debug, Clone)]
pub(crate) enum Engine {
    /// A file: many readers, one writer.
    Sqlite { readers: SqlitePool, writer: Writer },
    /// A server: ordinary transactions, and a feed between processes.
    Postgres { pool: PgPool, feed: Feed },
}

impl Engine {
    /// Opens the database at that address and brings it up to date.
    pub(crate) async fn open(url: &str) -> Result<(Self, Feed), StoreError> {
        match url.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") => open_sqlite(url).await,
            Some("postgres" | "postgresql") => open_postgres(url).await,
            _ => Err(StoreError::Address),
        }
    }

    /// Runs `work` in one transaction; returns once it is durable.
    pub(crate) async fn write<T: Send + 'static>(&self, work: impl Work<T>) -> Result<T, StoreError> {
        match self {
            Self::Sqlite { writer, .. } => writer.write(work).await,
            Self::Postgres { pool, feed } => {
                let mut transaction = pool.begin().await?;
                let mut connection = Connection::postgres(&mut transaction);
                let result = work(&mut connection).await?;
                let changes = connection.take_changes();
                for change in changes.iter().filter(|change| change.belongs_to_its_transaction()) {
                    connection.execute(notify::NOTIFY, values![notify::CHANNEL, feed.envelope(change)?]).await?;
                }
                transaction.commit().await?;
                feed.committed(changes);
                Ok(result)
            }
        }
    }

    /// Runs `work` on one consistent state of the database.
    pub(crate) async fn read<T: Send + 'static>(&self, work: impl Work<T>) -> Result<T, StoreError> {
        match self {
            Self::Sqlite { readers, .. } => {
                let mut transaction = readers.begin().await?;
                let result = work(&mut Connection::sqlite(&mut transaction)).await;
                transaction.rollback().await?;
                result
            }
            Self::Postgres { pool, .. } => {
                let mut transaction = pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
                let result = work(&mut Connection::postgres(&mut transaction)).await;
                transaction.rollback().await?;
                result
            }
        }
    }

    /// Finishes what was begun and closes every connection.
    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite { readers, writer } => {
                // Readers first: the writer can empty its log only when nobody reads from it.
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres { pool, .. } => pool.close().await,
        }
    }
}

async fn open_sqlite(url: &str) -> Result<(Engine, Feed), StoreError> {
    let options = sqlite_for_writing(url)?;
    if let Some(folder) = options.get_filename().parent() {
        std::fs::create_dir_all(folder).map_err(|error| StoreError::Folder(Arc::new(error)))?;
    }
    // One connection that is never given back: the pool only makes and, at the end, closes it.
    let pool = SqlitePoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None);
    let mut connection = pool.connect_with(options).await?.acquire().await?;
    let version: String = sqlx::query("SELECT sqlite_version()").fetch_one(&mut *connection).await?.try_get(0)?;
    require_sqlite(&version)?;
    migrations::sqlite().run(&mut *connection).await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS)
        .acquire_timeout(PATIENCE)
        .connect_with(sqlite(url)?.read_only(true))
        .await?;
    let feed = Feed::new(None);
    let writer = Writer::start(connection, feed.clone());
    Ok((Engine::Sqlite { readers, writer }, feed))
}

/// How every connection to an SQLite file is set.
fn sqlite(url: &str) -> Result<SqliteConnectOptions, StoreError> {
    Ok(SqliteConnectOptions::from_str(url)?
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .pragma("temp_store", "MEMORY")
        .pragma("trusted_schema", "OFF")
        .pragma("mmap_size", "0")
        .disable_statement_logging())
}

/// How the one connection that writes is set: every commit reaches the disk before it is answered.
pub(crate) fn sqlite_for_writing(url: &str) -> Result<SqliteConnectOptions, StoreError> {
    Ok(sqlite(url)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("journal_size_limit", JOURNAL_LIMIT)
        .pragma("wal_autocheckpoint", CHECKPOINT)
        .pragma("cache_size", CACHE)
        .optimize_on_close(true, 400))
}

async fn open_postgres(url: &str) -> Result<(Engine, Feed), StoreError> {
    let options = PgConnectOptions::from_str(url)?.application_name("continuum").disable_statement_logging();
    // Migrations may take longer than a request; they have a connection of their own without the limits.
    let mut connection = PgConnection::connect_with(&options).await?;
    migrations::postgres().run(&mut connection).await?;
    connection.close().await?;
    let limited = options.options([
        ("lock_timeout", "2s"),
        ("statement_timeout", "10s"),
        ("idle_in_transaction_session_timeout", "10s"),
    ]);
    let pool =
        PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(PATIENCE).connect_with(limited).await?;
    let (elsewhere, outgoing) = mpsc::unbounded_channel();
    let feed = Feed::new(Some(elsewhere));
    let mut listener = PgListener::connect_with(&pool).await?;
    listener.listen(notify::CHANNEL).await?;
    tokio::spawn(notify::hear(listener, feed.clone()));
    tokio::spawn(notify::tell(pool.clone(), outgoing, feed.origin().to_owned()));
    Ok((Engine::Postgres { pool, feed: feed.clone() }, feed))
}

/// Refuses an SQLite that may lose data: before 3.51.3 a checkpoint could race with the commit that resets the log.
fn require_sqlite(version: &str) -> Result<(), StoreError> {
    let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let mut part = || parts.next().unwrap_or(0);
    if (part(), part(), part()) >= (3, 51, 3) {
        Ok(())
    } else {
        Err(StoreError::TooOldSqlite { found: version.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::require_sqlite;

    #[test]
    fn an_sqlite_that_may_lose_data_is_refused_by_number_not_by_text() {
        for sound in ["3.51.3", "3.51.10", "3.53.0", "3.100.0", "4.0.0"] {
            assert!(require_sqlite(sound).is_ok(), "{sound}");
        }
        for old in ["3.51.2", "3.51", "3.9.9", "3.46.1", "2.99.99", ""] {
            let refusal = require_sqlite(old).map_err(|error| error.to_string());
            assert!(refusal.is_err_and(|text| text.contains("too old") && text.contains("3.51.3")), "{old}");
        }
    }
}

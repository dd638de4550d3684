//! Backups: a copy of an SQLite database beside which the site goes on, and the note that there is one.

use std::path::Path;
use std::sync::Arc;

use domain::time::Instant;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection as _};

use crate::Store;
use crate::connection::{Row, statements, values};
use crate::engine::Engine;
use crate::error::StoreError;

statements! {
    NOTE = "INSERT INTO backup (made_at, place, bytes, files) VALUES ($1, $2, $3, $4)";
    LAST = "SELECT made_at, place, bytes, files FROM backup ORDER BY made_at DESC, number DESC LIMIT 1";
    FILES = "SELECT key, length FROM media WHERE state = 'ready' ORDER BY key";
}

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// When it was complete, by the real time.
    pub made: Instant,
    /// What it holds; `None` if it was made by other means than this program's.
    pub copy: Option<BackupCopy>,
}

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupCopy {
    /// Its folder.
    pub place: String,
    /// Its size.
    pub bytes: u64,
    /// How many files it has, the database among them.
    pub files: u64,
}

impl Store {
    /// Copies an SQLite database as it is at one moment, while the site goes on, and has the copy checked; `false` on PostgreSQL,
    /// whose own programs do that. There must be no file at `to`. The copy is on the disk when this returns.
    ///
    /// # Errors
    /// The copy cannot be written, or is damaged.
    pub async fn copy_database(&self, to: &Path) -> Result<bool, StoreError> {
        let Engine::Sqlite { readers, .. } = &self.engine else { return Ok(false) };
        let mut connection = readers.acquire().await?;
        sqlx::query("VACUUM INTO ?").bind(to.to_string_lossy().into_owned()).execute(&mut *connection).await?;
        drop(connection);
        check_database(to).await?;
        let file = to.to_path_buf();
        let synced = tokio::task::spawn_blocking(move || std::fs::File::open(file)?.sync_all()).await;
        match synced {
            Ok(Ok(())) => Ok(true),
            Ok(Err(error)) => Err(StoreError::Folder(Arc::new(error))),
            Err(_) => Err(StoreError::Closed),
        }
    }

    /// Notes that a backup was made.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn note_backup(&self, backup: &Backup) -> Result<(), StoreError> {
        let backup = backup.clone();
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
                    let copy = backup.copy.as_ref();
                    let place = copy.map(|copy| copy.place.clone());
                    let sizes = (copy.map(|copy| number(copy.bytes)), copy.map(|copy| number(copy.files)));
                    connection.execute(NOTE, values![backup.made, place, sizes.0, sizes.1]).await?;
                    Ok(())
                })
            })
            .await
    }

    /// The last backup that was noted.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn last_backup(&self) -> Result<Option<Backup>, StoreError> {
        self.engine
            .read(|connection| {
                Box::pin(
                    async move { connection.fetch_one(LAST, values![]).await?.map(|row| backup(&row)).transpose() },
                )
            })
            .await
    }

    /// Keys and lengths of all files that are ready: what a backup has to hold beside the database.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn media_to_keep(&self) -> Result<Vec<(String, u64)>, StoreError> {
        self.engine
            .read(|connection| {
                Box::pin(async move {
                    let rows = connection.fetch(FILES, values![]).await?;
                    rows.iter().map(|row| Ok((row.text("key")?, row.number("length")?))).collect()
                })
            })
            .await
    }
}

fn backup(row: &Row) -> Result<Backup, StoreError> {
    let copy = match row.optional_text("place")? {
        Some(place) => Some(BackupCopy { place, bytes: row.number("bytes")?, files: row.number("files")? }),
        None => None,
    };
    Ok(Backup { made: row.instant("made_at")?, copy })
}

/// Has SQLite look through a database for damage.
///
/// # Errors
/// It cannot be read, or what SQLite found ([`StoreError::Damaged`]).
pub async fn check_database(file: &Path) -> Result<(), StoreError> {
    let options = SqliteConnectOptions::new().filename(file).read_only(true).disable_statement_logging();
    let mut connection = options.connect().await?;
    let found: String = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&mut connection).await?;
    connection.close().await?;
    if found == "ok" { Ok(()) } else { Err(StoreError::Damaged { found }) }
}

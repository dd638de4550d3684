//! Backups: each a folder with a copy of the database, its checksum, and every uploaded file, of which those that an earlier backup has
//! are shared with it (hard links). Written beside its place and renamed when it is whole, so that what bears a moment as its name
//! is complete. The key that opens secrets in the database is not in it (OWASP ASVS 5.0, 13.3.1).

mod database;
mod folder;
mod postgres;
mod restore;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use clap::Args;
use domain::time::Instant;
use store::{Backup, BackupCopy, Store};

use crate::media::MediaStore;
use folder::Folder;
pub(crate) use restore::restore;

/// Name of the copied database: of an SQLite file, or of what `pg_dump` writes.
const SQLITE: &str = "continuum.db";
const POSTGRES: &str = "continuum.dump";
/// Name of the file with the checksum of the database, as `sha256sum --check` reads it.
const SUMS: &str = "SHA256SUMS";
/// Folder of the uploaded files.
const MEDIA: &str = "media";

/// Where backups are put, and how many are kept.
#[derive(Debug, Clone, Args)]
pub(crate) struct BackupPlan {
    /// Folder for backups; each is a folder in it. Best on another disk.
    #[arg(long = "backup-to", id = "backup_to", env = "CONTINUUM_BACKUP_TO", value_name = "FOLDER")]
    pub(crate) to: Option<PathBuf>,
    /// How many backups are kept there; older ones are deleted.
    #[arg(long = "backup-keep", id = "backup_keep", env = "CONTINUUM_BACKUP_KEEP", value_name = "NUMBER",
        default_value_t = 14, value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) keep: u16,
}

/// What is copied.
pub(crate) struct Source<'a> {
    /// The open database.
    pub(crate) store: &'a Store,
    /// Its address, which PostgreSQL's programs are given.
    pub(crate) url: &'a str,
    /// The uploaded files.
    pub(crate) media: &'a MediaStore,
}

/// Makes a backup in that folder, notes it in the database, and deletes those of which `keep` newer ones are there. `now` is the real
/// time.
///
/// # Errors
/// Whatever keeps it from being whole, in words; what was begun is deleted, and earlier backups are as they were.
pub(crate) async fn make(source: &Source<'_>, into: &Path, keep: u16, now: Instant) -> anyhow::Result<BackupCopy> {
    let folder = Folder::open(into)?;
    let begun = folder.begin(now)?;
    let database = database::copy(source, begun.path()).await.context("the database could not be copied")?;
    // Files come after the database, so that every one that it names is there.
    let wanted = source.store.media_to_keep().await?;
    let earlier = folder.newest()?.map(|newest| newest.join(MEDIA));
    let copied = source.media.copy_all(&begun.path().join(MEDIA), earlier.as_deref()).await;
    let copied = copied.context("the uploaded files could not be copied")?;
    let missing = wanted.iter().filter(|(key, length)| copied.get(key) != Some(length));
    let missing: HashSet<&str> = missing.map(|(key, _)| key.as_str()).collect();
    // What was removed meanwhile is not missing.
    let still: Vec<_> = if missing.is_empty() { Vec::new() } else { source.store.media_to_keep().await? };
    let missing = still.iter().filter(|(key, _)| missing.contains(key.as_str())).count();
    ensure!(
        missing == 0,
        "{missing} uploaded files that the database has are not in the store for files, or not whole"
    );
    let place = begun.finish()?;
    let copy = BackupCopy {
        place: place.display().to_string(),
        bytes: database + copied.values().sum::<u64>(),
        files: u64::try_from(copied.len()).unwrap_or(u64::MAX).saturating_add(1),
    };
    source.store.note_backup(&Backup { made: now, copy: Some(copy.clone()) }).await?;
    // Gigabytes are deleted beside the threads that answer.
    tokio::task::spawn_blocking(move || folder.keep(usize::from(keep))).await??;
    Ok(copy)
}

#[cfg(test)]
mod tests;

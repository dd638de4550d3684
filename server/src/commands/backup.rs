//! `continuum backup` and `continuum restore`: a copy of all that the site keeps, beside which it goes on, and that copy back into an
//! empty place.

use std::path::{Path, PathBuf};

use anyhow::ensure;
use clap::Args;
use domain::time::Clock;
use store::{Backup, Store};

use super::Database;
use crate::backup::{self, BackupPlan, Source};
use crate::clock::ServerClock;
use crate::media::MediaOptions;

/// Arguments of `continuum backup`.
#[derive(Debug, Args)]
pub(crate) struct MakeBackup {
    #[command(flatten)]
    plan: BackupPlan,
    /// Make none, and note that one was made by other means, for whoever looks at /admin/system.
    #[arg(long)]
    made_elsewhere: bool,
    #[command(flatten)]
    media: MediaOptions,
    #[command(flatten)]
    database: Database,
}

/// Arguments of `continuum restore`.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// A folder that `continuum backup` made.
    from: PathBuf,
    #[command(flatten)]
    media: MediaOptions,
    #[command(flatten)]
    database: Database,
}

/// Makes a backup, or notes one.
pub(crate) async fn make(arguments: &MakeBackup) -> anyhow::Result<()> {
    let (database, url) = (&arguments.database, arguments.database.url()?);
    let to = arguments.plan.to.as_deref().filter(|_| !arguments.made_elsewhere);
    ensure!(to.is_some() || arguments.made_elsewhere, "say where to put it: --backup-to FOLDER");
    // Opening would make an empty one, and its copy would look like a backup.
    if let Some(file) = sqlite_file(&url) {
        ensure!(file.is_file(), "there is no database at {}; is --data the folder of the server?", file.display());
    }
    let store = database.open().await?;
    let made = match to {
        Some(to) => copy(arguments, &store, &url, to).await,
        None => note(&store).await,
    };
    store.close().await;
    println!("{}", made?);
    Ok(())
}

async fn note(store: &Store) -> anyhow::Result<String> {
    store.note_backup(&Backup { made: ServerClock::real().real_now(), copy: None }).await?;
    Ok("Noted that a backup was made by other means.".to_owned())
}

async fn copy(arguments: &MakeBackup, store: &Store, url: &str, to: &Path) -> anyhow::Result<String> {
    let media = arguments.media.open(&arguments.database.data)?;
    let source = Source { store, url, media: &media };
    let copy = backup::make(&source, to, arguments.plan.keep, ServerClock::real().real_now()).await?;
    Ok(format!(
        "{}: {} files, {} bytes, checked. The key of secrets (secret.key) is not in it: keep a copy of it somewhere else.",
        copy.place, copy.files, copy.bytes
    ))
}

/// The file of an SQLite database, by its address.
fn sqlite_file(url: &str) -> Option<&Path> {
    let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:"))?;
    path.split('?').next().map(Path::new)
}

/// Puts a backup back.
pub(crate) async fn restore(arguments: &Restore) -> anyhow::Result<()> {
    let (url, media) = (arguments.database.url()?, arguments.media.open(&arguments.database.data)?);
    let files = backup::restore(&arguments.from, sqlite_file(&url), &url, &media).await?;
    // Says so if a newer version wrote it, and brings it up to date otherwise.
    let store = arguments.database.open().await?;
    store.close().await;
    println!(
        "Restored, with {files} uploaded files. Put secret.key back before the server starts; without it those who work here sign in \
         with recovery codes. Whoever was erased after this backup was made is in it again: erase them once more."
    );
    Ok(())
}

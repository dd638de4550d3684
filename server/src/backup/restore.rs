//! A backup back into an empty place.

use std::fs::File;
use std::path::Path;

use anyhow::{Context, ensure};
use store::check_database;

use super::folder::make_private;
use super::{MEDIA, SQLITE, database, postgres};
use crate::media::MediaStore;

/// Puts a backup into a data folder, or into a database of PostgreSQL and a store for files, that has nothing yet. The files come
/// first: a database that is there has all of its own. How many files.
///
/// # Errors
/// The backup is not as it was written, or something is there already; then nothing is changed but files that were missing.
pub(crate) async fn restore(
    from: &Path,
    sqlite: Option<&Path>,
    url: &str,
    media: &MediaStore,
) -> anyhow::Result<usize> {
    let name = database::verified(from)?;
    let copy = from.join(name);
    ensure!(
        (name == SQLITE) == sqlite.is_some(),
        "this backup is of {}; give it such a database",
        if name == SQLITE { "SQLite" } else { "PostgreSQL" }
    );
    if let Some(to) = sqlite {
        ensure!(!to.exists(), "there is a database already: {}. Nothing was changed.", to.display());
        check_database(&copy).await?;
    }
    let files = media.take_all(&from.join(MEDIA)).await.context("the uploaded files could not be put back")?;
    match sqlite {
        Some(to) => put(&copy, to)?,
        None => postgres::restore(url, &copy).await?,
    }
    Ok(files)
}

/// Copies a database to its place: whole or not at all.
fn put(copy: &Path, to: &Path) -> anyhow::Result<()> {
    let folder = to.parent().context("the database has no folder")?;
    make_private(folder)?;
    let mut part = tempfile::NamedTempFile::new_in(folder)?;
    std::io::copy(&mut File::open(copy)?, &mut part)?;
    part.as_file().sync_all()?;
    part.persist_noclobber(to)?;
    File::open(folder)?.sync_all()?;
    Ok(())
}

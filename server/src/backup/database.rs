//! The copy of the database in a backup, and its checksum.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

use anyhow::{Context, ensure};
use sha2::{Digest, Sha256};

use super::{POSTGRES, SQLITE, SUMS, Source, postgres};

/// Bytes that are read at once.
const PIECE: usize = 1 << 20;

/// Copies the database into a folder, and writes its checksum beside it; its length.
pub(super) async fn copy(source: &Source<'_>, folder: &Path) -> anyhow::Result<u64> {
    let is_sqlite = source.store.copy_database(&folder.join(SQLITE)).await?;
    let name = if is_sqlite { SQLITE } else { POSTGRES };
    let file = folder.join(name);
    if !is_sqlite {
        postgres::dump(source.url, &file).await?;
    }
    let summed = file.clone();
    let sum = tokio::task::spawn_blocking(move || sum_of(&summed)).await??;
    let mut sums = OpenOptions::new().write(true).create_new(true).open(folder.join(SUMS))?;
    writeln!(sums, "{sum}  {name}")?;
    sums.sync_all()?;
    Ok(file.metadata()?.len())
}

/// Makes sure that the database in a backup is as it was written; the name of its file.
pub(super) fn verified(folder: &Path) -> anyhow::Result<&'static str> {
    let name = [SQLITE, POSTGRES].into_iter().find(|name| folder.join(name).is_file());
    let name =
        name.with_context(|| format!("{} is no backup: it holds neither {SQLITE} nor {POSTGRES}", folder.display()))?;
    let sums = std::fs::read_to_string(folder.join(SUMS)).with_context(|| format!("{SUMS} cannot be read"))?;
    let expected = format!("{}  {name}", sum_of(&folder.join(name))?);
    ensure!(
        sums.lines().any(|line| line == expected),
        "{name} is not as it was written: its checksum differs from {SUMS}"
    );
    Ok(name)
}

fn sum_of(file: &Path) -> io::Result<String> {
    let (mut file, mut sum, mut piece) = (File::open(file)?, Sha256::new(), vec![0; PIECE]);
    loop {
        let length = file.read(&mut piece)?;
        let Some(read) = piece.get(..length).filter(|read| !read.is_empty()) else { break };
        sum.update(read);
    }
    Ok(hex::encode(sum.finalize()))
}

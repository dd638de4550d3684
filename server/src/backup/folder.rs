//! The folder of backups: which are whole, which was begun, which are too many.

use std::fs::{self, File};
use std::io;
use std::path::{self, Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use domain::time::{Instant, Zone};

/// What was begun and not finished after this long was left by a process that died.
const ABANDONED: Duration = Duration::from_secs(2 * 24 * 60 * 60);
/// Behind the name of what is not whole yet.
const PART: &str = ".part";

/// A folder of backups.
pub(super) struct Folder(PathBuf);

/// A backup that is being made; deleted unless it is finished.
pub(super) struct Begun {
    part: tempfile::TempDir,
    whole: PathBuf,
}

impl Folder {
    /// The folder, made if it is missing.
    pub(super) fn open(folder: &Path) -> anyhow::Result<Self> {
        let told = || format!("the folder {} for backups cannot be used", folder.display());
        let folder = path::absolute(folder).with_context(told)?;
        make_private(&folder).with_context(told)?;
        Ok(Self(folder))
    }

    /// Begins a backup that bears this moment as its name.
    pub(super) fn begin(&self, now: Instant) -> anyhow::Result<Begun> {
        self.delete_abandoned()?;
        let name = name(now);
        let whole = self.0.join(&name);
        anyhow::ensure!(!whole.exists(), "there is a backup of this second already: {}", whole.display());
        // For its owner alone, as everything in it: it holds names and addresses.
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let part = builder.prefix(&name).suffix(PART).tempdir_in(&self.0)?;
        Ok(Begun { part, whole })
    }

    /// The whole ones, the oldest first: a moment's name sorts as the moment does.
    fn whole(&self) -> io::Result<Vec<PathBuf>> {
        let mut whole: Vec<PathBuf> = Vec::new();
        for entry in fs::read_dir(&self.0)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() && is_name(&entry.file_name().to_string_lossy()) {
                whole.push(entry.path());
            }
        }
        whole.sort();
        Ok(whole)
    }

    /// The newest whole one.
    pub(super) fn newest(&self) -> io::Result<Option<PathBuf>> {
        Ok(self.whole()?.pop())
    }

    /// Deletes all but so many of the newest.
    pub(super) fn keep(&self, most: usize) -> anyhow::Result<()> {
        let whole = self.whole()?;
        for old in whole.iter().take(whole.len().saturating_sub(most)) {
            fs::remove_dir_all(old).with_context(|| format!("the old backup {} cannot be deleted", old.display()))?;
        }
        Ok(())
    }

    fn delete_abandoned(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.0)? {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let is_ours = name.ends_with(PART) && name.get(..NAME_LENGTH).is_some_and(is_name);
            let age = entry.metadata()?.modified()?.elapsed().unwrap_or_default();
            if is_ours && entry.file_type()?.is_dir() && age > ABANDONED {
                fs::remove_dir_all(entry.path())?;
            }
        }
        Ok(())
    }
}

impl Begun {
    /// Where it is made.
    pub(super) fn path(&self) -> &Path {
        self.part.path()
    }

    /// Gives it its name; from now on it counts. Where it is.
    pub(super) fn finish(self) -> anyhow::Result<PathBuf> {
        File::open(self.part.path())?.sync_all()?;
        fs::rename(self.part.path(), &self.whole)?;
        // There is nothing left to be deleted.
        let _moved = self.part.keep();
        if let Some(folder) = self.whole.parent() {
            File::open(folder)?.sync_all()?;
        }
        Ok(self.whole)
    }
}

/// Makes a folder that only its owner opens.
pub(super) fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// A moment as the name of a folder: `2026-11-30T020000Z` (ISO 8601 without the colons that some file systems refuse).
fn name(at: Instant) -> String {
    let local = Zone::utc().read(at);
    let seconds = at.milliseconds().div_euclid(1_000).rem_euclid(60);
    format!("{}T{:02}{:02}{seconds:02}Z", local.date, local.time.hour(), local.time.minute())
}

const NAME_LENGTH: usize = "2026-11-30T020000Z".len();

fn is_name(name: &str) -> bool {
    let shape = "dddd-dd-ddTddddddZ";
    name.len() == NAME_LENGTH
        && name.bytes().zip(shape.bytes()).all(|(found, wanted)| match wanted {
            b'd' => found.is_ascii_digit(),
            wanted => found == wanted,
        })
}

#[cfg(test)]
mod tests {
    use domain::time::Instant;

    use super::{is_name, name};

    #[test]
    fn a_moment_is_a_name_that_sorts_and_nothing_else_is_one() {
        let at = Instant::from_rfc3339("2026-11-30T02:03:04Z").expect("an instant");
        assert_eq!(name(at), "2026-11-30T020304Z");
        assert!(is_name(&name(at)) && name(at) < name(at.plus_minutes(60)));
        for other in ["", "2026-11-30", "2026-11-30T020304Z.part", "backup-of-11-30T0Z", "é026-11-30T02030Z"] {
            assert!(!is_name(other), "{other}");
        }
    }
}

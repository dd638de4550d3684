//! Deletes what a server left behind that was killed while it put a file together. Until a file is whole, `object_store` writes it
//! in a folder under its name with `#` and a number; of a bucket, a rule of its own ends such uploads (operator guide).

use std::ffi::OsStr;
use std::io;
use std::path::Path;
use std::time::Duration;

use super::MediaStore;
use super::join::CLAIM_MINUTES;

impl MediaStore {
    /// Deletes half files that nobody has written to for as long as a file is claimed: nobody puts them together any more.
    pub(super) async fn sweep(&self) {
        let Some(folder) = self.0.folder.clone() else { return };
        let idle = Duration::from_secs(60 * CLAIM_MINUTES.unsigned_abs());
        let swept = tokio::task::spawn_blocking(move || sweep(&folder.join("media"), idle)).await;
        match swept.map_err(io::Error::other).flatten() {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "half files of a server that was killed were deleted"),
            Err(error) => tracing::warn!(%error, "half files could not be looked for"),
        }
    }
}

/// Deletes half files of a folder that have been idle for so long; how many.
fn sweep(folder: &Path, idle: Duration) -> io::Result<usize> {
    if !folder.is_dir() {
        return Ok(0);
    }
    let mut count = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        // Whoever is faster, or a clock that was set back, is no failure.
        let is_idle = || entry.metadata()?.modified()?.elapsed().map_err(io::Error::other);
        if is_half(&entry.file_name()) && is_idle().is_ok_and(|since| since >= idle) {
            std::fs::remove_file(entry.path())?;
            count += 1;
        }
    }
    Ok(count)
}

fn is_half(name: &OsStr) -> bool {
    let number = name.to_str().and_then(|name| name.rsplit_once('#')).map(|(_, number)| number);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::io;
    use std::path::Path;
    use std::time::Duration;

    use super::sweep;

    #[test]
    fn half_files_go_when_nobody_writes_to_them_any_more() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let idle = Duration::from_secs(300);
        let made = |name: &str, age: Duration| -> io::Result<()> {
            let file = File::create(folder.path().join(name))?;
            let made = file.metadata()?.modified()?;
            file.set_modified(made - age)
        };
        let (old, new) = (Duration::from_secs(301), Duration::from_secs(10));
        for (name, age) in
            [("left#1", old), ("left#12", old), ("written#1", new), ("whole", old), ("whole#", old), ("whole#1a", old)]
        {
            made(name, age)?;
        }
        assert_eq!(sweep(folder.path(), idle)?, 2);
        let mut names: Vec<String> = Vec::new();
        for entry in std::fs::read_dir(folder.path())? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        assert_eq!(names, ["whole", "whole#", "whole#1a", "written#1"]);
        assert_eq!(sweep(Path::new("/nowhere/at/all"), idle)?, 0);
        Ok(())
    }
}

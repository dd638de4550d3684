//! The programs that only tests need, and those that a server can do without: a browser, PostgreSQL's server binaries, what makes
//! something of recordings and PDF.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::apt;
use crate::environment::Environment;

/// Finds a Chromium, or installs Debian's; returns its path. `CONTINUUM_CHROMIUM` names another one.
pub(super) fn ensure_chromium(environment: &Environment) -> Result<PathBuf> {
    const CURE: &str =
        "Install Chromium from your system's packages, or name one in CONTINUUM_CHROMIUM, and start again.";
    if let Some(named) = env::var_os("CONTINUUM_CHROMIUM").map(PathBuf::from) {
        if !named.is_file() {
            bail!("CONTINUUM_CHROMIUM names {}, which is not there.", named.display());
        }
        return Ok(named);
    }
    let find = || ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| environment.find(name));
    if let Some(found) = find() {
        return Ok(found);
    }
    if apt::available(environment) {
        apt::install(environment, &["chromium"], "1 minute", CURE)?;
    }
    find().with_context(|| format!("No Chromium was found.\n{CURE}"))
}

/// Finds PostgreSQL's server binaries, or installs Debian's, and puts them on PATH.
pub(super) fn ensure_postgresql(environment: &mut Environment) -> Result<()> {
    const CURE: &str =
        "Install PostgreSQL's server (15 or newer) from your system's packages and start again. It need not run.";
    if environment.find("initdb").is_some() {
        return Ok(());
    }
    let debian = Path::new("/usr/lib/postgresql");
    if newest_server(debian).is_none() && apt::available(environment) {
        apt::install(environment, &["postgresql"], "30 seconds", CURE)?;
    }
    let folder = newest_server(debian).with_context(|| format!("PostgreSQL's initdb was not found.\n{CURE}"))?;
    environment.first_on_path.push(folder);
    Ok(())
}

/// Finds ffmpeg and poppler, or installs Debian's.
pub(super) fn ensure_media(environment: &Environment) -> Result<()> {
    const CURE: &str = "Install ffmpeg and poppler-utils from your system's packages and start again.";
    let missing = || {
        let all = [("ffmpeg", &["ffmpeg", "ffprobe"][..]), ("poppler-utils", &["pdfinfo", "pdftoppm", "pdftotext"])];
        let is_missing = |programs: &[&str]| programs.iter().any(|name| environment.find(name).is_none());
        all.iter().filter(|(_, programs)| is_missing(programs)).map(|(package, _)| *package).collect::<Vec<_>>()
    };
    if !missing().is_empty() && apt::available(environment) {
        apt::install(environment, &missing(), "1 minute", CURE)?;
    }
    match missing().as_slice() {
        [] => Ok(()),
        names => bail!("{} was not found.\n{CURE}", names.join(" or ")),
    }
}

/// Finds espeak-ng, or installs Debian's.
pub(super) fn ensure_voice(environment: &Environment) -> Result<()> {
    const CURE: &str = "Install espeak-ng from your system's packages and start again.";
    let found = || environment.find("espeak-ng").is_some();
    if !found() && apt::available(environment) {
        apt::install(environment, &["espeak-ng"], "20 seconds", CURE)?;
    }
    if found() { Ok(()) } else { bail!("espeak-ng was not found.\n{CURE}") }
}

/// Finds wrk and nginx, or installs Debian's.
pub(super) fn ensure_load(environment: &Environment) -> Result<()> {
    const CURE: &str = "Install wrk and nginx from your system's packages and start again. nginx need not run.";
    // Debian keeps nginx where only root's PATH looks.
    let nginx = || environment.find("nginx").is_some() || Path::new("/usr/sbin/nginx").is_file();
    let found = || environment.find("wrk").is_some() && nginx();
    if !found() && apt::available(environment) {
        apt::install(environment, &["wrk", "nginx-light"], "20 seconds", CURE)?;
    }
    if found() { Ok(()) } else { bail!("wrk or nginx was not found.\n{CURE}") }
}

/// Debian keeps a folder per major version, none of them on PATH.
fn newest_server(folder: &Path) -> Option<PathBuf> {
    let versions = fs::read_dir(folder).ok()?.flatten().filter_map(|entry| {
        let version = entry.file_name().to_str()?.parse::<u32>().ok()?;
        let programs = entry.path().join("bin");
        programs.join("initdb").is_file().then_some((version, programs))
    });
    versions.max().map(|(_, programs)| programs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_server_with_its_binaries_is_taken() {
        let folder = env::temp_dir().join(format!("continuum-postgresql-{}", std::process::id()));
        assert_eq!(newest_server(&folder), None);
        for version in ["9", "15", "17"] {
            fs::create_dir_all(folder.join(version).join("bin")).unwrap();
        }
        assert_eq!(newest_server(&folder), None, "clients only");
        fs::write(folder.join("9/bin/initdb"), "").unwrap();
        fs::write(folder.join("15/bin/initdb"), "").unwrap();
        assert_eq!(newest_server(&folder), Some(folder.join("15/bin")), "15 is newer than 9");
        fs::remove_dir_all(&folder).unwrap();
    }
}

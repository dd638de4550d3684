//! Which programs are installed beside the server. None is needed; what is missing is said where it matters.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use domain::media::Toolset;

/// The programs that were found when the server started.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tools {
    found: Vec<(&'static str, PathBuf)>,
    /// Bounds the memory and the files of a program, where the system has such a thing.
    pub(super) bounded: Option<PathBuf>,
    /// Lets a program step back behind what answers visitors.
    pub(super) nice: Option<PathBuf>,
}

impl Tools {
    /// Looks into these folders, written as in `PATH`; empty for no programs at all.
    pub(crate) fn find(folders: &OsStr) -> Self {
        let folders: Vec<PathBuf> = std::env::split_paths(folders).filter(|folder| folder.is_absolute()).collect();
        let find = |name: &str| folders.iter().map(|folder| folder.join(name)).find(|path| is_program(path));
        let programs = Toolset::ALL.iter().flat_map(|toolset| toolset.programs()).copied();
        let found = programs.filter_map(|name| Some((name, find(name)?))).collect();
        Self { found, bounded: find("prlimit"), nice: find("nice") }
    }

    /// Those of `PATH`.
    #[cfg(test)]
    pub(crate) fn of_path() -> Self {
        Self::find(&std::env::var_os("PATH").unwrap_or_default())
    }

    /// Takes another program in the place of one.
    #[cfg(test)]
    pub(super) fn instead(&mut self, name: &'static str, path: PathBuf) {
        self.found.retain(|(known, _)| *known != name);
        self.found.push((name, path));
    }

    /// Where a program is.
    pub(super) fn path(&self, name: &str) -> Option<&Path> {
        self.found.iter().find(|(known, _)| *known == name).map(|(_, path)| path.as_path())
    }

    /// Those of which all programs are there.
    pub(crate) fn toolsets(&self) -> Vec<Toolset> {
        let is_whole = |toolset: &Toolset| toolset.programs().iter().all(|name| self.path(name).is_some());
        Toolset::ALL.iter().copied().filter(is_whole).collect()
    }

    /// Names of the programs that are missing, by what they belong to.
    pub(crate) fn missing(&self) -> Vec<(Toolset, Vec<&'static str>)> {
        let missing = |toolset: Toolset| {
            toolset.programs().iter().copied().filter(|name| self.path(name).is_none()).collect::<Vec<_>>()
        };
        let all = Toolset::ALL.iter().map(|toolset| (*toolset, missing(*toolset)));
        all.filter(|(_, names)| !names.is_empty()).collect()
    }
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use domain::media::Toolset;

    use super::Tools;

    #[test]
    fn a_toolset_counts_when_all_of_it_is_there() -> anyhow::Result<()> {
        assert!(Tools::find(OsStr::new("")).toolsets().is_empty());
        let folder = tempfile::tempdir()?;
        std::fs::write(folder.path().join("ffmpeg"), "no program")?;
        let missing = Tools::find(folder.path().as_os_str()).missing();
        assert_eq!(missing.first(), Some(&(Toolset::Ffmpeg, vec!["ffmpeg", "ffprobe"])), "not one that can be run");
        assert_eq!(missing.len(), 2);
        Ok(())
    }

    #[test]
    fn these_tests_need_the_programs() {
        let missing = Tools::of_path().missing();
        assert!(missing.is_empty(), "install ffmpeg and poppler-utils, as `cargo xtask setup` does: {missing:?}");
    }
}

//! Where things are, and the environment that every program we start sees.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

/// The repository, its target folder, and the tools that set-up has chosen so far.
#[derive(Debug, Clone)]
pub(crate) struct Environment {
    /// The repository's root; every program starts there.
    pub(crate) root: PathBuf,
    /// Where cargo builds.
    pub(crate) target: PathBuf,
    /// The name of the rustup toolchain to use, when the active one is too old or has no WASM.
    pub(crate) toolchain: Option<String>,
    /// Folders of programs that go before those on PATH.
    pub(crate) first_on_path: Vec<PathBuf>,
}

impl Environment {
    /// The environment as this process finds it. Honours `CARGO_TARGET_DIR`.
    pub(crate) fn of_this_repository() -> Result<Self> {
        // Set by `cargo run`; the compiled-in folder would be another working copy's where a target folder is shared.
        let manifest = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&manifest).parent().context("xtask has no parent folder")?.to_path_buf();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => env::current_dir()?.join(folder),
            None => root.join("target"),
        };
        let first_on_path = vec![cargo_tools(&root)];
        Ok(Self { root, target, toolchain: None, first_on_path })
    }

    /// The folder that command-line tools of exactly our versions are installed to. It is the user's, not the
    /// repository's, so that another clone and `cargo clean` do not cost half an hour.
    pub(crate) fn tools(&self) -> PathBuf {
        cargo_home(&self.root).join("continuum")
    }

    /// The built binary.
    pub(crate) fn binary(&self) -> PathBuf {
        self.target.join("release").join("continuum")
    }

    /// The browser tests' folder.
    pub(crate) fn end2end(&self) -> PathBuf {
        self.root.join("end2end")
    }

    /// A program in this environment, not started yet.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).env("PATH", self.path());
        if env::var_os("CARGO_TARGET_DIR").is_some() {
            command.env("CARGO_TARGET_DIR", &self.target);
        }
        // What `cargo run` told this process about itself is not true for the programs it starts.
        for (name, _) in env::vars_os() {
            if name.to_str().is_some_and(is_about_xtask) {
                command.env_remove(name);
            }
        }
        if let Some(libraries) = env::var_os("LD_LIBRARY_PATH") {
            command.env("LD_LIBRARY_PATH", self.without_toolchain_libraries(&libraries));
        }
        if let Some(toolchain) = &self.toolchain {
            command.env("RUSTUP_TOOLCHAIN", toolchain);
        }
        command
    }

    /// Cargo of the chosen toolchain.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = self.command("cargo");
        command.args(arguments);
        command
    }

    /// Where a program is found on our PATH.
    pub(crate) fn find(&self, program: &str) -> Option<PathBuf> {
        env::split_paths(&self.path()).map(|folder| folder.join(program)).find(|path| path.is_file())
    }

    fn path(&self) -> OsString {
        let inherited = env::var_os("PATH").unwrap_or_default();
        // A folder with PATH's own separator in its name cannot be joined; then what was there has to do.
        env::join_paths(self.first_on_path.iter().cloned().chain(env::split_paths(&inherited))).unwrap_or(inherited)
    }

    fn without_toolchain_libraries(&self, libraries: &OsStr) -> OsString {
        let rustup = cargo_home(&self.root).with_file_name(".rustup");
        let rustup = env::var_os("RUSTUP_HOME").map_or(rustup, PathBuf::from);
        let kept = env::split_paths(libraries)
            .filter(|folder| !folder.starts_with(&rustup) && !folder.starts_with(&self.target));
        env::join_paths(kept).unwrap_or_default()
    }
}

/// Whether `cargo run` sets this variable to describe the package it runs.
fn is_about_xtask(variable: &str) -> bool {
    variable.starts_with("CARGO_PKG_")
        || ["CARGO", "CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_BIN_NAME", "CARGO_CRATE_NAME"]
            .contains(&variable)
}

fn cargo_tools(root: &Path) -> PathBuf {
    cargo_home(root).join("continuum").join("bin")
}

fn cargo_home(root: &Path) -> PathBuf {
    if let Some(home) = env::var_os("CARGO_HOME") {
        return root.join(home);
    }
    env::home_dir().map_or_else(|| root.join("target").join("cargo-home"), |home| home.join(".cargo"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment() -> Environment {
        let mut environment = Environment::of_this_repository().unwrap();
        environment.first_on_path.push("/first".into());
        environment
    }

    #[test]
    fn the_root_is_the_workspace() {
        assert!(environment().root.join("Cargo.lock").is_file());
        assert!(environment().end2end().join("package-lock.json").is_file());
    }

    #[test]
    fn chosen_tools_come_first() {
        let command = environment().command("cargo");
        let path = command.get_envs().find(|(name, _)| *name == "PATH").and_then(|(_, value)| value).unwrap();
        let folders = env::split_paths(path).collect::<Vec<_>>();
        assert_eq!(folders[1], Path::new("/first"));
        assert!(folders.len() > 2, "the inherited PATH is kept");
        assert!(environment().find("sh").is_some());
        assert!(environment().find("no-such-program").is_none());
    }

    #[test]
    fn children_do_not_think_they_are_xtask() {
        for mine in ["CARGO", "CARGO_PKG_NAME", "CARGO_MANIFEST_DIR"] {
            assert!(is_about_xtask(mine));
        }
        for theirs in ["CARGO_HOME", "CARGO_TARGET_DIR", "CARGO_BUILD_JOBS", "CARGO_TERM_COLOR", "PATH"] {
            assert!(!is_about_xtask(theirs));
        }
    }

    #[test]
    fn only_the_toolchains_own_libraries_are_dropped() {
        let environment = environment();
        let ours = env::join_paths([environment.target.join("debug/deps"), "/opt/lib".into()]).unwrap();
        assert_eq!(environment.without_toolchain_libraries(&ours), "/opt/lib");
    }

    #[test]
    fn a_chosen_toolchain_is_handed_to_rustup() {
        let mut environment = environment();
        environment.toolchain = Some("web".to_owned());
        let command = environment.cargo(&["build"]);
        assert!(command.get_envs().any(|(name, value)| name == "RUSTUP_TOOLCHAIN" && value == Some("web".as_ref())));
    }
}

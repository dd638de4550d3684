//! Chooses the Rust toolchain: new enough for the workspace and able to compile to WASM.
//!
//! In this order: the active toolchain if it will do; one that an earlier run has prepared; what rustup can download;
//! Debian's packages.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::{apt, debian_rust};
use crate::environment::Environment;
use crate::process::{announce, answer, run_within};

pub(super) const WASM: &str = "wasm32-unknown-unknown";
const CURE: &str = "Install Rust 1.96 or newer with `rustup toolchain install stable --target wasm32-unknown-unknown`, or run as \
                    root on Debian 12 so that its packages can be used, and start again.";

/// Makes `environment` use a toolchain that can build the workspace.
pub(super) fn ensure(environment: &mut Environment) -> Result<()> {
    let required = required_version(&fs::read_to_string(environment.root.join("Cargo.toml"))?)
        .context("Cargo.toml names no rust-version")?;
    if usable(environment, required) || prepared(environment, required) {
        return Ok(());
    }
    if has_rustup(environment) && rustup_server_answers(environment) {
        match download(environment, required) {
            Ok(()) if usable(environment, required) => return Ok(()),
            Ok(()) => eprintln!("The downloaded toolchain has no {WASM}; trying another way."),
            Err(error) => eprintln!("{error}\nTrying another way."),
        }
        environment.toolchain = None;
    }
    if !apt::available(environment) {
        bail!("This machine's Rust is older than {}.{} or lacks {WASM}.\n{CURE}", required.0, required.1);
    }
    debian_rust::install(environment)?;
    if !usable(environment, required) {
        bail!("Debian's Rust is installed but still cannot build for {WASM}.\n{CURE}");
    }
    Ok(())
}

/// rustfmt and clippy of the chosen toolchain.
pub(super) fn ensure_components(environment: &Environment) -> Result<()> {
    let answers = |arguments: &[&str]| answer(&mut environment.cargo(arguments)).is_some();
    if answers(&["fmt", "--version"]) && answers(&["clippy", "--version"]) {
        return Ok(());
    }
    if environment.toolchain.as_deref() == Some(debian_rust::TOOLCHAIN) || !has_rustup(environment) {
        return debian_rust::install_components(environment);
    }
    announce("Adding rustfmt and clippy", "20 seconds");
    run_within(
        environment.command("rustup").args(["component", "add", "rustfmt", "clippy"]),
        Duration::from_secs(300),
        "Add them with `rustup component add rustfmt clippy`.",
    )
}

pub(super) fn has_rustup(environment: &Environment) -> bool {
    answer(environment.command("rustup").arg("--version")).is_some()
}

/// Selects a toolchain that an earlier run left behind.
fn prepared(environment: &mut Environment, required: Version) -> bool {
    if has_rustup(environment) {
        let installed = answer(environment.command("rustup").args(["toolchain", "list"])).unwrap_or_default();
        for name in [channel(required), debian_rust::TOOLCHAIN.to_owned()] {
            if !is_listed(&installed, &name) {
                continue;
            }
            environment.toolchain = Some(name);
            if usable(environment, required) {
                return true;
            }
        }
        environment.toolchain = None;
        return false;
    }
    environment.first_on_path.push("/usr/bin".into());
    let usable = usable(environment, required);
    if !usable {
        environment.first_on_path.pop();
    }
    usable
}

/// A machine that reaches only package registries would wait here for ever, so this asks once, briefly.
fn rustup_server_answers(environment: &Environment) -> bool {
    announce("Asking whether a Rust toolchain can be downloaded", "1 second; at most 25");
    let mut listing = environment.command("rustup");
    listing.arg("check").stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    // `rustup check` ends with 100 when there is something newer, which is an answer too.
    match run_within(&mut listing, Duration::from_secs(25), "") {
        Ok(()) => true,
        Err(error) => error.to_string().contains("exit status: 100"),
    }
}

fn download(environment: &mut Environment, required: Version) -> Result<()> {
    let mut rustup = environment.command("rustup");
    if rust_version(environment).is_some_and(|version| version >= required) {
        announce("Adding the WASM target", "10 seconds");
        rustup.args(["target", "add", WASM]);
    } else {
        announce("Downloading a Rust that is new enough, beside the one you have", "1 minute");
        let channel = channel(required);
        rustup.args(["toolchain", "install", &channel, "--no-self-update", "--profile", "minimal"]);
        rustup.args(["--component", "clippy", "--component", "rustfmt", "--target", WASM]);
        environment.toolchain = Some(channel);
    }
    run_within(&mut rustup, Duration::from_secs(600), "The download did not work.")
}

/// Major and minor.
type Version = (u32, u32);

fn channel(version: Version) -> String {
    format!("{}.{}.0", version.0, version.1)
}

fn usable(environment: &Environment, required: Version) -> bool {
    rust_version(environment).is_some_and(|version| version >= required)
        && answer(environment.command("rustc").args(["--print", "target-libdir", "--target", WASM]))
            .is_some_and(|folder| has_standard_library(Path::new(&folder)))
}

fn rust_version(environment: &Environment) -> Option<Version> {
    parse_version(&answer(environment.command("rustc").arg("--version"))?)
}

/// `rustc 1.96.0 (ac68faa20 2026-05-25)` gives 1.96.
fn parse_version(answer: &str) -> Option<Version> {
    let mut numbers = answer.split_whitespace().nth(1)?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

/// The workspace's `rust-version = "1.96"`.
fn required_version(manifest: &str) -> Option<Version> {
    let line = manifest.lines().find(|line| line.starts_with("rust-version"))?;
    parse_version(&format!("rustc {}", line.split('"').nth(1)?))
}

/// Whether `rustup toolchain list` names it, alone or before its host triple.
fn is_listed(listing: &str, name: &str) -> bool {
    let first_words = listing.lines().filter_map(|line| line.split_whitespace().next());
    first_words
        .into_iter()
        .any(|toolchain| toolchain.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('-')))
}

pub(super) fn has_standard_library(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|files| {
        files.flatten().any(|file| {
            let name = file.file_name();
            let name = name.to_string_lossy();
            name.starts_with("libstd-") && name.ends_with(".rlib")
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert_eq!(parse_version("rustc 1.96.0 (ac68faa20 2026-05-25) (built from a source tarball)"), Some((1, 96)));
        assert!(parse_version("rustc 1.100.1-nightly (b5b8c87 2026-10-29)") > Some((1, 96)));
        assert_eq!(parse_version("error: no toolchain"), None);
        assert_eq!(parse_version(""), None);
    }

    #[test]
    fn the_workspace_says_what_it_requires() {
        assert_eq!(
            required_version("[workspace.package]\nedition = \"2024\"\nrust-version = \"1.96\"\n"),
            Some((1, 96))
        );
        assert_eq!(required_version("[workspace]\n"), None);
        assert_eq!(channel((1, 96)), "1.96.0");
    }

    #[test]
    fn a_toolchain_is_listed_by_its_whole_name() {
        let listing = "stable-x86_64-unknown-linux-gnu (active, default)\n1.96.0-x86_64-unknown-linux-gnu\nweb\n";
        assert!(is_listed(listing, "web") && is_listed(listing, "1.96.0") && is_listed(listing, "stable"));
        assert!(!is_listed(listing, "1.96") && !is_listed(listing, "we") && !is_listed(listing, "nightly"));
    }

    #[test]
    fn a_target_without_its_standard_library_does_not_count() {
        let folder = std::env::temp_dir().join(format!("continuum-std-{}", std::process::id()));
        assert!(!has_standard_library(&folder), "absent");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("libcore-1a.rlib"), "").unwrap();
        assert!(!has_standard_library(&folder), "half installed");
        fs::write(folder.join("libstd-2b.rlib"), "").unwrap();
        assert!(has_standard_library(&folder));
        fs::remove_dir_all(&folder).unwrap();
    }
}

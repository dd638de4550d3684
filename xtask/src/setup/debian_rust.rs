//! A Rust for machines that reach only package registries: Debian carries one for its browsers, new enough but without
//! WASM. Its sources build the missing standard library.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::{apt, rust};
use crate::environment::Environment;
use crate::process::{announce, answer, run, run_within};

/// Our name for Debian's Rust within rustup.
pub(super) const TOOLCHAIN: &str = "web";
const LIBRARIES: &str = "/usr/lib/rustlib";
const CURE: &str =
    "The packages are in Debian 12 with its security archive. Elsewhere install Rust 1.96 or newer with rustup.";

/// Installs Debian's Rust, gives it WASM and a linker, and makes `environment` use it. Needs root.
pub(super) fn install(environment: &mut Environment) -> Result<()> {
    if !apt::is_root(environment) {
        bail!(
            "Debian's Rust needs a WASM standard library in {LIBRARIES}, which only root may write. Run this once as root."
        );
    }
    if !Path::new(LIBRARIES).join("src/rust/library").exists() || !Path::new("/usr/bin/cargo").exists() {
        apt::install(environment, &["cargo-web", "rust-web-src"], "30 seconds", CURE)?;
    }
    link_linker(environment)?;
    let wasm_libraries = Path::new(LIBRARIES).join(rust::WASM).join("lib");
    if !rust::has_standard_library(&wasm_libraries) {
        build_standard_library(environment, &wasm_libraries)?;
    }
    if rust::has_rustup(environment) {
        run_within(
            environment.command("rustup").args(["toolchain", "link", TOOLCHAIN, "/usr"]),
            Duration::from_secs(25),
            "Link it with `rustup toolchain link web /usr`.",
        )?;
        environment.toolchain = Some(TOOLCHAIN.to_owned());
    } else {
        environment.first_on_path.push("/usr/bin".into());
    }
    Ok(())
}

/// rustfmt and clippy of the same version.
pub(super) fn install_components(environment: &Environment) -> Result<()> {
    apt::install(environment, &["rust-web-clippy", "rustfmt-web"], "20 seconds", CURE)
}

/// Debian's compiler looks for `rust-lld` beside itself. A copy would miss the LLVM library beside the original, so it
/// becomes a link: to rustup's, or to Debian's.
fn link_linker(environment: &Environment) -> Result<()> {
    let answer = answer(environment.command("/usr/bin/rustc").arg("-vV")).context("Debian's rustc does not start")?;
    let host = answer.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    let folder = Path::new(LIBRARIES).join(host).join("bin");
    let link = folder.join("rust-lld");
    // Follows the link: one whose toolchain was removed is made anew.
    if link.exists() {
        return Ok(());
    }
    let linker = match rustup_linker(environment, host) {
        Some(linker) => linker,
        None => debian_linker(environment)?,
    };
    fs::create_dir_all(&folder)?;
    if link.is_symlink() {
        fs::remove_file(&link)?;
    }
    symlink(&linker, &link).with_context(|| format!("{} could not be linked to {}", link.display(), linker.display()))
}

fn rustup_linker(environment: &Environment, host: &str) -> Option<PathBuf> {
    let sysroot = answer(environment.command("rustup").args(["run", "stable", "rustc", "--print", "sysroot"]))?;
    let linker = Path::new(&sysroot).join("lib/rustlib").join(host).join("bin/rust-lld");
    linker.is_file().then_some(linker)
}

fn debian_linker(environment: &Environment) -> Result<PathBuf> {
    let linker = PathBuf::from("/usr/lib/llvm-19/bin/lld");
    if !linker.exists() {
        apt::install(environment, &["lld-19"], "10 seconds", CURE)?;
    }
    Ok(linker)
}

fn build_standard_library(environment: &Environment, destination: &Path) -> Result<()> {
    announce("Building the WASM standard library", "1 minute");
    let scratch = environment.target.join("wasm-standard-library");
    fs::create_dir_all(scratch.join("src"))?;
    // Its own workspace, since it lies within ours; the edition and the empty library are of no consequence.
    fs::write(
        scratch.join("Cargo.toml"),
        "[package]\nname = \"scratch\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[workspace]\n",
    )?;
    fs::write(scratch.join("src/lib.rs"), "#![no_std]\n")?;
    let mut debian = environment.clone();
    debian.toolchain = None;
    debian.first_on_path.insert(0, "/usr/bin".into());
    let mut build = debian.command("/usr/bin/cargo");
    build
        .current_dir(&scratch)
        .args(["build", "--release", "--target", rust::WASM, "-Zbuild-std=std,panic_abort,panic_unwind,proc_macro"])
        // `-Zbuild-std` is for nightly compilers; this one is told to accept it. Bitcode is what fat LTO reads.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", "-C embed-bitcode=yes")
        .env("CARGO_TARGET_DIR", scratch.join("target"));
    run(&mut build, CURE)?;
    let built = scratch.join("target").join(rust::WASM).join("release/deps");
    install_libraries(&built, destination)?;
    fs::remove_dir_all(&scratch)?;
    Ok(())
}

/// All or nothing: an interrupted copy must not look finished.
fn install_libraries(built: &Path, destination: &Path) -> Result<()> {
    let partial = destination.with_extension("partial");
    if partial.exists() {
        fs::remove_dir_all(&partial)?;
    }
    fs::create_dir_all(&partial)?;
    for library in fs::read_dir(built)?.flatten().map(|entry| entry.path()) {
        let Some(name) = library.file_name() else { continue };
        let readable = name.to_string_lossy();
        if readable.ends_with(".rlib") && !readable.starts_with("libscratch-") {
            fs::copy(&library, partial.join(name))?;
        }
    }
    if destination.exists() {
        fs::remove_dir_all(destination)?;
    }
    fs::rename(&partial, destination)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries_are_installed_whole_and_without_the_scratch_crate() {
        let folder = std::env::temp_dir().join(format!("continuum-rlib-{}", std::process::id()));
        let (built, destination) = (folder.join("built"), folder.join("target/lib"));
        fs::create_dir_all(&built).unwrap();
        fs::create_dir_all(&destination).unwrap();
        for name in ["libstd-1.rlib", "libcore-2.rlib", "libscratch-3.rlib", "libstd-1.rmeta"] {
            fs::write(built.join(name), "").unwrap();
        }
        fs::write(destination.join("libcore-old.rlib"), "").unwrap();

        install_libraries(&built, &destination).unwrap();

        let mut names = fs::read_dir(&destination).unwrap().flatten().map(|file| file.file_name()).collect::<Vec<_>>();
        names.sort();
        assert_eq!(names, ["libcore-2.rlib", "libstd-1.rlib"]);
        assert!(rust::has_standard_library(&destination));
        fs::remove_dir_all(&folder).unwrap();
    }
}

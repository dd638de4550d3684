//! Finds or installs what building and testing need. Every step looks first, so nothing is installed twice; says what it
//! does and how long that usually takes; and names the cure when it fails.

mod apt;
mod cargo_tools;
mod debian_rust;
mod node;
mod programs;
mod python;
mod rust;

use anyhow::Result;

use crate::environment::Environment;

/// All of the below.
pub(crate) fn everything(environment: &mut Environment) -> Result<()> {
    for_linting(environment)?;
    for_building(environment)?;
    for_store_tests(environment)?;
    for_media_tests(environment)?;
    for_python_tests(environment)?;
    let chromium = for_browser_tests(environment)?;
    eprintln!("\nEverything is set up.");
    eprintln!("    Rust: {}", environment.toolchain.as_deref().unwrap_or("the active toolchain"));
    eprintln!("    Browser: {}", chromium.display());
    Ok(())
}

/// A Rust that compiles to the host and to WASM.
pub(crate) fn for_rust(environment: &mut Environment) -> Result<()> {
    rust::ensure(environment)
}

/// Everything that `cargo leptos` needs to build the site.
pub(crate) fn for_building(environment: &mut Environment) -> Result<()> {
    rust::ensure(environment)?;
    node::ensure(environment)?;
    cargo_tools::ensure_cargo_leptos(environment)?;
    cargo_tools::ensure_wasm_bindgen(environment)
}

/// The PostgreSQL server binaries that the store's tests start a private cluster from.
pub(crate) fn for_store_tests(environment: &mut Environment) -> Result<()> {
    programs::ensure_postgresql(environment)
}

/// The programs that make something of uploaded files, which the server's tests run.
pub(crate) fn for_media_tests(environment: &Environment) -> Result<()> {
    programs::ensure_media(environment)
}

/// The voice of the sample recording.
pub(crate) fn for_sample(environment: &Environment) -> Result<()> {
    programs::ensure_voice(environment)
}

/// The Python with which the tests read our calendar files and receive our mails; returns its path.
pub(crate) fn for_python_tests(environment: &Environment) -> Result<std::path::PathBuf> {
    python::ensure(environment)
}

/// The browser that Playwright drives; returns its path.
pub(crate) fn for_browser_tests(environment: &mut Environment) -> Result<std::path::PathBuf> {
    programs::ensure_chromium(environment)
}

/// What the benchmarks load the server with, and what they compare it with.
pub(crate) fn for_load(environment: &Environment) -> Result<()> {
    programs::ensure_load(environment)
}

/// rustfmt and clippy of the chosen toolchain.
pub(crate) fn for_linting(environment: &mut Environment) -> Result<()> {
    rust::ensure(environment)?;
    rust::ensure_components(environment)
}

/// cargo-deny, where it can be had ready built; false when it cannot.
pub(crate) fn for_deny(environment: &Environment) -> bool {
    cargo_tools::ensure_cargo_deny(environment)
}

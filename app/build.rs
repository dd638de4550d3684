//! Turns `locales/en.toml` into a function for each key, so that a key that is missing or misspelt does not compile.

use std::error::Error;
use std::path::PathBuf;

#[path = "build/text.rs"]
mod text;

fn main() -> Result<(), Box<dyn Error>> {
    let file = "locales/en.toml";
    println!("cargo::rerun-if-changed={file}");
    println!("cargo::rerun-if-changed=build");
    let source = std::fs::read_to_string(file)?;
    let code = text::generate(&source).map_err(|reason| format!("{file}: {reason}"))?;
    let folder = std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?;
    std::fs::write(PathBuf::from(folder).join("text.rs"), code)?;
    Ok(())
}

//! The first programme, and how any programme file becomes a release.

use anyhow::{Context, anyhow};
use domain::time::Instant;
use import::{Imported, Options};
use store::{Released, Store};

/// The file of the first programme.
const FIRST_PROGRAMME: &str = include_str!("../../programmes/telemedicine-phase-2.toml");

/// Loads the first programme into an empty database; the same code as any import.
pub(crate) async fn seed(store: &Store, now: Instant) -> anyhow::Result<()> {
    if !store.is_empty().await? {
        return Ok(());
    }
    let options = Options { zone: None, file_name: Some("telemedicine-phase-2.toml".to_owned()) };
    let imported = import::read(FIRST_PROGRAMME.as_bytes(), &options)?;
    save_and_release(store, &imported, "First programme", now).await?;
    tracing::info!("the first programme was loaded into the empty database");
    Ok(())
}

/// Writes what was read into the working copy and releases it, unless a rule of publishing is broken.
///
/// # Errors
/// The broken rules, each with the thing concerned; or the store's error.
pub(crate) async fn save_and_release(
    store: &Store,
    imported: &Imported,
    name: &str,
    now: Instant,
) -> anyhow::Result<Released> {
    let saved = store.save_content(&imported.content).await.context("nothing was changed")?;
    tracing::info!(saved.inserted, saved.updated, saved.unchanged, "saved the working copy");
    let problems = domain::check::check(&*store.working_copy().await?);
    if !problems.is_empty() {
        let words: Vec<String> = problems.iter().map(ToString::to_string).collect();
        return Err(anyhow!("this cannot be released yet:\n- {}", words.join("\n- ")));
    }
    Ok(store.release(name, now).await?)
}

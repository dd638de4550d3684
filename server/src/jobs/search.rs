//! Keeps the search index in step with the release that is shown and the captions and slides of its recordings: at the start, and
//! whenever one of them changes. Any number of servers may do it; the store lets each be written once.

use std::time::Duration;

use app::server::{AppState, Job};
use domain::search::things;
use store::{Change, Recording, StoreError};
use tokio::sync::watch;

/// Pause after a failure of the database.
const PAUSE: Duration = Duration::from_secs(5);

/// Works until the store is closed.
pub(super) async fn run(state: AppState, mut released: watch::Receiver<()>) {
    let mut changes = state.store().changes();
    let mut indexed = None;
    loop {
        if let Err(error) = super::noted(&state, Job::Search, follow(&state, &mut indexed).await) {
            if matches!(error, StoreError::Closed) {
                return;
            }
            tracing::error!(%error, "what is published could not be indexed for search; trying again");
            tokio::time::sleep(PAUSE).await;
            continue;
        }
        let matters = |change: &Change| matches!(change, Change::TimedText { .. } | Change::Made { .. });
        if !super::something_shown(&mut released, &mut changes, matters).await {
            return;
        }
    }
}

/// Indexes the release that is shown, unless it is the one that was `indexed` last, and the captions that changed.
async fn follow(state: &AppState, indexed: &mut Option<i64>) -> Result<(), StoreError> {
    if *indexed != Some(state.published().number) {
        *indexed = Some(index_release(state).await?);
    }
    let recordings = Recording::all(&state.published().content);
    let captions = state.store().index_captions(recordings).await?;
    let slides = state.store().index_slides(&state.published().content).await?;
    if slides > 0 {
        tracing::info!(slides, "indexed slides for search");
    }
    if captions > 0 {
        tracing::info!(captions, "indexed captions for search");
    }
    Ok(())
}

async fn index_release(state: &AppState) -> Result<i64, StoreError> {
    let making = state.clone();
    // Takes a while for a large programme, so not on a thread that answers requests.
    let taken = tokio::task::spawn_blocking(move || {
        // The first search after a release need not make it.
        making.dictionary();
        let published = making.published();
        (published.number, things(&published.content))
    });
    let Ok((number, things)) = taken.await else { return Err(StoreError::Closed) };
    if state.store().index_release(number, things).await? {
        tracing::info!(number, "indexed the release for search");
    }
    Ok(number)
}

/// Indexes all that is published now.
#[cfg(test)]
pub(crate) async fn index(state: &AppState) -> Result<(), StoreError> {
    follow(state, &mut None).await
}

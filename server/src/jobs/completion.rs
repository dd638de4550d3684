//! Notes what counts as seen by the rules of the release that is shown: at the start, after each release, and when the length of a
//! file becomes known. Rules that ask for more later then take nothing away. Any number of servers may do it.

use std::time::Duration;

use app::server::AppState;
use store::{Change, StoreError};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;

/// Pause after a failure of the database.
const PAUSE: Duration = Duration::from_secs(5);

/// Works until the store is closed.
pub(super) async fn run(state: AppState, mut released: watch::Receiver<()>) {
    let mut changes = state.store().changes();
    loop {
        if let Err(error) = settle(&state).await {
            if matches!(error, StoreError::Closed) {
                return;
            }
            tracing::error!(%error, "what counts as seen could not be noted; trying again");
            tokio::time::sleep(PAUSE).await;
            continue;
        }
        loop {
            tokio::select! {
                shown = released.changed() => if shown.is_err() { return } else { break },
                change = changes.recv() => match change {
                    Ok(Change::Made { .. } | Change::Missed) | Err(RecvError::Lagged(_)) => break,
                    Ok(_) => {}
                    Err(RecvError::Closed) => return,
                },
            }
        }
    }
}

/// Notes it once.
pub(crate) async fn settle(state: &AppState) -> Result<(), StoreError> {
    let published = state.published();
    let recordings = published.content.materials.iter().filter(|material| material.media.is_some());
    let rules = recordings.map(|material| (material.id, state.completion_of(material))).collect();
    let completed = state.store().complete_progress(&rules).await?;
    if completed > 0 {
        tracing::info!(completed, "noted what counts as seen");
    }
    Ok(())
}

//! Notes what counts as seen by the rules of the release that is shown: at the start, after each release, and when the length of a
//! file becomes known. Rules that ask for more later then take nothing away. Any number of servers may do it.

use std::time::Duration;

use app::server::{AppState, Job};
use store::{Change, StoreError};
use tokio::sync::watch;

/// Pause after a failure of the database.
const PAUSE: Duration = Duration::from_secs(5);

/// Works until the store is closed.
pub(super) async fn run(state: AppState, mut released: watch::Receiver<()>) {
    let mut changes = state.store().changes();
    loop {
        if let Err(error) = super::noted(&state, Job::Completion, settle(&state).await) {
            if matches!(error, StoreError::Closed) {
                return;
            }
            tracing::error!(%error, "what counts as seen could not be noted; trying again");
            tokio::time::sleep(PAUSE).await;
            continue;
        }
        let matters = |change: &Change| matches!(change, Change::Made { .. });
        if !super::something_shown(&mut released, &mut changes, matters).await {
            return;
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

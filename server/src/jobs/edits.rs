//! Takes out of the list of changes what it took to undo them, once they cannot be undone any more: it tells about people.

use std::time::Duration;

use app::server::{AppState, Job};
use domain::desk::undo_from;
use store::StoreError;

/// Pause between two looks.
const PAUSE: Duration = Duration::from_secs(3600);

/// Looks once an hour, for as long as the store is open.
pub(super) async fn run(state: AppState) {
    loop {
        let forgotten = state.store().forget_edits(undo_from(state.real_now())).await;
        match super::noted(&state, Job::Edits, forgotten) {
            Ok(_) => {}
            Err(StoreError::Closed) => return,
            Err(error) => tracing::error!(%error, "changes that are too old to be undone are still kept whole"),
        }
        tokio::time::sleep(PAUSE).await;
    }
}

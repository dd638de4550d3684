//! Fills in by what registrations are found and sorted that an earlier version wrote, also one that runs beside this one
//! during an update.

use std::time::Duration;

use app::server::{AppState, Job};
use store::StoreError;

/// How long until it looks again whether anything came from an earlier version.
const PAUSE: Duration = Duration::from_secs(600);

/// Fills in what is there, and looks again now and then.
pub(super) async fn run(state: AppState) {
    loop {
        match super::noted(&state, Job::Listing, state.store().fill_in_registrations().await) {
            Ok(true) => continue,
            Ok(false) => {}
            Err(StoreError::Closed) => return,
            Err(error) => tracing::warn!(%error, "registrations of an earlier version are not found yet"),
        }
        tokio::time::sleep(PAUSE).await;
    }
}

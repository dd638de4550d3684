//! Tells those who registered when a release has changed their event. What is to be told stands in the database since the
//! release; this task only wakes when it is due, ten minutes later.

use std::time::Duration;

use app::server::{AppState, Job};
use domain::time::Instant;
use store::StoreError;
use tokio::sync::watch;

use super::{SHORTEST, noted, until};

/// Longest sleep: whatever keeps a wake-up from coming is made good then.
const LONGEST: Duration = Duration::from_secs(10 * 60);

/// Works until the store is closed.
pub(super) async fn run(state: AppState, mut released: watch::Receiver<()>) {
    loop {
        let pause = match noted(&state, Job::News, tell(&state).await) {
            Ok(next) => until(next, state.now(), LONGEST),
            Err(StoreError::Closed) => return,
            Err(error) => {
                tracing::error!(%error, "changes of events could not be told; trying again");
                SHORTEST
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            shown = released.changed() => if shown.is_err() { return },
        }
    }
}

/// Tells what is due now; when the next thing is.
pub(crate) async fn tell(state: &AppState) -> Result<Option<Instant>, StoreError> {
    while state.store().tell_event_changes(state.now()).await? {}
    state.store().next_event_change().await
}

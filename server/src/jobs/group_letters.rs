//! Lets letters to many leave when the minute is over in which they could be called back.

use std::time::Duration;

use app::server::{AppState, Job};
use domain::time::Instant;
use store::{Change, StoreError};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::{SHORTEST, noted, until};

/// Longest sleep: whatever keeps a wake-up from coming is made good then.
const LONGEST: Duration = Duration::from_secs(60 * 60);

/// Works until the store is closed.
pub(super) async fn run(state: AppState) {
    let mut changes = state.store().changes();
    loop {
        let pause = match noted(&state, Job::GroupLetters, release(&state).await) {
            Ok(next) => until(next, state.now(), LONGEST),
            Err(StoreError::Busy) => SHORTEST,
            Err(StoreError::Closed) => return,
            Err(error) => {
                tracing::error!(%error, "a letter to many could not leave; trying again");
                SHORTEST
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            is_open = something_new(&mut changes) => if !is_open { return },
        }
    }
}

/// Waits for a change that may have brought a nearer deadline; whether the feed goes on.
async fn something_new(changes: &mut Receiver<Change>) -> bool {
    loop {
        match changes.recv().await {
            Ok(Change::Deadline | Change::Missed) | Err(RecvError::Lagged(_)) => return true,
            Ok(_) => {}
            Err(RecvError::Closed) => return false,
        }
    }
}

/// Lets go what is due now; when the next thing is.
pub(crate) async fn release(state: &AppState) -> Result<Option<Instant>, StoreError> {
    while state.store().release_group_letter(state.now()).await? {}
    state.store().next_group_letter().await
}

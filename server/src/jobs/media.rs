//! What the time does to uploaded files: complete ones are put together, uploads that do not go on are given up, and what
//! nobody needs is deleted.

use std::time::Duration;

use app::server::{AppState, Job};
use store::{Change, StoreError};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::{SHORTEST, noted, until};
use crate::media::MediaStore;

/// Longest sleep: whatever keeps a wake-up from coming, or could not be deleted, is made good then.
const LONGEST: Duration = Duration::from_secs(10 * 60);

/// Works until the store is closed.
pub(super) async fn run(state: AppState, media: MediaStore) {
    let mut changes = state.store().changes();
    loop {
        let pause = match noted(&state, Job::Uploads, media.settle(&state).await) {
            Ok(next) => until(next, state.real_now(), LONGEST),
            Err(StoreError::Busy) => SHORTEST,
            Err(StoreError::Closed) => return,
            Err(error) => {
                tracing::error!(%error, "uploaded files could not be looked after; trying again");
                SHORTEST
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            is_open = something_new(&mut changes) => if !is_open { return },
        }
    }
}

/// Waits for news of a file; whether the feed goes on.
pub(super) async fn something_new(changes: &mut Receiver<Change>) -> bool {
    loop {
        match changes.recv().await {
            Ok(Change::Media | Change::Missed) | Err(RecvError::Lagged(_)) => return true,
            Ok(_) => {}
            Err(RecvError::Closed) => return false,
        }
    }
}

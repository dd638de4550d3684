//! What the time does to places: offers end, registrations that nobody confirmed are deleted, and whatever is free is
//! offered to those who are next. Forms that nobody has finished are forgotten on the way, at least once an hour.

use std::time::Duration;

use app::server::{AppState, Job};
use domain::registration::waiting::Terms;
use domain::time::Instant;
use store::{Change, StoreError};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;

use super::{SHORTEST, noted, until};

/// Longest sleep: whatever keeps a wake-up from coming (a clock that was set, a machine that slept) is made good then.
const LONGEST: Duration = Duration::from_secs(60 * 60);
/// Changes of this long are answered together.
const GATHER: Duration = Duration::from_millis(200);

/// Works until the store is closed.
pub(super) async fn run(state: AppState, mut released: watch::Receiver<()>) {
    let mut changes = state.store().changes();
    loop {
        let pause = match noted(&state, Job::Places, settle(&state).await) {
            Ok(next) => until(next, state.now(), LONGEST),
            // Another process may have been at the same event; then the work is done.
            Err(StoreError::Busy) => SHORTEST,
            Err(StoreError::Closed) => return,
            Err(error) => {
                tracing::error!(%error, "places could not be given on; trying again");
                SHORTEST
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            shown = released.changed() => if shown.is_err() { return },
            is_open = something_new(&mut changes) => if !is_open { return },
        }
    }
}

/// Waits for a change that may have brought a nearer deadline; whether the feed goes on.
async fn something_new(changes: &mut Receiver<Change>) -> bool {
    loop {
        match changes.recv().await {
            Ok(Change::Deadline | Change::Missed) | Err(RecvError::Lagged(_)) => {
                tokio::time::sleep(GATHER).await;
                // What has come meanwhile is answered by the same look at the database.
                while changes.try_recv().is_ok() {}
                return true;
            }
            Ok(_) => {}
            Err(RecvError::Closed) => return false,
        }
    }
}

/// Does what is due now; when the next thing is.
pub(crate) async fn settle(state: &AppState) -> Result<Option<Instant>, StoreError> {
    let (store, published) = (state.store(), state.published());
    let mut last = None;
    loop {
        let due = store.events_to_settle(state.now(), last).await?;
        let Some(newest) = due.last() else { break };
        last = Some(newest.event);
        for due in &due {
            let terms = published.content.event_by_id(due.event).map_or(Terms::GONE, Terms::of);
            // Looking costs nothing; a write would wake every other process.
            if !due.is_overdue && !store.places(due.event).await?.can_give(&terms, state.now()) {
                continue;
            }
            while store.settle_places(due.event, terms, state.now()).await? {}
        }
    }
    store.forget_drafts(state.now()).await?;
    store.next_deadline().await
}

//! Reminders for those who confirmed before there were any: written once, after the start. Whoever has one is left alone, so
//! any number of servers may do it, and again at every start.

use std::time::Duration;

use app::server::{AppState, Job};
use domain::registration::waiting::Terms;
use store::StoreError;

/// Pause after a failure of the database.
const PAUSE: Duration = Duration::from_secs(10);

/// Works until it is done.
pub(super) async fn run(state: AppState) {
    while let Err(error) = super::noted(&state, Job::Reminders, add_missing(&state).await) {
        if matches!(error, StoreError::Closed) {
            return;
        }
        tracing::error!(%error, "missing reminders could not be written; trying again");
        tokio::time::sleep(PAUSE).await;
    }
}

/// Adds those of every event that is to come.
pub(crate) async fn add_missing(state: &AppState) -> Result<(), StoreError> {
    let (published, now) = (state.published(), state.now());
    for event in published.content.events.iter().filter(|event| event.when.start() > now) {
        let (terms, mut after) = (Terms::of(event), None);
        loop {
            after = state.store().add_missing_reminders(event.id, terms, after, state.now()).await?;
            if after.is_none() {
                break;
            }
        }
    }
    Ok(())
}

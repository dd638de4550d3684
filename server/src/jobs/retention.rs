//! Deletes every night what was kept long enough, piece by piece, with a breath after each so that nobody waits. What a stopped
//! server left over is taken up at the next start.

use std::time::Duration;

use app::admin::{outlived, site_zone};
use app::server::{AppState, Job};
use domain::settings::{Retention, Setting};
use store::StoreError;

use super::{next_hour, noted, until};

/// The hour of the night, by the site's clock.
const HOUR: u8 = 3;
/// Longest sleep: a clock that was set, a machine that slept.
const LONGEST: Duration = Duration::from_secs(60 * 60);
/// Pause after each piece.
const BREATH: Duration = Duration::from_millis(100);
/// Pause after a failure of the database.
const PAUSE: Duration = Duration::from_secs(60);

/// Works until the store is closed.
pub(super) async fn run(state: AppState) {
    let mut next = match state.store().forgotten(1).await {
        // It had begun today and was stopped: there may be more.
        Ok(last) if last.first().is_some_and(|last| last.day == site_zone(&state).read(state.now()).date) => {
            state.now()
        }
        _ => next_hour(&site_zone(&state), HOUR, state.now()),
    };
    loop {
        tokio::time::sleep(until(Some(next), state.now(), LONGEST)).await;
        if state.now() < next {
            continue;
        }
        match noted(&state, Job::Retention, forget(&state).await) {
            Ok(_) => next = next_hour(&site_zone(&state), HOUR, state.now()),
            Err(StoreError::Closed) => return,
            Err(error) => {
                tracing::error!(%error, "what was kept long enough could not be deleted; trying again");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// Deletes all that was kept long enough; how much.
pub(crate) async fn forget(state: &AppState) -> Result<u64, StoreError> {
    let Some(written) = state.store().setting(Setting::Retention).await? else { return Ok(0) };
    let day = site_zone(state).read(state.now()).date;
    let mut all = 0;
    for outlived in outlived(state, &Retention::of_written(&written)).await? {
        let mut amount = 0;
        loop {
            let piece = state.store().forget_outlived(&outlived, day, state.now()).await?;
            if piece == 0 {
                break;
            }
            amount += piece;
            tokio::time::sleep(BREATH).await;
        }
        if amount > 0 {
            tracing::info!(kept = outlived.kept.name(), amount, "what was kept long enough was deleted");
        }
        all += amount;
    }
    Ok(all)
}

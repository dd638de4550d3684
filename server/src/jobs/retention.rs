//! Deletes every night what was kept long enough, piece by piece, with a breath after each so that nobody waits. What a stopped
//! server left over is taken up at the next start.

use std::time::Duration;

use app::admin::{outlived, site_zone};
use app::server::AppState;
use domain::settings::{Retention, Setting};
use domain::time::{Instant, LocalTime, Zone};
use store::StoreError;

use super::until;

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
        _ => next_night(&site_zone(&state), state.now()),
    };
    loop {
        tokio::time::sleep(until(Some(next), state.now(), LONGEST)).await;
        if state.now() < next {
            continue;
        }
        match forget(&state).await {
            Ok(_) => next = next_night(&site_zone(&state), state.now()),
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

/// The next instant at which clocks show the hour of the night.
fn next_night(zone: &Zone, now: Instant) -> Instant {
    let hour = LocalTime::new(HOUR, 0).unwrap_or(LocalTime::MIDNIGHT);
    let today = zone.read(now).date;
    let tonight = zone.resolve(today, hour).instant;
    if tonight > now { tonight } else { zone.resolve(today.next(), hour).instant }
}

#[cfg(test)]
mod tests {
    use domain::time::{Instant, Zone};

    use super::next_night;

    #[test]
    fn a_night_comes_once_a_day_also_when_clocks_change() {
        let zone = Zone::named("Europe/Rome").expect("a zone");
        let at = |text: &str| Instant::from_rfc3339(text).expect("an instant");
        for (now, next) in [
            ("2026-03-02T02:59:59+01:00", "2026-03-02T03:00:00+01:00"),
            ("2026-03-02T03:00:00+01:00", "2026-03-03T03:00:00+01:00"),
            // Clocks jump from two to three, and go from three back to two.
            ("2026-03-28T12:00:00+01:00", "2026-03-29T03:00:00+02:00"),
            ("2026-10-24T12:00:00+02:00", "2026-10-25T03:00:00+01:00"),
        ] {
            assert_eq!(next_night(&zone, at(now)), at(next), "{now}");
        }
    }
}

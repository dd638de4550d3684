//! Makes a backup every night, where the operator says where to put it. A night that was missed is made good soon after the start.

use std::path::PathBuf;
use std::time::Duration;

use app::admin::site_zone;
use app::server::{AppState, Job};
use domain::time::Instant;
use store::{Store, StoreError};

use super::{next_hour, until};
use crate::backup::{self, Source};
use crate::media::MediaStore;

/// The hour of the night, by the site's clock: before what was kept long enough is deleted.
const HOUR: u8 = 2;
/// Longest sleep: a clock that was set, a machine that slept.
const LONGEST: Duration = Duration::from_secs(60 * 60);
/// Pause after a failure.
const PAUSE: Duration = Duration::from_secs(60 * 60);
/// How long after the last one a night was missed, in minutes.
const MISSED_MINUTES: i64 = 25 * 60;

/// What is needed for backups.
#[derive(Clone)]
pub(crate) struct Nightly {
    /// Folder for backups.
    pub(crate) to: PathBuf,
    /// How many are kept there.
    pub(crate) keep: u16,
    /// Address of the database.
    pub(crate) url: String,
}

/// Works until the store is closed.
pub(super) async fn run(state: AppState, media: MediaStore, nightly: Nightly) {
    let zone = site_zone(&state);
    let mut next = match is_missed(state.store(), state.real_now()).await {
        Ok(true) => state.real_now(),
        Ok(false) | Err(_) => next_hour(&zone, HOUR, state.real_now()),
    };
    loop {
        tokio::time::sleep(until(Some(next), state.real_now(), LONGEST)).await;
        if state.real_now() < next {
            continue;
        }
        match make(&state, &media, &nightly).await {
            Ok(()) => {
                state.jobs().went(Job::Backup, state.now());
                next = next_hour(&site_zone(&state), HOUR, state.real_now());
            }
            Err(error) if matches!(error.downcast_ref(), Some(StoreError::Closed)) => return,
            Err(error) => {
                tracing::error!(error = format!("{error:#}"), "no backup could be made; trying again in an hour");
                state.jobs().failed(Job::Backup, state.now());
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

async fn is_missed(store: &Store, now: Instant) -> Result<bool, StoreError> {
    let last = store.last_backup().await?;
    Ok(last.is_none_or(|last| now.milliseconds_since(last.made) > MISSED_MINUTES * 60_000))
}

async fn make(state: &AppState, media: &MediaStore, nightly: &Nightly) -> anyhow::Result<()> {
    let source = Source { store: state.store(), url: &nightly.url, media };
    let copy = backup::make(&source, &nightly.to, nightly.keep, state.real_now()).await?;
    tracing::info!(place = copy.place, files = copy.files, bytes = copy.bytes, "made a backup");
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::time::Instant;
    use store::{Backup, Store};

    use super::{MISSED_MINUTES, is_missed};

    #[tokio::test]
    async fn a_night_is_missed_where_there_is_no_backup_of_the_last_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}", folder.path().join("continuum.db").display());
        let store = Store::connect(&url).await.expect("a database");
        let now = Instant::from_milliseconds(1_000_000_000_000);
        assert!(is_missed(&store, now).await.expect("readable"));
        store.note_backup(&Backup { made: now, copy: None }).await.expect("noted");
        for (minutes, expected) in [(0, false), (MISSED_MINUTES, false), (MISSED_MINUTES + 1, true)] {
            assert_eq!(is_missed(&store, now.plus_minutes(minutes)).await.expect("readable"), expected, "{minutes}");
        }
        store.close().await;
    }
}

//! Shows each new release, and each caption that was corrected, as soon as the store tells of it.

use app::server::{AppState, Job};
use store::Change;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;

use crate::http::PageCache;

/// Follows the change feed until the store is closed; tells `shown` of each release that is shown.
pub(super) async fn follow(state: AppState, cache: PageCache, shown: watch::Sender<()>) {
    let mut changes = state.store().changes();
    loop {
        match changes.recv().await {
            Ok(Change::Released { .. } | Change::Missed) | Err(RecvError::Lagged(_)) => {
                if let Ok(true) = state.read_settings().await {
                    cache.clear();
                }
                match super::noted(&state, Job::Releases, state.store().newest_release().await) {
                    Ok(Some(published)) if published.number != state.published().number => {
                        tracing::info!(number = published.number, "showing a new release");
                        state.publish(published);
                        cache.clear();
                        shown.send_replace(());
                    }
                    Ok(_) => {}
                    Err(error) => tracing::error!(%error, "the new release could not be read; the earlier one stays"),
                }
            }
            Ok(Change::Settings) => match state.read_settings().await {
                // This process may know it already, and still keep pages from before.
                Ok(_) => cache.clear(),
                Err(error) => tracing::error!(%error, "what was set could not be read"),
            },
            // Captions stand in the pages of their recordings, and so does what was made of them.
            Ok(Change::TimedText { .. } | Change::Made { .. }) => cache.clear(),
            Ok(_) => {}
            Err(RecvError::Closed) => return,
        }
    }
}

//! What the server does by itself, each a task that wakes on the change feed or at a deadline, never by looking around all
//! the time. Any number of server processes may run them on one database.

mod fullness;
mod places;
mod releases;

#[cfg(test)]
pub(crate) use places::settle as settle_places;

use app::server::AppState;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::http::PageCache;

/// The running tasks.
pub(crate) struct Jobs(Vec<JoinHandle<()>>);

impl Jobs {
    /// Starts all of them.
    pub(crate) fn start(state: &AppState, cache: &PageCache) -> Self {
        // Whoever depends on the programme looks again when it is shown, not when it is announced.
        let (shown, released) = watch::channel(());
        Self(vec![
            tokio::spawn(releases::follow(state.clone(), cache.clone(), shown)),
            tokio::spawn(fullness::follow(state.clone(), cache.clone(), released.clone())),
            tokio::spawn(places::run(state.clone(), released)),
        ])
    }

    /// Stops them. A write that is under way is finished by the store.
    pub(crate) fn stop(&self) {
        self.0.iter().for_each(JoinHandle::abort);
    }
}

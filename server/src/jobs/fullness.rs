//! Keeps in memory which events are full, so that public pages can say so without asking the database.

use std::collections::HashSet;
use std::time::Duration;

use app::server::{AppState, Job};
use domain::content::Id;
use store::{Change, StoreError};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::watch;

use crate::http::PageCache;

/// Changes of this long are looked at together: in a rush every registration is one.
const GATHER: Duration = Duration::from_millis(250);

/// Events to look at again.
enum Stale {
    All,
    Some(HashSet<Id>),
}

/// Follows the change feed until the store is closed.
pub(super) async fn follow(state: AppState, cache: PageCache, mut released: watch::Receiver<()>) {
    let mut changes = state.store().changes();
    let mut stale = Some(Stale::All);
    loop {
        if let Some(stale) = stale.take()
            && let Err(error) = super::noted(&state, Job::Fullness, look(&state, &cache, &stale).await)
        {
            tracing::error!(%error, "whether events are full could not be read; pages say what was known before");
        }
        stale = tokio::select! {
            shown = released.changed() => if shown.is_ok() { Some(Stale::All) } else { return },
            change = changes.recv() => match change {
                Err(RecvError::Closed) => return,
                change => begin(change.as_ref().ok()),
            },
        };
        if let Some(stale) = &mut stale {
            tokio::time::sleep(GATHER).await;
            gather(&mut changes, stale);
        }
    }
}

/// What a change makes stale; `None` of a change stands for those that were missed.
fn begin(change: Option<&Change>) -> Option<Stale> {
    match change {
        Some(Change::Places { event }) => Some(Stale::Some(HashSet::from([*event]))),
        Some(Change::Missed) | None => Some(Stale::All),
        Some(_) => None,
    }
}

/// Adds what has been told meanwhile.
fn gather(changes: &mut Receiver<Change>, stale: &mut Stale) {
    loop {
        match changes.try_recv() {
            Ok(Change::Places { event }) => {
                if let Stale::Some(events) = stale {
                    events.insert(event);
                }
            }
            Ok(Change::Missed) | Err(TryRecvError::Lagged(_)) => *stale = Stale::All,
            Ok(_) => {}
            Err(TryRecvError::Empty | TryRecvError::Closed) => return,
        }
    }
}

async fn look(state: &AppState, cache: &PageCache, stale: &Stale) -> Result<(), StoreError> {
    let published = state.published();
    let mut is_news = false;
    for event in &published.content.events {
        if matches!(stale, Stale::Some(events) if !events.contains(&event.id)) {
            continue;
        }
        let capacity = event.registration.capacity;
        let is_full = capacity.is_some() && state.store().places(event.id).await?.is_full(capacity);
        is_news |= state.set_full(event.id, is_full);
    }
    if is_news {
        cache.clear();
    }
    Ok(())
}

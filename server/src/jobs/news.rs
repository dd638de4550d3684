//! Tells those who registered when a release has changed their event. What is to be told stands in the database since the
//! release; this task only wakes when it is due, ten minutes later.

use std::time::Duration;

use app::server::AppState;
use domain::time::Instant;
use store::StoreError;
use tokio::sync::watch;

/// Longest sleep: whatever keeps a wake-up from coming is made good then.
const LONGEST: Duration = Duration::from_secs(10 * 60);
/// Shortest sleep, and the pause after a failure.
const SHORTEST: Duration = Duration::from_secs(1);

/// Works until the store is closed.
pub(super) async fn run(state: AppState, mut released: watch::Receiver<()>) {
    loop {
        let pause = match tell(&state).await {
            Ok(next) => until(next, state.now()),
            Err(StoreError::Closed) => return,
            Err(error) => {
                tracing::error!(%error, "changes of events could not be told; trying again");
                SHORTEST
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            shown = released.changed() => if shown.is_err() { return },
        }
    }
}

/// Tells what is due now; when the next thing is.
pub(crate) async fn tell(state: &AppState) -> Result<Option<Instant>, StoreError> {
    while state.store().tell_event_changes(state.now()).await? {}
    state.store().next_event_change().await
}

/// How long to sleep.
fn until(next: Option<Instant>, now: Instant) -> Duration {
    let Some(next) = next else { return LONGEST };
    let left = u64::try_from(next.milliseconds_since(now)).unwrap_or(0);
    Duration::from_millis(left).clamp(SHORTEST, LONGEST)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use domain::time::Instant;

    use super::{LONGEST, SHORTEST, until};

    #[test]
    fn it_sleeps_until_the_next_change_is_to_be_told() {
        let now = Instant::from_milliseconds(1_000_000);
        assert_eq!(until(None, now), LONGEST);
        assert_eq!(until(Some(now.plus_minutes(3)), now), Duration::from_secs(180));
        assert_eq!(until(Some(now.plus_minutes(-3)), now), SHORTEST);
    }
}

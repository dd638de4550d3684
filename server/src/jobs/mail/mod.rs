//! Sends what is in the outbox: woken by the change feed and by the next due time. Any number of processes may do it on one
//! database, since each mail is claimed first.

mod attempt;
mod envelope;
mod options;

use std::time::Duration;

use app::server::{AppState, Job};
use domain::time::Instant;
use store::{Change, NextMail, StoreError};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::watch;
use tokio::task::JoinSet;

pub(crate) use attempt::Way;
use attempt::attempt;
pub(crate) use options::{MailOptions, Post};

use super::SHORTEST;

/// How long a claimed mail is nobody else's. With `HANDS` at a time a batch is through well before that.
const LEASE_MINUTES: i64 = 5;
/// Mails that are claimed together. Few, so that one that somebody waits for is never far from the front.
const BATCH: u32 = 2 * options::HANDS;
/// Milliseconds between two mails to one domain, for all processes together: eight in a second, ten thousand in twenty
/// minutes.
const PACE: u32 = 125;
/// Longest sleep: whatever keeps a wake-up from coming is made good then.
const LONGEST: Duration = Duration::from_secs(60 * 60);
/// How long to leave a mail server alone that cannot be used: doubled each time, up to the longest.
const CLOSED: Duration = Duration::from_secs(5);
const CLOSED_LONGEST: Duration = Duration::from_secs(5 * 60);

/// Works until it is told to stop; what is being handed over then is finished and marked first.
pub(super) async fn run(state: AppState, post: Post, mut stopping: watch::Receiver<bool>) {
    let mut changes = state.store().changes();
    let mut closed = CLOSED;
    while !*stopping.borrow() {
        let sent = send_due(&state, &post, &stopping).await;
        match &sent {
            Ok(Way::Open) => state.jobs().went(Job::Mail, state.now()),
            Err(StoreError::Busy | StoreError::Closed) => {}
            Ok(Way::Closed) | Err(_) => state.jobs().failed(Job::Mail, state.now()),
        }
        let (pause, is_closed) = match sent {
            Ok(Way::Open) => (pause(&state).await, false),
            Ok(Way::Closed) => (closed, true),
            Err(StoreError::Closed) => return,
            Err(error) => {
                tracing::error!(%error, "mail could not be taken from the outbox; trying again");
                (SHORTEST, true)
            }
        };
        closed = if is_closed { (closed * 2).min(CLOSED_LONGEST) } else { CLOSED };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = stopping.changed() => return,
            // New mail does not open a closed way.
            is_open = something_new(&mut changes), if !is_closed => if !is_open { return },
        }
    }
}

/// Sends everything that is due now.
pub(crate) async fn send_due(
    state: &AppState,
    post: &Post,
    stopping: &watch::Receiver<bool>,
) -> Result<Way, StoreError> {
    while !*stopping.borrow() {
        let real_now = state.real_now();
        let lease = real_now.plus_minutes(LEASE_MINUTES);
        let claimed = state.store().claim_mail(state.now(), real_now, lease, BATCH, PACE).await?;
        if claimed.is_empty() {
            break;
        }
        // Each in a task of its own: a mail that makes it panic stays claimed, is tried again when the lease ends, and is
        // given up in the end.
        let mut attempts = JoinSet::new();
        for mail in claimed {
            let (state, post) = (state.clone(), post.clone());
            attempts.spawn(async move { attempt(&state, &post, &mail).await });
        }
        let mut way = Way::Open;
        while let Some(done) = attempts.join_next().await {
            match done {
                Ok(Ok(Way::Open)) => {}
                Ok(Ok(Way::Closed)) => way = Way::Closed,
                Ok(Err(StoreError::Closed)) => return Err(StoreError::Closed),
                Ok(Err(error)) => {
                    tracing::error!(%error, "what became of a mail could not be noted; it may be sent again");
                }
                Err(error) => tracing::error!(%error, "a mail could not be written"),
            }
        }
        if way == Way::Closed {
            return Ok(way);
        }
    }
    Ok(Way::Open)
}

/// Waits for new mail; whether the feed goes on.
async fn something_new(changes: &mut Receiver<Change>) -> bool {
    loop {
        match changes.recv().await {
            Ok(Change::Outbox | Change::Missed) | Err(RecvError::Lagged(_)) => {
                // What else has come is sent in the same go.
                while !matches!(changes.try_recv(), Err(TryRecvError::Empty | TryRecvError::Closed)) {}
                return true;
            }
            Ok(_) => {}
            Err(RecvError::Closed) => return false,
        }
    }
}

async fn pause(state: &AppState) -> Duration {
    match state.store().next_mail().await {
        Ok(next) => until(next, state.now(), state.real_now()),
        Err(error) => {
            tracing::error!(%error, "when the next mail is due could not be read");
            SHORTEST
        }
    }
}

/// How long to sleep.
fn until(next: NextMail, now: Instant, real_now: Instant) -> Duration {
    let due = next.due.map(|due| due.milliseconds_since(now));
    let lease = next.lease.map(|lease| lease.milliseconds_since(real_now));
    let Some(left) = due.into_iter().chain(lease).min() else { return LONGEST };
    Duration::from_millis(u64::try_from(left).unwrap_or(0)).clamp(SHORTEST, LONGEST)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use domain::time::Instant;
    use store::NextMail;

    use super::{LONGEST, SHORTEST, until};

    #[test]
    fn it_sleeps_until_the_next_mail_is_due_or_a_lease_ends() {
        let (now, real) = (Instant::from_milliseconds(1_000_000), Instant::from_milliseconds(9_000_000));
        let next = |due: Option<i64>, lease: Option<i64>| NextMail {
            due: due.map(|minutes| now.plus_minutes(minutes)),
            lease: lease.map(|minutes| real.plus_minutes(minutes)),
        };
        for (due, lease, expected) in [
            (None, None, LONGEST),
            (Some(30), None, Duration::from_secs(1_800)),
            (Some(30), Some(2), Duration::from_secs(120)),
            (Some(600), None, LONGEST),
            (Some(-5), Some(2), SHORTEST),
        ] {
            assert_eq!(until(next(due, lease), now, real), expected);
        }
    }
}

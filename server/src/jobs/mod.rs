//! What the server does by itself, each a task that wakes on the change feed or at a deadline, never by looking around all
//! the time. Any number of server processes may run them on one database.

mod completion;
mod edits;
mod fullness;
mod group_letters;
mod listing;
mod mail;
mod media;
mod news;
mod places;
mod releases;
mod reminders;
mod retention;
mod search;
mod work;

#[cfg(test)]
pub(crate) use completion::settle as settle_completion;
#[cfg(test)]
pub(crate) use group_letters::release as release_group_letters;
pub(crate) use mail::{MailOptions, Post};
#[cfg(test)]
pub(crate) use mail::{Way, send_due as send_mail};
#[cfg(test)]
pub(crate) use news::tell as tell_news;
#[cfg(test)]
pub(crate) use places::settle as settle_places;
#[cfg(test)]
pub(crate) use reminders::add_missing as add_missing_reminders;
#[cfg(test)]
pub(crate) use retention::forget as forget_outlived;
#[cfg(test)]
pub(crate) use search::index as index_search;
#[cfg(test)]
pub(crate) use work::refresh as refresh_summaries;

use std::time::Duration;

use app::server::AppState;
use domain::time::Instant;
use store::Change;
use tokio::sync::broadcast::{self, error::RecvError};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::http::PageCache;
use crate::media::MediaStore;

/// Shortest sleep of a task, and its pause after a failure of the database.
const SHORTEST: Duration = Duration::from_secs(1);
/// How long a mail that is being handed over may take when the server stops.
const LAST_MAIL: Duration = Duration::from_secs(10);

/// Waits until another release is shown, or something changed that matters to it; whether there can be more of that.
async fn something_shown(
    released: &mut watch::Receiver<()>,
    changes: &mut broadcast::Receiver<Change>,
    matters: impl Fn(&Change) -> bool,
) -> bool {
    loop {
        tokio::select! {
            shown = released.changed() => return shown.is_ok(),
            change = changes.recv() => match change {
                Ok(Change::Missed) | Err(RecvError::Lagged(_)) => return true,
                Ok(change) if matters(&change) => return true,
                Ok(_) => {}
                Err(RecvError::Closed) => return false,
            },
        }
    }
}

/// The running tasks.
pub(crate) struct Jobs {
    tasks: Vec<JoinHandle<()>>,
    mail: Option<JoinHandle<()>>,
    stopping: watch::Sender<bool>,
}

impl Jobs {
    /// Starts all of them; mail is sent where there is a way out for it.
    pub(crate) fn start(state: &AppState, cache: &PageCache, media: MediaStore, post: Option<Post>) -> Self {
        // Whoever depends on the programme looks again when it is shown, not when it is announced.
        let (shown, released) = watch::channel(());
        let (stopping, stops) = watch::channel(false);
        let mail = post.map(|post| tokio::spawn(mail::run(state.clone(), post, stops)));
        let tasks = vec![
            tokio::spawn(releases::follow(state.clone(), cache.clone(), shown)),
            tokio::spawn(fullness::follow(state.clone(), cache.clone(), released.clone())),
            tokio::spawn(completion::run(state.clone(), released.clone())),
            tokio::spawn(edits::run(state.clone())),
            tokio::spawn(group_letters::run(state.clone())),
            tokio::spawn(listing::run(state.clone())),
            tokio::spawn(media::run(state.clone(), media.clone())),
            tokio::spawn(work::run(state.clone(), media.clone())),
            tokio::spawn(work::show(state.clone(), media, cache.clone())),
            tokio::spawn(news::run(state.clone(), released.clone())),
            tokio::spawn(places::run(state.clone(), released.clone())),
            tokio::spawn(search::run(state.clone(), released)),
            tokio::spawn(reminders::run(state.clone())),
            tokio::spawn(retention::run(state.clone())),
        ];
        Self { tasks, mail, stopping }
    }

    /// Stops them. A write that is under way is finished by the store; a mail that the mail server has accepted is marked
    /// first, or it would be sent twice.
    pub(crate) async fn stop(self) {
        self.tasks.iter().for_each(JoinHandle::abort);
        self.stopping.send_replace(true);
        if let Some(mail) = self.mail
            && tokio::time::timeout(LAST_MAIL, mail).await.is_err()
        {
            tracing::warn!("a mail was still being handed over; it may be sent again at the next start");
        }
    }
}

/// How long a task sleeps that has nothing to do before `next`; `longest` makes good whatever keeps a wake-up from coming.
fn until(next: Option<Instant>, now: Instant, longest: Duration) -> Duration {
    let left = next.map(|next| Duration::from_millis(u64::try_from(next.milliseconds_since(now)).unwrap_or(0)));
    left.unwrap_or(longest).clamp(SHORTEST, longest)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use domain::time::Instant;

    use super::{SHORTEST, until};

    #[test]
    fn a_task_sleeps_until_the_next_deadline_and_never_for_ever() {
        let (now, longest) = (Instant::from_milliseconds(1_000_000), Duration::from_secs(3_600));
        assert_eq!(until(None, now, longest), longest);
        assert_eq!(until(Some(now.plus_minutes(30)), now, longest), Duration::from_secs(1_800));
        assert_eq!(until(Some(now.plus_minutes(600)), now, longest), longest);
        assert_eq!(until(Some(now.plus_minutes(-600)), now, longest), SHORTEST);
    }
}

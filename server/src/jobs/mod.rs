//! What the server does by itself, each a task that wakes on the change feed or at a deadline, never by looking around all
//! the time. Any number of server processes may run them on one database.

mod backup;
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

pub(crate) use backup::Nightly;
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

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use app::server::{AppState, Job};
use domain::time::{Instant, LocalTime, Zone};
use futures::FutureExt;
use store::{Change, StoreError};
use tokio::sync::broadcast::{self, error::RecvError};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::http::PageCache;
use crate::media::MediaStore;

/// Shortest sleep of a task, and its pause after a failure of the database.
const SHORTEST: Duration = Duration::from_secs(1);
/// Pause before a task that broke off begins again.
const AGAIN: Duration = Duration::from_secs(10);
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
    pub(crate) fn start(
        state: &AppState,
        cache: &PageCache,
        media: MediaStore,
        post: Option<Post>,
        nightly: Option<Nightly>,
    ) -> Self {
        // Whoever depends on the programme looks again when it is shown, not when it is announced.
        let (shown, released) = watch::channel(());
        let (stopping, stops) = watch::channel(false);
        let mail = post.map(|post| tend(state, Job::Mail, move |state| mail::run(state, post.clone(), stops.clone())));
        let (files, pages) = (media, cache.clone());
        let (worked, kept, shown_files) = (files.clone(), files.clone(), files.clone());
        let (fullness_pages, file_pages) = (pages.clone(), pages.clone());
        let [full, complete, told, placed, indexed] = [(); 5].map(|()| released.clone());
        let mut tasks = vec![
            tend(state, Job::Releases, move |state| releases::follow(state, pages.clone(), shown.clone())),
            tend(state, Job::Fullness, move |state| fullness::follow(state, fullness_pages.clone(), full.clone())),
            tend(state, Job::Completion, move |state| completion::run(state, complete.clone())),
            tend(state, Job::Edits, edits::run),
            tend(state, Job::GroupLetters, group_letters::run),
            tend(state, Job::Listing, listing::run),
            tend(state, Job::Uploads, move |state| media::run(state, files.clone())),
            tend(state, Job::FileWork, move |state| work::run(state, worked.clone())),
            tend(state, Job::Summaries, move |state| work::show(state, shown_files.clone(), file_pages.clone())),
            tend(state, Job::News, move |state| news::run(state, told.clone())),
            tend(state, Job::Places, move |state| places::run(state, placed.clone())),
            tend(state, Job::Search, move |state| search::run(state, indexed.clone())),
            tend(state, Job::Reminders, reminders::run),
            tend(state, Job::Retention, retention::run),
        ];
        tasks.extend(
            nightly.map(|nightly| {
                tend(state, Job::Backup, move |state| backup::run(state, kept.clone(), nightly.clone()))
            }),
        );
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

/// Runs a task until it ends by itself. One that breaks off, by a defect, is begun again: without it mail would stay where it is, or a
/// place that is free, until somebody starts the server anew.
fn tend<F>(state: &AppState, job: Job, task: impl Fn(AppState) -> F + Send + Sync + 'static) -> JoinHandle<()>
where
    F: Future<Output = ()> + Send,
{
    let state = state.clone();
    tokio::spawn(async move {
        let broke = || {
            tracing::error!(?job, "a task broke off; it begins again");
            state.jobs().failed(job, state.now());
        };
        until_it_ends(|| task(state.clone()), broke, AGAIN).await;
    })
}

async fn until_it_ends<F: Future<Output = ()>>(task: impl Fn() -> F, broke: impl Fn(), pause: Duration) {
    while AssertUnwindSafe(task()).catch_unwind().await.is_err() {
        broke();
        tokio::time::sleep(pause).await;
    }
}

/// Keeps for the page of the system how a task fares. A database that is busy is nothing to tell.
fn noted<T>(state: &AppState, job: Job, result: Result<T, StoreError>) -> Result<T, StoreError> {
    match &result {
        Ok(_) => state.jobs().went(job, state.now()),
        Err(StoreError::Busy | StoreError::Closed) => {}
        Err(_) => state.jobs().failed(job, state.now()),
    }
    result
}

/// The next instant at which clocks show that hour.
fn next_hour(zone: &Zone, hour: u8, now: Instant) -> Instant {
    let hour = LocalTime::new(hour, 0).unwrap_or(LocalTime::MIDNIGHT);
    let today = zone.read(now).date;
    let tonight = zone.resolve(today, hour).instant;
    if tonight > now { tonight } else { zone.resolve(today.next(), hour).instant }
}

/// How long a task sleeps that has nothing to do before `next`; `longest` makes good whatever keeps a wake-up from coming.
fn until(next: Option<Instant>, now: Instant, longest: Duration) -> Duration {
    let left = next.map(|next| Duration::from_millis(u64::try_from(next.milliseconds_since(now)).unwrap_or(0)));
    left.unwrap_or(longest).clamp(SHORTEST, longest)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::time::Duration;

    use domain::time::{Instant, Zone};

    use super::{SHORTEST, next_hour, until, until_it_ends};

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
            assert_eq!(next_hour(&zone, 3, at(now)), at(next), "{now}");
        }
        // An hour that clocks skip comes when it would have come.
        assert_eq!(next_hour(&zone, 2, at("2026-03-29T00:00:00+01:00")), at("2026-03-29T03:00:00+02:00"));
    }

    #[test]
    fn a_task_sleeps_until_the_next_deadline_and_never_for_ever() {
        let (now, longest) = (Instant::from_milliseconds(1_000_000), Duration::from_secs(3_600));
        assert_eq!(until(None, now, longest), longest);
        assert_eq!(until(Some(now.plus_minutes(30)), now, longest), Duration::from_secs(1_800));
        assert_eq!(until(Some(now.plus_minutes(600)), now, longest), longest);
        assert_eq!(until(Some(now.plus_minutes(-600)), now, longest), SHORTEST);
    }

    #[tokio::test]
    async fn a_task_that_breaks_off_begins_again_and_one_that_ends_does_not() {
        let (begun, broken) = (Cell::new(0), Cell::new(0));
        let task = || {
            begun.set(begun.get() + 1);
            let is_first = begun.get() == 1;
            async move { assert!(!is_first, "the first one breaks off") }
        };
        until_it_ends(task, || broken.set(broken.get() + 1), Duration::ZERO).await;
        assert_eq!((begun.get(), broken.get()), (2, 1));
    }
}

//! How the tasks of this process fare that nobody asks for, for whoever looks after the site.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use domain::time::Instant;

/// Gives each task its value.
macro_rules! jobs {
    ($($(#[$doc:meta])* $job:ident),+ $(,)?) => {
        /// A task of the server.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Job { $($(#[$doc])* $job),+ }

        impl Job {
            /// All of them, those first whose work people wait for.
            pub const ALL: &'static [Self] = &[$(Self::$job),+];
        }
    };
}
jobs! {
    /// Mail is sent.
    Mail,
    /// Letters to many leave when their minute is over.
    GroupLetters,
    /// Places are given on.
    Places,
    /// Who registered is told of changes.
    News,
    /// Reminders are written that an earlier version did not write.
    Reminders,
    /// Uploaded files are put together, and given up.
    Uploads,
    /// Something is made of uploaded files.
    FileWork,
    /// Search is kept in step with what is published.
    Search,
    /// What is released is shown.
    Releases,
    /// What was made of files is shown.
    Summaries,
    /// What counts as seen is noted.
    Completion,
    /// Which events are full is known.
    Fullness,
    /// Registrations of an earlier version are found and sorted.
    Listing,
    /// What cannot be undone any more is forgotten.
    Edits,
    /// What was kept long enough is deleted.
    Retention,
    /// Backups are made.
    Backup,
}

/// How a task fares.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct JobState {
    /// When it was last through with what there was to do.
    pub went: Option<Instant>,
    /// Since when it is not: it tries again.
    pub failing: Option<Instant>,
}

/// How all of them fare.
#[derive(Debug, Default)]
pub struct JobLog(Mutex<BTreeMap<Job, JobState>>);

impl JobLog {
    /// A task is through with what there was to do.
    pub fn went(&self, job: Job, now: Instant) {
        self.change(job, |state| *state = JobState { went: Some(now), failing: None });
    }

    /// A task could not do it; it tries again.
    pub fn failed(&self, job: Job, now: Instant) {
        self.change(job, |state| state.failing = state.failing.or(Some(now)));
    }

    /// How a task fares.
    pub fn state(&self, job: Job) -> JobState {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&job).copied().unwrap_or_default()
    }

    fn change(&self, job: Job, change: impl FnOnce(&mut JobState)) {
        change(self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(job).or_default());
    }
}

#[cfg(test)]
mod tests {
    use domain::time::Instant;

    use super::{Job, JobLog, JobState};

    #[test]
    fn a_failing_task_fails_since_the_first_time_until_it_is_through() {
        let (log, at) = (JobLog::default(), Instant::from_milliseconds);
        assert_eq!(log.state(Job::Mail), JobState::default());
        log.went(Job::Mail, at(1));
        log.failed(Job::Mail, at(2));
        log.failed(Job::Mail, at(3));
        assert_eq!(log.state(Job::Mail), JobState { went: Some(at(1)), failing: Some(at(2)) });
        log.went(Job::Mail, at(4));
        assert_eq!(log.state(Job::Mail), JobState { went: Some(at(4)), failing: None });
        assert_eq!(log.state(Job::Places), JobState::default());
    }
}

//! `/admin/system`: in what condition the site is, and what whoever looks after it had better do.

use domain::time::{Instant, Local};
use leptos::prelude::*;
use store::{Backup, BackupCopy};

use super::outbox_page::local;
use super::registrations::moment;
use super::system_tasks::{job_name, tasks};
use crate::error::PageError;
use crate::server::{AppState, Job, JobState, MailMode, gathered, store_failed};
use crate::t;
use crate::ui::{Icon, IconName, PageHead, PageTitle, show};

/// Mail that waits longer than this although it is sent is worth a look: the first attempts after a failure come within it.
const SLOW_MINUTES: i64 = 30;
/// A backup that is older is worth a look: where one is made every night, and where somebody makes one a week.
const OLD_DAYS_NIGHTLY: i64 = 2;
const OLD_DAYS: i64 = 8;
const DAY: i64 = 24 * 60 * 60_000;

/// The condition of the site.
#[derive(Debug, Clone)]
pub struct SystemView {
    /// Version of Continuum.
    pub version: &'static str,
    /// Since when this process answers.
    pub started: Local,
    /// Name and version of the database's engine.
    pub engine: String,
    /// Size of the database in bytes.
    pub bytes: u64,
    /// Number of its newest migration.
    pub schema: i64,
    /// Registrations in any state.
    pub registrations: u64,
    /// Number and time of the release that is shown.
    pub release: (i64, Local),
    /// What becomes of mails.
    pub mail: MailMode,
    /// When a mail was sent last.
    pub last_sent: Option<Local>,
    /// The last backup: when it was made, and what it holds if this program made it.
    pub backup: Option<(Local, Option<BackupCopy>)>,
    /// Mails that are due, and files of which something is still to be made.
    pub waiting: (u64, u64),
    /// The tasks of this server: when each was last through, and since when it is not.
    pub jobs: Vec<(Job, Option<Local>, Option<Local>)>,
    /// What there is to do, the most pressing first.
    pub concerns: Vec<Concern>,
}

/// Something that whoever looks after the site had better do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Concern {
    /// Authenticators whose secrets this server's key does not open.
    LostKey(usize),
    /// Mails that could not be sent.
    DeadLetters(u32),
    /// Mail is sent, and one has been due since then.
    MailWaits(Local),
    /// A task cannot do its work since then.
    Failing(Job, Local),
    /// Files of which nothing could be made.
    FilesFailed(u64),
    /// No backup was made that is known of.
    NoBackup,
    /// The last backup is so many days old.
    OldBackup(i64),
    /// No mail server is set.
    NoMail,
    /// The site is reached over plain http from other machines.
    NoHttps,
}

/// The condition of the site.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_system(state: &AppState) -> Result<SystemView, PageError> {
    let failed = |error| store_failed(&error);
    let (store, now) = (state.store(), state.now());
    let condition = store.condition(now).await.map_err(failed)?;
    let dead = store.count_dead_letters().await.map_err(failed)?;
    let lost = store.secrets_of_another_key().await.map_err(failed)?;
    let settings = state.settings();
    let late = condition.waiting_since.filter(|since| now.milliseconds_since(*since) > SLOW_MINUTES * 60_000);
    let backup = store.last_backup().await.map_err(failed)?;
    let jobs: Vec<(Job, JobState)> = Job::ALL.iter().map(|job| (*job, state.jobs().state(*job))).collect();
    let failing = jobs.iter().filter_map(|(job, fares)| Some(Concern::Failing(*job, local(state, fares.failing?))));
    let concerns = [
        (lost > 0).then_some(Concern::LostKey(lost)),
        (dead > 0).then_some(Concern::DeadLetters(dead)),
        late.filter(|_| settings.mail.is_sent()).map(|since| Concern::MailWaits(local(state, since))),
        (condition.files_failed > 0).then_some(Concern::FilesFailed(condition.files_failed)),
        backup_concern(backup.as_ref(), settings.nightly_backup, state.real_now()),
        (settings.mail == MailMode::NotConfigured).then_some(Concern::NoMail),
        is_plain_and_remote(&settings.base_url).then_some(Concern::NoHttps),
    ];
    let published = state.published();
    Ok(SystemView {
        version: env!("CARGO_PKG_VERSION"),
        started: local(state, state.started()),
        engine: format!("{} {}", store.engine_name(), condition.engine_version),
        bytes: condition.bytes,
        schema: condition.schema,
        registrations: condition.registrations,
        release: (published.number, local(state, published.released)),
        mail: settings.mail.clone(),
        last_sent: condition.last_sent.map(|sent| local(state, sent)),
        backup: backup.map(|backup| (local(state, backup.made), backup.copy)),
        waiting: (condition.mail_waiting, condition.files_waiting),
        concerns: failing.chain(concerns.into_iter().flatten()).collect(),
        jobs: jobs
            .into_iter()
            .filter(|(job, _)| is_here(state, *job))
            .map(|(job, fares)| {
                let moment = |at: Option<Instant>| at.map(|at| local(state, at));
                (job, moment(fares.went), moment(fares.failing))
            })
            .collect(),
    })
}

/// Whether this server has that task: some the operator asks for.
fn is_here(state: &AppState, job: Job) -> bool {
    match job {
        Job::Mail => state.settings().mail.is_sent(),
        Job::Backup => state.settings().nightly_backup,
        _ => true,
    }
}

fn backup_concern(last: Option<&Backup>, nightly: bool, now: Instant) -> Option<Concern> {
    let Some(last) = last else { return Some(Concern::NoBackup) };
    let days = now.milliseconds_since(last.made).div_euclid(DAY);
    (days >= if nightly { OLD_DAYS_NIGHTLY } else { OLD_DAYS }).then_some(Concern::OldBackup(days))
}

/// Whether cookies and passwords would travel unencrypted: on one's own machine they do not travel.
fn is_plain_and_remote(base_url: &str) -> bool {
    let Some(rest) = base_url.strip_prefix("http://") else { return false };
    let host = rest.split('/').next().unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    !matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

/// The page of the system.
#[component]
pub fn SystemPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: SystemView) -> AnyView {
    let is_well = view.concerns.is_empty();
    let concerns = view.concerns.iter().map(concern).collect_view();
    let mail = match &view.mail {
        MailMode::NotConfigured => t!(system.mail_none).to_owned(),
        MailMode::HeldBack { from } => t!(system.mail_held, from = from),
        MailMode::Sent { from } => t!(system.mail_sent, from = from),
    };
    let sent = view.last_sent.as_ref().map_or_else(|| t!(system.never).to_owned(), moment);
    let backup = view.backup.as_ref().map_or_else(
        || t!(system.never).to_owned(),
        |(made, copy)| {
            let moment = moment(made);
            match copy {
                Some(copy) => {
                    t!(
                        system.backup_is,
                        moment = moment,
                        size = size(copy.bytes),
                        files = copy.files,
                        place = &copy.place
                    )
                }
                None => t!(system.backup_elsewhere, moment = moment),
            }
        },
    );
    let (number, released) = (view.release.0, moment(&view.release.1));
    let facts = [
        (t!(system.version), view.version.to_owned()),
        (t!(system.started), moment(&view.started)),
        (t!(system.database), t!(system.database_is, engine = &view.engine, size = size(view.bytes))),
        (t!(system.schema), view.schema.to_string()),
        (t!(system.registrations), view.registrations.to_string()),
        (t!(system.release), t!(system.release_is, number = number, moment = released)),
        (t!(system.mail), mail),
        (t!(system.last_sent), sent),
        (t!(system.mail_waiting), view.waiting.0.to_string()),
        (t!(system.files_waiting), view.waiting.1.to_string()),
        (t!(system.last_backup), backup),
    ];
    let facts = facts.into_iter().map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> });
    let facts = facts.collect_view();
    view! {
        <PageHead title=t!(system.title) path="/admin/system" />
        <header class="page-head">
            <PageTitle>{t!(system.title)}</PageTitle>
        </header>
        {is_well.then(|| view! {
            <div class="notice notice--success"><Icon name=IconName::Check /><p>{t!(system.well)}</p></div>
        })}
        <ul class="plain-list concerns">{concerns}</ul>
        <dl class="facts">{facts}</dl>
        {tasks(&view.jobs)}
    }
    .into_any()
}

fn concern(concern: &Concern) -> AnyView {
    let (words, link) = match concern {
        Concern::LostKey(count) => {
            (t!(system.lost_key, count = *count), Some(("/admin/staff", t!(staff_account.people))))
        }
        Concern::DeadLetters(count) => {
            (t!(system.dead_letters, count = *count), Some(("/admin/outbox?show=dead", t!(outbox.title))))
        }
        Concern::MailWaits(since) => {
            (t!(system.mail_waits, moment = moment(since)), Some(("/admin/outbox", t!(outbox.title))))
        }
        Concern::Failing(job, since) => (t!(system.failing, job = job_name(*job), moment = moment(since)), None),
        Concern::FilesFailed(count) => {
            (t!(system.files_failed, count = *count), Some(("/admin/media", t!(media.title))))
        }
        Concern::NoBackup => (t!(system.no_backup).to_owned(), None),
        Concern::OldBackup(days) => (t!(system.old_backup, count = *days), None),
        Concern::NoMail => (t!(system.no_mail).to_owned(), Some(("/admin/outbox", t!(outbox.title)))),
        Concern::NoHttps => (t!(system.no_https).to_owned(), None),
    };
    let link = link.map(|(href, name)| view! { " " <a href=href>{name}</a> });
    view! {
        <li class="notice notice--warning">
            <Icon name=IconName::Warning />
            <p>{words}{link}</p>
        </li>
    }
    .into_any()
}

/// Bytes in the unit that people use for them, in thousands (ISO/IEC 80000-13).
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..=999_999 => format!("{} kB", bytes.div_ceil(1_000)),
        1_000_000..=999_999_999 => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
        _ => format!("{}.{} GB", bytes / 1_000_000_000, bytes / 100_000_000 % 10),
    }
}

#[cfg(test)]
mod tests {
    use domain::time::Instant;
    use store::Backup;

    use super::{Concern, backup_concern, is_plain_and_remote, size};

    #[test]
    fn a_backup_that_is_old_for_how_often_they_are_made_is_a_concern() {
        let at = |hours: i64| Instant::from_milliseconds(hours * 60 * 60_000);
        let last = Backup { made: at(0), copy: None };
        assert_eq!(backup_concern(None, true, at(0)), Some(Concern::NoBackup));
        for (hours, nightly, expected) in [
            (47, true, None),
            (48, true, Some(Concern::OldBackup(2))),
            (7 * 24, false, None),
            (8 * 24, false, Some(Concern::OldBackup(8))),
            // A clock that was set back is no concern.
            (-5, true, None),
        ] {
            assert_eq!(backup_concern(Some(&last), nightly, at(hours)), expected, "{hours}");
        }
    }

    #[test]
    fn sizes_are_told_in_the_unit_that_fits() {
        let said = [0, 999, 4_096, 1_250_000, 2_000_000_000].map(size);
        assert_eq!(said, ["0 kB", "1 kB", "5 kB", "1.2 MB", "2.0 GB"]);
    }

    #[test]
    fn only_plain_http_from_other_machines_is_a_concern() {
        let found = [
            "http://site.example",
            "http://10.0.0.1:80/",
            "https://site.example",
            "http://localhost:3000",
            "http://[::1]:3000",
        ]
        .map(is_plain_and_remote);
        assert_eq!(found, [true, true, false, false, false]);
    }
}

//! `/admin/system`: in what condition the site is, and what whoever looks after it had better do.

use domain::time::Local;
use leptos::prelude::*;

use super::outbox_page::local;
use super::registrations::moment;
use crate::error::PageError;
use crate::server::{AppState, MailMode, gathered, store_failed};
use crate::t;
use crate::ui::{Icon, IconName, PageHead, PageTitle, show};

/// Mail that waits longer than this although it is sent is worth a look: the first attempts after a failure come within it.
const SLOW_MINUTES: i64 = 30;

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
    let concerns = [
        (lost > 0).then_some(Concern::LostKey(lost)),
        (dead > 0).then_some(Concern::DeadLetters(dead)),
        late.filter(|_| settings.mail.is_sent()).map(|since| Concern::MailWaits(local(state, since))),
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
        concerns: concerns.into_iter().flatten().collect(),
    })
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
    use super::{is_plain_and_remote, size};

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

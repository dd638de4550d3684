//! `/admin/outbox`: the mails that the site wrote, newest first. Until mail is configured this is where they are read.

use domain::time::{Instant, Local, Zone};
use leptos::prelude::*;
use store::OutboxMail;

use super::registrations_page::{EventLinks, moment};
use crate::error::PageError;
use crate::registration::letters::{self, Words};
use crate::server::{AppState, gathered, store_failed};
use crate::t;
use crate::ui::{Icon, IconName, PageHead, PageTitle, show};

/// Mails on one page.
const PAGE: u32 = 50;

/// A page of the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxView {
    /// Whether the site sends mail.
    pub sends_mail: bool,
    /// Newest first.
    pub mails: Vec<MailRow>,
    /// Whether these are the newest of all.
    pub newest: bool,
    /// Older mails come before this number; `None` if there are none.
    pub older: Option<i64>,
}

/// A mail of the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailRow {
    /// Receiver's address.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// When it was written.
    pub created: Local,
    /// When it was written, RFC 3339.
    pub machine: String,
    /// What has become of it.
    pub delivery: Delivery,
    /// Body, plain text.
    pub text: String,
}

/// What has become of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// It waits to be sent.
    Waiting,
    /// It was sent then.
    Sent(Local),
    /// It could not be sent so far.
    Failed {
        /// How often that was tried.
        attempts: u32,
        /// What the last attempt met.
        reason: String,
    },
}

/// A page of the outbox: the newest mails, or those before the mail with that number.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_outbox(state: &AppState, before: Option<i64>) -> Result<OutboxView, PageError> {
    // One more than is shown tells whether there are older ones.
    let mut mails = state.store().outbox(PAGE + 1, before).await.map_err(|error| store_failed(&error))?;
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let has_older = mails.len() > most;
    mails.truncate(most);
    let mut rows = Vec::with_capacity(mails.len());
    for mail in &mails {
        rows.push(row(state, mail).await?);
    }
    Ok(OutboxView {
        sends_mail: state.settings().sends_mail,
        older: mails.last().filter(|_| has_older).map(|mail| mail.number),
        newest: before.is_none(),
        mails: rows,
    })
}

async fn row(state: &AppState, mail: &OutboxMail) -> Result<MailRow, PageError> {
    let Words { subject, text } = letters::words(state, mail).await?;
    Ok(MailRow {
        created: local(state, mail.created),
        machine: mail.created.to_rfc3339(),
        delivery: match (mail.sent, &mail.last_error) {
            (Some(sent), _) => Delivery::Sent(local(state, sent)),
            (None, Some(error)) => Delivery::Failed { attempts: mail.attempts, reason: error.clone() },
            (None, None) => Delivery::Waiting,
        },
        to: mail.to.clone(),
        subject,
        text,
    })
}

/// By the clocks of the first event's place, as everything else on the site.
fn local(state: &AppState, instant: Instant) -> Local {
    let published = state.published();
    let zone = published.content.events.first().and_then(|event| state.zone(&event.zone)).unwrap_or_else(Zone::utc);
    zone.read(instant)
}

/// The outbox.
#[component]
pub fn OutboxPage() -> impl IntoView {
    show(gathered(), outbox)
}

fn outbox(page: OutboxView) -> AnyView {
    let nothing = page.mails.is_empty();
    let mails = page.mails.into_iter().map(mail).collect_view();
    view! {
        <PageHead title=t!(outbox.title) path="/admin/outbox" />
        <header class="page-head">
            <PageTitle>{t!(outbox.title)}</PageTitle>
            <p class="lede">{t!(outbox.lede)}</p>
        </header>
        {(!page.sends_mail).then(|| view! {
            <div class="notice notice--warning">
                <Icon name=IconName::Warning />
                <p>{t!(outbox.not_configured)}</p>
            </div>
        })}
        <EventLinks />
        <ul class="card-list">{mails}</ul>
        {nothing.then(|| view! { <div class="empty"><p>{t!(outbox.nothing)}</p></div> })}
        <div class="form__actions form__actions--after">
            {(!page.newest).then(|| view! { <a class="button button--secondary" href="/admin/outbox">{t!(outbox.newest)}</a> })}
            {page.older.map(|number| view! {
                <a class="button button--secondary" href=format!("/admin/outbox?before={number}")>{t!(outbox.older)}</a>
            })}
            <form method="post" action="/admin/sign-out">
                <button class="button button--quiet" type="submit">{t!(outbox.sign_out)}</button>
            </form>
        </div>
    }
    .into_any()
}

fn mail(mail: MailRow) -> AnyView {
    let standing = match mail.delivery {
        Delivery::Waiting => t!(outbox.waiting).to_owned(),
        Delivery::Sent(sent) => t!(outbox.sent, moment = moment(&sent)),
        Delivery::Failed { attempts, reason } => t!(outbox.not_sent, count = attempts, reason = reason),
    };
    view! {
        <li>
            <article class="card">
                <p class="card__time"><time datetime=mail.machine>{moment(&mail.created)}</time></p>
                <h2 class="card__title">{mail.subject}</h2>
                <p>{t!(outbox.receiver, address = mail.to, standing = standing)}</p>
                <details>
                    <summary>{t!(outbox.text)}</summary>
                    <pre class="mail-text">{mail.text}</pre>
                </details>
            </article>
        </li>
    }
    .into_any()
}

//! `/admin/outbox`: the mails that the site wrote, newest first, what became of each, and the dead letters. Until mail is
//! configured this is where they are read.

use domain::content::Id;
use domain::mail::Withdrawn;
use domain::time::{Instant, Local, Zone};
use leptos::prelude::*;
use store::OutboxMail;

use super::registrations::moment;
use crate::error::PageError;
use crate::language::Label;
use crate::mail::{message, plain};
use crate::server::{AppState, MailMode, gathered, store_failed};
use crate::t;
use crate::ui::{Icon, IconName, PageHead, PageTitle, show};

/// Mails on one page.
const PAGE: u32 = 50;

/// A page of the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxView {
    /// What becomes of mails.
    pub mode: MailMode,
    /// Which mails are shown.
    pub list: MailList,
    /// How many dead letters there are.
    pub dead: u32,
    /// How many mails wait for their time.
    pub later: u32,
    /// In the list's order.
    pub mails: Vec<MailRow>,
    /// Whether these are the first of the list.
    pub is_first: bool,
    /// The list goes on after the mail with this number; `None` if these are the last.
    pub rest: Option<i64>,
}

/// Which mails are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailList {
    /// Those that were sent or are to be sent now, newest first.
    Present,
    /// Those that wait for their time, which may be hundreds: the next first.
    Later,
    /// Those that were given up, newest first.
    Dead,
}

impl MailList {
    /// By the name in the page's address.
    pub fn of_name(name: &str) -> Self {
        match name {
            "dead" => Self::Dead,
            "later" => Self::Later,
            _ => Self::Present,
        }
    }

    /// The page's address.
    fn path(self) -> &'static str {
        match self {
            Self::Present => "/admin/outbox",
            Self::Later => "/admin/outbox?show=later",
            Self::Dead => "/admin/outbox?show=dead",
        }
    }

    /// The address of what follows a mail.
    fn path_after(self, number: i64) -> String {
        let mark = if self == Self::Present { '?' } else { '&' };
        format!("{}{mark}before={number}", self.path())
    }
}

/// A mail of the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailRow {
    /// Identity.
    pub id: Id,
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
    /// Body, plain text; `None` if only the receiver may read it.
    pub text: Option<String>,
}

/// What has become of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// It waits to be sent, from then on.
    Waiting(Local),
    /// It was sent then.
    Sent(Local),
    /// It could not be sent so far.
    Failed {
        /// How often that was tried.
        attempts: u32,
        /// What the last attempt met.
        reason: String,
        /// When it is tried again at the earliest.
        next: Local,
    },
    /// It was given up.
    Dead {
        /// How often it was tried.
        attempts: u32,
        /// What the last attempt met.
        reason: String,
        /// When it was given up.
        since: Local,
    },
    /// It was not sent, because it is not true any more.
    Dropped(Option<Withdrawn>),
}

/// A page of the outbox: the first mails of a list, or those after the mail with that number.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_outbox(state: &AppState, list: MailList, after: Option<i64>) -> Result<OutboxView, PageError> {
    let (store, now) = (state.store(), state.now());
    // One more than is shown tells whether there are others.
    let mails = match list {
        MailList::Present => store.outbox(now, PAGE + 1, after).await,
        MailList::Later => store.later_mails(now, PAGE + 1, after).await,
        MailList::Dead => store.dead_letters(PAGE + 1, after).await,
    };
    let mut mails = mails.map_err(|error| store_failed(&error))?;
    let dead = store.count_dead_letters().await.map_err(|error| store_failed(&error))?;
    let later = store.count_later_mails(now).await.map_err(|error| store_failed(&error))?;
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let has_more = mails.len() > most;
    mails.truncate(most);
    let mut rows = Vec::with_capacity(mails.len());
    for mail in &mails {
        rows.push(row(state, mail).await?);
    }
    Ok(OutboxView {
        mode: state.settings().mail.clone(),
        list,
        dead,
        later,
        rest: mails.last().filter(|_| has_more).map(|mail| mail.number),
        is_first: after.is_none(),
        mails: rows,
    })
}

/// A mail as it is shown.
pub(super) async fn row(state: &AppState, mail: &OutboxMail) -> Result<MailRow, PageError> {
    let message = message(state, mail).await?;
    let reason = || mail.last_error.clone().unwrap_or_default();
    // Once it is delivered by the site itself, a key is nobody's but its receiver's.
    let is_kept_back = mail.letter.is_secret() && state.settings().mail.is_sent();
    Ok(MailRow {
        created: local(state, mail.created),
        machine: mail.created.to_rfc3339(),
        delivery: if let Some(sent) = mail.sent {
            Delivery::Sent(local(state, sent))
        } else if mail.dropped.is_some() {
            Delivery::Dropped(Withdrawn::from_name(&reason()))
        } else if let Some(since) = mail.dead {
            Delivery::Dead { attempts: mail.attempts, reason: reason(), since: local(state, since) }
        } else if mail.last_error.is_some() {
            Delivery::Failed { attempts: mail.attempts, reason: reason(), next: local(state, mail.due) }
        } else {
            Delivery::Waiting(local(state, mail.due))
        },
        id: mail.id,
        to: mail.to.clone(),
        text: (!is_kept_back).then(|| plain(&message)),
        subject: message.subject,
    })
}

/// By the clocks of the site's zone.
pub(crate) fn local(state: &AppState, instant: Instant) -> Local {
    site_zone(state).read(instant)
}

/// The zone by which those who work here read the time.
pub fn site_zone(state: &AppState) -> Zone {
    state.site_zone()
}

/// The outbox.
#[component]
pub fn OutboxPage() -> impl IntoView {
    show(gathered(), outbox)
}

fn outbox(page: OutboxView) -> AnyView {
    let nothing = page.mails.is_empty();
    let sends = page.mode.is_sent();
    let mails = page.mails.into_iter().map(|row| mail(row, sends)).collect_view();
    let warning = match page.mode {
        MailMode::NotConfigured => Some(t!(outbox.not_configured)),
        MailMode::HeldBack { .. } => Some(t!(outbox.held_back)),
        MailMode::Sent { .. } => None,
    };
    let list = page.list;
    let (lede, empty, first, rest) = match list {
        MailList::Present => (t!(outbox.lede), t!(outbox.nothing), t!(outbox.newest), t!(outbox.older)),
        MailList::Later => (t!(outbox.later_lede), t!(outbox.no_later), t!(outbox.first), t!(outbox.next)),
        MailList::Dead => (t!(outbox.dead_lede), t!(outbox.no_dead), t!(outbox.newest), t!(outbox.older)),
    };
    let present = (list != MailList::Present).then(|| t!(outbox.all).to_owned());
    let dead = (page.dead > 0 && list != MailList::Dead).then(|| t!(outbox.dead_letters, count = page.dead));
    let later = (page.later > 0 && list != MailList::Later).then(|| t!(outbox.later, count = page.later));
    let others = [(MailList::Present, present), (MailList::Dead, dead), (MailList::Later, later)];
    let others = others.into_iter().filter_map(|(other, words)| {
        let words = words?;
        Some(view! { <p><a href=other.path()>{words}</a></p> })
    });
    let others = others.collect_view();
    view! {
        <PageHead title=t!(outbox.title) path="/admin/outbox" />
        <header class="page-head">
            <PageTitle>{t!(outbox.title)}</PageTitle>
            <p class="lede">{lede}</p>
        </header>
        {warning.map(|warning| view! {
            <div class="notice notice--warning">
                <Icon name=IconName::Warning />
                <p>{warning}</p>
            </div>
        })}
        {others}
        <ul class="card-list">{mails}</ul>
        {nothing.then(|| view! { <div class="empty"><p>{empty}</p></div> })}
        <div class="form__actions form__actions--after">
            {(!page.is_first).then(|| view! { <a class="button button--secondary" href=list.path()>{first}</a> })}
            {page.rest.map(|number| view! {
                <a class="button button--secondary" href=list.path_after(number)>{rest}</a>
            })}
            <form method="post" action="/admin/sign-out">
                <button class="button button--quiet" type="submit">{t!(outbox.sign_out)}</button>
            </form>
        </div>
    }
    .into_any()
}

/// What has become of a mail, in words; `sends` is whether mails leave the site at all.
pub(super) fn standing(delivery: Delivery, sends: bool) -> String {
    match delivery {
        Delivery::Waiting(due) if sends => t!(outbox.due, moment = moment(&due)),
        Delivery::Waiting(_) => t!(outbox.waiting).to_owned(),
        Delivery::Sent(sent) => t!(outbox.sent, moment = moment(&sent)),
        Delivery::Failed { attempts, reason, next } => {
            t!(outbox.not_sent, count = attempts, reason = reason, moment = moment(&next))
        }
        Delivery::Dead { attempts, reason, since } => {
            t!(outbox.dead, count = attempts, reason = reason, moment = moment(&since))
        }
        Delivery::Dropped(why) => t!(outbox.dropped, reason = why.map_or("", Label::label)),
    }
}

fn mail(mail: MailRow, sends: bool) -> AnyView {
    let is_dead = matches!(mail.delivery, Delivery::Dead { .. });
    let standing = standing(mail.delivery, sends);
    let retry_named = t!(outbox.retry_named, subject = &mail.subject, address = &mail.to);
    view! {
        <li>
            <article class="card">
                <p class="card__time"><time datetime=mail.machine>{moment(&mail.created)}</time></p>
                <h2 class="card__title">{mail.subject}</h2>
                <p>{t!(outbox.receiver, address = mail.to, standing = standing)}</p>
                <details>
                    <summary>{t!(outbox.text)}</summary>
                    <pre class="mail-text">{mail.text.unwrap_or_else(|| t!(outbox.kept_back).to_owned())}</pre>
                </details>
                {is_dead.then(|| view! {
                    <form method="post" action="/admin/outbox/retry">
                        <input type="hidden" name="mail" value=mail.id.to_string() />
                        <button class="button button--secondary" type="submit" aria-label=retry_named>{t!(outbox.retry)}</button>
                    </form>
                })}
            </article>
        </li>
    }
    .into_any()
}

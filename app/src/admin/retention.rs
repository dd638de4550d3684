//! `/admin/settings/retention`: how long what the site keeps about people is kept, and what would go.

use domain::content::{Content, Id};
use domain::settings::{Kept, RETENTION_MONTHS, Retention, Setting, kept_since, over_at};
use domain::time::{Date, Instant};
use leptos::prelude::*;
use store::{Outlived, StoreError};

use super::outbox_page::site_zone;
use crate::error::PageError;
use crate::language::DateWords;
use crate::server::{AppState, gathered, store_failed};
use crate::t;
use crate::ui::{Icon, IconName, PageHead, PageTitle, show};

const PATH: &str = "/admin/settings/retention";
/// Days of what went that are shown, a line for each kind.
const HISTORY: u32 = 40;

/// What came of the last act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetentionNotice {
    /// It was counted; nothing was changed.
    Counted,
    /// What would go is another than what was shown; nothing was changed.
    Recounted,
    /// Something was sent that cannot be chosen.
    Unknown,
    /// Somebody else changed it meanwhile; nothing was done.
    Outdated,
    /// It was saved.
    Saved,
}

/// The page.
#[derive(Debug, Clone)]
pub struct RetentionView {
    /// What stands in the form, with what would go by it.
    pub rows: Vec<(Kept, Option<Outgoing>)>,
    /// What stands in the form, and how much would go: what is agreed to by saving.
    pub seen: String,
    /// Number of the last change.
    pub base: i64,
    /// Whether anything was ever saved: until then nothing goes.
    pub is_set: bool,
    /// What went: the day, the kind, how much, and what was older than that.
    pub history: Vec<(Date, Kept, u64, Date)>,
    /// What came of the last act.
    pub notice: Option<RetentionNotice>,
}

/// What would go of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outgoing {
    /// After how many months.
    pub months: u16,
    /// How much.
    pub amount: u64,
    /// What is older than the beginning of that day.
    pub before: Date,
}

/// What was kept long enough, by what is to hold.
///
/// # Errors
/// The database cannot be read.
pub async fn outlived(state: &AppState, retention: &Retention) -> Result<Vec<Outlived>, StoreError> {
    let (zone, published) = (site_zone(state), state.published());
    // Of a rehearsal's clock and the real one the earlier: whoever tries another day out loses nothing by it.
    let now = state.now().min(state.real_now());
    let desk = state.store().working_copy().await?;
    let ends = |event: Id| {
        let end = move |content: &Content| content.event_by_id(event).map(|event| event.when.end());
        [end(&published.content), end(&desk)].into_iter().flatten()
    };
    let registered = state.store().registered_events().await?;
    let over_at = |(event, last): &(Id, Instant)| over_at(ends(*event), *last);
    let coming: Vec<Id> = registered.iter().filter(|one| over_at(one) > now).map(|(event, _)| *event).collect();
    let outlived = Kept::ALL.iter().filter_map(|kept| {
        let before = kept_since(retention.months(*kept)?, &zone, now);
        let over = registered.iter().filter(|one| over_at(one) < before).map(|(event, _)| *event).collect();
        Some(Outlived { kept: *kept, before, over, coming: coming.clone() })
    });
    Ok(outlived.collect())
}

/// The page, by what was chosen or, where nothing was, by what holds.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_retention(
    state: &AppState,
    chosen: Option<Retention>,
    notice: Option<RetentionNotice>,
) -> Result<RetentionView, PageError> {
    let failed = |error| store_failed(&error);
    let last = state.store().setting_changes(Setting::Retention, 1).await.map_err(failed)?.into_iter().next();
    let (base, is_set) = last.as_ref().map_or((0, false), |last| (last.number, last.value.is_some()));
    let held = last.and_then(|last| last.value).map(|written| Retention::of_written(&written));
    let retention = chosen.or(held).unwrap_or_else(Retention::proposed);
    let zone = site_zone(state);
    let (mut rows, mut total) = (Kept::ALL.iter().map(|kept| (*kept, None)).collect::<Vec<_>>(), Vec::new());
    for outlived in outlived(state, &retention).await.map_err(failed)? {
        let amount = state.store().count_outlived(&outlived).await.map_err(failed)?;
        total.push(amount.to_string());
        let months = retention.months(outlived.kept).unwrap_or_default();
        let outgoing = Outgoing { months, amount, before: zone.read(outlived.before).date };
        if let Some(row) = rows.iter_mut().find(|(kept, _)| *kept == outlived.kept) {
            row.1 = Some(outgoing);
        }
    }
    let history = state.store().forgotten(HISTORY).await.map_err(failed)?;
    let history = history.into_iter().map(|one| (one.day, one.kept, one.amount, zone.read(one.before).date));
    Ok(RetentionView {
        rows,
        seen: format!("{}:{}", retention.written(), total.join(",")),
        base,
        is_set,
        history: history.collect(),
        notice,
    })
}

/// The page.
#[component]
pub fn RetentionPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: RetentionView) -> AnyView {
    let rows = view.rows.iter().map(|(kept, outgoing)| row(*kept, *outgoing)).collect_view();
    view! {
        <PageHead title=t!(retention.title) path=PATH />
        <header class="page-head">
            <PageTitle>{t!(retention.title)}</PageTitle>
            <p class="lede">{t!(retention.lede)}</p>
        </header>
        {view.notice.map(notice)}
        {(!view.is_set).then(|| view! { <p class="notice notice--warning"><Icon name=IconName::Warning />{t!(retention.not_set)}</p> })}
        <form class="form" method="post" action=PATH>
            <input type="hidden" name="base" value=view.base.to_string() />
            <input type="hidden" name="seen" value=view.seen />
            {rows}
            <p class="field__hint">{t!(retention.when)}</p>
            <div class="form__actions">
                <button class="button button--secondary" type="submit" name="act" value="count">{t!(retention.count)}</button>
                <button class="button button--primary" type="submit" name="act" value="save">{t!(retention.save)}</button>
            </div>
        </form>
        {history(view.history)}
    }
    .into_any()
}

fn row(kept: Kept, outgoing: Option<Outgoing>) -> AnyView {
    let (label, hint) = words(kept);
    let chosen = outgoing.map(|outgoing| outgoing.months);
    let options = RETENTION_MONTHS.iter().map(|months| {
        let words = t!(retention.months, count = *months);
        view! { <option value=months.to_string() selected=chosen == Some(*months)>{words}</option> }
    });
    let (id, described) = (format!("field-{}", kept.name()), format!("{}-hint", kept.name()));
    let goes = outgoing.map_or_else(|| t!(retention.kept).to_owned(), |one| goes(kept, one.amount, one.before));
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <p class="field__hint" id=described.clone()>{hint}</p>
            <select id=id name=kept.name() autocomplete="off" aria-describedby=described>
                <option value="" selected=chosen.is_none()>{t!(retention.for_good)}</option>
                {options.collect_view()}
            </select>
            <p data-goes=kept.name()>{goes}</p>
        </div>
    }
    .into_any()
}

/// What it is called.
pub(super) fn kept_name(kept: Kept) -> &'static str {
    words(kept).0
}

fn words(kept: Kept) -> (&'static str, &'static str) {
    match kept {
        Kept::Registrations => (t!(retention.registrations), t!(retention.registrations_hint)),
        Kept::Mail => (t!(retention.mail), t!(retention.mail_hint)),
        Kept::Changes => (t!(retention.changes), t!(retention.changes_hint)),
        Kept::Progress => (t!(retention.progress), t!(retention.progress_hint)),
        Kept::Accounts => (t!(retention.accounts), t!(retention.accounts_hint)),
    }
}

/// "312 registrations of events that ended before 2 March 2024".
fn amount(kept: Kept, count: u64, before: Date) -> String {
    let day = before.medium();
    match kept {
        Kept::Registrations => t!(retention.registrations_amount, count = count, day = day),
        Kept::Mail => t!(retention.mail_amount, count = count, day = day),
        Kept::Changes => t!(retention.changes_amount, count = count, day = day),
        Kept::Progress => t!(retention.progress_amount, count = count, day = day),
        Kept::Accounts => t!(retention.accounts_amount, count = count, day = day),
    }
}

fn goes(kept: Kept, count: u64, before: Date) -> String {
    if count == 0 {
        return t!(retention.nothing, day = before.medium());
    }
    t!(retention.goes, what = amount(kept, count, before))
}

fn notice(notice: RetentionNotice) -> AnyView {
    let (class, icon, words) = match notice {
        RetentionNotice::Saved => ("notice notice--success", IconName::Check, t!(retention.saved)),
        RetentionNotice::Counted => ("notice", IconName::Info, t!(retention.counted)),
        RetentionNotice::Recounted => ("notice notice--warning", IconName::Warning, t!(retention.recounted)),
        RetentionNotice::Unknown => ("notice notice--warning", IconName::Warning, t!(retention.unknown)),
        RetentionNotice::Outdated => ("notice notice--warning", IconName::Warning, t!(settings.outdated)),
    };
    view! { <div class=class role="status"><Icon name=icon /><p>{words}</p></div> }.into_any()
}

fn history(history: Vec<(Date, Kept, u64, Date)>) -> Option<AnyView> {
    if history.is_empty() {
        return None;
    }
    let items = history.into_iter().map(|(day, kept, count, before)| {
        view! { <li>{t!(retention.went, day = day.medium(), what = amount(kept, count, before))}</li> }
    });
    Some(
        view! {
            <section class="section" aria-labelledby="went">
                <h2 class="section__title" id="went">{t!(retention.history)}</h2>
                <ul>{items.collect_view()}</ul>
            </section>
        }
        .into_any(),
    )
}

//! `/changes`: the releases, newest first.

use domain::desk::Kind;
use domain::time::Local;
use leptos::prelude::*;
use store::{Difference, Release};

use crate::admin::{local, moment};
use crate::desk::kind_name;
use crate::error::PageError;
use crate::server::{AppState, gathered, store_failed};
use crate::t;
use crate::ui::{PageHead, PageTitle, show};

/// Releases on one page.
const PAGE: u32 = 50;

/// A page of the change log.
#[derive(Debug, Clone)]
pub struct LogView {
    /// Newest first.
    pub rows: Vec<LogRow>,
    /// Where the next page begins; `None` on the last one.
    pub older: Option<i64>,
}

/// A release in the log.
#[derive(Debug, Clone)]
pub struct LogRow {
    /// Its number.
    pub number: i64,
    /// Its name; may be empty.
    pub name: String,
    /// When.
    pub at: Local,
    /// What it changed.
    pub difference: Difference,
}

/// A page of the change log; the releases before a number, where one is given.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_log(state: &AppState, before: Option<i64>) -> Result<LogView, PageError> {
    let mut releases = state.store().releases(PAGE + 1, before).await.map_err(|error| store_failed(&error))?;
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let has_more = releases.len() > most;
    releases.truncate(most);
    let older = releases.last().filter(|_| has_more).map(|release| release.number);
    Ok(LogView { older, rows: releases.into_iter().map(|release| row(state, release)).collect() })
}

fn row(state: &AppState, release: Release) -> LogRow {
    LogRow {
        number: release.number,
        at: local(state, release.released),
        difference: release.difference,
        name: release.name,
    }
}

/// What a release is called.
pub(super) fn name(number: i64, name: &str) -> String {
    if name.is_empty() { t!(change_log.release, number = number) } else { name.to_owned() }
}

/// "Events: 1 new, 2 changed."
pub fn in_words(difference: &Difference) -> Vec<String> {
    let kinds = Kind::ALL.iter().filter_map(|kind| Some((*kind, difference.0.get(kind.name())?)));
    let line = |(kind, counts): (Kind, &store::Counts)| {
        if kind == Kind::Programme {
            return t!(change_log.programme).to_owned();
        }
        let parts = [
            (counts.added > 0).then(|| t!(change_log.added, count = counts.added)),
            (counts.changed > 0).then(|| t!(change_log.changed, count = counts.changed)),
            (counts.removed > 0).then(|| t!(change_log.removed, count = counts.removed)),
        ];
        let parts = parts.into_iter().flatten().collect::<Vec<String>>().join(", ");
        t!(change_log.of_kind, kind = kind_name(kind), changes = parts)
    };
    kinds.map(line).collect()
}

/// The page of the change log.
#[component]
pub fn ChangeLogPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: LogView) -> AnyView {
    let rows = view.rows.into_iter().map(|row| {
        let is_first = row.number == 1;
        let words = if is_first { t!(change_log.first).to_owned() } else { in_words(&row.difference).join(" ") };
        let name = name(row.number, &row.name);
        view! {
            <li class="desk-change">
                <p class="desk-change__what"><a href=format!("/changes/{}", row.number)>{name}</a></p>
                <p class="desk-change__meta">{moment(&row.at)}</p>
                <p>{words}</p>
            </li>
        }
    });
    let rows = rows.collect_view();
    let older = view.older.map(|older| {
        view! { <p><a class="button button--secondary" href=format!("/changes?before={older}")>{t!(desk.older)}</a></p> }
    });
    view! {
        <PageHead title=t!(change_log.title) path="/changes" />
        <header class="page-head">
            <PageTitle>{t!(change_log.title)}</PageTitle>
            <p class="lede">{t!(change_log.lede)}</p>
        </header>
        <ol class="desk-changes">{rows}</ol>
        {older}
        <p><a href="/changes.xml" type="application/rss+xml">{t!(change_log.feed)}</a></p>
    }
    .into_any()
}

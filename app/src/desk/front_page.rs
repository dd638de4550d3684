//! `/admin`: what can be edited, what is not released yet, and what was done last.

use domain::content::Id;
use domain::desk::{Kind, Thing, differences};
use domain::time::{Date, Local};
use leptos::prelude::*;

use super::changes_page::{ChangeRow, change_rows};
use super::grid_page::days_of;
use super::list_page::days;
use super::{findings, frame, words};
use crate::admin::{local, moment};
use crate::error::PageError;
use crate::server::{AppState, gathered, store_failed};
use crate::t;
use crate::ui::show;

/// Changes that are shown.
const RECENT: u32 = 5;

/// The front of the desk.
#[derive(Debug, Clone)]
pub struct DeskView {
    /// How many things there are of each kind.
    pub kinds: Vec<(Kind, usize)>,
    /// Things that differ from the last release.
    pub unreleased: usize,
    /// How many findings keep the working copy from being released, and how many are advice.
    pub findings: (usize, usize),
    /// Events that have sessions, with their days.
    pub grids: Vec<(Id, String, Vec<Date>)>,
    /// Number, name and time of the last release.
    pub release: (i64, String, Local),
    /// What was done last.
    pub recent: Vec<ChangeRow>,
}

/// The front of the desk.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_desk(state: &AppState) -> Result<DeskView, PageError> {
    let failed = |error| store_failed(&error);
    let content = state.store().working_copy().await.map_err(failed)?;
    let edits = state.store().edits(RECENT, None, None).await.map_err(failed)?;
    let published = state.published();
    let grids = content.events.iter().map(|event| (event.id, event.title.clone(), days_of(&content, event)));
    let grids = grids.filter(|(_, _, days)| !days.is_empty());
    Ok(DeskView {
        kinds: Kind::ALL.iter().map(|kind| (*kind, Thing::all(&content, *kind).len())).collect(),
        unreleased: differences(&state.released(), &content).len(),
        findings: findings::counts(&state.findings(&content)),
        grids: grids.collect(),
        release: (published.number, published.name.clone(), local(state, published.released)),
        recent: change_rows(state, &content, edits),
    })
}

/// The front page of the desk.
#[component]
pub fn DeskPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: DeskView) -> AnyView {
    let (number, name, at) = view.release;
    let kinds = view.kinds.into_iter().map(|(kind, count)| {
        let count = (kind != Kind::Programme).then(|| view! { <span class="desk-count">{count}</span> });
        view! { <li><a href=frame::list_path(kind)>{words::kind(kind)}</a>" "{count}</li> }
    });
    let kinds = kinds.collect_view();
    let state = if view.unreleased == 0 {
        t!(desk.all_released).to_owned()
    } else {
        t!(desk.unreleased, count = view.unreleased)
    };
    let (blocking, advice) = view.findings;
    let problems = (blocking > 0).then(|| view! { <p>{t!(desk.problems, count = blocking)}</p> });
    let check = (blocking + advice > 0).then(|| {
        let words = t!(finding.count, count = blocking + advice);
        view! { <p><a href="/admin/check">{words}</a></p> }
    });
    let to_release = (view.unreleased > 0).then(|| {
        view! { <p><a class="button button--primary" href="/admin/release">{t!(desk.to_release)}</a></p> }
    });
    let grids = view.grids.into_iter().map(|(event, title, on)| {
        view! { <li><p>{title}</p>{days(event, &on)}</li> }
    });
    let grids: Vec<_> = grids.collect();
    let has_grids = !grids.is_empty();
    let nothing_yet = view.recent.is_empty();
    let recent = view.recent.into_iter().map(super::changes_page::row).collect_view();
    view! {
        {frame::head(t!(desk.title).to_owned(), "", "/admin".to_owned())}
        <p class="lede">{t!(desk.lede)}</p>
        <div class="desk-bar">{super::find_page::search(String::new())}</div>
        <section class="section" aria-labelledby="desk-state">
            <h2 class="section__title" id="desk-state">{t!(desk.release)}</h2>
            <p>{state}</p>
            {problems}
            {check}
            <p class="desk-change__meta">{t!(desk.released_as, number = number, name = name, moment = moment(&at))}</p>
            {to_release}
        </section>
        <section class="section" aria-labelledby="desk-kinds">
            <h2 class="section__title" id="desk-kinds">{t!(desk.parts)}</h2>
            <ul class="desk-parts">{kinds}</ul>
            <p><a href="/admin/import">{t!(import.title)}</a></p>
        </section>
        {has_grids.then(|| view! {
            <section class="section" aria-labelledby="desk-grids">
                <h2 class="section__title" id="desk-grids">{t!(grid.days)}</h2>
                <ul class="plain-list">{grids}</ul>
            </section>
        })}
        <section class="section" aria-labelledby="desk-recent">
            <h2 class="section__title" id="desk-recent">{t!(desk.recent)}</h2>
            {nothing_yet.then(|| view! { <p>{t!(desk.no_changes)}</p> })}
            <ol class="desk-changes">{recent}</ol>
            {(!nothing_yet).then(|| view! { <p><a href="/admin/changes">{t!(desk.all_changes)}</a></p> })}
        </section>
    }
    .into_any()
}

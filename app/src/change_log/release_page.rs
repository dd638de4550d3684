//! `/changes/<number>`: what one release changed, or what changed since any before it.

use domain::desk::{Differing, differences};
use domain::time::Local;
use leptos::prelude::*;

use super::log_page::name;
use crate::admin::{local, moment};
use crate::desk::difference_line;
use crate::error::PageError;
use crate::server::{AppState, gathered, store_failed};
use crate::t;
use crate::ui::{PageHead, PageTitle, show};

/// Differences that are shown; of more only the number is.
const MOST: usize = 200;
/// Releases among which one can choose: the newest before it.
const CHOICES: u32 = 100;

/// A release.
#[derive(Debug, Clone)]
pub struct OneReleaseView {
    /// Its number.
    pub number: i64,
    /// Its name; may be empty.
    pub name: String,
    /// When.
    pub at: Local,
    /// What it changed, or what changed since the one that is asked for.
    pub differences: Vec<Differing>,
    /// Numbers and names of releases before it, newest first.
    pub before: Vec<(i64, String)>,
    /// Which of them it is compared with.
    pub since: i64,
}

/// A release with what it changed, or what changed `since` a release before it.
///
/// # Errors
/// [`PageError::NotFound`] for a number that none has, or none before it; [`PageError::Unavailable`] if the store fails.
pub async fn gather_one_release(
    state: &AppState,
    number: i64,
    since: Option<i64>,
) -> Result<OneReleaseView, PageError> {
    let failed = |error| store_failed(&error);
    let release = state.store().release_number(number).await.map_err(failed)?.ok_or(PageError::NotFound)?;
    let first = number.saturating_sub(1);
    let before = state.store().release_number(since.unwrap_or(first)).await.map_err(failed)?;
    let is_before = |found: &domain::published::Published| found.number < number;
    if since.is_some() && !before.as_ref().is_some_and(is_before) {
        return Err(PageError::NotFound);
    }
    let before = before.map(|before| before.content.for_everybody()).unwrap_or_default();
    let choices = state.store().releases(CHOICES, Some(number)).await.map_err(failed)?;
    Ok(OneReleaseView {
        number,
        name: release.name,
        at: local(state, release.released),
        differences: differences(&before, &release.content.for_everybody()),
        before: choices.into_iter().map(|release| (release.number, release.name)).collect(),
        since: since.unwrap_or(first),
    })
}

/// The page of a release.
#[component]
pub fn OneReleasePage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: OneReleaseView) -> AnyView {
    let name = name(view.number, &view.name);
    let more = view.differences.len().saturating_sub(MOST);
    let lines = view.differences.iter().take(MOST).map(|one| difference_line(one, false, None)).collect_view();
    view! {
        <PageHead title=name.clone() path=format!("/changes/{}", view.number) />
        <header class="page-head">
            <p class="eyebrow"><a href="/changes">{t!(change_log.title)}</a></p>
            <PageTitle>{name}</PageTitle>
            <p class="desk-change__meta">{moment(&view.at)}</p>
        </header>
        {comparing(&view)}
        <ul class="desk-changes">{lines}</ul>
        {(more > 0).then(|| view! { <p>{t!(desk.and_more, count = more)}</p> })}
    }
    .into_any()
}

/// The release that it is compared with; of the first and the second one there is nothing to choose.
fn comparing(view: &OneReleaseView) -> Option<AnyView> {
    if view.before.len() < 2 {
        return None;
    }
    let choices = view.before.iter().map(|(number, given)| {
        let is_chosen = *number == view.since;
        view! { <option value=number.to_string() selected=is_chosen>{name(*number, given)}</option> }
    });
    let choices = choices.collect_view();
    Some(
        view! {
            <form class="comparing" method="get" action=format!("/changes/{}", view.number)>
                <label for="since">{t!(change_log.since)}</label>
                <select id="since" name="since">{choices}</select>
                <button class="button button--secondary button--small" type="submit">{t!(change_log.compare)}</button>
            </form>
        }
        .into_any(),
    )
}

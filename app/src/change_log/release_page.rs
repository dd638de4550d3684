//! `/changes/<number>`: what one release changed.

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

/// A release.
#[derive(Debug, Clone)]
pub struct OneReleaseView {
    /// Its number.
    pub number: i64,
    /// Its name; may be empty.
    pub name: String,
    /// When.
    pub at: Local,
    /// What it changed.
    pub differences: Vec<Differing>,
}

/// A release with what it changed.
///
/// # Errors
/// [`PageError::NotFound`] for a number that none has, [`PageError::Unavailable`] if the store fails.
pub async fn gather_one_release(state: &AppState, number: i64) -> Result<OneReleaseView, PageError> {
    let failed = |error| store_failed(&error);
    let release = state.store().release_number(number).await.map_err(failed)?.ok_or(PageError::NotFound)?;
    let before = match number.checked_sub(1) {
        Some(before) => state.store().release_number(before).await.map_err(failed)?,
        None => None,
    };
    let before = before.map(|before| before.content.for_everybody()).unwrap_or_default();
    Ok(OneReleaseView {
        number,
        name: release.name,
        at: local(state, release.released),
        differences: differences(&before, &release.content.for_everybody()),
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
    let lines = view.differences.iter().take(MOST).map(|one| difference_line(one, false)).collect_view();
    view! {
        <PageHead title=name.clone() path=format!("/changes/{}", view.number) />
        <header class="page-head">
            <p class="eyebrow"><a href="/changes">{t!(change_log.title)}</a></p>
            <PageTitle>{name}</PageTitle>
            <p class="desk-change__meta">{moment(&view.at)}</p>
        </header>
        <ul class="desk-changes">{lines}</ul>
        {(more > 0).then(|| view! { <p>{t!(desk.and_more, count = more)}</p> })}
    }
    .into_any()
}

//! `/admin/check`: what has to be mended before a release, and what is worth a look.

use std::sync::Arc;

use domain::check::{Finding, Severity};
use leptos::prelude::*;

use super::changes_page::is_for_staff;
use super::{findings, frame};
use crate::error::PageError;
use crate::server::{AppState, gathered, store_failed};
use crate::t;
use crate::ui::show;

/// What the check found.
#[derive(Debug, Clone)]
pub struct CheckView {
    /// All of it, what blocks a release first.
    pub findings: Arc<[Finding]>,
}

/// What the check finds in the working copy. Whoever does not edit is told nothing of materials for those who work here.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_check(state: &AppState, edits: bool) -> Result<CheckView, PageError> {
    let content = state.store().working_copy().await.map_err(|error| store_failed(&error))?;
    let found = state.findings(&content);
    if edits {
        return Ok(CheckView { findings: found });
    }
    let is_told = |finding: &&Finding| !is_for_staff(&content, finding.kind, finding.id.unwrap_or_default());
    Ok(CheckView { findings: found.iter().filter(is_told).cloned().collect() })
}

/// The page of the check.
#[component]
pub fn ContentCheckPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: CheckView) -> AnyView {
    let (blocking, advice) = findings::counts(&view.findings);
    let nothing = (blocking + advice == 0).then(|| view! { <div class="empty"><p>{t!(finding.nothing)}</p></div> });
    view! {
        {frame::head(t!(finding.title).to_owned(), "", "/admin/check".to_owned())}
        <p class="lede">{t!(finding.lede)}</p>
        {nothing}
        {(blocking > 0).then(|| must_be_mended(&view.findings))}
        {(advice > 0).then(|| worth_a_look(&view.findings))}
    }
    .into_any()
}

/// What keeps the working copy from being released.
pub(super) fn must_be_mended(found: &[Finding]) -> AnyView {
    view! {
        <section class="error-summary" aria-labelledby="blocked">
            <h2 id="blocked">{t!(desk.release_blocked)}</h2>
            {findings::list(found, Severity::Blocking)}
        </section>
    }
    .into_any()
}

/// What keeps nothing from being released.
pub(super) fn worth_a_look(found: &[Finding]) -> AnyView {
    view! {
        <section class="section" aria-labelledby="advice">
            <h2 class="section__title" id="advice">{t!(finding.advice)}</h2>
            <p>{t!(finding.advice_lede)}</p>
            {findings::list(found, Severity::Advice)}
        </section>
    }
    .into_any()
}

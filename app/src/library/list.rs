//! The library's list, with the programme's filters.

use domain::filter::Value;
use leptos::prelude::*;

use super::go_on::{Begun, go_on, pictures, seen};
use crate::filter::{EmptyResult, FilterButton, FilterPanel, FilterState, Listed, SearchField, Tokens};
use crate::programme::positions;
use crate::server::gathered;
use crate::t;
use crate::ui::{MaterialCardView, PageHead, PageTitle, show};
use crate::view::MaterialCard;

/// The library's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibraryView {
    /// What one can filter by.
    pub values: Vec<Value>,
    /// Materials, newest first.
    pub entries: Vec<MaterialEntry>,
    /// What is still to come, when there is a plan.
    pub plan: Option<String>,
}

/// A material and what it is filtered by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaterialEntry {
    /// Identity, by which a browser remembers what was played, if it has a file here.
    pub id: Option<String>,
    /// What is shown.
    pub card: MaterialCard,
    /// Positions in [`LibraryView::values`].
    pub values: Vec<usize>,
}

/// The library.
#[component]
pub fn LibraryPage() -> impl IntoView {
    let begun = gathered::<Begun>();
    show(super::server::library_page(), move |page| library(page, begun.ok().as_ref()).into_any())
}

fn library(page: LibraryView, begun: Option<&Begun>) -> impl IntoView {
    let going_on = begun.and_then(go_on);
    let seen = begun.map(seen).unwrap_or_default();
    let mut theirs = begun.map(pictures).unwrap_or_default();
    let entries = page.entries.iter().map(|entry| {
        let authors: Vec<&str> = entry.card.authors.iter().map(|author| author.name.as_str()).collect();
        (entry.values.clone(), format!("{} {} {}", entry.card.title, entry.card.summary, authors.join(" ")))
    });
    let state = FilterState::new("/library", page.values, entries, Listed::Materials);
    let nothing = page.entries.is_empty();
    let cards = page.entries.into_iter().enumerate().map(|(position, entry)| {
        let values = positions(&entry.values);
        let watched = entry.id.as_ref().and_then(|id| seen.get(id).copied());
        let picture = entry.id.as_ref().and_then(|id| theirs.remove(id)).or(entry.card.picture);
        let card = MaterialCard { watched, picture, ..entry.card };
        view! { <li data-v=values hidden=!state.shows(position) data-material=entry.id><MaterialCardView card=card /></li> }
    });
    let cards = cards.collect_view();
    view! {
        <PageHead title=t!(navigation.library) description=t!(library.description) path="/library" />
        <header class="page-head">
            <PageTitle>{t!(navigation.library)}</PageTitle>
            <p class="lede">{t!(library.lede)}</p>
            {page.plan.map(|plan| view! { <p class="plan">{plan}</p> })}
        </header>
        {going_on}
        {if nothing {
            view! {
                <div class="empty">
                    <p>{t!(library.nothing)}</p>
                    <a class="button button--secondary" href="/programme">{t!(navigation.browse_programme)}</a>
                </div>
            }
            .into_any()
        } else {
            view! {
                <div class="programme">
                    <FilterPanel state=state.clone() />
                    <div class="programme__results">
                        <div class="toolbar">
                            <SearchField state=state.clone() label=t!(search.library) />
                            <FilterButton state=state.clone() />
                        </div>
                        <Tokens state=state.clone() />
                        <h2 class="visually-hidden">{t!(section.materials)}</h2>
                        <ul class="card-list" data-list="">{cards}</ul>
                        <EmptyResult state=state />
                    </div>
                </div>
            }
            .into_any()
        }}
    }
}

//! The library's list, with the programme's filters.

use domain::filter::Value;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;
use crate::filter::{EmptyResult, FilterButton, FilterPanel, FilterState, SearchField, Tokens};
use crate::ui::{MaterialCardView, PageHead, PageTitle, load};
use crate::view::MaterialCard;

/// The library's data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LibraryView {
    /// What one can filter by.
    pub values: Vec<Value>,
    /// Materials, newest first.
    pub entries: Vec<MaterialEntry>,
    /// What is still to come, when there is a plan.
    pub plan: Option<String>,
}

/// A material and what it is filtered by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaterialEntry {
    /// What is shown.
    pub card: MaterialCard,
    /// Positions in [`LibraryView::values`].
    pub values: Vec<usize>,
}

/// The library's data.
///
/// # Errors
/// [`PageError::Unavailable`] without a published programme.
#[server(prefix = "/api/page", endpoint = "library", input = server_fn::codec::GetUrl)]
pub async fn load_library() -> Result<LibraryView, PageError> {
    super::server::library_page()
}

/// The library.
#[component]
pub fn LibraryPage() -> impl IntoView {
    let page = Resource::new_blocking(|| (), |()| load_library());
    load(page, |page| library(page).into_any())
}

fn library(page: LibraryView) -> impl IntoView {
    let entries = page.entries.iter().map(|entry| {
        let authors: Vec<&str> = entry.card.authors.iter().map(|author| author.name.as_str()).collect();
        (entry.values.clone(), format!("{} {} {}", entry.card.title, entry.card.summary, authors.join(" ")))
    });
    let state = FilterState::new("/library".to_owned(), page.values, entries, ("material", "materials"));
    let nothing = page.entries.is_empty();
    let cards = page.entries.into_iter().enumerate().map(|(position, entry)| {
        let hidden = move || state.matches.with(|matches| matches.shown.get(position) != Some(&true));
        view! { <li hidden=hidden><MaterialCardView card=entry.card /></li> }
    });
    view! {
        <PageHead title="Library" description="Reports, recordings and slides of the programme, on demand and free of charge." path="/library" />
        <header class="page-head">
            <PageTitle>"Library"</PageTitle>
            <p class="lede">"What remains of the programme, to read and watch whenever it suits you."</p>
            {page.plan.map(|plan| view! { <p class="plan">{plan}</p> })}
        </header>
        {if nothing {
            view! {
                <div class="empty">
                    <p>"Nothing is on demand yet."</p>
                    <a class="button button--secondary" href="/programme">"Browse the programme"</a>
                </div>
            }
            .into_any()
        } else {
            view! {
                <div class="programme">
                    <FilterPanel state=state />
                    <div class="programme__results">
                        <div class="toolbar">
                            <SearchField state=state label="Search the library" />
                            <FilterButton state=state />
                        </div>
                        <Tokens state=state />
                        <ul class="card-list">{cards.collect_view()}</ul>
                        <EmptyResult state=state />
                    </div>
                </div>
            }
            .into_any()
        }}
    }
}

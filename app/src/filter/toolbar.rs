//! The search field and the button that opens the filters on narrow screens.

use leptos::prelude::*;

use super::FilterState;
use crate::language::filters_in_words;
use crate::t;
use crate::ui::{Icon, IconName};

/// Search within the list.
#[component]
pub fn SearchField(
    state: FilterState,
    /// Name of the field.
    label: &'static str,
) -> impl IntoView {
    let kept = state.query().pairs().into_iter().filter(|(key, _)| *key != "q");
    let kept = kept.map(|(key, value)| view! { <input type="hidden" name=key.to_owned() value=value.to_owned() /> });
    let kept = kept.collect_view();
    view! {
        <form class="search-form" method="get" action=state.path() role="search" data-search="">
            {kept}
            <label class="search">
                <Icon name=IconName::Search />
                <span class="visually-hidden">{label}</span>
                <input
                    type="search"
                    name="q"
                    placeholder=label
                    autocomplete="off"
                    enterkeyhint="search"
                    value=state.query().text.clone()
                />
            </label>
            <button class="button button--secondary no-wasm-only" type="submit">{t!(search.submit)}</button>
        </form>
    }
}

/// Opens the sheet of filters; the number counts chosen values. Without WASM it jumps to the form.
#[component]
pub fn FilterButton(state: FilterState) -> impl IntoView {
    let chosen = state.matches().chosen.iter().filter(|chosen| **chosen).count();
    let words = filters_in_words(chosen);
    view! {
        <a class="button button--secondary filters-open" href="#filters" data-sheet-open="">
            <Icon name=IconName::Filter />
            <span data-chosen="">{words}</span>
        </a>
    }
}

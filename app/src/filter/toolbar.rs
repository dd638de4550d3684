//! The search field and the button that opens the filters on narrow screens.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use super::FilterState;
use crate::ui::{Icon, IconName};

/// Typing waits this long before it counts.
const DEBOUNCE: Duration = Duration::from_millis(250);

/// Full-text search within the list; without WASM an ordinary GET form.
#[component]
pub fn SearchField(
    state: FilterState,
    /// Words in the field's name.
    label: &'static str,
) -> impl IntoView {
    let pending = StoredValue::new(None::<TimeoutHandle>);
    let go = state.go();
    let typed = move |event: leptos::ev::Event| {
        let text = event_target_value(&event);
        let go = go.clone();
        if let Some(earlier) = pending.get_value() {
            earlier.clear();
        }
        let later = set_timeout_with_handle(move || go(&state.query.get_untracked().with_text(&text), true), DEBOUNCE);
        pending.set_value(later.ok());
    };
    let value = move || state.query.with(|query| query.text.clone());
    let kept = state.query.with_untracked(|query| {
        let pairs = query.pairs().into_iter().filter(|(key, _)| *key != "q");
        pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect::<Vec<_>>()
    });
    let kept = kept.into_iter().map(|(key, value)| view! { <input type="hidden" name=key value=value /> });
    view! {
        <form class="search-form" method="get" action=state.path() role="search" on:submit=|event| event.prevent_default()>
            {kept.collect_view()}
            <label class="search">
                <Icon name=IconName::Search />
                <span class="visually-hidden">{label}</span>
                <input
                    type="search"
                    name="q"
                    placeholder=label
                    autocomplete="off"
                    enterkeyhint="search"
                    value=value()
                    prop:value=value
                    on:input=typed
                />
            </label>
            <button class="button button--secondary no-wasm-only" type="submit">"Search"</button>
        </form>
    }
    .into_any()
}

/// Opens the sheet of filters; the number counts chosen values. Without WASM it jumps to the form.
#[component]
pub fn FilterButton(state: FilterState) -> impl IntoView {
    let chosen = move || state.matches.with(|matches| matches.chosen.iter().filter(|chosen| **chosen).count());
    let open = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        event.stop_propagation();
        state.sheet_open.set(true);
    };
    let words = move || match chosen() {
        0 => "Filters".to_owned(),
        number => format!("Filters ({number})"),
    };
    view! {
        <a class="button button--secondary filters-open" href="#filters" rel="external" role="button" on:click=open>
            <Icon name=IconName::Filter />
            <span>{words}</span>
        </a>
    }
    .into_any()
}

//! The facets: checkboxes with counts, in a column on wide screens and in a sheet on narrow ones.

use domain::filter::Facet;
use leptos::html::Dialog;
use leptos::prelude::*;

use super::FilterState;
use crate::ui::{Icon, IconName};

/// Values shown at once; a facet with more keeps the rest behind "Show all".
const FIRST: usize = 6;
/// With more than eight values a facet is shortened.
const SHORTEN_FROM: usize = 9;
/// With more values than this, the rest is found by name instead of being listed.
const LIST_UP_TO: usize = 60;

/// The form of all facets. Without WASM it is an ordinary GET form with an Apply button.
#[component]
pub fn FilterPanel(state: FilterState) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if state.sheet_open.get() && !dialog.open() {
            drop(dialog.show_modal());
        } else if !state.sheet_open.get() && dialog.open() {
            dialog.close();
        }
    });
    let facets = Facet::ALL.iter().filter_map(|facet| facet_view(state, *facet)).collect_view();
    let go = state.go();
    let submit = {
        let go = go.clone();
        move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            state.sheet_open.set(false);
            go(&state.query.get_untracked(), true);
        }
    };
    let clear = move |_| go(&state.query.get_untracked().cleared(), false);
    let shown = move || format!("Show {}", state.count_in_words(state.matches.with(|matches| matches.total)));
    view! {
        <dialog class="sheet" aria-label="Filters" node_ref=dialog on:close=move |_| state.sheet_open.set(false)>
            <form class="filters" id="filters" method="get" action=state.path() on:submit=submit>
                <div class="filters__head">
                    <h2 class="filters__title">"Filters"</h2>
                    <button
                        type="button"
                        class="button button--quiet button--icon filters__close wasm-only"
                        aria-label="Close filters"
                        on:click=move |_| state.sheet_open.set(false)
                    >
                        <Icon name=IconName::Close />
                    </button>
                </div>
                <HiddenRest state=state />
                {facets}
                <div class="filters__footer">
                    <button type="submit" class="button button--primary">
                        <span class="no-wasm-only">"Apply filters"</span>
                        <span class="wasm-only">{shown}</span>
                    </button>
                    <button type="button" class="button button--quiet wasm-only" on:click=clear>"Clear all"</button>
                </div>
            </form>
        </dialog>
    }
    .into_any()
}

/// What else stands in the address must survive a plain submit of this form.
#[component]
fn HiddenRest(state: FilterState) -> impl IntoView {
    let rest = move || {
        state.query.with(|query| {
            let pairs = query.pairs().into_iter().filter(|(key, _)| matches!(*key, "q" | "view" | "zone"));
            pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect::<Vec<_>>()
        })
    };
    move || {
        let inputs = rest().into_iter().map(|(key, value)| view! { <input type="hidden" name=key value=value /> });
        inputs.collect_view()
    }
}

/// A facet, unless it could not narrow anything.
fn facet_view(state: FilterState, facet: Facet) -> Option<AnyView> {
    let mut positions = state.with_index(|index| index.facet(facet).collect::<Vec<_>>());
    if positions.len() < 2 {
        return None;
    }
    // By how much there is under each, so that the first six are the useful ones; the order then stays as it is.
    let totals = state.with_index(|index| index.apply(&domain::filter::Query::default(), "").counts);
    if positions.len() >= SHORTEN_FROM {
        let total = |position: &usize| totals.get(*position).copied().unwrap_or_default();
        positions.sort_by_key(|position| std::cmp::Reverse(total(position)));
    }
    let shortened = positions.len() >= SHORTEN_FROM;
    let rest = if shortened { positions.split_off(FIRST) } else { Vec::new() };
    let all = positions.len() + rest.len();
    let first = positions.into_iter().map(|position| option(state, position)).collect_view();
    let rest = if all > LIST_UP_TO {
        view! { <FindValue state=state facet=facet among=rest /> }.into_any()
    } else if rest.is_empty() {
        ().into_any()
    } else {
        let options = rest.into_iter().map(|position| option(state, position)).collect_view();
        let summary = format!("Show all {all}");
        view! { <details class="facet__more"><summary>{summary}</summary>{options}</details> }.into_any()
    };
    let view = view! {
        <fieldset class="facet">
            <legend class="facet__legend">{facet.label()}</legend>
            {first}
            {rest}
        </fieldset>
    };
    Some(view.into_any())
}

/// One value: a native checkbox, its name, and what adding it would give.
fn option(state: FilterState, position: usize) -> AnyView {
    let Some(value) = state.with_index(|index| index.values.get(position).cloned()) else { return ().into_any() };
    let parameter = value.facet.parameter();
    let chosen = move || state.matches.with(|matches| matches.chosen.get(position).copied().unwrap_or_default());
    let count = move || state.matches.with(|matches| matches.counts.get(position).copied().unwrap_or_default());
    let go = state.go();
    let slug = value.slug.clone();
    let toggle = move |_| go(&state.query.get_untracked().toggled(parameter, &slug), false);
    view! {
        <label class="facet__option" class:facet__option--empty=move || count() == 0>
            <input
                type="checkbox"
                name=parameter
                value=value.slug
                checked=chosen()
                prop:checked=chosen
                on:change=toggle
            />
            <span class="facet__name">{value.name}</span>
            <span class="facet__count">{count}</span>
        </label>
    }
    .into_any()
}

/// For facets with very many values: those chosen, and a field that finds the others by name. Without WASM the directory
/// of people leads there instead.
#[component]
fn FindValue(state: FilterState, facet: Facet, among: Vec<usize>) -> impl IntoView {
    let among = StoredValue::new(among);
    let listed = RwSignal::new(false);
    let chosen = move || {
        let chosen = state.matches.with(|matches| {
            among.with_value(|among| {
                among
                    .iter()
                    .copied()
                    .filter(|position| matches.chosen.get(*position) == Some(&true))
                    .collect::<Vec<_>>()
            })
        });
        chosen.into_iter().map(|position| option(state, position)).collect_view()
    };
    let names = move || {
        listed.get().then(|| {
            let names = among.with_value(|among| {
                state.with_index(|index| {
                    among
                        .iter()
                        .filter_map(|position| index.values.get(*position))
                        .map(|value| value.name.clone())
                        .collect::<Vec<_>>()
                })
            });
            names.into_iter().map(|name| view! { <option value=name></option> }).collect_view()
        })
    };
    let go = state.go();
    let choose = move |event: leptos::ev::Event| {
        let typed = event_target_value(&event);
        let found = among.with_value(|among| {
            state.with_index(|index| {
                among
                    .iter()
                    .filter_map(|position| index.values.get(*position))
                    .find(|value| value.name == typed)
                    .cloned()
            })
        });
        if let Some(value) = found {
            let query = state.query.get_untracked();
            if !query.has(value.facet.parameter(), &value.slug) {
                go(&query.toggled(value.facet.parameter(), &value.slug), false);
            }
            if let Some(input) = input_of(&event) {
                input.set_value("");
            }
        }
    };
    let list = format!("all-{}", facet.name());
    let label = format!("Find a {}", facet.label().to_lowercase());
    let elsewhere =
        (facet == Facet::Speaker).then(|| view! { <p class="no-wasm-only"><a href="/people">"All people"</a></p> });
    view! {
        {chosen}
        <label class="find wasm-only">
            <span class="find__label">{label}</span>
            <input type="text" list=list.clone() autocomplete="off" on:focus=move |_| listed.set(true) on:change=choose.clone() on:input=choose />
        </label>
        <datalist id=list>{names}</datalist>
        {elsewhere}
    }
    .into_any()
}

fn input_of(event: &leptos::ev::Event) -> Option<web_sys::HtmlInputElement> {
    use wasm_bindgen::JsCast;
    event.target().and_then(|target| target.dyn_into().ok())
}

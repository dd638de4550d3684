//! Above the results: how many, what is applied, and what to drop when nothing matches.

use leptos::prelude::*;

use super::FilterState;

/// The count, told to screen readers after each change, and the applied filters, each a link that removes it.
#[component]
pub fn Tokens(state: FilterState) -> impl IntoView {
    let count = move || state.count_in_words(state.matches.with(|matches| matches.total));
    let tokens = move || {
        let query = state.query.get();
        let mut tokens: Vec<(String, String)> = state.with_index(|index| {
            let chosen = index.values.iter().filter(|value| query.has(value.facet.parameter(), &value.slug));
            chosen
                .map(|value| (value.name.clone(), state.address(&query.toggled(value.facet.parameter(), &value.slug))))
                .collect()
        });
        if !query.text.trim().is_empty() {
            tokens.push((format!("“{}”", query.text.trim()), state.address(&query.with_text(""))));
        }
        let clear = (tokens.len() > 1).then(|| {
            view! { <li><a class="token token--clear" href=state.address(&query.cleared())>"Clear all"</a></li> }
        });
        let tokens = tokens.into_iter().map(|(name, address)| {
            let label = format!("Remove filter: {name}");
            view! {
                <li>
                    <a class="token" href=address aria-label=label>
                        {name} <span aria-hidden="true">"×"</span>
                    </a>
                </li>
            }
        });
        let tokens = tokens.collect_view();
        query.is_filtering().then(|| view! { <ul class="tokens" aria-label="Applied filters">{tokens}{clear}</ul> })
    };
    let unknown = move || {
        let unknown = state.matches.with(|matches| matches.unknown.join(", "));
        (!unknown.is_empty()).then(|| {
            view! { <p class="notice notice--info">"Ignored, since nothing here has it: " {unknown} "."</p> }
        })
    };
    view! {
        <div class="results-bar">
            <p class="results-count" role="status">{count}</p>
            {tokens}
        </div>
        {unknown}
    }
    .into_any()
}

/// Says why nothing matches, and offers to drop each choice that would help.
#[component]
pub fn EmptyResult(state: FilterState) -> impl IntoView {
    move || {
        if state.matches.with(|matches| matches.total > 0) {
            return None;
        }
        let query = state.query.get();
        let removals = state.with_index(|index| {
            let removals = index.removals(&query, &super::fold(&query.text));
            let described = removals.into_iter().map(|removal| {
                match removal.value.and_then(|position| index.values.get(position)) {
                    Some(value) => (
                        value.name.clone(),
                        state.address(&query.toggled(value.facet.parameter(), &value.slug)),
                        removal.total,
                    ),
                    None => (format!("“{}”", query.text.trim()), state.address(&query.with_text("")), removal.total),
                }
            });
            described.collect::<Vec<_>>()
        });
        let offers = removals.into_iter().take(4).map(|(name, address, total)| {
            view! { <li><a class="button button--secondary" href=address>"Remove " {name} " → " {state.count_in_words(total)}</a></li> }
        });
        let offers = offers.collect_view();
        let what = state.nouns.1;
        Some(view! {
            <div class="empty">
                <p>"No " {what} " match all of these filters."</p>
                <ul class="link-row">
                    {offers}
                    <li><a class="button button--primary" href=state.address(&query.cleared())>"Clear all filters"</a></li>
                </ul>
            </div>
        })
    }
}

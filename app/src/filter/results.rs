//! Above the results: how many, what is applied, and what to drop when nothing matches.

use leptos::prelude::*;

use super::FilterState;
use crate::t;

/// The count, told to screen readers after each change, and the applied filters, each a link that removes it.
#[component]
pub fn Tokens(state: FilterState) -> impl IntoView {
    let query = state.query();
    let chosen = state.index().values.iter().filter(|value| query.has(value.facet.parameter(), &value.slug));
    let mut tokens: Vec<(String, String)> = chosen
        .map(|value| (value.name.clone(), state.address(&query.toggled(value.facet.parameter(), &value.slug))))
        .collect();
    if !query.text.trim().is_empty() {
        tokens.push((t!(filter.quoted, text = query.text.trim()), state.address(&query.with_text(""))));
    }
    let clear = (tokens.len() > 1).then(|| {
        view! { <li><a class="token token--clear" href=state.address(&query.cleared()) data-query="">{t!(filter.clear)}</a></li> }
    });
    let nothing = tokens.is_empty();
    let tokens = tokens.into_iter().map(|(name, address)| {
        let label = t!(filter.remove_token, name = &name);
        view! {
            <li>
                <a class="token" href=address aria-label=label data-query="">
                    {name} " " <span aria-hidden="true">"×"</span>
                </a>
            </li>
        }
    });
    let tokens = tokens.collect_view();
    let unknown = state.matches().unknown.join(", ");
    view! {
        <div class="results-bar">
            <p class="results-count" role="status" data-results=state.listed().name()>
                {state.count_in_words(state.matches().total)}
            </p>
            <ul class="tokens" aria-label=t!(filter.applied) data-tokens="" hidden=nothing>{tokens}{clear}</ul>
        </div>
        {(!unknown.is_empty()).then(|| view! {
            <p class="notice notice--info" data-unknown="">{t!(filter.unknown, values = unknown)}</p>
        })}
    }
}

/// Says why nothing matches, and offers to drop each choice that would help.
#[component]
pub fn EmptyResult(state: FilterState) -> impl IntoView {
    let query = state.query();
    let nothing = state.matches().total == 0;
    let removals = if nothing { state.index().removals(query, &domain::fold(&query.text)) } else { Vec::new() };
    let offers = removals.into_iter().take(4).map(|removal| {
        let value = removal.value.and_then(|position| state.index().values.get(position));
        let (name, address) = match value {
            Some(value) => {
                (value.name.clone(), state.address(&query.toggled(value.facet.parameter(), &value.slug)))
            }
            None => (t!(filter.quoted, text = query.text.trim()), state.address(&query.with_text(""))),
        };
        let result = state.count_in_words(removal.total);
        view! { <li><a class="button button--secondary" href=address data-query="">{t!(filter.remove_offer, name = name, count = result)}</a></li> }
    });
    let offers = offers.collect_view();
    view! {
        <div class="empty" data-empty="" hidden=!nothing>
            <p>{state.listed().none_match()}</p>
            <ul class="link-row" data-offers="">{offers}</ul>
            <p><a class="button button--primary" href=state.address(&query.cleared()) data-query="">{t!(filter.clear_filters)}</a></p>
        </div>
    }
}

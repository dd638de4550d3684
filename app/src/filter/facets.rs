//! The facets: checkboxes with counts, in a column on wide screens and in a sheet on narrow ones.

use domain::filter::{Facet, Query};
use leptos::prelude::*;

use super::FilterState;
use crate::language::Label;
use crate::t;
use crate::ui::{Icon, IconName, ValueTable};

/// Values shown at once; a facet with more keeps the rest behind "Show all".
const FIRST: usize = 6;
/// From this many values on a facet is shortened.
const SHORTEN_FROM: usize = 9;
/// With more values than this, the rest is found by name instead of being listed.
const LIST_UP_TO: usize = 60;

/// The form of all facets.
#[component]
pub fn FilterPanel(state: FilterState) -> impl IntoView {
    // By how much there is under each, so that the first six are the useful ones; their order then stays as it is.
    let totals = state.index().apply(&Query::default(), "").counts;
    let facets: Vec<AnyView> = Facet::ALL.iter().filter_map(|facet| facet_view(&state, *facet, &totals)).collect();
    let kept = state.query().pairs().into_iter().filter(|(key, _)| matches!(*key, "q" | "view" | "zone"));
    let kept = kept.map(|(key, value)| view! { <input type="hidden" name=key.to_owned() value=value.to_owned() /> });
    let kept = kept.collect_view();
    let shown = t!(filter.show, count = state.count_in_words(state.matches().total));
    view! {
        <dialog class="sheet" aria-label=t!(filter.title) data-sheet="">
            <form class="filters" id="filters" method="get" action=state.path() data-filters="">
                <div class="filters__head">
                    <h2 class="filters__title">{t!(filter.title)}</h2>
                    <button
                        type="button"
                        class="button button--quiet button--icon filters__close wasm-only"
                        aria-label=t!(filter.close)
                        data-sheet-close=""
                    >
                        <Icon name=IconName::Close />
                    </button>
                </div>
                {kept}
                {facets}
                <div class="filters__footer">
                    <button type="submit" class="button button--primary no-wasm-only">{t!(filter.apply)}</button>
                    <button type="button" class="button button--primary wasm-only filters__show" data-sheet-close="" data-show="">
                        {shown}
                    </button>
                    <a class="button button--quiet" href=state.address(&state.query().cleared()) data-query="">{t!(filter.clear)}</a>
                </div>
            </form>
            <ValueTable values=state.index().values.clone() />
        </dialog>
    }
}

/// A facet, unless it could not narrow anything.
fn facet_view(state: &FilterState, facet: Facet, totals: &[usize]) -> Option<AnyView> {
    let mut positions: Vec<usize> = state.index().facet(facet).collect();
    if positions.len() < 2 {
        return None;
    }
    let shortened = positions.len() >= SHORTEN_FROM;
    if shortened {
        positions.sort_by_key(|position| std::cmp::Reverse(totals.get(*position).copied().unwrap_or_default()));
    }
    let all = positions.len();
    let rest = if shortened { positions.split_off(FIRST) } else { Vec::new() };
    let first: Vec<AnyView> = positions.into_iter().filter_map(|position| option(state, position)).collect();
    let rest = if all > LIST_UP_TO {
        find_by_name(state, facet, &rest)
    } else if rest.is_empty() {
        ().into_any()
    } else {
        let options: Vec<AnyView> = rest.into_iter().filter_map(|position| option(state, position)).collect();
        view! { <details class="facet__more"><summary>{t!(filter.show_all, number = all)}</summary>{options}</details> }
            .into_any()
    };
    let view = view! {
        <fieldset class="facet" data-facet=facet.name()>
            <legend class="facet__legend">{facet.label()}</legend>
            {first}
            {rest}
        </fieldset>
    };
    Some(view.into_any())
}

/// One value: a native checkbox, its name, and what adding it would give.
fn option(state: &FilterState, position: usize) -> Option<AnyView> {
    let value = state.index().values.get(position)?;
    let chosen = state.matches().chosen.get(position).copied().unwrap_or_default();
    let count = state.matches().counts.get(position).copied().unwrap_or_default();
    let class = if count == 0 { "facet__option facet__option--empty" } else { "facet__option" };
    let view = view! {
        <label class=class>
            <input
                type="checkbox"
                name=value.facet.parameter()
                value=value.slug.clone()
                checked=chosen
                data-value=position.to_string()
            />
            <span class="facet__name">{value.name.clone()}</span>
            " "
            <span class="facet__count">{count}</span>
        </label>
    };
    Some(view.into_any())
}

/// For facets with very many values: those chosen, and a field that finds the others by name. Without WASM the directory
/// of people leads there instead.
fn find_by_name(state: &FilterState, facet: Facet, rest: &[usize]) -> AnyView {
    let is_chosen = |position: &&usize| state.matches().chosen.get(**position) == Some(&true);
    let chosen: Vec<AnyView> = rest.iter().filter(is_chosen).filter_map(|position| option(state, *position)).collect();
    let list = format!("all-{}", facet.name());
    let elsewhere = (facet == Facet::Speaker)
        .then(|| view! { <p class="no-wasm-only"><a href="/people">{t!(filter.all_people)}</a></p> });
    view! {
        {chosen}
        <label class="find wasm-only">
            <span class="find__label">{find_in_words(facet)}</span>
            <input type="text" list=list.clone() autocomplete="off" data-find=facet.name() />
        </label>
        <datalist id=list></datalist>
        {elsewhere}
    }
    .into_any()
}

fn find_in_words(facet: Facet) -> &'static str {
    match facet {
        Facet::Stage => t!(find.stage),
        Facet::Modality => t!(find.modality),
        Facet::Barrier => t!(find.barrier),
        Facet::Outcome => t!(find.outcome),
        Facet::Speaker => t!(find.speaker),
        Facet::Track => t!(find.track),
        Facet::Room => t!(find.room),
        Facet::Kind => t!(find.kind),
        Facet::Phase => t!(find.phase),
        Facet::Language => t!(find.language),
        Facet::Material => t!(find.material),
    }
}

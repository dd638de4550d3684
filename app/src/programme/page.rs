//! The programme page: days, search, filters, and the list in the chosen layout.

use domain::filter::{Query, View};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::grid::DayGrid;
use super::list::ProgrammeList;
use super::zone_switch::ZoneSwitch;
use super::{DayLink, ProgrammeView};
use crate::filter::{EmptyResult, FilterButton, FilterPanel, FilterState, Listed, SearchField, Tokens};
use crate::t;
use crate::ui::{PageHead, PageTitle, show};

/// The programme, whole or of one day.
#[component]
pub fn ProgrammePage() -> impl IntoView {
    let day = use_params_map().read_untracked().get("date");
    show(super::server::programme_page(day.as_deref()), |page| view! { <Programme page=page /> }.into_any())
}

#[component]
fn Programme(page: ProgrammeView) -> impl IntoView {
    let path = page.day.as_ref().map_or_else(|| "/programme".to_owned(), |day| format!("/programme/{day}"));
    let entries = page.rows.iter().map(|row| {
        let names =
            row.values.iter().filter_map(|position| page.values.get(*position)).map(|value| value.name.as_str());
        (row.values.clone(), format!("{} {}", row.title, names.collect::<Vec<_>>().join(" ")))
    });
    let listed = if page.rows.iter().all(|row| row.is_event) { Listed::Events } else { Listed::Sessions };
    let state = FilterState::new(&path, page.values.clone(), entries, listed);
    let day = page.day.as_ref().and_then(|day| page.days.iter().find(|link| link.date == *day));
    let (title, description) = match day {
        Some(day) => {
            let words = t!(date.long, weekday = &day.weekday, date = &day.words);
            (t!(programme.of_day, day = &words), t!(programme.day_description, day = &words))
        }
        None => (t!(navigation.programme).to_owned(), t!(programme.description).to_owned()),
    };
    let layout = state.query().view;
    let list = match layout {
        View::Grid => view! { <DayGrid page=&page state=&state /> }.into_any(),
        View::List => view! { <ProgrammeList page=&page state=&state only_saved=false /> }.into_any(),
        View::Agenda => view! { <ProgrammeList page=&page state=&state only_saved=true /> }.into_any(),
    };
    view! {
        <PageHead title=title.clone() description=description path=path />
        <header class="page-head"><PageTitle>{title}</PageTitle></header>
        <DayNav days=page.days current=page.day />
        <div class="programme">
            <a class="skip-link skip-link--inline" href="#results">{t!(filter.skip)}</a>
            <FilterPanel state=state.clone() />
            <div class="programme__results" id="results" tabindex="-1">
                <div class="toolbar">
                    <SearchField state=state.clone() label=t!(search.programme) />
                    <FilterButton state=state.clone() />
                    <ViewSwitch state=state.clone() />
                </div>
                <ZoneSwitch zone=page.zone state=state.clone() />
                <Tokens state=state.clone() />
                {list}
                <EmptyResult state=state />
            </div>
        </div>
    }
}

/// Links to the days, and to all of them.
#[component]
fn DayNav(days: Vec<DayLink>, current: Option<String>) -> impl IntoView {
    let many = days.len() > 1;
    let all: u32 = days.iter().map(|day| day.count).sum();
    let whole = current.is_none();
    let links = days.into_iter().map(|day| {
        let is_current = current.as_deref() == Some(day.date.as_str());
        view! {
            <li>
                <a href=format!("/programme/{}", day.date) aria-current=is_current.then_some("date")>
                    <span class="day-nav__weekday">{day.weekday}</span>
                    " "
                    <span class="day-nav__date">{day.words}</span>
                    " "
                    <span class="day-nav__count">{day.count}</span>
                </a>
            </li>
        }
    });
    let links = links.collect_view();
    many.then(|| {
        view! {
            <nav class="day-nav" aria-label=t!(programme.days)>
                <ol>
                    <li>
                        <a href="/programme" aria-current=whole.then_some("page")>
                            <span class="day-nav__weekday">{t!(programme.all)}</span>
                            " "
                            <span class="day-nav__date">{t!(programme.every_day)}</span>
                            " "
                            <span class="day-nav__count">{all}</span>
                        </a>
                    </li>
                    {links}
                </ol>
            </nav>
        }
    })
}

/// List, day grid, or what the visitor saved.
#[component]
fn ViewSwitch(state: FilterState) -> impl IntoView {
    let views =
        [(View::List, t!(programme.list)), (View::Grid, t!(programme.grid)), (View::Agenda, t!(programme.saved))];
    let links = views.into_iter().map(|(layout, name)| {
        let address = state.address(&Query { view: layout, ..state.query().clone() });
        let current = (state.query().view == layout).then_some("true");
        let class = match layout {
            View::Grid => "view-switch__grid",
            View::Agenda => "wasm-only",
            View::List => "",
        };
        view! { <a class=class href=address aria-current=current data-view=layout.name()>{name}</a> }
    });
    view! { <nav class="view-switch" aria-label=t!(programme.layout)>{links.collect_view()}</nav> }
}

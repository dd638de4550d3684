//! The programme page: days, search, filters, and the list in the chosen layout.

use domain::filter::{Query, View};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::grid::DayGrid;
use super::list::ProgrammeList;
use super::zone_switch::ZoneSwitch;
use super::{DayLink, ProgrammeView};
use crate::error::PageError;
use crate::filter::{EmptyResult, FilterButton, FilterPanel, FilterState, SearchField, Tokens};
use crate::ui::{PageHead, PageTitle, load};

/// The programme's data, whole or of one day, with times in a zone.
///
/// # Errors
/// [`PageError::NotFound`] for a day without anything.
#[server(prefix = "/api/page", endpoint = "programme", input = server_fn::codec::GetUrl)]
pub async fn load_programme(day: Option<String>, zone: Option<String>) -> Result<ProgrammeView, PageError> {
    super::server::programme_page(day.as_deref(), zone.as_deref())
}

/// The programme.
#[component]
pub fn ProgrammePage() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    // Only these two ask the server for anything; every other choice is decided here.
    let asked = Memo::new(move |_| (params.read().get("date"), query.read().get("zone")));
    let page = Resource::new_blocking(move || asked.get(), |(day, zone)| load_programme(day, zone));
    load(page, |page| view! { <Programme page=page /> }.into_any())
}

#[component]
fn Programme(page: ProgrammeView) -> impl IntoView {
    let path = page.day.as_ref().map_or_else(|| "/programme".to_owned(), |day| format!("/programme/{day}"));
    let entries = page.rows.iter().map(|row| {
        let names =
            row.values.iter().filter_map(|position| page.values.get(*position)).map(|value| value.name.as_str());
        (row.values.clone(), format!("{} {}", row.title, names.collect::<Vec<_>>().join(" ")))
    });
    let nouns = if page.rows.iter().all(|row| row.is_event) { ("event", "events") } else { ("session", "sessions") };
    let state = FilterState::new(path.clone(), page.values.clone(), entries, nouns);
    let (title, description) = match page.day.as_ref().and_then(|day| page.days.iter().find(|link| link.date == *day)) {
        Some(day) => (
            format!("Programme, {} {}", day.weekday, day.words),
            format!("What happens on {} {}.", day.weekday, day.words),
        ),
        None => {
            ("Programme".to_owned(), "All events and sessions by day; filter them by topic and speaker.".to_owned())
        }
    };
    let page = StoredValue::new(page);
    let layout = Memo::new(move |_| state.query.with(|query| query.view));
    view! {
        <PageHead title=title.clone() description=description path=path.clone() />
        <header class="page-head"><PageTitle>{title}</PageTitle></header>
        <DayNav days=page.with_value(|page| page.days.clone()) current=page.with_value(|page| page.day.clone()) />
        <div class="programme">
            <a class="skip-link skip-link--inline" href="#results" rel="external">"Skip filters"</a>
            <FilterPanel state=state />
            <div class="programme__results" id="results" tabindex="-1">
                <div class="toolbar">
                    <SearchField state=state label="Search the programme" />
                    <FilterButton state=state />
                    <ViewSwitch state=state />
                </div>
                <ZoneSwitch zone=page.with_value(|page| page.zone.clone()) state=state />
                <Tokens state=state />
                {move || match layout.get() {
                    View::Grid => view! { <DayGrid page=page state=state /> }.into_any(),
                    View::List => view! { <ProgrammeList page=page state=state only_saved=false /> }.into_any(),
                    View::Agenda => view! { <ProgrammeList page=page state=state only_saved=true /> }.into_any(),
                }}
                <EmptyResult state=state />
            </div>
        </div>
    }
    .into_any()
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
            <nav class="day-nav" aria-label="Days">
                <ol>
                    <li>
                        <a href="/programme" aria-current=whole.then_some("page")>
                            <span class="day-nav__weekday">"All"</span>
                            " "
                            <span class="day-nav__date">"Every day"</span>
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
    let views = [(View::List, "List"), (View::Grid, "Day grid"), (View::Agenda, "Saved")];
    let links = views.into_iter().map(|(layout, name)| {
        let address = move || state.query.with(|query| state.address(&Query { view: layout, ..query.clone() }));
        let current = move || (state.query.with(|query| query.view) == layout).then_some("true");
        let class = match layout {
            View::Grid => "view-switch__grid",
            View::Agenda => "wasm-only",
            View::List => "",
        };
        view! { <a class=class href=address aria-current=current>{name}</a> }
    });
    view! { <nav class="view-switch" aria-label="Layout">{links.collect_view()}</nav> }.into_any()
}

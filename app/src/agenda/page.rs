//! `/agenda`: what the visitor saved, in the order of time, with clashes shown and never forbidden.

use leptos::prelude::*;

use super::{SaveButton, use_saved};
use crate::programme::{ProgrammeView, Row, load_programme};
use crate::ui::{Icon, IconName, PageHead, PageTitle, PhaseChip, load};

/// The visitor's agenda.
#[component]
pub fn AgendaPage() -> impl IntoView {
    let page = Resource::new_blocking(|| (), |()| load_programme(None, None));
    load(page, |page| view! { <Agenda page=page /> }.into_any())
}

#[component]
fn Agenda(page: ProgrammeView) -> impl IntoView {
    let saved = use_saved();
    let page = StoredValue::new(page);
    let rows = Memo::new(move |_| {
        let paths = saved.paths();
        page.with_value(|page| {
            page.rows.iter().filter(|row| paths.contains(&row.path())).cloned().collect::<Vec<Row>>()
        })
    });
    let nothing = move || saved.is_known() && rows.with(Vec::is_empty);
    let list = move || {
        let rows = rows.get();
        let cards = rows.iter().map(|row| card(page, row, &clashes(row, &rows))).collect_view();
        view! { <ul class="card-list">{cards}</ul> }
    };
    view! {
        <PageHead title="My agenda" description="The events and sessions you saved in this browser." path="/agenda" />
        <header class="page-head">
            <PageTitle>"My agenda"</PageTitle>
            <p class="lede">"What you saved stays in this browser; nobody else sees it."</p>
        </header>
        <p class="notice notice--info no-wasm-only">
            "Saving needs the browser’s own storage, which this page could not use. You can still add any event or session to your calendar from its page."
        </p>
        {list}
        <div class="empty" hidden=move || !nothing()>
            <p>"You have not saved anything yet."</p>
            <a class="button button--primary" href="/programme">"Browse the programme"</a>
        </div>
    }
}

/// Titles of the other saved things that overlap in time.
fn clashes(row: &Row, rows: &[Row]) -> Vec<String> {
    let overlaps = |other: &&Row| {
        other.path() != row.path()
            && !other.begins.is_empty()
            && other.timetable.start < row.timetable.end
            && row.timetable.start < other.timetable.end
    };
    if row.begins.is_empty() {
        Vec::new()
    } else {
        rows.iter().filter(overlaps).map(|other| other.title.clone()).collect()
    }
}

fn card(page: StoredValue<ProgrammeView>, row: &Row, clashes: &[String]) -> impl IntoView + use<> {
    let day = page.with_value(|page| page.days.get(row.day).map(|day| format!("{} {}", day.weekday, day.words)));
    let hours = if row.begins.is_empty() { String::new() } else { format!(", {}–{}", row.begins, row.until) };
    let time = format!("{}{hours}", day.unwrap_or_default());
    let clash = (!clashes.is_empty()).then(|| format!("At the same time as {}", clashes.join(", ")));
    view! {
        <li>
            <article class="card">
                <p class="card__time">{time} <span class="card__duration">{row.length.clone()}</span></p>
                <PhaseChip timetable=row.timetable />
                <h2 class="card__title"><a href=row.path()>{row.title.clone()}</a></h2>
                {clash.map(|clash| view! { <p class="clash"><Icon name=IconName::Warning /> {clash}</p> })}
                <div class="card__actions"><SaveButton path=row.path() title=row.title.clone() /></div>
            </article>
        </li>
    }
}

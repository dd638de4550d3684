//! The list: by day, then by start. Every row stands in the page; filtering hides and shows rows, so a choice takes
//! effect at once however long the list is.

use std::collections::BTreeSet;
use std::ops::Range;

use domain::filter::{Facet, Value};
use leptos::prelude::*;

use super::{ProgrammeView, Row};
use crate::agenda::{SaveButton, use_saved};
use crate::filter::FilterState;
use crate::ui::PhaseChip;

/// Rows that follow each other and share something.
pub(super) fn runs<K: PartialEq>(rows: &[Row], range: Range<usize>, key: impl Fn(&Row) -> K) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for position in range {
        let Some(row) = rows.get(position) else { break };
        let joins = runs.last().and_then(|run| rows.get(run.start)).is_some_and(|first| key(first) == key(row));
        match runs.last_mut() {
            Some(run) if joins => run.end = position + 1,
            _ => runs.push(position..position + 1),
        }
    }
    runs
}

/// The list by day and start.
#[component]
pub(super) fn ProgrammeList(page: StoredValue<ProgrammeView>, state: FilterState, only_saved: bool) -> impl IntoView {
    let saved = use_saved();
    let paths: Vec<String> = page.with_value(|page| page.rows.iter().map(Row::path).collect());
    let shown = Memo::new(move |_| {
        let mut shown = state.matches.with(|matches| matches.shown.clone());
        if only_saved {
            let saved: BTreeSet<String> = saved.paths();
            for (shown, path) in shown.iter_mut().zip(&paths) {
                *shown = *shown && saved.contains(path);
            }
        }
        shown
    });
    let days = page.with_value(|page| {
        runs(&page.rows, 0..page.rows.len(), |row| row.day)
            .into_iter()
            .map(|range| day(page, shown, range))
            .collect_view()
    });
    let nothing_saved = move || only_saved && saved.is_known() && shown.with(|shown| !shown.contains(&true));
    view! {
        {days}
        <div class="empty" hidden=move || !nothing_saved()>
            <p>"Nothing here is saved yet. Save sessions with the star, and they stay in this browser."</p>
        </div>
    }
}

fn hides(shown: Memo<Vec<bool>>, range: Range<usize>) -> impl Fn() -> bool + Clone {
    move || shown.with(|shown| !shown.get(range.clone()).is_some_and(|rows| rows.contains(&true)))
}

fn day(page: &ProgrammeView, shown: Memo<Vec<bool>>, range: Range<usize>) -> impl IntoView + use<> {
    let link = page.rows.get(range.start).and_then(|row| page.days.get(row.day)).cloned();
    let slots = runs(&page.rows, range.clone(), |row| row.begins.clone());
    let slots = slots.into_iter().map(|range| slot(page, shown, range)).collect_view();
    let heading = link.map(|link| {
        view! {
            <h2 class="day__heading">
                <time datetime=link.date>{link.weekday} " " {link.words}</time>
            </h2>
        }
    });
    view! { <section class="day" hidden=hides(shown, range)>{heading} {slots}</section> }
}

fn slot(page: &ProgrammeView, shown: Memo<Vec<bool>>, range: Range<usize>) -> impl IntoView + use<> {
    let begins = page.rows.get(range.start).map(|row| row.begins.clone()).unwrap_or_default();
    let heading = if begins.is_empty() {
        view! { <h3 class="slot__time">"All day"</h3> }.into_any()
    } else {
        view! { <h3 class="slot__time"><time datetime=begins.clone()>{begins.clone()}</time></h3> }.into_any()
    };
    let rows = range.clone().filter_map(|position| Some((position, page.rows.get(position)?)));
    let rows = rows.map(|(position, row)| {
        let hidden = move || shown.with(|shown| shown.get(position) != Some(&true));
        view! { <li hidden=hidden>{card(row, page)}</li> }
    });
    view! {
        <section class="slot" hidden=hides(shown, range)>
            {heading}
            <ul class="slot__sessions">{rows.collect_view()}</ul>
        </section>
    }
}

fn card(row: &Row, page: &ProgrammeView) -> impl IntoView + use<> {
    let values: &[Value] = &page.values;
    let path = row.path();
    let speakers = row.names(values, Facet::Speaker);
    let more = speakers.len().saturating_sub(4);
    let mut people = speakers.iter().take(if more == 0 { 4 } else { 3 }).copied().collect::<Vec<_>>().join(", ");
    if more > 0 {
        people.push_str(&format!(" +{}", more + 1));
    }
    let event =
        page.events.get(row.event).filter(|event| event.named && !row.is_event).map(|event| event.title.as_str());
    let place =
        [event, row.names(values, Facet::Room).first().copied(), row.names(values, Facet::Track).first().copied()];
    let place = place.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let kind =
        if row.is_event { row.names(values, Facet::Kind).first().copied().unwrap_or_default() } else { "" }.to_owned();
    let time = if row.begins.is_empty() { String::new() } else { format!("{}–{}", row.begins, row.until) };
    view! {
        <article class="card">
            <p class="card__time">{time} <span class="card__duration">{row.length.clone()}</span></p>
            <PhaseChip timetable=row.timetable />
            {(!kind.is_empty()).then(|| view! { <p class="eyebrow">{kind}</p> })}
            <h4 class="card__title"><a href=path.clone()>{row.title.clone()}</a></h4>
            {(!people.is_empty()).then(|| view! { <p class="card__people">{people}</p> })}
            {(!place.is_empty()).then(|| view! { <p class="card__meta">{place}</p> })}
            <div class="card__actions"><SaveButton path=path title=row.title.clone() /></div>
        </article>
    }
}

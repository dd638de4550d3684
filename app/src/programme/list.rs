//! The list: by day, then by start. Every row stands in the page, those that do not match hidden, so that the browser
//! can show them at once however long the list is.

use std::ops::Range;

use domain::filter::{Facet, Value};
use domain::time::Phase;
use leptos::prelude::*;

use super::view::positions;
use super::{ProgrammeView, Row};
use crate::filter::FilterState;
use crate::site::use_site;
use crate::t;
use crate::ui::{PhaseChip, boundaries};

/// Fragment of the place where a day under way has come to.
const NOW: &str = "now";

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
pub(super) fn ProgrammeList<'a>(
    page: &'a ProgrammeView,
    state: &'a FilterState,
    only_saved: bool,
) -> impl IntoView + use<> {
    let days = runs(&page.rows, 0..page.rows.len(), |row| row.day);
    let under_way = days.iter().any(|range| !split(page, range).0.is_empty());
    let days: Vec<AnyView> = days.into_iter().map(|range| day(page, state, range)).collect();
    view! {
        <div data-list="" data-only-saved=only_saved.then_some("")>{days}</div>
        {under_way.then(|| view! { <a class="button button--primary now-link" href=format!("#{NOW}")>{t!(programme.now)}</a> })}
        <div class="empty" data-nothing-saved="" hidden>
            <p>{t!(programme.nothing_saved)}</p>
        </div>
    }
}

fn day(page: &ProgrammeView, state: &FilterState, range: Range<usize>) -> AnyView {
    let link = page.rows.get(range.start).and_then(|row| page.days.get(row.day)).cloned();
    let (over, coming) = split(page, &range);
    let earlier = (!over.is_empty()).then(|| {
        // Where the link to what is on now leads; a place of its own, since a filter may hide any row.
        view! { {earlier(page, state, over)} <div class="now-mark" id=NOW></div> }
    });
    let slots: Vec<AnyView> = coming.into_iter().map(|rows| slot(page, state, &rows)).collect();
    let heading = link.map(|link| {
        view! {
            <h2 class="day__heading">
                <time datetime=link.date>{t!(date.long, weekday = link.weekday, date = link.words)}</time>
            </h2>
        }
    });
    let hidden = !range.clone().any(|position| state.shows(position));
    view! { <section class="day" data-group="" hidden=hidden>{heading} {earlier} {slots}</section> }.into_any()
}

/// The slots of a day, rows that begin together: what is over on a day under way, and what is not. A long session that is
/// still on does not keep those that began with it and are over. A day that is over as a whole is shown as a whole.
fn split(page: &ProgrammeView, day: &Range<usize>) -> (Vec<Vec<usize>>, Vec<Vec<usize>>) {
    let now = use_site().rendered;
    let is_over = |position: &usize| {
        let phase = page.rows.get(*position).map(|row| row.timetable.phase(now));
        matches!(phase, Some(Phase::Ended | Phase::OnDemand | Phase::Cancelled))
    };
    let whole = day.clone().all(|position| is_over(&position));
    let slots = runs(&page.rows, day.clone(), |row| row.begins.clone());
    let (mut over, mut coming) = (Vec::new(), Vec::new());
    for slot in slots {
        let (ended, others): (Vec<_>, Vec<_>) = slot.partition(|position| !whole && is_over(position));
        over.extend((!ended.is_empty()).then_some(ended));
        coming.extend((!others.is_empty()).then_some(others));
    }
    (over, coming)
}

/// What is over on a day under way, folded away so that the list begins with what is on now.
fn earlier(page: &ProgrammeView, state: &FilterState, slots: Vec<Vec<usize>>) -> AnyView {
    let shown = slots.iter().flatten().filter(|position| state.shows(**position)).count();
    let slots: Vec<AnyView> = slots.into_iter().map(|rows| slot(page, state, &rows)).collect();
    view! {
        <details class="day__earlier" data-group="" hidden={shown == 0}>
            <summary>{t!(programme.earlier)} " (" <span data-count="">{shown}</span> ")"</summary>
            {slots}
        </details>
    }
    .into_any()
}

fn slot(page: &ProgrammeView, state: &FilterState, rows: &[usize]) -> AnyView {
    let first = rows.first().and_then(|first| page.rows.get(*first));
    let begins = first.map(|row| row.begins.clone()).unwrap_or_default();
    let heading = if begins.is_empty() {
        view! { <h3 class="slot__time">{t!(programme.all_day)}</h3> }.into_any()
    } else {
        view! { <h3 class="slot__time"><time datetime=begins.clone()>{begins.clone()}</time></h3> }.into_any()
    };
    let hidden = !rows.iter().any(|position| state.shows(*position));
    let rows = rows.iter().filter_map(|position| Some((*position, page.rows.get(*position)?)));
    let rows: Vec<AnyView> = rows.map(|(position, row)| item(row, page, !state.shows(position))).collect();
    view! {
        <section class="slot" data-group="" hidden=hidden>
            {heading}
            <ul class="slot__sessions">{rows}</ul>
        </section>
    }
    .into_any()
}

fn item(row: &Row, page: &ProgrammeView, hidden: bool) -> AnyView {
    let values: &[Value] = &page.values;
    let path = row.path();
    let speakers = row.names(values, Facet::Speaker);
    let shown = if speakers.len() > 4 { 3 } else { 4 };
    let mut people = speakers.iter().take(shown).copied().collect::<Vec<_>>().join(", ");
    if speakers.len() > shown {
        people.push_str(&format!(" +{}", speakers.len() - shown));
    }
    let event =
        page.events.get(row.event).filter(|event| event.named && !row.is_event).map(|event| event.title.as_str());
    let place =
        [event, row.names(values, Facet::Room).first().copied(), row.names(values, Facet::Track).first().copied()];
    let place = place.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let kind = row.names(values, Facet::Kind).first().copied().filter(|_| row.is_event).map(ToOwned::to_owned);
    let time = (!row.begins.is_empty()).then(|| format!("{}–{}", row.begins, row.until));
    view! {
        <li data-v=positions(&row.values) data-path=path.clone() data-t=boundaries(&row.timetable) hidden=hidden>
            <article class="card">
                <p class="card__time">
                    {time.map(|time| view! { <span class="nowrap">{time}</span> " " })}
                    <span class="card__duration">{row.length.clone()}</span>
                </p>
                <PhaseChip timetable=row.timetable />
                {kind.map(|kind| view! { <p class="eyebrow">{kind}</p> })}
                <h4 class="card__title"><a href=path.clone()>{row.title.clone()}</a></h4>
                {(!people.is_empty()).then(|| view! { <p class="card__people">{people}</p> })}
                {(!place.is_empty()).then(|| view! { <p class="card__meta">{place}</p> })}
                <div class="card__actions"><crate::agenda::SaveButton path=row.path() title=row.title.clone() /></div>
            </article>
        </li>
    }
    .into_any()
}

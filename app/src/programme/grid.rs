//! The day grid: rooms side by side, time downwards. A real table, so that it reads in order without seeing it.

use std::collections::BTreeSet;
use std::ops::Range;

use domain::filter::{Facet, Value};
use domain::time::Instant;
use leptos::prelude::*;

use super::list::runs;
use super::view::positions;
use super::{ProgrammeView, Row};
use crate::filter::FilterState;
use crate::ui::boundaries;

/// One table for each day.
#[component]
pub(super) fn DayGrid<'a>(page: &'a ProgrammeView, state: &'a FilterState) -> impl IntoView + use<> {
    let days = runs(&page.rows, 0..page.rows.len(), |row| row.day);
    let days: Vec<AnyView> = days.into_iter().map(|range| day(page, state, range)).collect();
    view! { <div data-list="">{days}</div> }
}

fn day(page: &ProgrammeView, state: &FilterState, range: Range<usize>) -> AnyView {
    let rows: Vec<(usize, &Row)> = range.filter_map(|position| Some((position, page.rows.get(position)?))).collect();
    let heading = rows.first().and_then(|(_, row)| page.days.get(row.day)).cloned();
    let mut rooms: Vec<String> = Vec::new();
    for (_, row) in &rows {
        let room = room_of(row, &page.values, page);
        if !rooms.contains(&room) {
            rooms.push(room);
        }
    }
    let times: BTreeSet<Instant> = rows.iter().map(|(_, row)| row.timetable.start).collect();
    let times: Vec<Instant> = times.into_iter().collect();
    let lines = times.iter().enumerate().map(|(line, start)| {
        let label = rows.iter().find(|(_, row)| row.timetable.start == *start).map(|(_, row)| row.begins.clone());
        let label = label.filter(|label| !label.is_empty()).unwrap_or_else(|| "All day".to_owned());
        let cells = rooms.iter().filter_map(|room| cell(&rows, page, state, &times, line, room)).collect_view();
        view! { <tr><th scope="row">{label}</th>{cells}</tr> }
    });
    let lines = lines.collect_view();
    let heads = rooms.iter().map(|room| view! { <th scope="col">{room.clone()}</th> }).collect_view();
    let caption = heading.map(|link| format!("{} {}", link.weekday, link.words)).unwrap_or_default();
    view! {
        <section class="day">
            <h2 class="day__heading">{caption.clone()}</h2>
            <div class="day-grid" tabindex="0" role="region" aria-label=format!("Day grid, {caption}")>
                <table class="day-grid__table">
                    <thead><tr><th scope="col">"Time"</th>{heads}</tr></thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// The cell of a room at a start: what begins then, nothing while the room is still taken from above, else an empty cell.
fn cell(
    rows: &[(usize, &Row)],
    page: &ProgrammeView,
    state: &FilterState,
    times: &[Instant],
    line: usize,
    room: &str,
) -> Option<AnyView> {
    let start = *times.get(line)?;
    let here = |row: &Row| room_of(row, &page.values, page) == room;
    let beginning: Vec<&(usize, &Row)> =
        rows.iter().filter(|(_, row)| row.timetable.start == start && here(row)).collect();
    if beginning.is_empty() {
        let taken = rows
            .iter()
            .any(|(_, row)| here(row) && row.timetable.start < start && spans_to(row, times, rows, page, room) > line);
        return (!taken).then(|| view! { <td></td> }.into_any());
    }
    let until = beginning.iter().map(|(_, row)| spans_to(row, times, rows, page, room)).max().unwrap_or(line + 1);
    let span = until.max(line + 1) - line;
    let sessions = beginning.into_iter().map(|(position, row)| {
        let (values, times) = (positions(&row.values), boundaries(&row.timetable));
        let people = row.names(&page.values, Facet::Speaker).join(", ");
        view! {
            <article class="day-grid__session" data-v=values data-t=times data-path=row.path() hidden=!state.shows(*position)>
                <p class="card__time">{row.begins.clone()} "–" {row.until.clone()}</p>
                <a href=row.path()>{row.title.clone()}</a>
                <p class="card__people">{people}</p>
            </article>
        }
    });
    Some(view! { <td rowspan=span.to_string()>{sessions.collect_view()}</td> }.into_any())
}

/// The line at which a row's cell ends: where it is over, or where the next thing in the room begins if they overlap.
fn spans_to(row: &Row, times: &[Instant], rows: &[(usize, &Row)], page: &ProgrammeView, room: &str) -> usize {
    let next = rows
        .iter()
        .map(|(_, other)| *other)
        .filter(|other| other.timetable.start > row.timetable.start && room_of(other, &page.values, page) == room)
        .map(|other| other.timetable.start)
        .min();
    let end = next.map_or(row.timetable.end, |next| next.min(row.timetable.end));
    times.partition_point(|time| *time < end)
}

fn room_of(row: &Row, values: &[Value], page: &ProgrammeView) -> String {
    let room = row.names(values, Facet::Room).first().map(|room| (*room).to_owned());
    room.unwrap_or_else(|| page.events.get(row.event).map(|event| event.title.clone()).unwrap_or_default())
}

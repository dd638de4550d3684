//! The day grid: rooms side by side, time downwards. A real table, so that it reads in order without being seen.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use domain::filter::Facet;
use domain::time::Instant;
use leptos::prelude::*;

use super::list::runs;
use super::view::positions;
use super::{ProgrammeView, Row};
use crate::filter::FilterState;
use crate::t;
use crate::ui::boundaries;

/// One table for each day.
#[component]
pub(super) fn DayGrid<'a>(page: &'a ProgrammeView, state: &'a FilterState) -> impl IntoView + use<> {
    let days = runs(&page.rows, 0..page.rows.len(), |row| row.day);
    let days: Vec<AnyView> = days.into_iter().map(|range| day(page, state, range)).collect();
    view! { <div data-list="">{days}</div> }
}

/// What stands in a room at a line.
pub(crate) enum Cell {
    /// Nothing.
    Free,
    /// Something that began further up.
    Taken,
    /// These rows begin here and reach over so many lines.
    Begins(Vec<usize>, usize),
}

fn day(page: &ProgrammeView, state: &FilterState, range: Range<usize>) -> AnyView {
    let rows = page.rows.get(range.clone()).unwrap_or_default();
    let heading = rows.first().and_then(|row| page.days.get(row.day));
    let caption = heading.map(|link| t!(date.long, weekday = &link.weekday, date = &link.words)).unwrap_or_default();
    let starts: BTreeSet<Instant> = rows.iter().map(|row| row.timetable.start).collect();
    let starts: Vec<Instant> = starts.into_iter().collect();
    let mut rooms: Vec<String> = Vec::new();
    let mut of_room: HashMap<String, Vec<usize>> = HashMap::new();
    for (position, row) in range.zip(rows) {
        let room = room(row, page);
        if !of_room.contains_key(&room) {
            rooms.push(room.clone());
        }
        of_room.entry(room).or_default().push(position);
    }
    let columns: Vec<Vec<Cell>> =
        rooms.iter().map(|room| column(&spans(page, of_room.get(room).map_or(&[], Vec::as_slice)), &starts)).collect();
    let lines = starts.iter().enumerate().map(|(line, start)| {
        let label = rows.iter().find(|row| row.timetable.start == *start).map(|row| row.begins.clone());
        let label = label.filter(|label| !label.is_empty()).unwrap_or_else(|| t!(programme.all_day).to_owned());
        let cells = columns.iter().filter_map(|column| cell(column.get(line)?, page, state)).collect_view();
        view! { <tr><th scope="row">{label}</th>{cells}</tr> }
    });
    let lines = lines.collect_view();
    let heads = rooms.iter().map(|room| view! { <th scope="col">{room.clone()}</th> }).collect_view();
    view! {
        <section class="day">
            <h2 class="day__heading">{caption.clone()}</h2>
            <div class="day-grid" tabindex="0" role="region" aria-label=t!(programme.grid_of_day, day = &caption)>
                <table class="day-grid__table">
                    <thead><tr><th scope="col">{t!(programme.time)}</th>{heads}</tr></thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// From when to when rows are, with their positions.
fn spans(page: &ProgrammeView, positions: &[usize]) -> Vec<(usize, Instant, Instant)> {
    let rows = positions.iter().filter_map(|position| Some((*position, page.rows.get(*position)?)));
    rows.map(|(position, row)| (position, row.timetable.start, row.timetable.end)).collect()
}

/// A room's cells, line by line. What overlaps something earlier in the same room ends that one's cell early, so that
/// everything that takes place has a place.
pub(crate) fn column(spans: &[(usize, Instant, Instant)], starts: &[Instant]) -> Vec<Cell> {
    let mut beginning: HashMap<Instant, Vec<(usize, Instant)>> = HashMap::new();
    for (position, start, end) in spans {
        beginning.entry(*start).or_default().push((*position, *end));
    }
    let mut taken_until = 0;
    let mut cells = Vec::with_capacity(starts.len());
    for (line, start) in starts.iter().enumerate() {
        let Some(own) = beginning.remove(start) else {
            cells.push(if line < taken_until { Cell::Taken } else { Cell::Free });
            continue;
        };
        let next = beginning.keys().min().copied();
        let end = own.iter().map(|(_, end)| *end).max().unwrap_or(*start);
        let end = next.map_or(end, |next| next.min(end));
        taken_until = starts.partition_point(|time| *time < end).max(line + 1);
        cells.push(Cell::Begins(own.into_iter().map(|(position, _)| position).collect(), taken_until - line));
    }
    cells
}

fn cell(cell: &Cell, page: &ProgrammeView, state: &FilterState) -> Option<AnyView> {
    match cell {
        Cell::Taken => None,
        Cell::Free => Some(view! { <td></td> }.into_any()),
        Cell::Begins(positions, span) => {
            let sessions: Vec<AnyView> = positions
                .iter()
                .filter_map(|position| Some(session(page.rows.get(*position)?, page, !state.shows(*position))))
                .collect();
            Some(view! { <td rowspan=span.to_string()>{sessions}</td> }.into_any())
        }
    }
}

fn session(row: &Row, page: &ProgrammeView, hidden: bool) -> AnyView {
    let people = row.names(&page.values, Facet::Speaker).join(", ");
    let (values, times, path) = (positions(&row.values), boundaries(&row.timetable), row.path());
    view! {
        <article class="day-grid__session" data-v=values data-t=times data-path=path.clone() hidden=hidden>
            <p class="card__time">{row.begins.clone()} "–" {row.until.clone()}</p>
            <a href=path.clone()>{row.title.clone()}</a>
            {(!people.is_empty()).then(|| view! { <p class="card__people">{people}</p> })}
        </article>
    }
    .into_any()
}

/// The room of a row; what has none stands under its event.
fn room(row: &Row, page: &ProgrammeView) -> String {
    let room = row.names(&page.values, Facet::Room).first().map(|room| (*room).to_owned());
    room.unwrap_or_else(|| page.events.get(row.event).map(|event| event.title.clone()).unwrap_or_default())
}

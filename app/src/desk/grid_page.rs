//! `/admin/grid/<event>/<day>`: the sessions of a day, rooms side by side, each with a small form that moves it.

use std::collections::BTreeSet;

use domain::check::{Finding, Slot, clashes};
use domain::content::{Content, Event, EventStatus, Id, Session};
use domain::desk::{Conflict, Field, Kind, Merged, Thing, Wrong, base};
use domain::time::{Date, Instant, Zone};
use leptos::prelude::*;

use super::grid_block::block;
use super::{FormView, frame};
use crate::error::PageError;
use crate::programme::grid::{Cell, column};
use crate::server::gathered;
use crate::t;
use crate::ui::show;

/// The fields of a session that say when and where it is.
pub const MOVED: [&str; 4] = ["date", "time", "minutes", "room"];
/// Minutes of a day.
const DAY_MINUTES: i64 = 24 * 60;
/// Rooms to choose from, over all forms of a page; where there would be more, one form is shown at a time.
const CHOICES: usize = 4_000;

/// A day of an event.
#[derive(Debug, Clone)]
pub struct GridView {
    /// The event.
    pub event: Id,
    /// By what it is known.
    pub title: String,
    /// The day that is shown.
    pub day: Date,
    /// Every day that has sessions.
    pub days: Vec<Date>,
    /// Its rooms.
    pub rooms: Vec<(Id, String)>,
    /// What begins at which moment, by the clocks of the event.
    pub starts: Vec<(Instant, String)>,
    /// The sessions of the day, by their beginnings.
    pub blocks: Vec<Block>,
    /// What came of the last act.
    pub notice: Option<GridNotice>,
    /// The form that is shown, where all would be too many.
    pub open: Option<Id>,
    /// What sessions may be in the way of: those of this day, and of other events those at the same hours.
    pub slots: Vec<(Slot, String)>,
    /// Who takes part in any of them.
    pub people: Vec<(Id, String)>,
}

/// What came of the last act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GridNotice {
    /// A session was moved, as that change.
    Moved(i64),
    /// Nothing was different.
    Same,
    /// Somebody moved the session to another day, or removed it.
    Gone,
    /// Somebody else moved it too.
    Conflict,
    /// Something has to be mended.
    Wrong,
}

/// A session on the grid.
#[derive(Debug, Clone)]
pub struct Block {
    /// Its identity.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// When it begins and ends.
    pub span: (Instant, Instant),
    /// The same by the clocks of the event.
    pub times: (String, String),
    /// Where.
    pub room: Option<Id>,
    /// Whether it takes place.
    pub status: EventStatus,
    /// Who takes part.
    pub people: Vec<String>,
    /// What it has against it.
    pub clashes: Vec<Finding>,
    /// The fields of [`MOVED`], as they are or as they were typed.
    pub fields: Vec<Field>,
    /// What the form showed, as JSON.
    pub base: String,
    /// What is to be mended in them.
    pub wrong: Vec<Wrong>,
    /// What others made of them.
    pub conflicts: Vec<Conflict>,
}

impl GridView {
    /// A day of an event of the working copy.
    ///
    /// # Errors
    /// [`PageError::NotFound`] if there is no such event.
    pub fn of(content: &Content, event: Id, day: Date) -> Result<Self, PageError> {
        let event = content.event_by_id(event).ok_or(PageError::NotFound)?;
        let zone = Zone::named(event.zone.as_str()).unwrap_or_else(|_| Zone::utc());
        let of_event = || content.sessions.iter().filter(|session| session.event == event.id);
        let mut blocks: Vec<Block> =
            of_event().filter(|session| session.day == day).map(|session| Block::of(content, session, &zone)).collect();
        blocks.sort_by_key(|block| block.span);
        let slots = slots_around(content, event.id, day);
        let starts: BTreeSet<Instant> = blocks.iter().map(|block| block.span.0).collect();
        let rooms = content.rooms.iter().filter(|room| room.event == event.id);
        Ok(Self {
            event: event.id,
            title: event.title.clone(),
            day,
            days: days_of(content, event),
            rooms: rooms.map(|room| (room.id, room.name.clone())).collect(),
            starts: starts.into_iter().map(|start| (start, zone.read(start).time.to_string())).collect(),
            blocks,
            notice: None,
            open: None,
            people: names(content, &slots),
            slots,
        })
    }

    /// The same with what was typed into the form of a session.
    pub fn typed(mut self, session: Id, merged: Merged, wrong: Vec<Wrong>) -> Self {
        if let Some(block) = self.blocks.iter_mut().find(|block| block.id == session) {
            for field in &mut block.fields {
                field.value = merged.values.typed(field.name, &field.input).unwrap_or_else(|| field.value.clone());
            }
            block.wrong = wrong.into_iter().filter(|wrong| MOVED.contains(&wrong.field)).collect();
            block.conflicts = merged.conflicts;
        }
        self.open = Some(session);
        self
    }

    /// Whether every block has its form.
    pub(super) fn has_all_forms(&self) -> bool {
        self.blocks.len().saturating_mul(self.rooms.len()) <= CHOICES
    }

    /// Where a day is shown.
    pub(super) fn path(&self) -> String {
        path(self.event, self.day)
    }
}

/// Sessions that one of this day may be in the way of, wherever it is moved on that day, with their titles.
fn slots_around(content: &Content, event: Id, day: Date) -> Vec<(Slot, String)> {
    let of_day = |session: &&Session| session.event == event && session.day == day;
    let hours: Vec<Instant> =
        content.sessions.iter().filter(of_day).flat_map(|session| [session.start, session.end]).collect();
    let (Some(first), Some(last)) = (hours.iter().min(), hours.iter().max()) else { return Vec::new() };
    let (from, until) = (first.plus_minutes(-DAY_MINUTES), last.plus_minutes(DAY_MINUTES));
    let near = content.sessions.iter().filter(|session| from < session.end && session.start < until);
    let slots = near.map(|session| (Slot::of(session), session.title.clone()));
    slots.filter(|(slot, _)| slot.takes_place).collect()
}

/// Names of those who take part.
fn names(content: &Content, slots: &[(Slot, String)]) -> Vec<(Id, String)> {
    let ids: BTreeSet<Id> = slots.iter().flat_map(|(slot, _)| slot.people.iter().copied()).collect();
    let people = content.people.iter().filter(|person| ids.contains(&person.id));
    people.map(|person| (person.id, person.name.clone())).collect()
}

/// Where a day of an event is shown.
pub(super) fn path(event: Id, day: Date) -> String {
    format!("/admin/grid/{event}/{day}")
}

/// The days of an event that have sessions.
pub(super) fn days_of(content: &Content, event: &Event) -> Vec<Date> {
    let sessions = content.sessions.iter().filter(|session| session.event == event.id);
    let days: BTreeSet<Date> = sessions.map(|session| session.day).collect();
    days.into_iter().collect()
}

impl Block {
    fn of(content: &Content, session: &Session, zone: &Zone) -> Self {
        let mut people: Vec<String> = Vec::new();
        for role in &session.roles {
            let person = content.people.iter().find(|person| person.id == role.person);
            people.extend(person.map(|person| person.name.clone()).filter(|name| !people.contains(name)));
        }
        let mut fields = FormView::of(content, &Thing::Session(Box::new(session.clone()))).fields;
        fields.retain(|field| MOVED.contains(&field.name));
        let said = |instant: Instant| zone.read(instant).time.to_string();
        Self {
            id: session.id,
            title: session.title.clone(),
            span: (session.start, session.end),
            times: (said(session.start), said(session.end)),
            room: session.room,
            status: session.status,
            people,
            clashes: clashes(content, session),
            base: serde_json::to_string(&base(&fields)).unwrap_or_default(),
            fields,
            wrong: Vec::new(),
            conflicts: Vec::new(),
        }
    }
}

/// The page of a day.
#[component]
pub fn GridPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: GridView) -> AnyView {
    let title = t!(grid.title, event = &view.title, day = view.day);
    let days = view.days.iter().map(|day| {
        let current = (*day == view.day).then_some("page");
        view! { <li><a href=path(view.event, *day) aria-current=current>{day.to_string()}</a></li> }
    });
    let days = days.collect_view();
    let sessions = format!("{}?event={}", frame::list_path(Kind::Session), view.event);
    let is_empty = view.blocks.is_empty();
    view! {
        {frame::head(title.clone(), t!(grid.name), view.path())}
        {view.notice.clone().map(notice)}
        <p class="desk-links"><a href=sessions>{t!(grid.as_list)}</a></p>
        <nav class="desk-nav" aria-label=t!(grid.days)><ul>{days}</ul></nav>
        {is_empty.then(|| view! { <div class="empty"><p>{t!(grid.nothing)}</p></div> })}
        {(!is_empty).then(|| table(&view, title))}
    }
    .into_any()
}

fn notice(notice: GridNotice) -> AnyView {
    match notice {
        GridNotice::Moved(number) => frame::done(t!(grid.moved).to_owned(), Some(number)),
        GridNotice::Same => frame::done(t!(desk.same).to_owned(), None),
        GridNotice::Gone => frame::refused(t!(grid.gone).to_owned()),
        GridNotice::Conflict => frame::refused(t!(desk.conflict).to_owned()),
        GridNotice::Wrong => frame::refused(t!(grid.wrong).to_owned()),
    }
}

fn table(view: &GridView, caption: String) -> AnyView {
    let starts: Vec<Instant> = view.starts.iter().map(|(start, _)| *start).collect();
    let rooms = view.rooms.iter().map(|(id, _)| Some(*id)).chain([None]);
    let columns: Vec<Vec<Cell>> = rooms.map(|room| column(&spans(view, room), &starts)).collect();
    let rooms = view.rooms.iter().map(|(id, name)| (id.to_string(), name.clone()));
    let rooms = rooms.chain([(String::new(), t!(grid.no_room).to_owned())]);
    let heads = rooms.map(|(id, name)| view! { <th scope="col" data-room=id>{name}</th> }).collect_view();
    let lines = view.starts.iter().enumerate().map(|(line, (_, label))| {
        let cells = columns.iter().filter_map(|column| cell(column.get(line)?, view)).collect_view();
        view! { <tr><th scope="row" data-line=label.clone()>{label.clone()}</th>{cells}</tr> }
    });
    let lines = lines.collect_view();
    view! {
        {carrying(view)}
        <div class="day-grid desk-grid" tabindex="0" role="region" aria-label=caption data-day-grid="">
            <table class="day-grid__table">
                <thead><tr><th scope="col">{t!(programme.time)}</th>{heads}</tr></thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// What carrying a session needs in the browser: how it is done, where it is said what happens, and what may be in its way.
fn carrying(view: &GridView) -> AnyView {
    let slots = view.slots.iter().map(|(slot, title)| {
        let people = slot.people.iter().map(Id::to_string).collect::<Vec<_>>().join(" ");
        view! {
            <li
                data-slot=slot.id.to_string()
                data-title=title.clone()
                data-start=slot.start.milliseconds().to_string()
                data-end=slot.end.milliseconds().to_string()
                data-room-of=slot.room.map(|room| room.to_string())
                data-people=people
            ></li>
        }
    });
    let people = view.people.iter().map(|(id, name)| view! { <li data-person=id.to_string()>{name.clone()}</li> });
    view! {
        <p class="muted" id="grid-keys" hidden=true data-grid-keys="">{t!(grid.keys)}</p>
        <p class="desk-grid__status" role="status" data-grid-status=""></p>
        <ul hidden=true>{slots.collect_view()}{people.collect_view()}</ul>
    }
    .into_any()
}

fn spans(view: &GridView, room: Option<Id>) -> Vec<(usize, Instant, Instant)> {
    let blocks = view.blocks.iter().enumerate().filter(|(_, block)| block.room == room);
    blocks.map(|(position, block)| (position, block.span.0, block.span.1)).collect()
}

fn cell(cell: &Cell, view: &GridView) -> Option<AnyView> {
    match cell {
        Cell::Taken => None,
        Cell::Free => Some(view! { <td></td> }.into_any()),
        Cell::Begins(positions, span) => {
            let blocks = positions.iter().filter_map(|position| Some(block(view, view.blocks.get(*position)?)));
            let blocks = blocks.collect_view();
            Some(view! { <td rowspan=span.to_string()>{blocks}</td> }.into_any())
        }
    }
}

//! `/admin/content/<kind>`: the things of a kind in the editors' order.

use domain::content::{Content, EventKind, Id, MaterialKind, OrganisationKind, TopicFacet};
use domain::desk::{Kind, Thing};
use domain::fold;
use domain::time::Date;
use leptos::prelude::*;

use super::import_table::table_path;
use super::{frame, grid_page, words};
use crate::error::PageError;
use crate::language::Label;
use crate::server::{AppState, gathered, store_failed};
use crate::t;
use crate::ui::{Icon, IconName, show};

/// Most things on one page; whoever looks for one of more searches.
const MOST: usize = 200;

/// A list.
#[derive(Debug, Clone)]
pub struct ListView {
    /// Kind of the things.
    pub kind: Kind,
    /// Those of one event alone: its identity and title.
    pub event: Option<(Id, String)>,
    /// What is searched for.
    pub query: String,
    /// The things, in groups.
    pub groups: Vec<(Heading, Vec<ListRow>)>,
    /// How many were found.
    pub count: usize,
    /// Events to which one can be added; empty where things belong to none.
    pub events: Vec<(Id, String)>,
    /// The days of the event on the grid, where its sessions are listed.
    pub days: Vec<Date>,
    /// What came of the last act, and the change to be taken back.
    pub done: Option<(Done, i64)>,
}

/// What came of the last act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// Something was removed, by its title.
    Removed(String),
    /// It was moved.
    Moved,
}

/// A thing in the list.
#[derive(Debug, Clone)]
pub struct ListRow {
    /// Its identity.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// What tells it from others.
    pub detail: Detail,
    /// Whether visitors see it just so.
    pub is_released: bool,
    /// Whether it can be moved up and down.
    pub moves: (bool, bool),
}

impl ListRow {
    /// The row of a thing in the working copy, beside what was released.
    pub(super) fn of(content: &Content, released: &Content, thing: &Thing) -> Self {
        Self {
            id: thing.id(),
            title: thing.title().to_owned(),
            detail: detail(content, thing),
            is_released: Thing::find(released, thing.kind(), thing.id()).as_ref() == Some(thing),
            moves: (true, true),
        }
    }
}

/// Under what a thing is listed; it moves among those under the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heading {
    /// All things of the kind are in one list.
    None,
    /// The event it belongs to.
    Event(String),
    /// The question that a topic answers.
    Facet(TopicFacet),
    /// What an organisation is to the programme.
    Organisation(OrganisationKind),
}

/// What tells a thing from others in its list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    /// Words of its editors.
    Text(String),
    /// Kind and first day of an event.
    Event(EventKind, Date),
    /// Kind of a material, and the event it comes from.
    Material(MaterialKind, Option<String>),
}

/// The things of a kind; those of an event, and those with a text in their title, if asked.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_list(
    state: &AppState,
    kind: Kind,
    event: Option<Id>,
    query: String,
) -> Result<ListView, PageError> {
    let content = state.store().working_copy().await.map_err(|error| store_failed(&error))?;
    let released = state.released();
    let wanted = fold(query.trim());
    let things = Thing::all(&content, kind).into_iter();
    let things = things.filter(|thing| event.is_none_or(|event| thing.event() == Some(event)));
    let things: Vec<Thing> =
        things.filter(|thing| wanted.is_empty() || fold(thing.title()).contains(&wanted)).collect();
    let count = things.len();
    let mut groups: Vec<(Heading, Vec<ListRow>)> = Vec::new();
    for thing in things.into_iter().take(MOST) {
        let heading = heading(&content, &thing);
        let row = ListRow::of(&content, &released, &thing);
        match groups.iter_mut().find(|(known, _)| *known == heading) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((heading, vec![row])),
        }
    }
    // Where only some are shown, up and down would not be what they seem.
    let whole = wanted.is_empty() && count <= MOST;
    for (_, rows) in &mut groups {
        let last = rows.len().saturating_sub(1);
        for (index, row) in rows.iter_mut().enumerate() {
            row.moves = (whole && index > 0, whole && index < last);
        }
    }
    let of_event = kind.is_of_event();
    let titles = content.events.iter().map(|event| (event.id, event.title.clone()));
    Ok(ListView {
        kind,
        event: event.and_then(|id| content.event_by_id(id)).map(|event| (event.id, event.title.clone())),
        query,
        groups,
        count,
        days: event
            .and_then(|id| content.event_by_id(id))
            .filter(|_| kind == Kind::Session)
            .map(|event| grid_page::days_of(&content, event))
            .unwrap_or_default(),
        events: if of_event { titles.collect() } else { Vec::new() },
        done: None,
    })
}

fn heading(content: &Content, thing: &Thing) -> Heading {
    match thing {
        Thing::Session(_) | Thing::Track(_) | Thing::Room(_) => {
            let event = thing.event().and_then(|id| content.event_by_id(id));
            event.map_or(Heading::None, |event| Heading::Event(event.title.clone()))
        }
        Thing::Topic(topic) => Heading::Facet(topic.facet),
        Thing::Organisation(organisation) => Heading::Organisation(organisation.kind),
        _ => Heading::None,
    }
}

fn detail(content: &Content, thing: &Thing) -> Detail {
    match thing {
        Thing::Event(event) => Detail::Event(event.kind, event.when.first_day()),
        Thing::Session(session) => Detail::Text(format!("{} {}", session.date, session.time)),
        Thing::Person(person) => Detail::Text(person.affiliation.clone().unwrap_or_default()),
        Thing::Material(material) => {
            let event = material.event.and_then(|id| content.event_by_id(id));
            Detail::Material(material.kind, event.map(|event| event.title.clone()))
        }
        Thing::Page(page) => Detail::Text(format!("/{}", page.slug)),
        _ => Detail::Text(String::new()),
    }
}

impl Heading {
    fn words(self) -> String {
        match self {
            Self::None => String::new(),
            Self::Event(title) => title,
            Self::Facet(facet) => facet.label().to_owned(),
            Self::Organisation(kind) => words::value(Kind::Organisation, "kind", kind.name()).to_owned(),
        }
    }
}

impl Detail {
    fn words(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Event(kind, day) => format!("{} · {day}", kind.label()),
            Self::Material(kind, Some(event)) => format!("{} · {event}", kind.label()),
            Self::Material(kind, None) => kind.label().to_owned(),
        }
    }
}

/// The page of a list.
#[component]
pub fn ListPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: ListView) -> AnyView {
    let path = frame::list_path(view.kind);
    let of_event = view.event.as_ref().map(|(id, title)| (*id, title.clone()));
    let title = match &of_event {
        Some((_, event)) => format!("{} · {event}", words::kind(view.kind)),
        None => words::kind(view.kind).to_owned(),
    };
    let done = view.done.clone().map(|(done, number)| {
        let words = match done {
            Done::Removed(title) => t!(desk.removed, title = title),
            Done::Moved => t!(desk.moved).to_owned(),
        };
        frame::done(words, Some(number))
    });
    let is_empty = view.groups.is_empty();
    let empty = is_empty.then(|| {
        let words = if view.query.trim().is_empty() {
            t!(desk.nothing_here).to_owned()
        } else {
            t!(desk.nothing_found, text = view.query.trim())
        };
        view! { <div class="empty"><p>{words}</p></div> }
    });
    let (kind, event) = (view.kind, of_event.as_ref().map(|(id, _)| *id));
    let groups =
        view.groups.into_iter().map(|(heading, rows)| group(kind, event, heading.words(), rows)).collect_view();
    view! {
        {frame::head(title, "", path.clone())}
        {done}
        <div class="desk-bar">
            {adding(kind, event, &view.events)}
            <form class="search-form" method="get" action=path role="search">
                {event.map(|event| view! { <input type="hidden" name="event" value=event.to_string() /> })}
                <label class="search">
                    <Icon name=IconName::Search />
                    <span class="visually-hidden">{t!(desk.search)}</span>
                    <input type="search" name="q" value=view.query placeholder=t!(desk.search) />
                </label>
                <button class="button button--secondary" type="submit">{t!(desk.search_act)}</button>
            </form>
        </div>
        {event.map(|event| days(event, &view.days))}
        <p class="desk-count-line">{t!(desk.list_count, count = view.count)}</p>
        {empty}
        {groups}
        {table_links(kind, event)}
    }
    .into_any()
}

/// The list for a spreadsheet, and back.
fn table_links(kind: Kind, event: Option<Id>) -> AnyView {
    let of_event = event.map(|event| format!("&event={event}")).unwrap_or_default();
    let import = format!("/admin/import?kind={}{of_event}", kind.name());
    view! {
        <p class="desk-links">
            <a href=table_path(kind, event) download="">{t!(import.as_table)}</a>
            " "
            <a href=import>{t!(import.from_table)}</a>
        </p>
    }
    .into_any()
}

/// Links to the days of an event on the grid.
pub(super) fn days(event: Id, days: &[Date]) -> Option<AnyView> {
    let links = days.iter().map(|day| view! { <a href=grid_page::path(event, *day)>{day.to_string()}</a> " " });
    let links = links.collect_view();
    (!days.is_empty()).then(|| view! { <p class="desk-links"><span>{t!(grid.name)}</span> {links}</p> }.into_any())
}

/// Links to the form of a new thing; of what belongs to an event, one for each.
fn adding(kind: Kind, event: Option<Id>, events: &[(Id, String)]) -> AnyView {
    if events.is_empty() {
        let href = format!("{}/new", frame::list_path(kind));
        return view! { <a class="button button--primary" href=href>{t!(desk.add)}</a> }.into_any();
    }
    let links = events.iter().filter(|(id, _)| event.is_none_or(|event| event == *id)).map(|(id, title)| {
        let href = format!("{}/new?event={id}", frame::list_path(kind));
        view! { <li><a href=href>{t!(desk.add_to, event = title)}</a></li> }
    });
    let links = links.collect_view();
    view! { <details class="review" open=event.is_some()><summary>{t!(desk.add)}</summary><ul class="plain-list">{links}</ul></details> }
        .into_any()
}

fn group(kind: Kind, event: Option<Id>, heading: String, rows: Vec<ListRow>) -> AnyView {
    let rows = rows.into_iter().map(|row| self::row(kind, event, row)).collect_view();
    let has_heading = !heading.is_empty();
    view! {
        <section class="desk-group">
            {has_heading.then(|| view! { <h2 class="desk-group__title">{heading}</h2> })}
            <ol class="desk-list" data-cells=cells(kind)>{rows}</ol>
        </section>
    }
    .into_any()
}

/// Fields that a script lets one change in the list itself.
pub(super) fn cells(kind: Kind) -> &'static str {
    match kind {
        Kind::Session => "title date time minutes room",
        Kind::Event => "title subtitle status",
        Kind::Material => "title visibility",
        Kind::Person => "name affiliation",
        Kind::Organisation => "name note",
        Kind::Page => "title summary",
        Kind::Topic | Kind::Track | Kind::Room => "name",
        // There is one programme, and no list of it.
        Kind::Programme => "",
    }
}

fn row(kind: Kind, event: Option<Id>, row: ListRow) -> AnyView {
    let path = format!("/admin/content/{}/{}", kind.name(), row.id);
    let (up, down) = row.moves;
    let button = |direction: &'static str, sign: &'static str, words: String| {
        view! {
            <button class="button button--secondary button--small" type="submit" name="direction" value=direction>
                <span aria-hidden="true">{sign}</span>
                <span class="visually-hidden">{words}</span>
            </button>
        }
    };
    let moves = (up || down).then(|| {
        view! {
            <form class="desk-list__moves" method="post" action=format!("{path}/move")>
                {event.map(|event| view! { <input type="hidden" name="event" value=event.to_string() /> })}
                {up.then(|| button("up", "↑", t!(desk.up_of, title = &row.title)))}
                {down.then(|| button("down", "↓", t!(desk.down_of, title = &row.title)))}
            </form>
        }
    });
    view! {
        <li class="desk-list__row" id=format!("thing-{}", row.id)>
            {text(path, &row)}
            {moves}
        </li>
    }
    .into_any()
}

/// What a row says of its thing.
pub(super) fn text(path: String, row: &ListRow) -> AnyView {
    let detail = row.detail.clone().words();
    let has_detail = !detail.is_empty();
    view! {
        <div class="desk-list__text">
            <a class="desk-list__title" href=path>{row.title.clone()}</a>
            {has_detail.then(|| view! { <span class="desk-list__detail">{detail}</span> })}
            {(!row.is_released).then(|| view! { <span class="chip desk-chip">{t!(desk.released_differs)}</span> })}
        </div>
    }
    .into_any()
}

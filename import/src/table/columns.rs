//! Which column of a table is which field.

use domain::content::{Content, Event, Id, RoleKind};
use domain::desk::{Around, Field, Form, Input, Kind, Thing, Usual, bind};
use domain::fold;

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Column {
    /// The event to which a session, track or room belongs, by title or address.
    Event,
    /// A field of the form.
    Field {
        /// Its name.
        name: &'static str,
        /// What can be typed into it.
        input: Input,
    },
    /// Who plays that part, with semicolons between the names.
    Role(RoleKind),
    /// The wall time at which a session ends, in the place of its length.
    End,
    /// Nothing that is taken.
    Aside,
}

impl Column {
    /// Whether it is the field of that name.
    pub(super) fn is(&self, wanted: &str) -> bool {
        matches!(self, Self::Field { name, .. } if *name == wanted)
    }
}

/// A column that a table of a kind can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Offered {
    /// What it holds.
    pub(super) column: Column,
    /// Its heading in a table that is written here.
    pub(super) heading: String,
    /// Other headings under which it is found.
    also: &'static [&'static str],
}

/// Headings of fields that are called otherwise in tables, the first where they are written; for all kinds or for one.
const CALLED: &[(Option<Kind>, &str, &[&str])] = &[
    (None, "slug", &["address"]),
    (None, "topics", &["topics", "topic"]),
    (Some(Kind::Session), "title", &["title", "session", "session title", "talk"]),
    (Some(Kind::Session), "session_kind", &["type", "kind", "format", "session type"]),
    (Some(Kind::Session), "date", &["date", "day"]),
    (Some(Kind::Session), "time", &["start", "time", "starts", "start time", "begin"]),
    (Some(Kind::Session), "minutes", &["minutes", "length", "duration"]),
    (Some(Kind::Session), "day", &["programme day"]),
    (Some(Kind::Session), "room", &["room", "hall", "location"]),
    (Some(Kind::Session), "own_language", &["language"]),
    (Some(Kind::Session), "abstract", &["abstract", "summary"]),
    (Some(Kind::Person), "name", &["name", "full name"]),
    (Some(Kind::Person), "sort_name", &["sort name", "sorted as"]),
    (Some(Kind::Person), "affiliation", &["affiliation", "institution", "organisation", "organization"]),
    (Some(Kind::Person), "biography", &["biography", "bio"]),
    (Some(Kind::Event), "time", &["start", "time", "start time"]),
    (Some(Kind::Event), "last", &["last day"]),
];

/// Headings of the parts that people play.
const ROLES: &[(RoleKind, &[&str])] = &[
    (RoleKind::Chair, &["chairs", "chair"]),
    (RoleKind::Moderator, &["moderators", "moderator"]),
    (RoleKind::Speaker, &["speakers", "speaker", "presenter", "presenters"]),
    (RoleKind::Faculty, &["faculty"]),
    (RoleKind::Panellist, &["panellists", "panellist", "panelists", "panelist"]),
    (RoleKind::Author, &["authors", "author"]),
];

/// The columns that a table of that kind can have: the address first, by which a thing is found whatever it is called.
pub(super) fn offered(kind: Kind, usual: &Usual) -> Vec<Offered> {
    let mut columns: Vec<Offered> = fields(kind, usual).into_iter().flat_map(|field| of_field(kind, field)).collect();
    if kind.is_of_event() {
        columns.insert(0, Offered { column: Column::Event, heading: "event".to_owned(), also: &[] });
    }
    columns.sort_by_key(|offered| !offered.column.is("slug"));
    columns
}

/// The fields of the form of that kind.
fn fields(kind: Kind, usual: &Usual) -> Vec<Field> {
    let content = Content::default();
    let event = Thing::blank(Kind::Event, Id::nil(), None, usual);
    let event: Option<Event> =
        event.and_then(|thing| if let Thing::Event(event) = thing { Some(*event) } else { None });
    let Some(mut thing) = Thing::blank(kind, Id::nil(), event.as_ref(), usual) else { return Vec::new() };
    let mut form = Form::shown(Around { content: &content });
    bind(&mut thing, &mut form);
    form.finish().0
}

fn of_field(kind: Kind, field: Field) -> Vec<Offered> {
    let called = |of: &(Option<Kind>, &str, &[&str])| of.1 == field.name && of.0.is_none_or(|only| only == kind);
    let also = CALLED.iter().find(|of| called(of)).map_or(&[][..], |(_, _, names)| names);
    let heading = also.first().map_or_else(|| field.name.replace('_', " "), |name| (*name).to_owned());
    match &field.input {
        // Files are uploaded, questions built at the desk, and a page's parts are no columns.
        Input::Media | Input::Picture => Vec::new(),
        _ if field.name == "portrait_description" => Vec::new(),
        Input::Rows(_) if field.name == "roles" => ROLES
            .iter()
            .map(|(role, names)| {
                let heading = names.first().copied().unwrap_or_default().to_owned();
                Offered { column: Column::Role(*role), heading, also: names }
            })
            .collect(),
        Input::Rows(columns) if columns.len() > 1 => Vec::new(),
        _ => vec![Offered { column: Column::Field { name: field.name, input: field.input }, heading, also }],
    }
}

/// The columns of a table with these headings.
///
/// # Errors
/// What is wrong with the first line, in words.
pub(super) fn columns(found: &[String], kind: Kind, usual: &Usual) -> Result<Vec<Column>, String> {
    let offered = offered(kind, usual);
    let mut taken: Vec<Column> = Vec::new();
    for heading in found {
        let column = column(heading, kind, &offered);
        if column != Column::Aside && taken.contains(&column) {
            return Err(format!("two columns are “{heading}”; leave one of them out"));
        }
        taken.push(column);
    }
    let name = offered.iter().find(|offered| offered.column.is("title") || offered.column.is("name"));
    let heading = name.map_or("title", |offered| offered.heading.as_str());
    let is_named = |column: &Column| column.is("title") || column.is("name") || column.is("slug");
    if taken.iter().any(is_named) {
        Ok(taken)
    } else {
        Err(format!("the first line has no column called “{heading}”; each column needs its heading there"))
    }
}

fn column(heading: &str, kind: Kind, offered: &[Offered]) -> Column {
    let plain = fold(heading).replace(['_', '-'], " ");
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if kind == Kind::Session && matches!(plain.as_str(), "end" | "ends" | "end time") {
        return Column::End;
    }
    let is_called = |offered: &&Offered| offered.heading == plain || offered.also.contains(&plain.as_str());
    offered.iter().find(is_called).map_or(Column::Aside, |offered| offered.column.clone())
}

//! Which thing each row is about: by its address; else by its name, of sessions that have the same name by their beginning.

use std::collections::HashMap;

use domain::content::{Content, Id};
use domain::desk::{Kind, RowTrouble, Thing, Trouble};
use domain::fold;
use domain::time::Date;

use super::columns::Column;
use super::{TableOptions, cells, moments};
use crate::sheet::SheetRow;

/// A table with the meaning of its columns.
pub(super) struct Table<'a> {
    pub(super) headings: &'a [String],
    pub(super) columns: &'a [Column],
    pub(super) rows: &'a [SheetRow],
    pub(super) options: &'a TableOptions,
}

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Meant {
    /// The event to which it belongs.
    pub(super) event: Option<Id>,
    /// The thing; a new one if none.
    pub(super) thing: Option<Id>,
}

/// Why a row is about nothing: the column that says so, and why it does not.
pub(super) type Unclear = (Column, RowTrouble);

impl Table<'_> {
    /// The cell under a column; `None` where there is no such column, or the row is shorter.
    pub(super) fn cell<'r>(&self, row: &'r SheetRow, is_it: impl Fn(&Column) -> bool) -> Option<&'r str> {
        let place = self.columns.iter().position(is_it)?;
        row.cells.get(place).map(String::as_str)
    }

    /// The field by which people know a thing.
    pub(super) fn name_column(&self) -> Column {
        let name = self.columns.iter().find(|column| column.is("title") || column.is("name"));
        name.or_else(|| self.columns.iter().find(|column| column.is("slug"))).cloned().unwrap_or(Column::Aside)
    }

    fn event(&self, row: &SheetRow, content: &Content) -> Result<Option<Id>, Unclear> {
        if !self.options.kind.is_of_event() {
            return Ok(None);
        }
        let named = self.cell(row, |column| *column == Column::Event).map(str::trim).filter(|cell| !cell.is_empty());
        if let Some(named) = named {
            let all: Vec<(Id, String)> = content.events.iter().map(|event| (event.id, event.title.clone())).collect();
            let address = |id| content.event_by_id(id).map(|event| event.slug.to_string());
            return cells::chosen(named, &all, address).map(Some).map_err(|why| (Column::Event, why));
        }
        let only = match content.events.as_slice() {
            [event] => Some(event.id),
            _ => None,
        };
        self.options.event.or(only).map(Some).ok_or((Column::Event, RowTrouble::Event))
    }
}

/// By what a row or a thing is told apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    event: Option<Id>,
    name: String,
    start: Option<(String, String)>,
}

/// A thing that is there.
struct Known {
    id: Id,
    key: Key,
    address: String,
    former: Vec<String>,
}

/// The days of an event.
pub(super) fn days(content: &Content, event: Option<Id>) -> Option<(Date, Date)> {
    let event = content.event_by_id(event?)?;
    Some((event.when.first_day(), event.when.last_day()))
}

/// The ways in which a thing is found, the surest first.
#[derive(Clone, Copy)]
enum Pass {
    Address,
    Start,
    Name,
}

/// What each row is about, in their order.
pub(super) fn matched(table: &Table<'_>, content: &Content) -> Vec<Result<Meant, Unclear>> {
    let known = known(content, table.options.kind);
    let mut claims = Claims { known: &known, claimed: HashMap::new() };
    let read: Vec<Result<Read, Unclear>> = table.rows.iter().map(|row| read(table, row, content)).collect();
    let mut found: Vec<Option<Result<Meant, Unclear>>> =
        read.iter().map(|read| read.as_ref().err().cloned().map(Err)).collect();
    for pass in [Pass::Address, Pass::Start, Pass::Name] {
        let left = read.iter().zip(&found).filter(|(_, found)| found.is_none());
        let left: Vec<&Read> = left.filter_map(|(read, _)| read.as_ref().ok()).collect();
        for (read, found) in read.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
            let Ok(read) = read else { continue };
            let thing = match pass {
                Pass::Address => claims.by_address(read),
                Pass::Start => claims.by_start(read, &left),
                Pass::Name => Some(claims.by_name(read, &left)),
            };
            *found = thing.map(|thing| thing.map(|thing| Meant { event: read.key.event, thing }));
        }
    }
    let unclear = || Err((table.name_column(), RowTrouble::Form(Trouble::Missing)));
    found.into_iter().map(|found| found.unwrap_or_else(unclear)).collect()
}

/// What a row says of itself.
struct Read {
    line: u64,
    key: Key,
    address: Option<String>,
    name_column: Column,
}

fn read(table: &Table<'_>, row: &SheetRow, content: &Content) -> Result<Read, Unclear> {
    let event = table.event(row, content)?;
    let text = |name: &str| table.cell(row, |column| column.is(name)).map(str::trim);
    let name = text("title").or_else(|| text("name")).unwrap_or_default();
    let date =
        text("date").and_then(|cell| moments::day(cell, days(content, event)).ok()).filter(|day| !day.is_empty());
    // Of an event of one day the day need not be said.
    let only = days(content, event).filter(|(first, last)| first == last).map(|(first, _)| first.to_string());
    let time = text("time").map(moments::time).filter(|time| !time.is_empty());
    let start = (table.options.kind == Kind::Session).then(|| date.or(only).zip(time)).flatten();
    Ok(Read {
        line: row.line,
        key: Key { event, name: plain(name), start },
        address: text("slug").filter(|address| !address.is_empty()).map(str::to_owned),
        name_column: table.name_column(),
    })
}

/// A name as names are compared: a form puts what stands on several lines into one.
fn plain(name: &str) -> String {
    fold(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn known(content: &Content, kind: Kind) -> Vec<Known> {
    let things = Thing::all(content, kind).into_iter().map(|thing| {
        let start = match &thing {
            Thing::Session(session) => Some((session.date.to_string(), session.time.to_string())),
            _ => None,
        };
        let former = match &thing {
            Thing::Event(event) => event.former_slugs.as_slice(),
            Thing::Session(session) => &session.former_slugs,
            Thing::Person(person) => &person.former_slugs,
            Thing::Topic(topic) => &topic.former_slugs,
            Thing::Material(material) => &material.former_slugs,
            _ => &[],
        };
        let event = if kind.is_of_event() { thing.event() } else { None };
        Known {
            id: thing.id(),
            key: Key { event, name: plain(thing.title()), start },
            address: cells::address(&thing).to_owned(),
            former: former.iter().map(ToString::to_string).collect(),
        }
    });
    things.collect()
}

/// The things that are there, and by which row each is claimed.
struct Claims<'a> {
    known: &'a [Known],
    claimed: HashMap<Id, u64>,
}

impl Claims<'_> {
    fn claim(&mut self, id: Id, read: &Read) -> Result<Option<Id>, Unclear> {
        match self.claimed.insert(id, read.line) {
            None => Ok(Some(id)),
            Some(line) => {
                self.claimed.insert(id, line);
                Err((read.name_column.clone(), RowTrouble::Again(line)))
            }
        }
    }

    fn by_address(&mut self, read: &Read) -> Option<Result<Option<Id>, Unclear>> {
        let address = read.address.as_ref()?;
        let of_event = |known: &&Known| known.key.event == read.key.event;
        let has = self.known.iter().filter(of_event).find(|known| known.address == *address);
        let had = || self.known.iter().filter(of_event).find(|known| known.former.contains(address));
        match has.or_else(had).map(|known| known.id) {
            Some(id) => Some(self.claim(id, read)),
            None => Some(Ok(None)),
        }
    }

    fn by_start(&mut self, read: &Read, left: &[&Read]) -> Option<Result<Option<Id>, Unclear>> {
        if read.key.name.is_empty() {
            return Some(Ok(None));
        }
        // Two rows of one name, and of sessions of one beginning, are one row too many.
        if let Some(first) = left.iter().find(|other| other.line < read.line && other.key == read.key) {
            return Some(Err((read.name_column.clone(), RowTrouble::Again(first.line))));
        }
        read.key.start.as_ref()?;
        let id = self.known.iter().find(|known| known.key == read.key).map(|known| known.id)?;
        Some(self.claim(id, read))
    }

    fn by_name(&mut self, read: &Read, left: &[&Read]) -> Result<Option<Id>, Unclear> {
        let is_like = |key: &Key| key.event == read.key.event && key.name == read.key.name;
        let (all, claimed) = (self.known, &self.claimed);
        let is_free = |known: &&Known| is_like(&known.key) && !claimed.contains_key(&known.id);
        let rows = left.iter().filter(|other| is_like(&other.key)).count();
        let things: Vec<&Known> = all.iter().filter(is_free).collect();
        match things.as_slice() {
            [] => Ok(None),
            [known] if rows == 1 => self.claim(known.id, read),
            several => {
                let addresses = several.iter().map(|known| known.address.as_str()).collect::<Vec<_>>().join(", ");
                Err((read.name_column.clone(), RowTrouble::Several(addresses)))
            }
        }
    }
}

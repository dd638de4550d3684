//! Rows into the working copy: each is typed into the form of its thing, and taken if that form takes all of it.

use std::collections::HashSet;

use domain::check::check;
use domain::content::{Content, Id};
use domain::desk::{
    Around, Field, Form, Kind, RowTrouble, Thing, Trouble, Typed, Values, Wrong, WrongRow, bind, person_named,
};
use domain::fold;
use domain::slug::Slug;

use super::columns::{Column, columns, offered};
use super::matching::{Meant, Table, days, matched};
use super::{ROWS_MAX, TableOptions, Tabled, cells, moments};
use crate::error::ImportError;
use crate::identity;
use crate::report::Report;
use crate::sheet::{Sheet, SheetRow};

/// Reads a table into a working copy. A row that will not do is told and left out; the others are taken. People, rooms and tracks
/// that are named and not there are added.
///
/// # Errors
/// [`ImportError`], one for the whole file: it is not UTF-8, empty, too long, or its first line has not the headings that it
/// needs.
pub fn read_table(bytes: &[u8], existing: &Content, options: &TableOptions) -> Result<Tabled, ImportError> {
    let sheet = Sheet::read(bytes, ROWS_MAX, "rows")?;
    let columns =
        columns(&sheet.headings, options.kind, &options.usual).map_err(|message| ImportError::at(bytes, 0, message))?;
    let table = Table { headings: &sheet.headings, columns: &columns, rows: &sheet.rows, options };
    let mut report = Report {
        subject: format!("table of {}", options.kind.name()),
        file_name: options.file_name.clone(),
        ..Report::default()
    };
    for (heading, _) in sheet.headings.iter().zip(&columns).filter(|(_, column)| **column == Column::Aside) {
        if !heading.is_empty() {
            report.leave_out("column that is not taken", None, heading);
        }
    }
    let meant = matched(&table, existing);
    let mut reading = Reading { table: &table, content: existing.clone(), wrong: Vec::new() };
    for (row, meant) in table.rows.iter().zip(&meant) {
        match meant {
            Ok(meant) => reading.row(row, *meant),
            Err((column, why)) => reading.refuse(row, column, why.clone()),
        }
    }
    let Reading { content, wrong, .. } = reading;
    let lines: HashSet<u64> = wrong.iter().map(|wrong| wrong.line).collect();
    report.took(table.rows.len() - lines.len(), "rows");
    note_others(&meant, existing, options.kind, &mut report);
    note_problems(existing, &content, &mut report);
    Ok(Tabled { content, report, wrong })
}

/// Says who is not in the table, of the events that are.
fn note_others(meant: &[Result<Meant, (Column, RowTrouble)>], existing: &Content, kind: Kind, report: &mut Report) {
    let found: Vec<&Meant> = meant.iter().filter_map(|meant| meant.as_ref().ok()).collect();
    let ids: HashSet<Id> = found.iter().filter_map(|meant| meant.thing).collect();
    let events: HashSet<Option<Id>> = found.iter().map(|meant| meant.event).collect();
    let is_of_these = |thing: &Thing| events.contains(&None) || events.contains(&thing.event());
    for thing in Thing::all(existing, kind).iter().filter(|thing| is_of_these(thing) && !ids.contains(&thing.id())) {
        report.note("not in the table; stays as it is", None, thing.title());
    }
}

/// Says what has to be mended before a release and had not before.
fn note_problems(before: &Content, after: &Content, report: &mut Report) {
    let known: HashSet<String> = check(before).iter().map(ToString::to_string).collect();
    for problem in check(after).iter().map(ToString::to_string).filter(|problem| !known.contains(problem)) {
        report.note("to be mended before it can be released", None, &problem);
    }
}

/// The working copy as far as the table was read.
struct Reading<'a> {
    table: &'a Table<'a>,
    content: Content,
    wrong: Vec<WrongRow>,
}

impl Reading<'_> {
    fn row(&mut self, row: &SheetRow, meant: Meant) {
        let width = self.table.columns.len();
        if row.cells.iter().skip(width).any(|cell| !cell.trim().is_empty()) {
            return self.refuse(row, &Column::Aside, RowTrouble::Cells(row.cells.len(), width));
        }
        let before = (self.content.people.len(), self.content.rooms.len(), self.content.tracks.len());
        match self.taken(row, meant) {
            Ok(thing) => thing.put(&mut self.content),
            Err(wrong) => {
                // Whoever was added for this row is not needed.
                self.content.people.truncate(before.0);
                self.content.rooms.truncate(before.1);
                self.content.tracks.truncate(before.2);
                wrong.into_iter().for_each(|(column, why)| self.refuse(row, &column, why));
            }
        }
    }

    fn refuse(&mut self, row: &SheetRow, column: &Column, trouble: RowTrouble) {
        let table = self.table;
        let place = table.columns.iter().position(|other| other == column && *column != Column::Aside);
        let offered =
            || offered(table.options.kind, &table.options.usual).into_iter().find(|one| one.column == *column);
        let heading = match place {
            Some(place) => table.headings.get(place).cloned(),
            None => offered().map(|offered| offered.heading),
        };
        let cell = place.and_then(|place| row.cells.get(place)).map(|cell| crate::report::shorten(cell));
        let (column, cell) = (heading.unwrap_or_default(), cell.unwrap_or_default());
        self.wrong.push(WrongRow { line: row.line, column, cell, trouble });
    }

    /// The thing as the row has it.
    fn taken(&mut self, row: &SheetRow, meant: Meant) -> Result<Thing, Vec<(Column, RowTrouble)>> {
        self.add_what_is_named(row, meant);
        let kind = self.table.options.kind;
        let known = meant.thing.and_then(|id| Thing::find(&self.content, kind, id));
        let is_new = known.is_none();
        let blank = || {
            let event = meant.event.and_then(|id| self.content.event_by_id(id));
            Thing::blank(kind, self.new_id(row, meant), event, &self.table.options.usual)
        };
        let Some(mut thing) = known.or_else(blank) else { return Err(vec![(Column::Event, RowTrouble::Event)]) };
        let mut shown = Form::shown(Around { content: &self.content });
        bind(&mut thing, &mut shown);
        let (values, wrong) = self.values(row, meant, is_new, &shown.finish().0);
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let mut form = Form::typed(Around { content: &self.content }, &values);
        bind(&mut thing, &mut form);
        let (fields, wrong) = form.finish();
        if wrong.is_empty() { Ok(thing) } else { Err(wrong.iter().map(|wrong| self.refused(wrong, &fields)).collect()) }
    }

    /// What the row types into the form, and what cannot be typed at all.
    fn values(
        &self,
        row: &SheetRow,
        meant: Meant,
        is_new: bool,
        fields: &[Field],
    ) -> (Values, Vec<(Column, RowTrouble)>) {
        let (table, mut values, mut wrong) = (self.table, Values::default(), Vec::new());
        let days = days(&self.content, meant.event);
        for field in fields {
            let place = table.columns.iter().position(|column| column.is(field.name));
            let cell = place.and_then(|place| row.cells.get(place)).map(String::as_str);
            // What is new has what is usual, and what must be there stays, unless it is said otherwise.
            let is_kept = is_new || field.required || field.name == "slug";
            let cell = cell.filter(|cell| !cell.trim().is_empty() || !is_kept);
            if let Some(cell) = cell {
                match cells::typed(field.name, &field.input, cell, &self.content, days) {
                    Ok(typed) => values.set(field.name, &field.input, &typed),
                    Err(why) => {
                        let column = place.and_then(|place| table.columns.get(place)).cloned();
                        wrong.push((column.unwrap_or(Column::Aside), why));
                    }
                }
            } else if is_new && (is_made(field.name) || self.must_be_said(field.name, meant)) {
                values.set(field.name, &field.input, &Typed::One(String::new()));
            }
            if field.name == "roles"
                && let Some(typed) = self.roles(row, field)
            {
                values.set(field.name, &field.input, &typed);
            }
        }
        self.set_length(row, fields, &mut values, &mut wrong);
        self.set_what_follows(row, fields, is_new, &mut values);
        (values, wrong)
    }

    /// Whether a new thing needs it said: nothing is invented that visitors would believe.
    fn must_be_said(&self, field: &str, meant: Meant) -> bool {
        match (self.table.options.kind, field) {
            (_, "title" | "name") | (Kind::Session, "time" | "minutes") | (Kind::Event, "date") => true,
            (Kind::Session, "date") => !self.is_of_one_day(meant),
            _ => false,
        }
    }

    fn is_of_one_day(&self, meant: Meant) -> bool {
        self.table.options.kind == Kind::Session
            && days(&self.content, meant.event).is_some_and(|(first, last)| first == last)
    }

    /// The length of a session whose end is said.
    fn set_length(&self, row: &SheetRow, fields: &[Field], values: &mut Values, wrong: &mut Vec<(Column, RowTrouble)>) {
        let end = self.table.cell(row, |column| *column == Column::End).map(str::trim).filter(|end| !end.is_empty());
        let length = self.table.cell(row, |column| column.is("minutes")).is_none_or(|cell| cell.trim().is_empty());
        let (Some(end), true) = (end, length) else { return };
        let field = |name: &str| fields.iter().find(|field| field.name == name);
        let Some((minutes, time)) = field("minutes").zip(field("time")) else { return };
        let start = values.typed("time", &time.input).unwrap_or_else(|| time.value.clone());
        match moments::between(start.one(), end) {
            Some(length) => values.set("minutes", &minutes.input, &Typed::One(length.to_string())),
            None => wrong.push((Column::End, RowTrouble::Form(Trouble::NotATime))),
        }
    }

    /// What one cell says beside what stands in it.
    fn set_what_follows(&self, row: &SheetRow, fields: &[Field], is_new: bool, values: &mut Values) {
        let has = |name: &str| self.table.columns.iter().any(|column| column.is(name));
        let says =
            |name: &str| self.table.cell(row, |column| column.is(name)).is_some_and(|cell| !cell.trim().is_empty());
        let mut choose = |name: &str, value: &str| {
            if let Some(field) = fields.iter().find(|field| field.name == name) {
                values.set(field.name, &field.input, &Typed::One(value.to_owned()));
            }
        };
        // A statement is there to be shown, and an event with an hour has one.
        if says("statement") && !has("disclosure") {
            choose("disclosure", "statement");
        }
        if is_new && self.table.options.kind == Kind::Event && says("time") && !has("precision") {
            choose("precision", "hours");
        }
    }

    /// The people of a row: of each part that has a column those who stand there, of the others those it had. `None` if the same
    /// people stand there in the same order.
    fn roles(&self, row: &SheetRow, field: &Field) -> Option<Typed> {
        let mut roles: Vec<Vec<String>> = field.value.rows().to_vec();
        let kind_of = |row: &[String]| row.get(1).cloned().unwrap_or_default();
        for (column, cell) in self.table.columns.iter().zip(&row.cells) {
            let Column::Role(role) = column else { continue };
            let new: Vec<Vec<String>> =
                cells::names(cell).map(|name| vec![name.to_owned(), role.name().to_owned()]).collect();
            let person = |row: &Vec<String>| row.first().map(|name| person_named(name, &self.content));
            let old: Vec<_> = roles.iter().filter(|row| kind_of(row) == role.name()).map(person).collect();
            if old == new.iter().map(person).collect::<Vec<_>>() {
                continue;
            }
            let place = roles.iter().position(|row| kind_of(row) == role.name()).unwrap_or(roles.len());
            roles.retain(|row| kind_of(row) != role.name());
            let place = place.min(roles.len());
            roles.splice(place..place, new);
        }
        (roles != field.value.rows()).then_some(Typed::Rows(roles))
    }

    /// The column and the reason of what a form refused.
    fn refused(&self, wrong: &Wrong, fields: &[Field]) -> (Column, RowTrouble) {
        let why = RowTrouble::Form(wrong.trouble.clone());
        let field = fields.iter().find(|field| field.name == wrong.field);
        if let (Some(field), Some((place, _))) = (field, wrong.cell) {
            let kind = field.value.rows().get(place).and_then(|row| row.get(1));
            let is_it =
                |column: &&Column| matches!(column, Column::Role(role) if kind.is_some_and(|kind| kind == role.name()));
            if let Some(column) = self.table.columns.iter().find(is_it) {
                return (column.clone(), why);
            }
        }
        let end = wrong.field == "minutes" && !self.table.columns.iter().any(|column| column.is("minutes"));
        if end && self.table.columns.contains(&Column::End) {
            return (Column::End, why);
        }
        let column =
            field.map_or(Column::Aside, |field| Column::Field { name: field.name, input: field.input.clone() });
        let known = self.table.columns.iter().find(|known| known.is(wrong.field)).cloned();
        let offered = || offered(self.table.options.kind, &self.table.options.usual);
        let offered = || offered().into_iter().map(|one| one.column).find(|one| one.is(wrong.field));
        (known.or_else(offered).unwrap_or(column), why)
    }

    /// Adds the people, room and track that a row names and nobody has.
    fn add_what_is_named(&mut self, row: &SheetRow, meant: Meant) {
        let table = self.table;
        for (column, cell) in table.columns.iter().zip(&row.cells) {
            match column {
                Column::Role(_) => self.add_people(cell),
                Column::Field { name: "authors", .. } => self.add_people(cell),
                Column::Field { name: "room", .. } => self.add_room(cell.trim(), meant.event),
                Column::Field { name: "track", .. } => self.add_track(cell.trim(), meant.event),
                _ => {}
            }
        }
    }

    fn add_people(&mut self, cell: &str) {
        for name in cells::names(cell) {
            // With brackets an address is meant, which nobody can be given unseen.
            if person_named(name, &self.content) == Err(Trouble::Nobody) && !name.contains(['(', ')']) {
                self.add(Kind::Person, name, None);
            }
        }
    }

    fn add_room(&mut self, name: &str, event: Option<Id>) {
        let mut rooms = self.content.rooms.iter().filter(|room| Some(room.event) == event);
        if !name.is_empty() && !rooms.any(|room| is_called(name, &room.slug, &room.name)) {
            self.add(Kind::Room, name, event);
        }
    }

    fn add_track(&mut self, name: &str, event: Option<Id>) {
        let mut tracks = self.content.tracks.iter().filter(|track| Some(track.event) == event);
        if !name.is_empty() && !tracks.any(|track| is_called(name, &track.slug, &track.name)) {
            self.add(Kind::Track, name, event);
        }
    }

    /// Adds a thing of that name, if its form takes the name; else the row is refused for naming what is not there.
    fn add(&mut self, kind: Kind, name: &str, event: Option<Id>) {
        let id = self.free_id(kind, event.unwrap_or_else(Id::nil), Slug::of(name).as_str());
        let of = event.and_then(|id| self.content.event_by_id(id));
        let Some(mut thing) = Thing::blank(kind, id, of, &self.table.options.usual) else { return };
        let mut values = Values::default();
        [("name", name), ("slug", "")].into_iter().for_each(|(field, value)| values.add(field, value));
        let mut form = Form::typed(Around { content: &self.content }, &values);
        bind(&mut thing, &mut form);
        if form.finish().1.is_empty() {
            thing.put(&mut self.content);
        }
    }

    /// The identity of what a row adds: of the same row always the same.
    fn new_id(&self, row: &SheetRow, meant: Meant) -> Id {
        let text = |name: &str| self.table.cell(row, |column| column.is(name)).map(str::trim).unwrap_or_default();
        let name = [text("slug"), text("title"), text("name")].into_iter().find(|text| !text.is_empty());
        let key = Slug::of(name.unwrap_or_default());
        self.free_id(self.table.options.kind, meant.event.unwrap_or_else(Id::nil), key.as_str())
    }

    fn free_id(&self, kind: Kind, of: Id, key: &str) -> Id {
        let mut number = 1_u32;
        loop {
            let id = identity::within(of, kind.name(), &format!("{key}#{number}"));
            if Thing::find(&self.content, kind, id).is_none() {
                return id;
            }
            number += 1;
        }
    }
}

/// Whether it is made of other fields where nothing is typed into it.
fn is_made(field: &str) -> bool {
    matches!(field, "slug" | "last" | "sort_name")
}

/// Whether it is called so, by name or by address.
fn is_called(wanted: &str, slug: &Slug, name: &str) -> bool {
    slug.as_str() == wanted || fold(name) == fold(wanted)
}

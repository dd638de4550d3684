//! The working copy into rows, as they are read again.

use domain::account::cell as spreadsheet_cell;
use domain::content::{Content, Id};
use domain::desk::{Around, Field, Form, Kind, Thing, Usual, bind};

use super::cells;
use super::columns::{Column, offered};

/// The things of a kind as a table, of one event where they belong to events and one is given: a line of headings, then a line for
/// each thing. Cells that spreadsheets would take for formulas begin with an apostrophe.
pub fn write_table(content: &Content, kind: Kind, event: Option<Id>, usual: &Usual) -> Vec<Vec<String>> {
    let columns = offered(kind, usual);
    let head = columns.iter().map(|offered| offered.heading.clone()).collect();
    let event = event.filter(|_| kind.is_of_event());
    let things = Thing::all(content, kind).into_iter().filter(|thing| event.is_none() || thing.event() == event);
    let rows = things.map(|mut thing| {
        let of = thing.event().and_then(|id| content.event_by_id(id)).map(|event| event.slug.to_string());
        let mut form = Form::shown(Around { content });
        bind(&mut thing, &mut form);
        let fields = form.finish().0;
        let cell = |column: &Column| match column {
            Column::Event => of.clone().unwrap_or_default(),
            Column::Field { name, .. } => field(&fields, name)
                .map_or_else(String::new, |field| cells::written(name, &field.input, &field.value, content)),
            Column::Role(role) => {
                field(&fields, "roles").map_or_else(String::new, |field| cells::written_role(*role, &field.value))
            }
            Column::End | Column::Aside => String::new(),
        };
        columns.iter().map(|offered| spreadsheet_cell(&cell(&offered.column))).collect()
    });
    [head].into_iter().chain(rows).collect()
}

fn field<'a>(fields: &'a [Field], name: &str) -> Option<&'a Field> {
    fields.iter().find(|field| field.name == name)
}

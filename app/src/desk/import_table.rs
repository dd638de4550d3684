//! What the page of imports has for tables: what their rows are, what is wrong with some, and tables to be taken away.

use domain::content::Id;
use domain::desk::{Kind, RowTrouble, WrongRow};
use domain::validation::FieldError;
use leptos::prelude::*;

use super::words;
use crate::registration::fields::{frame as framed, select};
use crate::t;

/// Rows that are told; of more only the number is.
const MOST: usize = 200;
/// Kinds of which there are tables, in the order in which one fills them.
const KINDS: [Kind; 9] = [
    Kind::Session,
    Kind::Person,
    Kind::Event,
    Kind::Material,
    Kind::Topic,
    Kind::Organisation,
    Kind::Track,
    Kind::Room,
    Kind::Page,
];

/// What is said of a table, as chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableChoice {
    /// Kind of its rows, by its stable name.
    pub kind: String,
    /// Identity of the event of rows that do not say theirs.
    pub event: String,
}

/// The choices that only a table needs.
pub(super) fn choices(errors: &[FieldError], chosen: &TableChoice, events: &[(Id, String)]) -> AnyView {
    let kinds = KINDS.map(|kind| {
        let (value, words) = (kind.name(), words::kind(kind));
        view! { <option value=value selected=value == chosen.kind>{words}</option> }
    });
    let mut kind = framed(errors, "kind", t!(import.rows));
    (kind.hint, kind.optional) = (t!(import.rows_hint).to_owned(), true);
    let events = events.iter().map(|(id, title)| {
        let value = id.to_string();
        let is_chosen = value == chosen.event;
        view! { <option value=value selected=is_chosen>{title.clone()}</option> }
    });
    let mut event = framed(errors, "event", t!(import.event));
    (event.hint, event.optional) = (t!(import.event_hint).to_owned(), true);
    view! {
        {select(kind, "off", t!(import.no_table), kinds.collect_view().into_any())}
        {select(event, "off", t!(import.no_event), events.collect_view().into_any())}
    }
    .into_any()
}

/// Address of the table of a kind.
pub(super) fn table_path(kind: Kind, event: Option<Id>) -> String {
    let event = event.map(|event| format!("?event={event}")).unwrap_or_default();
    format!("/admin/import/{}.csv{event}", kind.name())
}

/// Tables of what is here, to be filled in and read again.
pub(super) fn tables(events: &[(Id, String)]) -> AnyView {
    let link = |href: String, words: String| view! { <li><a href=href download="">{words}</a></li> };
    let of_events = events
        .iter()
        .map(|(id, title)| link(table_path(Kind::Session, Some(*id)), t!(import.sessions_of, event = title)));
    let others = KINDS.iter().filter(|kind| !kind.is_of_event());
    let others = others.map(|kind| link(table_path(*kind, None), words::kind(*kind).to_owned()));
    view! {
        <section class="section" aria-labelledby="tables">
            <h2 class="section__title" id="tables">{t!(import.tables)}</h2>
            <p>{t!(import.tables_lede)}</p>
            <ul class="plain-list import-tables">{of_events.collect_view()} {others.collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// Rows that are not taken, each with what to do about it.
pub(super) fn wrong_rows(rows: &[WrongRow]) -> Option<AnyView> {
    if rows.is_empty() {
        return None;
    }
    let told = rows.iter().take(MOST).map(|row| {
        let place = if row.column.is_empty() {
            t!(import.line, number = row.line)
        } else {
            t!(import.line_column, number = row.line, column = &row.column)
        };
        let cell = (!row.cell.is_empty()).then(|| view! { " " <q>{row.cell.clone()}</q> });
        view! { <li><strong>{place}</strong>{cell} " " {trouble(&row.trouble)}</li> }
    });
    let told = told.collect_view();
    let more = rows.len().saturating_sub(MOST);
    Some(
        view! {
            <section class="section" aria-labelledby="wrong-rows">
                <h2 class="section__title" id="wrong-rows">{t!(import.wrong_rows)}</h2>
                <p>{t!(import.wrong_rows_lede)}</p>
                <ul class="desk-findings">{told}</ul>
                {(more > 0).then(|| view! { <p>{t!(desk.and_more, count = more)}</p> })}
            </section>
        }
        .into_any(),
    )
}

fn trouble(trouble: &RowTrouble) -> String {
    match trouble {
        RowTrouble::Form(trouble) => words::trouble(trouble),
        RowTrouble::Unknown(known) if known.is_empty() => t!(import.unknown).to_owned(),
        RowTrouble::Unknown(known) => t!(import.unknown_of, known = known.join(", ")),
        RowTrouble::Event => t!(import.needs_event).to_owned(),
        RowTrouble::Several(addresses) => t!(import.several, addresses = addresses),
        RowTrouble::Again(line) => t!(import.again, line = *line),
        RowTrouble::AmbiguousDay => t!(import.ambiguous_day).to_owned(),
        RowTrouble::Cells(found, expected) => t!(import.cells, found = *found, expected = *expected),
    }
}

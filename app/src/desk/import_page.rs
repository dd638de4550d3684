//! `/admin/import`: a schedule, a programme file or a table, what it would change, and the button that imports exactly that.

use domain::content::Id;
use domain::desk::{Differing, What, WrongRow};
use domain::time::Zone;
use domain::validation::FieldError;
use leptos::prelude::*;

use super::frame;
use super::import_table::{TableChoice, choices, tables, wrong_rows};
use super::release_page::difference_line;
use crate::registration::fields::{Text, frame as framed, text};
use crate::registration::form::summary;
use crate::t;
use crate::ui::{TextArea, show};

/// Differences that are shown; of more only the number is.
const MOST: usize = 200;

/// The page of an import.
#[derive(Debug, Clone, Default)]
pub struct ImportView {
    /// What was typed into the field for the file's text.
    pub pasted: String,
    /// Zone of the file's times, as typed.
    pub zone: String,
    /// What is said of a table, as chosen.
    pub table: TableChoice,
    /// The events that can be chosen.
    pub events: Vec<(Id, String)>,
    /// Why nothing was read.
    pub refused: Option<Unreadable>,
    /// What was read, and what it would change.
    pub preview: Option<Preview>,
    /// What came of the last import.
    pub done: Option<ImportDone>,
}

/// Why nothing was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// Neither a file nor a text.
    Empty,
    /// More than so many MiB.
    TooLarge(usize),
    /// The file does not say its zone.
    NeedsZone,
    /// No such zone.
    NoSuchZone,
    /// A table does not say what its rows are.
    NeedsKind,
    /// A table does not say of which event its rows are.
    NeedsEvent,
    /// Not what can be read, with the line where that is known; the reader's own words.
    Wrong(String),
}

/// What came of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportDone {
    /// It is done, as that change.
    Imported(i64),
    /// Nothing was different.
    Same,
    /// Somebody changed something since it was shown.
    Outdated,
    /// Something in it has the address of another thing.
    Taken,
}

/// What an import would do.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Name of the file, if it has one.
    pub file_name: String,
    /// What was read, in the reader's words.
    pub subject: String,
    /// The file itself, in base64, so that exactly it is imported.
    pub draft: String,
    /// The address of the content that it would make.
    pub seen: String,
    /// What would be different.
    pub differences: Vec<Differing>,
    /// What was put right, left out, or should be known.
    pub report: Vec<(Part, Vec<Line>)>,
    /// Rows of a table that are not taken.
    pub wrong: Vec<WrongRow>,
}

/// A part of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What was put right.
    Repaired,
    /// What was not taken.
    LeftOut,
    /// What should be known.
    Notes,
}

/// A line of the report, in the reader's words.
#[derive(Debug, Clone)]
pub struct Line {
    /// What happened.
    pub what: String,
    /// How often.
    pub count: usize,
    /// The first of them: the line of the file, and the thing concerned.
    pub examples: Vec<(Option<u32>, String)>,
}

/// The page of an import.
#[component]
pub fn ImportPage() -> impl IntoView {
    show(crate::server::gathered(), page)
}

fn page(view: ImportView) -> AnyView {
    let head = frame::head(t!(import.title).to_owned(), "", "/admin/import".to_owned());
    let done = view.done.clone().map(|done| match done {
        ImportDone::Imported(number) => frame::done(t!(import.done).to_owned(), Some(number)),
        ImportDone::Same => frame::done(t!(import.same).to_owned(), None),
        ImportDone::Outdated => frame::refused(t!(import.outdated).to_owned()),
        ImportDone::Taken => frame::refused(t!(import.taken).to_owned()),
    });
    let body = match &view.preview {
        Some(shown) => preview(shown, &view),
        None => view! {
            <p class="lede">{t!(import.lede)}</p>
            {asking(&view)}
            {tables(&view.events)}
        }
        .into_any(),
    };
    view! { {head} {done} {body} }.into_any()
}

fn errors(refused: Option<&Unreadable>) -> Vec<FieldError> {
    let error = refused.map(|refused| match refused {
        Unreadable::Empty => FieldError::new("file", t!(import.empty)),
        Unreadable::TooLarge(most) => FieldError::new("file", t!(import.too_large, most = *most)),
        Unreadable::NeedsZone => FieldError::new("zone", t!(import.needs_zone)),
        Unreadable::NoSuchZone => FieldError::new("zone", t!(desk_trouble.no_such_zone)),
        Unreadable::NeedsKind => FieldError::new("kind", t!(import.needs_kind)),
        Unreadable::NeedsEvent => FieldError::new("event", t!(import.needs_event)),
        Unreadable::Wrong(why) => FieldError::new("file", t!(import.unreadable, why = why)),
    });
    error.into_iter().collect()
}

/// The form that asks for a file.
fn asking(view: &ImportView) -> AnyView {
    let errors = errors(view.refused.as_ref());
    let mut file = framed(&errors, "file", t!(import.file));
    file.hint = t!(import.file_hint).to_owned();
    file.optional = true;
    let (id, described, invalid) = (file.id(), file.described(), file.invalid());
    let chooser = view! {
        <input
            id=id
            name="file"
            type="file"
            accept=".xml,.json,.toml,.csv,.tsv,.txt,text/xml,application/xml,application/json,text/csv"
            aria-invalid=invalid
            aria-describedby=described
        />
    };
    let mut pasted = framed(&errors, "text", t!(import.text));
    pasted.optional = true;
    let (id, described) = (pasted.id(), pasted.described());
    let area = view! {
        <TextArea id=id name="text".to_owned() value=view.pasted.clone() required=false invalid=false described=described />
    };
    let zone = Text {
        name: "zone",
        label: t!(import.zone),
        hint: t!(import.zone_hint),
        kind: "text",
        autocomplete: "off",
        optional: true,
    };
    view! {
        {summary(errors.clone())}
        <form class="form" method="post" action="/admin/import" enctype="multipart/form-data" novalidate=true>
            {file.around(chooser.into_any())}
            {pasted.around(area.into_any())}
            {text(&errors, zone, view.zone.clone())}
            {choices(&errors, &view.table, &view.events)}
            <div class="form__actions">
                <button class="button button--primary" type="submit">{t!(import.look)}</button>
            </div>
        </form>
    }
    .into_any()
}

/// What would change, what the reader has to say, and the button.
fn preview(view: &Preview, asked: &ImportView) -> AnyView {
    let count = |wanted: fn(&What) -> bool| view.differences.iter().filter(|one| wanted(&one.what)).count();
    let added = count(|what| *what == What::Added);
    let removed = count(|what| *what == What::Removed);
    let changed = view.differences.len() - added - removed;
    let lines = view.differences.iter().take(MOST).map(|one| difference_line(one, false, None)).collect_view();
    let more = view.differences.len().saturating_sub(MOST);
    let is_same = view.differences.is_empty();
    let what = &view.subject;
    let read = if view.file_name.is_empty() {
        t!(import.read_pasted, what = what)
    } else {
        t!(import.read, name = &view.file_name, what = what)
    };
    view! {
        <p class="lede">{read}</p>
        {is_same.then(|| view! { <div class="empty"><p>{t!(import.same)}</p></div> })}
        {(!is_same).then(|| view! {
            <section class="section" aria-labelledby="changes">
                <h2 class="section__title" id="changes">{t!(import.would_change)}</h2>
                <p>{t!(import.counts, added = added, changed = changed, removed = removed)}</p>
                <ul class="desk-changes">{lines}</ul>
                {(more > 0).then(|| view! { <p>{t!(desk.and_more, count = more)}</p> })}
            </section>
        })}
        {wrong_rows(&view.wrong)}
        {report(&view.report)}
        {(!is_same).then(|| view! {
            <form class="form" method="post" action="/admin/import" enctype="multipart/form-data">
                <input type="hidden" name="draft" value=view.draft.clone() />
                <input type="hidden" name="name" value=view.file_name.clone() />
                <input type="hidden" name="zone" value=asked.zone.clone() />
                <input type="hidden" name="kind" value=asked.table.kind.clone() />
                <input type="hidden" name="event" value=asked.table.event.clone() />
                <input type="hidden" name="seen" value=view.seen.clone() />
                <div class="form__actions">
                    <button class="button button--primary" type="submit">{t!(import.act)}</button>
                </div>
            </form>
        })}
        {again(asked)}
    }
    .into_any()
}

/// The way back: what was pasted is there to be mended, and what was said of a table need not be said twice.
fn again(asked: &ImportView) -> AnyView {
    if asked.pasted.is_empty() {
        let href = format!("/admin/import?kind={}&event={}", asked.table.kind, asked.table.event);
        return view! { <p><a href=href>{t!(import.another)}</a></p> }.into_any();
    }
    view! {
        <section class="section" aria-labelledby="pasted">
            <h2 class="section__title" id="pasted">{t!(import.pasted)}</h2>
            {asking(asked)}
        </section>
    }
    .into_any()
}

fn report(parts: &[(Part, Vec<Line>)]) -> AnyView {
    let parts = parts.iter().filter(|(_, lines)| !lines.is_empty()).map(|(part, lines)| {
        let heading = match part {
            Part::Repaired => t!(import.repaired),
            Part::LeftOut => t!(import.left_out),
            Part::Notes => t!(import.notes),
        };
        let lines = lines.iter().map(line).collect_view();
        view! { <section class="section"><h2 class="section__title">{heading}</h2><ul class="desk-findings">{lines}</ul></section> }
    });
    parts.collect_view().into_any()
}

fn line(line: &Line) -> AnyView {
    let examples = line.examples.iter().map(|(number, text)| {
        let number = number.map(|number| t!(import.line, number = number));
        view! { <li>{number} " " {text.clone()}</li> }
    });
    let examples = examples.collect_view();
    let has_examples = !line.examples.is_empty();
    view! {
        <li>
            <span>{line.what.clone()}</span>
            " "
            <span class="desk-count">{line.count}</span>
            {has_examples.then(|| view! {
                <details class="review">
                    <summary>{t!(import.examples)}</summary>
                    <ul>{examples}</ul>
                </details>
            })}
        </li>
    }
    .into_any()
}

/// Whether a text is the name of a zone, or empty where none is needed.
pub fn zone_of(typed: &str) -> Result<Option<Zone>, Unreadable> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    Zone::named(typed).map(Some).map_err(|_| Unreadable::NoSuchZone)
}

//! `/admin/changes`: what was done at the desk, newest first, to be undone.

use domain::content::{Content, Id, Visibility};
use domain::desk::{FieldChange, Input, Kind, Put, Step, Thing, Typed, changes, undo_from};
use domain::staff::Role;
use domain::time::{Instant, Local};
use leptos::prelude::*;
use store::{Act, Edit};

use super::navigation::can_edit;
use super::set_changes::{self, SetRow, gather_set};
use super::text_changes::{self, TextRow, gather_texts};
use super::{frame, words};
use crate::admin::{local, moment};
use crate::error::PageError;
use crate::server::{AppState, gathered, store_failed};
use crate::t;
use crate::ui::show;

/// Changes on one page.
const PAGE: u32 = 50;
/// Most characters of a value that is shown.
const SHOWN: usize = 160;

/// A page of changes.
#[derive(Debug, Clone)]
pub struct ChangesView {
    /// Newest first.
    pub rows: Vec<ChangeLine>,
    /// Where the next page begins; `None` on the last one.
    pub older: Option<i64>,
    /// Whether this is the first page.
    pub is_newest: bool,
    /// Why a change was not undone.
    pub refused: Option<Refused>,
    /// The change by which another was undone just now.
    pub undone: Option<i64>,
    /// Whether a setting was set back just now.
    pub is_set_back: bool,
}

/// A line of the list.
#[derive(Debug, Clone)]
pub enum ChangeLine {
    /// Something was done at the desk.
    Edit(ChangeRow),
    /// Something was set, or a letter was given other words.
    Set(SetRow),
    /// Captions, chapters or the times of slides were changed.
    Text(TextRow),
}

/// Why a change was not undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// These were changed since.
    Changed(Vec<String>),
    /// Nothing is left.
    Nothing,
    /// It was undone.
    Already,
    /// It is too long ago.
    TooOld,
    /// Only administrators set it.
    NotYours,
    /// It was set again since.
    SetSince,
    /// The text was changed again since.
    TextSince,
}

/// A change in a list.
#[derive(Debug, Clone)]
pub struct ChangeRow {
    /// Its number.
    pub number: i64,
    /// What was done.
    pub act: Act,
    /// To what sort of thing.
    pub kind: Kind,
    /// To which.
    pub thing: Id,
    /// By what it was known.
    pub title: String,
    /// Who.
    pub by: String,
    /// When.
    pub at: Local,
    /// The change that it took back, and by which it was taken back.
    pub undoes: Option<i64>,
    /// By which it was taken back.
    pub undone_by: Option<i64>,
    /// Whether it can be undone.
    pub can_be_undone: bool,
    /// The fields that differ.
    pub fields: Vec<FieldChange>,
    /// How many other things changed with it.
    pub others: usize,
    /// Whether the thing is there.
    pub is_there: bool,
}

/// A page of changes; those before a number, where one is given. Whoever does not edit is told nothing of materials for those who
/// work here, and nobody of settings that are not theirs to change. These stand among the others by their time: a page has those that
/// were made since the oldest of its edits.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_changes(state: &AppState, before: Option<i64>, role: Role) -> Result<ChangesView, PageError> {
    let failed = |error| store_failed(&error);
    let content = state.store().working_copy().await.map_err(failed)?;
    let mut edits = state.store().edits(PAGE + 1, before, None).await.map_err(failed)?;
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let has_more = edits.len() > most;
    edits.truncate(most);
    let oldest = edits.last().filter(|_| has_more);
    let older = oldest.map(|edit| edit.number);
    let from = oldest.map_or(Instant::from_milliseconds(i64::MIN), |edit| edit.at);
    let until = match before {
        Some(number) => state.store().edit_number(number).await.map_err(failed)?.map(|edit| edit.at),
        None => None,
    };
    let until = until.unwrap_or(Instant::from_milliseconds(i64::MAX));
    edits.retain(|edit| role.covers(Role::Editor) || !is_for_staff(&content, edit.kind, edit.thing));
    let times: Vec<Instant> = edits.iter().map(|edit| edit.at).collect();
    let edits = times.into_iter().zip(change_rows(state, &content, edits).into_iter().map(ChangeLine::Edit));
    let set = gather_set(state, (from, until), role).await?;
    let mut rows: Vec<(Instant, ChangeLine)> = edits.collect();
    rows.extend(set.into_iter().map(|(at, row)| (at, ChangeLine::Set(row))));
    if role.covers(Role::Editor) {
        let texts = gather_texts(state, (from, until)).await?;
        rows.extend(texts.into_iter().map(|(at, row)| (at, ChangeLine::Text(row))));
    }
    // Stable: what was done at once stays in its own order.
    rows.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    Ok(ChangesView {
        older,
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        is_newest: before.is_none(),
        refused: None,
        undone: None,
        is_set_back: false,
    })
}

/// Whether a thing is for those who work here alone.
pub(super) fn is_for_staff(content: &Content, kind: Kind, thing: Id) -> bool {
    let mut materials = content.materials.iter().filter(|material| material.visibility == Visibility::Staff);
    kind == Kind::Material && materials.any(|material| material.id == thing)
}

/// Changes as they are shown.
pub(super) fn change_rows(state: &AppState, content: &Content, edits: Vec<Edit>) -> Vec<ChangeRow> {
    let earliest = undo_from(state.real_now());
    edits.into_iter().map(|edit| change_row(state, content, edit, earliest)).collect()
}

fn change_row(state: &AppState, content: &Content, edit: Edit, earliest: Instant) -> ChangeRow {
    let steps = edit.steps.unwrap_or_default();
    let put = |step: &Step| match step {
        Step::Put(put) => put.thing().is_some_and(|thing| (thing.kind(), thing.id()) == (edit.kind, edit.thing)),
        Step::Swap { .. } => false,
    };
    let fields = steps.iter().find(|step| put(step)).map(|step| fields(content, step)).unwrap_or_default();
    ChangeRow {
        can_be_undone: !steps.is_empty() && edit.undone_by.is_none() && edit.at >= earliest,
        others: steps.len().saturating_sub(1),
        is_there: Thing::find(content, edit.kind, edit.thing).is_some(),
        number: edit.number,
        act: edit.act,
        kind: edit.kind,
        thing: edit.thing,
        title: edit.title,
        by: edit.by_name,
        at: local(state, edit.at),
        undoes: edit.undoes,
        undone_by: edit.undone_by,
        fields,
    }
}

fn fields(content: &Content, step: &Step) -> Vec<FieldChange> {
    let Step::Put(put) = step else { return Vec::new() };
    let Put { before: Some(before), after: Some(after), .. } = &**put else { return Vec::new() };
    changes(content, content, before, after)
}

/// The page of changes.
#[component]
pub fn ChangesPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: ChangesView) -> AnyView {
    let is_empty = view.rows.is_empty();
    let line = |line| match line {
        ChangeLine::Edit(edit) => row(edit),
        ChangeLine::Set(set) => set_changes::row(set),
        ChangeLine::Text(text) => text_changes::row(text),
    };
    let rows = view.rows.into_iter().map(line).collect_view();
    let older = view.older.map(|older| {
        view! { <a class="button button--secondary" href=format!("/admin/changes?before={older}")>{t!(desk.older)}</a> }
    });
    let newest = (!view.is_newest).then(|| {
        view! { <a class="button button--secondary" href="/admin/changes">{t!(desk.newest)}</a> }
    });
    view! {
        {frame::head(t!(desk.changes_title).to_owned(), "", "/admin/changes".to_owned())}
        {view.undone.map(|number| frame::done(t!(desk.undone).to_owned(), Some(number)))}
        {view.is_set_back.then(|| frame::done(t!(set.set_back).to_owned(), None))}
        {view.refused.map(refused)}
        {can_edit().then(|| view! { <p class="lede">{t!(desk.changes_lede)}</p> })}
        {is_empty.then(|| view! { <div class="empty"><p>{t!(desk.no_changes)}</p></div> })}
        <ol class="desk-changes">{rows}</ol>
        <div class="form__actions">{newest}{older}</div>
    }
    .into_any()
}

fn refused(why: Refused) -> AnyView {
    frame::refused(match why {
        Refused::Changed(titles) => t!(desk.cannot_undo, titles = titles.join(", ")),
        Refused::Nothing => t!(desk.nothing_to_undo).to_owned(),
        Refused::Already => t!(desk.undone_already).to_owned(),
        Refused::TooOld => t!(desk.too_old).to_owned(),
        Refused::NotYours => t!(set.not_yours).to_owned(),
        Refused::SetSince => t!(set.set_since).to_owned(),
        Refused::TextSince => t!(timed_text.changed_since).to_owned(),
    })
}

/// "Changed: Webinar 1".
pub(super) fn act(act: Act) -> &'static str {
    match act {
        Act::Added => t!(desk.act_added),
        Act::Changed => t!(desk.act_changed),
        Act::Removed => t!(desk.act_removed),
        Act::Moved => t!(desk.act_moved),
        Act::Undone => t!(desk.act_undone),
    }
}

/// A change with what it did and a button that takes it back.
pub(super) fn row(row: ChangeRow) -> AnyView {
    let what = format!("{}: {}", act(row.act), row.title);
    let can_edit = can_edit();
    let undo = (row.can_be_undone && can_edit).then(|| {
        let words = t!(desk.undo_of, what = &what);
        view! {
            <form method="post" action=format!("/admin/changes/{}/undo", row.number)>
                <button class="button button--secondary button--small" type="submit">
                    <span aria-hidden="true">{t!(desk.undo)}</span>
                    <span class="visually-hidden">{words}</span>
                </button>
            </form>
        }
    });
    let title = if row.is_there && can_edit {
        let path = format!("/admin/content/{}/{}", row.kind.name(), row.thing);
        view! { <a href=path>{row.title.clone()}</a> }.into_any()
    } else {
        view! { <span>{row.title.clone()}</span> }.into_any()
    };
    let fields = (!row.fields.is_empty()).then(|| {
        let count = t!(desk.count_fields, count = row.fields.len());
        let lines = changed_fields(row.kind, &row.fields);
        view! { <details class="review"><summary>{count}</summary>{lines}</details> }
    });
    let others =
        (row.others > 0).then(|| view! { <p class="desk-change__meta">{t!(desk.and_more, count = row.others)}</p> });
    // Who did it is the desk's own business.
    let when = if can_edit { t!(desk.change_by, name = &row.by, moment = moment(&row.at)) } else { moment(&row.at) };
    let undone = row.undone_by.map(|number| t!(desk.undone_by, number = number));
    let undoes = row.undoes.map(|number| t!(desk.undid, number = number));
    let class = if row.undone_by.is_some() { "desk-change desk-change--undone" } else { "desk-change" };
    view! {
        <li class=class id=format!("change-{}", row.number)>
            <div class="desk-change__head">
                <p class="desk-change__what">
                    <span class="desk-change__number">{row.number}</span>
                    {act(row.act)} " " {title}
                    <span class="desk-change__kind">{words::one(row.kind)}</span>
                </p>
                {undo}
            </div>
            <p class="desk-change__meta">{when}</p>
            {[undone, undoes].into_iter().flatten().map(|words| view! { <p class="desk-change__meta">{words}</p> }).collect_view()}
            {others}
            {fields}
        </li>
    }
    .into_any()
}

/// Fields that differ, before and after.
pub(super) fn changed_fields(kind: Kind, fields: &[FieldChange]) -> AnyView {
    let lines = fields.iter().map(|change| {
        let before = line(kind, change.field, &change.input, &change.before);
        let after = line(kind, change.field, &change.input, &change.after);
        view! {
            <div class="desk-diff__field">
                <dt>{words::field(change.field)}</dt>
                <dd><del><span class="visually-hidden">{t!(desk.before)}": "</span>{before}</del></dd>
                <dd><ins><span class="visually-hidden">{t!(desk.after)}": "</span>{after}</ins></dd>
            </div>
        }
    });
    view! { <dl class="desk-diff">{lines.collect_view()}</dl> }.into_any()
}

/// A value in a line.
pub(super) fn line(kind: Kind, field: &str, input: &Input, value: &Typed) -> String {
    let text = match (input, value) {
        (Input::Flag, typed) => if typed.one() == "yes" { t!(desk.yes) } else { t!(desk.no) }.to_owned(),
        (Input::Choice(_), typed) => words::value(kind, field, typed.one()).to_owned(),
        (Input::One(things), typed) => {
            let found = things.iter().find(|(id, _)| id.to_string() == typed.one());
            found.map(|(_, title)| title.clone()).unwrap_or_default()
        }
        (_, Typed::One(text)) => text.clone(),
        (_, Typed::Many(values)) => t!(count.topics, count = values.len()),
        (Input::Rows(columns), Typed::Rows(rows)) => {
            let row = |row: &Vec<String>| {
                let cells = row.iter().zip(columns).filter(|(cell, _)| !cell.is_empty()).map(|(cell, column)| {
                    match column.input {
                        Input::Choice(_) => words::value(kind, &format!("{field}.{}", column.name), cell).to_owned(),
                        _ => cell.clone(),
                    }
                });
                cells.collect::<Vec<_>>().join(" · ")
            };
            rows.iter().map(row).collect::<Vec<_>>().join("; ")
        }
        (_, Typed::Rows(_)) => String::new(),
    };
    if text.is_empty() {
        return t!(desk.empty_value).to_owned();
    }
    short(text)
}

/// The beginning of a text that is too long to be shown.
pub(super) fn short(text: String) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

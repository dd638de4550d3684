//! Changes of captions, chapters and the times of slides, as they stand among the others.

use domain::desk::undo_from;
use domain::time::{Instant, Local};
use domain::timed_text::{TrackKind, difference};
use leptos::prelude::*;
use store::{Act, TimedTextEdit};

use super::changes_page::{act, short};
use super::set_changes::difference as differs;
use super::timed_text::{kind_words, status_words, text_path};
use crate::admin::{local, moment};
use crate::error::PageError;
use crate::library::language_name;
use crate::server::{AppState, store_failed};
use crate::t;

/// Most changes on one page of changes.
const MOST: u32 = 100;

/// A change of a timed text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextRow {
    /// What was done.
    pub edit: TimedTextEdit,
    /// When.
    pub at: Local,
    /// Whether it can be taken back.
    pub can_be_undone: bool,
}

/// The changes of timed texts in a time.
pub(super) async fn gather_texts(
    state: &AppState,
    (from, until): (Instant, Instant),
) -> Result<Vec<(Instant, TextRow)>, PageError> {
    let earliest = undo_from(state.real_now());
    let edits = state.store().timed_text_changes_between(from, until, MOST).await;
    let edits = edits.map_err(|error| store_failed(&error))?.into_iter();
    Ok(edits
        .map(|edit| {
            // The file is gone for good, and what was said in it with it.
            let can_be_undone = edit.stands && edit.file.is_some() && edit.at >= earliest;
            (edit.at, TextRow { at: local(state, edit.at), can_be_undone, edit })
        })
        .collect())
}

/// A change with what it did and a button that takes it back.
pub(super) fn row(row: TextRow) -> AnyView {
    let TextRow { edit, at, can_be_undone } = row;
    let done = match (&edit.before, &edit.after) {
        (None, _) => Act::Added,
        (_, None) => Act::Removed,
        _ => Act::Changed,
    };
    let name = match edit.kind {
        TrackKind::Slides => kind_words(edit.kind).to_owned(),
        kind => format!("{}, {}", kind_words(kind), language_name(&edit.language)),
    };
    let what = format!("{}: {name}", act(done));
    let title = if edit.file.is_some() && edit.after.is_some() {
        view! { <a href=text_path(edit.media.as_str(), edit.kind, &edit.language)>{name}</a> }.into_any()
    } else {
        view! { <span>{name}</span> }.into_any()
    };
    let undo = can_be_undone.then(|| {
        view! {
            <form method="post" action=format!("/admin/changes/texts/{}/undo", edit.number)>
                <button class="button button--secondary button--small" type="submit">
                    <span aria-hidden="true">{t!(desk.undo)}</span>
                    <span class="visually-hidden">{t!(desk.undo_of, what = &what)}</span>
                </button>
            </form>
        }
    });
    let when = t!(desk.change_by, name = &edit.by, moment = moment(&at));
    view! {
        <li class="desk-change" id=format!("text-{}", edit.number)>
            <div class="desk-change__head">
                <p class="desk-change__what">
                    {act(done)} " " {title} <span class="desk-change__kind">{edit.file.clone()}</span>
                </p>
                {undo}
            </div>
            <p class="desk-change__meta">{when}</p>
            {lines(&edit)}
        </li>
    }
    .into_any()
}

/// How far it had come and what it said, as far as it differs.
fn lines(edit: &TimedTextEdit) -> Option<AnyView> {
    let ((status, before), (status_after, after)) = edit.before.as_ref().zip(edit.after.as_ref())?;
    let statuses = (status != status_after).then(|| {
        let [status, status_after] = [status, status_after].map(|status| status_words(*status).to_owned());
        differs(t!(timed_text.status), status, status_after)
    });
    let texts = (before != after).then(|| {
        let (gone, come) = difference(before, after);
        let [gone, come] = [gone, come].map(|lines| short(lines.join(" ")));
        differs(t!(timed_text.body), gone, come)
    });
    Some(
        view! {
            <details class="review">
                <summary>{t!(set.what)}</summary>
                <dl class="desk-diff">{statuses}{texts}</dl>
            </details>
        }
        .into_any(),
    )
}

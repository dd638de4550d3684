//! Changes of settings and of letters' words, as they stand among the others.

use domain::desk::undo_from;
use domain::mail::{LetterKind, LetterWords};
use domain::settings::Setting;
use domain::staff::Role;
use domain::time::{Instant, Local};
use leptos::prelude::*;
use store::{SettingEdit, WordsEdit};

use super::changes_page::short;
use crate::admin::{local, moment, setting_name, setting_path, setting_value, words_path};
use crate::error::PageError;
use crate::language::Label;
use crate::server::{AppState, store_failed};
use crate::t;

/// Most changes of each sort on one page of changes; so many in the time of fifty others is no site's habit.
const MOST: u32 = 500;

/// What was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetWhat {
    /// A setting: the value before and after.
    Setting(Setting, Option<String>, Option<String>),
    /// The words of a letter before and after.
    Words(LetterKind, Option<LetterWords>, Option<LetterWords>),
}

/// A change of a setting, or of a letter's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetRow {
    /// Its number among changes of its sort.
    pub number: i64,
    /// What.
    pub what: SetWhat,
    /// Who.
    pub by: String,
    /// When.
    pub at: Local,
    /// Whether it can be set back.
    pub can_be_undone: bool,
}

/// Whether somebody with that role changes that setting.
pub fn sets(role: Role, setting: Setting) -> bool {
    role.covers(if setting == Setting::Glossary { Role::Editor } else { Role::Administrator })
}

/// Whether a setting can be set back from the list of changes. How long things are kept is not: what would go by it is to be seen
/// before.
pub fn is_set_back_here(setting: Setting) -> bool {
    setting != Setting::Retention
}

/// The changes of settings and letters' words in a time that somebody with that role may know of.
pub(super) async fn gather_set(
    state: &AppState,
    (from, until): (Instant, Instant),
    role: Role,
) -> Result<Vec<(Instant, SetRow)>, PageError> {
    let earliest = undo_from(state.real_now());
    let mut rows = Vec::new();
    if role.covers(Role::Editor) {
        let edits = state.store().settings_between(from, until, MOST).await.map_err(|error| store_failed(&error))?;
        let known = edits.into_iter().filter(|edit| sets(role, edit.setting));
        rows.extend(known.map(|SettingEdit { setting, change, before, stands, .. }| {
            let can_be_undone = stands && change.at >= earliest && is_set_back_here(setting);
            let what = SetWhat::Setting(setting, before, change.value);
            (
                change.at,
                SetRow { number: change.number, what, by: change.by, at: local(state, change.at), can_be_undone },
            )
        }));
    }
    if role.covers(Role::Registrar) {
        let edits =
            state.store().letter_words_between(from, until, MOST).await.map_err(|error| store_failed(&error))?;
        rows.extend(edits.into_iter().map(|WordsEdit { kind, change, before, stands }| {
            let may_change = !kind.is_about_signing_in() || role.covers(Role::Administrator);
            let can_be_undone = stands && change.at >= earliest && may_change;
            let what = SetWhat::Words(kind, before, change.words);
            (
                change.at,
                SetRow { number: change.number, what, by: change.by, at: local(state, change.at), can_be_undone },
            )
        }));
    }
    Ok(rows)
}

/// A change with what it did and a button that sets it back.
pub(super) fn row(row: SetRow) -> AnyView {
    let number = row.number.to_string();
    let (id, name, path, sort) = match &row.what {
        SetWhat::Setting(setting, ..) => {
            (format!("setting-{number}"), setting_name(*setting), setting_path(*setting).to_owned(), t!(set.setting))
        }
        SetWhat::Words(kind, ..) => (format!("words-{number}"), kind.label(), words_path(*kind), t!(set.letter)),
    };
    let what = format!("{}: {name}", t!(desk.act_changed));
    let undo = row.can_be_undone.then(|| {
        let (action, base) = match &row.what {
            SetWhat::Setting(..) => (format!("/admin/changes/settings/{number}/undo"), None),
            SetWhat::Words(kind, ..) => (format!("{}/undo", words_path(*kind)), Some(number.clone())),
        };
        let base = base.map(|base| view! { <input type="hidden" name="base" value=base /> });
        view! {
            <form method="post" action=action>
                {base}
                <button class="button button--secondary button--small" type="submit">
                    <span aria-hidden="true">{t!(desk.undo)}</span>
                    <span class="visually-hidden">{t!(desk.undo_of, what = &what)}</span>
                </button>
            </form>
        }
    });
    let lines = match &row.what {
        SetWhat::Setting(setting, before, after) => {
            let [before, after] = [before, after].map(|value| short(setting_value(*setting, value.as_deref())));
            difference(name, before, after).into_any()
        }
        SetWhat::Words(_, before, after) => {
            let part = |of: fn(&LetterWords) -> &String| {
                [before, after].map(|words| {
                    let own = || t!(set.own_words).to_owned();
                    words.as_ref().map_or_else(own, |words| short(of(words).clone()))
                })
            };
            let ([subject, subject_after], [text, text_after]) =
                (part(|words| &words.subject), part(|words| &words.text));
            let subject =
                (subject != subject_after).then(|| difference(t!(letter_words.subject), subject, subject_after));
            let text = (text != text_after).then(|| difference(t!(letter_words.text), text, text_after));
            view! { {subject}{text} }.into_any()
        }
    };
    let when = t!(desk.change_by, name = &row.by, moment = moment(&row.at));
    view! {
        <li class="desk-change" id=id>
            <div class="desk-change__head">
                <p class="desk-change__what">
                    {t!(desk.act_changed)} " " <a href=path>{name}</a>
                    <span class="desk-change__kind">{sort}</span>
                </p>
                {undo}
            </div>
            <p class="desk-change__meta">{when}</p>
            <details class="review">
                <summary>{t!(set.what)}</summary>
                <dl class="desk-diff">{lines}</dl>
            </details>
        </li>
    }
    .into_any()
}

/// A value before and after.
pub(super) fn difference(name: &'static str, before: String, after: String) -> impl IntoView {
    view! {
        <div class="desk-diff__field">
            <dt>{name}</dt>
            <dd><del><span class="visually-hidden">{t!(desk.before)}": "</span>{before}</del></dd>
            <dd><ins><span class="visually-hidden">{t!(desk.after)}": "</span>{after}</ins></dd>
        </div>
    }
}

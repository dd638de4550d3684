//! One thing's form.

use domain::content::{Content, Id, Topic};
use domain::desk::{Around, Base, Conflict, Differing, Field, Form, Input, Kind, Thing, Wrong, base, bind, changes};
use domain::media::MediaState;
use domain::time::Zone;
use domain::validation::FieldError;
use leptos::prelude::*;
use store::Media;

use super::changes_page::{ChangeRow, change_rows, changed_fields, line};
use super::controls::{Beside, control};
use super::edit_bar::preview_button;
use super::release_page::alone_path;
use super::timed_text::tracks_path;
use super::trial_page::trial_path;
use super::{frame, words};
use crate::error::PageError;
use crate::registration::form::summary;
use crate::server::{AppState, gathered, store_failed};
use crate::t;
use crate::ui::show;

/// Files among which a form lets one choose: the newest.
const FILES: u32 = 200;
/// Changes of one thing that are shown beside it.
const HISTORY: u32 = 10;

/// What came of the last act, or why nothing did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// It was saved, as that change.
    Saved(i64),
    /// It was added, as that change.
    Added(i64),
    /// Nothing was different.
    Same,
    /// A change was taken back, by that one.
    Undone(i64),
    /// Somebody removed it meanwhile.
    Gone,
    /// Another thing has its address.
    Taken,
    /// People have registered for it.
    HasRegistrations,
}

/// A form.
#[derive(Debug, Clone)]
pub struct FormView {
    /// Kind of the thing.
    pub kind: Kind,
    /// Its identity.
    pub id: Id,
    /// By what it is known.
    pub title: String,
    /// Whether it is to be added.
    pub is_new: bool,
    /// The event it belongs to: what is removed meanwhile can be added to it again.
    pub event: Option<Id>,
    /// Its fields.
    pub fields: Vec<Field>,
    /// What the form showed when it was opened, as JSON: what others change meanwhile is told by it.
    pub base: String,
    /// What is to be mended.
    pub wrong: Vec<Wrong>,
    /// Fields that somebody else changed too.
    pub conflicts: Vec<Conflict>,
    /// Whether its fields show what was typed and is not saved.
    pub is_typed: bool,
    /// What came of the last act.
    pub notice: Option<Notice>,
    /// All topics.
    pub topics: Vec<Topic>,
    /// Names of people, where the form asks for some.
    pub people: Vec<String>,
    /// Keys and names of the files there are, where the form asks for one.
    pub files: Vec<(String, String)>,
    /// Keys and names of the pictures there are, where the form asks for one.
    pub pictures: Vec<(String, String)>,
    /// Languages that are offered.
    pub languages: Vec<String>,
    /// Whether it was released.
    pub is_released: bool,
    /// Its page on the site, if visitors see it there.
    pub path: Option<String>,
    /// Its page in the working copy, if it has one.
    pub preview: Option<String>,
    /// What differs from the last release.
    pub unreleased: Option<Differing>,
    /// What was done to it, newest first.
    pub history: Vec<ChangeRow>,
    /// What belongs to it and has forms of its own: of an event its sessions, tracks and rooms.
    pub parts: Vec<(Kind, String, usize)>,
}

impl FormView {
    /// The form of a thing as it is.
    pub fn of(content: &Content, thing: &Thing) -> Self {
        let mut form = Form::shown(Around { content });
        bind(&mut thing.clone(), &mut form);
        let (fields, _) = form.finish();
        let asks_people = fields.iter().any(|field| matches!(field.name, "roles" | "authors"));
        let people = if asks_people { content.people.iter().map(|one| one.name.clone()).collect() } else { Vec::new() };
        Self {
            kind: thing.kind(),
            id: thing.id(),
            title: thing.title().to_owned(),
            is_new: false,
            event: thing.event(),
            base: json(&base(&fields)),
            fields,
            wrong: Vec::new(),
            conflicts: Vec::new(),
            is_typed: false,
            notice: None,
            topics: content.topics.clone(),
            people,
            files: Vec::new(),
            pictures: Vec::new(),
            languages: Vec::new(),
            is_released: false,
            path: None,
            preview: None,
            unreleased: None,
            history: Vec::new(),
            parts: parts(content, thing),
        }
    }
}

fn json(base: &Base) -> String {
    serde_json::to_string(base).unwrap_or_default()
}

fn parts(content: &Content, thing: &Thing) -> Vec<(Kind, String, usize)> {
    let Thing::Event(event) = thing else { return Vec::new() };
    let count = |kind: Kind| match kind {
        Kind::Session => content.sessions.iter().filter(|one| one.event == event.id).count(),
        Kind::Track => content.tracks.iter().filter(|one| one.event == event.id).count(),
        _ => content.rooms.iter().filter(|one| one.event == event.id).count(),
    };
    let kinds = [Kind::Session, Kind::Track, Kind::Room];
    kinds.map(|kind| (kind, format!("{}?event={}", frame::list_path(kind), event.id), count(kind))).to_vec()
}

/// The page of a thing on the site.
fn public_path(thing: &Thing) -> Option<String> {
    Some(match thing {
        Thing::Programme(_) => "/".to_owned(),
        Thing::Event(event) => format!("/events/{}", event.slug),
        Thing::Session(session) => format!("/sessions/{}", session.slug),
        Thing::Person(person) => format!("/people/{}", person.slug),
        Thing::Topic(topic) => format!("/topics/{}", topic.slug),
        Thing::Material(material) => format!("/library/{}", material.slug),
        Thing::Organisation(_) => "/supporters".to_owned(),
        Thing::Page(page) => format!("/{}", page.slug),
        Thing::Track(_) | Thing::Room(_) => return None,
    })
}

/// What stands beside the fields of a form: the thing on the site, its history.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_form(state: &AppState, content: &Content, mut view: FormView) -> Result<FormView, PageError> {
    let release = state.released();
    let released = Thing::find(&release, view.kind, view.id);
    view.is_released = released.is_some();
    // Some of what is released visitors do not see.
    view.path = Thing::find(&state.published().content, view.kind, view.id).as_ref().and_then(public_path);
    view.preview = Thing::find(content, view.kind, view.id).as_ref().and_then(public_path);
    if let (Some(old), Some(new)) = (&released, Thing::find(content, view.kind, view.id))
        && *old != new
    {
        let fields = changes(&release, content, old, &new);
        let what = domain::desk::What::Changed(fields);
        view.unreleased = Some(Differing { kind: view.kind, id: view.id, title: view.title.clone(), what });
    }
    if view.fields.iter().any(|field| matches!(field.input, Input::Media | Input::Picture)) {
        let files = state.store().list_media("", FILES).await.map_err(|error| store_failed(&error))?;
        let ready = || files.iter().filter(|file| file.state == MediaState::Ready);
        let named = |file: &Media| (file.key.clone(), file.name.clone());
        view.files = ready().map(named).collect();
        view.pictures = ready().filter(|file| file.file_type.is_picture()).map(named).collect();
    }
    if view.fields.iter().any(|field| matches!(field.input, Input::Language)) {
        view.languages = offered_languages(state.languages().tags(), content);
    }
    if !view.is_new {
        let edits = state.store().edits(HISTORY, None, Some((view.kind, view.id))).await;
        view.history = change_rows(state, content, edits.map_err(|error| store_failed(&error))?);
    }
    Ok(view)
}

/// The languages that were set, and behind them others that there are.
fn offered_languages(set: &[String], content: &Content) -> Vec<String> {
    let events = content.events.iter().map(|event| &event.language);
    let used = events.chain(content.materials.iter().map(|material| &material.language));
    let mut offered = set.to_vec();
    for tag in used {
        if !offered.contains(tag) {
            offered.push(tag.clone());
        }
    }
    offered
}

/// The page of a thing's form.
#[component]
pub fn FormPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: FormView) -> AnyView {
    let path = if view.is_new {
        format!("/admin/content/{}/new", view.kind.name())
    } else {
        format!("/admin/content/{}/{}", view.kind.name(), view.id)
    };
    let title = if view.is_new { t!(desk.new_of, kind = words::one(view.kind)) } else { view.title.clone() };
    let errors = errors(&view.wrong);
    let (eyebrow, back) = (words::kind(view.kind), frame::list_path(view.kind));
    let see = view.path.clone().map(|path| view! { <a href=path>{t!(desk.see_on_site)}</a> });
    let is_released = see.is_some();
    let preview = view.preview.clone().map(|path| preview_button("draft", path, t!(desk.preview), "button--quiet"));
    view! {
        {frame::head(title, eyebrow, path)}
        {view.notice.clone().map(notice)}
        {(!view.conflicts.is_empty()).then(|| frame::refused(t!(desk.conflict).to_owned()))}
        {summary(errors.clone())}
        <p class="desk-links">
            {(view.kind != Kind::Programme).then(|| view! { <a href=back>{eyebrow}</a> })}
            {see}
            {captions(&view.fields)}
            {preview}
            {(view.kind == Kind::Event && !view.is_new).then(|| view! { <a href=trial_path(view.id)>{t!(trial.link)}</a> })}
            {(!view.is_new && !is_released).then(|| view! { <span>{t!(desk.not_on_site)}</span> })}
        </p>
        {parts_of(&view.parts)}
        {unreleased(view.unreleased.as_ref(), view.kind)}
        {(view.unreleased.is_some() || !view.is_released && !view.is_new).then(|| view! {
            <p class="desk-links"><a href=alone_path(view.kind, view.id)>{t!(desk.release_alone)}</a></p>
        })}
        {form(&view, &errors)}
        {(!view.is_new).then(|| removal(&view))}
        {history(view.history)}
    }
    .into_any()
}

/// The way to the captions and chapters of its file.
fn captions(fields: &[Field]) -> Option<AnyView> {
    let key = fields.iter().find(|field| field.input == Input::Media)?.value.one();
    (!key.is_empty()).then(|| view! { <a href=tracks_path(key)>{t!(timed_text.title)}</a> }.into_any())
}

pub(super) fn notice(notice: Notice) -> AnyView {
    match notice {
        Notice::Saved(number) => frame::done(t!(desk.saved).to_owned(), Some(number)),
        Notice::Added(number) => frame::done(t!(desk.added).to_owned(), Some(number)),
        Notice::Same => frame::done(t!(desk.same).to_owned(), None),
        Notice::Undone(number) => frame::done(t!(desk.undone).to_owned(), Some(number)),
        Notice::Gone => frame::refused(t!(desk.gone).to_owned()),
        Notice::Taken => frame::refused(t!(desk.taken_by_other).to_owned()),
        Notice::HasRegistrations => frame::refused(t!(desk.has_registrations).to_owned()),
    }
}

pub(super) fn errors(wrong: &[Wrong]) -> Vec<FieldError> {
    let error = |wrong: &Wrong| {
        let (field, label) = match wrong.cell {
            Some((row, column)) => {
                let label = t!(desk.row, label = words::field(wrong.field), number = row + 1);
                (format!("{}-{row}-{column}", wrong.field), format!("{label}, {}", words::field(column)))
            }
            None => (wrong.field.to_owned(), words::field(wrong.field).to_owned()),
        };
        FieldError::new(field, format!("{label}: {}", words::trouble(&wrong.trouble)))
    };
    wrong.iter().map(error).collect()
}

fn parts_of(parts: &[(Kind, String, usize)]) -> Option<AnyView> {
    let links = parts.iter().map(|(kind, href, count)| {
        view! { <li><a href=href.clone()>{words::kind(*kind)}</a>" "<span class="desk-count">{*count}</span></li> }
    });
    let links = links.collect_view();
    (!parts.is_empty()).then(|| view! { <ul class="desk-parts">{links}</ul> }.into_any())
}

fn unreleased(differing: Option<&Differing>, kind: Kind) -> Option<AnyView> {
    let differing = differing?;
    let domain::desk::What::Changed(fields) = &differing.what else { return None };
    let lines = changed_fields(kind, fields);
    Some(
        view! {
            <details class="review">
                <summary>{t!(desk.released_differs)}</summary>
                {lines}
                <p><a href="/admin/release">{t!(desk.to_release)}</a></p>
            </details>
        }
        .into_any(),
    )
}

/// What others made of fields that were changed here too, in words.
pub(super) fn theirs(view: &FormView) -> Vec<(&'static str, String)> {
    let said = view.conflicts.iter().map(|conflict| {
        let input = view.fields.iter().find(|field| field.name == conflict.field).map(|field| &field.input);
        let said = input.map(|input| line(view.kind, conflict.field, input, &conflict.theirs));
        (conflict.field, said.unwrap_or_default())
    });
    said.collect()
}

fn form(view: &FormView, errors: &[FieldError]) -> AnyView {
    let theirs = theirs(view);
    let beside = Beside {
        kind: view.kind,
        topics: &view.topics,
        files: &view.files,
        pictures: &view.pictures,
        errors,
        theirs: &theirs,
    };
    let controls = view.fields.iter().map(|field| {
        let control = control(field, &beside);
        // So that a script can take over what others changed, field by field.
        view! { <div class="desk-field" data-field=field.name>{control}</div> }
    });
    let controls = controls.collect_view();
    let action = if view.is_new {
        format!("/admin/content/{}", view.kind.name())
    } else {
        format!("/admin/content/{}/{}", view.kind.name(), view.id)
    };
    let is_saved = matches!(view.notice, Some(Notice::Saved(_) | Notice::Added(_) | Notice::Same));
    // What the browser kept of it is not needed any more; of a thing that was added, under the address of all new ones.
    let added = matches!(view.notice, Some(Notice::Added(_))).then(|| {
        let event = view.event.map(|event| event.to_string()).unwrap_or_default();
        format!("/admin/content/{}{event}", view.kind.name())
    });
    let event = view.event.map(|event| view! { <input type="hidden" name="_event" value=event.to_string() /> });
    let id = view.is_new.then(|| view! { <input type="hidden" name="_id" value=view.id.to_string() /> });
    let people = view.people.iter().map(|name| view! { <option value=name.clone()></option> }).collect_view();
    let zones = Zone::names().into_iter().map(|name| view! { <option value=name></option> }).collect_view();
    let languages = view.languages.iter().map(|tag| view! { <option value=tag.clone()></option> }).collect_view();
    let asks_zone = view.kind == Kind::Event;
    let submit = if view.is_new { t!(desk.add) } else { t!(desk.save) };
    view! {
        <form class="form desk-form" method="post" action=action novalidate=true data-thing="" data-typed=view.is_typed.then_some("") data-saved=is_saved.then_some("") data-added=added>
            // What Enter does: the first button of a form.
            <button class="visually-hidden" type="submit" tabindex="-1" aria-hidden="true">{submit}</button>
            <input type="hidden" name="_base" value=view.base.clone() />
            {event}
            {id}
            {controls}
            {(!view.people.is_empty()).then(|| view! { <datalist id="desk-people">{people}</datalist> })}
            {asks_zone.then(|| view! { <datalist id="desk-zones">{zones}</datalist> })}
            {(!view.languages.is_empty()).then(|| view! { <datalist id="desk-languages">{languages}</datalist> })}
            <div class="form__actions desk-actions">
                <button class="button button--primary" type="submit">{submit}</button>
            </div>
        </form>
    }
    .into_any()
}

fn removal(view: &FormView) -> Option<AnyView> {
    if view.kind == Kind::Programme {
        return None;
    }
    let action = format!("/admin/content/{}/{}/remove", view.kind.name(), view.id);
    let act = t!(desk.remove_act, title = &view.title);
    Some(
        view! {
            <details class="review">
                <summary>{t!(desk.remove_title)}</summary>
                <form class="form" method="post" action=action>
                    <p>{t!(desk.remove_hint)}</p>
                    <div class="form__actions">
                        <button class="button button--danger" type="submit">{act}</button>
                    </div>
                </form>
            </details>
        }
        .into_any(),
    )
}

fn history(rows: Vec<ChangeRow>) -> Option<AnyView> {
    let is_empty = rows.is_empty();
    let rows = rows.into_iter().map(super::changes_page::row).collect_view();
    (!is_empty).then(|| {
        view! {
            <section class="section" aria-labelledby="history">
                <h2 class="section__title" id="history">{t!(desk.history)}</h2>
                <ol class="desk-changes">{rows}</ol>
            </section>
        }
        .into_any()
    })
}

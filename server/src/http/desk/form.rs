//! One thing's form: shown, sent back, merged, saved.

use std::sync::Arc;

use app::desk::{FormView, Notice, gather_form, row_form, saved_row};
use app::error::PageError;
use app::language::locale_of;
use app::server::{AppState, random_id};
use axum::body::Bytes;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use domain::content::{Content, Id};
use domain::desk::{
    Around, Base, Field, Form, Input, Kind, Merged, Thing, Usual, Values, add as adding, bind, merge, replace,
};
use serde::Deserialize;
use store::{Act, Edited};

use super::{ATTEMPTS, Deed, carry_out, failed, not_found, thing_of, with_status};
use crate::http::registration::{nothing_changed, read_request, see_other};
use crate::http::render::page_of;

#[derive(Debug, Default, Deserialize)]
pub(super) struct FormQuery {
    /// The change that was made just now.
    saved: Option<i64>,
    added: Option<i64>,
    undone: Option<i64>,
    /// Nothing was different.
    #[serde(default)]
    same: bool,
    #[serde(default)]
    refused: String,
    /// A script asks for the fields of its row alone.
    #[serde(default)]
    row: bool,
}

impl FormQuery {
    fn notice(&self) -> Option<Notice> {
        let done = self.saved.map(Notice::Saved).or(self.added.map(Notice::Added)).or(self.undone.map(Notice::Undone));
        done.or(self.same.then_some(Notice::Same))
            .or((self.refused == "registrations").then_some(Notice::HasRegistrations))
    }
}

/// The form of a thing as it is.
pub(super) async fn page(
    State(state): State<AppState>,
    Path((kind, id)): Path<(String, String)>,
    Query(query): Query<FormQuery>,
    request: Request,
) -> Response {
    let view = async {
        let (kind, id) = thing_of(&kind, &id).ok_or(PageError::NotFound)?;
        let content = working_copy(&state).await?;
        let thing = Thing::find(&content, kind, id).ok_or(PageError::NotFound)?;
        let view = FormView { notice: query.notice(), ..FormView::of(&content, &thing) };
        if query.row { Ok(view) } else { gather_form(&state, &content, view).await }
    };
    match view.await {
        Ok(view) if query.row => Html(row_form(locale_of(request.headers(), state.settings()), &view)).into_response(),
        view => page_of(state, request, view).await,
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct NewQuery {
    event: Option<Id>,
}

/// The form of a thing to be added.
pub(super) async fn new(
    State(state): State<AppState>,
    Path(kind): Path<String>,
    Query(query): Query<NewQuery>,
    request: Request,
) -> Response {
    let view = async {
        let kind = Kind::from_name(&kind).ok_or(PageError::NotFound)?;
        let content = working_copy(&state).await?;
        let thing = blank(&state, &content, kind, random_id(), query.event).ok_or(PageError::NotFound)?;
        let view = FormView { is_new: true, ..FormView::of(&content, &thing) };
        gather_form(&state, &content, view).await
    };
    let view = view.await;
    page_of(state, request, view).await
}

fn blank(state: &AppState, content: &Content, kind: Kind, id: Id, event: Option<Id>) -> Option<Thing> {
    Thing::blank(kind, id, event.and_then(|id| content.event_by_id(id)), &usual(state))
}

/// What new things have.
pub(super) fn usual(state: &AppState) -> Usual {
    let zone = state.site_zone();
    let (today, language) = (zone.read(state.now()).date, state.languages().first().to_owned());
    Usual { today, zone: zone.name().clone(), language }
}

pub(super) async fn working_copy(state: &AppState) -> Result<Arc<Content>, PageError> {
    state.store().working_copy().await.map_err(|error| {
        tracing::error!(%error, "the working copy cannot be read");
        PageError::Unavailable { reference: None }
    })
}

/// What a browser sent: the fields, and what stands beside them.
struct Sent {
    values: Values,
    base: Base,
    /// A row to be moved or added, before anything is saved.
    act: String,
    event: Option<Id>,
    id: Option<Id>,
    /// Whether a script has sent the row of a list, and shows the answer there.
    is_row: bool,
}

fn read(body: &[u8]) -> Sent {
    let mut sent =
        Sent { values: Values::default(), base: Base::new(), act: String::new(), event: None, id: None, is_row: false };
    for (name, value) in form_urlencoded::parse(body) {
        match name.as_ref() {
            // A base that nobody can read counts as none: then what was typed counts as changed.
            "_base" => sent.base = serde_json::from_str(&value).unwrap_or_default(),
            "_act" => sent.act = value.into_owned(),
            "_event" => sent.event = value.parse().ok(),
            "_id" => sent.id = value.parse().ok(),
            "_row" => sent.is_row = true,
            name => sent.values.add(name, &value),
        }
    }
    sent
}

/// Saves what was typed into the form of a thing.
pub(super) async fn save(
    State(state): State<AppState>,
    Path((kind, id)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some((kind, id)) = thing_of(&kind, &id) else { return not_found() };
    let sent = read(&body);
    let (path, is_row) = (format!("/admin/content/{}/{id}", kind.name()), sent.is_row);
    for _ in 0..ATTEMPTS {
        let content = match state.store().working_copy().await {
            Ok(content) => content,
            Err(error) => return failed(&error),
        };
        let Some(thing) = Thing::find(&content, kind, id) else {
            // Removed meanwhile: what was typed is shown as a thing to be added.
            let again = Again { path: &path, notice: Some(Notice::Gone), status: StatusCode::CONFLICT, is_row };
            let Some(new) = blank(&state, &content, kind, id, sent.event) else { return not_found() };
            let merged = Merged { values: sent.values, ..Merged::default() };
            return again.show(state, &headers, &content, (new, true), merged).await;
        };
        let merged = merge(&sent.base, &FormView::of(&content, &thing).fields, &sent.values);
        if !sent.act.is_empty() {
            let again = Again { path: &path, notice: None, status: StatusCode::OK, is_row };
            let merged = arranged(merged, &thing, &content, &sent.act);
            return again.show(state, &headers, &content, (thing, false), merged).await;
        }
        if !merged.conflicts.is_empty() {
            let again = Again { path: &path, notice: None, status: StatusCode::CONFLICT, is_row };
            return again.show(state, &headers, &content, (thing, false), merged).await;
        }
        let mut after = thing.clone();
        let mut form = Form::typed(Around { content: &content }, &merged.values);
        bind(&mut after, &mut form);
        if !form.finish().1.is_empty() {
            let again = Again { path: &path, notice: None, status: StatusCode::UNPROCESSABLE_ENTITY, is_row };
            return again.show(state, &headers, &content, (thing, false), merged).await;
        }
        let title = after.title().to_owned();
        let Ok(steps) = replace(&content, after) else { continue };
        if steps.is_empty() {
            return if is_row {
                shown_in_row(&state, &headers, &thing, Notice::Same).await
            } else {
                see_other(&format!("{path}?same=true"))
            };
        }
        let deed = Deed { act: Act::Changed, kind, thing: id, title, undoes: None };
        match carry_out(&state, &headers, deed, steps).await {
            Ok(Edited::Done(number)) if is_row => {
                return shown_in_row(&state, &headers, &thing, Notice::Saved(number)).await;
            }
            Ok(Edited::Done(number)) => return see_other(&format!("{path}?saved={number}")),
            Ok(_) => {}
            Err(response) if response.status() == StatusCode::CONFLICT => {
                let again = Again { path: &path, notice: Some(Notice::Taken), status: StatusCode::CONFLICT, is_row };
                return again.show(state, &headers, &content, (thing, false), merged).await;
            }
            Err(response) => return response,
        }
    }
    nothing_changed()
}

/// The row of a thing as it is now, and what came of changing it.
async fn shown_in_row(state: &AppState, headers: &HeaderMap, thing: &Thing, done: Notice) -> Response {
    let content = match state.store().working_copy().await {
        Ok(content) => content,
        Err(error) => return failed(&error),
    };
    let now = Thing::find(&content, thing.kind(), thing.id()).unwrap_or_else(|| thing.clone());
    let locale = locale_of(headers, state.settings());
    Html(saved_row(locale, &content, &state.released(), &now, done)).into_response()
}

/// Adds a thing.
pub(super) async fn add(
    State(state): State<AppState>,
    Path(kind): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(kind) = Kind::from_name(&kind) else { return not_found() };
    let sent = read(&body);
    let id = sent.id.unwrap_or_else(random_id);
    let path = format!("/admin/content/{}/{id}", kind.name());
    let content = match state.store().working_copy().await {
        Ok(content) => content,
        Err(error) => return failed(&error),
    };
    // The same form sent twice adds one thing.
    if Thing::find(&content, kind, id).is_some() {
        return see_other(&path);
    }
    let Some(thing) = blank(&state, &content, kind, id, sent.event) else { return not_found() };
    let form_path = format!("/admin/content/{}/new", kind.name());
    let merged = Merged { values: sent.values, ..Merged::default() };
    let again = |status, notice| Again { path: &form_path, notice, status, is_row: false };
    if !sent.act.is_empty() {
        let merged = arranged(merged, &thing, &content, &sent.act);
        let again = again(StatusCode::OK, None);
        return again.show(state, &headers, &content, (thing, true), merged).await;
    }
    let mut after = thing.clone();
    let mut form = Form::typed(Around { content: &content }, &merged.values);
    bind(&mut after, &mut form);
    if !form.finish().1.is_empty() {
        let again = again(StatusCode::UNPROCESSABLE_ENTITY, None);
        return again.show(state, &headers, &content, (thing, true), merged).await;
    }
    let deed = Deed { act: Act::Added, kind, thing: id, title: after.title().to_owned(), undoes: None };
    match carry_out(&state, &headers, deed, adding(after)).await {
        Ok(Edited::Done(number)) => see_other(&format!("{path}?added={number}")),
        Ok(_) => see_other(&path),
        Err(response) if response.status() == StatusCode::CONFLICT => {
            let again = again(StatusCode::CONFLICT, Some(Notice::Taken));
            again.show(state, &headers, &content, (thing, true), merged).await
        }
        Err(response) => response,
    }
}

/// Moves a row of what was typed up or down: `up:roles:2`. Whatever else is asked shows the form again with an empty row.
fn arranged(mut merged: Merged, thing: &Thing, content: &Content, act: &str) -> Merged {
    let mut parts = act.split(':');
    let (direction, name) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let index: Option<usize> = parts.next().and_then(|index| index.parse().ok());
    let field = fields(thing, content).into_iter().find(|field| field.name == name);
    if let (Some(Field { input: Input::Rows(columns), .. }), Some(index)) = (field, index) {
        let to = if direction == "up" { index.checked_sub(1) } else { index.checked_add(1) };
        if let Some(to) = to {
            merged.values.move_row(name, &columns, index, to);
        }
    }
    merged
}

fn fields(thing: &Thing, content: &Content) -> Vec<Field> {
    FormView::of(content, thing).fields
}

/// The form again, with what was typed.
struct Again<'a> {
    path: &'a str,
    notice: Option<Notice>,
    status: StatusCode,
    is_row: bool,
}

impl Again<'_> {
    async fn show(
        self,
        state: AppState,
        headers: &HeaderMap,
        content: &Content,
        (thing, is_new): (Thing, bool),
        merged: Merged,
    ) -> Response {
        let mut typed = thing.clone();
        let mut form = Form::typed(Around { content }, &merged.values);
        bind(&mut typed, &mut form);
        let (fields, wrong) = form.finish();
        // Moving a row asks for nothing to be mended yet.
        let wrong = if self.status == StatusCode::OK { Vec::new() } else { wrong };
        let view = FormView {
            is_new,
            is_typed: true,
            fields,
            wrong,
            conflicts: merged.conflicts,
            notice: self.notice,
            ..FormView::of(content, &thing)
        };
        if self.is_row {
            let row = row_form(locale_of(headers, state.settings()), &view);
            return (self.status, Html(row)).into_response();
        }
        let view = gather_form(&state, content, view).await;
        with_status(page_of(state, read_request(self.path, headers), view).await, self.status)
    }
}

//! Lists of things, their order, and taking one out.

use app::desk::{Done, gather_list};
use app::error::PageError;
use app::server::AppState;
use axum::extract::{Form, Path, Query, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use domain::content::Id;
use domain::desk::{Direction, Kind, Refusal, Thing, move_by as moving, remove as removing};
use serde::Deserialize;
use store::{Act, Edited};

use super::{ATTEMPTS, Deed, carry_out, failed, not_found, thing_of};
use crate::http::registration::{nothing_changed, see_other};
use crate::http::render::page_of;

#[derive(Debug, Deserialize)]
pub(super) struct ListQuery {
    event: Option<Id>,
    #[serde(default)]
    q: String,
    /// The change that was made just now.
    removed: Option<i64>,
    moved: Option<i64>,
}

/// The things of a kind.
pub(super) async fn list(
    State(state): State<AppState>,
    Path(kind): Path<String>,
    Query(query): Query<ListQuery>,
    request: Request,
) -> Response {
    let view = async {
        let kind = Kind::from_name(&kind).ok_or(PageError::NotFound)?;
        if kind == Kind::Programme {
            return Err(PageError::Moved(format!("/admin/content/{}/{}", kind.name(), Id::nil())));
        }
        let mut view = gather_list(&state, kind, query.event, query.q).await?;
        view.done = match (query.removed, query.moved) {
            (Some(number), _) => removed(&state, number).await.map(|title| (Done::Removed(title), number)),
            (None, Some(number)) => Some((Done::Moved, number)),
            (None, None) => None,
        };
        Ok(view)
    };
    let view = view.await;
    page_of(state, request, view).await
}

/// The title of what a change took out.
async fn removed(state: &AppState, number: i64) -> Option<String> {
    let edit = state.store().edit_number(number).await.ok().flatten()?;
    (edit.act == Act::Removed).then_some(edit.title)
}

#[derive(Debug, Deserialize)]
pub(super) struct MoveForm {
    direction: String,
    event: Option<Id>,
}

/// Moves a thing one place up or down.
pub(super) async fn move_by(
    State(state): State<AppState>,
    Path((kind, id)): Path<(String, String)>,
    headers: HeaderMap,
    Form(sent): Form<MoveForm>,
) -> Response {
    let Some((kind, id)) = thing_of(&kind, &id) else { return not_found() };
    let direction = if sent.direction == "up" { Direction::Up } else { Direction::Down };
    let list = list_path(kind, sent.event);
    for _ in 0..ATTEMPTS {
        let content = match state.store().working_copy().await {
            Ok(content) => content,
            Err(error) => return failed(&error),
        };
        let Some(thing) = Thing::find(&content, kind, id) else { return not_found() };
        let Ok(steps) = moving(&content, kind, id, direction) else { return see_other(&list) };
        let deed = Deed { act: Act::Moved, kind, thing: id, title: thing.title().to_owned(), undoes: None };
        match carry_out(&state, &headers, deed, steps).await {
            Ok(Edited::Done(number)) => {
                let and = if sent.event.is_some() { '&' } else { '?' };
                return see_other(&format!("{list}{and}moved={number}#thing-{id}"));
            }
            Ok(_) => {}
            Err(response) => return response,
        }
    }
    nothing_changed()
}

fn list_path(kind: Kind, event: Option<Id>) -> String {
    let event = event.map(|event| format!("?event={event}")).unwrap_or_default();
    format!("/admin/content/{}{event}", kind.name())
}

/// Takes a thing out of the working copy, with what belongs to it.
pub(super) async fn remove(
    State(state): State<AppState>,
    Path((kind, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let Some((kind, id)) = thing_of(&kind, &id) else { return not_found() };
    if kind == Kind::Event {
        match state.store().state_counts(id).await {
            Ok(counts) if counts.iter().any(|(_, count)| *count > 0) => {
                return see_other(&format!("/admin/content/{}/{id}?refused=registrations", kind.name()));
            }
            Ok(_) => {}
            Err(error) => return failed(&error),
        }
    }
    for _ in 0..ATTEMPTS {
        let content = match state.store().working_copy().await {
            Ok(content) => content,
            Err(error) => return failed(&error),
        };
        let title = Thing::find(&content, kind, id).map(|thing| thing.title().to_owned()).unwrap_or_default();
        let steps = match removing(&content, kind, id) {
            Ok(steps) => steps,
            // Somebody else was faster; it is out, which is what was wanted.
            Err(Refusal::Gone) => return see_other(&list_path(kind, None)),
            Err(Refusal::Impossible) => return not_found(),
        };
        let deed = Deed { act: Act::Removed, kind, thing: id, title, undoes: None };
        match carry_out(&state, &headers, deed, steps).await {
            Ok(Edited::Done(number)) => return see_other(&format!("{}?removed={number}", list_path(kind, None))),
            Ok(_) => {}
            Err(response) => return response,
        }
    }
    nothing_changed()
}

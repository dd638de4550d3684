//! What was done, and taking it back.

use app::desk::{Refused, gather_changes};
use app::server::AppState;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::desk::{Undone, undo as undoing, undo_from};
use serde::Deserialize;
use store::{Act, Edited};

use super::{ATTEMPTS, Deed, carry_out, edits, failed, not_found, with_status};
use crate::http::registration::{nothing_changed, read_request, see_other};
use crate::http::render::page_of;

#[derive(Debug, Deserialize)]
pub(super) struct ChangesQuery {
    before: Option<i64>,
    undone: Option<i64>,
}

/// What was done, newest first.
pub(super) async fn list(
    State(state): State<AppState>,
    Query(query): Query<ChangesQuery>,
    request: Request,
) -> Response {
    let view = gather_changes(&state, query.before, edits(&state, request.headers()).await).await.map(|mut view| {
        view.undone = query.undone;
        view
    });
    page_of(state, request, view).await
}

/// Takes a change back, as far as nobody changed the same since.
pub(super) async fn undo(State(state): State<AppState>, Path(number): Path<i64>, headers: HeaderMap) -> Response {
    let edit = match state.store().edit_number(number).await {
        Ok(Some(edit)) => edit,
        Ok(None) => return not_found(),
        Err(error) => return failed(&error),
    };
    let Some(steps) = edit.steps.filter(|_| edit.at >= undo_from(state.real_now())) else {
        return refused(state, &headers, Refused::TooOld).await;
    };
    for _ in 0..ATTEMPTS {
        let content = match state.store().working_copy().await {
            Ok(content) => content,
            Err(error) => return failed(&error),
        };
        let steps = match undoing(&content, &steps) {
            Undone::By(steps) => steps,
            Undone::Changed(titles) => return refused(state, &headers, Refused::Changed(titles)).await,
            Undone::Nothing => return refused(state, &headers, Refused::Nothing).await,
        };
        let deed = Deed {
            act: Act::Undone,
            kind: edit.kind,
            thing: edit.thing,
            title: edit.title.clone(),
            undoes: Some(number),
        };
        match carry_out(&state, &headers, deed, steps).await {
            Ok(Edited::Done(undone)) => return see_other(&format!("/admin/changes?undone={undone}")),
            Ok(Edited::AlreadyUndone) => return refused(state, &headers, Refused::Already).await,
            Ok(Edited::Outdated) => {}
            Err(response) if response.status() == StatusCode::CONFLICT => {
                return refused(state, &headers, Refused::Changed(vec![edit.title])).await;
            }
            Err(response) => return response,
        }
    }
    nothing_changed()
}

/// The list again, with why nothing was undone.
async fn refused(state: AppState, headers: &HeaderMap, why: Refused) -> Response {
    let view = gather_changes(&state, None, true).await.map(|mut view| {
        view.refused = Some(why);
        view
    });
    with_status(page_of(state, read_request("/admin/changes", headers), view).await, StatusCode::CONFLICT)
}

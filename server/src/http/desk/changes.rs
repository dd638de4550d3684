//! What was done, and taking it back.

use app::desk::{Refused, gather_changes, is_set_back_here, sets};
use app::server::AppState;
use app::staff::staff_session_of;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::desk::{Undone, undo as undoing, undo_from};
use serde::Deserialize;
use store::{Act, Edited, PutBack, StoreError};

use super::{ATTEMPTS, Deed, carry_out, failed, not_found, role, with_status};
use crate::http::registration::{nothing_changed, read_request, see_other};
use crate::http::render::page_of;

#[derive(Debug, Deserialize)]
pub(super) struct ChangesQuery {
    before: Option<i64>,
    undone: Option<i64>,
    #[serde(default)]
    set_back: bool,
}

/// What was done, newest first.
pub(super) async fn list(
    State(state): State<AppState>,
    Query(query): Query<ChangesQuery>,
    request: Request,
) -> Response {
    let role = role(&state, request.headers()).await;
    let view = gather_changes(&state, query.before, role).await.map(|mut view| {
        view.undone = query.undone;
        view.is_set_back = query.set_back;
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

/// Sets a setting back to what it was before a change, if nobody has set it since.
pub(super) async fn set_back(State(state): State<AppState>, Path(number): Path<i64>, headers: HeaderMap) -> Response {
    let Ok(session) = staff_session_of(&state, &headers).await else { return nothing_changed() };
    let edit = match state.store().setting_edit(number).await {
        Ok(Some(edit)) => edit,
        Ok(None) => return not_found(),
        Err(error) => return failed(&error),
    };
    if !sets(session.member.role, edit.setting) {
        return refused(state, &headers, Refused::NotYours).await;
    }
    if !is_set_back_here(edit.setting) {
        return see_other("/admin/settings/retention");
    }
    if edit.change.at < undo_from(state.real_now()) {
        return refused(state, &headers, Refused::TooOld).await;
    }
    if !edit.stands {
        return refused(state, &headers, Refused::SetSince).await;
    }
    let (by, now) = (session.member.name, state.real_now());
    let undone = async {
        let is_done = state.store().change_setting(edit.setting, edit.before, edit.last, by, now).await?;
        if is_done {
            state.read_settings().await?;
        }
        Ok::<_, StoreError>(is_done)
    };
    match undone.await {
        Ok(true) => see_other("/admin/changes?set_back=true"),
        Ok(false) => refused(state, &headers, Refused::SetSince).await,
        Err(error) => failed(&error),
    }
}

/// Gives a timed text the words again that it had before a change, if nothing was done to it since.
pub(super) async fn put_back(State(state): State<AppState>, Path(number): Path<i64>, headers: HeaderMap) -> Response {
    let Ok(session) = staff_session_of(&state, &headers).await else { return nothing_changed() };
    match state.store().put_timed_text_back(number, session.member.name, state.real_now()).await {
        Ok(PutBack::Done) => see_other("/admin/changes?set_back=true"),
        Ok(PutBack::Since) => refused(state, &headers, Refused::TextSince).await,
        Ok(PutBack::Gone) => refused(state, &headers, Refused::TooOld).await,
        Err(error) => failed(&error),
    }
}

/// The list again, with why nothing was undone.
async fn refused(state: AppState, headers: &HeaderMap, why: Refused) -> Response {
    let role = role(&state, headers).await;
    let status = if why == Refused::NotYours { StatusCode::FORBIDDEN } else { StatusCode::CONFLICT };
    let view = gather_changes(&state, None, role).await.map(|mut view| {
        view.refused = Some(why);
        view
    });
    with_status(page_of(state, read_request("/admin/changes", headers), view).await, status)
}

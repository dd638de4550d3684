//! The editor's desk: what is edited, undone and released. Every act is read, merged with what others did meanwhile and
//! carried out in one transaction; whoever was overtaken reads again.

mod changes;
mod cues;
mod form;
mod glossary;
mod grid;
pub(super) mod import;
mod live;
mod preview;
mod release;
mod slides;
mod table;
mod things;
pub(super) mod timed_text;
mod trial;

use app::server::AppState;
use app::staff::staff_session_of;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::content::Id;
use domain::desk::{Kind, Step};
use domain::staff::Role;
use serde::Deserialize;
use store::{Act, Edited, NewEdit, StoreError};

use super::headers::private;
use super::registration::nothing_changed;
use super::render::page_of;

/// How often an act that was overtaken is begun anew.
const ATTEMPTS: usize = 5;

/// Pages and acts of the desk.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin", get(front))
        .route("/admin/check", get(check))
        .route("/admin/changes", get(changes::list))
        .route("/admin/changes/{number}/undo", post(changes::undo))
        .route("/admin/changes/settings/{number}/undo", post(changes::set_back))
        .route("/admin/changes/texts/{number}/undo", post(changes::put_back))
        .route("/admin/find", get(find))
        .route("/admin/live", post(live::live))
        .route("/admin/palette", get(live::palette))
        .route("/admin/preview", post(preview::change))
        .route("/admin/text-preview", post(live::text_preview))
        .route("/admin/glossary", get(glossary::page).post(glossary::save))
        .route("/admin/grid/{event}/{day}", get(grid::page))
        .route("/admin/grid/{event}/{day}/{session}", post(grid::move_to))
        .route("/admin/import", get(import::page).post(import::act).layer(any_length()))
        .route("/admin/import/{table}", get(table::download))
        .route("/admin/review", get(review))
        .route("/admin/release", get(release::page).post(release::release))
        .route("/admin/trial/{event}", get(trial::page).post(trial::check))
        .route("/admin/timed-text/{key}", get(timed_text::list).post(timed_text::add).layer(any_length()))
        .route("/admin/timed-text/{key}/slides", slides::times())
        .route("/admin/timed-text/{key}/{kind}/{language}", timed_text::one().layer(any_length()))
        .route("/admin/timed-text/{key}/{kind}/{language}/cues", cues::part().layer(any_length()))
        .route("/admin/timed-text/{key}/{kind}/{language}/remove", post(timed_text::remove))
        .route("/admin/content/{kind}", get(things::list).post(form::add))
        .route("/admin/content/{kind}/new", get(form::new))
        .route("/admin/content/{kind}/{id}", get(form::page).post(form::save))
        .route("/admin/content/{kind}/{id}/move", post(things::move_by))
        .route("/admin/content/{kind}/{id}/remove", post(things::remove))
        .layer(from_fn(private))
}

/// The router has the limits of longer bodies.
fn any_length() -> DefaultBodyLimit {
    DefaultBodyLimit::disable()
}

async fn front(State(state): State<AppState>, request: Request) -> Response {
    let desk = app::desk::gather_desk(&state).await;
    page_of(state, request, desk).await
}

#[derive(Debug, Deserialize)]
struct FindQuery {
    #[serde(default)]
    q: String,
}

/// Anything by words that stand in it.
async fn find(State(state): State<AppState>, Query(query): Query<FindQuery>, request: Request) -> Response {
    let found = app::desk::gather_find(&state, query.q).await;
    page_of(state, request, found).await
}

/// Where a reviewer begins.
async fn review(State(state): State<AppState>, request: Request) -> Response {
    page_of(state, request, Ok(app::desk::ReviewView)).await
}

async fn check(State(state): State<AppState>, request: Request) -> Response {
    let found = app::desk::gather_check(&state, edits(&state, request.headers()).await).await;
    page_of(state, request, found).await
}

/// Whether whoever reads a page of the desk may change what it is about; a reviewer reads.
async fn edits(state: &AppState, headers: &HeaderMap) -> bool {
    staff_session_of(state, headers).await.is_ok_and(|session| session.member.role.covers(Role::Editor))
}

/// The role of whoever asks; that which sees least where nobody is known.
async fn role(state: &AppState, headers: &HeaderMap) -> Role {
    staff_session_of(state, headers).await.map_or(Role::Reviewer, |session| session.member.role)
}

/// What is done, to which thing above all.
struct Deed {
    act: Act,
    kind: Kind,
    thing: Id,
    title: String,
    undoes: Option<i64>,
}

/// Carries steps out in the name of whoever asks.
async fn carry_out(state: &AppState, headers: &HeaderMap, deed: Deed, steps: Vec<Step>) -> Result<Edited, Response> {
    let session = staff_session_of(state, headers).await.map_err(|_| nothing_changed())?;
    let Deed { act, kind, thing, title, undoes } = deed;
    let edit = NewEdit {
        by: session.member.id,
        by_name: session.member.name,
        at: state.real_now(),
        act,
        kind,
        thing,
        title,
        undoes,
        steps,
    };
    state.store().edit(edit).await.map_err(|error| match error {
        // Told apart by whoever has a form to say it on.
        StoreError::Conflict { .. } => StatusCode::CONFLICT.into_response(),
        error => failed(&error),
    })
}

/// A page that is shown again, with the status that says why; whatever kept it from being shown has its own.
fn with_status(mut page: Response, status: StatusCode) -> Response {
    if page.status() == StatusCode::OK {
        *page.status_mut() = status;
    }
    page
}

fn failed(error: &StoreError) -> Response {
    tracing::error!(%error, "an act of an editor failed");
    nothing_changed()
}

fn not_found() -> Response {
    StatusCode::NOT_FOUND.into_response()
}

/// A kind and an identity out of an address.
fn thing_of(kind: &str, id: &str) -> Option<(Kind, Id)> {
    Some((Kind::from_name(kind)?, id.parse().ok()?))
}

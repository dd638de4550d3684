//! Public calendar files: the programme, one event, one session.

use app::calendar::issuer;
use app::server::AppState;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::calendar::{Item, Revision, Thing, feed};
use domain::content::Id;
use domain::published::{Found, Published};

use super::answer::{Audience, answer};

/// `/calendar/programme.ics`: every event.
pub(crate) async fn programme(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let published = state.published();
    let now = state.now();
    let events = published.calendar.events().filter(|revision| revision.is_kept(now));
    let name = &published.content.programme.name;
    file(&state, &published, name, &events.collect::<Vec<_>>(), "programme.ics", &headers)
}

/// `/calendar/events/<slug>.ics`.
pub(crate) async fn event(State(state): State<AppState>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    one(&state, &name, &headers, |published, slug| match published.content.event(slug) {
        Some(Found::Here(event) | Found::Moved(event)) => Some(Thing::Event(event.id)),
        None => removed(published, slug, Thing::Event),
    })
}

/// `/calendar/sessions/<slug>.ics`.
pub(crate) async fn session(State(state): State<AppState>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    one(&state, &name, &headers, |published, slug| match published.content.session(slug) {
        Some(Found::Here(session) | Found::Moved(session)) => Some(Thing::Session(session.id)),
        None => removed(published, slug, Thing::Session),
    })
}

/// What had that address when it was removed: whoever subscribed to it is to learn that it is cancelled.
fn removed(published: &Published, slug: &str, of: impl Fn(Id) -> Thing) -> Option<Thing> {
    let mut gone =
        published.calendar.iter().filter(|revision| revision.removed && revision.entry.slug.as_str() == slug);
    gone.find(|revision| revision.thing == of(revision.thing.id())).map(|revision| revision.thing)
}

/// The file of the one thing that has the address.
fn one(
    state: &AppState,
    name: &str,
    headers: &HeaderMap,
    find: impl Fn(&Published, &str) -> Option<Thing>,
) -> Response {
    let published = state.published();
    let thing = name.strip_suffix(".ics").and_then(|slug| find(&published, slug));
    let revision = thing.and_then(|thing| published.calendar.of(thing));
    let Some(revision) = revision.filter(|revision| revision.is_kept(state.now())) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let name = format!("{}.ics", revision.entry.slug);
    file(state, &published, &revision.entry.title, &[revision], &name, headers)
}

fn file(
    state: &AppState,
    published: &Published,
    title: &str,
    revisions: &[&Revision],
    name: &str,
    headers: &HeaderMap,
) -> Response {
    let items: Vec<Item<'_>> = revisions.iter().map(|revision| Item::public(revision)).collect();
    answer(headers, feed(&issuer(state, published), title, &items), name, Audience::Everybody)
}

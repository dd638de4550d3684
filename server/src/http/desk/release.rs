//! The release: what it would change, and making it.

use std::time::Duration;

use app::desk::{ReleaseView, alone_of, gather_release, release_name};
use app::server::AppState;
use axum::extract::{Form, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use store::Released;

use super::{failed, with_status};
use crate::http::registration::{read_request, see_other};
use crate::http::render::page_of;
use crate::http::staff_sign_in::unprocessable;

/// How long, and how often, one waits for a release to be shown.
const WAIT: Duration = Duration::from_millis(20);
const WAITS: u32 = 50;
/// The page on which it is done.
const PAGE: &str = "/admin/release";

#[derive(Debug, Deserialize)]
pub(super) struct ReleaseQuery {
    /// Number of the release that was made just now; 0 where nothing was different.
    done: Option<i64>,
    /// The one thing that is to be released.
    #[serde(default)]
    only: String,
}

/// What a release would change.
pub(super) async fn page(
    State(state): State<AppState>,
    Query(query): Query<ReleaseQuery>,
    request: Request,
) -> Response {
    let view = gather_release(&state, alone_of(&query.only)).await.map(|mut view| {
        view.done = query.done.map(|number| (number > 0).then_some(number));
        view
    });
    page_of(state, request, view).await
}

#[derive(Debug, Deserialize)]
pub(super) struct ReleaseForm {
    #[serde(default)]
    name: String,
    /// The address of what was shown.
    #[serde(default)]
    seen: String,
    #[serde(default)]
    only: String,
}

/// Releases what was shown, unless something in it has to be mended first or was changed since.
pub(super) async fn release(
    State(state): State<AppState>,
    headers: HeaderMap,
    Form(sent): Form<ReleaseForm>,
) -> Response {
    let only = alone_of(&sent.only);
    let view = match gather_release(&state, only).await {
        Ok(view) => view,
        Err(error) => return page_of(state, read_request(PAGE, &headers), Err::<ReleaseView, _>(error)).await,
    };
    let view = ReleaseView { typed: sent.name.clone(), ..view };
    let again = async |view: ReleaseView| page_of(state.clone(), read_request(PAGE, &headers), Ok(view)).await;
    let name = match release_name(&sent.name) {
        Ok(name) if !view.is_blocked() => name,
        Ok(_) => return unprocessable(again(view).await),
        Err(error) => return unprocessable(again(ReleaseView { errors: vec![error], ..view }).await),
    };
    let released = match only {
        None => state.store().release_as_seen(&name, &sent.seen, state.now()).await,
        Some(one) => state.store().release_one_as_seen(one, &name, &sent.seen, state.now()).await,
    };
    match released {
        Ok(Some(Released::New(published))) => {
            shown(&state, published.number).await;
            see_other(&format!("{PAGE}?done={}", published.number))
        }
        Ok(Some(Released::Unchanged(_))) => see_other("/admin/release?done=0"),
        Ok(None) => with_status(again(ReleaseView { is_outdated: true, ..view }).await, StatusCode::CONFLICT),
        Err(error) => failed(&error),
    }
}

/// Waits until this process shows the release, which it hears of by the change feed as all do: so whoever released it sees it.
async fn shown(state: &AppState, number: i64) {
    for _ in 0..WAITS {
        if state.published().number >= number {
            return;
        }
        tokio::time::sleep(WAIT).await;
    }
}

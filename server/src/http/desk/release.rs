//! The release: what it would change, and making it.

use std::time::Duration;

use app::desk::gather_release;
use app::server::AppState;
use axum::extract::{Form, Query, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use domain::check::check;
use serde::Deserialize;
use store::Released;

use super::failed;
use crate::http::registration::{read_request, see_other};
use crate::http::render::page_of;
use crate::http::staff_sign_in::unprocessable;

/// How long, and how often, one waits for a release to be shown.
const WAIT: Duration = Duration::from_millis(20);
const WAITS: u32 = 50;
/// Most characters of a release's name.
const NAME_MAX: usize = 120;

#[derive(Debug, Deserialize)]
pub(super) struct ReleaseQuery {
    /// Number of the release that was made just now; 0 where nothing was different.
    done: Option<i64>,
}

/// What a release would change.
pub(super) async fn page(
    State(state): State<AppState>,
    Query(query): Query<ReleaseQuery>,
    request: Request,
) -> Response {
    let view = gather_release(&state).await.map(|mut view| {
        view.done = query.done.map(|number| (number > 0).then_some(number));
        view
    });
    page_of(state, request, view).await
}

#[derive(Debug, Deserialize)]
pub(super) struct ReleaseForm {
    #[serde(default)]
    name: String,
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

/// Releases the working copy, unless something in it has to be mended first.
pub(super) async fn release(
    State(state): State<AppState>,
    headers: HeaderMap,
    Form(sent): Form<ReleaseForm>,
) -> Response {
    let content = match state.store().working_copy().await {
        Ok(content) => content,
        Err(error) => return failed(&error),
    };
    if !check(&content).is_empty() {
        let view = gather_release(&state).await;
        return unprocessable(page_of(state, read_request("/admin/release", &headers), view).await);
    }
    let name: String = sent.name.trim().chars().filter(|character| !character.is_control()).take(NAME_MAX).collect();
    match state.store().release(&name, state.now()).await {
        Ok(Released::New(published)) => {
            let number = published.number;
            shown(&state, number).await;
            see_other(&format!("/admin/release?done={number}"))
        }
        Ok(Released::Unchanged(_)) => see_other("/admin/release?done=0"),
        Err(error) => failed(&error),
    }
}

//! `GET /search`: everything published, by words; of what is for some, what is for whoever asks.

use app::search::gather_search;
use app::server::AppState;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::get;
use domain::search::QUERY_MAX;

use super::render::page_of;

/// The page.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/search", get(search))
}

async fn search(State(state): State<AppState>, request: Request) -> Response {
    let (text, kind) = asked(request.uri().query().unwrap_or_default());
    let is_too_long = text.chars().count() > QUERY_MAX;
    let found = gather_search(&state, text, kind.as_deref(), request.headers()).await;
    let mut page = page_of(state, request, found).await;
    if is_too_long && page.status() == StatusCode::OK {
        *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    let headers = page.headers_mut();
    // Results follow what is published; lists of results are not what other search engines should list.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    page
}

/// The words and the kind of an address; the first of each, whatever else stands there.
fn asked(query: &str) -> (String, Option<String>) {
    let first = |wanted: &str| {
        form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned())
    };
    (first("q").unwrap_or_default(), first("kind"))
}

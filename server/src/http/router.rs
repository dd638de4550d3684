//! All routes and the layers around them, outermost last.

use app::server::AppState;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use http_body_util::Limited;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;

use super::limits::Limits;
use super::page_cache::{Cached, PageCache};
use super::visitor::Proxies;
use super::{
    account, change_log, desk, files, headers, install, library, limits, media, notifications, passkeys, places,
    preferences, registrants, registration, registration_series, registration_steps, render, search, sign_in, staff,
    staff_account, staff_set_up, staff_sign_in, visitor,
};
use crate::assets::SiteFiles;
use crate::calendar;
use crate::media::MediaStore;

/// Largest request body of an ordinary form.
const BODY_LIMIT: usize = 64 * 1024;

/// Largest body of a request to that path.
fn body_limit(path: &str, media: &MediaStore) -> usize {
    if path == "/admin/import" {
        desk::import::BODY_LIMIT
    } else if path.starts_with("/admin/timed-text/") {
        desk::timed_text::BODY_LIMIT
    } else if path.starts_with("/admin/registrations/") && path.ends_with("/import") {
        registrants::upload::BODY_LIMIT
    } else if path == media::PAGE || path.starts_with(media::UPLOADS) {
        // A file, and the form around it. It is written down as it comes, so its size is no question of memory.
        usize::try_from(media.most()).unwrap_or(usize::MAX).saturating_add(BODY_LIMIT)
    } else {
        BODY_LIMIT
    }
}

/// Refuses a body that says it is too long, and ends one that turns out to be.
async fn limited(State(media): State<MediaStore>, request: Request, next: Next) -> Response {
    let most = body_limit(request.uri().path(), &media);
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if length.is_some_and(|length: usize| length > most) {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    }
    next.run(request.map(|body| Body::new(Limited::new(body, most)))).await
}

/// The whole site: the router, and before it the pages that are kept.
pub(crate) fn site(
    state: AppState,
    cache: PageCache,
    site_files: SiteFiles,
    media: MediaStore,
    (limits, proxies): (Limits, Proxies),
) -> Cached<Router> {
    Cached::new(cache, router(state, site_files, media, (limits, proxies)))
}

fn router(state: AppState, site_files: SiteFiles, media: MediaStore, (limits, proxies): (Limits, Proxies)) -> Router {
    // Leptos runs its tasks on tokio; a second router in the same process finds that settled already.
    drop(any_spawner::Executor::init_tokio());
    Router::new()
        .route("/api/v1/time", get(time))
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .route("/preferences", post(preferences::change))
        .route("/calendar/programme.ics", get(calendar::programme))
        .route("/calendar/events/{file}", get(calendar::event))
        .route("/calendar/sessions/{file}", get(calendar::session))
        .route("/calendar/me/{file}", get(calendar::personal))
        .route("/registration/{token}/calendar.ics", get(calendar::own_file))
        .merge(registration::routes())
        .merge(registration_steps::routes())
        .merge(registration_series::routes())
        .merge(sign_in::routes())
        .merge(account::routes())
        .merge(notifications::routes())
        .merge(passkeys::routes())
        .merge(staff::routes())
        .merge(staff_sign_in::routes())
        .merge(staff_set_up::routes())
        .merge(staff_account::routes())
        .merge(places::routes())
        .merge(desk::routes())
        .merge(change_log::routes())
        .merge(install::routes())
        .merge(library::routes())
        .merge(registrants::routes())
        .merge(media::routes())
        .merge(search::routes())
        .route_layer(from_fn_with_state(state.clone(), staff::guard))
        .fallback(render::page)
        .layer(from_fn_with_state(limits.clone(), limits::searches))
        .layer(Extension(limits))
        .layer(Extension(media.clone()))
        .layer(from_fn_with_state(site_files, files::serve))
        .with_state(state)
        .layer(from_fn_with_state(proxies, visitor::note))
        .layer(from_fn_with_state(media, limited))
        .layer(CsrfLayer::new())
        .layer(CatchPanicLayer::custom(render::panicked))
        .layer(from_fn(headers::secure))
}

/// The server's time in milliseconds since the epoch, for the browser's clock.
async fn time(State(state): State<AppState>) -> impl IntoResponse {
    let headers = [(header::CACHE_CONTROL, "no-store"), (header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (headers, state.now().milliseconds().to_string())
}

/// Whether the database answers.
async fn ready(State(state): State<AppState>) -> impl IntoResponse {
    match state.store().newest_release().await {
        Ok(Some(_)) => (StatusCode::OK, "ready"),
        Ok(None) | Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer"),
    }
}

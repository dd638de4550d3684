//! Uploaded files: the page on which editors see to them, the protocol by which they are sent, and their addresses.

mod conditions;
mod crop;
mod desk;
mod serve;
mod tus;

use app::server::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn;
use axum::routing::{get, options, post};

use super::headers::private;

/// The page on which editors see to them.
pub(super) const PAGE: &str = "/admin/media";
/// Where they are sent to.
pub(super) const UPLOADS: &str = "/admin/media/uploads";

/// Pages, uploads and addresses of files.
pub(super) fn routes() -> Router<AppState> {
    let one = options(tus::abilities).head(tus::offset).patch(tus::append).delete(tus::terminate);
    let uploads = Router::new()
        .route("/admin/media/uploads", options(tus::abilities).post(tus::create))
        .route("/admin/media/uploads/{key}", one.post(tus::overridden))
        .layer(from_fn(tus::speaks));
    let desk = Router::new()
        .route("/admin/media", get(desk::page).post(desk::upload))
        .route("/admin/media/{key}/crop", get(crop::page).post(crop::save))
        .route("/admin/media/{key}/remove", post(desk::remove))
        .route("/admin/media/{key}/retry", post(desk::retry));
    let ours = uploads.merge(desk).layer(DefaultBodyLimit::disable()).layer(from_fn(private));
    ours.route("/media/{key}/{name}", get(serve::file))
}

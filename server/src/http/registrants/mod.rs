//! What those who look after registrations do with them, beyond the list and single decisions.

mod bulk;
mod enter;
mod export;
mod letters;
mod one;
pub(super) mod upload;
mod upload_plan;
mod workbook;

use app::server::AppState;
use axum::Router;

/// All of it.
pub(super) fn routes() -> Router<AppState> {
    export::routes()
        .merge(one::routes())
        .merge(bulk::routes())
        .merge(enter::routes())
        .merge(upload::routes())
        .merge(letters::routes())
}

//! What those who look after registrations do with them, beyond the list and single decisions.

mod bulk;
mod export;
mod one;
mod workbook;

use app::server::AppState;
use axum::Router;

/// All of it.
pub(super) fn routes() -> Router<AppState> {
    export::routes().merge(one::routes()).merge(bulk::routes())
}

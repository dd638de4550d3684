//! Turning the preview of the working copy on and off.

use app::desk::{PREVIEW_COOKIE, PREVIEW_ON};
use axum::extract::Form;
use axum::response::Response;
use serde::Deserialize;

use crate::http::cookies;
use crate::http::preferences::local;
use crate::http::registration::see_other;

/// A working day; a preview left on says so on every page.
const SECONDS: i64 = 12 * 60 * 60;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PreviewForm {
    /// What is to be shown from now on.
    show: Shown,
    /// Path to go on to.
    #[serde(default)]
    back: String,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Shown {
    Draft,
    Released,
}

/// Notes in the browser what is to be shown, and goes there.
pub(super) async fn change(Form(sent): Form<PreviewForm>) -> Response {
    let mut response = see_other(local(&sent.back));
    let (value, seconds) = match sent.show {
        Shown::Draft => (PREVIEW_ON, SECONDS),
        Shown::Released => ("", 0),
    };
    cookies::set(&mut response, PREVIEW_COOKIE, value, seconds);
    response
}

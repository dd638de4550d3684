//! What a browser needs to install the site (W3C, Web Application Manifest): it is called as the programme is, and has the
//! site's own colour.

use app::server::AppState;
use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;

/// The product's own colour, as in `style/tokens.css`.
const COLOUR: &str = "#0b5f78";

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/site.webmanifest", get(manifest))
}

async fn manifest(State(state): State<AppState>) -> Response {
    let published = state.published();
    let programme = &published.content.programme;
    let icon = |file: &str, sizes: &str, kind: &str, purpose: &str| json!({ "src": file, "sizes": sizes, "type": kind, "purpose": purpose });
    let manifest = json!({
        "id": "/",
        "name": programme.name,
        "description": programme.summary,
        "lang": "en-GB",
        "dir": "ltr",
        "start_url": "/programme",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#fbfcfd",
        "theme_color": state.accent().map_or_else(|| COLOUR.to_owned(), |accent| accent.typed().0),
        "icons": [
            icon("/favicon.svg", "any", "image/svg+xml", "any"),
            icon("/icon-192.png", "192x192", "image/png", "any maskable"),
            icon("/icon-512.png", "512x512", "image/png", "any maskable"),
        ],
    });
    let headers =
        [(header::CONTENT_TYPE, "application/manifest+json"), (header::CACHE_CONTROL, "public, max-age=3600")];
    (headers, manifest.to_string()).into_response()
}

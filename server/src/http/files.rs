//! Serves the site's files from memory.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::compress::{Encoding, accepted};
use crate::assets::{SiteFile, SiteFiles};

/// Answers with a file if one has that path, else goes on.
pub(super) async fn serve(State(files): State<SiteFiles>, request: Request, next: Next) -> Response {
    if let Some(style) = SiteFiles::newest_style(request.uri().path()) {
        return ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], style).into_response();
    }
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    match files.get(request.uri().path()).filter(|_| reads) {
        Some(file) => answer(file, &request),
        None => next.run(request).await,
    }
}

fn answer(file: &SiteFile, request: &Request) -> Response {
    let known =
        request.headers().get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == file.etag.as_bytes());
    let (encoding, body) = match accepted(request.headers()) {
        Encoding::Brotli if file.brotli.is_some() => (Some("br"), file.brotli.as_ref()),
        Encoding::Brotli | Encoding::Gzip if file.gzip.is_some() => (Some("gzip"), file.gzip.as_ref()),
        _ => (None, None),
    };
    let body = body.unwrap_or(&file.plain).clone();
    let mut response = if known { StatusCode::NOT_MODIFIED.into_response() } else { Response::new(Body::from(body)) };
    let headers = response.headers_mut();
    let cache = if file.immutable { "public, max-age=31536000, immutable" } else { "public, max-age=3600" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    for (name, value) in [(header::CONTENT_TYPE, &file.media_type), (header::ETAG, &file.etag)] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    if let (Some(encoding), false) = (encoding, known) {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

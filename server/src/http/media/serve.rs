//! `/media/{key}/{name}`: the bytes of a file, whole or in part, as they are read.

use app::capability::{Capability, require};
use app::error::PageError;
use app::server::AppState;
use app::staff::reviewer_of;
use axum::Extension;
use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::content::Visibility;
use domain::media::{FileType, MediaState, address_name};
use domain::staff::Role;
use headers::{AcceptRanges, ContentLength, ContentRange, HeaderMapExt, LastModified};
use serde::Deserialize;
use store::{Media, MediaSummary};

use super::PAGE;
use super::conditions::{Portion, Validators, portion};
use crate::http::registration::read_request;
use crate::http::render::refused;
use crate::http::staff_sign_in::failed;
use crate::media::MediaStore;

/// Nothing runs in a file and it sends nothing anywhere, whoever opens it by itself (OWASP ASVS 5.0, 3.2.1). What a browser
/// builds around a video or a picture to show it is allowed.
const POLICY: HeaderValue = HeaderValue::from_static(
    "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'",
);
/// Browsers do not show a PDF in a sandbox; it has no scripts of this site's either way.
const PDF_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'",
);
/// A file never changes, but who may have it does.
const PUBLIC: HeaderValue = HeaderValue::from_static("public, max-age=3600");
const PRIVATE: HeaderValue = HeaderValue::from_static("private, max-age=3600");

/// What may stand behind the address.
#[derive(Debug, Deserialize)]
pub(super) struct FileQuery {
    /// When the signature ends, in seconds since 1970 UTC.
    until: Option<i64>,
    signature: Option<String>,
    /// To be kept, not shown.
    download: Option<String>,
}

/// Sends a file to whoever may have it.
pub(super) async fn file(
    State(state): State<AppState>,
    Extension(store): Extension<MediaStore>,
    Path((key, name)): Path<(String, String)>,
    Query(query): Query<FileQuery>,
    request: Request,
) -> Response {
    let media = match state.store().media(&key).await {
        Ok(found) => found.filter(|media| media.state == MediaState::Ready && address_name(&media.name) == name),
        Err(error) => return failed(&error),
    };
    let Some(media) = media else { return refused(state, request, PageError::NotFound).await };
    // What was made of a file is for the same people.
    let is_public = is_public(&state, &media);
    if !is_public && !is_signed(&state, &key, &query) {
        match may_look(&state, request.headers(), media.origin.as_deref().unwrap_or(&key)).await {
            Ok(()) => {}
            // The file has no page of its own to say it on.
            Err(error) => return refused(state, read_request(PAGE, request.headers()), error).await,
        }
    }
    let mut response = answer(&store, &media, request.method(), request.headers()).await;
    if response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED {
        describe(response.headers_mut(), &media, media.file_type.is_shown() && query.download.is_none());
        response.headers_mut().insert(header::CACHE_CONTROL, if is_public { PUBLIC } else { PRIVATE });
    } else {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// Whether everybody may have a file: a material of the release that is shown names it, or it is somebody's picture, or was made of
/// one. The picture itself is shown only where nothing can be made of it.
fn is_public(state: &AppState, media: &Media) -> bool {
    let (published, key) = (state.published(), media.origin.as_deref().unwrap_or(&media.key));
    let mut naming = published.content.materials.iter().filter(|material| material.names_media(key));
    let is_original_shown = |summary: &MediaSummary| summary.original.is_some() && summary.squares.is_empty();
    let is_shown = |key: &str| media.origin.is_some() || state.summaries().get(key).is_some_and(is_original_shown);
    naming.any(|material| material.visibility == Visibility::Public)
        || (published.content.people.iter().any(|person| person.names_media(key)) && is_shown(key))
}

/// Whether somebody works here on files, or reviews what this one belongs to.
async fn may_look(state: &AppState, headers: &HeaderMap, key: &str) -> Result<(), PageError> {
    require(Capability::Staff(Role::Reviewer), state, headers).await?;
    if reviewer_of(state, headers).await?.is_some_and(|member| member.role.covers(Role::Editor)) {
        return Ok(());
    }
    let desk = state.store().working_copy().await.map_err(|error| {
        tracing::error!(%error, "the working copy could not be read");
        PageError::Unavailable { reference: None }
    })?;
    let mut materials = desk.materials.iter().filter(|material| material.visibility != Visibility::Staff);
    let is_named =
        materials.any(|material| material.names_media(key)) || desk.people.iter().any(|person| person.names_media(key));
    is_named.then_some(()).ok_or(PageError::Forbidden)
}

fn is_signed(state: &AppState, key: &str, query: &FileQuery) -> bool {
    let (Some(until), Some(signature)) = (query.until, &query.signature) else { return false };
    state.is_media_signed(key, until, signature)
}

async fn answer(store: &MediaStore, media: &Media, method: &Method, headers: &HeaderMap) -> Response {
    let Some(validators) = media.sha256.as_deref().and_then(|sha256| Validators::of(sha256, media.added_at)) else {
        tracing::error!(key = media.key, "a file has no hash");
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let length = media.received;
    let (mut response, range) = match portion(method, headers, &validators, length) {
        Portion::Unchanged => (StatusCode::NOT_MODIFIED.into_response(), None),
        Portion::Unsatisfiable => {
            let mut response = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
            response.headers_mut().typed_insert(ContentRange::unsatisfied_bytes(length));
            (response, None)
        }
        Portion::Whole => (StatusCode::OK.into_response(), Some(0..length)),
        Portion::Part(range) => {
            let mut response = StatusCode::PARTIAL_CONTENT.into_response();
            if let Ok(told) = ContentRange::bytes(range.clone(), length) {
                response.headers_mut().typed_insert(told);
            }
            (response, Some(range))
        }
    };
    if let Some(range) = range {
        response.headers_mut().typed_insert(ContentLength(range.end - range.start));
        if method == Method::GET {
            match store.read(&media.key, range).await {
                Ok(Some(bytes)) => *response.body_mut() = Body::from_stream(bytes),
                Ok(None) => {
                    tracing::error!(key = media.key, "a file is not in the media store");
                    return StatusCode::NOT_FOUND.into_response();
                }
                Err(error) => {
                    tracing::error!(%error, "the media store could not be read");
                    return StatusCode::SERVICE_UNAVAILABLE.into_response();
                }
            }
        }
    }
    let told = response.headers_mut();
    told.typed_insert(validators.etag);
    told.typed_insert(LastModified::from(validators.modified));
    told.typed_insert(AcceptRanges::bytes());
    response
}

/// What it is, what it is called, and what it may do.
fn describe(headers: &mut HeaderMap, media: &Media, is_shown: bool) {
    let content_type = HeaderValue::from_static(media.file_type.content_type());
    headers.insert(header::CONTENT_TYPE, content_type);
    let disposition = if is_shown { "inline" } else { "attachment" };
    // The name has nothing in it that would have to be encoded (RFC 6266).
    let named = format!("{disposition}; filename=\"{}\"", address_name(&media.name));
    if let Ok(named) = HeaderValue::from_str(&named) {
        headers.insert(header::CONTENT_DISPOSITION, named);
    }
    let policy = if media.file_type == FileType::Pdf { PDF_POLICY } else { POLICY };
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    // An address with a signature is nobody else's business.
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
}

//! The protocol by which files are sent, tus 1.0 (<https://tus.io/protocols/resumable-upload>): what came stays, and whoever
//! was interrupted asks how far it got and goes on from there. Extensions: creation, creation-with-upload, termination,
//! checksum, expiration.

mod told;

use app::server::AppState;
use app::staff::staff_session_of;
use axum::Extension;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::media::{FileType, MediaState, file_name};
use store::{Media, MediaRefusal, NewMedia, StoreError};

use self::told::{ChecksumTold, checksum_of, metadata_of, metadata_text, number_of};
use super::UPLOADS;
use crate::media::{MediaStore, Refusal};

const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const VERSION: HeaderValue = HeaderValue::from_static("1.0.0");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
const OVERRIDE: HeaderName = HeaderName::from_static("x-http-method-override");
/// What a body with bytes of a file says that it is.
const BODY: &str = "application/offset+octet-stream";

/// Refuses whoever speaks another version, and says in every answer which one this is.
pub(super) async fn speaks(request: Request, next: Next) -> Response {
    let is_spoken = request.headers().get(RESUMABLE) == Some(&VERSION);
    let mut response = if is_spoken || request.method() == Method::OPTIONS {
        next.run(request).await
    } else {
        (StatusCode::PRECONDITION_FAILED, [("tus-version", VERSION)]).into_response()
    };
    response.headers_mut().insert(RESUMABLE, VERSION);
    response
}

/// What can be done here.
pub(super) async fn abilities(Extension(media): Extension<MediaStore>) -> Response {
    let told = [
        ("tus-version", "1.0.0".to_owned()),
        ("tus-extension", "creation,creation-with-upload,termination,checksum,expiration".to_owned()),
        ("tus-checksum-algorithm", "sha1,sha256".to_owned()),
        ("tus-max-size", media.most().to_string()),
    ];
    (StatusCode::NO_CONTENT, told).into_response()
}

/// Begins an upload, with its first bytes if some came along.
pub(super) async fn create(
    State(state): State<AppState>,
    Extension(media): Extension<MediaStore>,
    request: Request,
) -> Response {
    let headers = request.headers();
    let Some(length) = number_of(headers, &LENGTH) else {
        return refused(StatusCode::BAD_REQUEST, "Upload-Length is missing or no number.");
    };
    if length > media.most() {
        return refused(StatusCode::PAYLOAD_TOO_LARGE, "The file is longer than this site takes.");
    }
    let name = file_name(&metadata_of(headers, "filename").unwrap_or_default());
    let Some(file_type) = FileType::of_name(&name) else {
        return refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, "This site takes no files with such a name.");
    };
    let added_by = match staff_session_of(&state, headers).await {
        Ok(session) => session.member.name,
        Err(_) => return refused(StatusCode::FORBIDDEN, "The sign-in has ended."),
    };
    let new = NewMedia { name, file_type, length: Some(length), added_by, now: state.real_now() };
    let upload = match state.store().begin_media(new).await {
        Ok(upload) => upload,
        Err(error) => return failed(&error),
    };
    let mut response = if is_body(headers) {
        take(&state, &media, &upload, request).await
    } else {
        let mut response = StatusCode::NO_CONTENT.into_response();
        say_expiry(response.headers_mut(), &upload);
        response
    };
    // What of the bytes was taken is asked for; the upload is there in any case.
    *response.status_mut() = StatusCode::CREATED;
    if let Ok(location) = HeaderValue::from_str(&format!("{UPLOADS}/{}", upload.key)) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// How far an upload has come.
pub(super) async fn offset(State(state): State<AppState>, Path(key): Path<String>) -> Response {
    let upload = match find(&state, &key).await {
        Ok(upload) => upload,
        Err(response) => return response,
    };
    let mut response = StatusCode::OK.into_response();
    let told = response.headers_mut();
    told.insert(OFFSET, upload.received.into());
    if let Some(length) = upload.length {
        told.insert(LENGTH, length.into());
    }
    if let Some(metadata) = metadata_text(&upload.name) {
        told.insert(METADATA, metadata);
    }
    say_expiry(told, &upload);
    response
}

/// Takes bytes that follow those which are here.
pub(super) async fn append(
    State(state): State<AppState>,
    Extension(media): Extension<MediaStore>,
    Path(key): Path<String>,
    request: Request,
) -> Response {
    if !is_body(request.headers()) {
        return refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, "The body must be application/offset+octet-stream.");
    }
    let Some(offset) = number_of(request.headers(), &OFFSET) else {
        return refused(StatusCode::BAD_REQUEST, "Upload-Offset is missing or no number.");
    };
    let upload = match find(&state, &key).await {
        Ok(upload) => upload,
        Err(response) => return response,
    };
    if upload.received != offset {
        return of_refusal(&Refusal::Store(MediaRefusal::Elsewhere(upload.received)));
    }
    take(&state, &media, &upload, request).await
}

/// Gives an upload up, or takes a complete file away again.
pub(super) async fn terminate(State(state): State<AppState>, Path(key): Path<String>) -> Response {
    match state.store().remove_media(&key).await {
        Ok(true) => StatusCode::NO_CONTENT.into_response(),
        Ok(false) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => failed(&error),
    }
}

/// For networks that let no other methods through than GET and POST: the method stands in a header.
pub(super) async fn overridden(
    State(state): State<AppState>,
    media: Extension<MediaStore>,
    Path(key): Path<String>,
    request: Request,
) -> Response {
    match request.headers().get(OVERRIDE).map(HeaderValue::as_bytes) {
        Some(b"PATCH") => append(State(state), media, Path(key), request).await,
        Some(b"DELETE") => terminate(State(state), Path(key)).await,
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

/// Takes the body of a request.
async fn take(state: &AppState, media: &MediaStore, upload: &Media, request: Request) -> Response {
    let checksum = match checksum_of(request.headers()) {
        ChecksumTold::None => None,
        ChecksumTold::This(checksum) => Some(checksum),
        ChecksumTold::Unknown => return refused(StatusCode::BAD_REQUEST, "Upload-Checksum is not understood."),
    };
    let left = upload.length.map(|length| length.saturating_sub(upload.received));
    if let (Some(left), Some(comes)) = (left, number_of(request.headers(), &header::CONTENT_LENGTH))
        && comes > left
    {
        return of_refusal(&Refusal::Store(MediaRefusal::TooLong));
    }
    match media.receive(state, upload, request.into_body().into_data_stream(), checksum).await {
        Ok(received) => {
            let mut response = StatusCode::NO_CONTENT.into_response();
            response.headers_mut().insert(OFFSET, received.offset.into());
            let is_complete = upload.length == Some(received.offset);
            if !is_complete {
                say_expiry(response.headers_mut(), &Media { expires_at: received.expires_at, ..upload.clone() });
            }
            response
        }
        Err(refusal) => of_refusal(&refusal),
    }
}

/// The upload with that key, if it goes on or is complete.
async fn find(state: &AppState, key: &str) -> Result<Media, Response> {
    let found = state.store().media(key).await.map_err(|error| failed(&error))?;
    let upload = found.ok_or_else(|| StatusCode::NOT_FOUND.into_response())?;
    if upload.state == MediaState::Receiving && upload.expires_at <= state.real_now() {
        return Err(of_refusal(&Refusal::Store(MediaRefusal::Expired)));
    }
    Ok(upload)
}

fn is_body(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|told| told.as_bytes() == BODY.as_bytes())
}

/// When an upload is given up that does not go on.
fn say_expiry(headers: &mut HeaderMap, upload: &Media) {
    if upload.state == MediaState::Receiving
        && let Some(expires) = told::date(upload.expires_at)
    {
        headers.insert(EXPIRES, expires);
    }
}

fn of_refusal(refusal: &Refusal) -> Response {
    match refusal {
        Refusal::Store(MediaRefusal::Unknown) => StatusCode::NOT_FOUND.into_response(),
        Refusal::Store(MediaRefusal::Expired) => refused(StatusCode::GONE, "The upload was given up."),
        Refusal::Store(MediaRefusal::Elsewhere(offset)) => {
            let mut response = refused(StatusCode::CONFLICT, "The upload goes on somewhere else.");
            response.headers_mut().insert(OFFSET, (*offset).into());
            response
        }
        Refusal::Store(MediaRefusal::TooLong) => {
            refused(StatusCode::PAYLOAD_TOO_LARGE, "This is more than the upload was said to have.")
        }
        // The protocol's own status.
        Refusal::Checksum => {
            let status = StatusCode::from_u16(460).unwrap_or(StatusCode::BAD_REQUEST);
            refused(status, "The checksum is another one; what came was not taken.")
        }
        Refusal::Unavailable => {
            refused(StatusCode::SERVICE_UNAVAILABLE, "The file cannot be kept at the moment. Try again.")
        }
    }
}

fn failed(error: &StoreError) -> Response {
    tracing::error!(%error, "an upload failed");
    refused(StatusCode::SERVICE_UNAVAILABLE, "Nothing was changed. Try again.")
}

/// For whoever reads what programs say to each other.
fn refused(status: StatusCode, why: &'static str) -> Response {
    (status, why).into_response()
}

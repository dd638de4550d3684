//! The page on which editors see to uploaded files, and its form, which works without scripts.

use app::desk::{MediaAbilities, Untaken, gather_media};
use app::server::AppState;
use app::staff::staff_session_of;
use axum::Extension;
use axum::extract::multipart::MultipartError;
use axum::extract::{Multipart, Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::media::{FileType, file_name};
use serde::Deserialize;
use store::{MediaRefusal, NewMedia};

use super::PAGE;
use crate::http::registration::{read_request, see_other};
use crate::http::render::page_of;
use crate::http::staff_sign_in::failed;
use crate::media::{MediaStore, Refusal};

#[derive(Debug, Deserialize)]
pub(super) struct MediaQuery {
    /// Key of the last file of the page before.
    #[serde(default)]
    after: String,
}

/// The files.
pub(super) async fn page(
    State(state): State<AppState>,
    Extension(media): Extension<MediaStore>,
    Query(query): Query<MediaQuery>,
    request: Request,
) -> Response {
    let view = gather_media(&state, &query.after, None, abilities(&media).await).await;
    page_of(state, request, view).await
}

/// What the place for files can do now.
async fn abilities(media: &MediaStore) -> MediaAbilities {
    let answer = media.answers().await;
    if let Err(error) = &answer {
        tracing::error!(error, "the store for uploaded files does not answer");
    }
    MediaAbilities { most: media.most(), missing: media.tools().missing(), answers: answer.is_ok() }
}

/// Takes a file as a form sends it.
pub(super) async fn upload(
    State(state): State<AppState>,
    Extension(media): Extension<MediaStore>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let why = match taken(&state, &media, &headers, form).await {
        Ok(()) => return see_other(PAGE),
        Err(why) => why,
    };
    let view = gather_media(&state, "", Some(why), abilities(&media).await).await;
    let mut page = page_of(state, read_request(PAGE, &headers), view).await;
    if page.status() == StatusCode::OK {
        *page.status_mut() = match why {
            Untaken::None | Untaken::Name => StatusCode::UNPROCESSABLE_ENTITY,
            Untaken::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
            Untaken::Interrupted => StatusCode::BAD_REQUEST,
            Untaken::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        };
    }
    page
}

async fn taken(state: &AppState, media: &MediaStore, headers: &HeaderMap, mut form: Multipart) -> Result<(), Untaken> {
    let interrupted = |_: MultipartError| Untaken::Interrupted;
    while let Some(field) = form.next_field().await.map_err(interrupted)? {
        if field.name() != Some("file") {
            continue;
        }
        let name = file_name(field.file_name().unwrap_or_default());
        if name.is_empty() {
            return Err(Untaken::None);
        }
        let file_type = FileType::of_name(&name).ok_or(Untaken::Name)?;
        let session = staff_session_of(state, headers).await.map_err(|_| Untaken::Unavailable)?;
        let (now, added_by) = (state.real_now(), session.member.name);
        let new = NewMedia { name, file_type, length: None, added_by, now };
        let unavailable = |error| {
            tracing::error!(%error, "a file could not be noted");
            Untaken::Unavailable
        };
        let upload = state.store().begin_media(new).await.map_err(unavailable)?;
        let why = match media.receive(state, &upload, field, None).await {
            Ok(received) if received.is_whole => {
                state.store().end_media(&upload.key).await.map_err(unavailable)?;
                return Ok(());
            }
            Ok(_) => Untaken::Interrupted,
            Err(Refusal::Store(MediaRefusal::TooLong)) => Untaken::TooLong,
            Err(_) => Untaken::Unavailable,
        };
        // A form begins from the beginning.
        state.store().remove_media(&upload.key).await.map_err(unavailable)?;
        return Err(why);
    }
    Err(Untaken::None)
}

/// Takes a file away; one that is gone already is what was wanted.
pub(super) async fn remove(State(state): State<AppState>, Path(key): Path<String>) -> Response {
    match state.store().remove_media(&key).await {
        Ok(_) => see_other(PAGE),
        Err(error) => failed(&error),
    }
}

/// Has something made of a file once more; where that is under way already it is what was wanted.
pub(super) async fn retry(State(state): State<AppState>, Path(key): Path<String>) -> Response {
    match state.store().retry_work(&key, state.real_now()).await {
        Ok(_) => see_other(PAGE),
        Err(error) => failed(&error),
    }
}

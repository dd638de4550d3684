//! Which square of a picture is shown.

use app::desk::{CropNotice, crop_path, gather_crop};
use app::server::AppState;
use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::media::{Crop, Toolset};
use serde::Deserialize;

use crate::http::registration::{read_request, see_other};
use crate::http::render::page_of;
use crate::http::staff_sign_in::failed;
use crate::media::MediaStore;

#[derive(Debug, Deserialize)]
pub(super) struct CropQuery {
    #[serde(default)]
    saved: bool,
}

/// The page on which it is chosen.
pub(super) async fn page(
    State(state): State<AppState>,
    Extension(media): Extension<MediaStore>,
    Path(key): Path<String>,
    Query(query): Query<CropQuery>,
    request: Request,
) -> Response {
    let view = gather_crop(&state, &key, has_programs(&media), query.saved.then_some(CropNotice::Saved)).await;
    page_of(state, request, view).await
}

/// Chooses it.
pub(super) async fn save(
    State(state): State<AppState>,
    Extension(media): Extension<MediaStore>,
    Path(key): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(crop) = read(&body) else {
        let view = gather_crop(&state, &key, has_programs(&media), Some(CropNotice::NoSquare)).await;
        let mut page = page_of(state, read_request(&crop_path(&key), &headers), view).await;
        if page.status() == StatusCode::OK {
            *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        }
        return page;
    };
    match state.store().crop_media(&key, crop, state.real_now()).await {
        Ok(true) => see_other(&format!("{}?saved=true", crop_path(&key))),
        Ok(false) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => failed(&error),
    }
}

fn has_programs(media: &MediaStore) -> bool {
    media.tools().toolsets().contains(&Toolset::Ffmpeg)
}

fn read(body: &[u8]) -> Option<Crop> {
    let number = |wanted: &str| {
        let mut pairs = form_urlencoded::parse(body);
        pairs.find(|(name, _)| name == wanted)?.1.parse::<u8>().ok()
    };
    Crop::new(number("left")?, number("top")?, number("side")?)
}

//! Captions and chapters at the desk.

use app::desk::{TrackView, TracksTrouble, TracksTyped, TracksView, cues_path, track_path, tracks_path};
use app::error::PageError;
use app::server::AppState;
use app::staff::staff_session_of;
use axum::extract::{Form, Multipart, Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{MethodRouter, get};
use domain::content::MediaKey;
use domain::desk::is_language;
use domain::time::Instant;
use domain::timed_text::{FILE_MAX, Problem, TrackKind, TrackSource, TrackStatus, Unreadable, read, vtt};
use serde::Deserialize;
use store::{Media, TimedText};

use super::{failed, with_status};
use crate::http::registration::{nothing_changed, read_request, see_other};
use crate::http::render::page_of;

/// Longest request: a text as a form sends it, where every line break takes six bytes.
pub(crate) const BODY_LIMIT: usize = FILE_MAX * 3 + 64 * 1024;

/// One text: to be corrected, and saved.
pub(super) fn one() -> MethodRouter<AppState> {
    get(edit).post(save)
}

/// A file that may have timed text.
pub(super) async fn file(state: &AppState, key: &str) -> Result<(MediaKey, Media), PageError> {
    let parsed: MediaKey = key.parse().map_err(|_| PageError::NotFound)?;
    let media = state.store().media(key).await.map_err(|error| unavailable(&error))?;
    Ok((parsed, media.ok_or(PageError::NotFound)?))
}

pub(super) fn unavailable(error: &store::StoreError) -> PageError {
    tracing::error!(%error, "timed text could not be read");
    PageError::Unavailable { reference: None }
}

/// What a file has.
pub(super) async fn list(State(state): State<AppState>, Path(key): Path<String>, request: Request) -> Response {
    let view = tracks(&state, &key, TracksTyped::default(), None).await;
    page_of(state, request, view).await
}

async fn tracks(
    state: &AppState,
    key: &str,
    typed: TracksTyped,
    trouble: Option<TracksTrouble>,
) -> Result<TracksView, PageError> {
    let (key, media) = file(state, key).await?;
    let texts = state.store().timed_texts(&key).await.map_err(|error| unavailable(&error))?;
    Ok(TracksView { media, texts, typed, trouble })
}

/// Adds one, as a draft.
pub(super) async fn add(
    State(state): State<AppState>,
    Path(key): Path<String>,
    headers: HeaderMap,
    mut form: Multipart,
) -> Response {
    let (mut typed, mut bytes) = (TracksTyped::default(), Vec::new());
    let mut is_whole = true;
    loop {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            Err(_) => {
                is_whole = false;
                break;
            }
        };
        let name = field.name().unwrap_or_default().to_owned();
        let Ok(value) = field.bytes().await else {
            is_whole = false;
            break;
        };
        if name == "file" {
            bytes = value.to_vec();
            continue;
        }
        let value = String::from_utf8_lossy(&value).trim().to_owned();
        match name.as_str() {
            "kind" => typed.kind = value,
            "language" => typed.language = value,
            "source" => typed.source = value,
            "text" => typed.text = value,
            _ => {}
        }
    }
    // What broke off, or is longer than the router lets pass, is not taken in part.
    let done = if is_whole {
        added(&state, &key, &headers, &typed, bytes).await
    } else {
        Err(Refusal::Trouble(TracksTrouble::Unreadable(Unreadable { line: 1, problem: Problem::TooLarge })))
    };
    match done {
        Ok(text) => see_other(&cues_path(&key, text.kind, &text.language)),
        Err(Refusal::Trouble(trouble)) => {
            let view = tracks(&state, &key, typed, Some(trouble)).await;
            let page = page_of(state, read_request(&tracks_path(&key), &headers), view).await;
            with_status(page, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(Refusal::Page(error)) => crate::http::render::refused(state, read_request("/admin", &headers), error).await,
    }
}

enum Refusal {
    Trouble(TracksTrouble),
    Page(PageError),
}

async fn added(
    state: &AppState,
    key: &str,
    headers: &HeaderMap,
    typed: &TracksTyped,
    file_bytes: Vec<u8>,
) -> Result<TimedText, Refusal> {
    let (media, _) = file(state, key).await.map_err(Refusal::Page)?;
    let who = staff_session_of(state, headers).await.map_err(Refusal::Page)?;
    let trouble = |trouble| Err(Refusal::Trouble(trouble));
    let kind = TrackKind::from_name(&typed.kind).filter(|kind| kind.is_words()).unwrap_or(TrackKind::Captions);
    if !is_language(&typed.language) {
        return trouble(TracksTrouble::NoLanguage);
    }
    let bytes = if file_bytes.is_empty() { typed.text.clone().into_bytes() } else { file_bytes };
    if bytes.is_empty() {
        return trouble(TracksTrouble::Empty);
    }
    let cues = match read(&bytes) {
        Ok(cues) => cues,
        Err(found) => return trouble(TracksTrouble::Unreadable(found)),
    };
    let text = TimedText {
        media,
        kind,
        language: typed.language.clone(),
        status: TrackStatus::Draft,
        source: TrackSource::from_name(&typed.source).unwrap_or(TrackSource::Human),
        body: vtt(&cues),
        version: 1,
        changed: state.real_now(),
        changed_by: who.member.name,
        reviewed: None,
        deck: None,
    };
    match state.store().save_timed_text(text.clone()).await {
        Ok(true) => Ok(text),
        Ok(false) => trouble(TracksTrouble::Taken),
        Err(error) => Err(Refusal::Page(unavailable(&error))),
    }
}

#[derive(Deserialize)]
struct Saved {
    saved: Option<String>,
}

/// One text, to be corrected.
async fn edit(
    State(state): State<AppState>,
    Path((key, kind, language)): Path<(String, String, String)>,
    Query(query): Query<Saved>,
    request: Request,
) -> Response {
    let view =
        track(&state, &key, &kind, language).await.map(|view| TrackView { is_saved: query.saved.is_some(), ..view });
    page_of(state, request, view).await
}

async fn track(state: &AppState, key: &str, kind: &str, language: String) -> Result<TrackView, PageError> {
    let (key, media) = file(state, key).await?;
    let kind = TrackKind::from_name(kind).filter(|kind| kind.is_words()).ok_or(PageError::NotFound)?;
    let found = state.store().timed_text(&key, kind, language).await.map_err(|error| unavailable(&error))?;
    let text = found.ok_or(PageError::NotFound)?;
    Ok(TrackView {
        media,
        text,
        find: String::new(),
        replace: String::new(),
        replaced: None,
        trouble: None,
        overtaken_by: None,
        is_saved: false,
    })
}

#[derive(Deserialize)]
struct Sent {
    version: i64,
    body: String,
    #[serde(default)]
    find: String,
    #[serde(default)]
    replace: String,
    source: String,
    status: String,
    #[serde(default)]
    act: String,
}

/// Saves it, or replaces words in what was typed: some, or those of the glossary.
async fn save(
    State(state): State<AppState>,
    Path((key, kind, language)): Path<(String, String, String)>,
    headers: HeaderMap,
    Form(sent): Form<Sent>,
) -> Response {
    let path = |view: &TrackView| track_path(&view.media.key, view.text.kind, &view.text.language);
    let (mut view, who) = match (track(&state, &key, &kind, language).await, staff_session_of(&state, &headers).await) {
        (Ok(view), Ok(who)) => (view, who),
        (Err(error), _) | (_, Err(error)) => {
            return crate::http::render::refused(state, read_request("/admin", &headers), error).await;
        }
    };
    let kept = view.text.clone();
    view.text.body = sent.body.replace("\r\n", "\n");
    view.text.source = TrackSource::from_name(&sent.source).unwrap_or(kept.source);
    view.text.status = TrackStatus::from_name(&sent.status).unwrap_or(kept.status);
    view.text.version = sent.version;
    (view.find, view.replace) = (sent.find, sent.replace);
    if sent.act == "replace" && !view.find.is_empty() {
        view.replaced = Some(view.text.body.matches(view.find.as_str()).count());
        view.text.body = view.text.body.replace(view.find.as_str(), &view.replace);
        let address = path(&view);
        return page_of(state, read_request(&address, &headers), Ok(view)).await;
    }
    if sent.act == "glossary" {
        let glossary = match super::glossary::glossary(&state).await {
            Ok(glossary) => glossary,
            Err(error) => {
                return crate::http::render::refused(state, read_request("/admin", &headers), error).await;
            }
        };
        let (body, count) = glossary.apply(&view.text.body);
        (view.text.body, view.replaced) = (body, Some(count));
        let address = path(&view);
        return page_of(state, read_request(&address, &headers), Ok(view)).await;
    }
    let cues = match read(view.text.body.as_bytes()) {
        Ok(cues) => cues,
        Err(found) => {
            view.trouble = Some(found);
            let address = path(&view);
            let page = page_of(state, read_request(&address, &headers), Ok(view)).await;
            return with_status(page, StatusCode::UNPROCESSABLE_ENTITY);
        }
    };
    let now = state.real_now();
    let new = TimedText {
        body: vtt(&cues),
        version: sent.version.saturating_add(1),
        changed: now,
        changed_by: who.member.name.clone(),
        reviewed: reviewed(&kept, view.text.status, view.text.source, (now, who.member.name)),
        ..view.text.clone()
    };
    match state.store().save_timed_text(new).await {
        Ok(true) => see_other(&format!("{}?saved", path(&view))),
        Ok(false) => {
            view.overtaken_by = Some(kept.changed_by);
            let address = path(&view);
            let page = page_of(state, read_request(&address, &headers), Ok(view)).await;
            with_status(page, StatusCode::CONFLICT)
        }
        Err(error) => failed(&error),
    }
}

/// Who has read a text, now that it is to have this status: whoever says that it is reviewed has read it; publishing what a machine made
/// says nothing of that.
pub(super) fn reviewed(
    kept: &TimedText,
    status: TrackStatus,
    source: TrackSource,
    now: (Instant, String),
) -> Option<(Instant, String)> {
    match (status, source) {
        (TrackStatus::Draft, _) => None,
        (TrackStatus::Reviewed, _) | (TrackStatus::Published, TrackSource::Human) => Some(now),
        (TrackStatus::Published, TrackSource::Machine) => kept.reviewed.clone(),
    }
}

/// Removes it.
pub(super) async fn remove(
    State(state): State<AppState>,
    Path((key, kind, language)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Response {
    let (Ok(media), Some(kind)) = (key.parse::<MediaKey>(), TrackKind::from_name(&kind)) else {
        return crate::http::render::refused(state, read_request("/admin", &headers), PageError::NotFound).await;
    };
    let Ok(who) = staff_session_of(&state, &headers).await else { return nothing_changed() };
    match state.store().remove_timed_text(&media, kind, language, (who.member.name, state.real_now())).await {
        Ok(_) => see_other(&tracks_path(&key)),
        Err(error) => failed(&error),
    }
}

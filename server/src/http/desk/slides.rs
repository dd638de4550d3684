//! When slides are shown in a recording, at the desk.

use app::desk::{SlidesTrouble, SlidesView, slides_field, slides_path};
use app::error::PageError;
use app::server::AppState;
use app::staff::staff_session_of;
use axum::extract::{Form, Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{MethodRouter, get};
use domain::content::{Content, MediaKey};
use domain::media::Purpose;
use domain::timed_text::{
    SLIDES_LANGUAGE, SlideTime, TrackKind, TrackSource, TrackStatus, read, read_times, slide_cues, slide_times, vtt,
    write_time,
};
use serde::Deserialize;
use store::{StoreError, TimedText};

use super::timed_text::{file, unavailable};
use super::{failed, with_status};
use crate::http::registration::{read_request, see_other};
use crate::http::render::{page_of, refused};

#[derive(Deserialize)]
struct Asked {
    saved: Option<String>,
    deck: Option<String>,
}

/// The times of a recording's slides: to be seen, and saved.
pub(super) fn times() -> MethodRouter<AppState> {
    get(page).post(save)
}

async fn page(
    State(state): State<AppState>,
    Path(key): Path<String>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Response {
    let deck = asked.deck.and_then(|deck| deck.parse().ok());
    let view = gather(&state, &key, deck).await;
    let view = view.map(|view| SlidesView { is_saved: asked.saved.is_some(), ..view });
    page_of(state, request, view).await
}

/// What is kept, or what there is to begin with. `asked` is the deck that is wanted instead of the one that is kept.
async fn gather(state: &AppState, key: &str, asked: Option<MediaKey>) -> Result<SlidesView, PageError> {
    let (key, media) = file(state, key).await?;
    let failed = |error: StoreError| unavailable(&error);
    let language = SLIDES_LANGUAGE.to_owned();
    let kept = state.store().timed_text(&key, TrackKind::Slides, language).await.map_err(failed)?;
    let content = state.store().working_copy().await.map_err(failed)?;
    let chosen = kept.as_ref().and_then(|kept| kept.deck.clone());
    let decks = decks(&content, &key, chosen.as_ref());
    let known = |asked: MediaKey| decks.iter().any(|(deck, _)| *deck == asked).then_some(asked);
    let only = (decks.len() == 1).then(|| decks.first().map(|(deck, _)| deck.clone())).flatten();
    let deck = asked.and_then(known).or(chosen.clone()).or(only);
    let times = kept.as_ref().filter(|_| deck == chosen).map(times_of).unwrap_or_default();
    let (mut pages, mut standing) = (Vec::new(), None);
    if let Some(deck) = &deck {
        pages = state.store().renditions(deck.as_str()).await.map_err(failed)?;
        pages.retain(|made| made.purpose == Purpose::Page);
        let work = state.store().work_of(&[deck.to_string()]).await.map_err(failed)?;
        standing = work.get(deck.as_str()).map(|work| work.state);
    }
    Ok(SlidesView {
        media,
        decks,
        deck,
        standing,
        typed: pages.iter().filter_map(|made| Some((made.page?, typed(&times, made.page?)))).collect(),
        pages,
        version: kept.as_ref().map_or(0, |kept| kept.version),
        status: kept.map_or(TrackStatus::Published, |kept| kept.status),
        trouble: Vec::new(),
        overtaken_by: None,
        is_saved: false,
    })
}

fn times_of(kept: &TimedText) -> Vec<SlideTime> {
    slide_times(&read(kept.body.as_bytes()).unwrap_or_default())
}

fn typed(times: &[SlideTime], page: u32) -> String {
    let times = times.iter().filter(|time| time.page == page).map(|time| write_time(time.start));
    times.collect::<Vec<_>>().join(", ")
}

/// Slides that may belong to the recording with that file, in the working copy; and those that were chosen before.
fn decks(content: &Content, key: &MediaKey, chosen: Option<&MediaKey>) -> Vec<(MediaKey, String)> {
    let mut decks: Vec<(MediaKey, String)> = Vec::new();
    let recordings = content.materials.iter().filter(|material| material.media.as_ref() == Some(key));
    let chosen = content.materials.iter().filter(|material| chosen.is_some() && material.media.as_ref() == chosen);
    for deck in recordings.flat_map(|recording| content.decks(recording)).chain(chosen) {
        if let Some(media) = deck.media.as_ref().filter(|media| decks.iter().all(|(known, _)| known != *media)) {
            decks.push((media.clone(), deck.title.clone()));
        }
    }
    decks
}

async fn save(
    State(state): State<AppState>,
    Path(key): Path<String>,
    headers: HeaderMap,
    Form(sent): Form<Vec<(String, String)>>,
) -> Response {
    let value = |name: &str| sent.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
    let deck = value("deck").parse().ok();
    let (mut view, who) = match (gather(&state, &key, deck).await, staff_session_of(&state, &headers).await) {
        (Ok(view), Ok(who)) => (view, who),
        (Err(error), _) | (_, Err(error)) => return refused(state, read_request("/admin", &headers), error).await,
    };
    let path = slides_path(&view.media.key);
    view.version = value("version").parse().unwrap_or(view.version);
    view.status = TrackStatus::from_name(value("status")).unwrap_or(view.status);
    for (page, typed) in &mut view.typed {
        value(&slides_field(*page)).clone_into(typed);
    }
    let times = read_typed(&mut view);
    let (Some(deck), true) = (view.deck.clone(), view.trouble.is_empty()) else {
        let page = page_of(state, read_request(&path, &headers), Ok(view)).await;
        return with_status(page, StatusCode::UNPROCESSABLE_ENTITY);
    };
    let length = match state.store().work_of(std::slice::from_ref(&key)).await {
        Ok(work) => work.get(&key).and_then(|work| work.facts.duration),
        Err(error) => return failed(&error),
    };
    let Ok(media) = key.parse() else {
        return refused(state, read_request("/admin", &headers), PageError::NotFound).await;
    };
    let text = TimedText {
        media,
        kind: TrackKind::Slides,
        language: SLIDES_LANGUAGE.to_owned(),
        status: view.status,
        source: TrackSource::Human,
        body: vtt(&slide_cues(&times, length)),
        version: view.version.saturating_add(1),
        changed: state.real_now(),
        changed_by: who.member.name,
        reviewed: None,
        deck: Some(deck),
    };
    match state.store().save_timed_text(text).await {
        Ok(true) => see_other(&format!("{path}?saved")),
        Ok(false) => {
            let language = SLIDES_LANGUAGE.to_owned();
            let kept = match key.parse() {
                Ok(key) => state.store().timed_text(&key, TrackKind::Slides, language).await.ok().flatten(),
                Err(_) => None,
            };
            view.overtaken_by = Some(kept.map(|kept| kept.changed_by).unwrap_or_default());
            let page = page_of(state, read_request(&path, &headers), Ok(view)).await;
            with_status(page, StatusCode::CONFLICT)
        }
        Err(error) => failed(&error),
    }
}

/// The times that were typed; notes what is wrong with them.
fn read_typed(view: &mut SlidesView) -> Vec<SlideTime> {
    let mut times: Vec<SlideTime> = Vec::new();
    for (page, typed) in &view.typed {
        match read_times(typed) {
            Ok(starts) => {
                for start in starts {
                    match times.iter().find(|time| time.start == start) {
                        Some(other) => view.trouble.push((*page, SlidesTrouble::SameMoment(other.page))),
                        None => times.push(SlideTime { start, page: *page }),
                    }
                }
            }
            Err(wrong) => view.trouble.push((*page, SlidesTrouble::NotATime(wrong))),
        }
    }
    times
}

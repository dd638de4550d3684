//! Materials with a file of our own: their page, their captions, and what somebody saw of them.

use std::collections::BTreeMap;

use app::error::PageError;
use app::language::{locale_of, speaking};
use app::library::{Access, Asked, access, gather_elsewhere, gather_library, gather_material, standing, visitor};
use app::server::AppState;
use axum::Router;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::content::{Content, Material, MediaKey, Visibility};
use domain::progress::read_message;
use domain::timed_text::{SOUGHT_MAX, TrackKind, TrackStatus, passages, read, srt};
use store::TimedText;

use super::headers::private;
use super::registration::read_request;
use super::render::{is_editor, public_page_of};

/// Pages of materials, and what belongs to them.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/library", get(list))
        .route("/library/{slug}", get(material))
        .route("/library/{slug}/elsewhere", post(elsewhere))
        .route("/library/{slug}/progress", post(progress).layer(from_fn(private)))
        .route("/media/{key}/{kind}/{file}", get(track))
}

/// The list, and what whoever is signed in has begun.
async fn list(State(state): State<AppState>, request: Request) -> Response {
    public_page_of(state, request, async move |state, headers| gather_library(&state, &headers).await).await
}

/// The page; `?t=` says at which second its recording begins, `?listen` that its sound alone is wanted, `?find=` what is looked for
/// in its transcript.
async fn material(
    State(state): State<AppState>,
    Path(slug): Path<String>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    let query = query.unwrap_or_default();
    let value = |sought: &str| {
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        pairs.find(|(name, _)| name == sought).map(|(_, value)| value.into_owned())
    };
    let at = value("t").and_then(|seconds| seconds.parse::<u32>().ok()).map(|seconds| seconds.saturating_mul(1_000));
    let find = value("find").map(|typed| typed.chars().take(SOUGHT_MAX).collect::<String>());
    let asked = Asked { at, listens: value("listen").is_some(), find, elsewhere: false };
    public_page_of(state, request, async move |state, headers| gather_material(&state, &slug, asked, &headers).await)
        .await
}

/// The page with the player of the site that keeps its recording: only by a press of its button, so that no link and no other
/// site makes a browser ask there.
async fn elsewhere(State(state): State<AppState>, Path(slug): Path<String>, headers: HeaderMap) -> Response {
    let gathered = gather_elsewhere(&state, &slug, &headers).await;
    let request = read_request(&format!("/library/{slug}"), &headers);
    let origin = gathered.as_ref().ok().map(|(_, origin)| origin.clone());
    let mut page = public_page_of(state, request, async move |_, _| gathered.map(|(watch, _)| watch)).await;
    let policy = page.headers().get(header::CONTENT_SECURITY_POLICY).and_then(|policy| policy.to_str().ok());
    let policy = policy.zip(origin).map(|(policy, origin)| format!("{policy}; frame-src {origin}"));
    if let Some(policy) = policy.and_then(|policy| HeaderValue::from_str(&policy).ok()) {
        page.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    page
}

/// Takes what a player tells that it played, and answers in words how far its listener has come; whoever does not want it kept is
/// answered with nothing.
async fn progress(
    State(state): State<AppState>,
    Path(slug): Path<String>,
    headers: HeaderMap,
    message: String,
) -> Result<Response, PageStatus> {
    let visitor = visitor(&state, &headers).await?;
    let session = visitor.account.as_ref().ok_or(PageError::Forbidden)?;
    let published = state.published();
    let material = published.content.materials.iter().find(|material| material.slug.as_str() == slug);
    let material = material.ok_or(PageError::NotFound)?;
    if access(&state, material, &visitor).await? != Access::Open {
        return Err(PageError::Forbidden.into());
    }
    if visitor.is_uncounted() {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let length = state.length_of(material);
    let Some(told) = read_message(&message, length, state.real_now()) else {
        return Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response());
    };
    let rule = state.completion_of(material);
    let told = BTreeMap::from([(material.id, (told, rule))]);
    let known = state.store().merge_progress(session.account.id, told).await.map_err(|error| {
        tracing::error!(%error, "what was watched could not be kept");
        PageError::Unavailable { reference: None }
    })?;
    let locale = locale_of(&headers, state.settings());
    let words = known.get(&material.id).and_then(|progress| speaking(locale, || standing(Some(progress), rule)));
    Ok(words.map_or_else(|| StatusCode::NO_CONTENT.into_response(), IntoResponse::into_response))
}

/// Captions or chapters in one language: `.vtt` for players, `.srt` and `.txt` to take away.
async fn track(
    State(state): State<AppState>,
    Path((key, kind, file)): Path<(String, String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, PageStatus> {
    let key: MediaKey = key.parse().map_err(|_| PageError::NotFound)?;
    let kind = TrackKind::from_name(&kind).ok_or(PageError::NotFound)?;
    let (language, ending) = file.rsplit_once('.').ok_or(PageError::NotFound)?;
    let found = state.store().timed_text(&key, kind, language.to_owned()).await.map_err(|error| {
        tracing::error!(%error, "captions could not be read");
        PageError::Unavailable { reference: None }
    })?;
    let text = found.ok_or(PageError::NotFound)?;
    if !may_read(&state, &headers, &key, &text).await? {
        return Err(PageError::NotFound.into());
    }
    let (content_type, body) = match ending {
        "vtt" => ("text/vtt; charset=utf-8", text.body),
        "srt" => ("application/x-subrip; charset=utf-8", srt(&cues(&text))),
        "txt" => ("text/plain; charset=utf-8", plain(&text)),
        _ => return Err(PageError::NotFound.into()),
    };
    let mut response = ([(header::CONTENT_TYPE, content_type)], body).into_response();
    // Corrected words are there at once, and nobody's shared cache keeps what is for some.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if query.is_some_and(|query| query == "download") {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    }
    Ok(response)
}

/// Editors read everything; others what is published of a released material that they may have.
async fn may_read(state: &AppState, headers: &HeaderMap, key: &MediaKey, text: &TimedText) -> Result<bool, PageError> {
    if is_editor(state, headers).await {
        return Ok(true);
    }
    let published = state.published();
    let materials = with_file(&published.content, key);
    if text.status != TrackStatus::Published {
        return Ok(false);
    }
    let visitor = visitor(state, headers).await?;
    if visitor.looks.is_some() {
        let desk = state.store().working_copy().await.map_err(|error| {
            tracing::error!(%error, "the working copy could not be read");
            PageError::Unavailable { reference: None }
        })?;
        return Ok(with_file(&desk, key).any(|material| material.visibility != Visibility::Staff));
    }
    for material in materials {
        if access(state, material, &visitor).await? == Access::Open {
            return Ok(true);
        }
    }
    Ok(false)
}

fn with_file<'a>(content: &'a Content, key: &'a MediaKey) -> impl Iterator<Item = &'a Material> {
    content.materials.iter().filter(move |material| material.media.as_ref() == Some(key))
}

/// What was written by ourselves can be read again.
fn cues(text: &TimedText) -> Vec<domain::timed_text::Cue> {
    read(text.body.as_bytes()).unwrap_or_default()
}

/// A paragraph for each passage, with its speaker where that changes.
fn plain(text: &TimedText) -> String {
    let (mut plain, mut before) = (String::new(), None);
    for passage in passages(&cues(text)) {
        if passage.speaker.is_some() && passage.speaker != before {
            plain.push_str(passage.speaker.as_deref().unwrap_or_default());
            plain.push_str(": ");
            before = passage.speaker;
        }
        plain.push_str(&passage.text);
        plain.push_str("\n\n");
    }
    plain
}

/// A page's error as a bare status, for what no person reads.
struct PageStatus(PageError);

impl From<PageError> for PageStatus {
    fn from(error: PageError) -> Self {
        Self(error)
    }
}

impl IntoResponse for PageStatus {
    fn into_response(self) -> Response {
        let status = match self.0 {
            PageError::NotFound | PageError::Moved(_) => StatusCode::NOT_FOUND,
            PageError::Forbidden => StatusCode::FORBIDDEN,
            PageError::Unavailable { .. } => StatusCode::SERVICE_UNAVAILABLE,
        };
        status.into_response()
    }
}

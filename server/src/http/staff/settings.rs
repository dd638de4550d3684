//! What administrators set for the whole site.

use app::admin::{SettingsNotice, SettingsTyped, gather_settings};
use app::server::{AppState, accent_path};
use app::staff::staff_session_of;
use axum::Router;
use axum::extract::{Form, RawQuery, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::mail::{Letter, LetterKind};
use domain::settings::{Accent, Languages, Setting, sender_name, zone};
use domain::validation::FieldError;
use serde::Deserialize;
use store::{NewMail, StoreError};

use super::super::headers::private;
use super::super::registration::{nothing_changed, read_request, see_other};
use super::super::render::page_of;

const PAGE: &str = "/admin/settings";

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/settings", get(page).post(change))
        .route("/admin/settings/accent", post(change_accent))
        .route("/admin/settings/languages", post(change_languages))
        .route("/admin/settings/zone", post(change_zone))
        .route("/admin/settings/test", post(test))
        .layer(from_fn(private))
        .route("/theme.css", get(theme))
}

/// The site's own colour. Its address changes with it, so whoever has it need not ask again.
async fn theme(State(state): State<AppState>, RawQuery(query): RawQuery) -> Response {
    let Some(accent) = state.accent() else { return StatusCode::NOT_FOUND.into_response() };
    let is_named = query.is_some_and(|query| accent_path(&accent).ends_with(&format!("?{query}")));
    let keeping = if is_named { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, keeping)];
    (headers, accent.style()).into_response()
}

async fn page(State(state): State<AppState>, RawQuery(query): RawQuery, request: Request) -> Response {
    let notice = match query.as_deref() {
        Some("done=saved") => Some(SettingsNotice::Saved),
        Some("done=sent") => Some(SettingsNotice::Sent),
        _ => None,
    };
    let view = gather_settings(&state, request.headers(), None, notice).await;
    page_of(state, request, view).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct SettingsForm {
    base: i64,
    sender_name: String,
}

async fn change(State(state): State<AppState>, headers: HeaderMap, Form(sent): Form<SettingsForm>) -> Response {
    let name = sender_name(&sent.sender_name).map_err(|why| vec![FieldError::new("sender_name", why)]);
    let typed = SettingsTyped::SenderName(sent.sender_name);
    set(state, &headers, (Setting::SenderName, sent.base), name, typed).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct AccentForm {
    base: i64,
    accent_light: String,
    accent_dark: String,
}

async fn change_accent(State(state): State<AppState>, headers: HeaderMap, Form(sent): Form<AccentForm>) -> Response {
    let accent = Accent::read(&sent.accent_light, &sent.accent_dark);
    let value = accent.map(|accent| accent.map(|accent| accent.written()));
    let typed = SettingsTyped::Accent(sent.accent_light, sent.accent_dark);
    set(state, &headers, (Setting::Accent, sent.base), value, typed).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ZoneForm {
    base: i64,
    zone: String,
}

async fn change_zone(State(state): State<AppState>, headers: HeaderMap, Form(sent): Form<ZoneForm>) -> Response {
    let read = zone(&sent.zone).map_err(|why| vec![FieldError::new("zone", why)]);
    let value = read.map(|zone| zone.map(|zone| zone.name().to_string()));
    set(state, &headers, (Setting::Zone, sent.base), value, SettingsTyped::Zone(sent.zone)).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct LanguagesForm {
    base: i64,
    languages: String,
}

async fn change_languages(
    State(state): State<AppState>,
    headers: HeaderMap,
    Form(sent): Form<LanguagesForm>,
) -> Response {
    let read = Languages::read(&sent.languages).map_err(|why| vec![FieldError::new("languages", why)]);
    let value = read.map(|languages| languages.map(|languages| languages.written()));
    set(state, &headers, (Setting::Languages, sent.base), value, SettingsTyped::Languages(sent.languages)).await
}

/// Sets something to what was read from a form, unless somebody has set it since the change with that number.
async fn set(
    state: AppState,
    headers: &HeaderMap,
    (setting, base): (Setting, i64),
    value: Result<Option<String>, Vec<FieldError>>,
    typed: SettingsTyped,
) -> Response {
    let Ok(session) = staff_session_of(&state, headers).await else { return StatusCode::FORBIDDEN.into_response() };
    let value = match value {
        Ok(value) => value,
        Err(errors) => return again(state, headers, (typed, errors), None).await,
    };
    let changed = async {
        let is_done = state.store().change_setting(setting, value, base, session.member.name, state.real_now()).await?;
        if is_done {
            // Whoever saved it sees it at once; the change feed tells the others, and those who keep pages.
            state.read_settings().await?;
        }
        Ok::<_, StoreError>(is_done)
    };
    match changed.await {
        Ok(true) => see_other(&format!("{PAGE}?done=saved")),
        Ok(false) => again(state, headers, (typed, Vec::new()), Some(SettingsNotice::Outdated)).await,
        Err(error) => failed(&error),
    }
}

/// The form again, with what was typed.
async fn again(
    state: AppState,
    headers: &HeaderMap,
    typed: (SettingsTyped, Vec<FieldError>),
    notice: Option<SettingsNotice>,
) -> Response {
    let view = gather_settings(&state, headers, Some(typed), notice).await;
    let mut response = page_of(state, read_request(PAGE, headers), view).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

/// Sends a mail to whoever asks, through the outbox like any other.
async fn test(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let Ok(session) = staff_session_of(&state, &headers).await else { return StatusCode::FORBIDDEN.into_response() };
    let now = state.now();
    // Pressed twice within a minute, it is one letter.
    let minute = now.milliseconds() / 60_000;
    let mail = NewMail {
        to: session.member.email,
        letter: Letter::Trial { of: LetterKind::Confirmed },
        due: now,
        dedupe_key: format!("trial:settings:{}:{minute}", session.member.id),
        registration: None,
    };
    match state.store().put_mail(mail, now).await {
        Ok(()) => see_other(&format!("{PAGE}?done=sent")),
        Err(error) => failed(&error),
    }
}

fn failed(error: &StoreError) -> Response {
    tracing::error!(%error, "a setting could not be changed");
    nothing_changed()
}

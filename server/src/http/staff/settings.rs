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
use domain::settings::{Accent, Setting, sender_name};
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
    let view = gather_settings(&state, None, notice).await;
    page_of(state, request, view).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct SettingsForm {
    base: i64,
    sender_name: String,
}

async fn change(State(state): State<AppState>, headers: HeaderMap, Form(sent): Form<SettingsForm>) -> Response {
    let Ok(session) = staff_session_of(&state, &headers).await else { return StatusCode::FORBIDDEN.into_response() };
    let name = match sender_name(&sent.sender_name) {
        Ok(name) => name,
        Err(why) => {
            let typed = SettingsTyped::SenderName(sent.sender_name);
            let typed = (typed, vec![FieldError::new("sender_name", why)]);
            return again(state, &headers, typed, None).await;
        }
    };
    let by = session.member.name;
    match state.store().change_setting(Setting::SenderName, name, sent.base, by, state.now()).await {
        Ok(true) => see_other(&format!("{PAGE}?done=saved")),
        Ok(false) => {
            let typed = (SettingsTyped::SenderName(sent.sender_name), Vec::new());
            again(state, &headers, typed, Some(SettingsNotice::Outdated)).await
        }
        Err(error) => failed(&error),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct AccentForm {
    base: i64,
    accent_light: String,
    accent_dark: String,
}

async fn change_accent(State(state): State<AppState>, headers: HeaderMap, Form(sent): Form<AccentForm>) -> Response {
    let Ok(session) = staff_session_of(&state, &headers).await else { return StatusCode::FORBIDDEN.into_response() };
    let accent = Accent::read(&sent.accent_light, &sent.accent_dark);
    let typed = SettingsTyped::Accent(sent.accent_light, sent.accent_dark);
    let accent = match accent {
        Ok(accent) => accent,
        Err(errors) => return again(state, &headers, (typed, errors), None).await,
    };
    let (by, value) = (session.member.name, accent.map(|accent| accent.written()));
    match state.store().change_setting(Setting::Accent, value, sent.base, by, state.now()).await {
        Ok(true) => {
            // Whoever saved it sees it at once; the change feed tells the others, and those who keep pages.
            state.set_accent(accent);
            see_other(&format!("{PAGE}?done=saved"))
        }
        Ok(false) => again(state, &headers, (typed, Vec::new()), Some(SettingsNotice::Outdated)).await,
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
    let view = gather_settings(&state, Some(typed), notice).await;
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

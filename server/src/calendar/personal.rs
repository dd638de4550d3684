//! A registrant's own calendar files. Their addresses are secrets; an unknown one is answered like any that is not there.

use app::calendar::{personal_feed, registrant_file};
use app::server::AppState;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use store::StoreError;

use super::answer::{Audience, answer};

/// Hexadecimal digits of a token. What cannot be one is not looked up.
const TOKEN_DIGITS: usize = 64;

/// `/calendar/me/<token>.ics`: everything that a person is registered for.
pub(crate) async fn personal(State(state): State<AppState>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    let token = name.strip_suffix(".ics").filter(|token| token.len() == TOKEN_DIGITS);
    let Some(token) = token else { return StatusCode::NOT_FOUND.into_response() };
    match state.store().calendar_feed_registrations(token).await {
        Ok(Some(registrations)) => {
            answer(&headers, personal_feed(&state, &registrations), "my-events.ics", Audience::OnePerson)
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => failed(&error),
    }
}

/// `/registration/<token>/calendar.ics`: the registrant's copy of one event and its sessions.
pub(crate) async fn own_file(State(state): State<AppState>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    match state.store().registration_by_token(&token).await {
        Ok(Some(registration)) => match registrant_file(&state, &registration, &token) {
            Some(body) => answer(&headers, body, "my-registration.ics", Audience::OnePerson),
            None => StatusCode::NOT_FOUND.into_response(),
        },
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => failed(&error),
    }
}

/// Calendars keep what they have and ask again; an error must not look like an empty calendar.
fn failed(error: &StoreError) -> Response {
    tracing::error!(%error, "a calendar feed could not be read");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}

//! The cookies of those who work here: the session's, and the one by which a browser is known again.

use domain::staff::{Role, Stage};
use http::HeaderMap;
use store::{MemberSession, StaffMember};

use crate::account::cookie;
use crate::error::PageError;
use crate::server::{AppState, Settings, store_failed};

/// Name of the session's cookie. Over https its prefix makes browsers refuse one that another host of the same domain has
/// set (RFC 6265bis, section 4.1.3.2).
pub fn staff_cookie(settings: &Settings) -> &'static str {
    if settings.base_url.starts_with("https://") { "__Host-staff" } else { "staff" }
}

/// Name of the cookie of a browser in which somebody has signed in before.
pub fn device_cookie(settings: &Settings) -> &'static str {
    if settings.base_url.starts_with("https://") { "__Host-staff-browser" } else { "staff-browser" }
}

/// The session that a request claims to belong to.
pub fn staff_token(headers: &HeaderMap, settings: &Settings) -> Option<String> {
    cookie(headers, staff_cookie(settings))
}

/// The browser that a request claims to come from.
pub fn device_token(headers: &HeaderMap, settings: &Settings) -> Option<String> {
    cookie(headers, device_cookie(settings))
}

/// The session of a request, however far it has come.
///
/// # Errors
/// [`PageError::Forbidden`] without one, [`PageError::Unavailable`] if the store fails.
pub async fn staff_session_of(state: &AppState, headers: &HeaderMap) -> Result<MemberSession, PageError> {
    let token = staff_token(headers, state.settings()).ok_or(PageError::Forbidden)?;
    let found = state.store().member_session(&token, state.real_now()).await;
    found.map_err(|error| store_failed(&error))?.ok_or(PageError::Forbidden)
}

/// Whoever asks, if they may look at the working copy: an editor, or a reviewer while their access lasts. Visitors cost no
/// question to the store.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn reviewer_of(state: &AppState, headers: &HeaderMap) -> Result<Option<StaffMember>, PageError> {
    if staff_token(headers, state.settings()).is_none() {
        return Ok(None);
    }
    match staff_session_of(state, headers).await {
        Ok(session) => {
            Ok(Some(session.member)
                .filter(|member| session.stage == Stage::Whole && member.role.covers(Role::Reviewer)))
        }
        Err(PageError::Forbidden) => Ok(None),
        Err(error) => Err(error),
    }
}

/// An address with the page to go on to; empty for the usual one.
pub fn with_next(path: &str, next: &str) -> String {
    if next.is_empty() {
        return path.to_owned();
    }
    let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
    format!("{path}?next={next}")
}

/// Where somebody of that role begins.
pub fn first_page(role: Role) -> &'static str {
    match role {
        Role::Administrator => "/admin/outbox",
        Role::Registrar => "/admin/registrations",
        Role::Editor => "/admin",
        Role::Moderator => "/admin/account",
        Role::Reviewer => "/admin/review",
    }
}

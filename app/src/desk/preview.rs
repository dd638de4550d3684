//! The site as it would be if the working copy were released now, for whoever edits it. All its pages are the public ones, made
//! of another content, so nothing can look different after the release.

use domain::content::Content;
use domain::published::Published;
use http::HeaderMap;
use store::content_hash;

use crate::account::cookie;
use crate::error::PageError;
use crate::server::{AppState, store_failed};

/// Cookie of a browser in which an editor looks at the working copy. It opens nothing by itself.
pub const PREVIEW_COOKIE: &str = "preview";
/// What it holds.
pub const PREVIEW_ON: &str = "draft";

/// Whether whoever asks wants to see the working copy; whether they may is another question.
pub fn wants_preview(headers: &HeaderMap) -> bool {
    cookie(headers, PREVIEW_COOKIE).is_some_and(|value| value == PREVIEW_ON)
}

/// The state in which the working copy is what is published, as the next release; the store and the clock are the same. Whoever
/// does not edit is shown no more of it than visitors will be: materials for those who work here are none of a reviewer's.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn preview_state(state: &AppState, edits: bool) -> Result<AppState, PageError> {
    let content = state.store().working_copy().await.map_err(|error| store_failed(&error))?;
    let (before, now) = (state.published(), state.now());
    let hash = content_hash(&content).map_err(|error| store_failed(&error))?;
    let calendar = before.calendar.revise(&content, now);
    let (number, name, content) = (before.number + 1, String::new(), Content::clone(&content));
    let content = if edits { content } else { content.for_visitors() };
    Ok(state.showing(Published { number, name, released: now, hash, content, calendar }))
}

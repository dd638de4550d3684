//! Who may have a material's file and text.

use domain::content::{Material, Visibility};
use http::HeaderMap;

use crate::account::session_of;
use crate::error::PageError;
use crate::server::{AppState, store_failed};
use store::AccountSession;

/// Whether a visitor may have a material, and if not, what they could do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// They may.
    Open,
    /// For those who are registered, and nobody is signed in.
    SignIn,
    /// For those who are registered; whoever is signed in is not.
    Register,
}

/// The session of an attendee, if somebody is signed in.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn visitor(state: &AppState, headers: &HeaderMap) -> Result<Option<AccountSession>, PageError> {
    match session_of(state, headers).await {
        Ok(session) => Ok(Some(session)),
        Err(PageError::Forbidden) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether whoever is signed in, if anybody is, may have a material. By the registrations of the proven address: a
/// place at its event, or at any where it belongs to none.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails, [`PageError::NotFound`] where a visitor is not to learn of it.
pub async fn access(
    state: &AppState,
    material: &Material,
    visitor: Option<&AccountSession>,
) -> Result<Access, PageError> {
    match material.visibility {
        Visibility::Public => return Ok(Access::Open),
        Visibility::Registered => {}
        // A visitor's release has none of them; whoever previews the next one works here.
        Visibility::Staff if state.is_preview() => return Ok(Access::Open),
        Visibility::Staff => return Err(PageError::NotFound),
    }
    let Some(visitor) = visitor else { return Ok(Access::SignIn) };
    let found = state.store().registrations_of(&visitor.account.email).await;
    let found = found.map_err(|error| store_failed(&error))?;
    let has_place =
        found.iter().any(|one| one.state.takes_part() && material.event.is_none_or(|event| event == one.event));
    Ok(if has_place { Access::Open } else { Access::Register })
}

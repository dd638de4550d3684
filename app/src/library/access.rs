//! Who may have a material's file and text.

use domain::content::{Id, Material, Visibility};
use domain::staff::Role;
use http::HeaderMap;

use crate::account::session_of;
use crate::error::PageError;
use crate::server::{AppState, store_failed};
use crate::staff::reviewer_of;
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

/// Who asks for a material.
#[derive(Debug, Clone, Default)]
pub struct Visitor {
    /// The session of an attendee, if somebody is signed in.
    pub account: Option<AccountSession>,
    /// The role of somebody who works here, if it is to look at what is for some.
    pub looks: Option<Role>,
}

impl Visitor {
    /// Whether what they play is nobody's business: a reviewer looks at a recording, and does not attend.
    pub fn is_uncounted(&self) -> bool {
        self.looks == Some(Role::Reviewer)
    }
}

/// Who asks.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn visitor(state: &AppState, headers: &HeaderMap) -> Result<Visitor, PageError> {
    let looks = reviewer_of(state, headers).await?.map(|member| member.role);
    match session_of(state, headers).await {
        Ok(session) => Ok(Visitor { account: Some(session), looks }),
        Err(PageError::Forbidden) => Ok(Visitor { account: None, looks }),
        Err(error) => Err(error),
    }
}

/// Whether whoever asks may have a material. By the registrations of the proven address: a place at its event, or at any where
/// it belongs to none; and by the work of whoever looks at all of it.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails, [`PageError::NotFound`] where a visitor is not to learn of it.
pub async fn access(state: &AppState, material: &Material, visitor: &Visitor) -> Result<Access, PageError> {
    match material.visibility {
        Visibility::Public => return Ok(Access::Open),
        Visibility::Registered if visitor.looks.is_some() => return Ok(Access::Open),
        Visibility::Registered => {}
        // A visitor's release has none of them, nor has a reviewer's preview; whoever else previews the next one works here.
        Visibility::Staff if state.is_preview() => return Ok(Access::Open),
        Visibility::Staff => return Err(PageError::NotFound),
    }
    let Some(places) = places(state, visitor).await? else { return Ok(Access::SignIn) };
    Ok(if is_for(material, &places) { Access::Open } else { Access::Register })
}

/// The materials for those who are registered that a visitor may have; none for somebody who is not known.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn opened(state: &AppState, visitor: &Visitor) -> Result<Vec<Id>, PageError> {
    let places = if visitor.looks.is_some() { None } else { Some(places(state, visitor).await?.unwrap_or_default()) };
    let published = state.published();
    let is_open = |material: &&Material| {
        material.visibility == Visibility::Registered && places.as_ref().is_none_or(|places| is_for(material, places))
    };
    Ok(published.content.materials.iter().filter(is_open).map(|material| material.id).collect())
}

/// The events that a visitor has a place at, by the registrations of the proven address; `None` if nobody is signed in.
async fn places(state: &AppState, visitor: &Visitor) -> Result<Option<Vec<Id>>, PageError> {
    let Some(session) = &visitor.account else { return Ok(None) };
    let found = state.store().registrations_of(&session.account.email).await;
    let found = found.map_err(|error| store_failed(&error))?;
    Ok(Some(found.into_iter().filter(|one| one.state.takes_part()).map(|one| one.event).collect()))
}

/// Whether a material is for somebody with those places: at its event, or at any where it belongs to none.
fn is_for(material: &Material, places: &[Id]) -> bool {
    material.event.map_or(!places.is_empty(), |event| places.contains(&event))
}

//! What the routes look up in the store before a page of registration is made.

use domain::published::Found;
use domain::registration::RegistrationForm;
use domain::validation::FieldError;
use store::Registration;

use super::calendar_feed::{self, FeedLink};
use super::submit::MANAGE;
use crate::error::PageError;
use crate::server::{AppState, derived_token, store_failed};

/// The form of an event's registration page.
#[derive(Debug, Clone)]
pub struct Form {
    /// As typed so far.
    pub form: RegistrationForm,
    /// What is to be mended in it.
    pub errors: Vec<FieldError>,
    /// Places of the event that are held.
    pub taken: u32,
}

/// A registration and the token with which its holder sees and cancels it.
#[derive(Debug, Clone)]
pub struct Holder {
    /// The registration.
    pub registration: Registration,
    /// The token.
    pub manage_token: String,
    /// The calendar feed of its address.
    pub feed: FeedLink,
}

/// The form of an event, as typed so far.
///
/// # Errors
/// [`PageError::NotFound`] without such an event, [`PageError::Unavailable`] if the store fails.
pub async fn gather_form(
    state: &AppState,
    slug: &str,
    form: RegistrationForm,
    errors: Vec<FieldError>,
) -> Result<Form, PageError> {
    let published = state.published();
    let (Found::Here(event) | Found::Moved(event)) = published.content.event(slug).ok_or(PageError::NotFound)?;
    let places = state.store().places(event.id).await.map_err(|error| store_failed(&error))?;
    Ok(Form { form, errors, taken: places.taken })
}

/// The registration behind the link to see and cancel it.
///
/// # Errors
/// [`PageError::NotFound`] for an unknown token, [`PageError::Unavailable`] if the store fails.
pub async fn gather_holder(state: &AppState, token: &str) -> Result<Holder, PageError> {
    let found = state.store().registration_by_token(token).await.map_err(|error| store_failed(&error))?;
    let registration = found.ok_or(PageError::NotFound)?;
    let feed = calendar_feed::gather(state, &registration, token).await?;
    Ok(Holder { registration, manage_token: token.to_owned(), feed })
}

/// The registration behind a confirmation link.
///
/// # Errors
/// As [`gather_holder`].
pub async fn gather_holder_to_confirm(state: &AppState, token: &str) -> Result<Holder, PageError> {
    gather_holder(state, &derived_token(token, MANAGE)).await
}

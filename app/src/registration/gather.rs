//! What the routes look up in the store before a page of registration is made.

use domain::mail::Purpose;
use domain::published::Found;
use domain::registration::waiting::Terms;
use domain::registration::{RegistrationForm, RegistrationState};
use domain::validation::FieldError;
use store::{Places, Registration};

use super::calendar_feed::{self, FeedLink};
use super::change::can_change;
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
    /// Places of the event.
    pub places: Places,
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
    /// People before them on the waiting list, while they wait.
    pub ahead: Option<u32>,
    /// Places of the event.
    pub places: Places,
    /// Whether they may change what they told us.
    pub can_change: bool,
    /// Whether they are reminded; `None` where there is nothing to be reminded of.
    pub reminders: Option<Reminded>,
}

/// Whether somebody is reminded of an event at which they have a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reminded {
    /// They are.
    Yes,
    /// Not of this event, as they chose.
    NotOfThis,
    /// Of none, as they chose for their address.
    OfNone,
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
    Ok(Form { form, errors, places })
}

/// The registration behind the link to see and cancel it.
///
/// # Errors
/// [`PageError::NotFound`] for an unknown token, [`PageError::Unavailable`] if the store fails.
pub async fn gather_holder(state: &AppState, token: &str) -> Result<Holder, PageError> {
    let registration = registration_of(state, token).await?;
    let feed = calendar_feed::gather(state, &registration, token).await?;
    let position = state.store().position(&registration).await.map_err(|error| store_failed(&error))?;
    let places = state.store().places(registration.event).await.map_err(|error| store_failed(&error))?;
    let ahead = position.map(|position| position.ahead);
    let can_change = can_change(state, &registration);
    let reminders = reminded(state, &registration).await?;
    Ok(Holder { registration, manage_token: token.to_owned(), feed, ahead, places, can_change, reminders })
}

async fn reminded(state: &AppState, registration: &Registration) -> Result<Option<Reminded>, PageError> {
    let published = state.published();
    let terms = published.content.event_by_id(registration.event).map_or(Terms::GONE, Terms::of);
    let is_to_come = terms.takes_place && state.now() < terms.start;
    if !is_to_come || registration.state != RegistrationState::Confirmed {
        return Ok(None);
    }
    let choices = state.store().mail_choices(&registration.email).await.map_err(|error| store_failed(&error))?;
    Ok(Some(match (choices.wants(Purpose::Reminders), registration.wants_reminders) {
        (false, _) => Reminded::OfNone,
        (true, false) => Reminded::NotOfThis,
        (true, true) => Reminded::Yes,
    }))
}

/// The registration of a token.
pub(super) async fn registration_of(state: &AppState, token: &str) -> Result<Registration, PageError> {
    let found = state.store().registration_by_token(token).await.map_err(|error| store_failed(&error))?;
    found.ok_or(PageError::NotFound)
}

/// The registration behind a confirmation link.
///
/// # Errors
/// As [`gather_holder`].
pub async fn gather_holder_to_confirm(state: &AppState, token: &str) -> Result<Holder, PageError> {
    gather_holder(state, &derived_token(token, MANAGE)).await
}

/// On what terms the places of a registration's event are given; `None` for an unknown token.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn terms_of(state: &AppState, token: &str) -> Result<Option<Terms>, PageError> {
    let found = state.store().registration_by_token(token).await.map_err(|error| store_failed(&error))?;
    let published = state.published();
    Ok(found.map(|found| published.content.event_by_id(found.event).map_or(Terms::GONE, Terms::of)))
}

/// The same for the token of a confirmation link.
///
/// # Errors
/// As [`terms_of`].
pub async fn terms_to_confirm(state: &AppState, token: &str) -> Result<Option<Terms>, PageError> {
    terms_of(state, &derived_token(token, MANAGE)).await
}

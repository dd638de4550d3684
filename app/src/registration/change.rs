//! Changing what a person told us when they registered: the same fields, the same validator.

use domain::registration::RegistrationForm;
use domain::validation::FieldError;
use store::Registration;
use uuid::Uuid;

use super::gather::registration_of;
use crate::error::PageError;
use crate::server::{AppState, store_failed};

/// The form with which a holder changes their answers.
#[derive(Debug, Clone)]
pub struct Change {
    /// The registration as it is.
    pub registration: Registration,
    /// The token of its link.
    pub manage_token: String,
    /// As typed so far.
    pub form: RegistrationForm,
    /// What is to be mended in it.
    pub errors: Vec<FieldError>,
}

/// What became of a change.
#[derive(Debug)]
pub enum Changed {
    /// It was made, or the registration takes no other answers any more; its page shows how it stands.
    Done,
    /// Something is to be mended.
    Invalid(Box<Change>),
}

/// The form, filled in with what the person told us; `None` where there is nothing to change (any more).
///
/// # Errors
/// [`PageError::NotFound`] for an unknown token, [`PageError::Unavailable`] if the store fails.
pub async fn gather_change(state: &AppState, token: &str) -> Result<Option<Change>, PageError> {
    let registration = registration_of(state, token).await?;
    let form = form_of(&registration);
    let change = Change { registration, manage_token: token.to_owned(), form, errors: Vec::new() };
    Ok(can_change(state, &change.registration).then_some(change))
}

/// Puts other answers in the place of those before. The address stays: it is proven, and who the person is.
///
/// # Errors
/// As [`gather_change`].
pub async fn change(state: &AppState, token: &str, typed: RegistrationForm) -> Result<Changed, PageError> {
    let registration = registration_of(state, token).await?;
    if !can_change(state, &registration) {
        return Ok(Changed::Done);
    }
    let published = state.published();
    let event = published.content.event_by_id(registration.event);
    let questions = event.map_or(&[][..], |event| &event.registration.questions);
    // The key makes one registration of a form sent twice; here there is one already.
    let form =
        RegistrationForm { email: registration.email.clone(), idempotency_key: Uuid::nil().to_string(), ..typed };
    match form.validate(questions) {
        Ok(applicant) => {
            let changed = state.store().change_answers(token, applicant, state.now()).await;
            changed.map_err(|error| store_failed(&error))?;
            Ok(Changed::Done)
        }
        Err(errors) => {
            Ok(Changed::Invalid(Box::new(Change { registration, manage_token: token.to_owned(), form, errors })))
        }
    }
}

/// Not of an event that is no longer in the programme: nobody knows any more what was asked.
pub(super) fn can_change(state: &AppState, registration: &Registration) -> bool {
    registration.state.takes_other_answers()
        && !registration.is_overdue(state.now())
        && state.published().content.event_by_id(registration.event).is_some()
}

fn form_of(registration: &Registration) -> RegistrationForm {
    RegistrationForm {
        name: registration.name.clone(),
        email: registration.email.clone(),
        country: registration.country.clone(),
        profession: registration.profession.name().to_owned(),
        organisation: registration.organisation.clone().unwrap_or_default(),
        news_consent: if registration.news_consent { "yes" } else { "" }.to_owned(),
        idempotency_key: String::new(),
        answers: registration.answers.typed(),
    }
}

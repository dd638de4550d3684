//! Registering somebody by hand: what its page shows, and doing it.

use domain::content::{Event, EventStatus, Id, Question};
use domain::published::Found;
use domain::registration::entry::{asked_of_others, entrant};
use domain::registration::waiting::Terms;
use domain::registration::{Applicant, RegistrationForm};
use domain::time::Instant;
use domain::validation::FieldError;
use store::{Decided, Entered, Entrant, NewRegistration};

use super::entering::{PlacesNow, TypedEntering};
use crate::error::PageError;
use crate::registration::new_links;
use crate::server::{AppState, random_id, store_failed};

/// What was typed about somebody.
#[derive(Debug, Clone, Default)]
pub struct TypedEntry {
    /// Who.
    pub form: RegistrationForm,
    /// How they are entered.
    pub entering: TypedEntering,
}

impl TypedEntry {
    /// A form of its own.
    pub fn first() -> Self {
        let form = RegistrationForm { idempotency_key: random_id().to_string(), ..RegistrationForm::default() };
        Self { form, entering: TypedEntering::first() }
    }
}

/// The page on which somebody is entered.
#[derive(Debug, Clone)]
pub struct EntryView {
    /// Address and title of the event.
    pub event: (String, String),
    /// Its places.
    pub places: PlacesNow,
    /// What is asked and can be answered for somebody else.
    pub questions: Vec<Question>,
    /// What was typed.
    pub typed: TypedEntry,
    /// Why nobody was registered.
    pub trouble: Option<EntryTrouble>,
}

/// Why nobody was registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryTrouble {
    /// Something is to be mended.
    Fields(Vec<FieldError>),
    /// The event is cancelled.
    Cancelled,
    /// The address has that registration already.
    Known(Id),
    /// There is neither a place nor a waiting list.
    Full,
}

/// The page, with what was typed.
///
/// # Errors
/// [`PageError::NotFound`] without such an event, [`PageError::Unavailable`] if the store fails.
pub async fn gather_entry(
    state: &AppState,
    slug: &str,
    typed: TypedEntry,
    trouble: Option<EntryTrouble>,
) -> Result<EntryView, PageError> {
    let published = state.published();
    let (Found::Here(event) | Found::Moved(event)) = published.content.event(slug).ok_or(PageError::NotFound)?;
    Ok(EntryView {
        event: (event.slug.to_string(), event.title.clone()),
        places: places_now(state, event).await?,
        questions: asked_of_others(&event.registration.questions),
        typed,
        trouble,
    })
}

/// The places of an event as they are.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn places_now(state: &AppState, event: &Event) -> Result<PlacesNow, PageError> {
    let places = state.store().places(event.id).await.map_err(|error| store_failed(&error))?;
    let capacity = event.registration.capacity.filter(|_| !places.unlimited);
    Ok(PlacesNow { capacity, taken: places.taken })
}

/// Registers somebody in the name of `by`; the registration, or why there is none.
///
/// # Errors
/// As [`gather_entry`].
pub async fn enter(
    state: &AppState,
    slug: &str,
    typed: &TypedEntry,
    by: String,
) -> Result<Result<Id, EntryTrouble>, PageError> {
    let published = state.published();
    let (Found::Here(event) | Found::Moved(event)) = published.content.event(slug).ok_or(PageError::NotFound)?;
    if takes_nobody(event) {
        return Ok(Err(EntryTrouble::Cancelled));
    }
    let who = entrant(&typed.form, &event.registration.questions);
    let (who, entering) = match (who, typed.entering.read()) {
        (Ok(who), Ok(entering)) => (who, entering),
        (who, entering) => {
            let wrong = who.err().into_iter().chain(entering.err()).flatten();
            return Ok(Err(EntryTrouble::Fields(wrong.collect())));
        }
    };
    let now = state.now();
    let decided = Decided { by, reason: entering.reason, at: now };
    let (proof, when_full) = (entering.proof, entering.when_full);
    let request = request(event, who, now);
    let entrant = Entrant { request, tags: Vec::new(), proof, when_full, reviewed: None };
    let done = state.store().enter(event.id, vec![entrant], decided).await.map_err(|error| store_failed(&error))?;
    match done.first() {
        Some(Entered::Done(id)) => Ok(Ok(*id)),
        Some(Entered::Known(id)) => Ok(Err(EntryTrouble::Known(*id))),
        Some(Entered::Full) => Ok(Err(EntryTrouble::Full)),
        Some(Entered::Otherwise) | None => Err(PageError::Unavailable { reference: None }),
    }
}

/// Whether nobody is entered for an event any more.
pub fn takes_nobody(event: &Event) -> bool {
    event.status == EventStatus::Cancelled
}

/// A wish to register, with the links of its letters.
pub fn request(event: &Event, applicant: Applicant, now: Instant) -> NewRegistration {
    let (confirm_token, manage_token) = new_links();
    NewRegistration { event: event.id, terms: Terms::of(event), applicant, now, confirm_token, manage_token }
}

//! One act for a series: one form for every webinar that is open. Each keeps a registration of its own; one letter names all
//! of them, and its link confirms all of them.

use domain::content::{Content, Event, EventKind, Id};
use domain::registration::series::applicants;
use domain::registration::waiting::Terms;
use domain::registration::{Outcome, RegistrationForm, Series};
use domain::time::Instant;
use domain::validation::FieldError;
use store::{Places, Registration, StoreError};

use super::submit::{MANAGE, is_too_fast, issue_key, request_with, told};
use crate::error::PageError;
use crate::server::{AppState, derived_token, random_token, store_failed};

/// The form for several events.
#[derive(Debug, Clone)]
pub struct SeriesForm {
    /// As typed so far.
    pub form: RegistrationForm,
    /// Slugs of the events that are chosen; all of them where nobody has chosen yet.
    pub chosen: Option<Vec<String>>,
    /// What is to be mended in it.
    pub errors: Vec<FieldError>,
    /// Places of each event that is open.
    pub places: Vec<(Id, Places)>,
}

/// The answer to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeriesAnswer {
    /// Each event, by its slug, with what became of it.
    Sent(Vec<(String, Outcome)>),
    /// Something is to be mended.
    Invalid(Vec<FieldError>),
    /// Too many forms came; how many seconds until the next is taken.
    Wait(u64),
}

/// Registrations that one form made.
#[derive(Debug, Clone)]
pub struct SeriesView {
    /// Token of the link to them.
    pub token: String,
    /// Each, with the token of its own page.
    pub parts: Vec<(Registration, String)>,
}

/// Webinars that take registrations now, the next one first.
pub(super) fn open_events(content: &Content, now: Instant) -> Vec<&Event> {
    let open =
        |event: &&Event| event.kind == EventKind::Webinar && content.event_timetable(event).takes_registrations(now);
    let mut events: Vec<&Event> = content.events.iter().filter(open).collect();
    events.sort_by_key(|event| event.when.start());
    events
}

/// The form, as typed so far.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_series(
    state: &AppState,
    form: RegistrationForm,
    chosen: Option<Vec<String>>,
    errors: Vec<FieldError>,
) -> Result<SeriesForm, PageError> {
    let published = state.published();
    let mut places = Vec::new();
    for event in open_events(&published.content, state.now()) {
        places.push((event.id, state.store().places(event.id).await.map_err(|error| store_failed(&error))?));
    }
    Ok(SeriesForm { form, chosen, errors, places })
}

/// Takes a place at each chosen event; `trap` and `admit` are as for a single one.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails; then nothing was done for any of them.
pub async fn submit_series(
    state: &AppState,
    form: &RegistrationForm,
    chosen: &[String],
    trap: &str,
    admit: impl FnOnce() -> Result<(), u64>,
) -> Result<SeriesAnswer, PageError> {
    let (published, now) = (state.published(), state.now());
    let mut events = Series::of(open_events(&published.content, now)).together;
    events.retain(|event| chosen.iter().any(|slug| slug == event.slug.as_str()));
    if let Err(errors) = applicants(form, &events) {
        return Ok(SeriesAnswer::Invalid(errors));
    }
    if let Err(seconds) = admit() {
        return Ok(SeriesAnswer::Wait(seconds));
    }
    let is_hasty = form.idempotency_key.parse().is_ok_and(|key| is_too_fast(key, now));
    if !trap.is_empty() || is_hasty {
        // A program is told what everybody is told, and learns nothing to do better.
        tracing::info!("a form that no person filled in was left aside");
        return Ok(SeriesAnswer::Sent(events.iter().map(|event| (event.slug.to_string(), Outcome::Taken)).collect()));
    }
    let outcomes = match register(state, form, &events, now).await {
        // Sent before, then corrected (another address, say) and sent again: it is a new wish.
        Err(StoreError::Conflict { .. }) => {
            let anew = RegistrationForm { idempotency_key: issue_key(now).to_string(), ..form.clone() };
            register(state, &anew, &events, now).await
        }
        outcomes => outcomes,
    };
    let outcomes = outcomes.map_err(|error| store_failed(&error))?;
    let of = |event: &&Event| {
        let outcome = outcomes.iter().find(|(id, _)| *id == event.id)?;
        Some((event.slug.to_string(), told(outcome.1)))
    };
    Ok(SeriesAnswer::Sent(events.iter().filter_map(of).collect()))
}

async fn register(
    state: &AppState,
    form: &RegistrationForm,
    events: &[&Event],
    now: Instant,
) -> Result<Vec<(Id, store::RegisterOutcome)>, StoreError> {
    let series_token = random_token();
    let applicants = applicants(form, events).unwrap_or_default();
    let requests = events
        .iter()
        .zip(applicants)
        .map(|(event, (_, applicant))| request_with(event, applicant, confirm_token(&series_token, event.id), now));
    state.store().register_series(requests.collect(), series_token.clone()).await
}

/// The registrations behind the link of a series.
///
/// # Errors
/// [`PageError::NotFound`] where there is none (any more), [`PageError::Unavailable`] if the store fails.
pub async fn series_holders(state: &AppState, token: &str) -> Result<SeriesView, PageError> {
    let published = state.published();
    let mut parts = Vec::new();
    for event in &published.content.events {
        let manage = derived_token(&confirm_token(token, event.id), MANAGE);
        let found = state.store().registration_by_token(&manage).await.map_err(|error| store_failed(&error))?;
        parts.extend(found.filter(|found| !found.is_overdue(state.now())).map(|found| (found, manage)));
    }
    if parts.is_empty() { Err(PageError::NotFound) } else { Ok(SeriesView { token: token.to_owned(), parts }) }
}

/// Confirms all of them. Doing it again changes nothing.
///
/// # Errors
/// As [`series_holders`]; what was confirmed by then is.
pub async fn confirm_series(state: &AppState, token: &str) -> Result<(), PageError> {
    let (published, now) = (state.published(), state.now());
    for (registration, _) in series_holders(state, token).await?.parts {
        let terms = published.content.event_by_id(registration.event).map_or(Terms::GONE, Terms::of);
        let confirm = confirm_token(token, registration.event);
        let done = state.store().confirm_registration(&confirm, terms, now).await;
        done.map_err(|error| store_failed(&error))?;
    }
    Ok(())
}

/// The token that confirms one registration of a series: whoever holds the link to all of them can work it out.
fn confirm_token(series_token: &str, event: Id) -> String {
    derived_token(series_token, &format!("series {event}"))
}

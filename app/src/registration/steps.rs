//! A form with many questions, one thing per page: what the routes do before such a page is made.
//!
//! What was said so far is a draft in the store, known by a token in the browser's cookie; nothing of it stands in an
//! address. A step that cannot be shown (yet, or any more) leads to the one that can.

use domain::content::{Event, Question};
use domain::published::Found;
use domain::registration::{Draft, Kept, RegistrationForm, Step, TypedAnswers, is_stepwise};
use domain::validation::FieldError;

use super::submit::issue_key;
use crate::error::PageError;
use crate::server::{AppState, store_failed};

/// A page of such a form.
#[derive(Debug, Clone)]
pub struct StepForm {
    /// What was said so far.
    pub draft: Draft,
    /// What the page is about.
    pub step: Step,
    /// What was typed on it, also if it is not in order.
    pub typed: TypedAnswers,
    /// What is to be mended in it.
    pub errors: Vec<FieldError>,
}

/// What comes of a request for a step.
#[derive(Debug)]
pub enum Turn {
    /// Its page.
    Show(Box<StepForm>),
    /// Another page, by its path.
    GoTo(String),
}

/// Whether the event at that address asks one thing at a time.
pub fn asks_stepwise(state: &AppState, slug: &str) -> bool {
    state.published().content.event(slug).is_some_and(|found| {
        let (Found::Here(event) | Found::Moved(event)) = found;
        is_stepwise(&event.registration.questions)
    })
}

/// The form of the first page: of the draft, if there is one.
///
/// # Errors
/// [`PageError::NotFound`] without such an event, [`PageError::Unavailable`] if the store fails.
pub async fn drafted(state: &AppState, slug: &str, token: Option<&str>) -> Result<RegistrationForm, PageError> {
    let published = state.published();
    let (Found::Here(event) | Found::Moved(event)) = published.content.event(slug).ok_or(PageError::NotFound)?;
    if !is_stepwise(&event.registration.questions) {
        return Ok(RegistrationForm::default());
    }
    Ok(match kept(state, event, token).await? {
        Some(Kept::Draft(draft)) => draft.form().clone(),
        Some(Kept::Sent { .. }) | None => RegistrationForm::default(),
    })
}

/// A step's page.
///
/// # Errors
/// As [`drafted`].
pub async fn open_step(state: &AppState, slug: &str, token: Option<&str>, step: Step) -> Result<Turn, PageError> {
    let published = state.published();
    let (Found::Here(event) | Found::Moved(event)) = published.content.event(slug).ok_or(PageError::NotFound)?;
    let questions = &event.registration.questions;
    if !is_stepwise(questions) || !published.content.event_timetable(event).takes_registrations(state.now()) {
        return Ok(Turn::GoTo(path(event, &Step::Person)));
    }
    let draft = match kept(state, event, token).await? {
        Some(Kept::Draft(draft)) => *draft,
        Some(Kept::Sent { waiting }) => return Ok(Turn::GoTo(done(event.slug.as_str(), waiting))),
        None => return Ok(lost(event)),
    };
    if !draft.reaches(questions, &step) {
        return Ok(Turn::GoTo(path(event, &draft.next(questions))));
    }
    let typed = draft.form().answers.clone();
    Ok(Turn::Show(Box::new(StepForm { draft, step, typed, errors: Vec::new() })))
}

/// Takes who it is, into the draft of that browser or into a new one under the token.
///
/// # Errors
/// As [`drafted`].
pub async fn take_person(
    state: &AppState,
    slug: &str,
    token: &str,
    form: &RegistrationForm,
) -> Result<Result<String, Vec<FieldError>>, PageError> {
    let published = state.published();
    let (Found::Here(event) | Found::Moved(event)) = published.content.event(slug).ok_or(PageError::NotFound)?;
    let now = state.now();
    // The key of the page, which carries the time at which it was handed out.
    let key = form.idempotency_key.parse().unwrap_or_else(|_| issue_key(now));
    let mut draft = match kept(state, event, Some(token)).await? {
        Some(Kept::Draft(draft)) => *draft,
        Some(Kept::Sent { .. }) | None => Draft::new(key.to_string(), now),
    };
    if let Err(errors) = draft.take_person(form) {
        return Ok(Err(errors));
    }
    save(state, event, token, &draft).await?;
    Ok(Ok(path(event, &draft.next(&event.registration.questions))))
}

/// Takes the answer to a question.
///
/// # Errors
/// As [`drafted`].
pub async fn take_answer(
    state: &AppState,
    slug: &str,
    token: Option<&str>,
    name: &str,
    typed: TypedAnswers,
) -> Result<Turn, PageError> {
    let published = state.published();
    let (Found::Here(event) | Found::Moved(event)) = published.content.event(slug).ok_or(PageError::NotFound)?;
    let questions = &event.registration.questions;
    let question = find(questions, name).ok_or(PageError::NotFound)?;
    let (Some(token), step) = (token, Step::Question(question.name.clone())) else { return Ok(lost(event)) };
    let mut form = match open_step(state, slug, Some(token), step).await? {
        Turn::Show(form) => form,
        elsewhere @ Turn::GoTo(_) => return Ok(elsewhere),
    };
    if let Err(errors) = form.draft.take_answer(question, &typed) {
        return Ok(Turn::Show(Box::new(StepForm { typed, errors, ..*form })));
    }
    save(state, event, token, &form.draft).await?;
    Ok(Turn::GoTo(path(event, &form.draft.next(questions))))
}

/// Puts in the place of a draft that it was sent.
///
/// # Errors
/// As [`drafted`].
pub async fn finish(state: &AppState, slug: &str, token: &str, draft: &Draft, waiting: bool) -> Result<(), PageError> {
    let published = state.published();
    let (Found::Here(event) | Found::Moved(event)) = published.content.event(slug).ok_or(PageError::NotFound)?;
    let kept = state.store().keep_draft(token, event.id, &Kept::Sent { waiting }, draft.expires(state.now())).await;
    kept.map_err(|error| store_failed(&error))
}

/// Path of the page after a form was sent.
pub fn done(slug: &str, waiting: bool) -> String {
    format!("/register/{slug}/done{}", if waiting { "?waiting=yes" } else { "" })
}

/// Forgets the draft of a browser for an event.
///
/// # Errors
/// As [`drafted`].
pub async fn discard(state: &AppState, slug: &str, token: &str) -> Result<(), PageError> {
    let published = state.published();
    let (Found::Here(event) | Found::Moved(event)) = published.content.event(slug).ok_or(PageError::NotFound)?;
    state.store().delete_draft(token, event.id).await.map_err(|error| store_failed(&error))
}

/// Path of a step's page.
pub(super) fn path(event: &Event, step: &Step) -> String {
    match step {
        Step::Person => format!("/register/{}", event.slug),
        Step::Question(name) => format!("/register/{}/question/{name}", event.slug),
        Step::Check => format!("/register/{}/check", event.slug),
    }
}

pub(super) fn find<'q>(questions: &'q [Question], name: &str) -> Option<&'q Question> {
    questions.iter().find(|question| question.name.as_str() == name)
}

/// To the beginning, where it is said that there is no draft (any more).
fn lost(event: &Event) -> Turn {
    Turn::GoTo(format!("{}?again=yes", path(event, &Step::Person)))
}

async fn kept(state: &AppState, event: &Event, token: Option<&str>) -> Result<Option<Kept>, PageError> {
    let Some(token) = token else { return Ok(None) };
    state.store().draft(token, event.id, state.now()).await.map_err(|error| store_failed(&error))
}

async fn save(state: &AppState, event: &Event, token: &str, draft: &Draft) -> Result<(), PageError> {
    let kept = Kept::Draft(Box::new(draft.clone()));
    let saved = state.store().keep_draft(token, event.id, &kept, draft.expires(state.now())).await;
    saved.map_err(|error| store_failed(&error))
}

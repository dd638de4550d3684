//! What the page of one registration shows: who, where they stand, what they said, what they were written, what happened.

use domain::content::{Event, Id, Question};
use domain::published::Found;
use domain::registration::{Actor, Answers, Cause, ListOrder, RegistrationState};
use domain::time::Local;
use store::{HistoryStep, Registration};

use super::super::outbox_page::{MailRow, row};
use super::gather::{Listed, Refusal, listed, local};
use crate::error::PageError;
use crate::server::{AppState, store_failed};

/// A registration with all that is known of it.
#[derive(Debug, Clone)]
pub struct OneView {
    /// Address and title of the event.
    pub event: (String, String),
    /// As it stands in the list.
    pub row: Listed,
    /// When the address was proven.
    pub confirmed: Option<Local>,
    /// When the place was given back or lost.
    pub cancelled: Option<Local>,
    /// When the person first asked for the waiting list.
    pub entered: Option<Local>,
    /// Place on the waiting list, from 1.
    pub position: Option<u32>,
    /// Whether the person wants to be told of later events.
    pub news_consent: bool,
    /// Whether the person wants to be reminded.
    pub wants_reminders: bool,
    /// What is asked of those who register, in the words of their answers.
    pub questions: Vec<Question>,
    /// Answers to them.
    pub answers: Answers,
    /// Letters about it, newest first.
    pub letters: Vec<MailRow>,
    /// Whether letters leave the site.
    pub sends: bool,
    /// What happened, oldest first, beginning with the registration itself.
    pub history: Vec<Passed>,
    /// Letters that the person was written among others, oldest first.
    pub written: Vec<Written>,
    /// Whether something happened before steps were kept.
    pub is_partly_kept: bool,
    /// Whether its links would be of use to the person.
    pub can_resend: bool,
    /// Whether the links were sent again just now; `None` if that was not asked for.
    pub resent: Option<bool>,
    /// Why something was not done.
    pub refused: Option<Refusal>,
}

/// Something that happened.
#[derive(Debug, Clone)]
pub struct Passed {
    /// When.
    pub at: Local,
    /// What; `None` where a later version wrote it.
    pub cause: Option<Cause>,
    /// The state from then on; `None` at the beginning.
    pub to: Option<RegistrationState>,
    /// Who.
    pub by: By,
    /// Why, where somebody had to say.
    pub reason: Option<String>,
}

/// A letter that the person was written among others.
#[derive(Debug, Clone)]
pub struct Written {
    /// When.
    pub at: Local,
    /// Its subject, with placeholders.
    pub subject: String,
    /// Who wrote it.
    pub by: String,
}

/// Who brought something about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// Somebody of that name, who works here.
    Named(String),
    /// Of others, which kind.
    Kind(Actor),
}

/// The registration of that event with that identity.
///
/// # Errors
/// [`PageError::NotFound`] without such an event, or such a registration of it; [`PageError::Unavailable`] if the store
/// fails.
pub async fn gather_registration(
    state: &AppState,
    slug: &str,
    id: &str,
    resent: Option<bool>,
    refused: Option<Refusal>,
) -> Result<OneView, PageError> {
    let published = state.published();
    let (Found::Here(event) | Found::Moved(event)) = published.content.event(slug).ok_or(PageError::NotFound)?;
    let id: Id = id.parse().map_err(|_| PageError::NotFound)?;
    let (store, failed) = (state.store(), |error| store_failed(&error));
    let found = store.registration(id).await.map_err(failed)?.filter(|found| found.event == event.id);
    let found = found.ok_or(PageError::NotFound)?;
    let position = store.position(&found).await.map_err(failed)?;
    let steps = store.registration_history(id).await.map_err(failed)?;
    let entered = store.entered_by(id).await.map_err(failed)?;
    let mails = store.mails_of_registration(id).await.map_err(failed)?;
    let mut letters = Vec::with_capacity(mails.len());
    for mail in &mails {
        letters.push(row(state, mail).await?);
    }
    let written = store.letters_among_others(id).await.map_err(failed)?;
    let moment = |instant| local(state, event, instant);
    Ok(OneView {
        event: (event.slug.to_string(), event.title.clone()),
        confirmed: found.confirmed.map(moment),
        cancelled: found.cancelled.map(moment),
        entered: found.entered.map(moment),
        position: position.map(|position| position.ahead + 1),
        news_consent: found.news_consent,
        wants_reminders: found.wants_reminders,
        questions: event.registration.questions.clone(),
        answers: found.answers.clone(),
        letters,
        sends: state.settings().mail.is_sent(),
        written: written
            .into_iter()
            .map(|letter| Written { at: local(state, event, letter.at), subject: letter.subject, by: letter.by })
            .collect(),
        is_partly_kept: steps.is_empty() && found.last_cause.is_some(),
        history: history(state, event, &found, steps, entered),
        can_resend: !found.state.has_left() && !found.is_overdue(state.now()),
        row: listed(state, event, ListOrder::Newest, found),
        resent,
        refused,
    })
}

/// The registration itself, which is where its history begins, by whoever entered it where somebody did, and the steps that
/// followed.
fn history(
    state: &AppState,
    event: &Event,
    found: &Registration,
    steps: Vec<HistoryStep>,
    entered: Option<(String, String)>,
) -> Vec<Passed> {
    let first = steps.first().map_or(found.state, |step| step.from);
    let joins = first == RegistrationState::Joining;
    let (by, reason) = entered.map_or((By::Kind(Actor::Person), None), |(by, why)| (By::Named(by), Some(why)));
    let begun = Passed {
        at: local(state, event, found.created),
        cause: Some(if joins { Cause::JoinsList } else { Cause::Registers }),
        to: None,
        by,
        reason,
    };
    let steps = steps.into_iter().map(|step| {
        let kind = By::Kind(step.cause.map_or(Actor::Time, Cause::actor));
        let (by, reason) = step.decided.map_or((kind, None), |(by, reason)| (By::Named(by), Some(reason)));
        Passed { at: local(state, event, step.at), cause: step.cause, to: Some(step.to), by, reason }
    });
    std::iter::once(begun).chain(steps).collect()
}

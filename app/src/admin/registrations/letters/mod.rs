//! Letters to chosen people: begun below the list, written, reviewed, held for a minute, sent.

mod list_page;
mod page;
mod review_page;

use domain::content::{Event, Id};
use domain::mail::{Aim, GroupStage, Reach};
use domain::published::Found;
use domain::time::{Instant, Local};
use domain::validation::FieldError;
use store::{GroupLetter, Registration};

use super::gather::local;
use crate::error::PageError;
use crate::mail::{group_message, html, plain};
use crate::server::{AppState, store_failed};

pub use list_page::GroupLettersPage;
pub use page::GroupLetterPage;
pub use review_page::GroupReviewPage;

/// Letters that are listed.
const LISTED: u32 = 100;

/// The address of an event's letters to many.
pub fn letters_path(slug: &str) -> String {
    format!("/admin/registrations/{slug}/letters")
}

/// The address of one of them.
pub fn letter_path(slug: &str, letter: impl std::fmt::Display) -> String {
    format!("{}/{letter}", letters_path(slug))
}

/// A letter as it stands in a list or on its page.
#[derive(Debug, Clone)]
pub struct LetterRow {
    /// Identity.
    pub id: String,
    /// How far it is.
    pub stage: GroupStage,
    /// Subject, with placeholders.
    pub subject: String,
    /// Who wrote it.
    pub by: String,
    /// When it was begun, leaves or left, by its stage.
    pub at: Local,
    /// To how many it was written, once it has left.
    pub receivers: u32,
}

/// The letters about an event.
#[derive(Debug, Clone)]
pub struct LettersView {
    /// Address and title of the event.
    pub event: (String, String),
    /// The letters, newest first.
    pub letters: Vec<LetterRow>,
}

/// What came of the last act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterNotice {
    /// It was called back.
    CalledBack,
    /// It could not be called back any more.
    TooLate,
}

/// What was typed into the form of a letter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LetterTyped {
    /// What it is for.
    pub aim: String,
    /// Subject.
    pub subject: String,
    /// Text.
    pub text: String,
}

/// A letter's page.
#[derive(Debug, Clone)]
pub struct LetterView {
    /// Address and title of the event.
    pub event: (String, String),
    /// The letter.
    pub row: LetterRow,
    /// What stands in its form.
    pub typed: LetterTyped,
    /// What is to be mended.
    pub errors: Vec<FieldError>,
    /// How many were chosen.
    pub chosen: u32,
    /// Milliseconds until it leaves, while it is held.
    pub left: i64,
    /// What came of the last act.
    pub notice: Option<LetterNotice>,
}

/// Why a letter does not leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterRefusal {
    /// Another number was typed.
    Count,
    /// Its words are not those that were reviewed.
    Words,
    /// Too many letters were written.
    TooOften,
}

/// A letter as one person gets it.
#[derive(Debug, Clone)]
pub struct LetterPreview {
    /// The person's registration.
    pub id: String,
    /// Their name.
    pub name: String,
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The registration of somebody else who gets it.
    pub next: Option<String>,
}

/// The review of a letter.
#[derive(Debug, Clone)]
pub struct LetterReview {
    /// Address and title of the event.
    pub event: (String, String),
    /// Identity of the letter.
    pub id: String,
    /// What it is for.
    pub aim: Aim,
    /// Its words, by the number of their change.
    pub revision: u32,
    /// How many are written to, and of the others how many are not, and why.
    pub reach: Vec<(Reach, u32)>,
    /// The letter as one of them gets it.
    pub preview: Option<LetterPreview>,
    /// Why it does not leave, and the number that was typed.
    pub refused: Option<(LetterRefusal, String)>,
}

impl LetterReview {
    /// How many are written to.
    pub fn written(&self) -> u32 {
        self.reach.iter().filter(|(reach, _)| *reach == Reach::Written).map(|(_, number)| number).sum()
    }
}

/// The letters about the event at that address.
///
/// # Errors
/// [`PageError::NotFound`] without such an event; [`PageError::Unavailable`] if the store fails.
pub async fn gather_letters(state: &AppState, slug: &str) -> Result<LettersView, PageError> {
    let published = state.published();
    let (Found::Here(event) | Found::Moved(event)) = published.content.event(slug).ok_or(PageError::NotFound)?;
    let found = state.store().group_letters(event.id, LISTED).await.map_err(|error| store_failed(&error))?;
    let letters = found.iter().map(|letter| row(state, event, letter)).collect();
    Ok(LettersView { event: (event.slug.to_string(), event.title.clone()), letters })
}

fn row(state: &AppState, event: &Event, letter: &GroupLetter) -> LetterRow {
    let at: Option<Instant> = match letter.stage {
        GroupStage::Draft => None,
        GroupStage::Held => letter.held_until,
        GroupStage::Released => letter.released,
    };
    LetterRow {
        id: letter.id.to_string(),
        stage: letter.stage,
        subject: letter.words.subject.clone(),
        by: letter.by.clone(),
        at: local(state, event, at.unwrap_or(letter.created)),
        receivers: letter.receivers,
    }
}

/// A letter of the event at that address, with what was typed into its form, and what has to be mended there.
///
/// # Errors
/// [`PageError::NotFound`] without such an event or letter; [`PageError::Unavailable`] if the store fails.
pub async fn gather_letter(
    state: &AppState,
    slug: &str,
    letter: &str,
    typed: Option<(LetterTyped, Vec<FieldError>)>,
    notice: Option<LetterNotice>,
) -> Result<LetterView, PageError> {
    let published = state.published();
    let (Found::Here(event) | Found::Moved(event)) = published.content.event(slug).ok_or(PageError::NotFound)?;
    let found = found(state, event, letter).await?;
    let reach = state.store().group_letter_reach(found.id, found.words.aim).await;
    let reach = reach.map_err(|error| store_failed(&error))?;
    let words = &found.words;
    let kept = || LetterTyped {
        aim: if words.subject.is_empty() { String::new() } else { words.aim.name().to_owned() },
        subject: words.subject.clone(),
        text: words.text.clone(),
    };
    let (typed, errors) = typed.unwrap_or_else(|| (kept(), Vec::new()));
    Ok(LetterView {
        event: (event.slug.to_string(), event.title.clone()),
        row: row(state, event, &found),
        typed,
        errors,
        chosen: reach.iter().map(|(_, number)| number).sum(),
        left: found.held_until.map_or(0, |until| until.milliseconds_since(state.now()).max(0)),
        notice,
    })
}

/// The review of a letter that has words, as that person gets it, or the first.
///
/// # Errors
/// As [`gather_letter`]; also [`PageError::NotFound`] while it has no words, or once it is no draft any more.
pub async fn gather_review(
    state: &AppState,
    slug: &str,
    letter: &str,
    person: Option<Id>,
    refused: Option<(LetterRefusal, String)>,
) -> Result<LetterReview, PageError> {
    let published = state.published();
    let (Found::Here(event) | Found::Moved(event)) = published.content.event(slug).ok_or(PageError::NotFound)?;
    let found = found(state, event, letter).await?;
    if found.stage != GroupStage::Draft || found.words.subject.is_empty() {
        return Err(PageError::NotFound);
    }
    let (store, failed) = (state.store(), |error| store_failed(&error));
    let chosen = match person {
        Some(person) => receiver(state, &found, person).await?,
        None => store.group_letter_receivers(found.id, 1, None).await.map_err(failed)?.pop(),
    };
    let preview = match chosen {
        Some(chosen) => {
            let next = store.group_letter_receivers(found.id, 1, Some(chosen.id)).await.map_err(failed)?.pop();
            let message = group_message(state, &found.words, "", (Some(event), Some(&chosen)));
            Some(LetterPreview {
                id: chosen.id.to_string(),
                name: chosen.name,
                text: plain(&message),
                subject: message.subject,
                next: next.map(|next| next.id.to_string()),
            })
        }
        None => None,
    };
    Ok(LetterReview {
        event: (event.slug.to_string(), event.title.clone()),
        id: found.id.to_string(),
        aim: found.words.aim,
        revision: found.revision,
        reach: store.group_letter_reach(found.id, found.words.aim).await.map_err(failed)?,
        preview,
        refused,
    })
}

/// The letter as a page of its own, as that person gets it.
///
/// # Errors
/// As [`gather_letter`]; also [`PageError::NotFound`] for somebody who was not chosen.
pub async fn letter_as_html(state: &AppState, slug: &str, letter: &str, person: Id) -> Result<String, PageError> {
    let published = state.published();
    let (Found::Here(event) | Found::Moved(event)) = published.content.event(slug).ok_or(PageError::NotFound)?;
    let found = found(state, event, letter).await?;
    let chosen = receiver(state, &found, person).await?.ok_or(PageError::NotFound)?;
    Ok(html(&group_message(state, &found.words, "", (Some(event), Some(&chosen)))))
}

async fn found(state: &AppState, event: &Event, letter: &str) -> Result<GroupLetter, PageError> {
    let id: Id = letter.parse().map_err(|_| PageError::NotFound)?;
    let found = state.store().group_letter(id).await.map_err(|error| store_failed(&error))?;
    found.filter(|found| found.event == event.id).ok_or(PageError::NotFound)
}

/// Somebody who was chosen.
async fn receiver(state: &AppState, letter: &GroupLetter, person: Id) -> Result<Option<Registration>, PageError> {
    let (store, failed) = (state.store(), |error| store_failed(&error));
    if !store.is_group_letter_receiver(letter.id, person).await.map_err(failed)? {
        return Ok(None);
    }
    store.registration(person).await.map_err(failed)
}

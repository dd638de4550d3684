//! The letters that the product sends by itself: a list, and of each a page on which its words are changed.

mod list_page;
mod page;

use domain::mail::{LetterKind, LetterWords};
use domain::time::Local;
use domain::validation::FieldError;

use super::outbox_page::local;
use crate::error::PageError;
use crate::mail::{example, html, original_words, plain};
use crate::server::{AppState, store_failed};

pub use list_page::LettersPage;
pub use page::LetterWordsPage;

/// Changes of one letter that are shown.
const HISTORY: u32 = 20;

/// The address of a letter's page.
pub fn words_path(kind: LetterKind) -> String {
    format!("/admin/mail/{}", kind.name())
}

/// A letter in the list.
#[derive(Debug, Clone)]
pub struct LetterLine {
    /// Which.
    pub kind: LetterKind,
    /// Its subject as it is now, with placeholders.
    pub subject: String,
    /// Who changed it last and when; `None` while it has its own words.
    pub changed: Option<(String, Local)>,
}

/// What came of the last act on a letter's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordsNotice {
    /// Its words were changed.
    Saved,
    /// It has its own words again.
    Original,
    /// The last change was taken back.
    Undone,
    /// Somebody else changed it meanwhile; nothing was done.
    Outdated,
    /// A test is on its way to oneself.
    Sent,
    /// Only administrators change it.
    NotYours,
}

/// A letter's page.
#[derive(Debug, Clone)]
pub struct WordsView {
    /// Which letter.
    pub kind: LetterKind,
    /// Whether it has its own words.
    pub is_original: bool,
    /// Whether whoever looks may change it.
    pub may_change: bool,
    /// What stands in its form.
    pub typed: LetterWords,
    /// What is to be mended.
    pub errors: Vec<FieldError>,
    /// Number of its last change.
    pub base: i64,
    /// How it reads, with the words of the form where they are sound: subject and plain text.
    pub preview: (String, String),
    /// Whether the preview is of words that are not saved.
    pub is_unsaved: bool,
    /// Its changes, newest first: whether it got words or went back to its own, who, when.
    pub history: Vec<(bool, String, Local)>,
    /// What came of the last act.
    pub notice: Option<WordsNotice>,
}

/// All letters.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_letter_list(state: &AppState) -> Result<Vec<LetterLine>, PageError> {
    let changed = state.store().changed_letters().await.map_err(|error| store_failed(&error))?;
    let lines = LetterKind::ALL.iter().map(|kind| {
        let change = changed.get(kind);
        let words = change.and_then(|change| change.words.clone());
        LetterLine {
            kind: *kind,
            changed: change.filter(|_| words.is_some()).map(|change| (change.by.clone(), local(state, change.at))),
            subject: words.unwrap_or_else(|| original_words(state, *kind)).subject,
        }
    });
    Ok(lines.collect())
}

/// A letter's page, with what was typed into its form if it is shown again.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_words(
    state: &AppState,
    kind: LetterKind,
    may_change: bool,
    typed: Option<(LetterWords, Vec<FieldError>)>,
    notice: Option<WordsNotice>,
) -> Result<WordsView, PageError> {
    let history = state.store().letter_words(kind, HISTORY).await.map_err(|error| store_failed(&error))?;
    let last = history.first();
    let words = last.and_then(|last| last.words.clone());
    let is_original = words.is_none();
    let base = last.map_or(0, |last| last.number);
    let is_unsaved = typed.as_ref().is_some_and(|(_, errors)| errors.is_empty());
    let kept = words.clone();
    let (typed, errors) = typed.unwrap_or_else(|| (kept.unwrap_or_else(|| original_words(state, kind)), Vec::new()));
    let shown = if is_unsaved { Some(&typed) } else { words.as_ref() };
    let message = example(state, kind, shown).await?;
    Ok(WordsView {
        kind,
        is_original,
        may_change,
        base,
        preview: (message.subject.clone(), plain(&message)),
        is_unsaved,
        history: history
            .into_iter()
            .map(|change| (change.words.is_some(), change.by, local(state, change.at)))
            .collect(),
        typed,
        errors,
        notice,
    })
}

/// A letter as a page of its own, in its present words.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn words_as_html(state: &AppState, kind: LetterKind) -> Result<String, PageError> {
    let last = state.store().letter_words(kind, 1).await.map_err(|error| store_failed(&error))?.pop();
    Ok(html(&example(state, kind, last.and_then(|last| last.words).as_ref()).await?))
}

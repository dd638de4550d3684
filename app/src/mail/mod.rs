//! Mails: one typed source for each letter, from which its plain text and its HTML are both made.
//!
//! [`message`] finds out what a mail of the outbox says now, [`letters`] has the words of each letter, [`group`] those that
//! staff wrote to many, [`plain`] and [`html`] write them down. To add a letter: a variant of `domain::mail::Letter`, its words here.

mod example;
mod group;
mod html;
mod letters;
mod plain;
mod prose;

use domain::calendar::Part;
use domain::content::{Event, EventStatus, Id};
use domain::mail::{About, Aim, Lead, Letter, LetterKind, LetterWords, News, Purpose, Told, Withdrawn, recorded};
use domain::registration::RegistrationState;
use store::{OutboxMail, Registration};

pub use example::{example, original_words};
pub use group::{group_faults, group_message};
pub use html::html;
pub use plain::plain;

use crate::calendar::registrant_part;
use crate::error::PageError;
use crate::language::Locale;
use crate::notifications::{event_path, letters_token, stop_path};
use crate::server::{AppState, store_failed};
use crate::td;

/// What a mail says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Language of the words.
    pub locale: Locale,
    /// Subject, on one line.
    pub subject: String,
    /// What it is about in a few words: the heading.
    pub headline: String,
    /// The body, in order.
    pub blocks: Vec<Block>,
    /// Who sends it and why, at the end.
    pub footer: Vec<String>,
    /// What it does to the receiver's calendar.
    pub calendar: Option<Part>,
    /// Where its receiver, or their mail program for them, says that they want no more of its kind; a POST acts at once
    /// (RFC 8058). Only of letters for many, and while its token is there.
    pub unsubscribe: Option<String>,
}

/// A piece of a mail's body. Nothing of it is markup but [`Prose`](Self::Prose), so whatever a visitor typed stays what they
/// typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Running text.
    Text(String),
    /// The event or whatever else the mail is about, with when it is.
    Thing {
        /// Title.
        title: String,
        /// Date and hours in words; empty where nothing is known.
        when: String,
    },
    /// A page to open.
    Link {
        /// What is done there.
        label: String,
        /// Its address; `None` where the token in it was not kept.
        address: Option<String>,
        /// Whether it is what the mail asks for.
        is_main: bool,
    },
    /// Text in lines of its own, as it was written.
    Verbatim(String),
    /// What staff wrote, in both forms; its HTML went through the sanitiser.
    Prose {
        /// HTML.
        html: String,
        /// Plain text.
        plain: String,
    },
}

/// A mail of the outbox, as it is to be said now.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn message(state: &AppState, mail: &OutboxMail) -> Result<Message, PageError> {
    let registration = match mail.letter.about() {
        About::Registration(id) => registration(state, id).await?,
        About::Event(_) | About::Nothing => None,
    };
    let published = state.published();
    let event = match mail.letter.about() {
        About::Event(id) => published.content.event_by_id(id),
        About::Registration(_) => registration.as_ref().and_then(|found| published.content.event_by_id(found.event)),
        About::Nothing => None,
    };
    let mut message = match &mail.letter {
        Letter::Group { letter, manage_token, .. } => {
            group::message(state, *letter, manage_token, (event, registration.as_ref())).await?
        }
        Letter::Trial { of } => return trial(state, *of).await,
        letter => {
            let words = changed_words(state, LetterKind::of(letter)).await?;
            letters::message(state, letter, event, registration.as_ref(), words.as_ref())
        }
    };
    message.unsubscribe = unsubscribe(state, &mail.letter);
    message.calendar = registration.and_then(|registration| calendar(state, &mail.letter, &registration));
    Ok(message)
}

/// The words that somebody gave a letter; `None` while it has its own.
async fn changed_words(state: &AppState, kind: Option<LetterKind>) -> Result<Option<LetterWords>, PageError> {
    let Some(kind) = kind else { return Ok(None) };
    let last = state.store().letter_words(kind, 1).await.map_err(|error| store_failed(&error))?;
    Ok(last.into_iter().next().and_then(|last| last.words))
}

/// A letter as it would be now, with a subject that says so.
async fn trial(state: &AppState, kind: LetterKind) -> Result<Message, PageError> {
    let words = changed_words(state, Some(kind)).await?;
    let mut message = example(state, kind, words.as_ref()).await?;
    message.subject = td!(message.locale, mail.trial, subject = &message.subject);
    message.headline.clone_from(&message.subject);
    Ok(message)
}

/// Why a mail that waited is not to be sent any more; `None` if it is.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn withdrawn(state: &AppState, mail: &OutboxMail) -> Result<Option<Withdrawn>, PageError> {
    if mail.letter.useless_from(mail.created).is_some_and(|end| state.now() >= end) {
        return Ok(Some(Withdrawn::TooLate));
    }
    let About::Registration(id) = mail.letter.about() else { return Ok(None) };
    let Some(registration) = registration(state, id).await? else {
        return Ok(Some(Withdrawn::Deleted));
    };
    let is_true = match &mail.letter {
        Letter::Confirmed { .. } => registration.state.takes_part(),
        Letter::Reminder { lead, .. } => {
            let why = reminder_withdrawn(state, *lead, &registration);
            return if why.is_some() { Ok(why) } else { not_wanted(state, mail).await };
        }
        Letter::News { news, before, .. } => is_news(state, *news, before, &registration),
        Letter::Group { aim: Aim::News, .. } if !registration.news_consent => return Ok(Some(Withdrawn::NotWanted)),
        Letter::Group { .. } => registration.state.hears_of_changes(),
        // A calendar may have to be told, whatever happened since.
        _ => true,
    };
    if is_true { not_wanted(state, mail).await } else { Ok(Some(Withdrawn::Overtaken)) }
}

/// What the receiver does not want to be written about is not sent.
async fn not_wanted(state: &AppState, mail: &OutboxMail) -> Result<Option<Withdrawn>, PageError> {
    let Some(purpose) = mail.letter.purpose() else { return Ok(None) };
    let choices = state.store().mail_choices(&mail.to).await.map_err(|error| store_failed(&error))?;
    Ok((!choices.wants(purpose)).then_some(Withdrawn::NotWanted))
}

/// Why a reminder is not to be sent.
fn reminder_withdrawn(state: &AppState, lead: Lead, registration: &Registration) -> Option<Withdrawn> {
    let published = state.published();
    let event = published.content.event_by_id(registration.event);
    let takes_place = |event: &&Event| event.status == EventStatus::Scheduled;
    let Some(event) = event.filter(takes_place).filter(|_| registration.state == RegistrationState::Confirmed) else {
        return Some(Withdrawn::Overtaken);
    };
    if !registration.wants_reminders {
        return Some(Withdrawn::NotWanted);
    }
    let (start, now) = (event.when.start(), state.now());
    if lead.is_timely(start, !event.when.is_days(), now) {
        None
    } else if now < start.plus_minutes(-lead.minutes()) {
        // The event was put off.
        Some(Withdrawn::Overtaken)
    } else {
        Some(Withdrawn::TooLate)
    }
}

/// Whether a letter tells what its receiver, who knows `before`, still does not know. What was undone meanwhile is no news,
/// and what has changed again is told by a letter of its own.
fn is_news(state: &AppState, news: News, before: &Told, registration: &Registration) -> bool {
    let published = state.published();
    let event = registration.event;
    let Some(truth) = Told::of(event, &published.calendar, recorded(&published.content).contains(&event)) else {
        return false;
    };
    let hears =
        if news == News::Recording { registration.state.takes_part() } else { registration.state.hears_of_changes() };
    hears && domain::mail::news(before, &truth, state.now()) == Some(news)
}

/// Where no more letters of its kind are asked for.
fn unsubscribe(state: &AppState, letter: &Letter) -> Option<String> {
    let token = letter.later_token().filter(|token| !token.is_empty()).map(letters_token)?;
    let path = match letter.purpose()? {
        // Of this event alone: whoever has had enough of one may still want to be reminded of the next.
        Purpose::Reminders => event_path(&token),
        purpose @ (Purpose::Recordings | Purpose::News) => stop_path(&token, purpose),
    };
    Some(format!("{}{path}", state.settings().base_url))
}

async fn registration(state: &AppState, id: Id) -> Result<Option<Registration>, PageError> {
    state.store().registration(id).await.map_err(|error| store_failed(&error))
}

/// The calendar part of the letters that give a place or take it away, and of those that tell that an event has changed.
fn calendar(state: &AppState, letter: &Letter, registration: &Registration) -> Option<Part> {
    let manage_token = match letter {
        Letter::Confirmed { manage_token, .. } => Some(manage_token.as_str()).filter(|token| !token.is_empty()),
        Letter::News { news: News::Moved | News::Postponed, manage_token, .. } => {
            Some(manage_token.as_str()).filter(|token| !token.is_empty())
        }
        Letter::Cancelled { .. } | Letter::News { news: News::Cancelled, .. } => None,
        _ => return None,
    };
    registrant_part(state, registration, manage_token, &organiser(state))
}

/// The mail address that answers questions: the programme's contact, else the one that the site's mails come from.
pub fn organiser(state: &AppState) -> String {
    let published = state.published();
    let contact = published.content.programme.contact.clone().filter(|contact| contact.contains('@'));
    contact.or_else(|| state.settings().mail.from().map(str::to_owned)).unwrap_or_default()
}

/// Title of an event, on one line.
fn title(event: &Event) -> String {
    one_line(&event.title)
}

/// Without line breaks and other control characters, which could split a header (ASVS 5.0, 1.3.11).
fn one_line(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn a_title_cannot_add_a_header() {
        assert_eq!(one_line("Care\r\nBcc: x@example.org"), "Care  Bcc: x@example.org");
    }
}

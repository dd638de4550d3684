//! Letters shown before anybody is sent one: made of what is on the site, with links that open nothing.

use domain::calendar::Span;
use domain::content::{Event, EventStatus, Id};
use domain::mail::{AccountChange, Lead, Letter, LetterKind, LetterWords, News, Told};
use domain::registration::{ListFilter, ListOrder};
use domain::staff::Notice;
use domain::time::Instant;
use store::Registration;

use super::{Message, letters};
use crate::error::PageError;
use crate::server::{AppState, store_failed};

/// Registrations among which one is looked for that such letters go to.
const LOOKED_THROUGH: u32 = 50;
/// Stands where a code will be.
const NO_CODE: &str = "000000";

/// The words that a letter has until somebody changes them.
pub fn original_words(state: &AppState, kind: LetterKind) -> LetterWords {
    letters::original(state, &letter(kind, None, Id::nil(), state.now()))
}

/// A letter as it would be now, about the next event and somebody who is registered for it, in the words that are given, or
/// in its own.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn example(state: &AppState, kind: LetterKind, words: Option<&LetterWords>) -> Result<Message, PageError> {
    let published = state.published();
    let now = state.now();
    let events = &published.content.events;
    let event = events.iter().find(|event| event.when.start() > now).or(events.last());
    let about = event.filter(|_| !kind.is_about_signing_in());
    let registration = match about {
        Some(event) => somebody(state, event).await?,
        None => None,
    };
    let id = registration.as_ref().map_or(Id::nil(), |found| found.id);
    Ok(letters::message(state, &letter(kind, about, id, now), about, registration.as_ref(), words))
}

/// Somebody who would be written to, else whoever registered last.
async fn somebody(state: &AppState, event: &Event) -> Result<Option<Registration>, PageError> {
    let found = state.store().listed(event.id, &ListFilter::default(), ListOrder::Newest, LOOKED_THROUGH, None).await;
    let mut found = found.map_err(|error| store_failed(&error))?;
    let place = found.iter().position(|one| one.state.hears_of_changes()).unwrap_or(0);
    Ok((place < found.len()).then(|| found.swap_remove(place)))
}

/// A letter of that kind, without what would open anything.
fn letter(kind: LetterKind, event: Option<&Event>, registration: Id, now: Instant) -> Letter {
    let event_id = event.map_or(Id::nil(), |event| event.id);
    let (confirm_token, manage_token, link_token) = (String::new(), String::new(), String::new());
    let told = |status| {
        let start = event.map_or(now, |event| event.when.start());
        let zone = event.map_or_else(|| domain::time::ZoneName::new("UTC"), |event| event.zone.clone());
        let span = Span::Hours { start, end: start.plus_minutes(60) };
        Told { span, zone, status, has_recording: false }
    };
    let news = |news, status| Letter::News { news, registration, before: told(status), manage_token: String::new() };
    match kind {
        LetterKind::ConfirmRegistration => Letter::ConfirmRegistration { event: event_id, confirm_token, manage_token },
        LetterKind::ConfirmWaiting => Letter::ConfirmWaiting { event: event_id, confirm_token, manage_token },
        LetterKind::ConfirmSeries => {
            let held = event.map(|event| event.id).into_iter().collect();
            Letter::ConfirmSeries { held, waiting: Vec::new(), series_token: String::new() }
        }
        LetterKind::AlreadyRegistered => Letter::AlreadyRegistered { event: event_id, confirm_token, manage_token },
        LetterKind::Confirmed => Letter::Confirmed { registration, manage_token },
        LetterKind::Waiting => Letter::Waiting { registration, manage_token },
        LetterKind::Offered => Letter::Offered { registration, manage_token, until: now.plus_minutes(12 * 60) },
        LetterKind::OfferExpired => Letter::OfferExpired { registration, manage_token },
        LetterKind::Cancelled => Letter::Cancelled { registration, by_organiser: false },
        LetterKind::CancelledByOrganiser => Letter::Cancelled { registration, by_organiser: true },
        LetterKind::Reminder => Letter::Reminder { registration, lead: Lead::Day, manage_token },
        LetterKind::ReminderSoon => Letter::Reminder { registration, lead: Lead::Hour, manage_token },
        LetterKind::Moved => news(News::Moved, EventStatus::Scheduled),
        LetterKind::TakesPlace => news(News::Moved, EventStatus::Postponed),
        LetterKind::EventCancelled => news(News::Cancelled, EventStatus::Scheduled),
        LetterKind::EventPostponed => news(News::Postponed, EventStatus::Scheduled),
        LetterKind::RecordingAvailable => news(News::Recording, EventStatus::Scheduled),
        LetterKind::SignIn => Letter::SignIn { link_token, code: NO_CODE.to_owned() },
        LetterKind::PasskeyAdded => Letter::AccountNotice { change: AccountChange::PasskeyAdded },
        LetterKind::PasskeyRemoved => Letter::AccountNotice { change: AccountChange::PasskeyRemoved },
        LetterKind::SecurityNotice => Letter::SecurityNotice { notice: Notice::NewDevice, device: String::new() },
        LetterKind::Invitation => Letter::Invitation { link_token },
        LetterKind::PasswordReset => Letter::PasswordReset { link_token },
        LetterKind::NewAddress => Letter::NewAddress { link_token },
    }
}

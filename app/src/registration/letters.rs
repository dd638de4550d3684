//! Letters in words: plain text. They are made when a mail is shown or sent, so they say what is true then.
//!
//! Nothing that a person typed stands in them except the address they go to: whoever registers a stranger's address must
//! not be able to write to that stranger.

use domain::content::{Event, Id};
use domain::mail::Letter;
use domain::time::{Instant, Zone};
use store::OutboxMail;

use crate::error::PageError;
use crate::language::DateWords;
use crate::server::{AppState, event_time, store_failed};
use crate::t;

/// A letter in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Subject, on one line.
    pub subject: String,
    /// Body.
    pub text: String,
}

/// A mail of the outbox in words.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn words(state: &AppState, mail: &OutboxMail) -> Result<Words, PageError> {
    let event = match &mail.letter {
        Letter::Written { subject, text } => {
            return Ok(Words { subject: one_line(subject), text: text.clone() });
        }
        Letter::ConfirmRegistration { event, .. }
        | Letter::ConfirmWaiting { event, .. }
        | Letter::AlreadyRegistered { event, .. } => Some(*event),
        Letter::Confirmed { registration, .. }
        | Letter::Waiting { registration, .. }
        | Letter::Offered { registration, .. }
        | Letter::OfferExpired { registration, .. }
        | Letter::Cancelled { registration, .. } => event_of(state, *registration).await?,
    };
    let published = state.published();
    let event = event.and_then(|event| published.content.event_by_id(event));
    let (subject, body) = letter(state, &mail.letter, event);
    let title = event.map_or_else(|| "an event that is no longer announced".to_owned(), |event| one_line(&event.title));
    let programme = one_line(&published.content.programme.name);
    let about = event.map_or_else(String::new, |event| format!("\n\n  {title}\n  {}", when(state, event)));
    Ok(Words {
        subject: format!("{subject}: {title}"),
        text: format!("Hello,\n\n{}\n\n{programme}\n", body.replacen("{event}", &about, 1)),
    })
}

async fn event_of(state: &AppState, registration: Id) -> Result<Option<Id>, PageError> {
    let found = state.store().registration(registration).await.map_err(|error| store_failed(&error))?;
    Ok(found.map(|found| found.event))
}

/// Subject and body; `{event}` in the body is where the event stands.
fn letter(state: &AppState, letter: &Letter, event: Option<&Event>) -> (&'static str, String) {
    let base = &state.settings().base_url;
    let manage = |token: &str| format!("{base}/registration/{token}");
    let confirm = |token: &str| format!("{base}/registration/confirm/{token}");
    let own_page = |token: &str| {
        let link = manage(token);
        format!("Here you see your registration, add it to your calendar, or cancel it:\n\n{link}")
    };
    match letter {
        // Has its words already.
        Letter::Written { text, .. } => ("", text.clone()),
        Letter::ConfirmRegistration { confirm_token, manage_token, .. } => (
            "Confirm your registration",
            format!(
                "a place is held for you at{{event}}\n\nPlease open this page within 7 days and confirm that the address \
                 is yours:\n\n{}\n\n{}\n\nDid you not ask for this? Then somebody typed your address by mistake. Do \
                 nothing, and all that was entered is deleted after 7 days.",
                confirm(confirm_token),
                own_page(manage_token)
            ),
        ),
        Letter::ConfirmWaiting { confirm_token, manage_token, .. } => (
            "Confirm that you want to wait for a place",
            format!(
                "every place is taken at{{event}}\n\nThere is a waiting list. Please open this page within 7 days and \
                 confirm that the address is yours; then you are on it, and your place in the queue counts from when you \
                 asked:\n\n{}\n\nHere you see where you stand, or leave the list:\n\n{}\n\nDid you not ask for this? Then \
                 somebody typed your address by mistake. Do nothing, and all that was entered is deleted after 7 days.",
                confirm(confirm_token),
                manage(manage_token)
            ),
        ),
        Letter::AlreadyRegistered { confirm_token, manage_token, .. } => (
            "You were already registered",
            format!(
                "somebody, probably you, has just asked for a place, or for the links to it, at{{event}}\n\nYou were \
                 already registered with this address, so nothing has changed.\n\nIf you have not confirmed your address \
                 yet, please do so here:\n\n{}\n\n{}",
                confirm(confirm_token),
                own_page(manage_token)
            ),
        ),
        Letter::Confirmed { manage_token, .. } => {
            ("You have a place", format!("you have a place at{{event}}\n\n{}", own_page(manage_token)))
        }
        Letter::Waiting { manage_token, .. } => (
            "You are on the waiting list",
            format!(
                "you are on the waiting list for{{event}}\n\nWho asked first is next. When a place is free for you, we \
                 write to you and hold it for some hours.\n\nHere you see where you stand, or leave the list:\n\n{}",
                manage(manage_token)
            ),
        ),
        Letter::Offered { manage_token, until, .. } => (
            "A place is free for you",
            format!(
                "a place has become free, and you are next, at{{event}}\n\nIt is held for you until {}. Please accept or \
                 decline it here:\n\n{}\n\nIf you do not answer by then, it goes on to the next person.",
                instant(state, event, *until),
                manage(manage_token)
            ),
        ),
        Letter::OfferExpired { manage_token, .. } => (
            "The place went on to the next person",
            format!(
                "a place was held for you, and its time is over, at{{event}}\n\nIf you still want one, come back to where \
                 you stood on the waiting list:\n\n{}",
                manage(manage_token)
            ),
        ),
        Letter::Cancelled { by_organiser: true, .. } => (
            "Your registration was cancelled",
            "the organiser has cancelled your registration for{event}\n\nIf you think that this is a mistake, please \
             write to the organiser."
                .to_owned(),
        ),
        Letter::Cancelled { by_organiser: false, .. } => {
            ("You have cancelled", "your registration is cancelled, as you asked, for{event}".to_owned())
        }
    }
}

fn when(state: &AppState, event: &Event) -> String {
    let time = event_time(state, event, None);
    let hours = if time.hours.is_empty() { String::new() } else { format!(", {} {}", time.hours, time.zone) };
    format!("{}{hours}", time.date)
}

/// By the clocks of the event's place.
fn instant(state: &AppState, event: Option<&Event>, instant: Instant) -> String {
    let zone = event.and_then(|event| state.zone(&event.zone)).unwrap_or_else(Zone::utc);
    let local = zone.read(instant);
    t!(date.moment, date = local.date.long(), time = local.time, zone = local.abbreviation)
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

//! The one way in which a form becomes a registration.

use domain::content::Event;
use domain::published::Found;
use domain::registration::waiting::Terms;
use domain::registration::{Applicant, Outcome, RegistrationForm};
use domain::time::Instant;
use domain::validation::FieldError;
use store::{NewRegistration, RegisterOutcome, StoreError};
use uuid::{NoContext, Timestamp, Uuid};

use crate::error::PageError;
use crate::server::{AppState, derived_token, random_token, store_failed};

/// Nobody fills in the form faster than this, in milliseconds; not even a password manager.
const FASTEST_MILLISECONDS: i64 = 1_000;
/// Purpose of the token that is derived from the confirmation's.
pub(super) const MANAGE: &str = "manage";

/// The answer to a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It was understood.
    Outcome(Outcome),
    /// Something is to be mended.
    Invalid(Vec<FieldError>),
    /// Too many forms came; how many seconds until the next is taken.
    Wait(u64),
}

/// Takes a place for whoever filled in the form; `trap` is the field that nobody sees, and
/// `admit` counts the wish, or says in how many seconds it may be made again.
///
/// # Errors
/// [`PageError::NotFound`] without such an event, [`PageError::Unavailable`] if the store fails.
pub async fn submit(
    state: &AppState,
    slug: &str,
    form: &RegistrationForm,
    trap: &str,
    admit: impl FnOnce() -> Result<(), u64>,
) -> Result<Answer, PageError> {
    let published = state.published();
    let content = &published.content;
    let (Found::Here(event) | Found::Moved(event)) = content.event(slug).ok_or(PageError::NotFound)?;
    let now = state.now();
    if !content.event_timetable(event).takes_registrations(now) {
        return Ok(Answer::Outcome(Outcome::Closed));
    }
    let applicant = match form.validate(&event.registration.questions) {
        Ok(applicant) => applicant,
        Err(errors) => return Ok(Answer::Invalid(errors)),
    };
    // After the form was looked at: one that is not in order costs nothing.
    if let Err(seconds) = admit() {
        return Ok(Answer::Wait(seconds));
    }
    if !trap.is_empty() || is_too_fast(applicant.idempotency_key, now) {
        // A program is told what everybody is told, and learns nothing to do better.
        tracing::info!(event = %event.slug, "a form that no person filled in was left aside");
        return Ok(Answer::Outcome(Outcome::Taken));
    }
    let mut request = request(event, applicant, now);
    let outcome = match state.store().register(request.clone()).await {
        // Sent before, then corrected (another address, say) and sent again: it is a new wish.
        Err(StoreError::Conflict { .. }) => {
            request.applicant.idempotency_key = issue_key(now);
            state.store().register(request).await
        }
        outcome => outcome,
    };
    Ok(Answer::Outcome(told(outcome.map_err(|error| store_failed(&error))?)))
}

/// What somebody is told of an outcome.
pub(super) fn told(outcome: RegisterOutcome) -> Outcome {
    match outcome {
        RegisterOutcome::Taken { .. } => Outcome::Taken,
        RegisterOutcome::Waiting { .. } => Outcome::Waiting,
        RegisterOutcome::Full => Outcome::Full,
    }
}

fn request(event: &Event, applicant: Applicant, now: Instant) -> NewRegistration {
    request_with(event, applicant, random_token(), now)
}

/// A wish with the token of its confirmation link.
pub(super) fn request_with(
    event: &Event,
    applicant: Applicant,
    confirm_token: String,
    now: Instant,
) -> NewRegistration {
    let manage_token = derived_token(&confirm_token, MANAGE);
    NewRegistration { event: event.id, terms: Terms::of(event), now, confirm_token, manage_token, applicant }
}

/// Random tokens of the links of a letter: to confirm, and to see and cancel. The second follows from the first, since the
/// page behind the first leads to it.
pub fn new_links() -> (String, String) {
    let confirm = random_token();
    let manage = derived_token(&confirm, MANAGE);
    (confirm, manage)
}

/// A key for a form that is handed out now (UUIDv7: it carries the time, by the site's own clock).
pub(super) fn issue_key(now: Instant) -> Uuid {
    let milliseconds = u64::try_from(now.milliseconds()).unwrap_or_default();
    let nanoseconds = u32::try_from(milliseconds % 1_000).unwrap_or_default().saturating_mul(1_000_000);
    Uuid::new_v7(Timestamp::from_unix(NoContext, milliseconds / 1_000, nanoseconds))
}

/// Whether the form came back faster than a person can fill it in. A key that was not handed out by us carries no time
/// and is not held against anyone.
pub(super) fn is_too_fast(key: Uuid, now: Instant) -> bool {
    let Some((seconds, nanoseconds)) = key.get_timestamp().map(|timestamp| timestamp.to_unix()) else { return false };
    let issued = i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1_000) + i64::from(nanoseconds / 1_000_000);
    let taken = now.milliseconds_since(Instant::from_milliseconds(issued));
    (0..FASTEST_MILLISECONDS).contains(&taken)
}

#[cfg(test)]
mod tests {
    use domain::time::Instant;
    use uuid::Uuid;

    use super::{is_too_fast, issue_key};

    #[test]
    fn the_key_tells_when_the_form_was_handed_out() {
        let issued = Instant::from_milliseconds(1_665_590_400_123);
        let key = issue_key(issued);
        assert_ne!(key, issue_key(issued), "two forms of one moment are two forms");
        assert!(is_too_fast(key, issued.plus_milliseconds(10)));
        assert!(is_too_fast(key, issued.plus_milliseconds(999)));
        assert!(!is_too_fast(key, issued.plus_milliseconds(1_000)));
        // Handed out before the server's clock was set back.
        assert!(!is_too_fast(key, issued.plus_minutes(-60)));
        assert!(!is_too_fast(Uuid::from_u128(7), issued));
    }
}

//! People who register: for the tests and for the load program.

use std::collections::HashSet;
use std::time::Duration;

use domain::content::Id;
use domain::mail::Letter;
use domain::registration::waiting::Terms;
use domain::registration::{Applicant, Profession};
use domain::time::Instant;
use futures::future::join_all;
use store::{NewRegistration, RegisterOutcome, Store, StoreError};
use tokio::time::Instant as Stopwatch;

/// A moment; what these people do does not depend on it.
pub(crate) const NOW: Instant = Instant::from_milliseconds(1_665_500_000_000);

/// The terms of an event that begins in thirty days.
pub(crate) fn terms(capacity: Option<u32>) -> Terms {
    Terms { capacity, start: NOW.plus_minutes(30 * 24 * 60), takes_place: true }
}

/// A wish of the person with that address.
pub(crate) fn wish(event: Id, capacity: Option<u32>, email: &str) -> NewRegistration {
    NewRegistration {
        event,
        terms: terms(capacity),
        applicant: Applicant {
            name: format!("Dr {email}"),
            email: email.to_owned(),
            country: "IT".to_owned(),
            profession: Profession::Oncologist,
            organisation: None,
            news_consent: false,
            idempotency_key: Id::new_v4(),
        },
        now: NOW,
        confirm_token: Id::new_v4().to_string(),
        manage_token: Id::new_v4().to_string(),
    }
}

/// What became of a crowd.
pub(crate) struct Crowd {
    /// Registrations that hold a place.
    pub(crate) taken: Vec<Id>,
    /// Registrations of people for whom there was none.
    pub(crate) waiting: Vec<Id>,
    /// Time until each answer, sorted.
    pub(crate) waits: Vec<Duration>,
    /// Time until the last answer.
    pub(crate) total: Duration,
}

/// Different people who want a place of one event at the same moment.
pub(crate) async fn crowd(store: &Store, event: Id, clients: u32, places: u32) -> Result<Crowd, StoreError> {
    let start = Stopwatch::now();
    let attempts = (0..clients).map(|client| {
        let (store, wish) = (store.clone(), wish(event, Some(places), &format!("person-{client}@example.org")));
        // A task each, so that they really run at the same time.
        tokio::spawn(async move {
            let start = Stopwatch::now();
            (store.register(wish).await, start.elapsed())
        })
    });
    let mut crowd = Crowd { taken: Vec::new(), waiting: Vec::new(), waits: Vec::new(), total: Duration::ZERO };
    for attempt in join_all(attempts).await {
        let (outcome, wait) = attempt.map_err(|_| StoreError::Closed)?;
        crowd.waits.push(wait);
        match outcome? {
            RegisterOutcome::Taken { registration, .. } => crowd.taken.push(registration),
            RegisterOutcome::Waiting { registration, .. } => crowd.waiting.push(registration),
            RegisterOutcome::Full => {
                let what = "the list was closed a month before the event".to_owned();
                return Err(StoreError::Integrity { what });
            }
        }
    }
    crowd.total = start.elapsed();
    crowd.waits.sort_unstable();
    Ok(crowd)
}

/// Number of confirmation mails in the outbox, by paging through all of it.
pub(crate) async fn confirmation_mails(store: &Store) -> Result<u32, StoreError> {
    let (mut count, mut before) = (0, None);
    loop {
        let page = store.outbox(200, before).await?;
        let Some(last) = page.last() else { return Ok(count) };
        before = Some(last.number);
        count += page.iter().map(|mail| u32::from(mail.kind.starts_with("confirm_"))).sum::<u32>();
    }
}

/// Mails beyond the first of a kind to a person about one registration, in everything that the outbox holds.
pub(crate) async fn duplicate_mails(store: &Store) -> Result<usize, StoreError> {
    let (mut seen, mut duplicates, mut before) = (HashSet::new(), 0, None);
    loop {
        let page = store.outbox(200, before).await?;
        let Some(last) = page.last() else { return Ok(duplicates) };
        before = Some(last.number);
        duplicates +=
            page.into_iter().filter(|mail| !seen.insert((mail.kind.clone(), mail.to.clone(), about(&mail.letter)))).count();
    }
}

/// What tells two letters of a kind to one address apart: nobody in these crowds is told anything twice.
fn about(letter: &Letter) -> Id {
    match letter {
        Letter::ConfirmRegistration { event, .. }
        | Letter::ConfirmWaiting { event, .. }
        | Letter::AlreadyRegistered { event, .. } => *event,
        Letter::Confirmed { registration, .. }
        | Letter::Waiting { registration, .. }
        | Letter::Offered { registration, .. }
        | Letter::OfferExpired { registration, .. }
        | Letter::Cancelled { registration, .. } => *registration,
    }
}

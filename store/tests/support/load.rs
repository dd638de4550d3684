//! People who register: for the tests and for the load program.

use std::collections::HashSet;

use domain::content::Id;
use domain::mail::{About, Lead, Letter};
use domain::registration::waiting::Terms;
use domain::registration::{Answers, Applicant, Profession};
use domain::time::Instant;
use store::{NewRegistration, Store, StoreError};

/// A moment; what these people do does not depend on it.
pub(crate) const NOW: Instant = Instant::from_milliseconds(1_665_500_000_000);

/// After everything: by then every mail is due.
pub(crate) const EVER: Instant = Instant::from_milliseconds(i64::MAX);

/// The terms of an event that begins in thirty days.
pub(crate) fn terms(capacity: Option<u32>) -> Terms {
    Terms { capacity, start: NOW.plus_minutes(30 * 24 * 60), takes_place: true, has_hours: true }
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
            answers: Answers::default(),
        },
        now: NOW,
        confirm_token: Id::new_v4().to_string(),
        manage_token: Id::new_v4().to_string(),
    }
}

/// Mails beyond the first of a kind to a person about one registration, in everything that the outbox holds.
pub(crate) async fn duplicate_mails(store: &Store) -> Result<usize, StoreError> {
    let (mut seen, mut duplicates, mut before) = (HashSet::new(), 0, None);
    loop {
        let page = store.outbox(EVER, 200, before).await?;
        let Some(last) = page.last() else { return Ok(duplicates) };
        before = Some(last.number);
        duplicates += page
            .into_iter()
            .filter(|mail| !seen.insert((mail.kind.clone(), mail.to.clone(), about(&mail.letter))))
            .count();
    }
}

/// What tells two letters of a kind to one address apart: nobody in these crowds is told anything twice.
fn about(letter: &Letter) -> (Id, Option<Lead>) {
    let lead = if let Letter::Reminder { lead, .. } = letter { Some(*lead) } else { None };
    let thing = match letter.about() {
        About::Event(id) | About::Registration(id) => id,
        // Only earlier versions wrote these.
        About::Nothing => Id::nil(),
    };
    (thing, lead)
}

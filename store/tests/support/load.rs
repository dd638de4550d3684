//! People who register: for the tests and for the load program.

use std::io::Write;
use std::time::Duration;

use domain::content::Id;
use domain::registration::waiting::Terms;
use domain::registration::{Applicant, Profession};
use domain::time::Instant;
use futures::future::join_all;
use store::{MailDraft, NewRegistration, RegisterOutcome, Store, StoreError};
use tokio::time::Instant as Stopwatch;

/// A moment; what these people do does not depend on it.
pub(crate) const NOW: Instant = Instant::from_milliseconds(1_665_500_000_000);

/// The terms of an event that begins in thirty days.
pub(crate) fn terms(capacity: Option<u32>) -> Terms {
    Terms { capacity, start: NOW.plus_minutes(30 * 24 * 60), takes_place: true }
}

/// A wish of the person with that address.
pub(crate) fn wish(event: Id, capacity: Option<u32>, email: &str) -> NewRegistration {
    let mail = |subject: &str| MailDraft { to: email.to_owned(), subject: subject.to_owned(), text: "…".to_owned() };
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
        mail: mail("Confirm your registration"),
        mail_if_known: mail("You are registered already"),
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

/// What marks a line with the token of an acknowledged registration.
pub(crate) const ACKNOWLEDGED: &str = "acknowledged ";

/// Registers people without end, and prints the token of each registration as soon as it is acknowledged. Waits to be
/// killed.
pub(crate) async fn register_until_killed(url: &str, event: Id, clients: u32) -> Result<(), StoreError> {
    let store = Store::connect(url).await?;
    let clients = (0..clients).map(|_| async {
        loop {
            let wish = wish(event, None, &format!("{}@example.org", Id::new_v4()));
            let token = wish.manage_token.clone();
            let RegisterOutcome::Taken { repeated: false, .. } = store.register(wish).await? else {
                let what = "a new person was not given a place, though there is no limit".to_owned();
                return Err(StoreError::Integrity { what });
            };
            // A line is one write, so that being killed cannot mix two of them.
            let line = format!("\n{ACKNOWLEDGED}{token}\n");
            if std::io::stdout().lock().write_all(line.as_bytes()).is_err() {
                return Err(StoreError::Closed);
            }
        }
    });
    futures::future::try_join_all(clients).await.map(|_: Vec<()>| ())
}

/// After a kill: how many registrations were acknowledged, and how many of those are not there.
pub(crate) async fn missing_after_kill(store: &Store, event: Id, output: &str) -> Result<(usize, usize), StoreError> {
    let tokens: Vec<&str> = output.lines().filter_map(|line| line.strip_prefix(ACKNOWLEDGED)).collect();
    let mut missing = 0;
    for token in &tokens {
        missing += usize::from(store.registration_by_token(token).await?.is_none_or(|found| found.event != event));
    }
    Ok((tokens.len(), missing))
}

/// Number of confirmation mails in the outbox, by paging through all of it.
pub(crate) async fn confirmation_mails(store: &Store) -> Result<u32, StoreError> {
    let (mut count, mut before) = (0, None);
    loop {
        let page = store.outbox(200, before).await?;
        let Some(last) = page.last() else { return Ok(count) };
        before = Some(last.number);
        count += page.iter().map(|mail| u32::from(mail.kind == "registration")).sum::<u32>();
    }
}

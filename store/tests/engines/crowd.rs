//! Many at once: exactly as many places as there are, one registration each.

use std::collections::HashSet;

use domain::content::Id;
use futures::future::join_all;
use store::{PersonalAct, RegisterOutcome, Store, StoreError};

use crate::harness::{Checked, on_both};
use crate::load::{EVER, terms, wish};
use crate::sample::id;

/// What became of a crowd.
#[derive(Default)]
struct Crowd {
    /// Registrations that hold a place.
    taken: Vec<Id>,
    /// Registrations of people for whom there was none.
    waiting: Vec<Id>,
}

/// Different people who want a place of one event at the same moment.
async fn crowd(store: &Store, event: Id, clients: u32, places: u32) -> Result<Crowd, StoreError> {
    let attempts = (0..clients).map(|client| {
        let (store, wish) = (store.clone(), wish(event, Some(places), &format!("person-{client}@example.org")));
        // A task each, so that they really run at the same time.
        tokio::spawn(async move { store.register(wish).await })
    });
    let mut crowd = Crowd::default();
    for attempt in join_all(attempts).await {
        match attempt.map_err(|_| StoreError::Closed)?? {
            RegisterOutcome::Taken { registration, .. } => crowd.taken.push(registration),
            RegisterOutcome::Waiting { registration, .. } => crowd.waiting.push(registration),
            RegisterOutcome::Full => {
                let what = "the list was closed a month before the event".to_owned();
                return Err(StoreError::Integrity { what });
            }
        }
    }
    Ok(crowd)
}

/// Number of mails with a link to confirm in the outbox, by paging through all of it.
pub(crate) async fn confirmation_mails(store: &Store) -> Result<u32, StoreError> {
    let (mut count, mut before) = (0, None);
    loop {
        let page = store.outbox(EVER, 200, before).await?;
        let Some(last) = page.last() else { return Ok(count) };
        before = Some(last.number);
        count += page.iter().map(|mail| u32::from(mail.kind.starts_with("confirm_"))).sum::<u32>();
    }
}

#[test]
fn two_hundred_people_for_fifty_places() -> Checked {
    on_both(&async |fixture| {
        for round in 0..2 {
            let event = id(2000 + round);
            let outcome = crowd(&fixture.store, event, 200, 50).await?;
            assert_eq!((outcome.taken.len(), outcome.waiting.len()), (50, 150));
            assert_eq!(outcome.taken.iter().chain(&outcome.waiting).collect::<HashSet<_>>().len(), 200);
            assert_eq!(fixture.store.places(event).await?.taken, 50);
        }
        assert_eq!(confirmation_mails(&fixture.store).await?, 400);
        Ok(())
    })
}

#[test]
fn the_first_people_of_an_event_all_find_a_place() -> Checked {
    on_both(&async |fixture| {
        for round in 0..5 {
            let outcome = crowd(&fixture.store, id(3000 + round), 40, 40).await?;
            assert_eq!((outcome.taken.len(), outcome.waiting.len()), (40, 0));
        }
        Ok(())
    })
}

#[test]
fn one_impatient_person_takes_one_place() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        // One place only: the repetitions must not be told that it is gone.
        let request = wish(id(2000), Some(1), "a@example.org");
        let clicks = join_all((0..40).map(|_| store.register(request.clone()))).await;
        let tabs = join_all((0..40).map(|_| store.register(wish(id(2000), Some(1), "A@example.org")))).await;
        // Another form with the same address is told what everybody is told of a full event.
        for outcome in tabs {
            assert!(matches!(outcome?, RegisterOutcome::Waiting { repeated: true, .. }));
        }
        let mut firsts = 0;
        let mut holders = HashSet::new();
        for outcome in clicks {
            match outcome? {
                RegisterOutcome::Taken { registration, repeated } => {
                    firsts += u32::from(!repeated);
                    holders.insert(registration);
                }
                RegisterOutcome::Waiting { .. } | RegisterOutcome::Full => {
                    return Err("a repetition was told that every place is taken".into());
                }
            }
        }
        assert_eq!((firsts, holders.len()), (1, 1));
        assert_eq!(store.places(id(2000)).await?.taken, 1);
        assert_eq!(confirmation_mails(store).await?, 1);

        // Coming and going at the same moment leaves the count right.
        let cancel = join_all((0..10).map(|_| {
            store.act_on_registration(&request.manage_token, PersonalAct::Cancel, terms(Some(5)), request.now)
        }));
        let others = join_all((0..10).map(|n| store.register(wish(id(2000), Some(5), &format!("{n}@example.org")))));
        let (cancelled, others) = futures::join!(cancel, others);
        for answer in cancelled {
            assert!(answer?.is_some());
        }
        let mut holding = 0;
        for outcome in others {
            holding += u32::from(matches!(outcome?, RegisterOutcome::Taken { .. }));
        }
        assert!(holding == 4 || holding == 5, "{holding}");
        assert_eq!(store.places(id(2000)).await?.taken, holding);
        Ok(())
    })
}

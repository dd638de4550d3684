//! Many at once: exactly as many places as there are, one registration each.

use std::collections::HashSet;

use futures::future::join_all;
use store::{PersonalAct, RegisterOutcome};

use crate::harness::{Checked, on_both};
use crate::load::{confirmation_mails, crowd, terms, wish};
use crate::sample::id;

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
                RegisterOutcome::Waiting { .. } | RegisterOutcome::Full => return Err("a repetition was told that every place is taken".into()),
            }
        }
        assert_eq!((firsts, holders.len()), (1, 1));
        assert_eq!(store.places(id(2000)).await?.taken, 1);
        assert_eq!(confirmation_mails(store).await?, 1);

        // Coming and going at the same moment leaves the count right.
        let cancel = join_all((0..10).map(|_| store.act_on_registration(&request.manage_token, PersonalAct::Cancel, terms(Some(5)), request.now)));
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

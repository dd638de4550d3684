//! What those who look after registrations do, on both engines: with one, and what its history tells afterwards.

use domain::content::Id;
use domain::registration::RegistrationState::{Cancelled, Confirmed, Joining, Offered, Pending, Waiting};
use domain::registration::bulk::{BulkAct, Verdict};
use domain::registration::{Cause, Decision, ListFilter, ListOrder};
use domain::slug::Slug;
use domain::time::Instant;
use store::{Chosen, Decided, NewRegistration, PersonalAct, Store};

use crate::cluster::Failure;
use crate::harness::{Checked, on_both};
use crate::load::{EVER, NOW, terms, wish};
use crate::sample::id;

/// Registers somebody; the form with its links, and the registration.
pub(crate) async fn asks(
    store: &Store,
    event: Id,
    capacity: Option<u32>,
    name: &str,
    now: Instant,
) -> Result<(NewRegistration, Id), Failure> {
    let mut form = wish(event, capacity, &format!("{name}@example.org"));
    form.now = now;
    store.register(form.clone()).await?;
    let found = store.registration_by_token(&form.manage_token).await?.ok_or("not registered")?;
    Ok((form, found.id))
}

fn because(reason: &str, at: Instant) -> Decided {
    Decided { by: "Ada".to_owned(), reason: reason.to_owned(), at }
}

#[test]
fn every_step_is_kept_with_who_decided_it_and_goes_with_the_person() -> Checked {
    on_both(&async |fixture| {
        let (store, event, terms) = (&fixture.store, id(2000), terms(Some(1)));
        let at = |minutes| NOW.plus_minutes(minutes);
        let (holder, _) = asks(store, event, Some(1), "holder", at(0)).await?;
        let (_, waits) = asks(store, event, Some(1), "waits", at(1)).await?;
        assert_eq!(store.registration_history(waits).await?, [], "the registration itself is no step");
        let confirmed = store.decide(event, waits, Decision::Confirm, because("By phone", at(2)), terms).await?;
        let confirmed = confirmed.ok_or("unknown")?;
        assert_eq!((confirmed.state, confirmed.confirmed), (Waiting, Some(at(2))));
        store.act_on_registration(&holder.manage_token, PersonalAct::Cancel, terms, at(3)).await?;
        store.decide(event, waits, Decision::Cancel, because("Asked for it", at(4)), terms).await?;
        let history = store.registration_history(waits).await?;
        let told: Vec<_> = history.iter().map(|step| (step.cause, step.from, step.to, step.at)).collect();
        let expected = [
            (Some(Cause::EditorConfirms), Joining, Waiting, at(2)),
            (Some(Cause::PlaceFreed), Waiting, Offered, at(3)),
            (Some(Cause::EditorCancels), Offered, Cancelled, at(4)),
        ];
        assert_eq!(told, expected);
        let decided: Vec<_> = history.into_iter().map(|step| step.decided).collect();
        let by = |reason: &str| Some(("Ada".to_owned(), reason.to_owned()));
        assert_eq!(decided, [by("By phone"), None, by("Asked for it")]);
        let letters = store.mails_of_registration(waits).await?;
        let kinds: Vec<&str> = letters.iter().rev().map(|mail| mail.kind.as_str()).collect();
        assert_eq!(kinds, ["confirm_waiting", "waiting", "offered", "cancelled"]);

        // What nobody proves is forgotten with its history.
        let full = terms.capacity.ok_or("a limit")?;
        asks(store, event, Some(full), "next", at(5)).await?;
        let (_, unproven) = asks(store, event, Some(full), "unproven", at(6)).await?;
        let decided = because("Speaker", at(7));
        let done = store.decide(event, unproven, Decision::Promote, decided, terms).await?;
        assert_eq!(done.map(|found| found.state), Some(Pending));
        assert_eq!(store.registration_history(unproven).await?.len(), 1);
        while store.settle_places(event, terms, at(8 * 24 * 60)).await? {}
        assert_eq!(store.registration(unproven).await?, None);
        assert_eq!(store.registration_history(unproven).await?, []);
        Ok(())
    })
}

#[test]
fn somebody_who_works_here_confirms_and_sends_links_again_once_a_minute() -> Checked {
    on_both(&async |fixture| {
        let (store, event, terms) = (&fixture.store, id(2000), terms(None));
        let (_, person) = asks(store, event, None, "person", NOW).await?;
        let tokens = |name: &str| (format!("confirm-{name}"), format!("manage-{name}"));
        let now = NOW.plus_minutes(2);
        for again in ["a", "b"] {
            assert_eq!(store.resend_to(event, person, tokens(again), now).await?, Some(true));
        }
        assert_eq!(store.outbox(EVER, 200, None).await?.len(), 2, "the first letter, and one with new links");
        let decided = || because("At the desk", now);
        let done = store.decide(event, person, Decision::Confirm, decided(), terms).await?.ok_or("unknown")?;
        assert_eq!((done.state, done.confirmed), (Confirmed, Some(now)));
        assert_eq!(store.places(event).await?.taken, 1, "confirming takes no second place");
        let again = store.decide(event, person, Decision::Confirm, decided(), terms).await?.ok_or("unknown")?;
        assert_eq!((again.state, store.registration_history(person).await?.len()), (Confirmed, 1));
        assert_eq!(store.resend_to(id(2001), person, tokens("c"), now).await?, None, "of another event");
        store.decide(event, person, Decision::Cancel, decided(), terms).await?;
        assert_eq!(store.resend_to(event, person, tokens("d"), now).await?, Some(false), "it is over");
        Ok(())
    })
}

/// Everybody that the list finds.
fn everybody() -> Chosen {
    Chosen::All(ListFilter::default(), ListOrder::Oldest)
}

#[test]
fn an_act_on_many_is_done_once_to_those_who_are_still_as_reviewed() -> Checked {
    on_both(&async |fixture| {
        let (store, event, terms) = (&fixture.store, id(2000), terms(Some(2)));
        let at = |minutes| NOW.plus_minutes(minutes);
        let mut people = Vec::new();
        for (minute, name) in (0..).zip(["a", "b", "c", "d", "e"]) {
            let (form, person) = asks(store, event, Some(2), name, at(minute)).await?;
            store.confirm_registration(&form.confirm_token, terms, at(minute)).await?;
            people.push((form, person));
        }
        // Two have places and three wait; somebody of another event is in no list of this one.
        let (_, foreign) = asks(store, id(2001), None, "foreign", at(6)).await?;
        let ids: Vec<Id> = people.iter().map(|(_, person)| *person).chain([foreign]).collect();
        let chosen = Chosen::These(ids[..4].iter().copied().chain([foreign]).collect());
        let run = store.choose(event, (BulkAct::Cancel, Vec::new()), chosen, at(7)).await?;
        let reviewed = store.bulk(event, run).await?.ok_or("unknown")?;
        let mut counted = reviewed.chosen.clone();
        counted.sort_unstable();
        assert_eq!(counted, [(Waiting, Verdict::Changes, 2), (Confirmed, Verdict::Changes, 2)]);
        assert_eq!((reviewed.open, reviewed.changed), (4, 0));
        assert_eq!(store.bulk(id(2001), run).await?, None, "it is another event's");

        // One of them leaves meanwhile: then the others are done, and what becomes free goes to the one who was not chosen.
        store.act_on_registration(&people[1].0.manage_token, PersonalAct::Cancel, terms, at(8)).await?;
        let state =
            async |person: usize| Ok::<_, Failure>(store.registration(ids[person]).await?.map(|found| found.state));
        assert_eq!(state(2).await?, Some(Offered));
        let both = futures::future::join(
            store.carry_out(event, run, because("Put off", at(9)), terms),
            store.carry_out(event, run, because("Put off", at(9)), terms),
        );
        let (one, two) = both.await;
        let done = store.bulk(event, run).await?.ok_or("unknown")?;
        assert!(one?.is_some() && two?.is_some());
        assert_eq!((done.changed, done.passed_over, done.failed, done.open), (2, 2, 0, 0));
        assert_eq!([state(0).await?, state(3).await?], [Some(Cancelled); 2]);
        assert_eq!([state(1).await?, state(2).await?], [Some(Cancelled), Some(Offered)], "left as they are");
        assert_eq!(state(4).await?, Some(Offered), "who is next");
        assert_eq!(store.places(event).await?.taken, 2);
        assert_eq!(store.decisions(event, 50).await?.len(), 2, "one for each who was changed");
        assert_eq!(store.registration(foreign).await?.map(|found| found.state), Some(Pending));
        let again = store.carry_out(event, run, because("Put off", at(10)), terms).await?.ok_or("unknown")?;
        assert_eq!((again, store.decisions(event, 50).await?.len()), (done, 2));
        Ok(())
    })
}

#[test]
fn many_are_cancelled_in_pieces_and_no_place_is_offered_to_whoever_is_cancelled_next() -> Checked {
    on_both(&async |fixture| {
        let (store, event, terms) = (&fixture.store, id(2000), terms(Some(60)));
        for number in 0..130 {
            let (form, _) = asks(store, event, Some(60), &format!("person{number}"), NOW.plus_minutes(number)).await?;
            store.confirm_registration(&form.confirm_token, terms, NOW.plus_minutes(number)).await?;
        }
        let now = NOW.plus_minutes(200);
        let tag = vec![Slug::of("moved")];
        let run = store.choose(event, (BulkAct::Tag, tag.clone()), everybody(), now).await?;
        let tagged = store.carry_out(event, run, because("", now), terms).await?.ok_or("unknown")?;
        assert_eq!((tagged.changed, tagged.open), (130, 0));
        let found = ListFilter { tag: tag.first().cloned(), ..ListFilter::default() };
        assert_eq!(store.listed(event, &found, ListOrder::Name, 500, None).await?.len(), 130);
        let run = store.choose(event, (BulkAct::Tag, tag), everybody(), now).await?;
        let again = store.bulk(event, run).await?.ok_or("unknown")?;
        assert!(again.open == 0 && again.chosen.iter().all(|(_, verdict, _)| *verdict == Verdict::AlreadySo));

        let run = store.choose(event, (BulkAct::Cancel, Vec::new()), everybody(), now).await?;
        let done = store.carry_out(event, run, because("Put off", now), terms).await?.ok_or("unknown")?;
        assert_eq!((done.changed, done.passed_over, done.failed, done.open), (130, 0, 0, 0));
        assert_eq!(store.places(event).await?.taken, 0);
        let mails = store.outbox(EVER, 200, None).await?;
        assert!(mails.iter().all(|mail| mail.kind != "offered"));
        // It is kept for a week who was chosen.
        store.choose(event, (BulkAct::Cancel, Vec::new()), everybody(), now.plus_minutes(8 * 24 * 60)).await?;
        assert_eq!(store.bulk(event, run).await?, None);
        Ok(())
    })
}

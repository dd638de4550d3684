//! The waiting list on both engines: who is next, what the time does, what an editor may decide, and that it all stays
//! exact when everybody acts at once.

use std::collections::{HashMap, HashSet};

use domain::content::Id;
use domain::registration::RegistrationState::{
    self, Cancelled, Confirmed, Expired, Joining, Offered, Pending, Waiting,
};
use domain::registration::waiting::Terms;
use domain::registration::{Cause, Decision, ListFilter, ListOrder};
use domain::time::Instant;
use store::PersonalAct::{Accept, Cancel, Decline, Rejoin};
use store::{Decided, NewRegistration, PersonalAct, RegisterOutcome, Registration, Store};

use crate::cluster::Failure;
use crate::harness::{Checked, on_both};
use crate::load::{EVER, NOW, terms, wish};
use crate::sample::id;

/// Half a day and a little, in minutes: after it an offer is over.
const HALF_A_DAY: i64 = 12 * 60 + 1;
const WEEK: i64 = 7 * 24 * 60;

/// One event's people, each with the links of their mail.
struct People<'a> {
    store: &'a Store,
    event: Id,
    terms: Terms,
    now: Instant,
}

impl People<'_> {
    /// Sends a form, a minute after the one before; gives it back with its links.
    async fn asks(&mut self, name: &str) -> Result<NewRegistration, Failure> {
        self.now = self.now.plus_minutes(1);
        let mut form = wish(self.event, self.terms.capacity, &format!("{name}@example.org"));
        (form.terms, form.now) = (self.terms, self.now);
        self.store.register(form.clone()).await?;
        Ok(form)
    }

    async fn confirms(&self, form: &NewRegistration) -> Result<RegistrationState, Failure> {
        let found = self.store.confirm_registration(&form.confirm_token, self.terms, self.now).await?;
        Ok(found.ok_or("an unknown link")?.state)
    }

    /// Sends a form and confirms it.
    async fn comes(&mut self, name: &str) -> Result<NewRegistration, Failure> {
        let form = self.asks(name).await?;
        self.confirms(&form).await?;
        Ok(form)
    }

    async fn does(&self, form: &NewRegistration, act: PersonalAct) -> Result<RegistrationState, Failure> {
        let found = self.store.act_on_registration(&form.manage_token, act, self.terms, self.now).await?;
        Ok(found.ok_or("an unknown link")?.state)
    }

    async fn find(&self, form: &NewRegistration) -> Result<Registration, Failure> {
        self.store.registration_by_token(&form.manage_token).await?.ok_or_else(|| "an unknown link".into())
    }

    async fn state(&self, form: &NewRegistration) -> Result<RegistrationState, Failure> {
        Ok(self.find(form).await?.state)
    }

    async fn ahead(&self, form: &NewRegistration) -> Result<Option<u32>, Failure> {
        Ok(self.store.position(&self.find(form).await?).await?.map(|position| position.ahead))
    }

    async fn passes(&mut self, minutes: i64) -> Checked {
        self.now = self.now.plus_minutes(minutes);
        for due in self.store.events_to_settle(self.now, None).await? {
            while self.store.settle_places(due.event, self.terms, self.now).await? {}
        }
        Ok(())
    }

    async fn decides(&self, form: &NewRegistration, decision: Decision) -> Result<RegistrationState, Failure> {
        let (found, decided) = (self.find(form).await?, because("it was agreed", self.now));
        let done = self.store.decide(self.event, found.id, decision, decided, self.terms).await?;
        Ok(done.ok_or("no such registration")?.state)
    }

    async fn taken(&self) -> Result<u32, Failure> {
        Ok(self.store.places(self.event).await?.taken)
    }
}

/// Kinds of the letters to a person that tell of a step, oldest first.
async fn letters(store: &Store, form: &NewRegistration) -> Result<Vec<String>, Failure> {
    let mails = store.outbox(EVER, 200, None).await?;
    let own = mails.into_iter().rev().filter(|mail| mail.to == form.applicant.email && mail.kind != "reminder");
    Ok(own.map(|mail| mail.kind).collect())
}

fn because(reason: &str, at: Instant) -> Decided {
    Decided { by: "an editor".to_owned(), reason: reason.to_owned(), at }
}

fn people(store: &Store, event: u128, capacity: u32) -> People<'_> {
    People { store, event: id(event), terms: terms(Some(capacity)), now: NOW }
}

#[test]
fn a_freed_place_goes_to_the_next_and_on_by_itself() -> Checked {
    on_both(&async |fixture| {
        let mut people = people(&fixture.store, 2000, 1);
        let holder = people.comes("holder").await?;
        let unproven = people.asks("unproven").await?;
        let first = people.comes("first").await?;
        let second = people.comes("second").await?;
        let third = people.comes("third").await?;
        assert_eq!((people.state(&unproven).await?, people.state(&first).await?), (Joining, Waiting));
        assert_eq!((people.ahead(&first).await?, people.ahead(&third).await?), (Some(1), Some(3)));
        assert_eq!(people.ahead(&holder).await?, None);

        // In the same transaction: the place is given up and offered, and nobody who comes anew gets it.
        assert_eq!(people.does(&holder, Cancel).await?, Cancelled);
        let offered = people.find(&first).await?;
        assert_eq!((offered.state, offered.offer_until), (Offered, Some(people.now.plus_minutes(12 * 60))));
        assert_eq!(offered.last_cause, Some(Cause::PlaceFreed));
        assert_eq!(people.taken().await?, 1);
        let newcomer = people.comes("newcomer").await?;
        assert_eq!(people.state(&newcomer).await?, Waiting);
        assert_eq!(fixture.store.next_deadline().await?, offered.offer_until);

        // Missed: the next has it, for half a day again.
        people.passes(HALF_A_DAY).await?;
        assert_eq!((people.state(&first).await?, people.state(&second).await?), (Expired, Offered));
        assert_eq!(people.does(&first, Accept).await?, Expired);
        assert_eq!(people.does(&second, Decline).await?, Cancelled);
        assert_eq!(people.state(&third).await?, Offered);

        // Whoever missed it comes back to where they stood, before the newcomer.
        assert_eq!(people.does(&first, Rejoin).await?, Waiting);
        assert_eq!(people.find(&first).await?.entered, offered.entered);
        assert_eq!(people.does(&second, Rejoin).await?, Cancelled, "whoever declined has left");
        assert_eq!(people.ahead(&newcomer).await?, Some(2));
        assert_eq!(people.does(&third, Accept).await?, Confirmed);
        assert_eq!(people.does(&third, Accept).await?, Confirmed);
        assert_eq!(people.taken().await?, 1);

        // The address that was never proven is forgotten after a week, its links die, and nobody else is touched.
        people.passes(WEEK).await?;
        assert_eq!(fixture.store.registration_by_token(&unproven.manage_token).await?, None);
        assert_eq!(people.state(&first).await?, Waiting);
        assert_eq!(people.does(&third, Cancel).await?, Cancelled);
        assert_eq!((people.state(&first).await?, people.ahead(&newcomer).await?), (Offered, Some(0)));

        // Each was told of each step, once, and nothing is kept of whom nobody confirmed.
        let told = ["confirm_waiting", "waiting", "offered", "offer_expired", "waiting", "offered"];
        assert_eq!(letters(&fixture.store, &first).await?, told);
        assert_eq!(letters(&fixture.store, &second).await?, ["confirm_waiting", "waiting", "offered", "cancelled"]);
        assert_eq!(letters(&fixture.store, &holder).await?, ["confirm_registration", "confirmed", "cancelled"]);
        assert_eq!(letters(&fixture.store, &unproven).await?, Vec::<String>::new());
        Ok(())
    })
}

#[test]
fn what_nobody_confirmed_is_forgotten_and_its_place_given_on() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let mut people = people(store, 2000, 1);
        let pending = people.asks("pending").await?;
        let next = people.comes("next").await?;
        assert_eq!((people.state(&pending).await?, people.state(&next).await?), (Pending, Waiting));
        people.passes(WEEK - 2).await?;
        assert_eq!(people.state(&pending).await?, Pending, "a minute is left");
        // Too late, even before the job has come: nothing is confirmed any more.
        people.now = people.now.plus_minutes(2);
        assert_eq!(people.confirms(&pending).await?, Pending);
        assert!(people.find(&pending).await?.is_overdue(people.now));
        people.passes(0).await?;
        assert_eq!(store.registration_by_token(&pending.manage_token).await?, None);
        assert_eq!(store.confirm_registration(&pending.confirm_token, people.terms, people.now).await?, None);
        assert_eq!((people.state(&next).await?, people.taken().await?), (Offered, 1));
        // The same address may come again; the same form too, as nothing is known of it.
        let mut again = pending.clone();
        again.now = people.now;
        assert!(matches!(store.register(again).await?, RegisterOutcome::Waiting { repeated: false, .. }));
        assert!(people.ahead(&pending).await?.is_some());
        Ok(())
    })
}

#[test]
fn near_the_start_offers_are_shorter_and_then_the_first_who_comes_has_it() -> Checked {
    on_both(&async |fixture| {
        let mut people = people(&fixture.store, 2000, 1);
        let holder = people.comes("holder").await?;
        let first = people.comes("first").await?;
        let second = people.comes("second").await?;
        people.now = people.terms.start.plus_minutes(-60);
        people.does(&holder, Cancel).await?;
        assert_eq!(people.find(&first).await?.offer_until, Some(people.terms.start.plus_minutes(-30)));
        // Missed at once by pressing too late, not only by the job.
        people.now = people.terms.start.plus_minutes(-30);
        assert_eq!(people.does(&first, Accept).await?, Expired);
        assert_eq!(people.find(&second).await?.offer_until, Some(people.terms.start.plus_minutes(-15)));
        people.passes(15).await?;
        assert_eq!((people.state(&second).await?, people.taken().await?), (Expired, 0));

        // A quarter of an hour before: no list any more, whoever comes takes it, and those who waited may.
        assert_eq!(people.does(&second, Rejoin).await?, Waiting);
        assert_eq!(people.does(&first, Rejoin).await?, Waiting);
        assert_eq!(people.does(&first, Accept).await?, Confirmed);
        assert_eq!(people.does(&second, Accept).await?, Waiting, "there is one place");
        let mut late = wish(people.event, Some(1), "late@example.org");
        late.now = people.now;
        assert_eq!(fixture.store.register(late.clone()).await?, RegisterOutcome::Full);
        people.does(&first, Cancel).await?;
        assert_eq!(people.state(&second).await?, Waiting, "nothing is offered so near the start");
        assert!(matches!(fixture.store.register(late).await?, RegisterOutcome::Taken { .. }));
        // And nobody comes back when it has begun.
        people.now = people.terms.start;
        assert_eq!(people.does(&second, Accept).await?, Waiting);
        Ok(())
    })
}

#[test]
fn an_editor_decides_for_a_reason_that_is_kept() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let mut people = people(store, 2000, 1);
        let holder = people.comes("holder").await?;
        let first = people.comes("first").await?;
        let second = people.comes("second").await?;
        let unproven = people.asks("unproven").await?;
        // Out of turn, and beyond the places there are.
        assert_eq!(people.decides(&second, Decision::Promote).await?, Confirmed);
        assert_eq!(people.decides(&unproven, Decision::Promote).await?, Pending);
        assert_eq!(people.taken().await?, 3);
        assert_eq!(people.decides(&second, Decision::Promote).await?, Confirmed, "a second time it is no decision");
        // Places beyond the limit are not given on.
        assert_eq!(people.decides(&second, Decision::Cancel).await?, Cancelled);
        people.does(&unproven, Cancel).await?;
        assert_eq!((people.state(&first).await?, people.taken().await?), (Waiting, 1));
        let entered = people.find(&second).await?.entered;
        assert_eq!(people.decides(&second, Decision::Reinstate).await?, Waiting);
        let back = people.find(&second).await?;
        assert_eq!((back.entered, back.cancelled), (entered, None));
        people.does(&holder, Cancel).await?;
        assert_eq!((people.state(&first).await?, people.state(&second).await?), (Offered, Waiting));

        let decisions: Vec<_> = store.decisions(people.event, 10).await?;
        let names: Vec<&str> = decisions.iter().map(|record| record.decision.as_str()).collect();
        assert_eq!(names, ["reinstate", "cancel", "promote", "promote"]);
        assert!(decisions.iter().all(|record| record.decided.by == "an editor" && record.registration.is_some()));
        // Nobody decides about another event's people.
        let foreign = people.find(&first).await?.id;
        let decided = because("mistaken", people.now);
        assert_eq!(store.decide(id(2001), foreign, Decision::Cancel, decided, people.terms).await?, None);
        assert_eq!(store.decisions(id(2001), 10).await?, []);
        Ok(())
    })
}

#[test]
fn without_a_limit_everybody_who_waits_has_a_place() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let mut people = people(store, 2000, 1);
        let holder = people.comes("holder").await?;
        let mut crowd = Vec::new();
        for number in 0..120 {
            crowd.push(people.comes(&format!("n{number:03}")).await?);
        }
        let unproven = people.asks("unproven").await?;
        people.does(&holder, Cancel).await?;
        assert_eq!(people.state(&crowd[0]).await?, Offered);

        // Page by page, in the order of the list.
        let mut listed = Vec::new();
        let mut after: Option<Id> = None;
        let all = ListFilter::default();
        loop {
            let page = store.listed(people.event, &all, ListOrder::WaitingList, 50, after).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            listed.extend(page.into_iter().map(|found| found.email));
        }
        let expected: Vec<String> = crowd.iter().chain([&unproven]).map(|form| form.applicant.email.clone()).collect();
        assert_eq!(listed, expected);
        assert_eq!(store.listed(people.event, &all, ListOrder::Newest, 200, None).await?.len(), 122);

        store.set_limited(people.event, false, because("it is online", people.now), people.terms).await?;
        let counts = store.state_counts(people.event).await?;
        assert_eq!(counts, [(Joining, 1), (Confirmed, 120), (Cancelled, 1)]);
        assert_eq!(people.confirms(&unproven).await?, Confirmed);
        let places = store.places(people.event).await?;
        assert_eq!((places.taken, places.waiting, places.is_full(Some(1))), (121, 0, false));
        let late = people.asks("late").await?;
        assert_eq!(people.state(&late).await?, Pending);

        store.set_limited(people.event, true, because("the room is small", people.now), people.terms).await?;
        store.set_limited(people.event, true, because("once more", people.now), people.terms).await?;
        let after = people.asks("after").await?;
        assert_eq!((people.state(&after).await?, people.taken().await?), (Joining, 122));
        let decisions: Vec<String> =
            store.decisions(people.event, 10).await?.into_iter().map(|record| record.decision).collect();
        assert_eq!(decisions, ["restore_limit", "lift_limit"]);
        Ok(())
    })
}

#[test]
fn a_crowd_that_comes_goes_and_changes_its_mind_stays_exact() -> Checked {
    on_both(&async |fixture| {
        for round in 0..2 {
            let churn = crate::churn::churn(&fixture.store, id(4000 + round), 200, 50).await?;
            assert_eq!(churn.problems, Vec::<String>::new());
            assert!(churn.offers > 0 && churn.cancels > 0 && churn.expiries > 0, "{churn:?}");
        }
        assert_eq!(crate::load::duplicate_mails(&fixture.store).await?, 0);
        Ok(())
    })
}

#[test]
fn several_processes_may_do_what_the_time_does() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let neighbour = Store::connect(&fixture.url).await?;
        let mut people = people(store, 2000, 10);
        let mut forms = HashMap::new();
        for number in 0..40 {
            let form = people.asks(&format!("n{number:02}")).await?;
            people.confirms(&form).await?;
            forms.insert(people.find(&form).await?.id, form);
        }
        let holders: Vec<_> = store.listed(people.event, &ListFilter::default(), ListOrder::Oldest, 10, None).await?;
        for holder in &holders {
            people.does(&forms[&holder.id], Cancel).await?;
        }
        people.now = people.now.plus_minutes(HALF_A_DAY);
        let both = [store, &neighbour, store, &neighbour]
            .map(|store| store.settle_places(people.event, people.terms, people.now));
        for settled in futures::future::join_all(both).await {
            // Beside another process an SQLite file may be busy; then the other one is doing it.
            assert!(settled.is_ok() || matches!(settled, Err(store::StoreError::Busy)), "{settled:?}");
        }
        let counts = store.state_counts(people.event).await?;
        assert_eq!(counts, [(Waiting, 10), (Offered, 10), (Expired, 10), (Cancelled, 10)]);
        assert_eq!(people.taken().await?, 10);
        let all: HashSet<Id> = forms.keys().copied().collect();
        assert_eq!(all.len(), 40);
        neighbour.close().await;
        Ok(())
    })
}

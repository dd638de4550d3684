//! The list's promises, kept whatever people do and in whatever order.

use std::collections::BTreeMap;

use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};
use proptest::{collection, prop_assert, prop_assert_eq};

use super::{Entry, Given, OFFER_MINUTES, Standing, Terms, hand_out, position};
use crate::content::Id;
use crate::registration::{Cause, Effect, RegistrationState};
use crate::time::Instant;

const START: Instant = Instant::from_milliseconds(1_000 * 60 * 60_000);

fn terms(capacity: u32) -> Terms {
    Terms { capacity: Some(capacity), start: START, takes_place: true, has_hours: true }
}

fn before_start(minutes: i64) -> Instant {
    START.plus_minutes(-minutes)
}

fn entry(minute: i64, id: u128) -> Entry {
    Entry { entered: Instant::from_milliseconds(minute * 60_000), id: Id::from_u128(id) }
}

#[test]
fn an_offer_lasts_12_hours_and_less_as_the_start_nears() {
    let length = |minutes: i64| {
        let now = before_start(minutes);
        terms(1).offer_until(now).map(|until| until.milliseconds_since(now) / 60_000)
    };
    assert_eq!(length(10_000), Some(720));
    assert_eq!(length(24 * 60), Some(720));
    assert_eq!(length(12 * 60), Some(360));
    assert_eq!(length(60), Some(30));
    assert_eq!(length(20), Some(10));
    for near in [19, 1, 0, -1, -100_000] {
        assert_eq!(length(near), None, "{near} minutes before the start");
    }
    assert_eq!(Terms { takes_place: false, ..terms(1) }.offer_until(before_start(10_000)), None);
    assert!(!Terms::GONE.list_is_open(Instant::from_milliseconds(-1_000_000_000_000)));
}

#[test]
fn the_first_who_asked_are_given_what_there_is() {
    let now = before_start(10_000);
    let list = [entry(3, 1), entry(1, 9), entry(1, 2), entry(2, 5)];
    let given: Vec<u128> = hand_out(&list, &terms(5), 2, now).iter().map(|(entry, _)| entry.id.as_u128()).collect();
    assert_eq!(given, [2, 9, 5], "by the time, then by the identity");
    assert!(hand_out(&list, &terms(2), 2, now).is_empty());
    assert!(hand_out(&list, &terms(2), 7, now).is_empty(), "after an override more are held than there are");
    assert!(hand_out(&list, &terms(5), 2, START).is_empty());
    let everybody = hand_out(&list, &terms(5).without_limit(), 2, START);
    assert!(everybody.len() == 4 && everybody.iter().all(|(_, given)| *given == Given::Place));
    assert!(hand_out(&list, &Terms { takes_place: false, ..terms(5).without_limit() }, 2, now).is_empty());
    assert_eq!((position(&list, entry(1, 2)), position(&list, entry(1, 9)), position(&list, entry(3, 1))), (1, 2, 4));
}

#[test]
fn every_state_has_a_standing() {
    let standings: Vec<Standing> = RegistrationState::ALL.iter().map(|state| Standing::of(*state)).collect();
    for standing in Standing::ALL {
        assert!(standings.contains(standing), "{standing:?}");
        assert_eq!(Standing::from_name(standing.name()), Some(*standing));
    }
    for state in RegistrationState::ALL {
        assert_eq!(
            Standing::of(*state) == Standing::Accepted,
            state.holds_a_place() && *state != RegistrationState::Offered
        );
    }
}

proptest! {
    #[test]
    fn an_offer_ends_before_the_start_and_leaves_time_for_another(minutes in -5_000_i64..20_000) {
        let now = before_start(minutes);
        if let Some(until) = terms(1).offer_until(now) {
            prop_assert!(until > now && until < START);
            prop_assert!(until.milliseconds_since(now) <= OFFER_MINUTES * 60_000);
            prop_assert!(START.milliseconds_since(until) >= until.milliseconds_since(now));
        }
    }
}

/// What somebody does, or what the time does; the number picks the person.
#[derive(Debug, Clone, Copy)]
enum Act {
    Asks,
    Does(usize, Cause),
    Passes(i64),
    Resizes(u32),
}

fn act() -> impl Strategy<Value = Act> {
    let causes = prop_oneof![
        4 => Just(Cause::Confirms),
        2 => Just(Cause::Cancels),
        2 => Just(Cause::OfferAccepted),
        1 => Just(Cause::OfferDeclined),
        1 => Just(Cause::Rejoins),
        1 => Just(Cause::CheckedIn),
        1 => Just(Cause::EditorConfirms),
        1 => Just(Cause::EditorCancels),
        1 => Just(Cause::EditorReinstates),
    ];
    prop_oneof![
        4 => Just(Act::Asks),
        6 => (any::<usize>(), causes).prop_map(|(who, cause)| Act::Does(who, cause)),
        2 => (1_i64..3_000).prop_map(Act::Passes),
        1 => (0_u32..5).prop_map(Act::Resizes),
    ]
}

#[derive(Debug, Clone, Copy)]
struct Person {
    state: RegistrationState,
    entered: Instant,
    until: Option<Instant>,
}

/// An event with its people: the store in small, without a database.
#[derive(Debug, Clone)]
struct Model {
    terms: Terms,
    now: Instant,
    people: BTreeMap<Id, Person>,
    /// Largest capacity so far: making a room smaller takes nobody's place.
    largest: u32,
}

impl Model {
    fn taken(&self) -> u32 {
        let held = self.people.values().filter(|person| person.state.holds_a_place()).count();
        u32::try_from(held).expect("few people")
    }

    fn waiting(&self) -> Vec<Entry> {
        let waiting = self.people.iter().filter(|(_, person)| person.state == RegistrationState::Waiting);
        waiting.map(|(id, person)| Entry { entered: person.entered, id: *id }).collect()
    }

    fn has_room(&self) -> bool {
        let first = self.waiting().is_empty() || !self.terms.list_is_open(self.now);
        first && self.terms.free(self.taken()).is_none_or(|free| free > 0)
    }

    fn step(&mut self, id: Id, cause: Cause) -> Option<Effect> {
        let person = self.people.get_mut(&id)?;
        let transition = person.state.after(cause)?;
        match transition.to() {
            Some(state) => person.state = state,
            None => {
                self.people.remove(&id);
            }
        }
        Some(transition.places())
    }

    /// What the store does after anything that may have freed a place.
    fn settle(&mut self) {
        for (entry, given) in hand_out(&self.waiting(), &self.terms, self.taken(), self.now) {
            let Given::Offer(until) = given else { continue };
            let taken = self.step(entry.id, Cause::PlaceFreed);
            assert_eq!(taken, Some(Effect::Takes));
            if let Some(person) = self.people.get_mut(&entry.id) {
                person.until = Some(until);
            }
        }
    }

    fn expire(&mut self) -> usize {
        let late = |person: &Person| {
            person.state == RegistrationState::Offered && person.until.is_some_and(|until| until <= self.now)
        };
        let late: Vec<Id> = self.people.iter().filter(|(_, person)| late(person)).map(|(id, _)| *id).collect();
        for id in &late {
            self.step(*id, Cause::OfferExpired);
        }
        self.settle();
        late.len()
    }

    fn apply(&mut self, number: usize, act: Act) {
        match act {
            Act::Asks => {
                let state = if self.has_room() { RegistrationState::Pending } else { RegistrationState::Joining };
                let id = Id::from_u128(u128::try_from(number).expect("a number"));
                self.people.insert(id, Person { state, entered: self.now, until: None });
            }
            Act::Does(who, cause) => {
                let Some(id) = self.people.keys().nth(who % self.people.len().max(1)).copied() else { return };
                let joining = self.people.get(&id).is_some_and(|person| person.state == RegistrationState::Joining);
                let found = joining && cause == Cause::Confirms && self.has_room();
                self.step(id, if found { Cause::FindsPlace } else { cause });
                self.settle();
            }
            Act::Passes(minutes) => {
                self.now = self.now.plus_minutes(minutes);
                self.expire();
            }
            Act::Resizes(capacity) => {
                self.terms.capacity = Some(capacity);
                self.largest = self.largest.max(capacity);
                self.settle();
            }
        }
    }
}

proptest! {
    #[test]
    fn the_list_keeps_its_promises_whatever_happens(acts in collection::vec(act(), 1..120), capacity in 0_u32..4) {
        let mut model = Model { terms: terms(capacity), now: before_start(50_000), people: BTreeMap::new(), largest: capacity };
        for (number, act) in acts.into_iter().enumerate() {
            let before = model.clone();
            model.apply(number, act);

            // Never more held or offered than there were ever places.
            prop_assert!(model.taken() <= model.largest, "{} of {}", model.taken(), model.largest);
            // Nobody waits beside a free place, so nobody was skipped.
            let open = model.terms.list_is_open(model.now);
            prop_assert!(!open || model.waiting().is_empty() || model.terms.free(model.taken()) == Some(0));
            // Whoever was given an offer stood before everybody who still waits.
            let still = model.waiting();
            for (id, person) in &model.people {
                let was_waiting = before.people.get(id).is_some_and(|before| before.state == RegistrationState::Waiting);
                if was_waiting && person.state == RegistrationState::Offered {
                    let own = Entry { entered: person.entered, id: *id };
                    prop_assert!(still.iter().all(|entry| own < *entry), "{id} was given a place out of turn");
                }
                // The time of entry is kept for good.
                prop_assert!(before.people.get(id).is_none_or(|before| before.entered == person.entered));
            }
        }
        // Left alone, the list comes to rest: each expiry takes one person off it, and nobody comes back by themselves.
        let mut rounds = 0;
        while let Some(next) = model.people.values().filter(|person| person.state == RegistrationState::Offered).filter_map(|person| person.until).min() {
            model.now = model.now.max(next);
            prop_assert!(model.expire() > 0);
            rounds += 1;
            prop_assert!(rounds <= 200);
        }
        prop_assert_eq!(model.people.values().filter(|person| person.state == RegistrationState::Offered).count(), 0);
    }
}

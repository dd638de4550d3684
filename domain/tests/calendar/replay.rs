//! A random history of edits, told to a calendar by feeds and mails that come late, twice, in any order or not at all:
//! in the end it has what the server has.

use std::collections::BTreeMap;

use domain::calendar::{Item, Place, Revisions, Thing, feed, part};
use domain::content::{Content, EventStatus};
use domain::time::Instant;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::sample::{content, entries, id, issuer, released, session, webinar};

const START: &str = "2022-10-12T16:00:00Z";
/// Things 0 and 1 are events, the others sessions of event 0.
const THINGS: u128 = 5;

/// What an editor or a registrant does.
#[derive(Debug, Clone, Copy)]
enum Edit {
    Create(u128),
    Move(u128, i64),
    Rename(u128, u8),
    Reword(u128, u8),
    Cancel(u128),
    Restore(u128),
    Remove(u128),
    Confirm,
    GiveBack,
    Reinstate,
}

fn edit() -> impl Strategy<Value = Edit> {
    let thing = 0..THINGS;
    prop_oneof![
        3 => thing.clone().prop_map(Edit::Create),
        3 => (thing.clone(), -3_000_i64..3_000).prop_map(|(thing, minutes)| Edit::Move(thing, minutes)),
        2 => (thing.clone(), any::<u8>()).prop_map(|(thing, name)| Edit::Rename(thing, name)),
        2 => (thing.clone(), any::<u8>()).prop_map(|(thing, words)| Edit::Reword(thing, words)),
        2 => thing.clone().prop_map(Edit::Cancel),
        2 => thing.clone().prop_map(Edit::Restore),
        2 => thing.prop_map(Edit::Remove),
        2 => Just(Edit::Confirm),
        1 => Just(Edit::GiveBack),
        1 => Just(Edit::Reinstate),
    ]
}

/// The server's side.
struct Server {
    content: Content,
    revisions: Revisions,
    places: Vec<Place>,
    now: Instant,
}

impl Server {
    fn new() -> Self {
        Self {
            content: content(Vec::new(), Vec::new()),
            revisions: Revisions::default(),
            places: Vec::new(),
            now: released(),
        }
    }

    fn make(&mut self, edit: Edit) {
        match edit {
            Edit::Create(thing) if thing < 2 => {
                if self.content.events.iter().all(|event| event.id != id(thing)) {
                    self.content.events.push(webinar(thing, START));
                }
            }
            Edit::Create(thing) => {
                if self.content.sessions.iter().all(|session| session.id != id(thing)) {
                    self.content.sessions.push(session(thing, 0, START, 30));
                }
            }
            Edit::Move(thing, minutes) => self.change(
                thing,
                |event| event.when = webinar(0, &later(minutes).to_rfc3339()).when,
                |session| (session.start, session.end) = (later(minutes), later(minutes + 30)),
            ),
            Edit::Rename(thing, name) => {
                let title = format!("Named {name}");
                let same = title.clone();
                self.change(thing, |event| event.title = title, |session| session.title = same);
            }
            Edit::Reword(thing, words) => {
                let text = format!("Said in {words} words");
                let same = text.clone();
                self.change(thing, |event| event.summary = text, |session| session.subtitle = Some(same));
            }
            Edit::Cancel(thing) => self.set(thing, EventStatus::Cancelled),
            Edit::Restore(thing) => self.set(thing, EventStatus::Scheduled),
            Edit::Remove(thing) => {
                self.content.events.retain(|event| event.id != id(thing));
                self.content.sessions.retain(|session| session.id != id(thing));
            }
            Edit::Confirm => {
                if self.places.iter().all(|place| !place.is_held) {
                    let registration = id(900 + self.places.len() as u128);
                    self.places.push(Place { registration, is_held: true, steps: 0, changed: self.now });
                }
            }
            Edit::GiveBack => {
                for place in self.places.iter_mut().filter(|place| place.is_held) {
                    (place.is_held, place.steps, place.changed) = (false, place.steps + 1, self.now);
                }
            }
            Edit::Reinstate => {
                if let Some(place) = self.places.last_mut().filter(|place| !place.is_held) {
                    (place.is_held, place.steps, place.changed) = (true, place.steps + 1, self.now);
                }
            }
        }
    }

    fn set(&mut self, thing: u128, status: EventStatus) {
        self.change(thing, |event| event.status = status, |session| session.status = status);
    }

    fn change(
        &mut self,
        thing: u128,
        event: impl FnOnce(&mut domain::content::Event),
        session: impl FnOnce(&mut domain::content::Session),
    ) {
        if let Some(found) = self.content.events.iter_mut().find(|event| event.id == id(thing)) {
            event(found);
        } else if let Some(found) = self.content.sessions.iter_mut().find(|session| session.id == id(thing)) {
            session(found);
        }
    }

    fn public_feed(&self) -> String {
        let items: Vec<Item<'_>> = self.revisions.iter().map(Item::public).collect();
        feed(&issuer(), "All", &items)
    }

    fn personal_feed(&self) -> String {
        let items: Vec<Item<'_>> = self.places.iter().flat_map(|place| self.items(*place, None)).collect();
        feed(&issuer(), "Mine", &items)
    }

    fn items<'a>(&'a self, place: Place, own_page: Option<&'a str>) -> impl Iterator<Item = Item<'a>> {
        let revisions = self.revisions.of_event(id(0));
        revisions.map(move |revision| Item { revision, place: Some(place), own_page })
    }

    /// A mail for each registration, as if something had changed; repetitions do no harm.
    fn mails(&self) -> Vec<String> {
        let revision = self.revisions.of(Thing::Event(id(0)));
        let items = self.places.iter().filter_map(|place| {
            Some(Item {
                revision: revision?,
                place: Some(*place),
                own_page: Some("https://care.example/registration/t"),
            })
        });
        items.map(|item| part(&issuer(), &item, "hello@care.example").body).collect()
    }
}

fn later(minutes: i64) -> Instant {
    crate::sample::at(START).plus_minutes(minutes)
}

/// What a person reads in an entry and acts upon.
fn appointment(entry: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let names = ["DTSTART", "DTEND", "SUMMARY", "LOCATION", "URL", "STATUS", "CONFERENCE", "TRANSP"];
    entry
        .iter()
        .filter(|(name, _)| names.contains(&name.as_str()))
        .map(|(name, line)| (name.clone(), line.clone()))
        .collect()
}

/// A calendar that keeps, of each UID, what is newest.
struct Client {
    /// Whether it looks at `DTSTAMP` when two copies have the same `SEQUENCE`, as RFC 5546, section 2.1.5 says.
    is_careful: bool,
    entries: BTreeMap<String, BTreeMap<String, String>>,
}

impl Client {
    fn new(is_careful: bool) -> Self {
        Self { is_careful, entries: BTreeMap::new() }
    }

    fn takes(&mut self, file: &str) {
        for entry in entries(file) {
            let uid = entry["UID"].clone();
            let is_newer = self.entries.get(&uid).is_none_or(|known| self.age(known) < self.age(&entry));
            if is_newer {
                self.entries.insert(uid, entry);
            }
        }
    }

    fn age(&self, entry: &BTreeMap<String, String>) -> (u32, String) {
        let sequence = entry["SEQUENCE"].strip_prefix("SEQUENCE:").unwrap().parse().unwrap();
        (sequence, if self.is_careful { entry["DTSTAMP"].clone() } else { String::new() })
    }

    fn appointments(&self) -> BTreeMap<String, BTreeMap<String, String>> {
        self.entries.iter().map(|(uid, entry)| (uid.clone(), appointment(entry))).collect()
    }
}

/// What a client has that was only ever given this file.
fn from_scratch(file: &str) -> Client {
    let mut client = Client::new(true);
    client.takes(file);
    client
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn every_calendar_ends_with_what_the_server_has(
        history in proptest::collection::vec((edit(), -5_i64..60), 1..40),
        told in proptest::collection::vec(any::<Index>(), 0..40),
        last in any::<Index>(),
    ) {
        let mut server = Server::new();
        let (mut public, mut personal, mut mails) = (Vec::new(), Vec::new(), Vec::new());
        for (edit, minutes) in history {
            server.now = server.now.plus_minutes(minutes);
            server.make(edit);
            let before = server.revisions.clone();
            server.revisions = before.revise(&server.content, server.now);
            prop_assert_eq!(&server.revisions.revise(&server.content, server.now), &server.revisions);
            public.push(server.public_feed());
            personal.push(server.personal_feed());
            mails.extend(server.mails());
        }
        let (final_public, final_personal) = (public.last().unwrap().clone(), personal.last().unwrap().clone());

        for is_careful in [true, false] {
            // Some of the feed's states, some twice, in any order; among them once the last one.
            let mut client = Client::new(is_careful);
            let seen: Vec<&String> = told.iter().map(|index| index.get(&public)).collect();
            let turn = last.index(seen.len() + 1);
            for file in seen[..turn].iter().copied().chain([&final_public]).chain(seen[turn..].iter().copied()) {
                client.takes(file);
            }
            prop_assert_eq!(client.appointments(), from_scratch(&final_public).appointments());
            if is_careful {
                prop_assert_eq!(&client.entries, &from_scratch(&final_public).entries);
            }

            // The registrant's calendar gets mails as well.
            let mut client = Client::new(is_careful);
            let mixed: Vec<&String> = personal.iter().chain(&mails).collect();
            let seen: Vec<&String> = told.iter().map(|index| *index.get(&mixed)).collect();
            for file in seen[..turn].iter().copied().chain([&final_personal]).chain(seen[turn..].iter().copied()) {
                client.takes(file);
            }
            prop_assert_eq!(client.appointments(), from_scratch(&final_personal).appointments());

            // Mails alone, all of them and in the wrong order, do for the events themselves.
            let mut client = Client::new(is_careful);
            mails.iter().rev().for_each(|mail| client.takes(mail));
            let at_the_end = from_scratch(&final_personal).appointments();
            for (uid, appointment) in client.appointments() {
                prop_assert_eq!(Some(&appointment), at_the_end.get(&uid));
            }
        }
    }
}

//! How often an entry was revised: the part of a calendar that decides which of two copies is right.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::{Entry, Listing, Thing, listings};
use crate::content::{Content, EventStatus, Id};
use crate::time::Instant;

/// For so many days after its end an entry that was removed stays in the feeds as cancelled. Calendars that only drop
/// what they are told to drop would keep it for ever; and what was removed long after it took place, did take place.
pub const KEPT_DAYS: i64 = 90;

const DAY_MINUTES: i64 = 24 * 60;
/// `DTSTAMP` knows no parts of a second.
const SECOND: i64 = 1_000;

/// An entry as it was last revised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// What it is of.
    pub thing: Thing,
    /// The event that is or was.
    pub event: Id,
    /// Number of relevant changes since the entry was first published (RFC 5545, section 3.8.7.4).
    pub sequence: u32,
    /// Instant of the last change, relevant or not, in whole seconds; later than that of the revision before.
    pub revised: Instant,
    /// The programme has it no more; the entry is its last one, cancelled.
    pub removed: bool,
    /// The entry.
    pub entry: Entry,
}

impl Revision {
    fn first(listing: Listing, now: Instant) -> Self {
        let Listing { thing, event, entry } = listing;
        Self { thing, event, sequence: 0, revised: whole_second(now), removed: false, entry }
    }

    /// What follows when the programme has it like that.
    fn next(&self, listing: Listing, now: Instant) -> Self {
        let Listing { thing, event, entry } = listing;
        if !self.removed && self.event == event && self.entry == entry {
            return self.clone();
        }
        let relevant = self.removed || !self.entry.is_same_appointment(&entry);
        let sequence = self.sequence.saturating_add(u32::from(relevant));
        Self { thing, event, sequence, revised: self.later(now), removed: false, entry }
    }

    /// What follows when the programme has it no more.
    fn without(&self, now: Instant) -> Self {
        if self.removed {
            return self.clone();
        }
        let mut gone = self.clone();
        gone.sequence = self.sequence.saturating_add(1);
        gone.revised = self.later(now);
        gone.removed = true;
        gone.entry.status = EventStatus::Cancelled;
        gone.entry.live = None;
        gone
    }

    /// Whether feeds still show it: always what the programme has, and what was removed for a while.
    pub fn is_kept(&self, now: Instant) -> bool {
        !self.removed || self.is_recent(now)
    }

    /// Whether it is to come, or ended at most [`KEPT_DAYS`] ago: as long as feeds show what is cancelled.
    pub fn is_recent(&self, now: Instant) -> bool {
        now < self.entry.span.end().plus_minutes(KEPT_DAYS * DAY_MINUTES)
    }

    /// The present instant, but never one that was given already: of two copies with the same `SEQUENCE` the later one
    /// counts (RFC 5546, section 2.1.5), even if the clock was set back between them.
    fn later(&self, now: Instant) -> Instant {
        whole_second(now).max(self.revised.plus_milliseconds(SECOND))
    }
}

fn whole_second(instant: Instant) -> Instant {
    Instant::from_milliseconds(instant.milliseconds().div_euclid(SECOND).saturating_mul(SECOND))
}

/// The revisions of everything that was ever published: first what the programme has, in its order, then what was
/// removed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Revisions(Vec<Revision>);

impl Revisions {
    /// Puts together what was written down of a release. A release from before revisions were written down counts as
    /// the first revision of whatever it has.
    pub fn of_release(written: Vec<Revision>, content: &Content, released: Instant) -> Self {
        let mut written: HashMap<Thing, Revision> =
            written.into_iter().map(|revision| (revision.thing, revision)).collect();
        let listed = listings(content).into_iter();
        let present = listed
            .map(|listing| written.remove(&listing.thing).unwrap_or_else(|| Revision::first(listing, released)))
            .collect();
        Self::new(present, written.into_values())
    }

    /// The revisions of a release that follows this one.
    #[must_use]
    pub fn revise(&self, content: &Content, now: Instant) -> Self {
        let known: HashMap<Thing, &Revision> = self.0.iter().map(|revision| (revision.thing, revision)).collect();
        let listed = listings(content);
        let present: BTreeSet<Thing> = listed.iter().map(|listing| listing.thing).collect();
        let revised = listed.into_iter().map(|listing| match known.get(&listing.thing) {
            Some(before) => before.next(listing, now),
            None => Revision::first(listing, now),
        });
        let gone = self.0.iter().filter(|revision| !present.contains(&revision.thing));
        Self::new(revised.collect(), gone.map(|revision| revision.without(now)))
    }

    fn new(mut present: Vec<Revision>, removed: impl Iterator<Item = Revision>) -> Self {
        let mut removed: Vec<Revision> = removed.collect();
        removed.sort_by_key(|revision| revision.thing);
        present.append(&mut removed);
        Self(present)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Revision> {
        self.0.iter()
    }

    /// That of a thing.
    pub fn of(&self, thing: Thing) -> Option<&Revision> {
        self.0.iter().find(|revision| revision.thing == thing)
    }

    /// Those of all events.
    pub fn events(&self) -> impl Iterator<Item = &Revision> {
        self.0.iter().filter(|revision| matches!(revision.thing, Thing::Event(_)))
    }

    /// An event's, then those of its sessions.
    pub fn of_event(&self, event: Id) -> impl Iterator<Item = &Revision> {
        self.0.iter().filter(move |revision| revision.event == event)
    }
}

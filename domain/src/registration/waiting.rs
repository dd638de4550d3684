//! The waiting list, so simple that it can be explained to whoever waits.
//!
//! Who asked first is next. A place that becomes free is held for the next person until a deadline; taken or not, the
//! list moves on by itself. Nobody who waits is overtaken, except by an editor's recorded decision.

use serde::{Deserialize, Serialize};

use super::RegistrationState;
use crate::content::{Event, EventStatus, Id, names};
use crate::time::Instant;

/// How long an offer lasts at most, in minutes.
pub const OFFER_MINUTES: i64 = 12 * 60;

/// A shorter offer than this, in minutes, helps nobody: then no more are made.
pub const SHORTEST_OFFER_MINUTES: i64 = 10;

/// How long an address may stay unproven, in days; afterwards everything about the registration is deleted.
pub const CONFIRM_DAYS: i64 = 7;

/// The instant at which an unproven registration made at `created` is deleted and its links die.
pub fn confirm_until(created: Instant) -> Instant {
    created.plus_minutes(CONFIRM_DAYS * 24 * 60)
}

/// On what terms an event's places are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// Places in all; `None` means no limit.
    pub capacity: Option<u32>,
    /// Start of the event.
    pub start: Instant,
    /// Whether it takes place at that time.
    pub takes_place: bool,
    /// Whether the hour of its start is known, and not the day alone.
    pub has_hours: bool,
}

impl Terms {
    /// The terms of an event.
    pub fn of(event: &Event) -> Self {
        Self {
            capacity: event.registration.capacity,
            start: event.when.start(),
            takes_place: event.status == EventStatus::Scheduled,
            has_hours: !event.when.is_days(),
        }
    }

    /// The terms of an event that is no longer in the programme: no more places.
    pub const GONE: Self =
        Self { capacity: Some(0), start: Instant::from_milliseconds(0), takes_place: false, has_hours: false };

    /// The same without a limit.
    #[must_use]
    pub fn without_limit(self) -> Self {
        Self { capacity: None, ..self }
    }

    /// When an offer made at `now` ends: after 12 hours, or after half of the time that is left until the start, so that
    /// the next person has the other half. `None` when that would be less than 10 minutes, when the event has begun, or
    /// when it does not take place: then no offer is made.
    pub fn offer_until(&self, now: Instant) -> Option<Instant> {
        let left = self.start.milliseconds_since(now);
        let length = (left / 2).min(OFFER_MINUTES * 60_000);
        (self.takes_place && length >= SHORTEST_OFFER_MINUTES * 60_000).then(|| now.plus_milliseconds(length))
    }

    /// Whether one can still go onto the list at `now`: as long as a place could be offered.
    pub fn list_is_open(&self, now: Instant) -> bool {
        self.offer_until(now).is_some()
    }

    /// Whether somebody who waits would be given something at `now`, while `taken` places are held.
    pub fn can_give(&self, taken: u32, now: Instant) -> bool {
        match self.free(taken) {
            None => self.takes_place,
            Some(free) => free > 0 && self.list_is_open(now),
        }
    }

    /// Places that are free when `taken` are held; `None` means without limit.
    pub fn free(&self, taken: u32) -> Option<u32> {
        self.capacity.map(|capacity| capacity.saturating_sub(taken))
    }
}

/// Where somebody stands on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Waits.
    Waiting,
    /// Has been offered a place.
    Offered,
    /// Took a place.
    Accepted,
    /// Missed an offer.
    Expired,
    /// Left the list.
    Withdrawn,
}

names!(Standing {
    Waiting => "waiting",
    Offered => "offered",
    Accepted => "accepted",
    Expired => "expired",
    Withdrawn => "withdrawn",
});

impl Standing {
    /// Where somebody who entered the list stands, by the state of their registration.
    pub fn of(state: RegistrationState) -> Self {
        match state {
            RegistrationState::Joining | RegistrationState::Waiting => Self::Waiting,
            RegistrationState::Offered => Self::Offered,
            RegistrationState::Pending | RegistrationState::Confirmed | RegistrationState::Attended => Self::Accepted,
            RegistrationState::Expired => Self::Expired,
            RegistrationState::Cancelled => Self::Withdrawn,
        }
    }
}

/// Somebody who waits, with a proven address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entry {
    /// When they first asked for the list; the field before the identity, because the order of the fields is the order
    /// of the list.
    pub entered: Instant,
    /// Identity of the registration: decides between two of the same millisecond.
    pub id: Id,
}

/// What somebody who waits is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// An offer of a place that ends then.
    Offer(Instant),
    /// A place at once, since there is no limit.
    Place,
}

/// Who of those who wait is given what at `now`, while `taken` places are held: the first of the list, in its order, as
/// many as there are places.
pub fn hand_out(waiting: &[Entry], terms: &Terms, taken: u32, now: Instant) -> Vec<(Entry, Given)> {
    let mut list = waiting.to_vec();
    list.sort_unstable();
    let (most, given) = match (terms.free(taken), terms.offer_until(now)) {
        (None, _) if terms.takes_place => (list.len(), Given::Place),
        (Some(free), Some(until)) => (usize::try_from(free).unwrap_or(usize::MAX), Given::Offer(until)),
        _ => return Vec::new(),
    };
    list.into_iter().take(most).map(|entry| (entry, given)).collect()
}

/// Place in the queue, from 1: one more than those who asked earlier and still wait.
pub fn position(waiting: &[Entry], own: Entry) -> usize {
    waiting.iter().filter(|entry| **entry < own).count() + 1
}

#[cfg(test)]
mod tests;

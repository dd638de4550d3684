//! The count of an event's places: never taken beyond the capacity, whoever else counts.

use domain::content::Id;
use domain::registration::waiting::Terms;
use domain::time::Instant;

use crate::Store;
use crate::changes::Change;
use crate::connection::{Connection, statements, values};
use crate::error::StoreError;

statements! {
    LOOK = "SELECT taken, unlimited FROM place_count WHERE event_id = $1";
    COUNT = "SELECT taken, unlimited, (SELECT count(*) FROM registration
        WHERE registration.event_id = place_count.event_id AND state = 'waiting') AS waiting
        FROM place_count WHERE event_id = $1";
    FIRST_COUNT = "INSERT INTO place_count (event_id, taken) VALUES ($1, 0) ON CONFLICT (event_id) DO NOTHING";
    // Changes nothing, but whoever runs it has the event's count for itself until the transaction ends.
    HOLD = "UPDATE place_count SET taken = taken WHERE event_id = $1 RETURNING taken, unlimited";
    // In one statement, so that nobody can come between looking and taking. $3 is 1 where those who wait come first.
    TAKE = "UPDATE place_count SET taken = taken + $4 WHERE event_id = $1 AND (unlimited = 1 OR (taken + $4 <= $2
        AND ($3 = 0 OR NOT EXISTS (SELECT 1 FROM registration WHERE event_id = $1 AND state = 'waiting'))))";
    TAKE_ANY = "UPDATE place_count SET taken = taken + 1 WHERE event_id = $1";
    GIVE = "UPDATE place_count SET taken = taken - 1 WHERE event_id = $1 AND taken > 0";
    SET_UNLIMITED = "UPDATE place_count SET unlimited = $2 WHERE event_id = $1 AND unlimited <> $2";
    SOMEBODY_WAITS = "SELECT id FROM registration WHERE event_id = $1 AND state = 'waiting' LIMIT 1";
}

/// Places of an event.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Places {
    /// Places held: confirmed, offered, or not proven yet.
    pub taken: u32,
    /// People with a proven address who wait.
    pub waiting: u32,
    /// Whether an organiser took the limit away.
    pub unlimited: bool,
}

impl Places {
    /// Whether whoever comes now finds no place.
    pub fn is_full(&self, capacity: Option<u32>) -> bool {
        !self.unlimited && capacity.is_some_and(|capacity| self.taken >= capacity || self.waiting > 0)
    }
}

impl Places {
    /// Whether somebody who waits would be given a place at `now`.
    pub fn can_give(&self, terms: &Terms, now: Instant) -> bool {
        let terms = if self.unlimited { terms.without_limit() } else { *terms };
        self.waiting > 0 && terms.can_give(self.taken, now)
    }
}

impl Store {
    /// Places of an event.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn places(&self, event: Id) -> Result<Places, StoreError> {
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let Some(row) = connection.fetch_one(COUNT, values![event]).await? else {
                        return Ok(Places::default());
                    };
                    let unlimited = row.integer("unlimited")? != 0;
                    Ok(Places { taken: row.number("taken")?, waiting: row.number("waiting")?, unlimited })
                })
            })
            .await
    }
}

/// An event's count, kept from everybody else until the transaction ends. What is read after it is taken stays true.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held {
    pub(super) taken: u32,
    unlimited: bool,
}

impl Held {
    /// The terms that hold here: without a limit if an organiser took it away.
    pub(super) fn terms(&self, terms: Terms) -> Terms {
        if self.unlimited { terms.without_limit() } else { terms }
    }
}

/// Keeps the event's count from everybody else. The count comes before the registration, always: two who lock in the
/// same order never wait for each other.
pub(super) async fn hold(connection: &mut Connection<'_>, event: Id) -> Result<Held, StoreError> {
    for _ in 0..2 {
        if let Some(row) = connection.fetch_one(HOLD, values![event]).await? {
            return Ok(Held { taken: row.number("taken")?, unlimited: row.integer("unlimited")? != 0 });
        }
        connection.execute(FIRST_COUNT, values![event]).await?;
    }
    Err(StoreError::Busy)
}

/// The event's count as it is now, kept from nobody.
pub(super) async fn look(connection: &mut Connection<'_>, event: Id) -> Result<Held, StoreError> {
    let Some(row) = connection.fetch_one(LOOK, values![event]).await? else {
        return Ok(Held { taken: 0, unlimited: false });
    };
    Ok(Held { taken: row.number("taken")?, unlimited: row.integer("unlimited")? != 0 })
}

/// Takes places for so many who have just come, if as many are free and nobody waits for them: all or none. Near the start,
/// when no more offers are made, a free place is for whoever comes first.
pub(super) async fn take(
    connection: &mut Connection<'_>,
    event: Id,
    places: u32,
    terms: &Terms,
    now: Instant,
) -> Result<bool, StoreError> {
    let capacity = terms.capacity.map_or(i64::MAX, i64::from);
    let in_turn = terms.capacity.is_some() && terms.list_is_open(now);
    let row = || values![event, capacity, in_turn, places];
    if connection.execute(TAKE, row()).await? > 0 {
        return Ok(true);
    }
    // Full, or nobody was counted yet. Whoever counts first on PostgreSQL keeps the others waiting here, so look again
    // even if the count was there by then.
    connection.execute(FIRST_COUNT, values![event]).await?;
    Ok(connection.execute(TAKE, row()).await? > 0)
}

/// Whether [`take`] would find a place; for whoever holds the count.
pub(super) async fn has_room(
    connection: &mut Connection<'_>,
    event: Id,
    held: &Held,
    terms: &Terms,
    now: Instant,
) -> Result<bool, StoreError> {
    let terms = held.terms(*terms);
    match terms.free(held.taken) {
        None => Ok(true),
        Some(0) => Ok(false),
        Some(_) if !terms.list_is_open(now) => Ok(true),
        Some(_) => Ok(connection.fetch_one(SOMEBODY_WAITS, values![event]).await?.is_none()),
    }
}

/// Counts one more, for whoever holds the count and knows that there is a place, or decides that there is to be one.
pub(super) async fn take_held(connection: &mut Connection<'_>, event: Id) -> Result<(), StoreError> {
    connection.execute(TAKE_ANY, values![event]).await.map(|_| ())
}

/// Counts one fewer.
pub(super) async fn give_back(connection: &mut Connection<'_>, event: Id) -> Result<(), StoreError> {
    connection.execute(GIVE, values![event]).await.map(|_| ())
}

/// Takes the limit away, or puts it back; whether that changed anything.
pub(super) async fn set_unlimited(
    connection: &mut Connection<'_>,
    event: Id,
    unlimited: bool,
) -> Result<bool, StoreError> {
    let changed = connection.execute(SET_UNLIMITED, values![event, unlimited]).await? > 0;
    if changed {
        connection.announce(Change::Places { event });
    }
    Ok(changed)
}

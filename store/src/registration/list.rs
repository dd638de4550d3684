//! The waiting list: who is next for what became free, and where somebody stands.

use domain::content::Id;
use domain::registration::waiting::{self, Entry, Given, Terms};
use domain::registration::{Cause, RegistrationState};
use domain::time::Instant;

use super::steps::{Step, step};
use super::{Registration, by_id, places};
use crate::Store;
use crate::changes::Change;
use crate::connection::{Connection, statements, values};
use crate::error::StoreError;

/// Most people who are given something in one transaction; the background job goes on where it ends.
pub(super) const BATCH: u32 = 50;

statements! {
    NEXT = "SELECT id, entered_at FROM registration WHERE event_id = $1 AND state = 'waiting'
        ORDER BY entered_at, id LIMIT $2",
        postgres "SELECT id, entered_at FROM registration WHERE event_id = $1 AND state = 'waiting'
        ORDER BY entered_at, id COLLATE \"C\" LIMIT $2";
    OFFERED = "SELECT id FROM registration WHERE event_id = $1 AND state = 'offered' ORDER BY id LIMIT $2";
    // Whoever has not proven their address yet may still do so, and would stand there.
    AHEAD = "SELECT count(*) AS ahead FROM registration
        WHERE event_id = $1 AND state IN ('joining', 'waiting', 'offered') AND state <> 'offered'
        AND entered_at <= $2 AND (entered_at < $2 OR id < $3)",
        postgres "SELECT count(*) AS ahead FROM registration
        WHERE event_id = $1 AND state IN ('joining', 'waiting', 'offered') AND state <> 'offered'
        AND entered_at <= $2 AND (entered_at < $2 OR id COLLATE \"C\" < $3)";
}

/// Where somebody stands on a waiting list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// People who asked before and still wait.
    pub ahead: u32,
}

impl Store {
    /// Where a registration stands on the waiting list; `None` if it does not wait.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn position(&self, registration: &Registration) -> Result<Option<Position>, StoreError> {
        let waits = matches!(registration.state, RegistrationState::Waiting | RegistrationState::Joining);
        let Some(entered) = registration.entered.filter(|_| waits) else { return Ok(None) };
        let values = values![registration.event, entered, registration.id];
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let row = connection.fetch_one(AHEAD, values).await?;
                    row.map(|row| Ok(Position { ahead: row.number("ahead")? })).transpose()
                })
            })
            .await
    }
}

/// Gives what is free to those who are next; whether somebody is left who is to be given something. The caller holds the
/// event's count.
pub(super) async fn hand_out(
    connection: &mut Connection<'_>,
    event: Id,
    terms: &Terms,
    now: Instant,
) -> Result<bool, StoreError> {
    let held = places::look(connection, event).await?;
    let terms = held.terms(*terms);
    let most = terms.free(held.taken).map_or(BATCH, |free| free.min(BATCH));
    if most == 0 {
        return Ok(false);
    }
    let rows = connection.fetch(NEXT, values![event, most]).await?;
    let mut next = Vec::with_capacity(rows.len());
    for row in &rows {
        next.push(Entry { entered: row.instant("entered_at")?, id: row.parsed("id")? });
    }
    let given = waiting::hand_out(&next, &terms, held.taken, now);
    let mut count = given.len();
    for (entry, given) in given {
        let what = match given {
            Given::Offer(until) => Step { cause: Cause::PlaceFreed, now, offer_until: Some(until) },
            Given::Place => Step::new(Cause::LimitLifted, now),
        };
        if let Some(found) = by_id(connection, entry.id).await? {
            step(connection, &found, what, &terms).await?;
        }
    }
    if terms.capacity.is_none() && terms.takes_place {
        // What is there without limit need not be answered for by a deadline.
        let rows = connection.fetch(OFFERED, values![event, BATCH]).await?;
        count = count.max(rows.len());
        for row in &rows {
            if let Some(found) = by_id(connection, row.parsed("id")?).await? {
                step(connection, &found, Step::new(Cause::LimitLifted, now), &terms).await?;
            }
        }
    }
    let is_whole_batch = u32::try_from(count).is_ok_and(|count| count == BATCH);
    if is_whole_batch {
        connection.announce(Change::Deadline);
    }
    Ok(is_whole_batch)
}

//! What the time does: offers end, addresses that nobody proved are forgotten, places are given on.
//!
//! Any number of processes may do this at once. Each holds the event's count first and looks again, so whatever one has
//! done, the other does not find any more.

use domain::content::Id;
use domain::registration::Cause;
use domain::registration::waiting::{CONFIRM_DAYS, Terms, confirm_until};
use domain::time::Instant;

use super::list::{self, BATCH};
use super::steps::{Step, step};
use super::{by_id, places};
use crate::Store;
use crate::connection::{Connection, Row, statements, values};
use crate::error::StoreError;

/// Most events that are settled in one go.
const EVENTS: u32 = 200;

statements! {
    EVENTS_DUE = "SELECT event_id, max(overdue) AS overdue FROM (
        SELECT event_id, 1 AS overdue FROM registration WHERE state = 'offered' AND offer_until <= $1
        UNION SELECT event_id, 1 AS overdue FROM registration
            WHERE state IN ('pending', 'joining') AND created_at <= $2
        UNION SELECT event_id, 0 AS overdue FROM registration WHERE state = 'waiting') AS due
        WHERE event_id > $3 GROUP BY event_id ORDER BY event_id LIMIT $4",
        postgres "SELECT event_id, CAST(max(overdue) AS BIGINT) AS overdue FROM (
        SELECT event_id, 1 AS overdue FROM registration WHERE state = 'offered' AND offer_until <= $1
        UNION SELECT event_id, 1 AS overdue FROM registration
            WHERE state IN ('pending', 'joining') AND created_at <= $2
        UNION SELECT event_id, 0 AS overdue FROM registration WHERE state = 'waiting') AS due
        WHERE event_id > $3 GROUP BY event_id ORDER BY event_id LIMIT $4";
    OFFERS_DUE = "SELECT id FROM registration WHERE event_id = $1 AND state = 'offered' AND offer_until <= $2
        ORDER BY offer_until, id LIMIT $3";
    UNPROVEN_DUE = "SELECT id FROM registration WHERE event_id = $1 AND state IN ('pending', 'joining')
        AND created_at <= $2 ORDER BY created_at, id LIMIT $3";
    NEXT_OFFER_END = "SELECT min(offer_until) AS due FROM registration WHERE state = 'offered'";
    OLDEST_UNPROVEN = "SELECT min(created_at) AS due FROM registration WHERE state IN ('pending', 'joining')";
}

/// An event for which there may be something to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The event.
    pub event: Id,
    /// Whether a deadline has passed; else people only wait, and it depends on the places whether one can be given.
    pub is_overdue: bool,
}

impl Store {
    /// Events for which there may be something to do at `now`: at most 200, and the others after the last of those.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn events_to_settle(&self, now: Instant, after: Option<Id>) -> Result<Vec<Due>, StoreError> {
        let after = after.map_or_else(String::new, |id| id.to_string());
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let values = values![now, made_before(now), after, EVENTS];
                    connection.fetch(EVENTS_DUE, values).await?.iter().map(due).collect()
                })
            })
            .await
    }

    /// Ends an event's offers whose time is over, deletes registrations that were not confirmed in time, and gives what
    /// is free to those who are next: a bounded piece of it, in one transaction. Whether something is left to do.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn settle_places(&self, event: Id, terms: Terms, now: Instant) -> Result<bool, StoreError> {
        self.engine.write(move |connection| Box::pin(settle(connection, event, terms, now))).await
    }

    /// When the time will next have something to do; `None` while nothing is offered or unproven.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn next_deadline(&self) -> Result<Option<Instant>, StoreError> {
        self.engine
            .read(|connection| {
                Box::pin(async {
                    let due = |row: Option<Row>| row.map_or(Ok(None), |row| row.optional_instant("due"));
                    let offer = due(connection.fetch_one(NEXT_OFFER_END, values![]).await?)?;
                    let oldest = due(connection.fetch_one(OLDEST_UNPROVEN, values![]).await?)?;
                    Ok(offer.into_iter().chain(oldest.map(confirm_until)).min())
                })
            })
            .await
    }
}

/// Whatever was made until then and is not proven at `now` is overdue.
fn made_before(now: Instant) -> Instant {
    now.plus_minutes(-CONFIRM_DAYS * 24 * 60)
}

async fn settle(connection: &mut Connection<'_>, event: Id, terms: Terms, now: Instant) -> Result<bool, StoreError> {
    places::hold(connection, event).await?;
    let mut rest = false;
    for (due, until, cause) in
        [(OFFERS_DUE, now, Cause::OfferExpired), (UNPROVEN_DUE, made_before(now), Cause::Unconfirmed)]
    {
        let rows = connection.fetch(due, values![event, until, BATCH]).await?;
        rest |= u32::try_from(rows.len()).is_ok_and(|length| length == BATCH);
        for row in &rows {
            let Some(found) = by_id(connection, row.parsed("id")?).await? else { continue };
            step(connection, &found, Step::new(cause, now), &terms).await?;
        }
    }
    Ok(list::hand_out(connection, event, &terms, now).await? || rest)
}

fn due(row: &Row) -> Result<Due, StoreError> {
    Ok(Due { event: row.parsed("event_id")?, is_overdue: row.integer("overdue")? != 0 })
}

//! Decisions of editors against the order of the list: carried out and recorded in one transaction.

use domain::content::Id;
use domain::registration::Decision;
use domain::registration::waiting::Terms;
use domain::time::Instant;

use super::steps::{Step, step};
use super::{Registration, by_id, list, places, register};
use crate::Store;
use crate::connection::{Connection, Row, statements, values};
use crate::error::StoreError;

/// Most records in one answer.
const PAGE: u32 = 100;
/// What is recorded when the limit is taken away or put back.
const LIFT: &str = "lift_limit";
const RESTORE: &str = "restore_limit";

statements! {
    RECORD = "INSERT INTO registration_decision (event_id, registration_id, decision, decided_by, reason, decided_at)
        VALUES ($1, $2, $3, $4, $5, $6)";
    RECORDS = "SELECT registration_id, decision, decided_by, reason, decided_at FROM registration_decision
        WHERE event_id = $1 ORDER BY number DESC LIMIT $2";
}

/// Who decides, why and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// Who.
    pub by: String,
    /// Why; `domain::registration::reason` says what will do.
    pub reason: String,
    /// When.
    pub at: Instant,
}

/// A decision as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionRecord {
    /// Whose registration; `None` where it concerns the whole event.
    pub registration: Option<Id>,
    /// A [`Decision`]'s name, `enter`, `lift_limit` or `restore_limit`.
    pub decision: String,
    /// Who, why and when.
    pub decided: Decided,
}

impl Store {
    /// Carries out a decision about a registration of that event, and records it. `None` for an unknown registration, or
    /// one of another event; the registration as it is, and no record, where its state does not allow it (any more).
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn decide(
        &self,
        event: Id,
        registration: Id,
        decision: Decision,
        decided: Decided,
        terms: Terms,
    ) -> Result<Option<Registration>, StoreError> {
        self.engine
            .write(move |connection| {
                Box::pin(async move { decide(connection, event, registration, decision, &decided, &terms).await })
            })
            .await
    }

    /// Takes an event's limit away, and gives a place to everybody who waits with a proven address; whoever proves it
    /// later finds one. With `limited`, puts the limit back for those who come from then on. Recorded unless it was so
    /// already.
    ///
    /// # Errors
    /// The database cannot be written to. What was done by then stays, and the background job does the rest.
    pub async fn set_limited(
        &self,
        event: Id,
        limited: bool,
        decided: Decided,
        terms: Terms,
    ) -> Result<(), StoreError> {
        let now = decided.at;
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    places::hold(connection, event).await?;
                    if places::set_unlimited(connection, event, !limited).await? {
                        let name = if limited { RESTORE } else { LIFT };
                        record(connection, event, None, name, &decided).await?;
                    }
                    Ok(())
                })
            })
            .await?;
        // A transaction each, so that nobody else waits for the whole crowd.
        while self.settle_places(event, terms, now).await? {}
        Ok(())
    }

    /// Decisions about an event, newest first, at most 100.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn decisions(&self, event: Id, limit: u32) -> Result<Vec<DecisionRecord>, StoreError> {
        let limit = limit.min(PAGE);
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let rows = connection.fetch(RECORDS, values![event, limit]).await?;
                    rows.iter().map(read).collect()
                })
            })
            .await
    }
}

async fn decide(
    connection: &mut Connection<'_>,
    event: Id,
    registration: Id,
    decision: Decision,
    decided: &Decided,
    terms: &Terms,
) -> Result<Option<Registration>, StoreError> {
    places::hold(connection, event).await?;
    let Some(found) = by_id(connection, registration).await?.filter(|found| found.event == event) else {
        return Ok(None);
    };
    let Some(done) = take(connection, &found, decision, decided, terms).await? else { return Ok(Some(found)) };
    list::hand_out(connection, event, terms, decided.at).await?;
    by_id(connection, registration).await.map(|after| after.or(Some(done)))
}

/// Takes the step that a decision is, and records it; `None` where it is not possible (any more). The caller holds the
/// event's count, and hands out what becomes free.
pub(super) async fn take(
    connection: &mut Connection<'_>,
    found: &Registration,
    decision: Decision,
    decided: &Decided,
    terms: &Terms,
) -> Result<Option<Registration>, StoreError> {
    if decision == Decision::Reinstate
        && register::holder(connection, found.event, &found.email.to_lowercase()).await?.is_some()
    {
        // The same address has registered anew meanwhile.
        return Ok(None);
    }
    let done = step(connection, found, Step::new(decision.cause(), decided.at), terms).await?;
    if done.is_some() {
        record(connection, found.event, Some(found.id), decision.name(), decided).await?;
    }
    Ok(done)
}

/// Writes a decision down.
pub(super) async fn record(
    connection: &mut Connection<'_>,
    event: Id,
    registration: Option<Id>,
    name: &str,
    decided: &Decided,
) -> Result<(), StoreError> {
    let row = values![event, registration, name, &decided.by, &decided.reason, decided.at];
    connection.execute(RECORD, row).await.map(|_| ())
}

fn read(row: &Row) -> Result<DecisionRecord, StoreError> {
    Ok(DecisionRecord {
        registration: row.optional_parsed("registration_id")?,
        decision: row.text("decision")?,
        decided: Decided { by: row.text("decided_by")?, reason: row.text("reason")?, at: row.instant("decided_at")? },
    })
}

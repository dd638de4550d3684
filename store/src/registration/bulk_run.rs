//! Carries an act on many registrations out, piece by piece.

use domain::content::Id;
use domain::registration::RegistrationState;
use domain::registration::bulk::{BulkAct, Verdict};
use domain::registration::waiting::Terms;
use domain::slug::Slug;

use super::bulk::Bulk;
use super::decisions::{Decided, take};
use super::{by_id, list, places, tags};
use crate::Store;
use crate::connection::{Connection, statements, values};
use crate::error::StoreError;

/// Most registrations in one transaction: bounds how long other writes wait.
const PIECE: u32 = 50;

statements! {
    // Whoever waits comes first, see `BulkAct::turn`.
    OPEN = "SELECT registration_id, state FROM registration_bulk_item
        WHERE bulk_id = $1 AND outcome IS NULL AND verdict = 'changes' ORDER BY turn, registration_id LIMIT $2";
    MARK = "UPDATE registration_bulk_item SET outcome = $3
        WHERE bulk_id = $1 AND registration_id = $2 AND outcome IS NULL";
}

impl Store {
    /// Does what is left of an act to those who still are as they were reviewed, for the reason that is recorded with each
    /// decision. A piece that fails is tried again one by one, and whoever cannot be changed is left out. Sent twice, or at
    /// once by two, it is done once. What became of all of them; `None` where the event knows of no such act.
    ///
    /// # Errors
    /// The database cannot be read or written to at all; what was done by then stays, and can be gone on with.
    pub async fn carry_out(
        &self,
        event: Id,
        bulk: Id,
        decided: Decided,
        terms: Terms,
    ) -> Result<Option<Bulk>, StoreError> {
        let Some(found) = self.bulk(event, bulk).await? else { return Ok(None) };
        let work = Work { event, bulk, act: found.act, decided, terms, tags: found.tags };
        loop {
            match self.piece(&work, PIECE).await {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    tracing::warn!(%error, %bulk, "a piece of an act on many registrations failed; each is tried alone");
                    self.each_alone(&work).await?;
                }
            }
        }
        while self.settle_places(event, terms, work.decided.at).await? {}
        self.bulk(event, bulk).await
    }

    /// A piece; whether there may be more.
    async fn piece(&self, work: &Work, most: u32) -> Result<bool, StoreError> {
        let work = work.clone();
        self.engine.write(move |connection| Box::pin(async move { piece(connection, &work, most).await })).await
    }

    /// As many as a piece has, each in a transaction of its own.
    async fn each_alone(&self, work: &Work) -> Result<(), StoreError> {
        for _ in 0..PIECE {
            let Err(error) = self.piece(work, 1).await else { continue };
            let (bulk, event) = (work.bulk, work.event);
            tracing::error!(%error, %bulk, "a registration could not be changed");
            let marked = self.engine.write(move |connection| {
                Box::pin(async move {
                    places::hold(connection, event).await?;
                    let next = connection.fetch_one(OPEN, values![bulk, 1_u32]).await?;
                    if let Some(row) = &next {
                        mark(connection, bulk, row.parsed("registration_id")?, "failed").await?;
                    }
                    Ok(next.is_some())
                })
            });
            // Nobody is left on whom it could be: trying again would never end.
            if !marked.await? {
                return Err(error);
            }
        }
        Ok(())
    }
}

/// What is to be done.
#[derive(Debug, Clone)]
struct Work {
    event: Id,
    bulk: Id,
    act: BulkAct,
    tags: Vec<Slug>,
    decided: Decided,
    terms: Terms,
}

async fn piece(connection: &mut Connection<'_>, work: &Work, most: u32) -> Result<bool, StoreError> {
    // Whoever else carries the same act out waits here, and finds afterwards what is left.
    places::hold(connection, work.event).await?;
    let rows = connection.fetch(OPEN, values![work.bulk, most]).await?;
    for row in &rows {
        let (registration, reviewed) =
            (row.parsed("registration_id")?, row.named("state", RegistrationState::from_name)?);
        let outcome = if one(connection, work, registration, reviewed).await? { "changed" } else { "passed_over" };
        mark(connection, work.bulk, registration, outcome).await?;
    }
    if connection.fetch_one(OPEN, values![work.bulk, 1_u32]).await?.is_some() {
        return Ok(true);
    }
    // Only now: what became free is not offered to somebody who is about to be decided about.
    list::hand_out(connection, work.event, &work.terms, work.decided.at).await?;
    Ok(false)
}

/// Does it to one; whether that changed it. Not to one that is no longer as it was reviewed.
async fn one(
    connection: &mut Connection<'_>,
    work: &Work,
    registration: Id,
    reviewed: RegistrationState,
) -> Result<bool, StoreError> {
    let Some(found) = by_id(connection, registration).await?.filter(|found| found.event == work.event) else {
        return Ok(false);
    };
    let verdict = work.act.verdict(&work.tags, found.state, &found.tags);
    if found.state != reviewed || verdict != Verdict::Changes {
        return Ok(false);
    }
    match work.act.decision() {
        Some(decision) => Ok(take(connection, &found, decision, &work.decided, &work.terms).await?.is_some()),
        None => {
            tags::set(connection, work.event, registration, &work.act.tagged(&work.tags, &found.tags)).await?;
            Ok(true)
        }
    }
}

async fn mark(connection: &mut Connection<'_>, bulk: Id, registration: Id, outcome: &str) -> Result<(), StoreError> {
    connection.execute(MARK, values![bulk, registration, outcome]).await.map(|_| ())
}

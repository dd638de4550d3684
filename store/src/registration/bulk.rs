//! Acts on many registrations: who was chosen is written down with the state in which they were, reviewed, and then done in
//! pieces, each in one transaction that holds the event's count. Whatever was done is marked in the same transaction, so
//! that nothing is done twice, whoever asks twice.

use domain::content::Id;
use domain::registration::bulk::{BulkAct, Verdict};
use domain::registration::{ListFilter, ListOrder, RegistrationState};
use domain::slug::Slug;
use domain::time::Instant;

use super::{Registration, listed, tags};
use crate::Store;
use crate::connection::{Connection, Row, Value, statements, values};
use crate::error::StoreError;

/// Registrations that are written down at once.
const PAGE: u32 = 500;
/// For how long it is kept who was chosen.
const KEPT_MINUTES: i64 = 7 * 24 * 60;

statements! {
    BEGIN = "INSERT INTO registration_bulk (id, event_id, act, tags, created_at) VALUES ($1, $2, $3, $4, $5)";
    FORGET = "DELETE FROM registration_bulk WHERE created_at < $1";
    // $2 is a JSON array with an array for each row.
    CHOOSE = "INSERT INTO registration_bulk_item (bulk_id, registration_id, state, verdict, turn)
        SELECT $1, value ->> 0, value ->> 1, value ->> 2, value ->> 3
        FROM json_each($2) WHERE true ON CONFLICT (bulk_id, registration_id) DO NOTHING",
        postgres "INSERT INTO registration_bulk_item (bulk_id, registration_id, state, verdict, turn)
        SELECT $1, value ->> 0, value ->> 1, value ->> 2, (value ->> 3)::bigint
        FROM json_array_elements($2::text::json) AS rows (value) ON CONFLICT (bulk_id, registration_id) DO NOTHING";
    FIND = "SELECT act, tags FROM registration_bulk WHERE id = $1 AND event_id = $2";
    COUNTS = "SELECT state, verdict, outcome, count(*) AS number FROM registration_bulk_item WHERE bulk_id = $1
        GROUP BY state, verdict, outcome ORDER BY state, verdict, outcome";
}

/// Which registrations are chosen.
#[derive(Debug, Clone)]
pub enum Chosen {
    /// Those with these identities, at most 500; others than the event's are left out.
    These(Vec<Id>),
    /// All that a list finds, on all its pages.
    All(ListFilter, ListOrder),
}

/// Who was chosen for an act, and what became of them so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bulk {
    /// The act.
    pub act: BulkAct,
    /// Tags that it gives or takes.
    pub tags: Vec<Slug>,
    /// How many were in each state when they were chosen, and whether it would change them.
    pub chosen: Vec<(RegistrationState, Verdict, u32)>,
    /// How many are still to be done.
    pub open: u32,
    /// How many were changed.
    pub changed: u32,
    /// How many were not any more as they had been reviewed, and were left as they were.
    pub passed_over: u32,
    /// How many could not be changed, because the database failed.
    pub failed: u32,
}

impl Store {
    /// Writes down who is chosen for an act on registrations of an event, and changes nothing yet. What was written down
    /// a week ago is forgotten.
    ///
    /// # Errors
    /// The database cannot be read or written to.
    pub async fn choose(
        &self,
        event: Id,
        (act, tags): (BulkAct, Vec<Slug>),
        chosen: Chosen,
        now: Instant,
    ) -> Result<Id, StoreError> {
        let bulk = Id::new_v4();
        let kept = tags::kept(&tags);
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    connection.execute(FORGET, values![now.plus_minutes(-KEPT_MINUTES)]).await?;
                    connection.execute(BEGIN, values![bulk, event, act.name(), kept, now]).await.map(|_| ())
                })
            })
            .await?;
        match chosen {
            Chosen::These(ids) => {
                let found = self
                    .engine
                    .read(move |connection| Box::pin(async move { listed::in_order(connection, &ids).await }))
                    .await?;
                self.write_down(bulk, event, act, &tags, found).await?;
            }
            Chosen::All(filter, order) => {
                let mut after = None;
                loop {
                    let page = self.listed(event, &filter, order, PAGE, after).await?;
                    let Some(last) = page.last() else { break };
                    after = Some(last.id);
                    self.write_down(bulk, event, act, &tags, page).await?;
                }
            }
        }
        Ok(bulk)
    }

    async fn write_down(
        &self,
        bulk: Id,
        event: Id,
        act: BulkAct,
        tags: &[Slug],
        found: Vec<Registration>,
    ) -> Result<(), StoreError> {
        let own = found.iter().filter(|found| found.event == event);
        let rows = own.map(|found| {
            let verdict = act.verdict(tags, found.state, &found.tags);
            values![found.id, found.state.name(), verdict.name(), i64::from(act.turn(found.state))]
        });
        let rows = Value::json(&rows.collect::<Vec<_>>())?;
        self.engine
            .write(move |connection| {
                Box::pin(async move { connection.execute(CHOOSE, vec![bulk.into(), rows]).await.map(|_| ()) })
            })
            .await
    }

    /// Who was chosen for an act on registrations of that event; `None` if that is not known, or not any more.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn bulk(&self, event: Id, bulk: Id) -> Result<Option<Bulk>, StoreError> {
        self.engine.read(move |connection| Box::pin(async move { find(connection, event, bulk).await })).await
    }
}

async fn find(connection: &mut Connection<'_>, event: Id, bulk: Id) -> Result<Option<Bulk>, StoreError> {
    let Some(row) = connection.fetch_one(FIND, values![bulk, event]).await? else { return Ok(None) };
    let mut found = Bulk {
        act: row.named("act", BulkAct::from_name)?,
        tags: tags::read(&row.text("tags")?),
        chosen: Vec::new(),
        open: 0,
        changed: 0,
        passed_over: 0,
        failed: 0,
    };
    for row in connection.fetch(COUNTS, values![bulk]).await? {
        count(&mut found, &row)?;
    }
    Ok(Some(found))
}

fn count(found: &mut Bulk, row: &Row) -> Result<(), StoreError> {
    let (state, verdict) =
        (row.named("state", RegistrationState::from_name)?, row.named("verdict", Verdict::from_name)?);
    let number: u32 = row.number("number")?;
    match found.chosen.iter_mut().find(|(known, other, _)| (*known, *other) == (state, verdict)) {
        Some((.., total)) => *total += number,
        None => found.chosen.push((state, verdict, number)),
    }
    match row.optional_text("outcome")?.as_deref() {
        Some("changed") => found.changed += number,
        Some("passed_over") => found.passed_over += number,
        Some(_) => found.failed += number,
        None if verdict == Verdict::Changes => found.open += number,
        None => {}
    }
    Ok(())
}

//! An event's registrations for those who work here, page by page.

use domain::content::Id;
use domain::registration::RegistrationState;
use domain::time::Instant;

use super::{Registration, by_id};
use crate::Store;
use crate::connection::{Row, Statement, statements, values};
use crate::error::StoreError;

/// Most registrations on one page.
const PAGE: u32 = 200;

statements! {
    ALL = "SELECT id, created_at AS at FROM registration WHERE event_id = $1
        AND created_at >= $2 AND (created_at > $2 OR id > $3) ORDER BY created_at, id LIMIT $4",
        postgres "SELECT id, created_at AS at FROM registration WHERE event_id = $1
        AND created_at >= $2 AND (created_at > $2 OR id COLLATE \"C\" > $3)
        ORDER BY created_at, id COLLATE \"C\" LIMIT $4";
    ON_LIST = "SELECT id, entered_at AS at FROM registration WHERE event_id = $1
        AND state IN ('joining', 'waiting', 'offered')
        AND entered_at >= $2 AND (entered_at > $2 OR id > $3) ORDER BY entered_at, id LIMIT $4",
        postgres "SELECT id, entered_at AS at FROM registration WHERE event_id = $1
        AND state IN ('joining', 'waiting', 'offered')
        AND entered_at >= $2 AND (entered_at > $2 OR id COLLATE \"C\" > $3)
        ORDER BY entered_at, id COLLATE \"C\" LIMIT $4";
    COUNTS = "SELECT state, count(*) AS number FROM registration WHERE event_id = $1 GROUP BY state";
}

/// Which registrations are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    /// All, in the order in which they came.
    All,
    /// Those who wait or have an offer, in the order of the list.
    WaitingList,
}

impl ListKind {
    fn statement(self) -> Statement {
        match self {
            Self::All => ALL,
            Self::WaitingList => ON_LIST,
        }
    }
}

/// Where a page of a list ends; the next one begins after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Time of the last entry.
    pub at: Instant,
    /// Its identity.
    pub id: Id,
}

/// How many registrations of an event are in each state; those that none is in are left out.
pub type StateCounts = Vec<(RegistrationState, u32)>;

impl Store {
    /// Registrations of an event: the first `limit` (at most 200), or those after the cursor. Each comes with the cursor
    /// that leads to the ones after it.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn registrations(
        &self,
        event: Id,
        kind: ListKind,
        limit: u32,
        after: Option<Cursor>,
    ) -> Result<Vec<(Cursor, Registration)>, StoreError> {
        let (at, id) = after
            .map_or((Instant::from_milliseconds(i64::MIN), String::new()), |cursor| (cursor.at, cursor.id.to_string()));
        let values = values![event, at, id, limit.min(PAGE)];
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let rows = connection.fetch(kind.statement(), values).await?;
                    let mut page = Vec::with_capacity(rows.len());
                    for row in &rows {
                        let cursor = Cursor { at: row.instant("at")?, id: row.parsed("id")? };
                        let found = by_id(connection, cursor.id).await?;
                        page.extend(found.map(|found| (cursor, found)));
                    }
                    Ok(page)
                })
            })
            .await
    }

    /// How many registrations of an event are in each state, in the order of the states.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn state_counts(&self, event: Id) -> Result<StateCounts, StoreError> {
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let rows = connection.fetch(COUNTS, values![event]).await?;
                    let mut counts = rows.iter().map(count).collect::<Result<StateCounts, StoreError>>()?;
                    counts.sort_unstable();
                    Ok(counts)
                })
            })
            .await
    }
}

fn count(row: &Row) -> Result<(RegistrationState, u32), StoreError> {
    Ok((row.named("state", RegistrationState::from_name)?, row.number("number")?))
}

//! How many registrations there are, and what is still to be filled in about those of an earlier version.

use domain::content::Id;
use domain::registration::RegistrationState;
use domain::registration::listing::{found_by, name_key};

use crate::Store;
use crate::connection::{Row, statements, values};
use crate::error::StoreError;

/// Most rows that are filled in with one transaction.
const BATCH: u32 = 200;

statements! {
    COUNTS = "SELECT state, count(*) AS number FROM registration WHERE event_id = $1 GROUP BY state";
    COUNTS_OF_ALL = "SELECT event_id, state, count(*) AS number FROM registration GROUP BY event_id, state";
    TO_FILL_IN = "SELECT id, name, email, organisation FROM registration WHERE found_by = '' LIMIT $1";
    FILL_IN = "UPDATE registration SET name_key = $2, found_by = $3 WHERE id = $1 AND found_by = ''";
}

/// How many registrations of an event are in each state; those that none is in are left out.
pub type StateCounts = Vec<(RegistrationState, u32)>;

impl Store {
    /// How many registrations of an event are in each state, in the order of the states.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn state_counts(&self, event: Id) -> Result<StateCounts, StoreError> {
        self.engine
            .read(move |connection| {
                Box::pin(async move { in_states(&connection.fetch(COUNTS, values![event]).await?) })
            })
            .await
    }

    /// How many registrations of each event are in each state; events without any are left out.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn counts_of_events(&self) -> Result<Vec<(Id, RegistrationState, u32)>, StoreError> {
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let rows = connection.fetch(COUNTS_OF_ALL, values![]).await?;
                    rows.iter()
                        .map(|row| count(row).and_then(|(state, number)| Ok((row.parsed("event_id")?, state, number))))
                        .collect()
                })
            })
            .await
    }

    /// Fills in by what registrations of an earlier version are found and sorted; whether there may be others.
    ///
    /// # Errors
    /// The database cannot be written to. What was done by then stays.
    pub async fn fill_in_registrations(&self) -> Result<bool, StoreError> {
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let rows = connection.fetch(TO_FILL_IN, values![BATCH]).await?;
                    for row in &rows {
                        let (id, name, organisation) =
                            (row.parsed("id")?, row.text("name")?, row.optional_text("organisation")?);
                        let found_by = found_by(id, &name, &row.text("email")?, organisation.as_deref());
                        connection.execute(FILL_IN, values![id, name_key(&name), found_by]).await?;
                    }
                    Ok(u32::try_from(rows.len()).is_ok_and(|count| count == BATCH))
                })
            })
            .await
    }
}

/// Of each state how many, in the order of the states.
pub(super) fn in_states(rows: &[Row]) -> Result<StateCounts, StoreError> {
    let mut counts = rows.iter().map(count).collect::<Result<StateCounts, StoreError>>()?;
    counts.sort_unstable();
    Ok(counts)
}

fn count(row: &Row) -> Result<(RegistrationState, u32), StoreError> {
    Ok((row.named("state", RegistrationState::from_name)?, row.number("number")?))
}

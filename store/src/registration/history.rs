//! What happened to a registration, step by step: written by the one place that takes steps, in its transaction.

use domain::content::Id;
use domain::registration::{Cause, RegistrationState};
use domain::time::Instant;

use super::Registration;
use crate::Store;
use crate::connection::{Connection, Row, statements, values};
use crate::error::StoreError;

/// Most steps that are told; nobody comes and goes so often.
const MOST: u32 = 200;

statements! {
    NOTE = "INSERT INTO registration_step (registration_id, cause, from_state, to_state, taken_at)
        VALUES ($1, $2, $3, $4, $5)";
    // A decision is recorded at the instant of its step, and named after its cause: 'promote', 'editor_promotes'.
    HISTORY = "SELECT step.cause, step.from_state, step.to_state, step.taken_at, decision.decided_by, decision.reason
        FROM registration_step AS step LEFT JOIN registration_decision AS decision
            ON decision.registration_id = step.registration_id AND decision.decided_at = step.taken_at
            AND step.cause = 'editor_' || decision.decision || 's'
        WHERE step.registration_id = $1 ORDER BY step.number LIMIT $2";
    FORGET = "DELETE FROM registration_step WHERE registration_id = $1";
}

/// A step that a registration took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryStep {
    /// Why; `None` where a later version wrote it.
    pub cause: Option<Cause>,
    /// State before.
    pub from: RegistrationState,
    /// State after.
    pub to: RegistrationState,
    /// When.
    pub at: Instant,
    /// Who decided it and for what reason, where somebody did.
    pub decided: Option<(String, String)>,
}

impl Store {
    /// The steps of a registration after it was made, oldest first, at most 200. What happened before steps were kept is
    /// not among them.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn registration_history(&self, registration: Id) -> Result<Vec<HistoryStep>, StoreError> {
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    connection.fetch(HISTORY, values![registration, MOST]).await?.iter().map(read).collect()
                })
            })
            .await
    }
}

/// Keeps a step.
pub(super) async fn note(
    connection: &mut Connection<'_>,
    found: &Registration,
    cause: Cause,
    to: RegistrationState,
    now: Instant,
) -> Result<(), StoreError> {
    let row = values![found.id, cause.name(), found.state.name(), to.name(), now];
    connection.execute(NOTE, row).await.map(|_| ())
}

/// Forgets all steps of a registration.
pub(super) async fn forget(connection: &mut Connection<'_>, registration: Id) -> Result<(), StoreError> {
    connection.execute(FORGET, values![registration]).await.map(|_| ())
}

fn read(row: &Row) -> Result<HistoryStep, StoreError> {
    let by = row.optional_text("decided_by")?;
    Ok(HistoryStep {
        cause: Cause::from_name(&row.text("cause")?),
        from: row.named("from_state", RegistrationState::from_name)?,
        to: row.named("to_state", RegistrationState::from_name)?,
        at: row.instant("taken_at")?,
        decided: by.zip(row.optional_text("reason")?),
    })
}

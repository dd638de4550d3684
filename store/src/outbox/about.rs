//! What waits in the outbox about a registration, for whoever changes what it says.

use domain::content::Id;
use domain::mail::{Lead, Letter, Told};
use domain::time::Instant;

use super::StoredPayload;
use crate::connection::{Connection, Row, statements, values};
use crate::error::StoreError;

statements! {
    LAST_NEWS = "SELECT number, payload, created_at, sent_at, dead_at, dropped_at FROM outbox WHERE registration_id = $1
        AND kind IN ('moved', 'event_cancelled', 'event_postponed', 'recording_available')
        ORDER BY number DESC LIMIT 1";
    TAKE_BACK = "DELETE FROM outbox WHERE number = $1 AND sent_at IS NULL AND locked_until IS NULL";
    REMINDERS = "SELECT number, payload, due_at FROM outbox WHERE registration_id = $1 AND kind = 'reminder'
        AND sent_at IS NULL AND dead_at IS NULL AND dropped_at IS NULL";
    SET_DUE = "UPDATE outbox SET due_at = $2 WHERE number = $1 AND sent_at IS NULL";
    MOVE = "UPDATE outbox SET due_at = due_at + $2 WHERE kind = 'reminder' AND sent_at IS NULL AND dead_at IS NULL
        AND dropped_at IS NULL AND registration_id IN (SELECT id FROM registration WHERE event_id = $1)";
    DROP_PASSED = "UPDATE outbox SET dropped_at = $2, last_error = 'overtaken' WHERE kind = 'reminder' AND due_at <= $2
        AND sent_at IS NULL AND dead_at IS NULL AND dropped_at IS NULL AND locked_until IS NULL
        AND registration_id IN (SELECT id FROM registration WHERE event_id = $1)";
}

/// The last letter to somebody that told a change of the event.
pub(crate) struct LastNews {
    pub(crate) number: i64,
    /// What they knew before it.
    pub(crate) before: Told,
    /// When it was written.
    pub(crate) created: Instant,
    /// When it was sent, if it was.
    pub(crate) sent: Option<Instant>,
    /// Whether it is still to be sent.
    pub(crate) waits: bool,
}

/// The last letter about a registration that told a change.
pub(crate) async fn last_news(
    connection: &mut Connection<'_>,
    registration: Id,
) -> Result<Option<LastNews>, StoreError> {
    let Some(row) = connection.fetch_one(LAST_NEWS, values![registration]).await? else { return Ok(None) };
    let (_, Letter::News { before, .. }) = row.json::<StoredPayload>("payload")?.read() else { return Ok(None) };
    let over = |column| Ok::<bool, StoreError>(row.optional_instant(column)?.is_some());
    let waits = !(over("sent_at")? || over("dead_at")? || over("dropped_at")?);
    let (number, created) = (row.integer("number")?, row.instant("created_at")?);
    Ok(Some(LastNews { number, before, created, sent: row.optional_instant("sent_at")?, waits }))
}

/// Takes a letter that was not sent out of the outbox; false if it is being sent.
pub(crate) async fn take_back(connection: &mut Connection<'_>, number: i64) -> Result<bool, StoreError> {
    Ok(connection.execute(TAKE_BACK, values![number]).await? > 0)
}

/// A reminder that waits.
pub(crate) struct WaitingReminder {
    pub(crate) number: i64,
    pub(crate) lead: Lead,
    pub(crate) due: Instant,
}

/// The reminders of a registration that wait.
pub(crate) async fn waiting_reminders(
    connection: &mut Connection<'_>,
    registration: Id,
) -> Result<Vec<WaitingReminder>, StoreError> {
    let rows = connection.fetch(REMINDERS, values![registration]).await?;
    let reminder = |row: &Row| {
        let (number, due) = (row.integer("number")?, row.instant("due_at")?);
        let (_, letter) = row.json::<StoredPayload>("payload")?.read();
        let lead = if let Letter::Reminder { lead, .. } = letter { Some(lead) } else { None };
        Ok(lead.map(|lead| WaitingReminder { number, lead, due }))
    };
    rows.iter().filter_map(|row| reminder(row).transpose()).collect()
}

/// Sends a mail at another time.
pub(crate) async fn set_due(connection: &mut Connection<'_>, number: i64, due: Instant) -> Result<(), StoreError> {
    connection.execute(SET_DUE, values![number, due]).await.map(|_| ())
}

/// Moves the reminders of an event that was moved by so many milliseconds. What would have been due by now is not sent:
/// people are told that it was moved.
pub(crate) async fn move_reminders(
    connection: &mut Connection<'_>,
    event: Id,
    milliseconds: i64,
    now: Instant,
) -> Result<(), StoreError> {
    if milliseconds == 0 {
        return Ok(());
    }
    connection.execute(MOVE, values![event, milliseconds]).await?;
    connection.execute(DROP_PASSED, values![event, now]).await.map(|_| ())
}

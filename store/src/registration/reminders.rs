//! Reminders of an event that is near: rows of the outbox, made in the transaction in which the person comes to take part,
//! so that they are there or the step was not taken. They hold no links; whether they still hold is asked when they leave.

use domain::content::Id;
use domain::mail::{Lead, Letter, reminders};
use domain::registration::waiting::Terms;
use domain::time::Instant;

use super::{Purpose, Registration, by_id, by_letter, by_token};
use crate::connection::{Connection, statements, values};
use crate::error::StoreError;
use crate::outbox::{self, NewMail};
use crate::{Store, token};

/// Most people who are looked at in one transaction.
const BATCH: u32 = 50;

statements! {
    STOP = "UPDATE registration SET reminders_stopped_at = $2 WHERE id = $1 AND reminders_stopped_at IS NULL";
    RESUME = "UPDATE registration SET reminders_stopped_at = NULL WHERE id = $1";
    // Confirmed before there were reminders, by an older server.
    NEVER = "SELECT id FROM registration WHERE event_id = $1 AND state = 'confirmed' AND id > $2
        AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.registration_id = registration.id AND outbox.kind = 'reminder')
        ORDER BY id LIMIT $3",
        postgres "SELECT id FROM registration WHERE event_id = $1 AND state = 'confirmed' AND id COLLATE \"C\" > $2
        AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.registration_id = registration.id AND outbox.kind = 'reminder')
        ORDER BY id COLLATE \"C\" LIMIT $3";
}

impl Store {
    /// The registration of a letter about it, by the token of the letter's links about letters.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn registration_by_letter(&self, token: &str) -> Result<Option<Registration>, StoreError> {
        let token = token.to_owned();
        self.engine.read(move |connection| Box::pin(async move { by_letter(connection, &token).await })).await
    }

    /// Stops the reminders of the event that a letter was about, or has them sent again; `None` for an unknown token. Doing
    /// it twice is doing it once.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn stop_reminders(
        &self,
        token: &str,
        stop: bool,
        now: Instant,
    ) -> Result<Option<Registration>, StoreError> {
        let token = token.to_owned();
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let found = by_letter(connection, &token).await?;
                    set_stopped(connection, found, stop, now).await
                })
            })
            .await
    }

    /// The same, by the token of the link to see and cancel a registration.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn stop_reminders_of_registration(
        &self,
        token: &str,
        stop: bool,
        now: Instant,
    ) -> Result<Option<Registration>, StoreError> {
        let hash = token::hash(token);
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let found = by_token(connection, hash, Purpose::Manage).await?;
                    set_stopped(connection, found, stop, now).await
                })
            })
            .await
    }

    /// Writes the reminders of an event to some of those who have a place and were never to be reminded, because they
    /// confirmed before there were reminders: those whose identity follows `after`, in the order of identities. The last who
    /// was looked at, or `None` once there is nobody more. Doing it again adds nothing.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn add_missing_reminders(
        &self,
        event: Id,
        terms: Terms,
        after: Option<Id>,
        now: Instant,
    ) -> Result<Option<Id>, StoreError> {
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let rows = connection.fetch(NEVER, values![event, after, BATCH]).await?;
                    let mut last = None;
                    for row in &rows {
                        let id = row.parsed("id")?;
                        if let Some(holder) = by_id(connection, id).await? {
                            remind(connection, &holder, &terms, now).await?;
                        }
                        last = Some(id);
                    }
                    Ok(last)
                })
            })
            .await
    }
}

async fn set_stopped(
    connection: &mut Connection<'_>,
    found: Option<Registration>,
    stop: bool,
    now: Instant,
) -> Result<Option<Registration>, StoreError> {
    let Some(found) = found else { return Ok(None) };
    if stop {
        connection.execute(STOP, values![found.id, now]).await?;
    } else {
        connection.execute(RESUME, values![found.id]).await?;
    }
    by_id(connection, found.id).await
}

/// Writes the reminders that are still to come to somebody who has just come to take part.
pub(super) async fn remind(
    connection: &mut Connection<'_>,
    of: &Registration,
    terms: &Terms,
    now: Instant,
) -> Result<(), StoreError> {
    if !terms.takes_place {
        return Ok(());
    }
    for (lead, due) in reminders(terms.start, terms.has_hours, now, of.id.as_u128()) {
        outbox::put(connection, &reminder(of, terms.start, lead, due), now).await?;
    }
    Ok(())
}

/// Has somebody who takes part reminded of an event that begins at `start`, whenever it was to begin before: those that
/// wait are sent at their new time, and those that became possible are added.
pub(super) async fn keep(
    connection: &mut Connection<'_>,
    of: &Registration,
    start: Instant,
    has_hours: bool,
    now: Instant,
) -> Result<(), StoreError> {
    let waiting = outbox::waiting_reminders(connection, of.id).await?;
    for (lead, due) in reminders(start, has_hours, now, of.id.as_u128()) {
        match waiting.iter().find(|waiting| waiting.lead == lead) {
            Some(waiting) if waiting.due == due => {}
            Some(waiting) => outbox::set_due(connection, waiting.number, due).await?,
            None => outbox::put(connection, &reminder(of, start, lead, due), now).await.map(|_| ())?,
        }
    }
    Ok(())
}

fn reminder(of: &Registration, start: Instant, lead: Lead, due: Instant) -> NewMail {
    NewMail {
        to: of.email.clone(),
        letter: Letter::Reminder { registration: of.id, lead, manage_token: String::new() },
        due,
        // Once for each start: of an event that is put off after they were sent, people are reminded anew.
        dedupe_key: format!("reminder:{}:{}:{}", of.id, lead.name(), start.milliseconds()),
        registration: Some(of.id),
    }
}

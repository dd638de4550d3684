//! Tells those who registered what has changed of an event: in pieces, so that thousands hold nobody else up, each person
//! once, and only the difference between what they know and what is true.

use domain::content::Id;
use domain::mail::{Changes, Letter, News, news};
use domain::registration::RegistrationState;
use domain::time::Instant;

use super::{Registration, by_id, reminders};
use crate::Store;
use crate::connection::{Connection, Row, statements, values};
use crate::error::StoreError;
use crate::outbox::{self, LastNews, NewMail};

/// Most people who are looked at in one transaction.
const BATCH: u32 = 50;

statements! {
    NEXT = "SELECT min(due_at) AS due FROM event_change";
    DUE = "SELECT event_id, changes, release_number, told_created, told_id FROM event_change
        WHERE due_at <= $1 ORDER BY due_at, event_id LIMIT 1",
        postgres "SELECT event_id, changes, release_number, told_created, told_id FROM event_change
        WHERE due_at <= $1 ORDER BY due_at, event_id LIMIT 1 FOR UPDATE";
    // Nobody whose address is not proven.
    HOLDERS = "SELECT id, created_at FROM registration WHERE event_id = $1
        AND state IN ('waiting', 'offered', 'confirmed', 'attended')
        AND created_at >= $2 AND (created_at > $2 OR id > $3) ORDER BY created_at, id LIMIT $4",
        postgres "SELECT id, created_at FROM registration WHERE event_id = $1
        AND state IN ('waiting', 'offered', 'confirmed', 'attended')
        AND created_at >= $2 AND (created_at > $2 OR id COLLATE \"C\" > $3)
        ORDER BY created_at, id COLLATE \"C\" LIMIT $4";
    GO_ON = "UPDATE event_change SET told_created = $2, told_id = $3 WHERE event_id = $1";
    DONE = "DELETE FROM event_change WHERE event_id = $1";
}

impl Store {
    /// Writes to some of those who are to be told at `now` that an event has changed; whether that may not have been all.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn tell_event_changes(&self, now: Instant) -> Result<bool, StoreError> {
        self.engine.write(move |connection| Box::pin(tell(connection, now))).await
    }

    /// When the next change is to be told; `None` while there is none.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn next_event_change(&self) -> Result<Option<Instant>, StoreError> {
        let row = self.engine.read(|connection| Box::pin(async { connection.fetch_one(NEXT, values![]).await }));
        row.await?.map_or(Ok(None), |row| row.optional_instant("due"))
    }
}

async fn tell(connection: &mut Connection<'_>, now: Instant) -> Result<bool, StoreError> {
    let Some(due) = connection.fetch_one(DUE, values![now]).await? else { return Ok(false) };
    let (event, release): (Id, i64) = (due.parsed("event_id")?, due.integer("release_number")?);
    let changes: Changes = due.json("changes")?;
    let from = values![event, due.instant("told_created")?, due.text("told_id")?, BATCH];
    let rows: Vec<Row> = connection.fetch(HOLDERS, from).await?;
    for row in &rows {
        if let Some(holder) = by_id(connection, row.parsed("id")?).await? {
            tell_one(connection, &changes, release, &holder, now).await?;
        }
    }
    match rows.last().filter(|_| u32::try_from(rows.len()).is_ok_and(|length| length == BATCH)) {
        Some(last) => connection.execute(GO_ON, values![event, last.instant("created_at")?, last.text("id")?]).await?,
        None => connection.execute(DONE, values![event]).await?,
    };
    Ok(true)
}

async fn tell_one(
    connection: &mut Connection<'_>,
    changes: &Changes,
    release: i64,
    to: &Registration,
    now: Instant,
) -> Result<(), StoreError> {
    if let Some((start, has_hours)) = changes.begins.filter(|_| to.state == RegistrationState::Confirmed) {
        reminders::keep(connection, to, start, has_hours, now).await?;
    }
    // Their other letters say when it is, too.
    let mut since = to.turned.map_or(to.created, |turned| turned.max(to.created));
    let mut known = None;
    match outbox::last_news(connection, to.id).await? {
        Some(LastNews { sent: Some(sent), .. }) => since = since.max(sent),
        Some(last) => {
            // Not sent: then they still know what they knew before it, and one letter tells all of it. What is being sent
            // at this moment tells the truth by itself.
            if last.waits && !outbox::take_back(connection, last.number).await? {
                return Ok(());
            }
            known = Some(last.before).filter(|_| last.created >= since);
        }
        None => {}
    }
    let known = known.unwrap_or_else(|| changes.known_since(since).clone());
    let news = news(&known, &changes.truth, now).filter(|news| *news != News::Recording || to.state.takes_part());
    let Some(news) = news else { return Ok(()) };
    let mail = NewMail {
        to: to.email.clone(),
        letter: Letter::News { news, registration: to.id, before: known, manage_token: String::new() },
        due: now,
        dedupe_key: format!("news:{}:{release}", to.id),
        registration: Some(to.id),
    };
    outbox::put(connection, &mail, now).await.map(|_| ())
}

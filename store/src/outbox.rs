//! Mail to be sent: a row in the transaction of its cause, so that nothing is promised that is not on its way.

use domain::content::Id;
use domain::time::Instant;
use serde::{Deserialize, Serialize};

use crate::Store;
use crate::changes::Change;
use crate::connection::{Connection, Row, Value, statements, values};
use crate::error::StoreError;
use crate::registration::MailDraft;

/// Most mails in one page of a list.
const PAGE: u32 = 200;

statements! {
    INSERT = "INSERT INTO outbox (id, kind, dedupe_key, payload, created_at, due_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (dedupe_key) DO NOTHING";
    LIST = "SELECT number, id, kind, payload, created_at, due_at, attempts, last_error, sent_at FROM outbox
        WHERE number < $1 ORDER BY number DESC LIMIT $2";
}

/// A mail in the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxMail {
    /// Place in the order of writing; the key of paging.
    pub number: i64,
    /// Random identity, from which a Message-ID can be made that stays the same when sending is repeated.
    pub id: Id,
    /// What caused it.
    pub kind: String,
    /// Receiver's address.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Body, plain text.
    pub text: String,
    /// When it was written.
    pub created: Instant,
    /// When it is to be sent.
    pub due: Instant,
    /// How often sending was tried.
    pub attempts: u32,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
    /// When it was sent.
    pub sent: Option<Instant>,
}

impl Store {
    /// Mails, newest first: the first `limit` (at most 200), or those before the mail with that number.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn outbox(&self, limit: u32, before: Option<i64>) -> Result<Vec<OutboxMail>, StoreError> {
        let limit = limit.min(PAGE);
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let rows = connection.fetch(LIST, values![before.unwrap_or(i64::MAX), limit]).await?;
                    rows.iter().map(mail).collect()
                })
            })
            .await
    }
}

/// Puts a mail into the outbox, once per key; whether it was new.
pub(crate) async fn put(
    connection: &mut Connection<'_>,
    kind: &str,
    dedupe_key: String,
    draft: &MailDraft,
    now: Instant,
) -> Result<bool, StoreError> {
    let mut row = values![Id::new_v4(), kind, dedupe_key];
    row.push(Value::json(&Payload { to: &draft.to, subject: &draft.subject, text: &draft.text })?);
    row.extend(values![now, now]);
    let is_new = connection.execute(INSERT, row).await? > 0;
    if is_new {
        connection.announce(Change::Outbox);
    }
    Ok(is_new)
}

#[derive(Serialize)]
struct Payload<'a> {
    to: &'a str,
    subject: &'a str,
    text: &'a str,
}

#[derive(Deserialize)]
struct StoredPayload {
    to: String,
    subject: String,
    text: String,
}

fn mail(row: &Row) -> Result<OutboxMail, StoreError> {
    let StoredPayload { to, subject, text } = row.json("payload")?;
    Ok(OutboxMail {
        number: row.integer("number")?,
        id: row.parsed("id")?,
        kind: row.text("kind")?,
        to,
        subject,
        text,
        created: row.instant("created_at")?,
        due: row.instant("due_at")?,
        attempts: row.number("attempts")?,
        last_error: row.optional_text("last_error")?,
        sent: row.optional_instant("sent_at")?,
    })
}

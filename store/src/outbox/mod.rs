//! Mail to be sent: a row in the transaction of its cause, so that nothing is promised that is not on its way. Who sends it
//! claims it first, see [`sending`].

mod about;
mod sending;
mod words;

use domain::content::Id;
use domain::mail::Letter;
use domain::time::Instant;
use serde::{Deserialize, Serialize};

use crate::Store;
use crate::changes::Change;
use crate::connection::{Connection, Row, Statement, Value, statements, values};
use crate::error::StoreError;

pub(crate) use about::{LastNews, last_news, move_reminders, set_due, take_back, waiting_reminders};
pub use sending::{ClaimedMail, NextMail};
pub use words::{WordsChange, WordsEdit};

/// Most mails in one page of a list.
const PAGE: u32 = 200;

statements! {
    // $1 is a JSON array with an array for each row.
    INSERT = "INSERT INTO outbox (id, kind, dedupe_key, payload, created_at, due_at, registration_id, lane, domain)
        SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
        value ->> 8 FROM json_each($1) WHERE true ON CONFLICT (dedupe_key) DO NOTHING",
        postgres "INSERT INTO outbox (id, kind, dedupe_key, payload, created_at, due_at, registration_id, lane, domain)
        SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, (value ->> 4)::bigint, (value ->> 5)::bigint,
        value ->> 6, (value ->> 7)::bigint, value ->> 8
        FROM json_array_elements($1::text::json) AS rows (value) ON CONFLICT (dedupe_key) DO NOTHING";
    FORGET = "DELETE FROM outbox WHERE registration_id = $1";
    // Without what only waits for its time, which would hide what is to go now.
    LIST = "SELECT number, id, kind, payload, created_at, due_at, attempts, last_error, sent_at, dead_at, dropped_at
        FROM outbox WHERE number < $1 AND (due_at <= $3 OR attempts > 0 OR last_error IS NOT NULL
            OR sent_at IS NOT NULL OR dead_at IS NOT NULL OR dropped_at IS NOT NULL)
        ORDER BY number DESC LIMIT $2";
    LIST_LATER = "SELECT number, id, kind, payload, created_at, due_at, attempts, last_error, sent_at, dead_at, dropped_at
        FROM outbox WHERE due_at > $1 AND attempts = 0 AND last_error IS NULL
            AND sent_at IS NULL AND dead_at IS NULL AND dropped_at IS NULL
            AND (due_at > $2 OR (due_at = $2 AND number > $3))
        ORDER BY due_at, number LIMIT $4";
    COUNT_LATER = "SELECT count(*) AS later FROM outbox WHERE due_at > $1 AND attempts = 0 AND last_error IS NULL
        AND sent_at IS NULL AND dead_at IS NULL AND dropped_at IS NULL";
    PLACE_IN_LATER = "SELECT due_at FROM outbox WHERE number = $1";
    LIST_DEAD = "SELECT number, id, kind, payload, created_at, due_at, attempts, last_error, sent_at, dead_at, dropped_at
        FROM outbox WHERE number < $1 AND dead_at IS NOT NULL ORDER BY number DESC LIMIT $2";
    OF_REGISTRATION = "SELECT number, id, kind, payload, created_at, due_at, attempts, last_error, sent_at, dead_at,
        dropped_at FROM outbox WHERE registration_id = $1 ORDER BY number DESC LIMIT $2";
    COUNT_DEAD = "SELECT count(*) AS dead FROM outbox WHERE dead_at IS NOT NULL";
}

/// Every statement of this folder.
pub(crate) fn statements() -> Vec<Statement> {
    [STATEMENTS, about::STATEMENTS, sending::STATEMENTS, words::STATEMENTS].concat()
}

/// A mail to be put into the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMail {
    /// Receiver's address.
    pub to: String,
    /// What it says.
    pub letter: Letter,
    /// When it is to be sent.
    pub due: Instant,
    /// The same key, the same mail: it is put there once.
    pub dedupe_key: String,
    /// The registration that it is about.
    pub registration: Option<Id>,
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
    /// What it says.
    pub letter: Letter,
    /// When it was written.
    pub created: Instant,
    /// When it is to be sent.
    pub due: Instant,
    /// How often sending was tried.
    pub attempts: u32,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
    /// When it was sent; then its links are not kept any more.
    pub sent: Option<Instant>,
    /// When it was given up, after too many attempts or because it was refused for good.
    pub dead: Option<Instant>,
    /// When it was not sent because what it says was not true any more; `last_error` names the
    /// [`Withdrawn`](domain::mail::Withdrawn).
    pub dropped: Option<Instant>,
}

impl Store {
    /// Mails, newest first, but for those that are only to be sent after `now`: the first `limit` (at most 200), or those
    /// before the mail with that number.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn outbox(&self, now: Instant, limit: u32, before: Option<i64>) -> Result<Vec<OutboxMail>, StoreError> {
        self.mails(LIST, values![before.unwrap_or(i64::MAX), limit.min(PAGE), now]).await
    }

    /// Mails that are to be sent after `now`, the next first: the first `limit` (at most 200), or those after the mail with
    /// that number.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn later_mails(
        &self,
        now: Instant,
        limit: u32,
        after: Option<i64>,
    ) -> Result<Vec<OutboxMail>, StoreError> {
        let start = match after {
            Some(number) => self.one(PLACE_IN_LATER, values![number]).await?.map(|row| row.instant("due_at")),
            None => None,
        };
        let start = start.transpose()?.unwrap_or(now);
        self.mails(LIST_LATER, values![now, start, after.unwrap_or(i64::MAX), limit.min(PAGE)]).await
    }

    /// How many there are of them.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn count_later_mails(&self, now: Instant) -> Result<u32, StoreError> {
        self.one(COUNT_LATER, values![now]).await?.map_or(Ok(0), |row| row.number("later"))
    }

    /// Dead letters, as [`outbox`](Self::outbox) lists all mails.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn dead_letters(&self, limit: u32, before: Option<i64>) -> Result<Vec<OutboxMail>, StoreError> {
        self.mails(LIST_DEAD, values![before.unwrap_or(i64::MAX), limit.min(PAGE)]).await
    }

    /// How many dead letters there are.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn count_dead_letters(&self) -> Result<u32, StoreError> {
        self.one(COUNT_DEAD, values![]).await?.map_or(Ok(0), |row| row.number("dead"))
    }

    /// Mails about a registration, newest first, at most 200, whatever became of them.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn mails_of_registration(&self, registration: Id) -> Result<Vec<OutboxMail>, StoreError> {
        self.mails(OF_REGISTRATION, values![registration, PAGE]).await
    }

    /// Puts a mail into the outbox that nothing else was the cause of, once per key.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn put_mail(&self, mail: NewMail, now: Instant) -> Result<(), StoreError> {
        self.engine
            .write(move |connection| Box::pin(async move { put(connection, &mail, now).await.map(|_| ()) }))
            .await
    }

    async fn mails(&self, list: Statement, values: Vec<Value>) -> Result<Vec<OutboxMail>, StoreError> {
        self.engine
            .read(move |connection| {
                Box::pin(async move { connection.fetch(list, values).await?.iter().map(mail).collect() })
            })
            .await
    }

    async fn one(&self, statement: Statement, values: Vec<Value>) -> Result<Option<Row>, StoreError> {
        self.engine.read(move |connection| Box::pin(async move { connection.fetch_one(statement, values).await })).await
    }
}

/// Puts a mail into the outbox, once per key; whether it was new.
pub(crate) async fn put(connection: &mut Connection<'_>, mail: &NewMail, now: Instant) -> Result<bool, StoreError> {
    put_all(connection, std::slice::from_ref(mail), now).await.map(|new| new > 0)
}

/// Puts mails into the outbox, once per key; how many were new.
pub(crate) async fn put_all(
    connection: &mut Connection<'_>,
    mails: &[NewMail],
    now: Instant,
) -> Result<u64, StoreError> {
    let rows = mails.iter().map(|mail| {
        let payload = Value::json(&Payload { to: &mail.to, letter: &mail.letter })?;
        let domain = mail.to.rsplit('@').next().unwrap_or_default().to_lowercase();
        let mut row = values![Id::new_v4(), mail.letter.kind(), &mail.dedupe_key];
        row.push(payload);
        row.extend(values![now, mail.due, mail.registration, mail.letter.lane().rank(), domain]);
        Ok(row)
    });
    let rows: Vec<Vec<Value>> = rows.collect::<Result<_, StoreError>>()?;
    let new = connection.execute(INSERT, vec![Value::json(&rows)?]).await?;
    if new > 0 {
        connection.announce(Change::Outbox);
    }
    Ok(new)
}

/// Deletes every mail about a registration, sent or not.
pub(crate) async fn forget(connection: &mut Connection<'_>, registration: Id) -> Result<(), StoreError> {
    connection.execute(FORGET, values![registration]).await.map(|_| ())
}

#[derive(Serialize)]
struct Payload<'a> {
    to: &'a str,
    letter: &'a Letter,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum StoredPayload {
    Data {
        to: String,
        letter: Letter,
    },
    /// As mails were kept before they were data.
    Words {
        to: String,
        subject: String,
        text: String,
    },
}

impl StoredPayload {
    fn read(self) -> (String, Letter) {
        match self {
            Self::Data { to, letter } => (to, letter),
            Self::Words { to, subject, text } => (to, Letter::Written { subject, text }),
        }
    }
}

fn mail(row: &Row) -> Result<OutboxMail, StoreError> {
    let (to, letter) = row.json::<StoredPayload>("payload")?.read();
    Ok(OutboxMail {
        number: row.integer("number")?,
        id: row.parsed("id")?,
        kind: row.text("kind")?,
        to,
        letter,
        created: row.instant("created_at")?,
        due: row.instant("due_at")?,
        attempts: row.number("attempts")?,
        last_error: row.optional_text("last_error")?,
        sent: row.optional_instant("sent_at")?,
        dead: row.optional_instant("dead_at")?,
        dropped: row.optional_instant("dropped_at")?,
    })
}

#[cfg(test)]
mod tests {
    use domain::mail::Letter;

    use super::StoredPayload;

    #[test]
    fn a_mail_that_an_earlier_version_wrote_is_still_read() {
        let old = r#"{"to":"a@example.org","subject":"Confirm your registration","text":"Hello"}"#;
        let (to, letter) = serde_json::from_str::<StoredPayload>(old).unwrap().read();
        assert_eq!(to, "a@example.org");
        assert_eq!(letter, Letter::Written { subject: "Confirm your registration".into(), text: "Hello".into() });
    }
}

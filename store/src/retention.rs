//! Deletes what was kept long enough, in pieces small enough that nobody who registers waits for one. Each piece is one
//! transaction with the line that says how much went, so a server that is killed in between has told the truth and goes on
//! where it was; several servers at once share the work.

use domain::content::Id;
use domain::settings::Kept;
use domain::time::{Date, Instant};

use crate::Store;
use crate::account::{self, Account};
use crate::connection::{Connection, Row, Statement, Value, statements, values};
use crate::error::StoreError;
use crate::registration;

/// So many are deleted in one transaction.
const PIECE: u32 = 200;
/// Most lines of what went that are read.
const PAGE: u32 = 100;

/// Accounts that nobody has used since: those that are counted are those that go.
macro_rules! unused_accounts {
    () => {
        "account WHERE created_at < $1
        AND NOT EXISTS (SELECT 1 FROM account_session WHERE account_id = account.id AND last_seen_at >= $1)
        AND NOT EXISTS (SELECT 1 FROM registration WHERE registration.email_key = account.email_key)
        AND NOT EXISTS (SELECT 1 FROM progress WHERE account_id = account.id AND updated_at >= $1)
        AND NOT EXISTS (SELECT 1 FROM account_star WHERE account_id = account.id AND changed_at >= $1)
        AND NOT EXISTS (SELECT 1 FROM calendar_feed WHERE calendar_feed.email_key = account.email_key)
        AND NOT EXISTS (SELECT 1 FROM passkey WHERE owner_kind = 'account' AND owner_id = account.id
            AND coalesce(last_used_at, passkey.created_at) >= $1)"
    };
}

/// Mails that were kept long enough: never what is to be sent or was given up and may be tried again, nor what was told about a
/// registration for something to come, since by it is known what need not be told again. The events to come are `$2`.
macro_rules! old_mail {
    ($coming:literal) => {
        concat!(
            "outbox WHERE created_at < $1 AND (sent_at IS NOT NULL OR dropped_at IS NOT NULL)
            AND NOT EXISTS (SELECT 1 FROM registration WHERE registration.id = outbox.registration_id
                AND registration.event_id IN (SELECT ",
            $coming,
            "))"
        )
    };
    () => {
        old_mail!("value FROM json_each($2)")
    };
    (postgres) => {
        old_mail!("json_array_elements_text($2::text::json)")
    };
}

statements! {
    // Of whoever took part and was made anonymous there is nothing left to delete.
    EVENTS = "SELECT event_id, max(created_at) AS last_at FROM registration WHERE email <> '' GROUP BY event_id";
    COUNT_REGISTRATIONS = "SELECT count(*) AS amount FROM registration WHERE event_id = $1 AND email <> ''";
    REGISTRATIONS = "SELECT id FROM registration WHERE event_id = $1 AND email <> '' ORDER BY id LIMIT $2";
    COUNT_MAIL = concat!("SELECT count(*) AS amount FROM ", old_mail!()),
        postgres concat!("SELECT count(*) AS amount FROM ", old_mail!(postgres));
    MAIL = concat!("DELETE FROM outbox WHERE number IN (SELECT number FROM ", old_mail!(), " ORDER BY number LIMIT $3)"),
        postgres concat!("DELETE FROM outbox WHERE number IN (SELECT number FROM ", old_mail!(postgres),
        " ORDER BY number LIMIT $3)");
    // The last change stays: by its number it is known whether there are later ones.
    COUNT_CHANGES = "SELECT count(*) AS amount FROM edit WHERE made_at < $1 AND number < (SELECT max(number) FROM edit)";
    CHANGES = "SELECT number FROM edit WHERE made_at < $1 AND number < (SELECT max(number) FROM edit)
        ORDER BY number LIMIT $2";
    FORGET_UNDONE = "UPDATE edit SET undoes = NULL WHERE undoes = $1";
    FORGET_CHANGE = "DELETE FROM edit WHERE number = $1";
    COUNT_PROGRESS = "SELECT count(*) AS amount FROM progress WHERE updated_at < $1";
    PROGRESS = "DELETE FROM progress WHERE (account_id, material_id) IN
        (SELECT account_id, material_id FROM progress WHERE updated_at < $1 ORDER BY account_id, material_id LIMIT $2)";
    COUNT_ACCOUNTS = concat!("SELECT count(*) AS amount FROM ", unused_accounts!());
    ACCOUNTS = concat!("SELECT id, email, created_at FROM ", unused_accounts!(), " ORDER BY id LIMIT $2");
    NOTE = "INSERT INTO forgotten (day, kept, amount, before_at, last_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (day, kept) DO UPDATE SET amount = forgotten.amount + excluded.amount, last_at = excluded.last_at";
    LIST = "SELECT day, kept, amount, before_at FROM forgotten ORDER BY day DESC, kept LIMIT $1";
}

/// What of one kind was kept long enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlived {
    /// The kind.
    pub kept: Kept,
    /// What is older goes; of registrations, whose event was over before.
    pub before: Instant,
    /// Events that were over before then: whose registrations go.
    pub over: Vec<Id>,
    /// Events that are still to come or going on: what was written about their registrations stays.
    pub coming: Vec<Id>,
}

/// What went on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forgotten {
    /// The day.
    pub day: Date,
    /// Of which kind.
    pub kept: Kept,
    /// How much.
    pub amount: u64,
    /// What was older went.
    pub before: Instant,
}

impl Store {
    /// Events for which somebody is registered by name, and when the last of them did.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn registered_events(&self) -> Result<Vec<(Id, Instant)>, StoreError> {
        let rows = self.engine.read(|connection| Box::pin(async { connection.fetch(EVENTS, values![]).await })).await?;
        rows.iter().map(|row| Ok((row.parsed("event_id")?, row.instant("last_at")?))).collect()
    }

    /// How much would go.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn count_outlived(&self, outlived: &Outlived) -> Result<u64, StoreError> {
        let outlived = outlived.clone();
        self.engine.read(move |connection| Box::pin(async move { count(connection, &outlived).await })).await
    }

    /// Deletes a piece of it and notes how much went on that day; 0 once nothing is left. `now` is the site's time.
    ///
    /// # Errors
    /// The database cannot be written to; then nothing of the piece is gone.
    pub async fn forget_outlived(&self, outlived: &Outlived, day: Date, now: Instant) -> Result<u64, StoreError> {
        let outlived = outlived.clone();
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let amount = forget(connection, &outlived, now).await?;
                    if amount > 0 {
                        let amount = i64::try_from(amount).unwrap_or(i64::MAX);
                        let row = values![day.to_string(), outlived.kept.name(), amount, outlived.before, now];
                        connection.execute(NOTE, row).await?;
                    }
                    Ok(amount)
                })
            })
            .await
    }

    /// What went, the last days first; at most 100 lines.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn forgotten(&self, limit: u32) -> Result<Vec<Forgotten>, StoreError> {
        let limit = limit.min(PAGE);
        let list =
            self.engine.read(move |connection| Box::pin(async move { connection.fetch(LIST, values![limit]).await }));
        list.await?.iter().map(forgotten).collect()
    }
}

fn forgotten(row: &Row) -> Result<Forgotten, StoreError> {
    Ok(Forgotten {
        day: row.parsed("day")?,
        kept: row.named("kept", Kept::from_name)?,
        amount: row.number("amount")?,
        before: row.instant("before_at")?,
    })
}

async fn count(connection: &mut Connection<'_>, outlived: &Outlived) -> Result<u64, StoreError> {
    let before = outlived.before;
    let questions: Vec<(Statement, Vec<Value>)> = match outlived.kept {
        Kept::Registrations => outlived.over.iter().map(|event| (COUNT_REGISTRATIONS, values![*event])).collect(),
        Kept::Mail => vec![(COUNT_MAIL, values![before, Value::json(&outlived.coming)?])],
        Kept::Changes => vec![(COUNT_CHANGES, values![before])],
        Kept::Progress => vec![(COUNT_PROGRESS, values![before])],
        Kept::Accounts => vec![(COUNT_ACCOUNTS, values![before])],
    };
    let mut amount = 0_u64;
    for (statement, values) in questions {
        amount += connection.fetch_one(statement, values).await?.map_or(Ok(0), |row| row.number::<u64>("amount"))?;
    }
    Ok(amount)
}

async fn forget(connection: &mut Connection<'_>, outlived: &Outlived, now: Instant) -> Result<u64, StoreError> {
    let before = outlived.before;
    match outlived.kept {
        Kept::Registrations => forget_registrations(connection, &outlived.over, now).await,
        Kept::Mail => connection.execute(MAIL, values![before, Value::json(&outlived.coming)?, PIECE]).await,
        Kept::Progress => connection.execute(PROGRESS, values![before, PIECE]).await,
        Kept::Changes => {
            let rows = connection.fetch(CHANGES, values![before, PIECE]).await?;
            for row in &rows {
                let number = row.integer("number")?;
                connection.execute(FORGET_UNDONE, values![number]).await?;
                connection.execute(FORGET_CHANGE, values![number]).await?;
            }
            Ok(rows.len() as u64)
        }
        Kept::Accounts => {
            let rows = connection.fetch(ACCOUNTS, values![before, PIECE]).await?;
            for row in &rows {
                let account =
                    Account { id: row.parsed("id")?, email: row.text("email")?, created: row.instant("created_at")? };
                account::erase_all_of(connection, &account, &registration::Events::new(), now).await?;
            }
            Ok(rows.len() as u64)
        }
    }
}

/// A piece of the registrations of the first event that has some, by the rule of an erasure: of those who took part it stays
/// that somebody did.
async fn forget_registrations(connection: &mut Connection<'_>, over: &[Id], now: Instant) -> Result<u64, StoreError> {
    for event in over {
        let rows = connection.fetch(REGISTRATIONS, values![*event, PIECE]).await?;
        for row in &rows {
            registration::forget(connection, row.parsed("id")?, now).await?;
        }
        if !rows.is_empty() {
            return Ok(rows.len() as u64);
        }
    }
    Ok(0)
}

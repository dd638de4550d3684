//! Sessions of accounts: begun by a proof, ended by time or by their owner.

use domain::account::ATTENDEE;
use domain::content::Id;
use domain::time::Instant;

use super::{Account, account};
use crate::connection::{Connection, Row, statements, values};
use crate::error::StoreError;
use crate::{Store, token};

/// Sessions of one account; whoever begins another ends the one that was used least lately.
const MOST: i64 = 20;

statements! {
    FORGET = "DELETE FROM account_session WHERE expires_at <= $1";
    END = "DELETE FROM account_session WHERE hash = $1";
    ADD = "INSERT INTO account_session (hash, id, account_id, device, created_at, last_seen_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $5, $6)";
    END_OLDEST = "DELETE FROM account_session WHERE account_id = $1 AND hash NOT IN
        (SELECT hash FROM account_session WHERE account_id = $1 ORDER BY last_seen_at DESC, created_at DESC, hash LIMIT $2)";
    FIND = "SELECT account.id, account.email, account.created_at, account_session.id AS session_id,
        account_session.created_at AS session_created_at, account_session.last_seen_at, account_session.expires_at
        FROM account_session JOIN account ON account.id = account_session.account_id WHERE account_session.hash = $1";
    SEE = "UPDATE account_session SET last_seen_at = $2 WHERE hash = $1";
    LIST = "SELECT id, device, created_at, last_seen_at, expires_at FROM account_session
        WHERE account_id = $1 ORDER BY last_seen_at DESC, id";
    END_ONE = "DELETE FROM account_session WHERE account_id = $1 AND id = $2";
    END_ALL = "DELETE FROM account_session WHERE account_id = $1";
}

/// A session that is about to begin.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// 256 random bits that the browser keeps.
    pub token: String,
    /// The session that this browser had, which ends: a new proof is a new session (ASVS 5.0, 7.2.4).
    pub former: Option<String>,
    /// Names of browser and system.
    pub device: String,
    /// The real time.
    pub now: Instant,
}

/// A session that is going on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountSession {
    /// Its name among the sessions of its account; not what the browser keeps.
    pub id: Id,
    /// Whose it is.
    pub account: Account,
    /// When it began: when its owner last proved who they are.
    pub created: Instant,
}

/// A session as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its name among the sessions of its account.
    pub id: Id,
    /// Names of browser and system; empty if unknown.
    pub device: String,
    /// When it began.
    pub created: Instant,
    /// When it was used last, to within some minutes.
    pub seen: Instant,
}

impl Store {
    /// The session that a browser's token belongs to, if it is not over; being asked for keeps it from becoming idle.
    ///
    /// # Errors
    /// The database cannot be read or written to.
    pub async fn account_session(&self, token: &str, now: Instant) -> Result<Option<AccountSession>, StoreError> {
        let hash = token::hash(token);
        let key = hash.clone();
        let row = self
            .engine
            .read(move |connection| Box::pin(async move { connection.fetch_one(FIND, values![key]).await }))
            .await?;
        let Some(row) = row else { return Ok(None) };
        let seen = row.instant("last_seen_at")?;
        if ATTENDEE.is_over(seen, row.instant("expires_at")?, now) {
            return Ok(None);
        }
        let (id, created) = (row.parsed("session_id")?, row.instant("session_created_at")?);
        let session = AccountSession { id, account: account(&row)?, created };
        if ATTENDEE.is_worth_noting(seen, now) {
            self.engine
                .write(move |connection| Box::pin(async move { connection.execute(SEE, values![hash, now]).await }))
                .await?;
        }
        Ok(Some(session))
    }

    /// The sessions of an account that are going on, the one used last first; at most 20.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn account_devices(&self, account: Id, now: Instant) -> Result<Vec<Device>, StoreError> {
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let rows = connection.fetch(LIST, values![account]).await?;
                    let found = rows.iter().map(|row| device(row, now)).collect::<Result<Vec<_>, _>>()?;
                    Ok(found.into_iter().flatten().collect())
                })
            })
            .await
    }

    /// Ends one session of an account; whether it had that session.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn end_account_session(&self, account: Id, session: Id) -> Result<bool, StoreError> {
        self.engine
            .write(move |connection| {
                Box::pin(async move { Ok(connection.execute(END_ONE, values![account, session]).await? > 0) })
            })
            .await
    }

    /// Ends every session of an account; how many there were.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn end_account_sessions(&self, account: Id) -> Result<u64, StoreError> {
        self.engine
            .write(move |connection| Box::pin(async move { connection.execute(END_ALL, values![account]).await }))
            .await
    }
}

pub(super) async fn begin(
    connection: &mut Connection<'_>,
    account: &Account,
    session: &NewSession,
) -> Result<(), StoreError> {
    let NewSession { token, former, device, now } = session;
    connection.execute(FORGET, values![*now]).await?;
    if let Some(former) = former {
        connection.execute(END, values![token::hash(former)]).await?;
    }
    let mut row = values![token::hash(token), Id::new_v4(), account.id, device, *now];
    row.extend(values![ATTENDEE.end(*now)]);
    connection.execute(ADD, row).await?;
    connection.execute(END_OLDEST, values![account.id, MOST]).await?;
    Ok(())
}

fn device(row: &Row, now: Instant) -> Result<Option<Device>, StoreError> {
    let seen = row.instant("last_seen_at")?;
    if ATTENDEE.is_over(seen, row.instant("expires_at")?, now) {
        return Ok(None);
    }
    let (id, device) = (row.parsed("id")?, row.text("device")?);
    Ok(Some(Device { id, device, created: row.instant("created_at")?, seen }))
}

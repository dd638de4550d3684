//! The one-time link of the first start and the sessions it opens. There is no default account: who holds the link that
//! was printed on the server's terminal is an operator.

use domain::time::Instant;

use crate::connection::{Connection, statements, values};
use crate::error::StoreError;
use crate::{Store, token};

/// How long a set-up link can be used.
pub const SETUP_HOURS: i64 = 24;
/// After this long without a request a session is over.
pub const STAFF_IDLE_MINUTES: i64 = 60;
/// After this long a session is over, whatever happens in it.
pub const STAFF_ABSOLUTE_HOURS: i64 = 12;
/// The time of the last request is written no more often than this.
const SEEN_MINUTES: i64 = 1;

statements! {
    FORGET_TOKENS = "DELETE FROM setup_token WHERE expires_at <= $1";
    ADD_TOKEN = "INSERT INTO setup_token (hash, created_at, expires_at) VALUES ($1, $2, $3)";
    USE_TOKEN = "UPDATE setup_token SET used_at = $2 WHERE hash = $1 AND used_at IS NULL AND expires_at > $2";
    FORGET_ALL = "DELETE FROM setup_token";
    FORGET_SESSIONS = "DELETE FROM staff_session WHERE expires_at <= $1";
    ADD_SESSION = "INSERT INTO staff_session (hash, created_at, last_seen_at, expires_at) VALUES ($1, $2, $2, $3)";
    SESSION = "SELECT created_at, last_seen_at, expires_at FROM staff_session WHERE hash = $1";
    SEE_SESSION = "UPDATE staff_session SET last_seen_at = $2 WHERE hash = $1";
    END_SESSION = "DELETE FROM staff_session WHERE hash = $1";
}

/// A session of someone who works here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StaffSession {
    /// When it began.
    pub created: Instant,
    /// When it ends at the latest.
    pub expires: Instant,
}

impl Store {
    /// Makes a set-up link valid: for 24 hours, for one use. Only the token's hash is kept.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn create_setup_token(&self, token: &str, now: Instant) -> Result<(), StoreError> {
        let hash = token::hash(token);
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    connection.execute(FORGET_TOKENS, values![now]).await?;
                    let expires = now.plus_minutes(SETUP_HOURS * 60);
                    connection.execute(ADD_TOKEN, values![hash, now, expires]).await?;
                    Ok(())
                })
            })
            .await
    }

    /// Uses up a set-up link and begins a session under `session_id`, 256 random bits that the caller made. `None` when
    /// the link is unknown, used or too old.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn redeem_setup_token(
        &self,
        token: &str,
        session_id: &str,
        now: Instant,
    ) -> Result<Option<StaffSession>, StoreError> {
        let (link, session) = (token::hash(token), token::hash(session_id));
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    if connection.execute(USE_TOKEN, values![link, now]).await? == 0 {
                        return Ok(None);
                    }
                    connection.execute(FORGET_SESSIONS, values![now]).await?;
                    let expires = now.plus_minutes(STAFF_ABSOLUTE_HOURS * 60);
                    connection.execute(ADD_SESSION, values![session, now, expires]).await?;
                    Ok(Some(StaffSession { created: now, expires }))
                })
            })
            .await
    }

    /// The session under that id, if it is not over; being asked for keeps it from becoming idle.
    ///
    /// # Errors
    /// The database cannot be read or written to.
    pub async fn staff_session(&self, session_id: &str, now: Instant) -> Result<Option<StaffSession>, StoreError> {
        let hash = token::hash(session_id);
        let key = hash.clone();
        let row = self
            .engine
            .read(move |connection| Box::pin(async move { connection.fetch_one(SESSION, values![key]).await }))
            .await?;
        let Some(row) = row else { return Ok(None) };
        let session = StaffSession { created: row.instant("created_at")?, expires: row.instant("expires_at")? };
        let seen = row.instant("last_seen_at")?;
        if now >= session.expires || now >= seen.plus_minutes(STAFF_IDLE_MINUTES) {
            return Ok(None);
        }
        if now >= seen.plus_minutes(SEEN_MINUTES) {
            self.engine
                .write(move |connection| {
                    Box::pin(async move { connection.execute(SEE_SESSION, values![hash, now]).await })
                })
                .await?;
        }
        Ok(Some(session))
    }

    /// Ends a session; ending none is no error.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn end_staff_session(&self, session_id: &str) -> Result<(), StoreError> {
        let hash = token::hash(session_id);
        self.engine
            .write(move |connection| {
                Box::pin(async move { connection.execute(END_SESSION, values![hash]).await.map(|_| ()) })
            })
            .await
    }
}

/// Uses up the link of that hash, and with it every other that was printed; whether it could be.
pub(crate) async fn use_up(connection: &mut Connection<'_>, hash: &str, now: Instant) -> Result<bool, StoreError> {
    let is_used = connection.execute(USE_TOKEN, values![hash, now]).await? > 0;
    if is_used {
        connection.execute(FORGET_ALL, values![]).await?;
    }
    Ok(is_used)
}

//! The one-time link of the first start. There is no default account: who holds the link that was printed on the server's
//! terminal is an operator, and becomes an administrator by it.

use domain::time::Instant;

use crate::connection::{Connection, statements, values};
use crate::error::StoreError;
use crate::{Store, token};

/// How long a set-up link can be used.
pub const SETUP_HOURS: i64 = 24;

statements! {
    FORGET_TOKENS = "DELETE FROM setup_token WHERE expires_at <= $1";
    ADD_TOKEN = "INSERT INTO setup_token (hash, created_at, expires_at) VALUES ($1, $2, $3)";
    USE_TOKEN = "UPDATE setup_token SET used_at = $2 WHERE hash = $1 AND used_at IS NULL AND expires_at > $2";
    FORGET_ALL = "DELETE FROM setup_token";
    FIND_TOKEN = "SELECT created_at FROM setup_token WHERE hash = $1 AND used_at IS NULL AND expires_at > $2";
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

    /// Whether a set-up link can be used; nothing is used up.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn is_setup_token(&self, token: &str, now: Instant) -> Result<bool, StoreError> {
        let hash = token::hash(token);
        let found = self.engine.read(move |connection| {
            Box::pin(async move { connection.fetch_one(FIND_TOKEN, values![hash, now]).await })
        });
        Ok(found.await?.is_some())
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

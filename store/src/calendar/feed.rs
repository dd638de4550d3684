//! Personal calendar feeds: one for each proven address, opened by a secret address that can be renewed and revoked.

use domain::time::Instant;

use crate::connection::{Row, statements, values};
use crate::error::StoreError;
use crate::{Registration, Store, registration, token};

statements! {
    BY_EMAIL = "SELECT hash, created_at FROM calendar_feed WHERE email_key = $1";
    CREATE = "INSERT INTO calendar_feed (email_key, hash, created_at) VALUES ($1, $2, $3)
        ON CONFLICT (email_key) DO UPDATE SET hash = excluded.hash, created_at = excluded.created_at";
    REVOKE = "DELETE FROM calendar_feed WHERE email_key = $1";
    EMAIL_KEY = "SELECT email_key FROM calendar_feed WHERE hash = $1";
}

/// A person's feed, without its token, of which only the hash is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarFeed {
    /// When its present token was made.
    pub created: Instant,
    hash: String,
}

impl CalendarFeed {
    /// Whether that token opens it.
    pub fn opens_with(&self, feed_token: &str) -> bool {
        self.hash == token::hash(feed_token)
    }
}

impl Store {
    /// Makes the feed of an address, or gives the one it has another token: the old one opens nothing from then on.
    ///
    /// Whoever calls this has proof that the person asking receives mail at `email`: a confirmed registration's link, or a
    /// session signed in by mail. `token` is random and long (256 bits); it is not kept, so show it at once.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn calendar_feed_create(&self, email: &str, token: &str, created: Instant) -> Result<(), StoreError> {
        let row = values![email_key(email), token::hash(token), created];
        self.engine
            .write(move |connection| Box::pin(async move { connection.execute(CREATE, row).await.map(|_| ()) }))
            .await
    }

    /// Ends the feed of an address; whether there was one.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn calendar_feed_revoke(&self, email: &str) -> Result<bool, StoreError> {
        let row = values![email_key(email)];
        self.engine
            .write(move |connection| Box::pin(async move { Ok(connection.execute(REVOKE, row).await? > 0) }))
            .await
    }

    /// The feed of an address.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn calendar_feed_of(&self, email: &str) -> Result<Option<CalendarFeed>, StoreError> {
        let key = email_key(email);
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let row = connection.fetch_one(BY_EMAIL, values![key]).await?;
                    row.as_ref().map(calendar_feed).transpose()
                })
            })
            .await
    }

    /// The registrations of the feed that a token opens, newest first, at most 200; `None` for a token that opens none,
    /// because it never did or because it was renewed or revoked.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn calendar_feed_registrations(&self, token: &str) -> Result<Option<Vec<Registration>>, StoreError> {
        let hash = token::hash(token);
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let Some(row) = connection.fetch_one(EMAIL_KEY, values![hash]).await? else { return Ok(None) };
                    registration::of_address(connection, &row.text("email_key")?).await.map(Some)
                })
            })
            .await
    }
}

/// The address as registrations keep it beside what was typed: lower case by Unicode's rules.
fn email_key(email: &str) -> String {
    email.to_lowercase()
}

fn calendar_feed(row: &Row) -> Result<CalendarFeed, StoreError> {
    Ok(CalendarFeed { created: row.instant("created_at")?, hash: row.text("hash")? })
}

//! Deletes an account with everything that belongs to its address.

use domain::account::PasskeyOwner;
use domain::time::Instant;

use super::{Account, passkeys};
use crate::Store;
use crate::connection::{Connection, statements, values};
use crate::error::StoreError;
use crate::passkey;
use crate::registration::{self, Events};

statements! {
    // Letters with keys are about no registration; each has the name of the wish that it answers.
    LETTERS = "DELETE FROM outbox WHERE dedupe_key IN
        (SELECT 'sign_in:' || browser_hash FROM sign_in WHERE email_key = $1)";
    NOTICES = "DELETE FROM outbox WHERE kind = 'account_notice' AND dedupe_key LIKE $1";
    WISHES = "DELETE FROM sign_in WHERE email_key = $1";
    FEED = "DELETE FROM calendar_feed WHERE email_key = $1";
    CHOICES = "DELETE FROM mail_choice WHERE email_key = $1";
    STARS = "DELETE FROM account_star WHERE account_id = $1";
    PROGRESS = "DELETE FROM progress WHERE account_id = $1";
    SESSIONS = "DELETE FROM account_session WHERE account_id = $1";
    ACCOUNT = "DELETE FROM account WHERE id = $1";
}

/// What an erasure came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Erased {
    /// Registrations that are gone.
    pub deleted: u64,
    /// Registrations of which only country and profession are left.
    pub anonymised: u64,
}

impl Store {
    /// Deletes an account, its sessions, its passkeys, its calendar feed, and its registrations with every mail and link of theirs: all in
    /// one transaction. Places are given on to those who are next.
    ///
    /// # Errors
    /// The database cannot be written to; then nothing was changed.
    pub async fn erase_account(&self, account: Account, events: Events, now: Instant) -> Result<Erased, StoreError> {
        self.engine
            .write(move |connection| Box::pin(async move { erase_all_of(connection, &account, &events, now).await }))
            .await
    }
}

/// Deletes an account with everything that belongs to its address.
pub(crate) async fn erase_all_of(
    connection: &mut Connection<'_>,
    account: &Account,
    events: &Events,
    now: Instant,
) -> Result<Erased, StoreError> {
    let key = account.email.to_lowercase();
    let (deleted, anonymised) = registration::erase(connection, &key, events, now).await?;
    for statement in [LETTERS, WISHES, FEED, CHOICES] {
        connection.execute(statement, values![&key]).await?;
    }
    let notices = format!("{}%", passkeys::notice_keys(account.id));
    connection.execute(NOTICES, values![notices]).await?;
    passkey::remove_all(connection, PasskeyOwner::Account(account.id)).await?;
    for statement in [STARS, PROGRESS, SESSIONS, ACCOUNT] {
        connection.execute(statement, values![account.id]).await?;
    }
    Ok(Erased { deleted, anonymised })
}

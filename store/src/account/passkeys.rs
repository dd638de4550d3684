//! Passkeys of accounts, and signing in with one.

use domain::account::PasskeyOwner;
use domain::content::Id;
use domain::mail::{AccountChange, Letter};
use domain::time::Instant;

use super::sessions::{self, NewSession};
use super::{Account, account};
use crate::Store;
use crate::connection::{Connection, statements, values};
use crate::error::StoreError;
use crate::outbox::{self, NewMail};
use crate::passkey::{self, AddedPasskey, PasskeyKey, UsedPasskey};

statements! {
    ACCOUNT = "SELECT id, email, created_at FROM account WHERE id = $1";
}

impl Store {
    /// Adds a passkey to an account, and writes to its address that this was done. `now` is the site's for the mail,
    /// `real_now` the real time.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn add_account_passkey(
        &self,
        account: &Account,
        key: PasskeyKey,
        label: String,
        now: Instant,
        real_now: Instant,
    ) -> Result<AddedPasskey, StoreError> {
        let account = account.clone();
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let owner = PasskeyOwner::Account(account.id);
                    let added = passkey::add(connection, owner, key, label, real_now).await?;
                    if added == AddedPasskey::Added {
                        notify(connection, &account, AccountChange::PasskeyAdded, now).await?;
                    }
                    Ok(added)
                })
            })
            .await
    }

    /// Removes a passkey of an account, and writes to its address that this was done; whether it had it.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn remove_account_passkey(
        &self,
        account: &Account,
        passkey: Id,
        now: Instant,
    ) -> Result<bool, StoreError> {
        let account = account.clone();
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let owner = PasskeyOwner::Account(account.id);
                    if !passkey::remove(connection, owner, passkey).await? {
                        return Ok(false);
                    }
                    notify(connection, &account, AccountChange::PasskeyRemoved, now).await?;
                    Ok(true)
                })
            })
            .await
    }

    /// Begins a session of the account that a passkey belongs to. `None` if it belongs to none, or was used or removed
    /// meanwhile.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn sign_in_by_passkey(
        &self,
        used: UsedPasskey,
        session: NewSession,
    ) -> Result<Option<Account>, StoreError> {
        let PasskeyOwner::Account(owner) = used.found.owner else { return Ok(None) };
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    if !passkey::use_up(connection, &used, session.now).await? {
                        return Ok(None);
                    }
                    let row = connection.fetch_one(ACCOUNT, values![owner]).await?;
                    let Some(account) = row.as_ref().map(account).transpose()? else { return Ok(None) };
                    sessions::begin(connection, &account, &session).await?;
                    Ok(Some(account))
                })
            })
            .await
    }
}

/// Tells the account's address of a change, each time anew.
async fn notify(
    connection: &mut Connection<'_>,
    account: &Account,
    change: AccountChange,
    now: Instant,
) -> Result<(), StoreError> {
    let letter = Letter::AccountNotice { change };
    let dedupe_key = format!("{}{}", notice_keys(account.id), Id::new_v4());
    let mail = NewMail { to: account.email.clone(), letter, due: now, dedupe_key, registration: None };
    outbox::put(connection, &mail, now).await.map(|_| ())
}

/// What the keys of an account's notices in the outbox begin with.
pub(super) fn notice_keys(account: Id) -> String {
    format!("account_notice:{account}:")
}

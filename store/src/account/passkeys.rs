//! Passkeys of accounts, and signing in with one. That an answer was signed by a passkey is found out before.

use domain::account::{PASSKEYS, PasskeyOwner};
use domain::content::Id;
use domain::mail::{AccountChange, Letter};
use domain::time::Instant;

use super::sessions::{self, NewSession};
use super::{Account, account};
use crate::Store;
use crate::connection::{Connection, Row, statements, values};
use crate::error::StoreError;
use crate::outbox::{self, NewMail};

statements! {
    LIST = "SELECT id, owner_kind, owner_id, credential_id, public_key, key_state, transports, label, created_at,
        last_used_at FROM passkey WHERE owner_kind = $1 AND owner_id = $2 ORDER BY created_at, id";
    FIND = "SELECT id, owner_kind, owner_id, credential_id, public_key, key_state, transports, label, created_at,
        last_used_at FROM passkey WHERE credential_id = $1";
    COUNT = "SELECT count(*) AS passkeys FROM passkey WHERE owner_kind = $1 AND owner_id = $2";
    ADD = "INSERT INTO passkey (id, owner_kind, owner_id, credential_id, public_key, key_state, transports, label,
        created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (credential_id) DO NOTHING";
    RENAME = "UPDATE passkey SET label = $4 WHERE owner_kind = $1 AND owner_id = $2 AND id = $3";
    REMOVE = "DELETE FROM passkey WHERE owner_kind = $1 AND owner_id = $2 AND id = $3";
    USE = "UPDATE passkey SET key_state = $3, last_used_at = $4 WHERE id = $1 AND key_state = $2";
    ACCOUNT = "SELECT id, email, created_at FROM account WHERE id = $1";
}

/// A passkey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    /// Its name among those of its owner.
    pub id: Id,
    /// Whose it is.
    pub owner: PasskeyOwner,
    /// What was learnt from the authenticator.
    pub key: PasskeyKey,
    /// As its owner knows it.
    pub label: String,
    /// When it was added.
    pub created: Instant,
    /// When it signed in last.
    pub used: Option<Instant>,
}

/// What an authenticator tells of a passkey: the public half of a key, with which nobody can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyKey {
    /// By which authenticators name it, hexadecimal.
    pub credential_id: String,
    /// Public key and extensions, hexadecimal.
    pub public_key: String,
    /// Signature counter and what else changes with each use, hexadecimal.
    pub state: String,
    /// Ways to the authenticator, one bit for each.
    pub transports: u32,
}

/// What became of a passkey that was to be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddedPasskey {
    /// It was added.
    Added,
    /// Somebody has it already.
    Known,
    /// Its owner has as many as one may have.
    TooMany,
}

impl Store {
    /// The passkeys of an owner, the oldest first; at most 20.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn passkeys(&self, owner: PasskeyOwner) -> Result<Vec<Passkey>, StoreError> {
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let rows = connection.fetch(LIST, values![owner.kind(), owner.id()]).await?;
                    rows.iter().map(passkey).collect()
                })
            })
            .await
    }

    /// The passkey that an authenticator names.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn passkey(&self, credential_id: &str) -> Result<Option<Passkey>, StoreError> {
        let credential = values![credential_id];
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let row = connection.fetch_one(FIND, credential).await?;
                    row.as_ref().map(passkey).transpose()
                })
            })
            .await
    }

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
                    let count = connection.fetch_one(COUNT, values![owner.kind(), owner.id()]).await?;
                    if count.map_or(Ok(0), |row| row.number::<u32>("passkeys"))? >= PASSKEYS {
                        return Ok(AddedPasskey::TooMany);
                    }
                    let mut row = values![Id::new_v4(), owner.kind(), owner.id(), key.credential_id, key.public_key];
                    row.extend(values![key.state, key.transports, label, real_now]);
                    if connection.execute(ADD, row).await? == 0 {
                        return Ok(AddedPasskey::Known);
                    }
                    notify(connection, &account, AccountChange::PasskeyAdded, now).await?;
                    Ok(AddedPasskey::Added)
                })
            })
            .await
    }

    /// Gives a passkey another name; whether the owner has it.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn rename_passkey(&self, owner: PasskeyOwner, passkey: Id, label: String) -> Result<bool, StoreError> {
        let row = values![owner.kind(), owner.id(), passkey, label];
        self.engine
            .write(move |connection| Box::pin(async move { Ok(connection.execute(RENAME, row).await? > 0) }))
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
                    if connection.execute(REMOVE, values![owner.kind(), owner.id(), passkey]).await? == 0 {
                        return Ok(false);
                    }
                    notify(connection, &account, AccountChange::PasskeyRemoved, now).await?;
                    Ok(true)
                })
            })
            .await
    }

    /// Begins a session of the account that a passkey belongs to. `found` is the passkey as the answer was checked against
    /// it, `state` what the authenticator told anew. `None` if the passkey was used or removed meanwhile: of two answers
    /// with the same counter one is refused.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn sign_in_by_passkey(
        &self,
        found: &Passkey,
        state: String,
        session: NewSession,
    ) -> Result<Option<Account>, StoreError> {
        let PasskeyOwner::Account(owner) = found.owner;
        let used = values![found.id, &found.key.state, state, session.now];
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    if connection.execute(USE, used).await? == 0 {
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

fn passkey(row: &Row) -> Result<Passkey, StoreError> {
    let (id, owner) = (row.parsed("id")?, row.parsed("owner_id")?);
    let key = PasskeyKey {
        credential_id: row.text("credential_id")?,
        public_key: row.text("public_key")?,
        state: row.text("key_state")?,
        transports: row.number("transports")?,
    };
    Ok(Passkey {
        id,
        owner: row.named("owner_kind", |kind| PasskeyOwner::of(kind, owner))?,
        key,
        label: row.text("label")?,
        created: row.instant("created_at")?,
        used: row.optional_instant("last_used_at")?,
    })
}

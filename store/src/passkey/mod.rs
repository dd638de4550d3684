//! Passkeys, whoever has them: what is kept of each, and how it is used up. That an answer was signed by a passkey is found
//! out before. What an owner may do with one is beside the owner: `account::passkeys`, `staff::passkeys`.

mod ceremonies;

use domain::account::{PASSKEYS, PasskeyOwner};
use domain::content::Id;
use domain::time::Instant;

use crate::Store;
use crate::connection::{Connection, Row, Statement, statements, values};
use crate::error::StoreError;

pub use ceremonies::{CeremonyPurpose, NewCeremony};

statements! {
    LIST = "SELECT id, owner_kind, owner_id, credential_id, public_key, key_state, transports, label, created_at,
        last_used_at FROM passkey WHERE owner_kind = $1 AND owner_id = $2 ORDER BY created_at, id";
    FIND = "SELECT id, owner_kind, owner_id, credential_id, public_key, key_state, transports, label, created_at,
        last_used_at FROM passkey WHERE credential_id = $1";
    HAS = "SELECT id FROM passkey WHERE owner_kind = $1 AND owner_id = $2 AND id = $3";
    COUNT = "SELECT count(*) AS passkeys FROM passkey WHERE owner_kind = $1 AND owner_id = $2";
    ADD = "INSERT INTO passkey (id, owner_kind, owner_id, credential_id, public_key, key_state, transports, label,
        created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (credential_id) DO NOTHING";
    RENAME = "UPDATE passkey SET label = $4 WHERE owner_kind = $1 AND owner_id = $2 AND id = $3";
    REMOVE = "DELETE FROM passkey WHERE owner_kind = $1 AND owner_id = $2 AND id = $3";
    REMOVE_ALL = "DELETE FROM passkey WHERE owner_kind = $1 AND owner_id = $2";
    USE = "UPDATE passkey SET key_state = $3, last_used_at = $4 WHERE id = $1 AND key_state = $2";
}

/// Every statement of this folder.
pub(crate) fn statements() -> Vec<Statement> {
    [STATEMENTS, ceremonies::STATEMENTS].concat()
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

/// A passkey whose answer was found to be true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedPasskey {
    /// As it was known when the answer was checked against it.
    pub found: Passkey,
    /// What the authenticator told anew, hexadecimal.
    pub state: String,
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
}

/// Whether an owner has a passkey.
pub(crate) async fn has(connection: &mut Connection<'_>, owner: PasskeyOwner, passkey: Id) -> Result<bool, StoreError> {
    Ok(connection.fetch_one(HAS, values![owner.kind(), owner.id(), passkey]).await?.is_some())
}

/// How many passkeys an owner has.
pub(crate) async fn count(connection: &mut Connection<'_>, owner: PasskeyOwner) -> Result<u32, StoreError> {
    let row = connection.fetch_one(COUNT, values![owner.kind(), owner.id()]).await?;
    row.map_or(Ok(0), |row| row.number("passkeys"))
}

/// Adds a passkey. `now` is the real time.
pub(crate) async fn add(
    connection: &mut Connection<'_>,
    owner: PasskeyOwner,
    key: PasskeyKey,
    label: String,
    now: Instant,
) -> Result<AddedPasskey, StoreError> {
    if count(connection, owner).await? >= PASSKEYS {
        return Ok(AddedPasskey::TooMany);
    }
    let mut row = values![Id::new_v4(), owner.kind(), owner.id(), key.credential_id, key.public_key];
    row.extend(values![key.state, key.transports, label, now]);
    let is_new = connection.execute(ADD, row).await? > 0;
    Ok(if is_new { AddedPasskey::Added } else { AddedPasskey::Known })
}

/// Removes a passkey; whether the owner had it.
pub(crate) async fn remove(
    connection: &mut Connection<'_>,
    owner: PasskeyOwner,
    passkey: Id,
) -> Result<bool, StoreError> {
    Ok(connection.execute(REMOVE, values![owner.kind(), owner.id(), passkey]).await? > 0)
}

/// Removes every passkey of an owner.
pub(crate) async fn remove_all(connection: &mut Connection<'_>, owner: PasskeyOwner) -> Result<(), StoreError> {
    connection.execute(REMOVE_ALL, values![owner.kind(), owner.id()]).await.map(|_| ())
}

/// Writes down that a passkey was used; `false` if it was used or removed since its answer was looked at: of two answers
/// with the same counter one is refused. `now` is the real time.
pub(crate) async fn use_up(
    connection: &mut Connection<'_>,
    used: &UsedPasskey,
    now: Instant,
) -> Result<bool, StoreError> {
    let UsedPasskey { found, state } = used;
    Ok(connection.execute(USE, values![found.id, &found.key.state, state, now]).await? > 0)
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

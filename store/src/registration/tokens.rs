//! Tokens of links: each opens one registration for one purpose. Only their hashes are kept.

use domain::content::Id;
use domain::time::Instant;

use super::{Registration, by_id};
use crate::connection::{Connection, statements, values};
use crate::error::StoreError;

statements! {
    BY_TOKEN = "SELECT registration_id FROM registration_token WHERE hash = $1 AND purpose = $2";
    ADD_TOKEN = "INSERT INTO registration_token (hash, purpose, registration_id, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (hash, purpose) DO NOTHING";
}

/// What a token is good for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Purpose {
    Confirm,
    Manage,
    /// To say which letters about it are wanted: for whoever has a letter, and nothing more.
    Letters,
}

impl Purpose {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Manage => "manage",
            Self::Letters => "letters",
        }
    }
}

/// The registration that a token opens for that purpose.
pub(super) async fn by_token(
    connection: &mut Connection<'_>,
    hash: String,
    purpose: Purpose,
) -> Result<Option<Registration>, StoreError> {
    let Some(row) = connection.fetch_one(BY_TOKEN, values![hash, purpose.name()]).await? else { return Ok(None) };
    by_id(connection, row.parsed("registration_id")?).await
}

/// The registration that a letter is about, by the token of its links about letters.
pub(crate) async fn by_letter(
    connection: &mut Connection<'_>,
    token: &str,
) -> Result<Option<Registration>, StoreError> {
    by_token(connection, crate::token::hash(token), Purpose::Letters).await
}

/// Keeps the hash of a token that opens a registration.
pub(super) async fn add_token(
    connection: &mut Connection<'_>,
    id: Id,
    purpose: Purpose,
    token: &str,
    now: Instant,
) -> Result<(), StoreError> {
    let row = values![crate::token::hash(token), purpose.name(), id, now];
    connection.execute(ADD_TOKEN, row).await.map(|_| ())
}

/// Keeps the hashes of the tokens of a letter; whether its registration is there.
pub(crate) async fn add_letter_tokens(
    connection: &mut Connection<'_>,
    id: Id,
    manage_token: &str,
    letters_token: &str,
    now: Instant,
) -> Result<bool, StoreError> {
    if by_id(connection, id).await?.is_none() {
        return Ok(false);
    }
    add_token(connection, id, Purpose::Manage, manage_token, now).await?;
    add_token(connection, id, Purpose::Letters, letters_token, now).await?;
    Ok(true)
}

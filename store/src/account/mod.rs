//! Accounts: made when an address is proven for the first time, and found again by every later proof.

mod choices;
mod erase;
mod passkeys;
mod progress;
mod sessions;
mod sign_in;
mod stars;

use domain::content::Id;
use domain::time::Instant;

use crate::connection::{Connection, Row, Statement, statements, values};
use crate::error::StoreError;

pub use erase::Erased;
pub(crate) use erase::erase_all_of;
pub use sessions::{AccountSession, Device, NewSession};
pub use sign_in::SignIn;

statements! {
    INSERT = "INSERT INTO account (id, email, email_key, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (email_key) DO NOTHING";
    BY_ADDRESS = "SELECT id, email, email_key, created_at FROM account WHERE email_key = $1";
}

/// Every statement of this folder.
pub(crate) fn statements() -> Vec<Statement> {
    let parts = [
        STATEMENTS,
        choices::STATEMENTS,
        sign_in::STATEMENTS,
        sessions::STATEMENTS,
        erase::STATEMENTS,
        passkeys::STATEMENTS,
        progress::STATEMENTS,
        stars::STATEMENTS,
    ];
    parts.concat()
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Identity.
    pub id: Id,
    /// Its address, as it was typed when it was proven for the first time.
    pub email: String,
    /// When it was made.
    pub created: Instant,
}

/// The account of a proven address; made if there is none.
async fn of_proven(connection: &mut Connection<'_>, email: &str, now: Instant) -> Result<Account, StoreError> {
    let key = email.to_lowercase();
    connection.execute(INSERT, values![Id::new_v4(), email, &key, now]).await?;
    let row = connection.fetch_one(BY_ADDRESS, values![&key]).await?;
    row.as_ref().map(account).transpose()?.ok_or(StoreError::Busy)
}

fn account(row: &Row) -> Result<Account, StoreError> {
    Ok(Account { id: row.parsed("id")?, email: row.text("email")?, created: row.instant("created_at")? })
}

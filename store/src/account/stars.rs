//! What an account has saved, and what was taken out again.

use domain::account::{Stars, apply, deeds};
use domain::content::Id;
use domain::time::Instant;

use crate::Store;
use crate::connection::{Connection, statements, values};
use crate::error::StoreError;

statements! {
    LIST = "SELECT path, is_saved FROM account_star WHERE account_id = $1";
    SET = "INSERT INTO account_star (account_id, path, is_saved, changed_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (account_id, path) DO UPDATE SET is_saved = excluded.is_saved, changed_at = excluded.changed_at";
}

impl Store {
    /// What an account remembers of its agenda; at most 1,000 things.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn account_stars(&self, account: Id) -> Result<Stars, StoreError> {
        self.engine.read(move |connection| Box::pin(async move { stars(connection, account).await })).await
    }

    /// Does what was done on a device, a line for each deed; what the account remembers then.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn merge_account_stars(&self, account: Id, told: String, now: Instant) -> Result<Stars, StoreError> {
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let mut stars = stars(connection, account).await?;
                    for (deed, path) in deeds(&told) {
                        if apply(&mut stars, deed, path) {
                            let is_saved = stars.get(path).copied().unwrap_or_default();
                            connection.execute(SET, values![account, path, is_saved, now]).await?;
                        }
                    }
                    Ok(stars)
                })
            })
            .await
    }
}

async fn stars(connection: &mut Connection<'_>, account: Id) -> Result<Stars, StoreError> {
    let rows = connection.fetch(LIST, values![account]).await?;
    rows.iter().map(|row| Ok((row.text("path")?, row.integer("is_saved")? != 0))).collect()
}

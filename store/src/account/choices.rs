//! Which letters an address wants: said by its account, or by whoever has one of its letters.

use domain::mail::{Choices, Purpose};
use domain::time::Instant;

use crate::Store;
use crate::connection::{Connection, statements, values};
use crate::error::StoreError;
use crate::registration;

statements! {
    READ = "SELECT purpose, is_wanted FROM mail_choice WHERE email_key = $1";
    SET = "INSERT INTO mail_choice (email_key, purpose, is_wanted, changed_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (email_key, purpose) DO UPDATE SET is_wanted = excluded.is_wanted, changed_at = excluded.changed_at";
}

impl Store {
    /// What an address wants to be written about.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn mail_choices(&self, email: &str) -> Result<Choices, StoreError> {
        let key = email.to_lowercase();
        self.engine.read(move |connection| Box::pin(async move { read(connection, &key).await })).await
    }

    /// What the address of a letter wants to be written about; `None` for an unknown token.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn mail_choices_by_letter(&self, token: &str) -> Result<Option<Choices>, StoreError> {
        let token = token.to_owned();
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let Some(found) = registration::by_letter(connection, &token).await? else { return Ok(None) };
                    read(connection, &found.email.to_lowercase()).await.map(Some)
                })
            })
            .await
    }

    /// Notes what an address that is proven wants; of other purposes than these nothing changes.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn choose_mail(&self, email: &str, wanted: Vec<(Purpose, bool)>, now: Instant) -> Result<(), StoreError> {
        let key = email.to_lowercase();
        self.engine.write(move |connection| Box::pin(async move { write(connection, &key, &wanted, now).await })).await
    }

    /// The same for the address of a letter; whether its token is known.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn choose_mail_by_letter(
        &self,
        token: &str,
        wanted: Vec<(Purpose, bool)>,
        now: Instant,
    ) -> Result<bool, StoreError> {
        let token = token.to_owned();
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let Some(found) = registration::by_letter(connection, &token).await? else { return Ok(false) };
                    write(connection, &found.email.to_lowercase(), &wanted, now).await.map(|()| true)
                })
            })
            .await
    }
}

async fn read(connection: &mut Connection<'_>, email_key: &str) -> Result<Choices, StoreError> {
    let mut choices = Choices::default();
    for row in connection.fetch(READ, values![email_key]).await? {
        // A purpose of a newer version is nothing to this one.
        if let Some(purpose) = Purpose::from_name(&row.text("purpose")?) {
            choices = choices.with(purpose, row.integer("is_wanted")? != 0);
        }
    }
    Ok(choices)
}

async fn write(
    connection: &mut Connection<'_>,
    email_key: &str,
    wanted: &[(Purpose, bool)],
    now: Instant,
) -> Result<(), StoreError> {
    for (purpose, is_wanted) in wanted {
        connection.execute(SET, values![email_key, purpose.name(), *is_wanted, now]).await?;
    }
    Ok(())
}

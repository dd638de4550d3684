//! Another address of somebody who works here: proven by a link that is sent there, and told to the former one.

use domain::content::Id;
use domain::mail::Letter;
use domain::staff::{ADDRESS_MINUTES, Notice};
use domain::time::Instant;

use super::links::{self, NewStaffLink};
use super::{BY_ADDRESS, StaffMember, by_id, change, tell};
use crate::connection::{Connection, statements, values};
use crate::error::StoreError;
use crate::{Store, token};

statements! {
    FORGET = "DELETE FROM staff_link WHERE kind = 'address' AND (member_id = $1 OR expires_at <= $2)";
    ADD = "INSERT INTO staff_link (hash, id, kind, email, email_key, created_at, expires_at, member_id)
        VALUES ($1, $2, 'address', $3, $4, $5, $6, $7)";
    FIND = "SELECT email FROM staff_link WHERE hash = $1 AND kind = 'address' AND expires_at > $2";
    USE = "DELETE FROM staff_link WHERE hash = $1 AND kind = 'address' AND expires_at > $2 RETURNING email, member_id";
    SET_ADDRESS = "UPDATE staff_member SET email = $2, email_key = $3 WHERE id = $1";
}

impl Store {
    /// Sends a link to another address of somebody's; an earlier one of theirs ends. `false` if somebody here has that
    /// address already.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn ask_for_address(&self, member: Id, link: NewStaffLink) -> Result<bool, StoreError> {
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    connection.execute(FORGET, values![member, link.now]).await?;
                    if is_taken(connection, &link.email).await? {
                        return Ok(false);
                    }
                    let until = link.now.plus_minutes(ADDRESS_MINUTES);
                    let mut row = values![token::hash(&link.token), Id::new_v4(), &link.email];
                    row.extend(values![link.email.to_lowercase(), link.now, until, member]);
                    connection.execute(ADD, row).await?;
                    let letter = Letter::NewAddress { link_token: link.token.clone() };
                    links::send(connection, &link, letter).await?;
                    Ok(true)
                })
            })
            .await
    }

    /// The address that a link proves, if it still works.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn address_of_link(&self, token: &str, now: Instant) -> Result<Option<String>, StoreError> {
        let hash = token::hash(token);
        let found = self
            .engine
            .read(move |connection| Box::pin(async move { connection.fetch_one(FIND, values![hash, now]).await }));
        found.await?.map(|row| row.text("email")).transpose()
    }

    /// Gives somebody the address that a link proves, and tells the former one. Links for a password that went there end;
    /// sessions go on. Their new self, or `None` if the link does not work any more.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn change_address(
        &self,
        token: &str,
        device: &str,
        now: Instant,
        site_now: Instant,
    ) -> Result<Option<StaffMember>, StoreError> {
        let (hash, device) = (token::hash(token), device.to_owned());
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let Some(link) = connection.fetch_one(USE, values![hash, now]).await? else { return Ok(None) };
                    let (id, email): (Id, String) = (link.parsed("member_id")?, link.text("email")?);
                    let Some(found) = by_id(connection, id).await? else { return Ok(None) };
                    if is_taken(connection, &email).await? {
                        return Ok(None);
                    }
                    change::forget_links(connection, id).await?;
                    connection.execute(SET_ADDRESS, values![id, &email, email.to_lowercase()]).await?;
                    tell(connection, &found.member, Notice::AddressChanged, &device, site_now).await?;
                    Ok(Some(StaffMember { email, ..found.member }))
                })
            })
            .await
    }
}

async fn is_taken(connection: &mut Connection<'_>, email: &str) -> Result<bool, StoreError> {
    Ok(connection.fetch_one(BY_ADDRESS, values![email.to_lowercase()]).await?.is_some())
}

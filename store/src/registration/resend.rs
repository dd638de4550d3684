//! Sends somebody's links again, a few times an hour at most, and does as much for an address that nobody knows: the time
//! it takes must not tell either.

use domain::content::Id;
use domain::time::Instant;

use super::register::{self, hour};
use super::{Purpose, add_token, by_id, letters};
use crate::Store;
use crate::connection::{Connection, statements, values};
use crate::error::StoreError;

/// Messages to one address within an hour.
pub const RESENDS_AN_HOUR: i64 = 3;
/// Hours for which it is kept how often an address asked.
const KEPT_HOURS: i64 = 24;
const MINUTE_MILLISECONDS: i64 = 60_000;

statements! {
    // Written for every address, known or not.
    COUNT = "INSERT INTO resend_count (address, hour, asked) VALUES ($1, $2, 1)
        ON CONFLICT (hour, address) DO UPDATE SET asked = resend_count.asked + 1 RETURNING asked";
    FORGET = "DELETE FROM resend_count WHERE hour < $1";
}

/// A wish to have one's links again.
#[derive(Debug, Clone)]
pub struct Resend {
    /// Address as typed.
    pub email: String,
    /// The events that are still to come: links to others are of no use.
    pub events: Vec<Id>,
    /// Random tokens, a pair for each registration that may be found: of the confirmation link, and of the link to see
    /// and cancel the registration. As many are sent as there are pairs.
    pub tokens: Vec<(String, String)>,
    /// Present instant.
    pub now: Instant,
}

impl Store {
    /// Writes to somebody who is registered, with new links for each of their registrations; at most three times an hour.
    /// Nothing tells the caller whether anything was sent.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn resend(&self, request: Resend) -> Result<(), StoreError> {
        self.engine.write(move |connection| Box::pin(async move { resend(connection, &request).await })).await
    }
}

impl Store {
    /// Writes to the person of a registration of that event with new links, because somebody who works here asks for it;
    /// once within a minute. `None` for an unknown registration, or one of another event; false where it is over for the
    /// person, or about to be deleted, and nothing is written.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn resend_to(
        &self,
        event: Id,
        registration: Id,
        (confirm, manage): (String, String),
        now: Instant,
    ) -> Result<Option<bool>, StoreError> {
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let found = by_id(connection, registration).await?.filter(|found| found.event == event);
                    let Some(found) = found else { return Ok(None) };
                    if found.state.has_left() || found.is_overdue(now) {
                        return Ok(Some(false));
                    }
                    add_token(connection, found.id, Purpose::Confirm, &confirm, now).await?;
                    add_token(connection, found.id, Purpose::Manage, &manage, now).await?;
                    let minute = now.milliseconds().div_euclid(MINUTE_MILLISECONDS);
                    letters::links(connection, &found, &confirm, &manage, minute, now).await?;
                    Ok(Some(true))
                })
            })
            .await
    }
}

async fn resend(connection: &mut Connection<'_>, request: &Resend) -> Result<(), StoreError> {
    let address = request.email.to_lowercase();
    let this_hour = hour(request.now);
    connection.execute(FORGET, values![this_hour - KEPT_HOURS]).await?;
    let counted = connection.fetch_one(COUNT, values![crate::token::hash(&address), this_hour]).await?;
    let asked = counted.map_or(Ok(i64::MAX), |row| row.integer("asked"))?;
    if asked > RESENDS_AN_HOUR {
        return Ok(());
    }
    let mut tokens = request.tokens.iter();
    for event in &request.events {
        let Some(row) = register::holder(connection, *event, &address).await? else { continue };
        let Some(found) = by_id(connection, row.parsed("id")?).await? else { continue };
        if found.is_overdue(request.now) {
            continue;
        }
        let Some((confirm, manage)) = tokens.next() else { return Ok(()) };
        add_token(connection, found.id, Purpose::Confirm, confirm, request.now).await?;
        add_token(connection, found.id, Purpose::Manage, manage, request.now).await?;
        letters::links(connection, &found, confirm, manage, asked, request.now).await?;
    }
    Ok(())
}

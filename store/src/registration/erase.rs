//! Deletes what a person's registrations say of them, with every row that refers to them.

use std::collections::HashMap;

use domain::account::{Fate, fate};
use domain::content::Id;
use domain::registration::listing::found_by;
use domain::registration::waiting::Terms;
use domain::registration::{Cause, RegistrationState};
use domain::time::Instant;

use super::steps::{self, Step};
use super::{Registration, by_id, group_release, history, list, of_address, places};
use crate::connection::{Connection, statements, values};
use crate::error::StoreError;
use crate::outbox;

const DAY_MILLISECONDS: i64 = 24 * 60 * 60 * 1_000;

statements! {
    DELETE_TOKENS = "DELETE FROM registration_token WHERE registration_id = $1";
    DELETE_DECISIONS = "DELETE FROM registration_decision WHERE registration_id = $1";
    // A reason may name the person.
    FORGET_REASONS = "UPDATE registration_decision SET reason = '' WHERE registration_id = $1";
    DELETE = "DELETE FROM registration WHERE id = $1";
    // Times to the day, so that nobody is found again by when they registered.
    ANONYMISE = "UPDATE registration SET email = '', email_key = $2, name = '', organisation = NULL, news_consent = 0,
        idempotency_key = $2, answers = NULL, created_at = $3, confirmed_at = NULL, entered_at = NULL, offer_until = NULL,
        turned_at = NULL, reminders_stopped_at = NULL, name_key = '', found_by = $4, tags = '' WHERE id = $1";
}

/// On what terms an event gives its places, and whether it has taken place.
pub type Events = HashMap<Id, (Terms, bool)>;

/// Erases the registrations of an address; how many were deleted and how many were made anonymous.
pub(crate) async fn erase(
    connection: &mut Connection<'_>,
    email_key: &str,
    events: &Events,
    now: Instant,
) -> Result<(u64, u64), StoreError> {
    let mut erased = (0, 0);
    let mut found = of_address(connection, email_key).await?;
    while !found.is_empty() {
        // In one order, whoever erases: events' counts are held until the end.
        found.sort_by_key(|registration| (registration.event, registration.id));
        for registration in &found {
            let (terms, is_over) = events.get(&registration.event).copied().unwrap_or((Terms::GONE, false));
            match erase_one(connection, registration, &terms, is_over, now).await? {
                Fate::Deleted => erased.0 += 1,
                Fate::Anonymised => erased.1 += 1,
            }
        }
        found = of_address(connection, email_key).await?;
    }
    Ok(erased)
}

async fn erase_one(
    connection: &mut Connection<'_>,
    seen: &Registration,
    terms: &Terms,
    is_over: bool,
    now: Instant,
) -> Result<Fate, StoreError> {
    places::hold(connection, seen.event).await?;
    let found = by_id(connection, seen.id).await?.unwrap_or_else(|| seen.clone());
    let fate = fate(found.state, is_over);
    if fate == Fate::Deleted {
        leave(connection, &found, terms, now).await?;
    }
    connection.execute(DELETE_TOKENS, values![found.id]).await?;
    outbox::forget(connection, found.id).await?;
    group_release::forget(connection, found.id).await?;
    // To the millisecond, so somebody who is not named would still be found by it.
    history::forget(connection, found.id).await?;
    match fate {
        Fate::Deleted => {
            connection.execute(DELETE_DECISIONS, values![found.id]).await?;
            connection.execute(DELETE, values![found.id]).await?;
        }
        Fate::Anonymised => {
            connection.execute(FORGET_REASONS, values![found.id]).await?;
            let day = found.created.milliseconds().div_euclid(DAY_MILLISECONDS) * DAY_MILLISECONDS;
            // Names nobody and nothing, and is no other's.
            let nobody = format!("erased-{}", Id::new_v4());
            connection.execute(ANONYMISE, values![found.id, nobody, day, found_by(found.id, "", "", None)]).await?;
        }
    }
    Ok(fate)
}

/// Deletes what a registration for an event that is over says of a person, as an erasure does.
pub(crate) async fn forget(connection: &mut Connection<'_>, registration: Id, now: Instant) -> Result<(), StoreError> {
    if let Some(found) = by_id(connection, registration).await? {
        erase_one(connection, &found, &Terms::GONE, true, now).await?;
    }
    Ok(())
}

/// Gives the place, or the place in the queue, up, so that it goes on to whoever is next.
async fn leave(
    connection: &mut Connection<'_>,
    found: &Registration,
    terms: &Terms,
    now: Instant,
) -> Result<(), StoreError> {
    let cause = if found.state == RegistrationState::Offered { Cause::OfferDeclined } else { Cause::Cancels };
    if steps::step(connection, found, Step::new(cause, now), terms).await?.is_some() {
        list::hand_out(connection, found.event, terms, now).await?;
    }
    Ok(())
}

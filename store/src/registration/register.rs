//! Taking a place.

use domain::content::Id;
use domain::time::Instant;

use super::{
    ADD_TOKEN, BY_ADDRESS, BY_KEY, FIRST_COUNT, GIVE_PLACE, INSERT, NewRegistration, Purpose, RegisterOutcome,
    TAKE_PLACE, TAKEN,
};
use crate::changes::Change;
use crate::connection::{Connection, values};
use crate::error::StoreError;
use crate::{outbox, token};

/// Takes a place, if this is not a repetition and there is one.
pub(super) async fn register(
    connection: &mut Connection<'_>,
    request: &NewRegistration,
) -> Result<RegisterOutcome, StoreError> {
    let address = request.applicant.email.to_lowercase();
    if let Some(known) = known(connection, request, &address).await? {
        return Ok(known);
    }
    if !take_place(connection, request).await? {
        // The last place may just have been taken by this very request, sent twice at the same moment.
        return Ok(known(connection, request, &address).await?.unwrap_or(RegisterOutcome::Full));
    }
    let id = Id::new_v4();
    if !insert(connection, id, request, &address).await? {
        // On PostgreSQL the same request, or the same address, came in between the first look and now.
        connection.execute(GIVE_PLACE, values![request.event]).await?;
        return known(connection, request, &address).await?.ok_or(StoreError::Busy);
    }
    add_tokens(connection, id, request).await?;
    outbox::put(connection, "registration", format!("registration:{id}"), &request.mail, request.now).await?;
    connection.announce(Change::Places { event: request.event });
    Ok(RegisterOutcome::Taken { registration: id, repeated: false })
}

/// The registration that this request repeats, by its key or by its address.
async fn known(
    connection: &mut Connection<'_>,
    request: &NewRegistration,
    address: &str,
) -> Result<Option<RegisterOutcome>, StoreError> {
    let key = request.applicant.idempotency_key;
    if let Some(row) = connection.fetch_one(BY_KEY, values![key]).await? {
        let event: Id = row.parsed("event_id")?;
        if event != request.event || row.text("email_key")? != address {
            // Somebody went back, corrected the form and sent it again. To answer "done" would be a lie.
            let what = "this form was sent before with another address or for another event; open it anew".to_owned();
            return Err(StoreError::Conflict { what });
        }
        return Ok(Some(RegisterOutcome::Taken { registration: row.parsed("id")?, repeated: true }));
    }
    let Some(row) = connection.fetch_one(BY_ADDRESS, values![request.event, address]).await? else { return Ok(None) };
    let id: Id = row.parsed("id")?;
    let again = RegisterOutcome::Taken { registration: id, repeated: true };
    if row.parsed::<Id>("idempotency_key")? == key {
        // The same form after all: its first sending was committed between the two looks.
        return Ok(Some(again));
    }
    let once_an_hour = format!("known:{id}:{}", hour(request.now));
    if outbox::put(connection, "registration-known", once_an_hour, &request.mail_if_known, request.now).await? {
        add_tokens(connection, id, request).await?;
    }
    // Of a full event everybody is told the same; otherwise the answer would say who takes part.
    Ok(Some(if is_full(connection, request).await? { RegisterOutcome::Full } else { again }))
}

async fn is_full(connection: &mut Connection<'_>, request: &NewRegistration) -> Result<bool, StoreError> {
    let Some(capacity) = request.capacity else { return Ok(false) };
    let row = connection.fetch_one(TAKEN, values![request.event]).await?;
    let taken: u32 = row.map_or(Ok(0), |row| row.number("taken"))?;
    Ok(taken >= capacity)
}

/// Counts one more place as taken, in one statement that cannot go past the capacity whoever else counts.
async fn take_place(connection: &mut Connection<'_>, request: &NewRegistration) -> Result<bool, StoreError> {
    let capacity = request.capacity.map_or(i64::MAX, i64::from);
    if connection.execute(TAKE_PLACE, values![request.event, capacity]).await? > 0 {
        return Ok(true);
    }
    // Full, or nobody was counted yet. Whoever counts first on PostgreSQL keeps the others waiting here, so look again
    // even if the count was there by then.
    connection.execute(FIRST_COUNT, values![request.event]).await?;
    Ok(connection.execute(TAKE_PLACE, values![request.event, capacity]).await? > 0)
}

/// Writes the row; false if its key or its address is there already.
async fn insert(
    connection: &mut Connection<'_>,
    id: Id,
    request: &NewRegistration,
    address: &str,
) -> Result<bool, StoreError> {
    let applicant = &request.applicant;
    let mut row = values![id, request.event, &applicant.email, address, &applicant.name, &applicant.country];
    row.extend(values![applicant.profession.name(), applicant.organisation.clone(), applicant.news_consent]);
    row.extend(values![applicant.idempotency_key, request.now]);
    Ok(connection.execute(INSERT, row).await? > 0)
}

async fn add_tokens(connection: &mut Connection<'_>, id: Id, request: &NewRegistration) -> Result<(), StoreError> {
    for (text, purpose) in [(&request.confirm_token, Purpose::Confirm), (&request.manage_token, Purpose::Manage)] {
        let row = values![token::hash(text), purpose.name(), id, request.now];
        connection.execute(ADD_TOKEN, row).await?;
    }
    Ok(())
}

fn hour(now: Instant) -> i64 {
    now.milliseconds().div_euclid(3_600_000)
}

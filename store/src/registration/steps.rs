//! Steps of a registration after it was made: only those that the domain allows, and each at most once.

use domain::registration::RegistrationState;
use domain::time::Instant;

use super::{CANCEL, CONFIRM, GIVE_PLACE, HOLD_COUNT, Purpose, Registration, by_id, by_token};
use crate::changes::Change;
use crate::connection::{Connection, values};
use crate::error::StoreError;

/// Proves the address.
pub(super) async fn confirm(
    connection: &mut Connection<'_>,
    hash: String,
    now: Instant,
) -> Result<Option<Registration>, StoreError> {
    let Some(found) = by_token(connection, hash, Purpose::Confirm).await? else { return Ok(None) };
    if !found.state.may_become(RegistrationState::Confirmed) {
        return Ok(Some(found));
    }
    connection.execute(CONFIRM, values![found.id, now, found.state.name()]).await?;
    by_id(connection, found.id).await
}

/// Gives the place back.
pub(super) async fn cancel(
    connection: &mut Connection<'_>,
    hash: String,
    now: Instant,
) -> Result<Option<Registration>, StoreError> {
    let Some(seen) = by_token(connection, hash, Purpose::Manage).await? else { return Ok(None) };
    // The count first and the registration second, as in taking a place: two who lock in the same order never wait for
    // each other. And what was seen before the lock is looked at again.
    connection.execute(HOLD_COUNT, values![seen.event]).await?;
    let Some(found) = by_id(connection, seen.id).await? else { return Ok(None) };
    if !found.state.may_become(RegistrationState::Cancelled) {
        return Ok(Some(found));
    }
    if connection.execute(CANCEL, values![found.id, now, found.state.name()]).await? == 0 {
        // Confirmed in this very moment; nothing was changed.
        return Err(StoreError::Busy);
    }
    connection.execute(GIVE_PLACE, values![found.event]).await?;
    connection.announce(Change::Places { event: found.event });
    by_id(connection, found.id).await
}

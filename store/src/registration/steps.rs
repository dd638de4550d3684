//! Steps of a registration after it was made: only those that the domain allows, each at most once.

use domain::registration::waiting::Terms;
use domain::registration::{Cause, Effect, RegistrationState};
use domain::time::Instant;

use super::{Purpose, Registration, by_id, by_token, history, letters, list, places, register, reminders};
use crate::changes::Change;
use crate::connection::{Connection, statements, values};
use crate::error::StoreError;
use crate::outbox;

statements! {
    STEP = "UPDATE registration SET state = $3, last_cause = $4, confirmed_at = COALESCE(confirmed_at, $5),
        cancelled_at = $6, entered_at = COALESCE(entered_at, $7), offer_until = COALESCE($8, offer_until),
        turns = turns + $9, turned_at = COALESCE($10, turned_at)
        WHERE id = $1 AND state = $2";
    DELETE_TOKENS = "DELETE FROM registration_token WHERE registration_id = $1";
    DELETE = "DELETE FROM registration WHERE id = $1 AND state = $2";
}

/// What the holder of a link to a registration may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonalAct {
    /// Gives the place, or the place in the queue, up.
    Cancel,
    /// Takes the place that is offered; near the start, when no more offers are made, a place that is free.
    Accept,
    /// Does not want the place that is offered.
    Decline,
    /// Comes back to the list after an offer that was missed.
    Rejoin,
}

/// A step to be taken. The caller holds the event's count, and has seen that there is a place for one that takes one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub(super) cause: Cause,
    pub(super) now: Instant,
    /// When the offer ends, for the step that makes one.
    pub(super) offer_until: Option<Instant>,
}

impl Step {
    pub(super) fn new(cause: Cause, now: Instant) -> Self {
        Self { cause, now, offer_until: None }
    }
}

/// Takes a step with all that belongs to it: the count of places, the letter to the person, and the reminders. `None` if the domain
/// does not allow it from the state that the registration is in.
pub(super) async fn step(
    connection: &mut Connection<'_>,
    found: &Registration,
    step: Step,
    terms: &Terms,
) -> Result<Option<Registration>, StoreError> {
    let Step { cause, now, offer_until } = step;
    let Some(transition) = found.state.after(cause) else { return Ok(None) };
    let touched = match transition.to() {
        Some(to) => {
            let proven = matches!(cause, Cause::Confirms | Cause::EditorConfirms | Cause::FindsPlace).then_some(now);
            let left = to.has_left().then_some(now);
            let entered = (to == RegistrationState::Waiting).then_some(now);
            let mut row = values![found.id, found.state.name(), to.name(), cause.name()];
            row.extend(values![proven, left, entered, offer_until]);
            let turns = found.state.takes_part() != to.takes_part();
            row.extend(values![turns, turns.then_some(now)]);
            connection.execute(STEP, row).await?
        }
        None => {
            outbox::forget(connection, found.id).await?;
            history::forget(connection, found.id).await?;
            connection.execute(DELETE_TOKENS, values![found.id]).await?;
            connection.execute(DELETE, values![found.id, found.state.name()]).await?
        }
    };
    if touched == 0 {
        // Who holds the count is alone with the event's registrations; nothing was changed.
        return Err(StoreError::Busy);
    }
    if let Some(to) = transition.to() {
        history::note(connection, found, cause, to, now).await?;
    }
    match transition.places() {
        Effect::Takes => places::take_held(connection, found.event).await?,
        Effect::GivesBack => places::give_back(connection, found.event).await?,
        Effect::Keeps => {}
    }
    connection.announce(Change::Places { event: found.event });
    if offer_until.is_some() {
        connection.announce(Change::Deadline);
    }
    let Some(after) = by_id(connection, found.id).await? else { return Ok(Some(found.clone())) };
    letters::tell(connection, &after, cause, now).await?;
    if after.state == RegistrationState::Confirmed {
        reminders::remind(connection, &after, terms, now).await?;
    }
    Ok(Some(after))
}

/// Proves the address.
pub(super) async fn confirm(
    connection: &mut Connection<'_>,
    hash: String,
    terms: Terms,
    now: Instant,
) -> Result<Option<Registration>, StoreError> {
    let Some(seen) = by_token(connection, hash, Purpose::Confirm).await? else { return Ok(None) };
    let held = places::hold(connection, seen.event).await?;
    // What was seen before the count was held is looked at again.
    let Some(found) = by_id(connection, seen.id).await? else { return Ok(None) };
    if found.is_overdue(now) {
        return Ok(Some(found));
    }
    let joins = found.state == RegistrationState::Joining;
    let finds = joins && places::has_room(connection, found.event, &held, &terms, now).await?;
    let cause = if finds { Cause::FindsPlace } else { Cause::Confirms };
    let done = step(connection, &found, Step::new(cause, now), &terms).await?;
    Ok(Some(done.unwrap_or(found)))
}

/// Does what the person asks for, and gives on what became free by it.
pub(super) async fn act(
    connection: &mut Connection<'_>,
    hash: String,
    act: PersonalAct,
    terms: Terms,
    now: Instant,
) -> Result<Option<Registration>, StoreError> {
    let Some(seen) = by_token(connection, hash, Purpose::Manage).await? else { return Ok(None) };
    let held = places::hold(connection, seen.event).await?;
    let Some(found) = by_id(connection, seen.id).await? else { return Ok(None) };
    if found.is_overdue(now) && act != PersonalAct::Cancel {
        return Ok(Some(found));
    }
    let cause = match act {
        PersonalAct::Cancel => Some(Cause::Cancels),
        PersonalAct::Decline => Some(Cause::OfferDeclined),
        PersonalAct::Accept => accept(connection, &found, &held, &terms, now).await?,
        PersonalAct::Rejoin => rejoin(connection, &found, &terms, now).await?,
    };
    let Some(cause) = cause else { return Ok(Some(found)) };
    let Some(done) = step(connection, &found, Step::new(cause, now), &terms).await? else { return Ok(Some(found)) };
    list::hand_out(connection, found.event, &terms, now).await?;
    // Coming back to a list with a free place is an offer already.
    by_id(connection, done.id).await.map(|after| after.or(Some(done)))
}

/// The step that accepting is: nothing can be accepted after its time.
async fn accept(
    connection: &mut Connection<'_>,
    found: &Registration,
    held: &places::Held,
    terms: &Terms,
    now: Instant,
) -> Result<Option<Cause>, StoreError> {
    Ok(match found.state {
        RegistrationState::Offered if found.offer_until.is_some_and(|until| now >= until) => Some(Cause::OfferExpired),
        RegistrationState::Offered => Some(Cause::OfferAccepted),
        // Whoever waits keeps newcomers from a free place as long as offers are made; afterwards it is for the first who
        // comes, and they may be.
        RegistrationState::Waiting => {
            let finds = places::has_room(connection, found.event, held, terms, now).await?;
            finds.then_some(Cause::FindsPlace)
        }
        _ => None,
    })
}

/// The step that coming back is: while the event is ahead, and not beside a newer registration of the same address.
async fn rejoin(
    connection: &mut Connection<'_>,
    found: &Registration,
    terms: &Terms,
    now: Instant,
) -> Result<Option<Cause>, StoreError> {
    let ahead = terms.takes_place && now < terms.start;
    let newer = register::holder(connection, found.event, &found.email.to_lowercase()).await?;
    Ok((ahead && newer.is_none()).then_some(Cause::Rejoins))
}

//! The letters of a registration, each in the transaction of the step that it tells of.

use domain::content::Id;
use domain::mail::Letter;
use domain::registration::{Cause, RegistrationState, StepLetter};
use domain::time::Instant;

use super::register::{New, hour};
use super::{NewRegistration, Purpose, Registration, add_token};
use crate::connection::Connection;
use crate::error::StoreError;
use crate::outbox::{self, NewMail};
use crate::token;

/// The first letter, with the link to confirm.
pub(super) fn first(id: Id, state: RegistrationState, request: &NewRegistration) -> NewMail {
    let (event, confirm_token, manage_token) =
        (request.event, request.confirm_token.clone(), request.manage_token.clone());
    let letter = if state == RegistrationState::Joining {
        Letter::ConfirmWaiting { event, confirm_token, manage_token }
    } else {
        Letter::ConfirmRegistration { event, confirm_token, manage_token }
    };
    let to = request.applicant.email.clone();
    NewMail { to, letter, due: request.now, dedupe_key: format!("registration:{id}"), registration: Some(id) }
}

/// Writes it.
pub(super) async fn welcome(
    connection: &mut Connection<'_>,
    id: Id,
    state: RegistrationState,
    request: &NewRegistration,
) -> Result<(), StoreError> {
    outbox::put(connection, &first(id, state, request), request.now).await.map(|_| ())
}

/// The first letter about several events, with one link to confirm them all; about a single one it is as any other.
pub(super) async fn welcome_to_series(
    connection: &mut Connection<'_>,
    new: &[(New, &NewRegistration)],
    series_token: String,
) -> Result<(), StoreError> {
    let (first, request) = match new {
        [] => return Ok(()),
        [(New { id, state }, request)] => return welcome(connection, *id, *state, request).await,
        [(first, request), ..] => (first, request),
    };
    let of = |joining: bool| {
        let chosen = new.iter().filter(move |(made, _)| (made.state == RegistrationState::Joining) == joining);
        chosen.map(|(_, request)| request.event).collect::<Vec<Id>>()
    };
    let mail = NewMail {
        to: request.applicant.email.clone(),
        letter: Letter::ConfirmSeries { held: of(false), waiting: of(true), series_token },
        due: request.now,
        dedupe_key: format!("series:{}", first.id),
        registration: Some(first.id),
    };
    outbox::put(connection, &mail, request.now).await.map(|_| ())
}

/// The letter to whoever is registered already and asks again; whether it was sent, which is at most once an hour.
pub(super) async fn known(
    connection: &mut Connection<'_>,
    id: Id,
    request: &NewRegistration,
) -> Result<bool, StoreError> {
    let (event, confirm_token, manage_token) =
        (request.event, request.confirm_token.clone(), request.manage_token.clone());
    let mail = NewMail {
        to: request.applicant.email.clone(),
        letter: Letter::AlreadyRegistered { event, confirm_token, manage_token },
        due: request.now,
        dedupe_key: format!("known:{id}:{}", hour(request.now)),
        registration: Some(id),
    };
    outbox::put(connection, &mail, request.now).await
}

/// Tells the person of a step, where it is one that they want to know of.
pub(super) async fn tell(
    connection: &mut Connection<'_>,
    after: &Registration,
    cause: Cause,
    now: Instant,
) -> Result<(), StoreError> {
    let Some(letter) = StepLetter::after(cause, after.state) else { return Ok(()) };
    let registration = after.id;
    let manage_token = token::random();
    let kept = manage_token.clone();
    let letter = match letter {
        StepLetter::Confirmed => Letter::Confirmed { registration, manage_token },
        StepLetter::Waiting => Letter::Waiting { registration, manage_token },
        StepLetter::Offered => Letter::Offered { registration, manage_token, until: after.offer_until.unwrap_or(now) },
        StepLetter::OfferExpired => Letter::OfferExpired { registration, manage_token },
        StepLetter::Cancelled => Letter::Cancelled { registration, by_organiser: cause == Cause::EditorCancels },
    };
    add_token(connection, registration, Purpose::Manage, &kept, now).await?;
    // A step is taken once, and no two steps of a kind in one millisecond.
    let dedupe_key = format!("{}:{registration}:{}", cause.name(), now.milliseconds());
    put(connection, after, letter, dedupe_key, now).await
}

/// New links, because they were asked for again; `asked` counts within the hour, or is the minute since 1970 where somebody
/// who works here asks.
pub(super) async fn links(
    connection: &mut Connection<'_>,
    found: &Registration,
    confirm: &str,
    manage: &str,
    asked: i64,
    now: Instant,
) -> Result<(), StoreError> {
    let (confirm_token, manage_token) = (confirm.to_owned(), manage.to_owned());
    let letter = Letter::AlreadyRegistered { event: found.event, confirm_token, manage_token };
    let dedupe_key = format!("links:{}:{}:{asked}", found.id, hour(now));
    put(connection, found, letter, dedupe_key, now).await
}

async fn put(
    connection: &mut Connection<'_>,
    of: &Registration,
    letter: Letter,
    dedupe_key: String,
    now: Instant,
) -> Result<(), StoreError> {
    let mail = NewMail { to: of.email.clone(), letter, due: now, dedupe_key, registration: Some(of.id) };
    outbox::put(connection, &mail, now).await.map(|_| ())
}

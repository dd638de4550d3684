//! Taking a place, or a place in the queue.

use domain::content::Id;
use domain::registration::listing::{found_by, name_key};
use domain::registration::{Applicant, RegistrationState};
use domain::time::Instant;

use super::{NewRegistration, Purpose, RegisterOutcome, letters, places};
use crate::changes::Change;
use crate::connection::{Connection, Row, Value, statements, values};
use crate::error::StoreError;
use crate::token;

statements! {
    // By the form and by the person at once: each question costs about as much as a row that is written.
    KNOWN = "SELECT id, event_id, email_key, idempotency_key, state FROM registration WHERE idempotency_key = $1
        UNION ALL SELECT id, event_id, email_key, idempotency_key, state FROM registration
        WHERE event_id = $2 AND email_key = $3 AND state NOT IN ('cancelled', 'expired')";
    BY_ADDRESS = "SELECT id, idempotency_key, state FROM registration
        WHERE event_id = $1 AND email_key = $2 AND state NOT IN ('cancelled', 'expired')";
    FIRST_ENTRY = "SELECT min(entered_at) AS entered_at FROM registration
        WHERE event_id = $1 AND email_key = $2 AND state = 'expired'";
    // $1 is a JSON array with an array for each row, so that one is written as many are, see [`super::together`].
    INSERT = "INSERT INTO registration (id, event_id, email, email_key, name, country, profession, organisation,
        news_consent, idempotency_key, state, created_at, entered_at, answers,
        name_key, found_by)
        SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
        value ->> 8, value ->> 9, value ->> 10, value ->> 11, value ->> 12, value ->> 13,
        value ->> 14, value ->> 15 FROM json_each($1) WHERE true ON CONFLICT DO NOTHING",
        postgres "INSERT INTO registration (id, event_id, email, email_key, name, country, profession, organisation,
        news_consent, idempotency_key, state, created_at, entered_at, answers,
        name_key, found_by)
        SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
        (value ->> 8)::bigint, value ->> 9, value ->> 10, (value ->> 11)::bigint, (value ->> 12)::bigint, value ->> 13,
        value ->> 14, value ->> 15 FROM json_array_elements($1::text::json) AS rows (value) ON CONFLICT DO NOTHING";
    ADD_TOKENS = "INSERT INTO registration_token (hash, purpose, registration_id, created_at)
        SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3
        FROM json_each($1) WHERE true ON CONFLICT (hash, purpose) DO NOTHING",
        postgres "INSERT INTO registration_token (hash, purpose, registration_id, created_at)
        SELECT value ->> 0, value ->> 1, value ->> 2, (value ->> 3)::bigint
        FROM json_array_elements($1::text::json) AS rows (value) ON CONFLICT (hash, purpose) DO NOTHING";
}

/// Takes a place, if this is not a repetition and there is one, and writes to the person.
pub(super) async fn register(
    connection: &mut Connection<'_>,
    request: &NewRegistration,
) -> Result<RegisterOutcome, StoreError> {
    let (outcome, new) = take(connection, request).await?;
    if let Some(New { id, state }) = new {
        letters::welcome(connection, id, state, request).await?;
        connection.announce(Change::Places { event: request.event });
    }
    Ok(outcome)
}

/// A registration that was made just now.
#[derive(Debug, Clone, Copy)]
pub(super) struct New {
    pub(super) id: Id,
    pub(super) state: RegistrationState,
}

/// Takes a place, if this is not a repetition and there is one. Who is new is still to be written to, and the change to
/// be announced.
pub(super) async fn take(
    connection: &mut Connection<'_>,
    request: &NewRegistration,
) -> Result<(RegisterOutcome, Option<New>), StoreError> {
    let address = request.applicant.email.to_lowercase();
    if let Some(known) = known(connection, request, &address).await? {
        return Ok((known, None));
    }
    let (state, entered) = if places::take(connection, request.event, 1, &request.terms, request.now).await? {
        (RegistrationState::Pending, None)
    } else if let Some(known) = known(connection, request, &address).await? {
        // The last place may just have been taken by this very request, sent twice at the same moment.
        return Ok((known, None));
    } else if request.terms.list_is_open(request.now) {
        let first = first_entry(connection, request.event, &address, request.now).await?;
        (RegistrationState::Joining, Some(first))
    } else {
        return Ok((RegisterOutcome::Full, None));
    };
    let id = Id::new_v4();
    if insert(connection, &[row(id, request, &address, state, entered)?]).await? == 0 {
        // On PostgreSQL the same request, or the same address, came in between the first look and now.
        if state.holds_a_place() {
            places::give_back(connection, request.event).await?;
        }
        return known(connection, request, &address).await?.map(|known| (known, None)).ok_or(StoreError::Busy);
    }
    add_tokens(connection, &[(id, request)]).await?;
    Ok((outcome(state, id, false), Some(New { id, state })))
}

/// When an address first asked for the list of an event: whoever missed an offer and asks anew stands where they stood.
pub(super) async fn first_entry(
    connection: &mut Connection<'_>,
    event: Id,
    address: &str,
    now: Instant,
) -> Result<Instant, StoreError> {
    let first = connection.fetch_one(FIRST_ENTRY, values![event, address]).await?;
    Ok(first.map(|row| row.optional_instant("entered_at")).transpose()?.flatten().unwrap_or(now))
}

/// What somebody is told of a registration in that state.
pub(super) fn outcome(state: RegistrationState, registration: Id, repeated: bool) -> RegisterOutcome {
    match state {
        RegistrationState::Joining | RegistrationState::Waiting => RegisterOutcome::Waiting { registration, repeated },
        _ => RegisterOutcome::Taken { registration, repeated },
    }
}

/// The registration of an address that is not over for it.
pub(super) async fn holder(
    connection: &mut Connection<'_>,
    event: Id,
    address: &str,
) -> Result<Option<Row>, StoreError> {
    connection.fetch_one(BY_ADDRESS, values![event, address]).await
}

/// The registration that this request repeats, by its key or by its address.
async fn known(
    connection: &mut Connection<'_>,
    request: &NewRegistration,
    address: &str,
) -> Result<Option<RegisterOutcome>, StoreError> {
    let key = request.applicant.idempotency_key;
    let rows = connection.fetch(KNOWN, values![key, request.event, address]).await?;
    let (mut same_form, mut same_person) = (None, None);
    for row in rows {
        let found = if row.parsed::<Id>("idempotency_key")? == key { &mut same_form } else { &mut same_person };
        found.get_or_insert(row);
    }
    if let Some(row) = same_form {
        let event: Id = row.parsed("event_id")?;
        if event != request.event || row.text("email_key")? != address {
            // Somebody went back, corrected the form and sent it again. To answer "done" would be a lie.
            let what = "this form was sent before with another address or for another event; open it anew".to_owned();
            return Err(StoreError::Conflict { what });
        }
        let state = row.named("state", RegistrationState::from_name)?;
        return Ok(Some(outcome(state, row.parsed("id")?, true)));
    }
    let Some(row) = same_person else { return Ok(None) };
    let id: Id = row.parsed("id")?;
    if letters::known(connection, id, request).await? {
        add_tokens(connection, &[(id, request)]).await?;
    }
    // Of a full event everybody is told the same; otherwise the answer would say who takes part.
    Ok(Some(if !is_full(connection, request).await? {
        RegisterOutcome::Taken { registration: id, repeated: true }
    } else if request.terms.list_is_open(request.now) {
        RegisterOutcome::Waiting { registration: id, repeated: true }
    } else {
        RegisterOutcome::Full
    }))
}

/// Whether somebody unknown would find no place now.
async fn is_full(connection: &mut Connection<'_>, request: &NewRegistration) -> Result<bool, StoreError> {
    if request.terms.capacity.is_none() {
        return Ok(false);
    }
    let held = places::look(connection, request.event).await?;
    Ok(!places::has_room(connection, request.event, &held, &request.terms, request.now).await?)
}

/// A row of [`INSERT`].
pub(super) fn row(
    id: Id,
    request: &NewRegistration,
    address: &str,
    state: RegistrationState,
    entered: Option<Instant>,
) -> Result<Vec<Value>, StoreError> {
    let applicant = &request.applicant;
    let mut row = values![id, request.event, &applicant.email, address, &applicant.name, &applicant.country];
    row.extend(values![applicant.profession.name(), applicant.organisation.clone(), applicant.news_consent]);
    row.extend(values![applicant.idempotency_key, state.name(), request.now, entered]);
    row.push(answers(applicant)?);
    let found_by = found_by(id, &applicant.name, &applicant.email, applicant.organisation.as_deref());
    row.extend(values![name_key(&applicant.name), found_by]);
    Ok(row)
}

/// Writes rows; how many, since one whose key or address is there already is left out.
pub(super) async fn insert(connection: &mut Connection<'_>, rows: &[Vec<Value>]) -> Result<u64, StoreError> {
    connection.execute(INSERT, vec![Value::json(&rows)?]).await
}

/// Answers as they are kept: no value where there is none.
pub(super) fn answers(applicant: &Applicant) -> Result<Value, StoreError> {
    if applicant.answers.is_empty() { Ok(Value::Text(None)) } else { Value::json(&applicant.answers) }
}

/// Keeps the hashes of the tokens of these registrations.
pub(super) async fn add_tokens(
    connection: &mut Connection<'_>,
    of: &[(Id, &NewRegistration)],
) -> Result<(), StoreError> {
    let rows = of.iter().flat_map(|(id, request)| {
        let token = |token: &str, purpose: Purpose| values![token::hash(token), purpose.name(), *id, request.now];
        [token(&request.confirm_token, Purpose::Confirm), token(&request.manage_token, Purpose::Manage)]
    });
    let rows: Vec<_> = rows.collect();
    connection.execute(ADD_TOKENS, vec![Value::json(&rows)?]).await.map(|_| ())
}

pub(super) fn hour(now: Instant) -> i64 {
    now.milliseconds().div_euclid(3_600_000)
}

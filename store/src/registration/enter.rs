//! People whom somebody who works here registers: one or many, by the steps that everybody's registration takes, and with who
//! did it and why written down. What was entered once is not entered again, whoever sends it again.

use domain::content::Id;
use domain::registration::entry::{Placing, Proof, WhenFull};
use domain::registration::{Cause, RegistrationState};
use domain::slug::Slug;

use super::decisions::{Decided, record};
use super::steps::{Step, step};
use super::{NewRegistration, by_id, letters, list, places, register, tags};
use crate::Store;
use crate::changes::Change;
use crate::connection::{Connection, Row, Value, statements, values};
use crate::error::StoreError;

/// Most people in one transaction: bounds how long other writes wait.
const PIECE: usize = 50;
/// What is recorded for each.
const ENTER: &str = "enter";

statements! {
    // $1 the event, $2 addresses in lower case, $3 keys of forms, both as JSON.
    KNOWN = "SELECT id, email_key, idempotency_key FROM registration WHERE event_id = $1
        AND email_key IN (SELECT value FROM json_each($2)) AND state NOT IN ('cancelled', 'expired')
        UNION SELECT id, email_key, idempotency_key FROM registration WHERE event_id = $1
        AND idempotency_key IN (SELECT value FROM json_each($3))",
        postgres "SELECT id, email_key, idempotency_key FROM registration WHERE event_id = $1
        AND email_key = ANY (ARRAY(SELECT json_array_elements_text($2::text::json)))
        AND state NOT IN ('cancelled', 'expired')
        UNION SELECT id, email_key, idempotency_key FROM registration WHERE event_id = $1
        AND idempotency_key = ANY (ARRAY(SELECT json_array_elements_text($3::text::json)))";
    ENTERED_BY = "SELECT decided_by, reason FROM registration_decision WHERE registration_id = $1 AND decision = 'enter'
        ORDER BY number LIMIT 1";
}

/// Somebody who is to be entered.
#[derive(Debug, Clone)]
pub struct Entrant {
    /// Who, for which event.
    pub request: NewRegistration,
    /// Tags of the registration.
    pub tags: Vec<Slug>,
    /// Whether the address still has to be proven.
    pub proof: Proof,
    /// What is done where all places are taken.
    pub when_full: WhenFull,
    /// What was reviewed that they would get; with anything else they are left out.
    pub reviewed: Option<Placing>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entered {
    /// Registered, now or when this very form was sent before.
    Done(Id),
    /// The address is registered already.
    Known(Id),
    /// There is neither a place nor a waiting list.
    Full,
    /// It would not be any more what was reviewed.
    Otherwise,
}

/// A registration that is there already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownEntrant {
    /// Its identity.
    pub id: Id,
    /// Its address, in lower case.
    pub address: String,
    /// The key of the form by which it was made.
    pub key: Id,
}

impl Store {
    /// Registers people for an event, as many in a transaction as keep others waiting only shortly; what became of each, in
    /// their order. Each is written to: with the link by which they prove their address, or that it was taken as proven.
    ///
    /// # Errors
    /// The database cannot be written to. Whoever was registered by then stays so, and the same call goes on with the rest.
    pub async fn enter(&self, event: Id, people: Vec<Entrant>, decided: Decided) -> Result<Vec<Entered>, StoreError> {
        let mut done = Vec::with_capacity(people.len());
        for piece in people.chunks(PIECE) {
            let (piece, decided) = (piece.to_vec(), decided.clone());
            let written = self.engine.write(move |connection| {
                Box::pin(async move { enter_piece(connection, event, &piece, &decided).await })
            });
            done.extend(written.await?);
        }
        Ok(done)
    }

    /// Which of these addresses have a registration for the event that is not over for them, and which of these forms made
    /// one.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn known_entrants(
        &self,
        event: Id,
        addresses: &[String],
        keys: &[Id],
    ) -> Result<Vec<KnownEntrant>, StoreError> {
        let lower: Vec<String> = addresses.iter().map(|address| address.to_lowercase()).collect();
        let question = vec![event.into(), Value::json(&lower)?, Value::json(&keys)?];
        self.engine
            .read(move |connection| {
                Box::pin(async move { connection.fetch(KNOWN, question).await?.iter().map(known).collect() })
            })
            .await
    }

    /// Who entered a registration and for what reason; `None` where the person registered.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn entered_by(&self, registration: Id) -> Result<Option<(String, String)>, StoreError> {
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let row = connection.fetch_one(ENTERED_BY, values![registration]).await?;
                    row.map(|row| Ok((row.text("decided_by")?, row.text("reason")?))).transpose()
                })
            })
            .await
    }
}

fn known(row: &Row) -> Result<KnownEntrant, StoreError> {
    Ok(KnownEntrant { id: row.parsed("id")?, address: row.text("email_key")?, key: row.parsed("idempotency_key")? })
}

async fn enter_piece(
    connection: &mut Connection<'_>,
    event: Id,
    people: &[Entrant],
    decided: &Decided,
) -> Result<Vec<Entered>, StoreError> {
    let mut done = Vec::with_capacity(people.len());
    for entrant in people {
        done.push(one(connection, event, entrant, decided).await?);
    }
    if let Some(entrant) = people.first() {
        list::hand_out(connection, event, &entrant.request.terms, decided.at).await?;
    }
    Ok(done)
}

async fn one(
    connection: &mut Connection<'_>,
    event: Id,
    entrant: &Entrant,
    decided: &Decided,
) -> Result<Entered, StoreError> {
    let (request, now) = (&entrant.request, decided.at);
    // From here on nobody else registers for the event.
    let held = places::hold(connection, event).await?;
    let address = request.applicant.email.to_lowercase();
    let key = request.applicant.idempotency_key;
    let question = vec![event.into(), Value::json(&[&address])?, Value::json(&[key])?];
    if let Some(there) = connection.fetch_one(KNOWN, question).await? {
        let (id, is_own) = (there.parsed("id")?, there.parsed::<Id>("idempotency_key")? == key);
        return Ok(if is_own { Entered::Done(id) } else { Entered::Known(id) });
    }
    let has_room = places::has_room(connection, event, &held, &request.terms, now).await?;
    let placing = Placing::of(has_room, request.terms.list_is_open(now), entrant.when_full);
    let Some(placing) = placing else { return Ok(Entered::Full) };
    if entrant.reviewed.is_some_and(|reviewed| reviewed != placing) {
        return Ok(Entered::Otherwise);
    }
    let id = Id::new_v4();
    let (state, entered) = match placing {
        Placing::Place => {
            places::take_held(connection, event).await?;
            (RegistrationState::Pending, None)
        }
        Placing::Beyond | Placing::List => {
            (RegistrationState::Joining, Some(register::first_entry(connection, event, &address, now).await?))
        }
    };
    let row = register::row(id, request, &address, state, entered)?;
    if register::insert(connection, &[row]).await? == 0 {
        // The key of the form made a registration for another event.
        return Err(StoreError::Conflict {
            what: "this form was sent before for another event; open it anew".to_owned(),
        });
    }
    register::add_tokens(connection, &[(id, request)]).await?;
    record(connection, event, Some(id), ENTER, decided).await?;
    tags::set(connection, event, id, &entrant.tags).await?;
    follow(connection, id, placing, entrant, decided).await?;
    connection.announce(Change::Places { event });
    Ok(Entered::Done(id))
}

/// The steps after the one that began the registration, each recorded; and the first letter, where the address has to be
/// proven.
async fn follow(
    connection: &mut Connection<'_>,
    id: Id,
    placing: Placing,
    entrant: &Entrant,
    decided: &Decided,
) -> Result<(), StoreError> {
    let (request, now) = (&entrant.request, decided.at);
    for cause in placing.steps(entrant.proof).iter().skip(1) {
        let Some(found) = by_id(connection, id).await? else { return Err(StoreError::Busy) };
        if step(connection, &found, Step::new(*cause, now), &request.terms).await?.is_none() {
            return Err(StoreError::Busy);
        }
        let name = if *cause == Cause::EditorPromotes { "promote" } else { "confirm" };
        record(connection, found.event, Some(id), name, decided).await?;
    }
    if entrant.proof == Proof::Asked {
        let Some(found) = by_id(connection, id).await? else { return Err(StoreError::Busy) };
        letters::welcome(connection, id, found.state, request).await?;
    }
    Ok(())
}

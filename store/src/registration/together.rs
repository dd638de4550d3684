//! Registrations that come at the same time, written with as few statements as one.
//!
//! When a programme opens, hundreds of people register within a second, and nearly all of them are new and find a place.
//! Each statement costs a way to the database and back, about as much as a whole row; so whatever waits while one group
//! is written makes the next. A group that is not plain, because somebody is known, or the places do not suffice for all
//! of them, or anything else is the matter, changes nothing: then each registers alone, as if there were no group.

use domain::content::Id;
use domain::registration::RegistrationState;
use futures::future::join_all;
use tokio::sync::{mpsc, oneshot};

use super::register::{add_tokens, insert, outcome, register, row};
use super::{NewRegistration, RegisterOutcome, letters, places};
use crate::changes::Change;
use crate::connection::{Connection, Value, statements};
use crate::engine::Engine;
use crate::error::StoreError;
use crate::outbox;

/// Most registrations in a group: bounds how long the other writes wait for it.
const MOST: usize = 128;
/// Registrations that may wait before a caller has to wait to be let in.
const QUEUE: usize = 1024;

statements! {
    SOMEBODY_IS_KNOWN = "SELECT id FROM registration WHERE idempotency_key IN (SELECT value FROM json_each($1))
        UNION ALL SELECT id FROM registration WHERE event_id = $2
        AND email_key IN (SELECT value FROM json_each($3)) AND state NOT IN ('cancelled', 'expired') LIMIT 1",
        postgres "SELECT id FROM registration
        WHERE idempotency_key = ANY (ARRAY(SELECT json_array_elements_text($1::text::json)))
        UNION ALL SELECT id FROM registration WHERE event_id = $2
        AND email_key = ANY (ARRAY(SELECT json_array_elements_text($3::text::json)))
        AND state NOT IN ('cancelled', 'expired') LIMIT 1";
}

type Answer = Result<RegisterOutcome, StoreError>;

/// The way to be registered.
#[derive(Debug, Clone)]
pub(crate) struct Registrar {
    queue: mpsc::Sender<Wish>,
}

struct Wish {
    request: NewRegistration,
    reply: oneshot::Sender<Answer>,
}

impl Registrar {
    /// Begins to register people.
    pub(crate) fn start(engine: Engine) -> Self {
        let (queue, wishes) = mpsc::channel(QUEUE);
        tokio::spawn(run(engine, wishes));
        Self { queue }
    }

    /// Registers somebody; returns after it is durable. Once it is in the queue it is done, even if the caller stops
    /// waiting.
    pub(crate) async fn register(&self, request: NewRegistration) -> Answer {
        let (reply, answer) = oneshot::channel();
        self.queue.send(Wish { request, reply }).await.map_err(|_| StoreError::Closed)?;
        answer.await.map_err(|_| StoreError::Closed)?
    }
}

async fn run(engine: Engine, mut wishes: mpsc::Receiver<Wish>) {
    let mut waiting = Vec::with_capacity(MOST);
    while wishes.recv_many(&mut waiting, MOST).await > 0 {
        let mut groups: Vec<Vec<Wish>> = Vec::new();
        for wish in waiting.drain(..) {
            let terms = (wish.request.event, wish.request.terms);
            let same = |group: &&mut Vec<Wish>| {
                group.first().is_some_and(|first| (first.request.event, first.request.terms) == terms)
            };
            match groups.iter_mut().find(same) {
                Some(group) => group.push(wish),
                None => groups.push(vec![wish]),
            }
        }
        join_all(groups.into_iter().map(|group| serve(&engine, group))).await;
    }
}

/// Registers a group for one event, and answers each.
async fn serve(engine: &Engine, group: Vec<Wish>) {
    let requests: Vec<NewRegistration> = group.iter().map(|wish| wish.request.clone()).collect();
    let together = match requests.len() {
        0 | 1 => None,
        // Whatever the reason, each finds out for itself.
        _ => engine.write(move |link| Box::pin(async move { all(link, &requests).await })).await.ok().flatten(),
    };
    match together {
        Some(outcomes) => {
            // Whoever stopped waiting stays registered.
            group.into_iter().zip(outcomes).for_each(|(wish, outcome)| drop(wish.reply.send(Ok(outcome))));
        }
        None => {
            let alone = group.into_iter().map(|Wish { request, reply }| async move {
                let work = engine.write(move |link| Box::pin(async move { register(link, &request).await }));
                drop(reply.send(work.await));
            });
            join_all(alone).await;
        }
    }
}

/// Registers all of them, who want the same event on the same terms. `None` if that cannot be, and then, or on an error,
/// nothing is changed.
async fn all(
    connection: &mut Connection<'_>,
    requests: &[NewRegistration],
) -> Result<Option<Vec<RegisterOutcome>>, StoreError> {
    let Some(last) = requests.last() else { return Ok(Some(Vec::new())) };
    let keys: Vec<Id> = requests.iter().map(|request| request.applicant.idempotency_key).collect();
    let addresses: Vec<String> = requests.iter().map(|request| request.applicant.email.to_lowercase()).collect();
    let question = vec![Value::json(&keys)?, last.event.into(), Value::json(&addresses)?];
    if connection.fetch_one(SOMEBODY_IS_KNOWN, question).await?.is_some() {
        return Ok(None);
    }
    let count = u32::try_from(requests.len()).map_err(|_| StoreError::Busy)?;
    if !places::take(connection, last.event, count, &last.terms, last.now).await? {
        return Ok(None);
    }
    let state = RegistrationState::Pending;
    let new: Vec<(Id, &NewRegistration)> = requests.iter().map(|request| (Id::new_v4(), request)).collect();
    let rows = new.iter().zip(&addresses).map(|((id, request), address)| row(*id, request, address, state, None));
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    if insert(connection, &rows).await? < count.into() {
        // Two of them are the same person, or on PostgreSQL somebody came in between.
        return Err(StoreError::Busy);
    }
    add_tokens(connection, &new).await?;
    let mails: Vec<_> = new.iter().map(|(id, request)| letters::first(*id, state, request)).collect();
    outbox::put_all(connection, &mails, last.now).await?;
    connection.announce(Change::Places { event: last.event });
    Ok(Some(new.iter().map(|(id, _)| outcome(state, *id, false)).collect()))
}

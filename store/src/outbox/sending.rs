//! Who sends a mail claims it first: for the time of a lease nobody else gets it, and if the sender dies it comes back when
//! the lease ends. The mail is marked when the mail server has it. A sender that dies between the two sends it once more,
//! under the same Message-ID.
//!
//! Due times are on the site's clock, which may rehearse; leases and the pace of a domain are on the real one.

use std::collections::BTreeMap;

use domain::content::Id;
use domain::mail::{About, Verdict, Withdrawn};
use domain::time::Instant;

use super::{OutboxMail, Payload, mail};
use crate::Store;
use crate::changes::Change;
use crate::connection::{Row, Value, statements, values};
use crate::error::StoreError;
use crate::registration::add_letter_tokens;

/// Most mails that are claimed at once.
const BATCH: u32 = 50;
/// A domain's entry is forgotten when it has said nothing for so long.
const FORGET_PACE_MINUTES: i64 = 60;

statements! {
    CLAIM = "UPDATE outbox SET attempts = attempts + 1, locked_until = $3 WHERE number IN (
            SELECT o.number FROM outbox AS o LEFT JOIN mail_pace AS p ON p.domain = o.domain
            WHERE o.sent_at IS NULL AND o.dead_at IS NULL AND o.dropped_at IS NULL AND o.due_at <= $1
            AND (o.locked_until IS NULL OR o.locked_until <= $2) AND (p.not_before IS NULL OR p.not_before <= $2)
            ORDER BY o.lane, o.due_at, o.number LIMIT $4)
        RETURNING number, id, kind, payload, created_at, due_at, attempts, last_error, sent_at, dead_at, dropped_at,
            domain",
        postgres "WITH due AS MATERIALIZED (
            SELECT o.number FROM outbox AS o LEFT JOIN mail_pace AS p ON p.domain = o.domain
            WHERE o.sent_at IS NULL AND o.dead_at IS NULL AND o.dropped_at IS NULL AND o.due_at <= $1
            AND (o.locked_until IS NULL OR o.locked_until <= $2) AND (p.not_before IS NULL OR p.not_before <= $2)
            ORDER BY o.lane, o.due_at, o.number LIMIT $4 FOR UPDATE OF o SKIP LOCKED)
        UPDATE outbox SET attempts = attempts + 1, locked_until = $3 FROM due WHERE outbox.number = due.number
        RETURNING outbox.number, id, kind, payload, created_at, due_at, attempts, last_error, sent_at, dead_at,
            dropped_at, domain";
    PACE = "INSERT INTO mail_pace (domain, not_before) VALUES ($1, $2)
        ON CONFLICT (domain) DO UPDATE SET not_before = excluded.not_before";
    FORGET_PACE = "DELETE FROM mail_pace WHERE not_before <= $1";
    SENT = "UPDATE outbox SET sent_at = $2, payload = $3, locked_until = NULL, last_error = NULL, dead_at = NULL
        WHERE id = $1 AND sent_at IS NULL";
    DROPPED = "UPDATE outbox SET dropped_at = $3, last_error = $4, payload = $5, locked_until = NULL
        WHERE id = $1 AND locked_until = $2";
    AGAIN = "UPDATE outbox SET due_at = $3, last_error = $4, locked_until = NULL WHERE id = $1 AND locked_until = $2";
    GIVEN_UP = "UPDATE outbox SET dead_at = $3, last_error = $4, locked_until = NULL
        WHERE id = $1 AND locked_until = $2";
    PUT_BACK = "UPDATE outbox SET attempts = attempts - 1, due_at = $3, last_error = $4, locked_until = NULL
        WHERE id = $1 AND locked_until = $2";
    RETRY = "UPDATE outbox SET dead_at = NULL, attempts = 0, due_at = $2 WHERE id = $1 AND dead_at IS NOT NULL";
    // A lane at a time, and the first of each, so that thousands that wait for their time are not all looked at.
    NEXT = "SELECT
        (SELECT due_at FROM outbox WHERE lane = 0 AND sent_at IS NULL AND dead_at IS NULL AND dropped_at IS NULL
            AND locked_until IS NULL ORDER BY due_at LIMIT 1) AS due,
        (SELECT due_at FROM outbox WHERE lane = 1 AND sent_at IS NULL AND dead_at IS NULL AND dropped_at IS NULL
            AND locked_until IS NULL ORDER BY due_at LIMIT 1) AS due_in_bulk,
        (SELECT min(locked_until) FROM outbox WHERE sent_at IS NULL AND dead_at IS NULL AND dropped_at IS NULL
            AND locked_until IS NOT NULL) AS lease";
    OPEN = "UPDATE outbox SET payload = $3 WHERE id = $1 AND locked_until = $2";
}

/// A mail that only its claimer may send until the lease ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedMail {
    /// The mail; its `attempts` count this one.
    pub mail: OutboxMail,
    /// When the lease ends, real time.
    pub lease: Instant,
}

/// When to look for mail again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NextMail {
    /// When the next one that nobody has claimed is due, on the site's clock.
    pub due: Option<Instant>,
    /// When the next lease ends, on the real clock.
    pub lease: Option<Instant>,
}

impl Store {
    /// Claims up to `limit` (at most 50) mails that are due at `now`, until `lease`: those that somebody waits for before
    /// those for many, older ones first. After `n` mails to a domain, nothing more to it is claimed for `n` times `pace`
    /// milliseconds, by anybody. `real_now` and `lease` are real time, `now` is the site's.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn claim_mail(
        &self,
        now: Instant,
        real_now: Instant,
        lease: Instant,
        limit: u32,
        pace: u32,
    ) -> Result<Vec<ClaimedMail>, StoreError> {
        let limit = limit.min(BATCH);
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let rows = connection.fetch(CLAIM, values![now, real_now, lease, limit]).await?;
                    if rows.is_empty() {
                        let long_ago = real_now.plus_minutes(-FORGET_PACE_MINUTES);
                        connection.execute(FORGET_PACE, values![long_ago]).await?;
                    }
                    // In order, so that two claimers never wait for each other crosswise.
                    let mut domains = BTreeMap::<String, i64>::new();
                    for row in &rows {
                        *domains.entry(row.text("domain")?).or_default() += 1;
                    }
                    for (domain, count) in domains {
                        let not_before = real_now.plus_milliseconds(count.saturating_mul(pace.into()));
                        connection.execute(PACE, values![domain, not_before]).await?;
                    }
                    let mut claimed = Vec::with_capacity(rows.len());
                    for row in &rows {
                        match mail(row) {
                            Ok(mail) => claimed.push(ClaimedMail { mail, lease }),
                            // A newer version wrote it; it must not keep the others from being sent.
                            Err(error) => {
                                let dead = values![row.text("id")?, lease, now, error.to_string()];
                                connection.execute(GIVEN_UP, dead).await?;
                            }
                        }
                    }
                    claimed.sort_by_key(|claimed| {
                        let mail = &claimed.mail;
                        (mail.letter.lane(), mail.due, mail.number)
                    });
                    Ok(claimed)
                })
            })
            .await
    }

    /// Makes the links of a claimed mail that has none yet: `manage_token` opens its registration, `letters_token` what
    /// concerns letters about it. A mail that is tried again keeps them. `None` if the lease is over, or the registration is
    /// gone.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn open_mail(
        &self,
        claimed: ClaimedMail,
        manage_token: String,
        letters_token: String,
        now: Instant,
    ) -> Result<Option<ClaimedMail>, StoreError> {
        let About::Registration(registration) = claimed.mail.letter.about() else { return Ok(None) };
        let mut open = claimed;
        open.mail.letter = open.mail.letter.with_link(manage_token.clone());
        let payload = Value::json(&Payload { to: &open.mail.to, letter: &open.mail.letter })?;
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let mut row = values![open.mail.id, open.lease];
                    row.push(payload);
                    let is_ours = connection.execute(OPEN, row).await? > 0;
                    let is_there = is_ours
                        && add_letter_tokens(connection, registration, &manage_token, &letters_token, now).await?;
                    Ok(is_there.then_some(open))
                })
            })
            .await
    }

    /// Marks a mail as sent, whoever holds its lease by now, and forgets what its links would open.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn mail_sent(&self, mail: &OutboxMail, now: Instant) -> Result<(), StoreError> {
        let row = values![mail.id, now, scrubbed(mail)?];
        self.engine
            .write(move |connection| Box::pin(async move { connection.execute(SENT, row).await.map(|_| ()) }))
            .await
    }

    /// Takes a claimed mail out of the queue unsent, and forgets what its links would open.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn mail_dropped(&self, claimed: &ClaimedMail, why: Withdrawn, now: Instant) -> Result<(), StoreError> {
        let row = values![claimed.mail.id, claimed.lease, now, why.name(), scrubbed(&claimed.mail)?];
        self.engine
            .write(move |connection| Box::pin(async move { connection.execute(DROPPED, row).await.map(|_| ()) }))
            .await
    }

    /// Gives a claimed mail back after a failed attempt. If the lease is over it is somebody else's, and nothing happens.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn mail_failed(
        &self,
        claimed: &ClaimedMail,
        error: &str,
        verdict: Verdict,
        now: Instant,
    ) -> Result<(), StoreError> {
        let (statement, at) = match verdict {
            Verdict::Again { milliseconds } => (AGAIN, now.plus_milliseconds(milliseconds)),
            Verdict::GivenUp => (GIVEN_UP, now),
        };
        let row = values![claimed.mail.id, claimed.lease, at, error];
        self.engine
            .write(move |connection| Box::pin(async move { connection.execute(statement, row).await.map(|_| ()) }))
            .await
    }

    /// Gives a claimed mail back without counting the attempt, since nothing is the matter with the mail: the mail server
    /// cannot be reached. It is due again at `due`.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn put_mail_back(&self, claimed: &ClaimedMail, error: &str, due: Instant) -> Result<(), StoreError> {
        let row = values![claimed.mail.id, claimed.lease, due, error];
        self.engine
            .write(move |connection| Box::pin(async move { connection.execute(PUT_BACK, row).await.map(|_| ()) }))
            .await
    }

    /// Has a dead letter tried anew, with all its attempts; whether it was one.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn retry_mail(&self, id: Id, now: Instant) -> Result<bool, StoreError> {
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let is_dead = connection.execute(RETRY, values![id, now]).await? > 0;
                    if is_dead {
                        connection.announce(Change::Outbox);
                    }
                    Ok(is_dead)
                })
            })
            .await
    }

    /// When there will next be something to send.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn next_mail(&self) -> Result<NextMail, StoreError> {
        let row =
            self.engine.read(|connection| Box::pin(async { connection.fetch_one(NEXT, values![]).await })).await?;
        let next = |row: &Row| {
            let (due, in_bulk) = (row.optional_instant("due")?, row.optional_instant("due_in_bulk")?);
            Ok(NextMail { due: due.into_iter().chain(in_bulk).min(), lease: row.optional_instant("lease")? })
        };
        row.as_ref().map_or(Ok(NextMail::default()), next)
    }
}

/// What is kept of a mail that is done with.
fn scrubbed(mail: &OutboxMail) -> Result<Value, StoreError> {
    Value::json(&Payload { to: &mail.to, letter: &mail.letter.clone().without_secrets() })
}

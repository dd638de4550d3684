//! What ends the minute in which a letter to chosen people can be called back: one transaction marks it, puts a mail for each
//! receiver into the outbox and records it. So whoever dies on the way has done all of it or nothing.

use domain::content::Id;
use domain::mail::{Aim, GroupStage, Lane};
use domain::time::Instant;

use super::decisions::{self, Decided};
use super::group_letter::read;
use crate::Store;
use crate::changes::Change;
use crate::connection::{Connection, statements, values};
use crate::error::StoreError;

/// What is recorded.
const WRITE: &str = "write";
/// Most letters of one person that are told.
const MOST: u32 = 200;

/// Whom a letter is written to; `domain::mail::Aim::reach` in the words of the engines, which a test compares.
macro_rules! written_to {
    () => {
        "registration.state = group_letter_receiver.state
        AND registration.state IN ('waiting', 'offered', 'confirmed', 'attended')
        AND ($2 = 'event' OR (registration.news_consent = 1 AND NOT EXISTS (SELECT 1 FROM mail_choice
            WHERE mail_choice.email_key = registration.email_key AND purpose = 'news' AND is_wanted = 0)))"
    };
}

statements! {
    DUE = "SELECT id, event_id, stage, revision, aim, subject, text, written_by, created_at, held_until, released_at,
        receivers FROM group_letter WHERE stage = 'held' AND held_until <= $1 ORDER BY held_until, id LIMIT 1",
        postgres "SELECT id, event_id, stage, revision, aim, subject, text, written_by, created_at, held_until, released_at,
        receivers FROM group_letter WHERE stage = 'held' AND held_until <= $1 ORDER BY held_until, id LIMIT 1 FOR UPDATE";
    MARK = concat!("UPDATE group_letter_receiver SET is_written = 1 WHERE letter_id = $1 AND EXISTS (
        SELECT 1 FROM registration WHERE registration.id = group_letter_receiver.registration_id AND ", written_to!(), ")");
    // One statement for all of them: thousands of rows in the time of a few, so that nobody who registers waits for long.
    QUEUE = "INSERT INTO outbox (id, kind, dedupe_key, payload, created_at, due_at, registration_id, lane, domain)
        SELECT chosen.mail_id, 'group', 'group:' || chosen.letter_id || ':' || chosen.registration_id,
        json_object('to', registration.email, 'letter', json_object('kind', 'group', 'letter', chosen.letter_id,
            'aim', $2, 'registration', registration.id)),
        $3, $3, registration.id, $4, lower(substr(registration.email, instr(registration.email, '@') + 1))
        FROM group_letter_receiver AS chosen JOIN registration ON registration.id = chosen.registration_id
        WHERE chosen.letter_id = $1 AND chosen.is_written = 1 ON CONFLICT (dedupe_key) DO NOTHING",
        postgres "INSERT INTO outbox (id, kind, dedupe_key, payload, created_at, due_at, registration_id, lane, domain)
        SELECT chosen.mail_id, 'group', 'group:' || chosen.letter_id || ':' || chosen.registration_id,
        json_build_object('to', registration.email, 'letter', json_build_object('kind', 'group', 'letter',
            chosen.letter_id, 'aim', $2::text, 'registration', registration.id))::text,
        $3, $3, registration.id, $4, lower(split_part(registration.email, '@', 2))
        FROM group_letter_receiver AS chosen JOIN registration ON registration.id = chosen.registration_id
        WHERE chosen.letter_id = $1 AND chosen.is_written = 1 ON CONFLICT (dedupe_key) DO NOTHING";
    // Whom it was not written to after all need not be kept.
    FORGET_OTHERS = "DELETE FROM group_letter_receiver WHERE letter_id = $1 AND is_written = 0";
    RELEASE = "UPDATE group_letter SET stage = 'released', released_at = $2, receivers = $3
        WHERE id = $1 AND stage = 'held'";
    TOLD = "SELECT letter.subject, letter.written_by, letter.released_at FROM group_letter_receiver AS chosen
        JOIN group_letter AS letter ON letter.id = chosen.letter_id
        WHERE chosen.registration_id = $1 AND chosen.is_written = 1 AND letter.stage = 'released'
        ORDER BY letter.released_at, letter.id LIMIT $2";
    FORGET = "DELETE FROM group_letter_receiver WHERE registration_id = $1";
}

/// A letter that somebody was written among others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenLetter {
    /// Its subject, with placeholders.
    pub subject: String,
    /// Who wrote it.
    pub by: String,
    /// When it left.
    pub at: Instant,
}

impl Store {
    /// Puts the letter whose time to be called back has ended into the outbox, to each receiver once; whether there was one.
    ///
    /// # Errors
    /// The database cannot be written to; then nothing of it was done.
    pub async fn release_group_letter(&self, now: Instant) -> Result<bool, StoreError> {
        self.engine.write(move |connection| Box::pin(release(connection, now))).await
    }

    /// The letters that somebody was written among others, oldest first, at most 200.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn letters_among_others(&self, registration: Id) -> Result<Vec<WrittenLetter>, StoreError> {
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let rows = connection.fetch(TOLD, values![registration, MOST]).await?;
                    let told = rows.iter().map(|row| {
                        Ok(WrittenLetter {
                            subject: row.text("subject")?,
                            by: row.text("written_by")?,
                            at: row.instant("released_at")?,
                        })
                    });
                    told.collect()
                })
            })
            .await
    }
}

async fn release(connection: &mut Connection<'_>, now: Instant) -> Result<bool, StoreError> {
    let Some(row) = connection.fetch_one(DUE, values![now]).await? else { return Ok(false) };
    let letter = read(&row)?;
    // On PostgreSQL somebody else may have done it while we waited for the row.
    if letter.stage != GroupStage::Held {
        return Ok(true);
    }
    let aim: Aim = letter.words.aim;
    connection.execute(MARK, values![letter.id, aim.name()]).await?;
    let queued = values![letter.id, aim.name(), now, Lane::Bulk.rank()];
    let number = connection.execute(QUEUE, queued).await?;
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    connection.execute(FORGET_OTHERS, values![letter.id]).await?;
    connection.execute(RELEASE, values![letter.id, now, number]).await?;
    let decided = Decided { by: letter.by, reason: letter.words.subject, at: now };
    decisions::record(connection, letter.event, None, WRITE, &decided).await?;
    connection.announce(Change::Outbox);
    Ok(true)
}

/// Forgets that somebody was chosen.
pub(super) async fn forget(connection: &mut Connection<'_>, registration: Id) -> Result<(), StoreError> {
    connection.execute(FORGET, values![registration]).await.map(|_| ())
}

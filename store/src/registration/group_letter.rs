//! Letters to chosen people while they are written: who was chosen, the words, and the minute in which they can be called
//! back. What ends that minute is [`group_release`](super::group_release).

use domain::content::Id;
use domain::mail::{Aim, GROUP_LETTERS_A_DAY, GROUP_RECEIVERS_MAX, GroupStage, GroupWords, HOLD_SECONDS, Reach};
use domain::registration::RegistrationState;
use domain::time::Instant;

use super::bulk::Chosen;
use super::decisions::{self, Decided};
use super::{Registration, listed};
use crate::Store;
use crate::changes::Change;
use crate::connection::{Connection, Row, Value, statements, values};
use crate::error::StoreError;

/// Registrations that are written down at once.
const PAGE: u32 = 500;
/// For how long a draft is kept.
const KEPT_MINUTES: i64 = 7 * 24 * 60;
const DAY_MINUTES: i64 = 24 * 60;
/// What is recorded when a letter was called back.
const CALL_BACK: &str = "call_back";

statements! {
    BEGIN = "INSERT INTO group_letter (id, event_id, stage, revision, aim, subject, text, written_by, created_at)
        VALUES ($1, $2, 'draft', 0, 'event', '', '', $3, $4)";
    FORGET = "DELETE FROM group_letter WHERE stage = 'draft' AND created_at < $1";
    // $2 is a JSON array with an array for each row.
    CHOOSE = "INSERT INTO group_letter_receiver (letter_id, registration_id, mail_id, state)
        SELECT $1, value ->> 0, value ->> 1, value ->> 2
        FROM json_each($2) WHERE true ON CONFLICT (letter_id, registration_id) DO NOTHING",
        postgres "INSERT INTO group_letter_receiver (letter_id, registration_id, mail_id, state)
        SELECT $1, value ->> 0, value ->> 1, value ->> 2
        FROM json_array_elements($2::text::json) AS rows (value) ON CONFLICT (letter_id, registration_id) DO NOTHING";
    ONE = "SELECT id, event_id, stage, revision, aim, subject, text, written_by, created_at, held_until, released_at,
        receivers FROM group_letter WHERE id = $1";
    LIST = "SELECT id, event_id, stage, revision, aim, subject, text, written_by, created_at, held_until, released_at,
        receivers FROM group_letter WHERE event_id = $1 ORDER BY created_at DESC, id LIMIT $2";
    WORDS = "UPDATE group_letter SET aim = $3, subject = $4, text = $5, revision = revision + 1
        WHERE id = $1 AND event_id = $2 AND stage = 'draft'";
    // Whether a letter about something else is wanted: agreed to with the registration, and not switched off since.
    REACH = "SELECT chosen.state AS chosen, registration.state AS present,
        CAST(CASE WHEN registration.news_consent = 1 AND NOT EXISTS (SELECT 1 FROM mail_choice
            WHERE mail_choice.email_key = registration.email_key AND purpose = 'news' AND is_wanted = 0)
            THEN 1 ELSE 0 END AS BIGINT) AS wants_news, count(*) AS number
        FROM group_letter_receiver AS chosen JOIN registration ON registration.id = chosen.registration_id
        WHERE chosen.letter_id = $1 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3";
    RECEIVERS = "SELECT registration_id FROM group_letter_receiver WHERE letter_id = $1 AND registration_id > $2
        ORDER BY registration_id LIMIT $3",
        postgres "SELECT registration_id FROM group_letter_receiver
        WHERE letter_id = $1 AND registration_id COLLATE \"C\" > $2 ORDER BY registration_id COLLATE \"C\" LIMIT $3";
    IS_RECEIVER = "SELECT 1 AS found FROM group_letter_receiver WHERE letter_id = $1 AND registration_id = $2";
    LATELY = "SELECT count(*) AS number FROM group_letter WHERE event_id = $1 AND stage <> 'draft' AND held_until > $2";
    HOLD = "UPDATE group_letter SET stage = 'held', held_until = $3, written_by = $4
        WHERE id = $1 AND revision = $2 AND stage = 'draft' AND subject <> ''";
    CALL_BACK_ONE = "UPDATE group_letter SET stage = 'draft', held_until = NULL, revision = revision + 1, created_at = $3
        WHERE id = $1 AND event_id = $2 AND stage = 'held' AND held_until > $3";
    NEXT = "SELECT min(held_until) AS due FROM group_letter WHERE stage = 'held'";
}

/// A letter to chosen people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupLetter {
    /// Identity.
    pub id: Id,
    /// The event whose registrations were chosen from.
    pub event: Id,
    /// How far it is.
    pub stage: GroupStage,
    /// Grows with each change of its words.
    pub revision: u32,
    /// Its words; empty until somebody has written them.
    pub words: GroupWords,
    /// Who wrote it.
    pub by: String,
    /// When it was begun, or called back.
    pub created: Instant,
    /// Until when it can be called back.
    pub held_until: Option<Instant>,
    /// When it was put into the outbox.
    pub released: Option<Instant>,
    /// To how many it was written then.
    pub receivers: u32,
}

/// What came of the wish to have a letter leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// It leaves in a minute, unless it is called back.
    Until(Instant),
    /// It is no draft any more, or has other words than were reviewed.
    Changed,
    /// It would be written to another number of people: to so many.
    OtherCount(u32),
    /// Too many were written about the event within a day.
    TooOften,
}

impl Store {
    /// Begins a letter to chosen registrations of an event; nothing is written to anybody. At most 20,000 are taken. Drafts
    /// of a week ago are forgotten.
    ///
    /// # Errors
    /// The database cannot be read or written to.
    pub async fn begin_group_letter(
        &self,
        event: Id,
        by: String,
        chosen: Chosen,
        now: Instant,
    ) -> Result<Id, StoreError> {
        let letter = Id::new_v4();
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    connection.execute(FORGET, values![now.plus_minutes(-KEPT_MINUTES)]).await?;
                    connection.execute(BEGIN, values![letter, event, by, now]).await.map(|_| ())
                })
            })
            .await?;
        match chosen {
            Chosen::These(ids) => {
                let found = self
                    .engine
                    .read(move |connection| Box::pin(async move { listed::in_order(connection, &ids).await }));
                self.choose_receivers(letter, event, found.await?).await?;
            }
            Chosen::All(filter, order) => {
                let (mut after, mut number) = (None, 0);
                while number < GROUP_RECEIVERS_MAX {
                    let most = PAGE.min(GROUP_RECEIVERS_MAX - number);
                    let page = self.listed(event, &filter, order, most, after).await?;
                    let Some(last) = page.last() else { break };
                    after = Some(last.id);
                    number += u32::try_from(page.len()).unwrap_or(PAGE);
                    self.choose_receivers(letter, event, page).await?;
                }
            }
        }
        Ok(letter)
    }

    async fn choose_receivers(&self, letter: Id, event: Id, found: Vec<Registration>) -> Result<(), StoreError> {
        let own = found.iter().filter(|found| found.event == event);
        let rows: Vec<_> = own.map(|found| values![found.id, Id::new_v4(), found.state.name()]).collect();
        let rows = Value::json(&rows)?;
        self.engine
            .write(move |connection| {
                Box::pin(async move { connection.execute(CHOOSE, vec![letter.into(), rows]).await.map(|_| ()) })
            })
            .await
    }

    /// A letter to chosen people.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn group_letter(&self, letter: Id) -> Result<Option<GroupLetter>, StoreError> {
        self.engine.read(move |connection| Box::pin(async move { one(connection, letter).await })).await
    }

    /// The letters about an event, newest first, at most so many.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn group_letters(&self, event: Id, limit: u32) -> Result<Vec<GroupLetter>, StoreError> {
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let rows = connection.fetch(LIST, values![event, limit.min(PAGE)]).await?;
                    rows.iter().map(read).collect()
                })
            })
            .await
    }

    /// Gives a draft its words; whether there is one of that event.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn word_group_letter(&self, event: Id, letter: Id, words: GroupWords) -> Result<bool, StoreError> {
        let row = values![letter, event, words.aim.name(), words.subject, words.text];
        self.engine
            .write(move |connection| Box::pin(async move { Ok(connection.execute(WORDS, row).await? > 0) }))
            .await
    }

    /// How many of those who were chosen are written to, and of the others how many are not, for what reason.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn group_letter_reach(&self, letter: Id, aim: Aim) -> Result<Vec<(Reach, u32)>, StoreError> {
        self.engine.read(move |connection| Box::pin(async move { reach(connection, letter, aim).await })).await
    }

    /// Some of those who were chosen and whose address is proven, in one order: at most so many (500 are looked through),
    /// after the one with that identity.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn group_letter_receivers(
        &self,
        letter: Id,
        limit: usize,
        after: Option<Id>,
    ) -> Result<Vec<Registration>, StoreError> {
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let rows = connection.fetch(RECEIVERS, values![letter, after, PAGE]).await?;
                    let ids = rows.iter().map(|row| row.parsed("registration_id")).collect::<Result<Vec<Id>, _>>()?;
                    let found = listed::in_order(connection, &ids).await?;
                    Ok(found.into_iter().filter(|found| found.state.hears_of_changes()).take(limit).collect())
                })
            })
            .await
    }

    /// Whether a registration is among those who were chosen.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn is_group_letter_receiver(&self, letter: Id, registration: Id) -> Result<bool, StoreError> {
        let row = self.engine.read(move |connection| {
            Box::pin(async move { connection.fetch_one(IS_RECEIVER, values![letter, registration]).await })
        });
        Ok(row.await?.is_some())
    }

    /// Has a letter leave in a minute, if it still has the words of that revision and would be written to that many people.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn hold_group_letter(
        &self,
        letter: Id,
        (revision, count): (u32, u32),
        by: String,
        now: Instant,
    ) -> Result<Held, StoreError> {
        self.engine
            .write(move |connection| {
                Box::pin(async move { hold(connection, letter, (revision, count), &by, now).await })
            })
            .await
    }

    /// Calls a letter back that has not left, and records who did; whether there was one. It is a draft again.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn call_back_group_letter(
        &self,
        event: Id,
        letter: Id,
        by: String,
        now: Instant,
    ) -> Result<bool, StoreError> {
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    if connection.execute(CALL_BACK_ONE, values![letter, event, now]).await? == 0 {
                        return Ok(false);
                    }
                    let subject = one(connection, letter).await?.map(|found| found.words.subject).unwrap_or_default();
                    let decided = Decided { by, reason: subject, at: now };
                    decisions::record(connection, event, None, CALL_BACK, &decided).await.map(|()| true)
                })
            })
            .await
    }

    /// When the next letter leaves; `None` while none is held.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn next_group_letter(&self) -> Result<Option<Instant>, StoreError> {
        let row = self.engine.read(|connection| Box::pin(async { connection.fetch_one(NEXT, values![]).await }));
        row.await?.map_or(Ok(None), |row| row.optional_instant("due"))
    }
}

async fn hold(
    connection: &mut Connection<'_>,
    letter: Id,
    (revision, count): (u32, u32),
    by: &str,
    now: Instant,
) -> Result<Held, StoreError> {
    let found = one(connection, letter).await?;
    let Some(found) = found.filter(|found| found.stage == GroupStage::Draft && found.revision == revision) else {
        return Ok(Held::Changed);
    };
    let lately = connection.fetch_one(LATELY, values![found.event, now.plus_minutes(-DAY_MINUTES)]).await?;
    if lately.map_or(Ok(0), |row| row.number::<u32>("number"))? >= GROUP_LETTERS_A_DAY {
        return Ok(Held::TooOften);
    }
    let written = written(&reach(connection, letter, found.words.aim).await?);
    if written != count || written == 0 {
        return Ok(Held::OtherCount(written));
    }
    let until = now.plus_milliseconds(HOLD_SECONDS * 1_000);
    if connection.execute(HOLD, values![letter, revision, until, by]).await? == 0 {
        return Ok(Held::Changed);
    }
    connection.announce(Change::Deadline);
    Ok(Held::Until(until))
}

/// How many are written to.
fn written(reach: &[(Reach, u32)]) -> u32 {
    reach.iter().filter(|(reach, _)| *reach == Reach::Written).map(|(_, number)| number).sum()
}

async fn reach(connection: &mut Connection<'_>, letter: Id, aim: Aim) -> Result<Vec<(Reach, u32)>, StoreError> {
    let mut found: Vec<(Reach, u32)> = Vec::new();
    for row in connection.fetch(REACH, values![letter]).await? {
        let chosen = row.named("chosen", RegistrationState::from_name)?;
        let present = row.named("present", RegistrationState::from_name)?;
        let reach = aim.reach(chosen, present, row.integer("wants_news")? != 0);
        let number: u32 = row.number("number")?;
        match found.iter_mut().find(|(known, _)| *known == reach) {
            Some((_, total)) => *total += number,
            None => found.push((reach, number)),
        }
    }
    found.sort_unstable();
    Ok(found)
}

pub(super) async fn one(connection: &mut Connection<'_>, letter: Id) -> Result<Option<GroupLetter>, StoreError> {
    connection.fetch_one(ONE, values![letter]).await?.as_ref().map(read).transpose()
}

pub(super) fn read(row: &Row) -> Result<GroupLetter, StoreError> {
    Ok(GroupLetter {
        id: row.parsed("id")?,
        event: row.parsed("event_id")?,
        stage: row.named("stage", GroupStage::from_name)?,
        revision: row.number("revision")?,
        words: GroupWords {
            aim: row.named("aim", Aim::from_name)?,
            subject: row.text("subject")?,
            text: row.text("text")?,
        },
        by: row.text("written_by")?,
        created: row.instant("created_at")?,
        held_until: row.optional_instant("held_until")?,
        released: row.optional_instant("released_at")?,
        receivers: row.number("receivers")?,
    })
}

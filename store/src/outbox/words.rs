//! The words that somebody gave the letters of the product: each change is kept, and the last one counts.

use std::collections::BTreeMap;

use domain::mail::{LetterKind, LetterWords};
use domain::time::Instant;

use crate::Store;
use crate::connection::{Connection, Row, statements, values};
use crate::error::StoreError;

/// Most changes of one letter that are listed.
const PAGE: u32 = 100;

statements! {
    LAST = "SELECT number, kind, subject, text, made_by, made_at FROM letter_words
        WHERE kind = $1 ORDER BY number DESC LIMIT $2";
    ALL = "SELECT number, kind, subject, text, made_by, made_at FROM letter_words
        WHERE number IN (SELECT max(number) FROM letter_words GROUP BY kind)";
    BEFORE = "SELECT number, kind, subject, text, made_by, made_at FROM letter_words
        WHERE kind = $1 AND number < $2 ORDER BY number DESC LIMIT 1";
    // With what they were before, and whether the words that it gave are those of the letter still, or again.
    BETWEEN = "SELECT letter_words.number, letter_words.kind, letter_words.subject, letter_words.text, letter_words.made_by,
        letter_words.made_at, earlier.subject AS subject_before, earlier.text AS text_before,
        CASE WHEN last.subject IS NOT DISTINCT FROM letter_words.subject
            AND last.text IS NOT DISTINCT FROM letter_words.text THEN CAST(1 AS BIGINT) ELSE 0 END AS stands
        FROM letter_words LEFT JOIN letter_words AS earlier ON earlier.number = letter_words.follows
        JOIN letter_words AS last ON last.number =
            (SELECT max(number) FROM letter_words AS other WHERE other.kind = letter_words.kind)
        WHERE letter_words.made_at >= $1 AND letter_words.made_at < $2
        ORDER BY letter_words.made_at DESC, letter_words.number DESC LIMIT $3";
    AT = "SELECT number, kind, subject, text, made_by, made_at FROM letter_words WHERE kind = $1 AND number = $2";
    // Only if nobody else has changed it since; of two at once the index admits one.
    CHANGE = "INSERT INTO letter_words (kind, subject, text, made_by, made_at, follows)
        SELECT $1, $2, $3, $4, CAST($5 AS BIGINT), CAST($6 AS BIGINT)
        WHERE (SELECT coalesce(max(number), 0) FROM letter_words WHERE kind = $1) = $6
        ON CONFLICT (kind, follows) DO NOTHING";
}

/// A change of a letter's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordsChange {
    /// Its number, which grows.
    pub number: i64,
    /// The words from then on; `None` where it has its own again.
    pub words: Option<LetterWords>,
    /// Who.
    pub by: String,
    /// When.
    pub at: Instant,
}

/// A change of a letter's words among those of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordsEdit {
    /// Of which letter.
    pub kind: LetterKind,
    /// The change.
    pub change: WordsChange,
    /// The words before; `None` where it had its own.
    pub before: Option<LetterWords>,
    /// Whether the words that it gave are the letter's still, or again: then it can be taken back.
    pub stands: bool,
}

impl Store {
    /// The changes of all letters' words from one instant until before another, newest first, at most so many.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn letter_words_between(
        &self,
        from: Instant,
        until: Instant,
        limit: u32,
    ) -> Result<Vec<WordsEdit>, StoreError> {
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let rows = connection.fetch(BETWEEN, values![from, until, limit]).await?;
                    // What a later version knows is none of ours.
                    rows.iter().filter_map(|row| edit(row).transpose()).collect()
                })
            })
            .await
    }

    /// The changes of a letter's words, newest first, at most 100; the first of them counts.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn letter_words(&self, kind: LetterKind, limit: u32) -> Result<Vec<WordsChange>, StoreError> {
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let rows = connection.fetch(LAST, values![kind.name(), limit.min(PAGE)]).await?;
                    rows.iter().map(read).collect()
                })
            })
            .await
    }

    /// The last change of each letter that was ever changed.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn changed_letters(&self) -> Result<BTreeMap<LetterKind, WordsChange>, StoreError> {
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let rows = connection.fetch(ALL, values![]).await?;
                    // What a later version knows is none of ours.
                    let known = rows.iter().filter_map(|row| {
                        let kind = row.text("kind").ok().and_then(|name| LetterKind::from_name(&name))?;
                        Some(read(row).map(|change| (kind, change)))
                    });
                    known.collect()
                })
            })
            .await
    }

    /// Gives a letter other words, or its own again; whether that was done: not if somebody has changed it since the change
    /// with the number `base` (0 for none).
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn change_letter_words(
        &self,
        kind: LetterKind,
        words: Option<LetterWords>,
        base: i64,
        by: String,
        now: Instant,
    ) -> Result<bool, StoreError> {
        self.engine
            .write(move |connection| Box::pin(async move { change(connection, kind, words, base, by, now).await }))
            .await
    }

    /// Takes a change of a letter's words back, if the words that it gave are the letter's still, or again; whether that was done.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn undo_letter_words(
        &self,
        kind: LetterKind,
        number: i64,
        by: String,
        now: Instant,
    ) -> Result<bool, StoreError> {
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let last = connection.fetch_one(LAST, values![kind.name(), 1_i64]).await?;
                    let undone = connection.fetch_one(AT, values![kind.name(), number]).await?;
                    let (Some(last), Some(undone)) = (last, undone) else { return Ok(false) };
                    let (last, undone) = (read(&last)?, read(&undone)?);
                    if last.words != undone.words {
                        return Ok(false);
                    }
                    let before = connection.fetch_one(BEFORE, values![kind.name(), number]).await?;
                    let words = before.as_ref().map(read).transpose()?.and_then(|before| before.words);
                    change(connection, kind, words, last.number, by, now).await
                })
            })
            .await
    }
}

async fn change(
    connection: &mut Connection<'_>,
    kind: LetterKind,
    words: Option<LetterWords>,
    base: i64,
    by: String,
    now: Instant,
) -> Result<bool, StoreError> {
    let (subject, text) = words.map(|words| (words.subject, words.text)).unzip();
    Ok(connection.execute(CHANGE, values![kind.name(), subject, text, by, now, base]).await? > 0)
}

fn read(row: &Row) -> Result<WordsChange, StoreError> {
    let words = row.optional_text("subject")?.zip(row.optional_text("text")?);
    Ok(WordsChange {
        number: row.integer("number")?,
        words: words.map(|(subject, text)| LetterWords { subject, text }),
        by: row.text("made_by")?,
        at: row.instant("made_at")?,
    })
}

/// `None` for a letter that is not known.
fn edit(row: &Row) -> Result<Option<WordsEdit>, StoreError> {
    let Some(kind) = LetterKind::from_name(&row.text("kind")?) else { return Ok(None) };
    let before = row.optional_text("subject_before")?.zip(row.optional_text("text_before")?);
    let before = before.map(|(subject, text)| LetterWords { subject, text });
    let stands = row.integer("stands")? == 1;
    Ok(Some(WordsEdit { kind, change: read(row)?, before, stands }))
}

//! Keeps what a release says of things in the index.

use std::collections::HashMap;

use domain::content::{Id, Visibility};
use domain::search::{Passage, Thing, folded_words};

use super::{EVERYBODY, NOBODY, REGISTERED};
use crate::connection::{Connection, Value, statements, to_json, values};
use crate::error::StoreError;
use crate::{Store, token};

/// Raised whenever what is taken out of a release changes, so that the newest is indexed again.
pub(super) const RULES: i64 = 1;
/// Where passages of a release come from.
const RELEASE: &str = "release";
/// Things written with one statement.
const BATCH: usize = 200;

statements! {
    // Held to the end, so that of several processes one indexes a release.
    INDEXED = "SELECT number, rules FROM search_release WHERE only_row = 1",
        postgres "SELECT number, rules FROM search_release WHERE only_row = 1 FOR UPDATE";
    SET_INDEXED = "UPDATE search_release SET number = $1, rules = $2 WHERE only_row = 1";
    FINGERPRINTS = "SELECT kind, thing_id, fingerprint FROM search_thing";
    // $1 is a JSON array of pairs.
    REMOVE_THINGS = "DELETE FROM search_thing
        WHERE (kind, thing_id) IN (SELECT value ->> 0, value ->> 1 FROM json_each($1))",
        postgres "DELETE FROM search_thing WHERE (kind, thing_id) IN
        (SELECT value ->> 0, value ->> 1 FROM json_array_elements($1::text::json) AS rows (value))";
    REMOVE_TEXTS = "DELETE FROM search_passage WHERE source = 'release'
        AND (thing_id, kind) IN (SELECT value ->> 1, value ->> 0 FROM json_each($1))",
        postgres "DELETE FROM search_passage WHERE source = 'release' AND (thing_id, kind) IN
        (SELECT value ->> 1, value ->> 0 FROM json_array_elements($1::text::json) AS rows (value))";
    // $1 is a JSON array with an array for each row.
    ADD_THINGS = "INSERT INTO search_thing (kind, thing_id, visibility, title_words, people_words, topics_words, fingerprint)
        SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6
        FROM json_each($1)",
        postgres "INSERT INTO search_thing
        (kind, thing_id, visibility, title_words, people_words, topics_words, fingerprint)
        SELECT value ->> 0, value ->> 1, (value ->> 2)::bigint, value ->> 3, value ->> 4, value ->> 5, value ->> 6
        FROM json_array_elements($1::text::json) AS rows (value)";
    ADD_PASSAGES = "INSERT INTO search_passage
        (source, kind, thing_id, visibility, part, language, said_at, page, text, text_words, heading_words)
        SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
        value ->> 8, value ->> 9, value ->> 10 FROM json_each($1)",
        postgres "INSERT INTO search_passage
        (source, kind, thing_id, visibility, part, language, said_at, page, text, text_words, heading_words)
        SELECT value ->> 0, value ->> 1, value ->> 2, (value ->> 3)::bigint, value ->> 4, value ->> 5,
        (value ->> 6)::bigint, (value ->> 7)::bigint, value ->> 8, value ->> 9, value ->> 10
        FROM json_array_elements($1::text::json) AS rows (value)";
    // What captions are found with beside their own words.
    TELL_HEADINGS = "UPDATE search_passage SET heading_words = changed.words FROM
        (SELECT value ->> 0 AS kind, value ->> 1 AS thing_id, value ->> 2 AS words FROM json_each($1)) AS changed
        WHERE search_passage.thing_id = changed.thing_id AND search_passage.kind = changed.kind
        AND source <> 'release' AND heading_words <> changed.words",
        postgres "UPDATE search_passage SET heading_words = changed.words FROM
        (SELECT value ->> 0 AS kind, value ->> 1 AS thing_id, value ->> 2 AS words
        FROM json_array_elements($1::text::json) AS rows (value)) AS changed
        WHERE search_passage.thing_id = changed.thing_id AND search_passage.kind = changed.kind
        AND source <> 'release' AND heading_words <> changed.words";
}

/// A thing ready to be written.
struct Prepared {
    thing: Thing,
    title: String,
    people: String,
    topics: String,
    fingerprint: String,
}

impl Store {
    /// Indexes a release: writes what differs from what is indexed. Whether it was done; it is not if that release or a later
    /// one is indexed already. Any number of processes may ask for it.
    ///
    /// # Errors
    /// The database cannot be written to; then the index stays as it was.
    pub async fn index_release(&self, number: i64, things: Vec<Thing>) -> Result<bool, StoreError> {
        let prepared = things.into_iter().map(Prepared::of).collect::<Result<Vec<_>, _>>()?;
        self.engine.write(move |connection| Box::pin(release(connection, number, prepared))).await
    }
}

impl Prepared {
    fn of(thing: Thing) -> Result<Self, StoreError> {
        let heading = &thing.heading;
        let (title, people) = (folded_words(&heading.title), folded_words(&heading.people));
        let (topics, fingerprint) = (folded_words(&heading.topics), token::hash(&to_json(&thing)?));
        Ok(Self { title, people, topics, fingerprint, thing })
    }

    fn heading(&self) -> String {
        format!("{} {} {}", self.title, self.people, self.topics)
    }

    fn pair(&self) -> (&'static str, Id) {
        (self.thing.kind.name(), self.thing.id)
    }
}

async fn release(connection: &mut Connection<'_>, number: i64, things: Vec<Prepared>) -> Result<bool, StoreError> {
    let indexed = connection.fetch_one(INDEXED, values![]).await?;
    let (known, rules) = match &indexed {
        Some(row) => (row.integer("number")?, row.integer("rules")?),
        None => (0, 0),
    };
    if known > number || (known == number && rules >= RULES) {
        return Ok(false);
    }
    let mut before: HashMap<(String, Id), String> = HashMap::new();
    for row in connection.fetch(FINGERPRINTS, values![]).await? {
        before.insert((row.text("kind")?, row.parsed("thing_id")?), row.text("fingerprint")?);
    }
    let mut changed = Vec::new();
    for thing in things {
        let (kind, id) = thing.pair();
        let was = before.get(&(kind.to_owned(), id));
        if was == Some(&thing.fingerprint) && rules >= RULES {
            before.remove(&(kind.to_owned(), id));
        } else {
            changed.push(thing);
        }
    }
    // What is left is gone, or is written anew.
    let gone: Vec<(String, Id)> = before.into_keys().collect();
    for batch in gone.chunks(BATCH) {
        connection.execute(REMOVE_THINGS, vec![Value::json(&batch)?]).await?;
        connection.execute(REMOVE_TEXTS, vec![Value::json(&batch)?]).await?;
    }
    for batch in changed.chunks(BATCH) {
        add(connection, batch).await?;
    }
    connection.execute(SET_INDEXED, values![number, RULES]).await?;
    Ok(true)
}

async fn add(connection: &mut Connection<'_>, things: &[Prepared]) -> Result<(), StoreError> {
    let rows = things.iter().map(|thing| {
        let (kind, id) = thing.pair();
        (kind, id, EVERYBODY, &thing.title, &thing.people, &thing.topics, &thing.fingerprint)
    });
    connection.execute(ADD_THINGS, vec![Value::json(&rows.collect::<Vec<_>>())?]).await?;
    let mut passages = Vec::new();
    for prepared in things {
        let (kind, id) = prepared.pair();
        let heading = prepared.heading();
        passages.extend(prepared.thing.passages.iter().map(|passage| row(RELEASE, (kind, id), passage, &heading)));
    }
    for batch in passages.chunks(BATCH) {
        connection.execute(ADD_PASSAGES, vec![Value::json(&batch)?]).await?;
    }
    let headings = things.iter().map(|thing| (thing.pair().0, thing.pair().1, thing.heading()));
    connection.execute(TELL_HEADINGS, vec![Value::json(&headings.collect::<Vec<_>>())?]).await?;
    Ok(())
}

/// Writes passages of one thing, each with what it is found with beside its own words.
pub(super) async fn write(
    connection: &mut Connection<'_>,
    source: &str,
    thing: (&'static str, Id),
    passages: &[(&Passage, &str)],
) -> Result<(), StoreError> {
    for batch in passages.chunks(BATCH) {
        let rows: Vec<PassageRow> =
            batch.iter().map(|(passage, heading)| row(source, thing, passage, heading)).collect();
        connection.execute(ADD_PASSAGES, vec![Value::json(&rows)?]).await?;
    }
    Ok(())
}

/// Source, kind, thing, visibility, part, language, milliseconds, page, text, words, words of the heading.
type PassageRow =
    (String, &'static str, Id, i64, &'static str, String, Option<u32>, Option<u32>, String, String, String);

fn level(visibility: Visibility) -> i64 {
    match visibility {
        Visibility::Public => EVERYBODY,
        Visibility::Registered => REGISTERED,
        // A release that visitors see has none of them.
        Visibility::Staff => NOBODY,
    }
}

fn row(source: &str, (kind, thing): (&'static str, Id), passage: &Passage, heading: &str) -> PassageRow {
    let Passage { part, language, text, at, page, visibility } = passage;
    // PostgreSQL has no place for this character.
    let text = text.replace('\0', " ");
    let (words, heading) = (folded_words(&text), heading.to_owned());
    (
        source.to_owned(),
        kind,
        thing,
        level(*visibility),
        part.name(),
        language.clone(),
        *at,
        *page,
        text,
        words,
        heading,
    )
}

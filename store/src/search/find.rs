//! Finds things that answer a query. Everything is bounded: of a word that stands everywhere, the best titles and some
//! passages are looked at, not all.

use std::cmp::Reverse;
use std::collections::HashMap;

use domain::content::{Id, Kind, Visibility};
use domain::search::{Fields, KINDS, Passage, Query, score};

use super::EVERYBODY;
use super::expression::{FTS5, TSQUERY};
use super::rows::{HeadingRow, PassageRow, together};
use crate::Store;
use crate::connection::{Connection, Value, statements, values};
use crate::error::StoreError;

/// Things that are ranked by what they are known by, at most.
const HEADINGS: u32 = 200;
/// Passages that are ranked, at most: the first that an engine comes upon.
const PASSAGES: u32 = 300;
/// Passages of one thing.
const OF_ONE: usize = 3;

statements! {
    // PostgreSQL reads a few rows in turn for a word that stands everywhere, and its index for others; it can tell them apart
    // only if it plans anew for each query.
    PLAN_ANEW = "SELECT 1", postgres "SET LOCAL plan_cache_mode = force_custom_plan";
    // How many terms stand nowhere. PostgreSQL's index sees by itself that nothing has all of them; FTS5 goes through the others.
    NOWHERE = "SELECT count(*) AS number FROM json_each($1) AS term WHERE
        NOT EXISTS (SELECT 1 FROM search_heading WHERE search_heading MATCH term.value)
        AND NOT EXISTS (SELECT 1 FROM search_text
        WHERE search_text MATCH '{text_words heading_words} : (' || term.value || ')')",
        postgres "SELECT 0::bigint AS number WHERE $1::text <> ''";
    HEADINGS_WITH = "SELECT json_group_array(json_array(kind, thing_id, title_words, people_words, topics_words)) AS found
        FROM (SELECT thing.kind, thing.thing_id, thing.title_words, thing.people_words, thing.topics_words
        FROM search_heading JOIN search_thing AS thing ON thing.number = search_heading.rowid
        WHERE search_heading MATCH $1 AND thing.visibility <= $2 AND ($3 IS NULL OR thing.kind = $3)
        ORDER BY bm25(search_heading, 10.0, 6.0, 4.0), thing.number LIMIT $4)",
        postgres "SELECT coalesce(json_agg(json_build_array(kind, thing_id, title_words, people_words, topics_words))::text, '[]')
        AS found FROM (SELECT thing.kind, thing.thing_id, thing.title_words, thing.people_words, thing.topics_words
        FROM search_thing AS thing, to_tsquery('pg_catalog.simple', $1) AS query
        WHERE thing.words @@ query AND thing.visibility <= $2 AND ($3::text IS NULL OR thing.kind = $3)
        ORDER BY ts_rank(thing.words, query) DESC, thing.number LIMIT $4) AS thing";
    // $1 has what must stand in the passage itself, $2 what may also stand in the heading of its thing, unless the first says it
    // all. Not ranked by the engine: for a word that stands everywhere, that would look at all of them.
    PASSAGES_WITH = "SELECT json_group_array(json_array(number, part, language, said_at, page, text, text_words,
        json_array(kind, thing_id, title_words, people_words, topics_words))) AS found
        FROM (SELECT passage.*, thing.title_words, thing.people_words, thing.topics_words
        FROM search_text JOIN search_passage AS passage ON passage.number = search_text.rowid
        JOIN search_thing AS thing ON thing.kind = passage.kind AND thing.thing_id = passage.thing_id
        WHERE search_text MATCH '({text_words} : (' || $1 || '))'
        || coalesce(' AND ({text_words heading_words} : (' || $2 || '))', '')
        AND thing.visibility <= $3 AND ($4 IS NULL OR passage.kind = $4) AND (passage.visibility <= $3
        OR (passage.visibility = 1 AND passage.thing_id IN (SELECT value FROM json_each($6)))) LIMIT $5)",
        postgres "SELECT coalesce(json_agg(json_build_array(number, part, language, said_at, page, text, text_words,
        json_build_array(kind, thing_id, title_words, people_words, topics_words)))::text, '[]') AS found
        FROM (SELECT passage.*, thing.title_words, thing.people_words, thing.topics_words
        FROM search_passage AS passage
        JOIN search_thing AS thing ON thing.kind = passage.kind AND thing.thing_id = passage.thing_id
        WHERE passage.words @@ to_tsquery('pg_catalog.simple', $1)
        AND ($2::text IS NULL OR passage.all_words @@ to_tsquery('pg_catalog.simple', $2))
        AND thing.visibility <= $3 AND ($4::text IS NULL OR passage.kind = $4) AND (passage.visibility <= $3
        OR (passage.visibility = 1 AND passage.thing_id IN (SELECT json_array_elements_text($6::text::json))))
        LIMIT $5) AS passage";
    // The first few of each of a few things, which $3 names.
    PASSAGES_OF = "SELECT json_group_array(json_array(number, part, language, said_at, page, text, text_words,
        json_array(kind, thing_id, '', '', ''))) AS found FROM (SELECT passage.*,
        row_number() OVER (PARTITION BY passage.kind, passage.thing_id ORDER BY passage.number) AS place
        FROM search_text JOIN search_passage AS passage ON passage.number = search_text.rowid
        WHERE search_text MATCH '({text_words} : (' || $1 || ')) AND ({thing_id} : (' || $3 || '))'
        || coalesce(' AND ({text_words heading_words} : (' || $2 || '))', '') AND (passage.visibility <= $4
        OR (passage.visibility = 1 AND passage.thing_id IN (SELECT value FROM json_each($5))))) AS placed
        WHERE place <= 3",
        postgres "SELECT coalesce(json_agg(json_build_array(number, part, language, said_at, page, text, text_words,
        json_build_array(kind, thing_id, '', '', '')))::text, '[]') AS found FROM (SELECT passage.*,
        row_number() OVER (PARTITION BY passage.kind, passage.thing_id ORDER BY passage.number) AS place
        FROM search_passage AS passage
        WHERE passage.thing_id = ANY (ARRAY(SELECT json_array_elements_text($3::text::json)))
        AND passage.words @@ to_tsquery('pg_catalog.simple', $1)
        AND ($2::text IS NULL OR passage.all_words @@ to_tsquery('pg_catalog.simple', $2)) AND (passage.visibility <= $4
        OR (passage.visibility = 1 AND passage.thing_id IN (SELECT json_array_elements_text($5::text::json)))))
        AS placed WHERE place <= 3";
}

/// How much of a query a thing must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breadth {
    /// Every term: one may stand in its title, another in a passage.
    All,
    /// Any term.
    Any,
}

/// What is searched for.
#[derive(Debug, Clone)]
pub struct Search {
    /// The words.
    pub query: Query,
    /// How much of them.
    pub breadth: Breadth,
    /// Things of this kind alone.
    pub kind: Option<Kind>,
    /// Most things in the result.
    pub limit: usize,
    /// Things whose texts for those who registered may be found as well, beside what everybody finds.
    pub also: Vec<Id>,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchResult {
    /// The best, in order.
    pub hits: Vec<SearchHit>,
    /// How many things of each kind there are, in the order of [`KINDS`]; kinds without any are left out.
    pub counts: Vec<(Kind, usize)>,
    /// Not everything was looked at: there may be more than is counted.
    pub is_cut: bool,
}

/// A thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchHit {
    /// What sort of thing.
    pub kind: Kind,
    /// Its identity.
    pub thing: Id,
    /// Up to three passages with what was looked for, in the order of the text.
    pub passages: Vec<Passage>,
}

/// A thing that may be a hit.
struct Candidate {
    title: String,
    people: String,
    topics: String,
    passages: Vec<Found>,
}

/// A passage that was found.
struct Found {
    number: i64,
    passage: Passage,
    words: String,
}

impl Candidate {
    fn of(row: HeadingRow) -> Self {
        Self { title: row.title, people: row.people, topics: row.topics, passages: Vec::new() }
    }

    /// Keeps the passages that answer best.
    fn keep_best(&mut self, query: &Query) {
        if self.passages.len() > OF_ONE {
            let of_one = |found: &Found| score(query, &Fields { passages: &[&found.words], ..Fields::default() });
            self.passages.sort_by_cached_key(|found| (Reverse(of_one(found)), found.number));
            self.passages.truncate(OF_ONE);
        }
    }
}

impl Found {
    /// The passage, with the thing it belongs to.
    fn of(row: PassageRow) -> ((Kind, Id), HeadingRow, Self) {
        let PassageRow { number, part, language, said_at, page, text, words, of } = row;
        // Whoever is told of it may have it.
        let visibility = Visibility::Public;
        let passage = Passage { part, language, text, at: said_at, page, visibility };
        ((of.kind, of.thing), of, Self { number, passage, words })
    }
}

type Candidates = HashMap<(Kind, Id), Candidate>;

impl Store {
    /// Things published that answer a query, the best first; nothing for a query without words.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn search(&self, search: Search) -> Result<SearchResult, StoreError> {
        if search.query.is_empty() {
            return Ok(SearchResult::default());
        }
        self.engine.read(move |connection| Box::pin(find(connection, search))).await
    }
}

async fn find(connection: &mut Connection<'_>, search: Search) -> Result<SearchResult, StoreError> {
    let Search { query, breadth, kind, limit, also } = search;
    let also = Value::json(&also)?;
    let language = if connection.is_postgres() { TSQUERY } else { FTS5 };
    let (inside, around) = (language.having(&query, Breadth::Any), language.having(&query, breadth));
    let beyond = (inside != around).then_some(around.as_str());
    let kind = kind.map(Kind::name);
    connection.execute(PLAN_ANEW, values![]).await?;
    if breadth == Breadth::All && query.terms().len() > 1 {
        let terms: Vec<String> = query.terms().iter().map(|term| language.term(term)).collect();
        let row = connection.fetch_one(NOWHERE, vec![Value::json(&terms)?]).await?;
        if row.map(|row| row.integer("number")).transpose()?.is_some_and(|number| number > 0) {
            return Ok(SearchResult::default());
        }
    }
    let mut candidates = Candidates::new();
    let asked = values![&around, EVERYBODY, kind, HEADINGS];
    let headings: Vec<HeadingRow> = together(connection, HEADINGS_WITH, asked).await?;
    let mut is_cut = headings.len() >= number(HEADINGS);
    for row in headings {
        candidates.insert((row.kind, row.thing), Candidate::of(row));
    }
    let asked = values![&inside, beyond, EVERYBODY, kind, PASSAGES, also.clone()];
    let passages: Vec<PassageRow> = together(connection, PASSAGES_WITH, asked).await?;
    let has_more_passages = passages.len() >= number(PASSAGES);
    is_cut |= has_more_passages;
    for row in passages {
        let (key, of, found) = Found::of(row);
        candidates.entry(key).or_insert_with(|| Candidate::of(of)).passages.push(found);
    }
    candidates.values_mut().for_each(|candidate| candidate.keep_best(&query));
    let (counts, mut best) = (counts(&candidates), ranked(&query, candidates));
    best.truncate(limit);
    if has_more_passages {
        let poor = best.iter().filter(|(_, candidate)| candidate.passages.len() < OF_ONE).map(|((_, id), _)| *id);
        let poor: Vec<Id> = poor.collect();
        let asked = values![&inside, beyond, (language.of_things)(&poor), EVERYBODY, also];
        complete(connection, &mut best, asked, &poor).await?;
    }
    let hits = best.into_iter().map(|((kind, thing), mut candidate)| {
        candidate.passages.sort_by_key(|found| (found.passage.at, found.number));
        SearchHit { kind, thing, passages: candidate.passages.into_iter().map(|found| found.passage).collect() }
    });
    Ok(SearchResult { hits: hits.collect(), counts, is_cut })
}

/// Looks up passages of the best things that were not among the first.
async fn complete(
    connection: &mut Connection<'_>,
    best: &mut [((Kind, Id), Candidate)],
    asked: Vec<Value>,
    poor: &[Id],
) -> Result<(), StoreError> {
    if poor.is_empty() {
        return Ok(());
    }
    let mut more: HashMap<(Kind, Id), Vec<Found>> = HashMap::new();
    for row in together::<PassageRow>(connection, PASSAGES_OF, asked).await? {
        let (key, _, found) = Found::of(row);
        more.entry(key).or_default().push(found);
    }
    for (key, candidate) in best {
        if let Some(more) = more.remove(key) {
            candidate.passages = more;
        }
    }
    Ok(())
}

/// The order: how well they answer; of equals by kind and title, so that it is the same on both engines.
fn ranked(query: &Query, candidates: Candidates) -> Vec<((Kind, Id), Candidate)> {
    let place = |kind: Kind| KINDS.iter().position(|known| *known == kind);
    let mut ranked: Vec<_> = candidates.into_iter().map(|found| (score_of(query, &found.1), found)).collect();
    ranked.sort_by(|(one, ((kind, id), candidate)), (other, ((other_kind, other_id), other_candidate))| {
        let equal = (Reverse(one), place(*kind), &candidate.title, id);
        equal.cmp(&(Reverse(other), place(*other_kind), &other_candidate.title, other_id))
    });
    ranked.into_iter().map(|(_, found)| found).collect()
}

fn score_of(query: &Query, candidate: &Candidate) -> u32 {
    let passages: Vec<&str> = candidate.passages.iter().map(|found| found.words.as_str()).collect();
    let Candidate { title, people, topics, .. } = candidate;
    score(query, &Fields { title, people, topics, passages: &passages })
}

fn counts(candidates: &Candidates) -> Vec<(Kind, usize)> {
    let count = |kind: &Kind| candidates.keys().filter(|(found, _)| found == kind).count();
    KINDS.iter().map(|kind| (*kind, count(kind))).filter(|(_, count)| *count > 0).collect()
}

fn number(limit: u32) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}

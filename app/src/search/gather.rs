//! What a search finds.

use domain::content::{Id, Kind};
use domain::search::{KINDS, QUERY_MAX, Query};
use http::HeaderMap;
use store::{Breadth, Search, SearchHit, SearchResult};

use crate::error::PageError;
use crate::library::{opened, visitor};
use crate::server::{AppState, store_failed};

/// Results on the page; of more only the number is shown.
const SHOWN: usize = 30;
/// With fewer results than this, what may have been meant is offered.
const FEW: usize = 5;

/// What was asked for, and what was found.
#[derive(Debug, Clone)]
pub struct SearchView {
    /// What was typed.
    pub text: String,
    /// The kind of things that is wanted alone.
    pub kind: Option<Kind>,
    /// How the query is understood.
    pub meaning: Meaning,
    /// What hits are marked by.
    pub query: Query,
    /// The best, in order.
    pub hits: Vec<SearchHit>,
    /// How many there are of each kind.
    pub counts: Vec<(Kind, usize)>,
    /// There may be more than is counted.
    pub is_cut: bool,
}

/// How a query is understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// Nothing was typed, or nothing with a letter or a digit.
    Nothing,
    /// It is longer than is looked for.
    TooLong,
    /// As it was typed; what else may have been meant.
    Typed {
        /// Another spelling.
        suggestion: Option<String>,
    },
    /// Nothing has it as it was typed; this was looked for instead.
    Corrected(String),
    /// Nothing has all words; some have some.
    Some,
}

/// Searches what is published: for everybody what everybody may read, and for a visitor also what is theirs.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_search(
    state: &AppState,
    text: String,
    kind: Option<&str>,
    headers: &HeaderMap,
) -> Result<SearchView, PageError> {
    let kind = kind.and_then(Kind::from_name).filter(|kind| KINDS.contains(kind));
    let query = Query::parse(&text);
    let view = |meaning, query, found: SearchResult| SearchView {
        text: text.clone(),
        kind,
        meaning,
        query,
        hits: found.hits,
        counts: found.counts,
        is_cut: found.is_cut,
    };
    if text.chars().count() > QUERY_MAX {
        return Ok(view(Meaning::TooLong, Query::default(), SearchResult::default()));
    }
    if query.is_empty() {
        return Ok(view(Meaning::Nothing, query, SearchResult::default()));
    }
    let asking = Asking { state, kind, also: opened(state, &visitor(state, headers).await?).await? };
    let found = asking.search(&query, Breadth::All).await?;
    let total: usize = found.counts.iter().map(|(_, count)| count).sum();
    let corrected = if total < FEW { state.dictionary().correct(&query) } else { None };
    if total > 0 {
        let suggestion = corrected.map(|corrected| corrected.text);
        return Ok(view(Meaning::Typed { suggestion }, query, found));
    }
    if let Some(corrected) = corrected {
        let found = asking.search(&corrected.query, Breadth::All).await?;
        if !found.counts.is_empty() {
            return Ok(view(Meaning::Corrected(corrected.text), corrected.query, found));
        }
    }
    if query.terms().len() > 1 {
        let found = asking.search(&query, Breadth::Any).await?;
        if !found.counts.is_empty() {
            return Ok(view(Meaning::Some, query, found));
        }
    }
    Ok(view(Meaning::Typed { suggestion: None }, query, found))
}

/// Who asks, and for what.
struct Asking<'a> {
    state: &'a AppState,
    kind: Option<Kind>,
    /// Materials that are for some, and for them.
    also: Vec<Id>,
}

impl Asking<'_> {
    /// The best of one kind, or of all, beside how many there are of each.
    async fn search(&self, query: &Query, breadth: Breadth) -> Result<SearchResult, PageError> {
        let ask = async |kind| {
            let search = Search { query: query.clone(), breadth, kind, limit: SHOWN, also: self.also.clone() };
            self.state.store().search(search).await.map_err(|error| store_failed(&error))
        };
        let all = ask(None).await?;
        match self.kind {
            Some(kind) if !all.counts.is_empty() => {
                let of_kind = ask(Some(kind)).await?;
                Ok(SearchResult { hits: of_kind.hits, ..all })
            }
            _ => Ok(all),
        }
    }
}

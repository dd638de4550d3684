//! What the address asks for, and what matches.

use std::sync::Arc;

use domain::filter::{Entry, Index, Matches, Query, Value};
use leptos::prelude::GetUntracked;
use leptos_router::hooks::use_location;

use super::address::{address, query};
use crate::server::fold;

/// The filter of one page; cheap to clone.
#[derive(Clone)]
pub struct FilterState(Arc<Inner>);

struct Inner {
    index: Index,
    path: String,
    query: Query,
    matches: Matches,
    nouns: (&'static str, &'static str),
}

impl FilterState {
    /// The filter of the page at `path`. Each entry has the positions of its values and the words a search looks at;
    /// `nouns` say what is listed, one and many.
    pub fn new(
        path: &str,
        values: Vec<Value>,
        entries: impl Iterator<Item = (Vec<usize>, String)>,
        nouns: (&'static str, &'static str),
    ) -> Self {
        let entries = entries.map(|(values, words)| Entry { values, text: fold(&words) }).collect();
        let index = Index { values, entries };
        let query = query(&use_location().search.get_untracked());
        let matches = index.apply(&query, &fold(&query.text));
        Self(Arc::new(Inner { index, path: path.to_owned(), query, matches, nouns }))
    }

    /// Everything that can be filtered.
    pub fn index(&self) -> &Index {
        &self.0.index
    }

    /// What the address asks for.
    pub fn query(&self) -> &Query {
        &self.0.query
    }

    /// What matches.
    pub fn matches(&self) -> &Matches {
        &self.0.matches
    }

    /// Whether an entry is shown.
    pub fn shows(&self, position: usize) -> bool {
        self.0.matches.shown.get(position).copied().unwrap_or_default()
    }

    /// Address of this page under another query.
    pub fn address(&self, query: &Query) -> String {
        address(&self.0.path, query)
    }

    /// Path of this page.
    pub fn path(&self) -> String {
        self.0.path.clone()
    }

    /// "session" and "sessions".
    pub fn nouns(&self) -> (&'static str, &'static str) {
        self.0.nouns
    }

    /// "24 sessions".
    pub fn count_in_words(&self, total: usize) -> String {
        let (one, many) = self.0.nouns;
        format!("{total} {}", if total == 1 { one } else { many })
    }
}

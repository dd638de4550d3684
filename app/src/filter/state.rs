//! What the address asks for, and what matches.

use std::sync::Arc;

use domain::filter::{Entry, Index, Matches, Query, Value};
use domain::fold;
use leptos::prelude::GetUntracked;
use leptos_router::hooks::use_location;

use super::Listed;
use super::address::{address, query};

/// The filter of one page; cheap to clone.
#[derive(Clone)]
pub struct FilterState(Arc<Inner>);

struct Inner {
    index: Index,
    path: String,
    query: Query,
    matches: Matches,
    listed: Listed,
}

impl FilterState {
    /// The filter of the page at `path`. Each entry has the positions of its values and the words a search looks at;
    /// `listed` says what they are.
    pub fn new(
        path: &str,
        values: Vec<Value>,
        entries: impl Iterator<Item = (Vec<usize>, String)>,
        listed: Listed,
    ) -> Self {
        let entries = entries.map(|(values, words)| Entry { values, text: fold(&words) }).collect();
        let index = Index { values, entries };
        let query = query(&use_location().search.get_untracked());
        let matches = index.apply(&query, &fold(&query.text));
        Self(Arc::new(Inner { index, path: path.to_owned(), query, matches, listed }))
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

    /// What is listed.
    pub fn listed(&self) -> Listed {
        self.0.listed
    }

    /// "24 sessions".
    pub fn count_in_words(&self, total: usize) -> String {
        self.0.listed.counted(total)
    }
}

//! What is chosen, what matches, and how a choice changes the address.

use domain::filter::{Entry, Index, Matches, Query, Value};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use super::address::{address, query};

/// The filter of one page.
#[derive(Clone, Copy)]
pub struct FilterState {
    index: StoredValue<Index>,
    /// Path of the page.
    path: StoredValue<String>,
    /// What the address asks for.
    pub query: Memo<Query>,
    /// What matches.
    pub matches: Memo<Matches>,
    /// What is filtered, in words: one and many.
    pub nouns: (&'static str, &'static str),
    /// Whether the sheet of filters is open, on narrow screens.
    pub sheet_open: RwSignal<bool>,
}

impl FilterState {
    /// The filter of the page at `path`. Each entry has the positions of its values and the words a search looks at.
    pub fn new(
        path: String,
        values: Vec<Value>,
        entries: impl Iterator<Item = (Vec<usize>, String)>,
        nouns: (&'static str, &'static str),
    ) -> Self {
        let entries = entries.map(|(values, words)| Entry { values, text: fold(&words) }).collect();
        let index = StoredValue::new(Index { values, entries });
        let search = use_location().search;
        let query = Memo::new(move |_| query(&search.get()));
        let matches =
            Memo::new(move |_| query.with(|query| index.with_value(|index| index.apply(query, &fold(&query.text)))));
        Self { index, path: StoredValue::new(path), query, matches, nouns, sheet_open: RwSignal::new(false) }
    }

    /// Looks at the index.
    pub fn with_index<T>(self, look: impl FnOnce(&Index) -> T) -> T {
        self.index.with_value(look)
    }

    /// Address of this page under another query.
    pub fn address(self, query: &Query) -> String {
        self.path.with_value(|path| address(path, query))
    }

    /// Path of this page.
    pub fn path(self) -> String {
        self.path.get_value()
    }

    /// "24 sessions".
    pub fn count_in_words(self, total: usize) -> String {
        format!("{total} {}", if total == 1 { self.nouns.0 } else { self.nouns.1 })
    }

    /// A function that goes to another query: a choice is a step that Back undoes, typing replaces the present step.
    pub fn go(self) -> impl Fn(&Query, bool) + Clone + 'static {
        let navigate = use_navigate();
        move |query: &Query, replace: bool| {
            let options = NavigateOptions { replace, scroll: false, resolve: false, ..NavigateOptions::default() };
            navigate(&self.address(query), options);
        }
    }
}

/// A text in the form in which search compares: lower case, without accents.
#[cfg(feature = "ssr")]
pub fn fold(text: &str) -> String {
    crate::server::fold(text)
}

/// The same by the browser's own tables, which it has anyway.
#[cfg(not(feature = "ssr"))]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let decomposed = String::from(js_sys::JsString::from(text).normalize("NFKD"));
    let is_mark = |character: char| ('\u{300}'..='\u{36f}').contains(&character);
    decomposed.chars().filter(|character| !is_mark(*character)).flat_map(char::to_lowercase).collect()
}

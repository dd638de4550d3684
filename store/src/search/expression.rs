//! A query in the language of each engine. Words hold nothing but letters and digits and stand in quotation marks, so no
//! operator of either language can be typed.

use domain::content::Id;
use domain::search::{Phrase, Query, Term};

use super::find::Breadth;

/// What both languages write differently.
pub(super) struct Language {
    and: &'static str,
    or: &'static str,
    phrase: fn(&Phrase) -> String,
    /// Passages of these things alone.
    pub(super) of_things: fn(&[Id]) -> String,
}

/// FTS5 (SQLite, "Full-text Query Syntax").
pub(super) const FTS5: Language = Language {
    and: " AND ",
    or: " OR ",
    phrase: |phrase| {
        let beginning = if phrase.is_beginning() { " *" } else { "" };
        format!("\"{}\"{beginning}", phrase.words().join(" "))
    },
    of_things: |things| things.iter().map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(" OR "),
};

/// `to_tsquery` (PostgreSQL, "Parsing Queries").
pub(super) const TSQUERY: Language = Language {
    and: " & ",
    or: " | ",
    phrase: |phrase| {
        let words: Vec<String> = phrase.words().iter().map(|word| format!("'{word}'")).collect();
        let beginning = if phrase.is_beginning() { ":*" } else { "" };
        format!("{}{beginning}", words.join(" <-> "))
    },
    // A list of values there.
    of_things: |things| {
        let ids: Vec<String> = things.iter().map(|id| format!("\"{id}\"")).collect();
        format!("[{}]", ids.join(","))
    },
};

impl Language {
    /// Texts that have every term, or any of them.
    pub(super) fn having(&self, query: &Query, breadth: Breadth) -> String {
        let terms: Vec<String> = query.terms().iter().map(|term| self.term(term)).collect();
        terms.join(if breadth == Breadth::All { self.and } else { self.or })
    }

    /// Texts that have a term.
    pub(super) fn term(&self, term: &Term) -> String {
        let phrases: Vec<String> = term.phrases().iter().map(|phrase| (self.phrase)(phrase)).collect();
        format!("({})", phrases.join(self.or))
    }
}

#[cfg(test)]
mod tests {
    use domain::search::Query;

    use super::{Breadth, FTS5, TSQUERY};

    #[test]
    fn a_query_is_written_in_both_languages() {
        let query = Query::parse("\"quality of life\" barri");
        assert_eq!(FTS5.having(&query, Breadth::All), "(\"quality of life\") AND (\"barri\" * OR \"barris\")");
        assert_eq!(TSQUERY.having(&query, Breadth::Any), "('quality' <-> 'of' <-> 'life') | ('barri':* | 'barris')");
    }
}

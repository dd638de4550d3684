//! Search over everything published, as far as it needs no database: what is indexed, what a query asks for, how well a thing
//! answers it, and where its words stand.
//!
//! | file | holds |
//! |---|---|
//! | `things` | what is indexed of a programme |
//! | `spoken` | the same of what was said: captions in passages of half a minute |
//! | `shown` | the same of what stands on slides |
//! | `words` | the form in which words are compared, the same for texts and queries |
//! | `query` | what somebody typed, as words and phrases |
//! | `dictionary` | words that a mistyped one may stand for |
//! | `rank` | how well a thing answers |
//! | `highlight` | hits in a text |
//! | `plain` | texts without their marks |
//!
//! The engines find, these rules rank: so that both give the same results in the same order
//! (docs/decisions/0017-search.md).

mod dictionary;
mod highlight;
mod plain;
mod query;
mod rank;
mod shown;
mod spoken;
mod things;
mod words;

pub use dictionary::{Corrected, Dictionary};
pub use highlight::{Segment, excerpt, highlight};
pub use query::{Phrase, QUERY_MAX, Query, Term};
pub use rank::{Fields, score};
pub use shown::{on_pages, shown};
pub use spoken::spoken;
pub use things::{Heading, KINDS, PROGRAMME, Part, Passage, Thing, things};
pub use words::folded_words;

#[cfg(test)]
mod properties;

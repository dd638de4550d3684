//! Search over everything published: one interface, FTS5 and `tsvector` behind it.
//!
//! [`index`] writes what [`domain::search::things`] takes out of a release, [`captions`] what is said in its recordings, [`slides`] what stands on slides; [`find`]
//! asks, with the words of a query in the form that [`expression`] gives them. The engines find candidates, `domain::search` ranks them.

mod captions;
mod expression;
mod find;
mod index;
mod rows;
mod slides;

pub use captions::Recording;
pub use find::{Breadth, Search, SearchHit, SearchResult};

use crate::connection::Statement;

/// Everybody may find it.
const EVERYBODY: i64 = 0;
/// It is for those who registered: found by whoever may have it.
const REGISTERED: i64 = 1;
/// Visibility of what is found by no search.
const NOBODY: i64 = 2;

/// Every statement of the search.
pub(crate) fn statements() -> Vec<Statement> {
    [captions::STATEMENTS, slides::STATEMENTS, index::STATEMENTS, find::STATEMENTS].concat()
}

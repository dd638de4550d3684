//! Filtering the programme and the library: what is asked for, what matches, and what each further choice would give.
//!
//! Values of one facet are alternatives (OR), facets narrow each other (AND). The topic facets share one parameter,
//! since a topic's slug says which facet it belongs to.

mod facet;
mod index;
mod query;

pub use facet::Facet;
pub use index::{Entry, Index, Matches, Removal, Value};
pub use query::{Query, View};

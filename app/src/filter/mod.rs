//! Filtering as the visitor meets it: an ordinary GET form that the server answers, and that the browser answers at once
//! where WASM runs (`browser::filter`). The programme and the library share it; `domain::filter` decides what matches.

mod address;
mod facets;
mod results;
mod state;
mod toolbar;

pub use crate::language::Listed;
pub use address::address;
pub use facets::FilterPanel;
pub use results::{EmptyResult, Tokens};
pub use state::FilterState;
pub use toolbar::{FilterButton, SearchField};

//! Filtering as the visitor meets it: a form that works as plain HTML and at once where WASM runs. The programme and the
//! library share it; what matches is decided by `domain::filter`.

mod address;
mod facets;
mod results;
mod state;
mod toolbar;

pub use address::address;
pub use facets::FilterPanel;
pub use results::{EmptyResult, Tokens};
pub use state::{FilterState, fold};
pub use toolbar::{FilterButton, SearchField};

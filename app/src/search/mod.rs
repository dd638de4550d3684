//! `/search`: everything published, by any words that stand in it. Complete without scripts.
//!
//! `gather` asks the store, and asks again more widely where nothing was found; `results` looks up what was found in the
//! programme that is shown, so that nothing else can appear; `page` puts both on a page.

mod gather;
mod page;
mod results;

pub use gather::{Meaning, SearchView, gather_search};
pub use page::SearchPage;

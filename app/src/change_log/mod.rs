//! The public change log: every release with its name, and what it changed, field by field.

mod log_page;
mod release_page;

pub use log_page::{ChangeLogPage, LogView, gather_log, in_words};
pub use release_page::{OneReleasePage, OneReleaseView, gather_one_release};

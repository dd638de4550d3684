//! Pages that editors write: about, privacy, accessibility, and the supporters' page with its list.

mod server;
mod text_page;

pub use text_page::{TextPage, TextView};

/// Addresses of the pages of running text that have one.
pub(crate) const TEXT_PAGES: [&str; 4] = ["about", "privacy", "accessibility", "supporters"];

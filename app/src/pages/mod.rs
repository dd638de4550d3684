//! Pages that editors write: about, privacy, accessibility, and the supporters' page with its list.

mod server;
mod text_page;

pub use text_page::{TextPage, TextView};

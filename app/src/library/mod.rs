//! `/library` and `/library/<slug>`: everything that can be watched or read on demand.

mod list;
mod material_page;
mod server;

pub use list::{LibraryPage, LibraryView, MaterialEntry};
pub use material_page::{MaterialPage, MaterialView};
pub(crate) use server::{event_plan, language_name, plan};

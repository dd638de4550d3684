//! `/library` and `/library/<slug>`: everything that can be watched or read on demand.

mod access;
mod controls;
mod facade;
mod go_on;
mod list;
mod material_page;
mod player;
mod seen;
mod server;
mod slides;
mod standing;
mod transcript;
mod watch;

pub use access::{Access, Visitor, access, opened, visitor};
pub use go_on::{Begun, gather_library};
pub use list::{LibraryPage, LibraryView, MaterialEntry};
pub use material_page::{MaterialPage, MaterialView};
pub(crate) use server::{event_plan, language_name, plan};
pub use standing::standing;
pub(crate) use standing::watched;
pub(crate) use watch::elsewhere;
pub use watch::{Asked, Seen, Watch, gather_elsewhere, gather_material};

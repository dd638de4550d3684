//! `/programme` and `/programme/<date>`: every event and session by day and start, filtered, as a list, a day grid or the
//! visitor's own agenda.

mod grid;
mod list;
mod page;
#[cfg(feature = "ssr")]
mod server;
#[cfg(feature = "ssr")]
mod values;
mod view;
mod zone_switch;

pub use page::{ProgrammePage, load_programme};
#[cfg(feature = "ssr")]
pub(crate) use values::Values;
pub use view::{DayLink, OfEvent, ProgrammeView, Row, ZoneView};

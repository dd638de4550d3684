//! `/programme` and `/programme/<date>`: every event and session by day and start, filtered, as a list, a day grid or the
//! visitor's own agenda.

pub(crate) mod grid;
mod list;
mod page;
mod server;
mod values;
mod view;
mod zone_switch;

pub use page::ProgrammePage;
pub(crate) use values::Values;
pub(crate) use view::positions;
pub use view::{DayLink, OfEvent, ProgrammeView, Row, ZoneView};

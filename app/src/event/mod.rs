//! `/events/<slug>` and `/sessions/<slug>`: time, people, what to do now, what it is about.

mod event_page;
mod parts;
mod server;
mod session_page;

pub use event_page::{EventPage, EventView};
pub use session_page::{SessionPage, SessionView};

//! What people's calendars need beside the programme: how often each entry was revised, and who reads a personal feed.

mod feed;
mod revisions;

pub use feed::CalendarFeed;
pub(crate) use revisions::{read, write};

use crate::connection::Statement;

/// Every statement of people's calendars.
pub(crate) fn statements() -> Vec<Statement> {
    [revisions::STATEMENTS, feed::STATEMENTS].concat()
}

//! Calendar entries: what of an event or a session stands in people's calendars, and when a copy is out of date.
//!
//! [`entry`](self) says what a calendar shows, [`Revisions`] how often that was revised (`SEQUENCE`, `DTSTAMP`), and
//! [`feed`] and [`part`] write it down (RFC 5545, 5546, 7986). Why it is done so:
//! docs/decisions/0004-calendar-revisions.md.

mod entry;
#[cfg(feature = "zones")]
mod file;
#[cfg(feature = "zones")]
mod lines;
mod place;
mod revision;
#[cfg(feature = "zones")]
mod time_zone;
#[cfg(feature = "zones")]
mod words;

pub use entry::{Entry, Listing, Location, Span, Thing, listings};
#[cfg(feature = "zones")]
pub use file::{Issuer, Item, Method, Part, feed, part};
pub use place::Place;
pub use revision::{KEPT_DAYS, Revision, Revisions};
#[cfg(feature = "zones")]
pub use words::Words;

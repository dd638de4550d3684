//! Calendar files over HTTP: the programme, one event, one session, and each registrant's own.
//!
//! What stands in them is decided in `domain::calendar`; the public ones come from the published programme alone.

mod answer;
mod personal;
mod public;

pub(crate) use personal::{own_file, personal};
pub(crate) use public::{event, programme, session};

//! Instants, civil dates and times, zones and phases.
//!
//! Nothing here reads a clock: whoever decides something that depends on the time passes the instant in.

mod civil;
mod countdown;
mod instant;
mod phase;
#[cfg(feature = "zones")]
mod zone;
mod zone_name;

pub use civil::{Date, LocalTime, NotCivil};
pub use countdown::{Countdown, RoughlyLeft, TimeLeft};
pub use instant::{Clock, Instant};
pub use phase::{DOORS_MINUTES, OVERRUN_MINUTES, Phase, Timetable};
#[cfg(feature = "zones")]
pub use zone::{Local, Resolved, Transition, UnknownZone, Weekday, Zone};
pub use zone_name::ZoneName;

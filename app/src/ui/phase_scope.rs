//! How a page tells the browser what depends on the phase.
//!
//! An element with `data-t` carries a timetable; inside it, an element with `data-when` is shown in the phases named
//! there and hidden in all others. The server decides first, by the same rule; the browser goes on from there.

use domain::time::{Instant, Phase, Timetable};

/// The word in `data-when` for "while registrations are taken".
pub const REGISTERING: &str = "registering";

/// A timetable as the value of `data-t`.
pub fn boundaries(timetable: &Timetable) -> String {
    timetable.to_compact()
}

/// Whether something shown only in some phases is hidden now.
pub fn hidden_unless(when: &str, timetable: &Timetable, now: Instant) -> bool {
    let phase: Phase = timetable.phase(now);
    let registering = timetable.takes_registrations(now);
    !when.split(' ').any(|word| word == phase.name() || (registering && word == REGISTERING))
}

//! A moment, the same everywhere.

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(i64);

impl Instant {
    /// The instant that many milliseconds after the epoch.
    pub const fn from_milliseconds(milliseconds: i64) -> Self {
        Self(milliseconds)
    }

    /// Milliseconds since the epoch.
    pub const fn milliseconds(self) -> i64 {
        self.0
    }

    /// Later by that many milliseconds (earlier, if negative); stays at the end of the scale instead of wrapping.
    #[must_use]
    pub const fn plus_milliseconds(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }

    /// Later by that many minutes.
    #[must_use]
    pub const fn plus_minutes(self, minutes: i64) -> Self {
        self.plus_milliseconds(minutes.saturating_mul(60_000))
    }

    /// Milliseconds from `earlier` to this instant; negative if this one is earlier.
    pub const fn milliseconds_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// Tells the time: the server's own clock, a rehearsal's, a test's.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Instant;

    /// Whether the clock was set to another time than the real one, so that pages say so.
    fn is_rehearsal(&self) -> bool;

    /// The real time, even in a rehearsal: links and sessions of those who work here end by it. Whoever sets the site's
    /// clock back must not bring an old session back to life.
    fn real_now(&self) -> Instant {
        self.now()
    }
}

//! The one clock of the server: the machine's, or in rehearsal the same clock moved to another time.

use std::time::{SystemTime, UNIX_EPOCH};

use domain::time::{Clock, Instant};

/// The machine's clock plus a fixed distance.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ServerClock {
    /// Milliseconds added to the machine's time; `None` in real time.
    rehearsal: Option<i64>,
}

impl ServerClock {
    /// Real time.
    pub(crate) fn real() -> Self {
        Self { rehearsal: None }
    }

    /// Starts at another instant and moves on from there at the usual pace.
    pub(crate) fn rehearsing_from(instant: Instant) -> Self {
        Self { rehearsal: Some(instant.milliseconds_since(machine_time())) }
    }
}

impl Clock for ServerClock {
    fn now(&self) -> Instant {
        machine_time().plus_milliseconds(self.rehearsal.unwrap_or(0))
    }

    fn is_rehearsal(&self) -> bool {
        self.rehearsal.is_some()
    }

    fn real_now(&self) -> Instant {
        machine_time()
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the one place where the server reads the machine's clock")]
fn machine_time() -> Instant {
    // A clock set before 1970 is as wrong as can be; the epoch is then as good as anything.
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Instant::from_milliseconds(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use domain::time::{Clock, Instant};

    use super::ServerClock;

    #[test]
    fn a_rehearsal_starts_where_it_is_told_and_moves_on() {
        let start = Instant::from_rfc3339("2022-10-12T17:50:00+02:00").expect("an instant");
        let clock = ServerClock::rehearsing_from(start);
        let first = clock.now();
        std::thread::sleep(std::time::Duration::from_millis(5));
        assert!(clock.is_rehearsal());
        assert!((0..60_000).contains(&first.milliseconds_since(start)));
        assert!(clock.now() > first);
        assert!(clock.real_now() > first, "sessions end by the real time");
    }
}

//! How long somebody may look who reviews: until a day, and no longer than half a year ahead.

use crate::time::{Date, Instant, Zone};

/// Most days ahead that a reviewer's access may end. Accreditation takes about three months; whoever needs longer is given
/// more while it lasts.
pub const REVIEW_DAYS: i64 = 183;

/// Why a day cannot be the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewFault {
    /// There is none, or it is no day.
    Missing,
    /// It is over.
    Past,
    /// It is too far ahead.
    TooFar,
}

/// The instant at which the access of a reviewer ends: when that day, written `YYYY-MM-DD`, is over in the zone.
///
/// # Errors
/// Why it cannot be the last day.
pub fn review_end(day: &str, zone: &Zone, now: Instant) -> Result<Instant, ReviewFault> {
    let day: Date = day.trim().parse().map_err(|_| ReviewFault::Missing)?;
    let end = zone.end_of_day(day);
    if end <= now {
        return Err(ReviewFault::Past);
    }
    let farthest = zone.end_of_day(zone.read(now.plus_minutes(REVIEW_DAYS * 24 * 60)).date);
    if end > farthest { Err(ReviewFault::TooFar) } else { Ok(end) }
}

/// The last day of an access that ends at that instant.
pub fn review_last_day(end: Instant, zone: &Zone) -> Date {
    zone.read(end.plus_milliseconds(-1)).date
}

#[cfg(test)]
mod tests {
    use proptest::prelude::proptest;
    use proptest::{prop_assert, prop_assert_eq};

    use super::{REVIEW_DAYS, ReviewFault, review_end, review_last_day};
    use crate::time::{Instant, Zone};

    #[test]
    fn a_day_is_whole_and_neither_over_nor_far_away() {
        let zone = Zone::named("Europe/Rome").expect("a zone");
        let now = Instant::from_rfc3339("2026-03-01T12:00:00+01:00").expect("an instant");
        let end = |day| review_end(day, &zone, now);
        assert_eq!(end(" 2026-03-01 "), Ok(Instant::from_rfc3339("2026-03-02T00:00:00+01:00").expect("an instant")));
        // The clocks have been put forward meanwhile.
        assert_eq!(end("2026-06-01"), Ok(Instant::from_rfc3339("2026-06-02T00:00:00+02:00").expect("an instant")));
        assert_eq!(end("2026-08-31").map(|_| ()), Ok(()), "183 days ahead");
        assert_eq!(end("2026-09-01"), Err(ReviewFault::TooFar));
        assert_eq!(end("2026-02-28"), Err(ReviewFault::Past));
        for wrong in ["", "soon", "2026-02-30", "01.06.2026"] {
            assert_eq!(end(wrong), Err(ReviewFault::Missing), "{wrong}");
        }
        // At the very end of the day it is over.
        let last = Instant::from_rfc3339("2026-03-02T00:00:00+01:00").expect("an instant");
        assert_eq!(review_end("2026-03-01", &zone, last), Err(ReviewFault::Past));
    }

    proptest! {
        #[test]
        fn an_end_is_ahead_within_bounds_and_says_its_day(now in 0_i64..4_102_444_800_000, day in 0_i64..400) {
            let zone = Zone::named("Europe/Rome").expect("a zone");
            let now = Instant::from_milliseconds(now);
            let typed = zone.read(now.plus_minutes((day - 20) * 24 * 60)).date;
            if let Ok(end) = review_end(&typed.to_string(), &zone, now) {
                prop_assert!(end > now && end <= now.plus_minutes((REVIEW_DAYS + 2) * 24 * 60));
                prop_assert_eq!(review_last_day(end, &zone), typed);
            }
        }
    }
}

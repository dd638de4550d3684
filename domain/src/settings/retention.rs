//! How long what the site keeps about people is kept: set for each kind, in whole months, by administrators.

use std::collections::BTreeMap;

use crate::content::names;
#[cfg(feature = "zones")]
use crate::time::{Date, Instant, Zone};

/// What is kept about people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kept {
    /// Registrations with their answers, their history and the mails about them, counted from the end of the event. Of those
    /// who took part it stays how many did, from which country and profession.
    Registrations,
    /// Mails that were sent, counted from when they were written.
    Mail,
    /// Who changed what at the desk.
    Changes,
    /// How far somebody watched a recording, counted from when they last did.
    Progress,
    /// Accounts that nobody uses and that nothing depends on.
    Accounts,
}

names!(Kept {
    Registrations => "registrations",
    Mail => "mail",
    Changes => "changes",
    Progress => "progress",
    Accounts => "accounts",
});

impl Kept {
    /// The months that are proposed until an administrator says otherwise.
    pub const fn proposed(self) -> u16 {
        match self {
            Self::Registrations | Self::Changes | Self::Progress => 24,
            Self::Mail | Self::Accounts => 12,
        }
    }
}

/// The months that can be chosen. The shortest is longer than anything is needed for that goes on by itself: undoing a change,
/// a session, a link in a mail.
pub const RETENTION_MONTHS: [u16; 7] = [3, 6, 12, 18, 24, 36, 60];

/// How many months each kind is kept; what is left out is kept for good.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Retention(BTreeMap<Kept, u16>);

impl Retention {
    /// What is proposed.
    pub fn proposed() -> Self {
        Self(Kept::ALL.iter().map(|kept| (*kept, kept.proposed())).collect())
    }

    /// What was chosen for each kind: one of the months, or nothing for good. `None` if anything else was sent.
    pub fn read(chosen: impl Fn(Kept) -> String) -> Option<Self> {
        let mut retention = Self::default();
        for kept in Kept::ALL {
            match chosen(*kept).as_str() {
                "" => {}
                months => {
                    let months = months.parse().ok().filter(|months| RETENTION_MONTHS.contains(months))?;
                    retention.0.insert(*kept, months);
                }
            }
        }
        Some(retention)
    }

    /// How many months that kind is kept; `None` for good.
    pub fn months(&self, kept: Kept) -> Option<u16> {
        self.0.get(&kept).copied()
    }

    /// In one line, for the database: "registrations=24 mail=12".
    pub fn written(&self) -> String {
        self.0.iter().map(|(kept, months)| format!("{}={months}", kept.name())).collect::<Vec<_>>().join(" ")
    }

    /// Out of such a line. What is not understood, from a later version, is kept for good.
    pub fn of_written(line: &str) -> Self {
        let pairs = line.split(' ').filter_map(|pair| pair.split_once('='));
        let known = pairs.filter_map(|(name, months)| {
            let months = months.parse().ok().filter(|months| RETENTION_MONTHS.contains(months))?;
            Some((Kept::from_name(name)?, months))
        });
        Self(known.collect())
    }
}

/// The beginning of the day so many months ago, in the zone: what is older goes. A day that the month does not have is its
/// last.
#[cfg(feature = "zones")]
pub fn kept_since(months: u16, zone: &Zone, now: Instant) -> Instant {
    let today = zone.read(now).date;
    let month = i32::from(today.year()) * 12 + i32::from(today.month()) - 1 - i32::from(months);
    let (year, month) = (i16::try_from(month.div_euclid(12)), u8::try_from(month.rem_euclid(12) + 1));
    let (Ok(year), Ok(month)) = (year, month) else { return Instant::from_milliseconds(i64::MIN) };
    let day = (1..=today.day()).rev().find_map(|day| Date::new(year, month, day));
    day.map_or(Instant::from_milliseconds(i64::MIN), |day| zone.start_of_day(day))
}

/// When an event counts as over for those who registered: at the latest of what is known of its end (released, and at the desk);
/// of an event that is gone, when the last of them registered.
#[cfg(feature = "zones")]
pub fn over_at(ends: impl IntoIterator<Item = Instant>, last_registered: Instant) -> Instant {
    ends.into_iter().max().unwrap_or(last_registered)
}

#[cfg(test)]
mod tests {
    use super::{Kept, RETENTION_MONTHS, Retention};

    #[test]
    fn what_is_written_is_read_and_what_is_not_understood_is_kept() {
        let proposed = Retention::proposed();
        assert_eq!(proposed.written(), "registrations=24 mail=12 changes=24 progress=24 accounts=12");
        assert_eq!(Retention::of_written(&proposed.written()), proposed);
        let odd = Retention::of_written("mail=1 registrations=soon letters=12 =3 progress=36");
        assert_eq!((odd.months(Kept::Mail), odd.months(Kept::Registrations)), (None, None));
        assert_eq!(odd.months(Kept::Progress), Some(36));
        assert_eq!(Retention::of_written(""), Retention::default());
        for kept in Kept::ALL {
            assert!(RETENTION_MONTHS.contains(&kept.proposed()), "{kept:?}");
        }
    }

    #[test]
    fn only_what_the_form_offers_is_taken() {
        let all = |months: &'static str| Retention::read(move |_| months.to_owned());
        assert_eq!(all("").map(|read| read.written()), Some(String::new()), "for good");
        assert_eq!(all("3").and_then(|read| read.months(Kept::Accounts)), Some(3));
        for wrong in ["0", "1", "-3", "soon", "24 ", "9999999"] {
            assert_eq!(all(wrong), None, "{wrong}");
        }
    }
}

#[cfg(test)]
#[cfg(feature = "zones")]
mod time_tests {
    use proptest::prelude::proptest;
    use proptest::{prop_assert, prop_assert_eq};

    use super::{RETENTION_MONTHS, kept_since, over_at};
    use crate::time::{Instant, Zone};

    fn at(text: &str) -> Instant {
        Instant::from_rfc3339(text).expect("an instant")
    }

    #[test]
    fn months_are_those_of_the_calendar() {
        let zone = Zone::named("Europe/Rome").expect("a zone");
        for (months, now, since) in [
            (24, "2026-03-02T03:00:00+01:00", "2024-03-02T00:00:00+01:00"),
            (3, "2026-01-15T03:00:00+01:00", "2025-10-15T00:00:00+02:00"),
            // The thirtieth of February is its last day, also in a leap year.
            (6, "2026-08-30T03:00:00+02:00", "2026-02-28T00:00:00+01:00"),
            (18, "2025-08-31T03:00:00+02:00", "2024-02-29T00:00:00+01:00"),
            (60, "2024-02-29T23:30:00+01:00", "2019-02-28T00:00:00+01:00"),
        ] {
            assert_eq!(kept_since(months, &zone, at(now)), at(since), "{months} months before {now}");
        }
    }

    #[test]
    fn an_event_is_over_at_the_latest_end_that_anybody_knows() {
        let (early, late) = (Instant::from_milliseconds(1), Instant::from_milliseconds(2));
        assert_eq!(over_at([early, late], early), late, "it was put off at the desk");
        assert_eq!(over_at([late, early], early), late, "visitors still see the later day");
        assert_eq!(over_at([early], late), early);
        assert_eq!(over_at([], late), late, "it is gone");
    }

    proptest! {
        #[test]
        fn what_goes_is_old_and_what_has_gone_stays_gone(now in 1_000_000_000_000_i64..4_102_444_800_000, later in 0_i64..63_072_000_000) {
            let zone = Zone::named("Europe/Rome").expect("a zone");
            let (now, then) = (Instant::from_milliseconds(now), Instant::from_milliseconds(now + later));
            for months in RETENTION_MONTHS {
                let since = kept_since(months, &zone, now);
                let days = now.milliseconds_since(since) / 86_400_000;
                let most = i64::from(months) * 31 + 1;
                prop_assert!(days >= i64::from(months) * 28 - 1 && days <= most, "{months} months are {days} days");
                prop_assert!(since <= kept_since(months, &zone, then), "time takes nothing back");
                prop_assert_eq!(zone.read(since).time.to_string(), "00:00");
            }
        }
    }
}

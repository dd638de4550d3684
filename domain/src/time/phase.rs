//! The phase of an event or session: the one answer to "where does this stand now?", given by the same rule on the
//! server and in every open tab.

use serde::{Deserialize, Serialize};

use super::Instant;
use crate::content::{EventStatus, names};

/// Minutes before the start at which people may come in.
pub const DOORS_MINUTES: i64 = 15;

/// Minutes after the planned end during which a live event may still be running.
pub const OVERRUN_MINUTES: i64 = 30;

/// Where an event or session stands. The first seven follow each other in this order and never go back; the last two are
/// set by an editor and hold whatever the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Known, not yet open for registration.
    Announced,
    /// Registration is open.
    Open,
    /// The room is open, the event has not begun.
    Doors,
    /// Under way.
    Live,
    /// Past its planned end, perhaps still under way.
    Overrun,
    /// Over; nothing to watch or read yet.
    Ended,
    /// Over; something remains to watch or read.
    OnDemand,
    /// Will take place at a time not yet known.
    Postponed,
    /// Will not take place.
    Cancelled,
}

names!(Phase {
    Announced => "announced",
    Open => "open",
    Doors => "doors",
    Live => "live",
    Overrun => "overrun",
    Ended => "ended",
    OnDemand => "on_demand",
    Postponed => "postponed",
    Cancelled => "cancelled",
});

impl Phase {
    /// Whether the live room is of use.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Live | Self::Overrun)
    }

    /// Whether it has not begun and is still going to.
    pub fn is_ahead(self) -> bool {
        matches!(self, Self::Announced | Self::Open | Self::Doors)
    }

    /// Whether it is over.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Ended | Self::OnDemand)
    }
}

/// All that a phase depends on besides the time; small, so that pages carry one for each thing they show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timetable {
    /// Start.
    pub start: Instant,
    /// First instant after the planned end.
    pub end: Instant,
    /// When registration opens; `None` if none is offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens: Option<Instant>,
    /// When registration closes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes: Option<Instant>,
    /// Whether there are doors before and an overrun after; whole days and sessions within an event have neither.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_doors: bool,
    /// Whether something remains to watch or read.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_material: bool,
    /// What the editor set.
    #[serde(default)]
    pub status: EventStatus,
}

impl Timetable {
    /// The phase at `now`.
    pub fn phase(&self, now: Instant) -> Phase {
        match self.status {
            EventStatus::Cancelled => return Phase::Cancelled,
            EventStatus::Postponed => return Phase::Postponed,
            EventStatus::Scheduled => {}
        }
        if now >= self.over() {
            if self.has_material { Phase::OnDemand } else { Phase::Ended }
        } else if now >= self.end {
            Phase::Overrun
        } else if now >= self.start {
            Phase::Live
        } else if now >= self.doors() {
            Phase::Doors
        } else if self.opens.is_some_and(|opens| now >= opens) && self.closes.is_none_or(|closes| now < closes) {
            Phase::Open
        } else {
            Phase::Announced
        }
    }

    /// The next instant after `now` at which the phase or the right to register may change; `None` if none is left.
    pub fn next_change(&self, now: Instant) -> Option<Instant> {
        [self.opens, self.closes, Some(self.doors()), Some(self.start), Some(self.end), Some(self.over())]
            .into_iter()
            .flatten()
            .filter(|boundary| *boundary > now)
            .min()
    }

    /// Whether a registration is taken at `now`: offered, opened, not closed, not over, and going to take place.
    pub fn takes_registrations(&self, now: Instant) -> bool {
        self.status == EventStatus::Scheduled
            && self.opens.is_some_and(|opens| now >= opens)
            && self.closes.is_none_or(|closes| now < closes)
            && now < self.over()
    }

    /// One word for a page's attribute: start, end, opening and closing of registration in milliseconds (empty for
    /// none), then letters for doors (`d`), material (`m`), postponed (`p`) and cancelled (`c`).
    pub fn to_compact(&self) -> String {
        let number = |instant: Option<Instant>| instant.map_or_else(String::new, |at| at.milliseconds().to_string());
        let letters = [
            (self.has_doors, 'd'),
            (self.has_material, 'm'),
            (self.status == EventStatus::Postponed, 'p'),
            (self.status == EventStatus::Cancelled, 'c'),
        ];
        let flags: String = letters.into_iter().filter(|(set, _)| *set).map(|(_, letter)| letter).collect();
        let (start, end) = (number(Some(self.start)), number(Some(self.end)));
        format!("{start},{end},{},{},{flags}", number(self.opens), number(self.closes))
    }

    /// Reads what [`to_compact`](Self::to_compact) wrote; `None` for anything else.
    pub fn from_compact(text: &str) -> Option<Self> {
        let mut parts = text.split(',');
        let mut number = || parts.next().map(|part| part.parse().ok().map(Instant::from_milliseconds));
        let (start, end, opens, closes) = (number()??, number()??, number()?, number()?);
        let flags = parts.next()?;
        let status = match (flags.contains('c'), flags.contains('p')) {
            (true, _) => EventStatus::Cancelled,
            (_, true) => EventStatus::Postponed,
            _ => EventStatus::Scheduled,
        };
        let (has_doors, has_material) = (flags.contains('d'), flags.contains('m'));
        Some(Self { start, end, opens, closes, has_doors, has_material, status })
    }

    /// When people may come in.
    pub fn doors(&self) -> Instant {
        if self.has_doors { self.start.plus_minutes(-DOORS_MINUTES) } else { self.start }
    }

    /// When nobody expects it to be still running.
    pub fn over(&self) -> Instant {
        if self.has_doors { self.end.plus_minutes(OVERRUN_MINUTES) } else { self.end }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Strategy, any, proptest};
    use proptest::{option, prop_assert, prop_assert_eq};

    use super::{Phase, Timetable};
    use crate::content::EventStatus;
    use crate::time::Instant;

    fn at(minutes: i64) -> Instant {
        Instant::from_milliseconds(0).plus_minutes(minutes)
    }

    fn webinar() -> Timetable {
        Timetable {
            start: at(1000),
            end: at(1090),
            opens: Some(at(0)),
            closes: None,
            has_doors: true,
            has_material: false,
            status: EventStatus::Scheduled,
        }
    }

    #[test]
    fn each_phase_begins_exactly_at_its_boundary() {
        let timetable = webinar();
        for (minute, before, from) in [
            (0, Phase::Announced, Phase::Open),
            (985, Phase::Open, Phase::Doors),
            (1000, Phase::Doors, Phase::Live),
            (1090, Phase::Live, Phase::Overrun),
            (1120, Phase::Overrun, Phase::Ended),
        ] {
            assert_eq!(timetable.phase(at(minute).plus_milliseconds(-1)), before);
            assert_eq!(timetable.phase(at(minute)), from);
        }
        assert_eq!(Timetable { has_material: true, ..timetable }.phase(at(1120)), Phase::OnDemand);
    }

    #[test]
    fn an_editor_is_stronger_than_the_clock() {
        for minute in [-10, 990, 1050, 5000] {
            let cancelled = Timetable { status: EventStatus::Cancelled, ..webinar() };
            let postponed = Timetable { status: EventStatus::Postponed, ..webinar() };
            assert_eq!(cancelled.phase(at(minute)), Phase::Cancelled);
            assert_eq!(postponed.phase(at(minute)), Phase::Postponed);
            assert!(!cancelled.takes_registrations(at(minute)));
        }
    }

    fn timetables() -> impl Strategy<Value = Timetable> {
        (0_i64..5_000, 1_i64..3_000, option::of(-5_000_i64..5_000), option::of(0_i64..9_000), any::<(bool, bool)>())
            .prop_map(|(start, length, opens, closes, (has_doors, has_material))| Timetable {
                start: at(start),
                end: at(start + length),
                opens: opens.map(at),
                closes: closes.map(at),
                has_doors,
                has_material,
                status: EventStatus::Scheduled,
            })
    }

    proptest! {
        #[test]
        fn phases_only_go_forward(timetable in timetables(), first in -6_000_i64..12_000, later in 0_i64..6_000) {
            // Closing registration early leads from open back to announced; everything else is one way.
            let timetable = Timetable { closes: None, ..timetable };
            prop_assert!(timetable.phase(at(first)) <= timetable.phase(at(first + later)));
        }

        #[test]
        fn the_compact_form_loses_nothing(timetable in timetables(), status in 0_usize..3) {
            let timetable = Timetable { status: EventStatus::ALL[status], ..timetable };
            prop_assert_eq!(Timetable::from_compact(&timetable.to_compact()), Some(timetable));
        }

        #[test]
        fn a_phase_changes_nowhere_but_at_an_announced_change(timetable in timetables(), minute in -6_000_i64..12_000) {
            let now = at(minute);
            let (phase, taking) = (timetable.phase(now), timetable.takes_registrations(now));
            let next = timetable.next_change(now).unwrap_or(now.plus_minutes(1_000_000));
            prop_assert!(next > now);
            let just_before = next.plus_milliseconds(-1);
            prop_assert_eq!(timetable.phase(just_before), phase);
            prop_assert_eq!(timetable.takes_registrations(just_before), taking);
        }
    }
}

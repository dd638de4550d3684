//! News of an event: what those who registered for it were told, and what they are to be told when it is true no more.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::calendar::{Revisions, Span, Thing};
use crate::content::{Content, EventStatus, Id, Material, Visibility, names};
use crate::time::{Instant, ZoneName};

/// Changes wait for so many minutes, so that several are told in one letter and what is undone is not told at all.
const GATHER_MINUTES: i64 = 10;
/// An editor who changes an event again and again keeps people waiting for no longer than this, in minutes.
const GATHER_MOST_MINUTES: i64 = 60;

/// What somebody who registered for an event knows of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// When it is.
    pub span: Span,
    /// By the clocks of which zone.
    pub zone: ZoneName,
    /// Whether it takes place; what the programme has no more does not.
    pub status: EventStatus,
    /// Whether it can be watched afterwards.
    pub has_recording: bool,
}

impl Told {
    /// What is true of an event by a release; `None` for one that no release ever had. [`recorded`] says which have
    /// recordings.
    pub fn of(event: Id, calendar: &Revisions, has_recording: bool) -> Option<Self> {
        let entry = &calendar.of(Thing::Event(event))?.entry;
        Some(Self { span: entry.span, zone: entry.zone.clone(), status: entry.status, has_recording })
    }

    fn is_ahead(&self, now: Instant) -> bool {
        self.status == EventStatus::Postponed || now < self.span.end()
    }
}

/// The events that can be watched afterwards, whole or a session of them.
pub fn recorded(content: &Content) -> HashSet<Id> {
    let events: HashMap<Id, Id> = content.sessions.iter().map(|session| (session.id, session.event)).collect();
    let is_shown = |material: &&Material| material.kind.is_recording() && material.visibility != Visibility::Staff;
    let recordings = content.materials.iter().filter(is_shown);
    let of_session = |session: Id| events.get(&session).copied();
    recordings.filter_map(|material| material.event.or_else(|| material.session.and_then(of_session))).collect()
}

/// What a letter tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum News {
    /// It takes place at another time, or after all.
    Moved,
    /// It does not take place.
    Cancelled,
    /// It takes place at a time that is not known yet.
    Postponed,
    /// It can be watched.
    Recording,
}

names!(News {
    Moved => "moved",
    Cancelled => "event_cancelled",
    Postponed => "event_postponed",
    Recording => "recording_available",
});

/// What is to be told at `now` to somebody who knows `told` when `truth` is true; of several things the weightiest. What is
/// corrected of an event that is over changes nobody's plans and is not told.
pub fn news(told: &Told, truth: &Told, now: Instant) -> Option<News> {
    let same_time = told.span == truth.span && told.zone == truth.zone;
    let change = match (told.status, truth.status) {
        (EventStatus::Cancelled, EventStatus::Cancelled) | (EventStatus::Postponed, EventStatus::Postponed) => None,
        (EventStatus::Scheduled, EventStatus::Scheduled) if same_time => None,
        (_, EventStatus::Scheduled) => truth.is_ahead(now).then_some(News::Moved),
        (_, EventStatus::Cancelled) => Some(News::Cancelled),
        (_, EventStatus::Postponed) => Some(News::Postponed),
    };
    let is_ahead = told.is_ahead(now) || truth.is_ahead(now);
    change.filter(|_| is_ahead).or((truth.has_recording && !told.has_recording).then_some(News::Recording))
}

/// Changes of an event that nobody was told of yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// What was true before each, oldest first.
    steps: Vec<Step>,
    /// What is true.
    pub truth: Told,
    /// When the event begins, and whether the hour is known; `None` if it does not take place.
    pub begins: Option<(Instant, bool)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Step {
    at: Instant,
    before: Told,
}

impl Changes {
    /// The first, at `now`.
    pub fn begin(before: Told, truth: Told, begins: Option<(Instant, bool)>, now: Instant) -> Self {
        Self { steps: vec![Step { at: now, before }], truth, begins }
    }

    /// One more.
    #[must_use]
    pub fn and(mut self, truth: Told, begins: Option<(Instant, bool)>, now: Instant) -> Self {
        self.steps.push(Step { at: now, before: self.truth });
        Self { steps: self.steps, truth, begins }
    }

    /// When they are told: ten minutes after the last, and an hour after the first at the latest.
    pub fn due(&self) -> Instant {
        let at = |step: Option<&Step>| step.map_or(Instant::from_milliseconds(0), |step| step.at);
        let (first, last) = (at(self.steps.first()), at(self.steps.last()));
        last.plus_minutes(GATHER_MINUTES).min(first.plus_minutes(GATHER_MOST_MINUTES))
    }

    /// What somebody knows who was told last at `since`. Told at the very moment of a change counts as told before it: better
    /// twice than never.
    pub fn known_since(&self, since: Instant) -> &Told {
        self.steps.iter().find(|step| since <= step.at).map_or(&self.truth, |step| &step.before)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Changes, News, Told, news};
    use crate::calendar::Span;
    use crate::content::EventStatus;
    use crate::content::EventStatus::{Cancelled, Postponed, Scheduled};
    use crate::time::{Instant, ZoneName};

    fn at(minutes: i64) -> Instant {
        Instant::from_milliseconds(0).plus_minutes(minutes)
    }

    /// An event of an hour.
    fn told(start: i64, status: EventStatus) -> Told {
        let span = Span::Hours { start: at(start), end: at(start + 60) };
        Told { span, zone: ZoneName::new("Europe/Rome"), status, has_recording: false }
    }

    #[test]
    fn what_is_told_is_the_difference_and_of_the_past_only_that_it_can_be_watched() {
        for (before, truth, now, expected) in [
            (told(1000, Scheduled), told(1000, Scheduled), 0, None),
            (told(1000, Scheduled), told(1030, Scheduled), 0, Some("moved")),
            (told(1000, Scheduled), told(1000, Cancelled), 0, Some("event_cancelled")),
            (told(1000, Scheduled), told(2000, Cancelled), 0, Some("event_cancelled")),
            (told(1000, Scheduled), told(1000, Postponed), 0, Some("event_postponed")),
            (told(1000, Cancelled), told(1000, Scheduled), 0, Some("moved")),
            (told(1000, Cancelled), told(2000, Cancelled), 0, None),
            (told(1000, Cancelled), told(1000, Postponed), 0, Some("event_postponed")),
            (told(1000, Postponed), told(5000, Postponed), 0, None),
            // Long after the day for which it was announced first.
            (told(1000, Postponed), told(5000, Scheduled), 3000, Some("moved")),
            (told(1000, Postponed), told(1000, Cancelled), 3000, Some("event_cancelled")),
            // Corrections of what is over.
            (told(1000, Scheduled), told(1030, Scheduled), 2000, None),
            (told(1000, Scheduled), told(1000, Cancelled), 2000, None),
            (told(1000, Scheduled), told(100, Scheduled), 500, None),
        ] {
            assert_eq!(news(&before, &truth, at(now)).map(News::name), expected, "{before:?} {truth:?}");
            let seen = Told { has_recording: true, ..truth.clone() };
            let or_recording = expected.or(Some("recording_available"));
            assert_eq!(news(&before, &seen, at(now)).map(News::name), or_recording);
            assert_eq!(news(&seen, &seen, at(now)), None);
        }
        let elsewhere = Told { zone: ZoneName::new("Asia/Tokyo"), ..told(1000, Scheduled) };
        assert_eq!(news(&told(1000, Scheduled), &elsewhere, at(0)), Some(News::Moved));
    }

    #[test]
    fn changes_are_told_together_but_not_put_off_for_ever() {
        let first = Changes::begin(told(1000, Scheduled), told(1030, Scheduled), None, at(100));
        assert_eq!(first.due(), at(110));
        let second = first.and(told(1060, Scheduled), None, at(109));
        assert_eq!(second.due(), at(119));
        let many = (11..20).fold(second, |changes, step| changes.and(told(1000, Scheduled), None, at(step * 10)));
        assert_eq!(many.due(), at(160));
        for (since, start) in [(99, 1000), (100, 1000), (101, 1030), (109, 1030), (110, 1060), (500, 1000)] {
            assert_eq!(many.known_since(at(since)), &told(start, Scheduled), "since {since}");
        }
        assert_eq!(serde_json::from_str::<Changes>(&serde_json::to_string(&many).unwrap()).unwrap(), many);
    }

    fn anything() -> impl Strategy<Value = Told> {
        (0_i64..3, 0_usize..3, any::<bool>()).prop_map(|(start, status, has_recording)| Told {
            has_recording,
            ..told(1000 + start, EventStatus::ALL[status])
        })
    }

    proptest! {
        /// Whoever is told knows the truth then, so that nothing is told twice.
        #[test]
        fn nothing_is_news_to_who_knows_it(truth in anything(), now in 0_i64..3_000) {
            prop_assert_eq!(news(&truth, &truth, at(now)), None);
        }

        #[test]
        fn whoever_was_told_after_the_last_change_knows_the_truth(steps in prop::collection::vec((1_i64..30, anything()), 1..8), before in anything()) {
            let (mut now, mut changes) = (0, None::<Changes>);
            for (minutes, truth) in steps {
                now += minutes;
                changes = Some(match changes {
                    None => Changes::begin(before.clone(), truth, None, at(now)),
                    Some(changes) => changes.and(truth, None, at(now)),
                });
            }
            let changes = changes.unwrap();
            prop_assert_eq!(changes.known_since(at(now).plus_milliseconds(1)), &changes.truth);
            prop_assert_eq!(changes.known_since(at(0)), &before);
            prop_assert!(changes.due() > at(0) && changes.due() <= at(now + 10));
        }
    }
}

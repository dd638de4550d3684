//! When an entry counts as revised.

use domain::calendar::{KEPT_DAYS, Place, Revision, Revisions, Thing};
use domain::content::{Content, Event, EventStatus, Role, RoleKind};
use domain::time::{Instant, ZoneName};

use crate::sample::{at, content, id, released, session, webinar};

const START: &str = "2022-10-12T16:00:00Z";

fn later(minutes: i64) -> Instant {
    released().plus_minutes(minutes)
}

fn one(event: Event) -> Content {
    content(vec![event], Vec::new())
}

/// The revision of the only event after a release that changes it so.
fn after(change: impl FnOnce(&mut Event)) -> Revision {
    let mut event = webinar(1, START);
    let first = Revisions::default().revise(&one(event.clone()), released());
    change(&mut event);
    first.revise(&one(event), later(5)).of(Thing::Event(id(1))).unwrap().clone()
}

#[test]
fn what_makes_a_copy_wrong_raises_the_sequence_by_one() {
    let changes: [fn(&mut Event); 8] = [
        |event| event.when = webinar(1, "2022-10-13T16:00:00Z").when,
        |event| event.when = crate::sample::conference(1, "2022-10-12", "2022-10-12").when,
        |event| event.zone = ZoneName::new("Europe/Lisbon"),
        |event| event.status = EventStatus::Postponed,
        |event| event.title.push_str(" (new)"),
        |event| event.join_url = Some("https://room.example/1".to_owned()),
        |event| event.slug = domain::slug::Slug::of("another-address"),
        |event| {
            event.attendance = domain::content::Attendance::Mixed;
            event.venue = Some("Aula Magna".to_owned());
            event.status = EventStatus::Cancelled;
        },
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let revision = after(change);
        assert_eq!((revision.sequence, revision.revised), (1, later(5)), "change {number}");
    }
}

#[test]
fn words_make_it_newer_and_nothing_else_touches_it() {
    let words = after(|event| event.summary = "Said otherwise.".to_owned());
    assert_eq!((words.sequence, words.revised), (0, later(5)));
    let changes: [fn(&mut Event); 4] = [
        |_| (),
        |event| event.objectives.push("See more".to_owned()),
        |event| event.registration.capacity = Some(5),
        |event| event.roles.push(Role { person: id(77), kind: RoleKind::Chair }),
    ];
    for change in changes {
        let revision = after(change);
        assert_eq!((revision.sequence, revision.revised), (0, released()));
    }
}

#[test]
fn what_is_removed_stays_as_cancelled_for_a_while_and_what_comes_back_counts_on() {
    let event = webinar(1, START);
    let whole = content(vec![event.clone()], vec![session(2, 1, START, 30)]);
    let first = Revisions::default().revise(&whole, released());
    let gone = first.revise(&content(Vec::new(), Vec::new()), later(5));
    for thing in [Thing::Event(id(1)), Thing::Session(id(2))] {
        let revision = gone.of(thing).unwrap();
        assert_eq!((revision.sequence, revision.removed, revision.revised), (1, true, later(5)));
        assert_eq!(revision.entry.status, EventStatus::Cancelled);
        let end = revision.entry.span.end();
        let kept = KEPT_DAYS * 24 * 60;
        assert!(revision.is_kept(end.plus_minutes(kept - 1)) && !revision.is_kept(end.plus_minutes(kept)));
    }
    assert_eq!(gone.revise(&content(Vec::new(), Vec::new()), later(9)), gone, "it is removed once");
    let back = gone.revise(&whole, later(10));
    let revision = back.of(Thing::Event(id(1))).unwrap();
    assert_eq!((revision.sequence, revision.removed, revision.revised), (2, false, later(10)));
    assert_eq!(revision.entry, first.of(Thing::Event(id(1))).unwrap().entry);
    assert!(revision.is_kept(at("2030-01-01T00:00:00Z")), "what the programme has is shown however old it is");
}

#[test]
fn a_session_falls_with_its_event() {
    let mut event = webinar(1, START);
    let sessions = vec![session(2, 1, START, 30)];
    let first = Revisions::default().revise(&content(vec![event.clone()], sessions.clone()), released());
    event.status = EventStatus::Cancelled;
    let second = first.revise(&content(vec![event], sessions), later(1));
    let revision = second.of(Thing::Session(id(2))).unwrap();
    assert_eq!((revision.sequence, revision.entry.status), (1, EventStatus::Cancelled));
    assert_eq!(second.of_event(id(1)).count(), 2);
}

#[test]
fn a_clock_that_was_set_back_does_not_make_a_revision_older() {
    let mut event = webinar(1, START);
    let first = Revisions::default().revise(&one(event.clone()), released().plus_milliseconds(999));
    assert_eq!(first.of(Thing::Event(id(1))).unwrap().revised, released(), "whole seconds");
    event.title.push('x');
    let second = first.revise(&one(event), later(-60));
    assert_eq!(second.of(Thing::Event(id(1))).unwrap().revised, released().plus_milliseconds(1_000));
}

#[test]
fn a_release_from_before_revisions_counts_as_the_first() {
    let mut event = webinar(1, START);
    let old = Revisions::of_release(Vec::new(), &one(event.clone()), released());
    assert_eq!(old, Revisions::default().revise(&one(event.clone()), released()));
    event.title.push('x');
    let written: Vec<Revision> = old.revise(&one(event.clone()), later(1)).iter().cloned().collect();
    assert_eq!(
        Revisions::of_release(written.clone(), &one(event), later(9)).iter().cloned().collect::<Vec<_>>(),
        written
    );
}

#[test]
fn a_place_is_in_a_calendar_from_its_confirmation_on() {
    assert_eq!(Place::of(id(9), 0, None), None, "waiting, or given up before it was confirmed");
    let held = Place::of(id(9), 1, Some(later(1))).unwrap();
    let given_back = Place::of(id(9), 2, Some(later(2))).unwrap();
    let given_again = Place::of(id(9), 3, Some(later(3))).unwrap();
    assert!(held.is_held && !given_back.is_held && given_again.is_held);
    let revision = after(|event| event.title.push('x'));
    let sequences = [held, given_back, given_again].map(|place| place.sequence(&revision));
    assert_eq!(sequences, [1, 2, 3], "each turn is news to the calendar, also coming back");
    assert_eq!(held.revised(&revision), later(5));
}

//! Files as they should be, kept beside the tests. `CONTINUUM_WRITE_GOLDEN=1` writes them anew; look at the difference.

use std::path::PathBuf;

use domain::calendar::{Item, Place, Revision, Revisions, Thing, feed, part};
use domain::content::{Content, EventStatus};

use crate::sample::{conference, content, entries, id, issuer, released, session, webinar};

/// A file, and what it was made of.
pub(crate) struct Golden {
    pub(crate) name: &'static str,
    pub(crate) body: String,
    pub(crate) revisions: Vec<Revision>,
    pub(crate) place: Option<Place>,
}

impl Golden {
    /// A public feed.
    fn public(name: &'static str, revisions: &Revisions) -> Self {
        let revisions: Vec<Revision> = revisions.iter().cloned().collect();
        let items: Vec<Item<'_>> = revisions.iter().map(Item::public).collect();
        Self { name, body: feed(&issuer(), "Care, near; and far", &items), revisions, place: None }
    }

    /// The calendar part of a mail.
    fn mail(name: &'static str, revision: Revision, place: Place) -> Self {
        let item =
            Item { revision: &revision, place: Some(place), own_page: Some("https://care.example/registration/t") };
        let body = part(&issuer(), &item, "hello@care.example").body;
        Self { name, body, revisions: vec![revision], place: Some(place) }
    }
}

fn first(content: &Content) -> Revisions {
    Revisions::default().revise(content, released())
}

pub(crate) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/calendar/golden")
}

/// Every file.
pub(crate) fn all() -> Vec<Golden> {
    let summer = "2022-10-12T16:00:00Z";
    let winter = "2022-11-09T17:00:00Z";
    vec![
        Golden::public(
            "all-day.ics",
            &first(&content(
                vec![conference(1, "2022-05-06", "2022-05-07"), conference(2, "2022-12-31", "2022-12-31")],
                Vec::new(),
            )),
        ),
        Golden::public("summer-and-winter.ics", &first(&summer_and_winter(summer, winter))),
        Golden::public("clocks-change.ics", &first(&clocks_change())),
        Golden::public("cancelled.ics", &cancelled(summer, winter)),
        Golden::public("long-lines.ics", &first(&long_lines(summer))),
        registrant(summer),
        Golden::mail("mail-publish.ics", room(summer), place(true)),
        Golden::mail("mail-cancel.ics", room(summer), place(false)),
    ]
}

fn summer_and_winter(summer: &str, winter: &str) -> Content {
    let mut far = webinar(3, "2022-12-06T12:00:00Z");
    far.zone = domain::time::ZoneName::new("Asia/Kathmandu");
    let mut universal = webinar(4, "2022-12-07T12:00:00Z");
    universal.zone = domain::time::ZoneName::new("UTC");
    content(vec![webinar(1, summer), webinar(2, winter), far, universal], Vec::new())
}

/// Nights on which the clocks in Rome were changed: at 02:00 to 03:00 in March, at 03:00 back to 02:00 in October.
fn clocks_change() -> Content {
    let sessions = vec![
        session(2, 1, "2022-03-27T00:30:00Z", 60),
        session(3, 1, "2022-10-29T23:00:00Z", 240),
        // From 02:30 to 02:15 by the clocks on the wall.
        session(4, 1, "2022-10-30T00:30:00Z", 45),
        session(5, 1, "2022-10-30T00:15:00Z", 30),
        session(6, 1, "2022-10-30T02:00:00Z", 30),
    ];
    content(vec![conference(1, "2022-03-26", "2022-10-30")], sessions)
}

/// Cancelled, postponed, removed.
fn cancelled(summer: &str, winter: &str) -> Revisions {
    let (mut one, mut two) = (webinar(1, summer), webinar(2, winter));
    let sessions = vec![session(3, 1, summer, 30)];
    let before = first(&content(vec![one.clone(), two.clone(), webinar(4, winter)], sessions.clone()));
    one.status = EventStatus::Cancelled;
    two.status = EventStatus::Postponed;
    before.revise(&content(vec![one, two], sessions), released().plus_minutes(90))
}

fn long_lines(start: &str) -> Content {
    let mut event = webinar(1, start);
    event.title = format!("{} A title that is folded inside: 肿瘤远程医疗", "🩺".repeat(16));
    let line = "Who is seen from afar; and by whom, with what \\ at which hour — “Ça va?” 👩🏽‍⚕️ N\u{303}u.";
    event.summary = vec![line; 40].join("\r\n");
    content(vec![event], Vec::new())
}

fn room(start: &str) -> Revision {
    let mut event = webinar(1, start);
    event.join_url = Some("https://room.example/join?event=1&hall=2".to_owned());
    first(&content(vec![event], Vec::new())).of(Thing::Event(id(1))).unwrap().clone()
}

fn place(is_held: bool) -> Place {
    let changed = released().plus_minutes(30);
    Place { registration: id(900), is_held, steps: u32::from(!is_held), changed }
}

fn registrant(start: &str) -> Golden {
    let mut event = webinar(1, start);
    event.join_url = Some("https://room.example/join?event=1&hall=2".to_owned());
    let revisions: Vec<Revision> =
        first(&content(vec![event], vec![session(2, 1, start, 30)])).iter().cloned().collect();
    let place = place(true);
    let items: Vec<Item<'_>> =
        revisions.iter().map(|revision| Item { revision, place: Some(place), own_page: None }).collect();
    Golden { name: "registrant.ics", body: feed(&issuer(), "My events", &items), revisions, place: Some(place) }
}

#[test]
fn files_are_as_they_should_be() {
    let writes = std::env::var_os("CONTINUUM_WRITE_GOLDEN").is_some();
    for golden in all() {
        let path = folder().join(golden.name);
        if writes {
            std::fs::write(&path, &golden.body).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(golden.body == expected, "{} is not what was written:\n{}", golden.name, golden.body);
        assert_eq!(entries(&golden.body).len(), golden.revisions.len(), "{}", golden.name);
    }
    let kept = std::fs::read_dir(folder()).unwrap().count();
    assert_eq!(kept, all().len(), "a file that no test writes");
}

#[test]
fn what_belongs_to_one_person_is_in_no_public_file() {
    for golden in all() {
        let (file, is_public) = (&golden.body, golden.place.is_none());
        assert_eq!(file.contains("BEGIN:VALARM"), !is_public && golden.name != "mail-cancel.ics", "{}", golden.name);
        if is_public {
            assert!(!file.contains("/registration/") && !file.contains("UID:registration-"), "{}", golden.name);
        }
        assert!(!file.contains("ATTENDEE"), "{}", golden.name);
        assert_eq!(file.contains("\r\nMETHOD:"), golden.name.starts_with("mail-"), "{}", golden.name);
        assert_eq!(file.contains("\r\nORGANIZER;"), golden.name.starts_with("mail-"), "{}", golden.name);
    }
}

#[test]
fn a_uid_has_the_host_without_its_port() {
    for (base_url, host) in [
        ("https://care.example", "care.example"),
        ("http://127.0.0.1:3000", "127.0.0.1"),
        ("http://[::1]:3000/below", "[::1]"),
        ("http://[::1]", "[::1]"),
        ("", "localhost"),
    ] {
        let issuer = domain::calendar::Issuer { base_url, ..issuer() };
        assert_eq!(issuer.host(), host);
    }
}

//! Programmes to put into calendars, and the simplest reader of what comes out.

use std::collections::BTreeMap;

use domain::calendar::{Issuer, Words};
use domain::content::{
    Accreditation, Attendance, Content, Event, EventKind, EventStatus, Id, RegistrationSetting, RichText, Session, When,
};
use domain::slug::Slug;
use domain::time::{Instant, Zone, ZoneName};

/// The instant of the first release in the tests.
pub(crate) fn released() -> Instant {
    at("2022-05-01T10:00:00Z")
}

pub(crate) fn at(text: &str) -> Instant {
    Instant::from_rfc3339(text).unwrap()
}

pub(crate) fn id(number: u128) -> Id {
    Id::from_u128(0x5a5a_0000_0000_4000_8000_0000_0000_0000 + number)
}

pub(crate) fn issuer() -> Issuer<'static> {
    Issuer { name: "Care, near and far", base_url: "https://care.example:8443", words: &Plain }
}

/// The words of the tests.
#[derive(Debug)]
struct Plain;

impl Words for Plain {
    fn cancelled(&self, title: &str) -> String {
        format!("Cancelled: {title}")
    }

    fn postponed(&self, title: &str) -> String {
        format!("Postponed: {title}")
    }

    fn people(&self, names: &str) -> String {
        format!("With {names}")
    }

    fn join(&self, address: &str) -> String {
        format!("Join: {address}")
    }

    fn registration(&self, address: &str) -> String {
        format!("Your registration: {address}")
    }

    fn live_room(&self) -> String {
        "Live room".to_owned()
    }

    fn attendance(&self, attendance: Attendance) -> String {
        attendance.name().to_owned()
    }
}

/// An hour online, in Rome.
pub(crate) fn webinar(number: u128, start: &str) -> Event {
    let start = at(start);
    let zone = Zone::named("Europe/Rome").unwrap();
    let local = zone.read(start);
    Event {
        id: id(number),
        slug: Slug::of(&format!("webinar-{number}")),
        kind: EventKind::Webinar,
        title: format!("Webinar {number}"),
        subtitle: None,
        summary: "What an oncologist needs to see a patient from afar.".to_owned(),
        description: RichText::default(),
        objectives: Vec::new(),
        language: "en".to_owned(),
        zone: ZoneName::new("Europe/Rome"),
        when: When::Hours {
            date: local.date,
            time: local.time,
            minutes: 60,
            planned: false,
            start,
            end: start.plus_minutes(60),
        },
        announced_as: None,
        attendance: Attendance::Online,
        venue: None,
        status: EventStatus::Scheduled,
        registration: RegistrationSetting::default(),
        join_url: None,
        accreditation: Accreditation::None,
        planned_reports: 0,
        roles: Vec::new(),
        topics: Vec::new(),
        former_slugs: Vec::new(),
        source: None,
    }
}

/// Two days on site, hours unknown.
pub(crate) fn conference(number: u128, first: &str, last: &str) -> Event {
    let zone = Zone::named("Europe/Rome").unwrap();
    let (first, last) = (first.parse().unwrap(), last.parse().unwrap());
    Event {
        slug: Slug::of(&format!("conference-{number}")),
        kind: EventKind::Conference,
        title: format!("Conference {number}"),
        attendance: Attendance::OnSite,
        venue: Some("Aula Magna, Rome".to_owned()),
        when: When::Days { first, last, start: zone.start_of_day(first), end: zone.end_of_day(last) },
        ..webinar(number, "2022-05-06T10:00:00Z")
    }
}

/// A part of an event, in Rome.
pub(crate) fn session(number: u128, event: u128, start: &str, minutes: u32) -> Session {
    let start = at(start);
    let local = Zone::named("Europe/Rome").unwrap().read(start);
    Session {
        id: id(number),
        slug: Slug::of(&format!("session-{number}")),
        event: id(event),
        title: format!("Session {number}"),
        subtitle: None,
        kind: None,
        summary: RichText::default(),
        description: RichText::default(),
        language: None,
        day: local.date,
        date: local.date,
        time: local.time,
        minutes,
        start,
        end: start.plus_minutes(i64::from(minutes)),
        status: EventStatus::Scheduled,
        track: None,
        room: None,
        roles: Vec::new(),
        topics: Vec::new(),
        former_slugs: Vec::new(),
        source: None,
    }
}

pub(crate) fn content(events: Vec<Event>, sessions: Vec<Session>) -> Content {
    let mut content = Content { events, sessions, ..Content::default() };
    content.programme.name = issuer().name.to_owned();
    content
}

/// The properties of each entry, by name without parameters; as a simple calendar would read them.
pub(crate) fn entries(file: &str) -> Vec<BTreeMap<String, String>> {
    assert!(file.starts_with("BEGIN:VCALENDAR\r\n") && file.ends_with("END:VCALENDAR\r\n"));
    assert!(file.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])), "{file}");
    let mut entries = Vec::new();
    let mut components: Vec<String> = Vec::new();
    for line in file.replace("\r\n ", "").split_terminator("\r\n") {
        let (head, value) = line.split_once(':').unwrap();
        let name = head.split(';').next().unwrap();
        match name {
            "BEGIN" => {
                components.push(value.to_owned());
                if value == "VEVENT" {
                    entries.push(BTreeMap::new());
                }
            }
            "END" => assert_eq!(components.pop().as_deref(), Some(value)),
            _ if components.last().is_some_and(|component| component == "VEVENT") => {
                let twice = entries.last_mut().unwrap().insert(name.to_owned(), line.to_owned());
                assert_eq!(twice, None, "{name} stands twice");
            }
            _ => {}
        }
    }
    assert!(components.is_empty());
    entries
}

use proptest::prelude::{any, proptest};
use proptest::{prop_assert, prop_assert_eq};
use serde_json::{Value, json};

use super::super::tests::sound;
use super::super::{Rule, Severity, check};
use super::advice;
use crate::content::{Content, Kind};
use crate::desk::{Around, Form, Thing, bind};

/// The content after values were replaced (or added) at JSON pointers.
fn content(changes: &[(&str, Value)]) -> Content {
    let mut content = sound();
    for (place, value) in changes {
        let (parent, key) = place.rsplit_once('/').unwrap_or_default();
        match content.pointer_mut(parent) {
            Some(Value::Object(fields)) => drop(fields.insert(key.to_owned(), value.clone())),
            Some(Value::Array(list)) => list.push(value.clone()),
            other => panic!("{parent} is {other:?}"),
        }
    }
    serde_json::from_value(content).expect("readable")
}

/// The advice that the untouched content does not have.
fn advised(changes: &[(&str, Value)]) -> Vec<String> {
    let usual: Vec<String> = advice(&content(&[])).iter().map(ToString::to_string).collect();
    let now = advice(&content(changes)).into_iter().map(|finding| finding.to_string());
    now.filter(|finding| !usual.contains(finding)).collect()
}

/// Another session beside the one there is, half past nine to ten in no room, with nobody.
fn session(fields: &Value) -> Value {
    let mut session = json!({
        "id": "00000000-0000-4000-8000-000000000077", "slug": "second", "event": "00000000-0000-4000-8000-000000000003",
        "title": "Second", "day": "2024-01-01", "date": "2024-01-01", "time": "09:15", "minutes": 30,
        "start": 900_000, "end": 2_700_000
    });
    for (name, value) in fields.as_object().expect("fields") {
        session[name.as_str()] = value.clone();
    }
    session
}

#[test]
fn each_piece_of_advice_is_given_once_with_the_thing_concerned() {
    let text = |source: &str| json!({ "source": source });
    let hours = |date: &str, start: i64| {
        json!({
            "precision": "hours", "date": date, "time": "18:00", "minutes": 60, "start": start, "end": start + 3_600_000
        })
    };
    // 9 November 2022, 18:00 in Rome, which is on winter time; 12 October, which is on summer time.
    let (november, october) = (hours("2022-11-09", 1_668_013_200_000), hours("2022-10-12", 1_665_590_400_000));
    let announced = |when: &Value, label: &str| {
        advised(&[("/events/1/when", when.clone()), ("/events/1/announced_as", json!(label))])
    };
    assert_eq!(
        announced(&november, "18:00 CEST"),
        ["event “Webinar”: it was announced in CEST; on that date it is CET"]
    );
    for (when, label) in
        [(&november, "18:00 CET"), (&october, "18:00 CEST"), (&november, "17:00 UTC"), (&november, "18:00 CET / CEST")]
    {
        assert_eq!(announced(when, label), Vec::<String>::new(), "{label}");
    }
    for (place, value, expected) in [
        (
            "/sessions/0/description",
            text("Thanks to ACME pharma."),
            "session “Welcome”: the text names the supporter Acme Pharma",
        ),
        ("/materials/0/summary", json!("By Acme Pharma"), "report “Report”: the text names the supporter Acme Pharma"),
        ("/events/0/description", text("![ ](/a.png) ![A clinic](/b.png)"), "event “Meeting”: 1 images have no text"),
        (
            "/events/0/description",
            text("[x](/sessions/gone)"),
            "event “Meeting”: the link to /sessions/gone leads nowhere",
        ),
        ("/pages/0/text", text("[x](/nowhere#top)"), "page “About”: the link to /nowhere#top leads nowhere"),
        (
            "/people/0/biography",
            text("[x](/library/none)"),
            "person “Ada Example”: the link to /library/none leads nowhere",
        ),
    ] {
        let found = advised(&[(place, value)]);
        assert_eq!(found.len(), 1, "{place}: {found:?}");
        assert!(found.iter().all(|finding| finding.contains(expected)), "{place}: {found:?}");
    }
}

#[test]
fn links_that_lead_somewhere_are_left_alone() {
    let links = "[a](/) [b](/events/meeting) [c](/sessions/welcome?x#y) [d](/people/ada-example/) [e](/topics/diagnosis) \
        [f](/library/report) [g](/about) [h](/programme/2024-01-01) [i](/calendar/programme.ics) [j](https://example.org/x) \
        [k](//example.org) [l](#here) `[m](/code)`";
    assert_eq!(advised(&[("/pages/0/text", json!({ "source": links }))]), Vec::<String>::new());
    // A former address leads on.
    let moved =
        [("/events/0/former_slugs", json!(["old"])), ("/pages/0/text", json!({ "source": "[x](/events/old)" }))];
    assert_eq!(advised(&moved), Vec::<String>::new());
}

#[test]
fn overlaps_of_rooms_and_people_are_told_unless_one_does_not_take_place() {
    let room = json!("00000000-0000-4000-8000-000000000006");
    let ada = json!([{ "person": "00000000-0000-4000-8000-000000000002", "kind": "speaker" },
        { "person": "00000000-0000-4000-8000-000000000002", "kind": "chair" }]);
    let with = |fields: Value| advised(&[("/sessions/-", session(&fields))]);
    assert_eq!(with(json!({ "room": room })), ["session “Second”: “Welcome” is in the same room at the same time"]);
    assert_eq!(
        with(json!({ "roles": ada })),
        ["session “Second”: Ada Example also takes part in “Welcome” at the same time"]
    );
    let later = json!({ "room": room, "roles": ada, "start": 1_800_000, "end": 2_000_000 });
    let cancelled = json!({ "room": room, "roles": ada, "status": "cancelled" });
    for fields in [json!({}), later, cancelled] {
        assert_eq!(with(fields.clone()), Vec::<String>::new(), "{fields}");
    }
}

#[test]
fn advice_blocks_nothing_and_every_finding_leads_to_a_field_of_its_form() {
    let hard = content(&[
        ("/events/1/objectives", json!([])),
        ("/events/1/title", json!("")),
        ("/events/0/summary", json!("CME by Acme Pharma")),
        ("/events/0/join_url", json!("x")),
        ("/events/0/when/end", json!(0)),
        ("/events/0/registration", json!({ "offered": true, "opens": 5, "closes": 5 })),
        ("/sessions/0/end", json!(0)),
        ("/sessions/0/room", json!("00000000-0000-4000-8000-000000000099")),
        ("/sessions/0/summary", json!({ "source": "![](/x) [y](/y)" })),
        ("/materials/0/session", json!("00000000-0000-4000-8000-000000000099")),
        ("/materials/0/authors", json!(["00000000-0000-4000-8000-000000000099"])),
        ("/people/0/name", json!("Acme Pharma")),
        ("/programme/sections", json!([{ "slug": "aims", "title": "Aims" }])),
    ]);
    let (blocking, advice) = (check(&hard), advice(&hard));
    assert!(blocking.len() > 9 && advice.len() > 4, "{blocking:?} {advice:?}");
    assert!(blocking.iter().all(|finding| finding.what.severity() == Severity::Blocking));
    assert!(advice.iter().all(|finding| finding.what.severity() == Severity::Advice));
    for finding in blocking.iter().chain(&advice) {
        let id = finding.id.unwrap_or_default();
        let mut thing = Thing::find(&hard, finding.kind, id).expect("the thing is there");
        let mut form = Form::shown(Around { content: &hard });
        bind(&mut thing, &mut form);
        let fields = form.finish().0;
        assert!(fields.iter().any(|field| field.name == finding.field), "{finding}: no field “{}”", finding.field);
    }
    assert!(advice.iter().any(|finding| finding.kind == Kind::Person && finding.what == Rule::NoDisclosure));
}

proptest! {
    #[test]
    fn no_text_stops_the_advice(text in any::<String>()) {
        let marked = content(&[("/sessions/0/description", json!({ "source": text })), ("/events/1/announced_as", json!(text))]);
        let found = advice(&marked);
        prop_assert!(found.iter().all(|finding| finding.what.severity() == Severity::Advice));
    }

    #[test]
    fn sessions_in_one_room_overlap_when_and_only_when_some_finding_says_so(
        spans in proptest::collection::vec((0_i64..500, 1_i64..60), 2..12)
    ) {
        let room = "00000000-0000-4000-8000-000000000006";
        let mut hall = content(&[]);
        let pattern = hall.sessions.remove(0);
        for (number, (start, length)) in spans.iter().enumerate() {
            let mut session = pattern.clone();
            session.id = crate::content::Id::from_u128(number as u128);
            session.room = Some(room.parse().expect("an identity"));
            session.roles.clear();
            session.start = crate::time::Instant::from_milliseconds(*start);
            session.end = crate::time::Instant::from_milliseconds(start + length);
            hall.sessions.push(session);
        }
        let overlap = spans.iter().enumerate().any(|(here, one)| {
            spans.iter().skip(here + 1).any(|other| one.0 < other.0 + other.1 && other.0 < one.0 + one.1)
        });
        let told = advice(&hall).iter().any(|finding| matches!(finding.what, Rule::RoomTaken { .. }));
        prop_assert_eq!(told, overlap);
    }
}

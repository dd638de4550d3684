use proptest::prelude::{any, proptest};
use proptest::prop_assert_eq;
use serde_json::{Value, json};

use super::words::{credit_word, names};
use super::{check, is_web_address};
use crate::content::Content;

/// Sound content with one of each thing; every test spoils one field of it.
pub(super) fn sound() -> Value {
    let id = |number: u8| format!("00000000-0000-4000-8000-0000000000{number:02}");
    json!({
        "programme": { "name": "Programme", "tagline": "", "summary": "", "sections": [], "contact": null },
        "topics": [{ "id": id(1), "slug": "diagnosis", "facet": "stage", "name": "Diagnosis" }],
        "people": [{ "id": id(2), "slug": "ada-example", "name": "Ada Example", "sort_name": "Example, Ada" }],
        "events": [
            {
                "id": id(3), "slug": "meeting", "kind": "conference", "title": "Meeting", "language": "en",
                "zone": "Europe/Rome", "attendance": "online",
                "when": { "precision": "days", "first": "2024-01-01", "last": "2024-01-01", "start": 0, "end": 86_400_000 },
                "roles": [{ "person": id(2), "kind": "chair" }], "topics": [id(1)]
            },
            {
                "id": id(4), "slug": "webinar", "kind": "webinar", "title": "Webinar", "language": "en",
                "zone": "Europe/Rome", "attendance": "online",
                "when": { "precision": "days", "first": "2024-01-02", "last": "2024-01-02", "start": 0, "end": 86_400_000 }
            }
        ],
        "tracks": [{ "id": id(5), "event": id(3), "slug": "clinic", "name": "Clinic" }],
        "rooms": [{ "id": id(6), "event": id(3), "slug": "aula", "name": "Aula" }],
        "sessions": [{
            "id": id(7), "slug": "welcome", "event": id(3), "title": "Welcome", "day": "2024-01-01",
            "date": "2024-01-01", "time": "09:00", "minutes": 30, "start": 0, "end": 1_800_000,
            "track": id(5), "room": id(6), "roles": [{ "person": id(2), "kind": "speaker" }]
        }],
        "materials": [{
            "id": id(8), "slug": "report", "kind": "report", "title": "Report", "event": id(3), "session": id(7),
            "url": "https://example.org/report", "language": "en", "authors": [id(2)]
        }],
        "organisations": [
            { "id": id(9), "slug": "acme", "kind": "supporter", "name": "Acme Pharma" },
            { "id": id(10), "slug": "school", "kind": "partner", "name": "School" }
        ],
        "pages": [{ "id": id(11), "slug": "about", "title": "About", "text": { "source": "About" } }]
    })
}

/// The problems after one value was replaced (or added) at a JSON pointer.
fn problems(place: &str, value: Value) -> Vec<String> {
    let mut content = sound();
    let (parent, key) = place.rsplit_once('/').unwrap_or_default();
    match content.pointer_mut(parent) {
        Some(Value::Object(fields)) => drop(fields.insert(key.to_owned(), value)),
        other => assert!(other.is_some(), "there is no {parent}"),
    }
    match serde_json::from_value::<Content>(content) {
        Ok(content) => check(&content).iter().map(ToString::to_string).collect(),
        Err(error) => vec![format!("unreadable: {error}")],
    }
}

#[test]
fn sound_content_has_no_problem() {
    assert_eq!(problems("/programme/tagline", json!("")), Vec::<String>::new());
}

#[test]
fn each_broken_rule_is_told_once_with_the_thing_concerned() {
    let elsewhere = json!("00000000-0000-4000-8000-000000000099");
    let webinar = json!("00000000-0000-4000-8000-000000000004");
    for (place, value, expected) in [
        ("/events/1/slug", json!("meeting"), "event “Webinar”: the address “meeting” is already taken by “Meeting”"),
        ("/events/1/former_slugs", json!(["meeting"]), "event “Webinar”: the address “meeting”"),
        ("/events/0/roles/0/person", elsewhere.clone(), "event “Meeting”: it names 1 people who do not exist"),
        ("/events/0/topics", json!([elsewhere]), "event “Meeting”: it carries 1 topics that do not exist"),
        ("/events/0/when/end", json!(0), "event “Meeting”: it ends before it starts"),
        ("/events/0/title", json!(" "), "event “ ”: it has no title"),
        ("/events/0/title", json!("Meeting by ACME-PHARMA"), "names the supporter Acme Pharma"),
        ("/events/0/subtitle", json!("With Acme Pharma"), "names the supporter Acme Pharma"),
        ("/events/0/join_url", json!("javascript:alert(1)"), "does not begin with https://"),
        ("/events/0/summary", json!("Two CME points"), "speaks of “CME”, but accreditation has not been granted"),
        ("/events/0/objectives", json!(["Earn credits"]), "speaks of “credits”"),
        ("/events/0/registration", json!({ "offered": true, "opens": 5, "closes": 5 }), "closes before it opens"),
        ("/sessions/0/title", json!("Acme Pharma symposium"), "session “Acme Pharma symposium”: the title names"),
        (
            "/sessions/0/description",
            json!({ "source": "EACCME applies" }),
            "session “Welcome”: the text speaks of “EACCME”",
        ),
        ("/sessions/0/end", json!(0), "session “Welcome”: it ends before it starts"),
        ("/sessions/0/track", elsewhere.clone(), "session “Welcome”: its track does not exist"),
        ("/sessions/0/room", elsewhere.clone(), "session “Welcome”: its room does not exist"),
        ("/rooms/0/event", webinar.clone(), "session “Welcome”: its room belongs to another event"),
        ("/tracks/0/event", webinar.clone(), "session “Welcome”: its track belongs to another event"),
        ("/materials/0/url", json!("ftp://example.org"), "report “Report”: its address, “ftp://example.org”"),
        ("/materials/0/url", json!(null), "report “Report”: it has no web address, no file and no text"),
        ("/materials/0/title", json!("Acme Pharma report"), "names the supporter"),
        ("/materials/0/event", webinar, "report “Report”: its session belongs to another event"),
        ("/materials/0/session", elsewhere.clone(), "report “Report”: it belongs to a session that does not exist"),
        ("/materials/0/authors", json!([elsewhere]), "report “Report”: it names 1 people"),
        ("/people/0/name", json!("Acme Pharma"), "person “Acme Pharma”: a supporter cannot hold a role"),
        ("/people/0/name", json!(""), "person “”: it has no name"),
        ("/organisations/1/slug", json!("acme"), "organisation “School”: the address “acme”"),
        ("/programme/name", json!(""), "programme: it has no name"),
    ] {
        let found = problems(place, value.clone());
        assert_eq!(found.len(), 1, "{place} = {value}: {found:?}");
        assert!(found.iter().all(|problem| problem.contains(expected)), "{place} = {value}: {found:?}");
    }
}

#[test]
fn a_question_that_cannot_be_asked_or_answered_is_told() {
    let asked = |question: Value| {
        let first = json!({ "name": "coming", "label": "Do you come?", "kind": { "type": "choice", "options":
            [{ "value": "yes", "label": "Yes" }, { "value": "no", "label": "No" }] } });
        problems("/events/0/registration", json!({ "offered": true, "questions": [first, question] }))
    };
    let text = json!({ "type": "short_text" });
    assert_eq!(asked(json!({ "name": "why", "label": "Why?", "kind": text })), Vec::<String>::new());
    let option = |value: &str, label: &str| json!({ "value": value, "label": label });
    let choice =
        |options: &[Value]| json!({ "name": "why", "label": "Why?", "kind": { "type": "choice", "options": options } });
    let only_if = |other: &str, is: Value| json!({ "name": "why", "label": "Why?", "kind": text, "only_if": { "question": other, "is": is } });
    for (question, expected) in [
        (json!({ "name": "coming", "label": "Why?", "kind": text }), "same name"),
        (json!({ "name": "why", "label": " ", "kind": text }), "asks nothing"),
        (json!({ "name": "why", "label": "CME number", "kind": text }), "speaks of “CME”"),
        (choice(&[]), "between 1 and 60 answers"),
        (choice(&[option("a", "A"), option("a", "B")]), "“a” stands there twice"),
        (choice(&[option("a", "")]), "“a” has no words"),
        (
            json!({ "name": "why", "label": "Why?", "kind": { "type": "number", "least": 2, "most": 1 } }),
            "within its limits",
        ),
        (
            json!({ "name": "why", "label": "Why?", "kind": { "type": "date", "first": "2022-10-02", "last": "2022-10-01" } }),
            "within its limits",
        ),
        (only_if("why", json!(["yes"])), "“why”, which is not asked before it"),
        (only_if("coming", json!([])), "no answer to that is named"),
        (only_if("coming", json!(["no", "perhaps"])), "“perhaps” to “coming”, which nobody can give"),
    ] {
        let found = asked(question.clone());
        assert_eq!(found.len(), 1, "{question}: {found:?}");
        assert!(found.iter().all(|problem| problem.contains(expected)), "{question}: {found:?}");
    }
}

#[test]
fn a_material_that_expires_before_it_was_made_is_told() {
    let mut material = sound()["materials"][0].clone();
    for (field, day) in [("prepared", "2024-02-01"), ("reviewed", "2024-03-01"), ("expires", "2024-02-15")] {
        material[field] = json!(day);
    }
    let told = "report “Report”: it expires before it was prepared or reviewed";
    assert_eq!(problems("/materials", json!([material])), [told]);
    material["expires"] = json!("2024-03-01");
    assert_eq!(problems("/materials", json!([material])), Vec::<String>::new());
}

#[test]
fn a_session_of_no_event_is_told() {
    let found = problems("/sessions/0/event", json!("00000000-0000-4000-8000-000000000099"));
    assert!(found.contains(&"session “Welcome”: it belongs to an event that does not exist".to_owned()), "{found:?}");
}

#[test]
fn credit_may_be_spoken_of_once_it_is_granted() {
    let granted = json!({ "state": "granted", "body": "A council", "credits": "1.5 credits" });
    let mut content = sound();
    for (place, value) in [("accreditation", granted), ("summary", json!("1.5 CME credits"))] {
        if let Some(Value::Object(event)) = content.pointer_mut("/events/0") {
            event.insert(place.to_owned(), value);
        }
    }
    assert_eq!(serde_json::from_value::<Content>(content).map(|content| check(&content)).ok(), Some(vec![]));
}

#[test]
fn credit_words_are_whole_words() {
    assert_eq!(credit_word("earn 2 CME-credits", false), Some("CME"));
    assert_eq!(credit_word("accredited, creditable, acme", false), None);
    assert_eq!(credit_word("giving credit", false), Some("credit"));
    assert_eq!(credit_word("credit card numbers", true), None, "a schedule made elsewhere");
    assert_eq!(credit_word("two credits", true), Some("credits"));
}

#[test]
fn names_are_found_as_whole_words() {
    assert!(names("A talk by Eisai.", "Eisai"));
    assert!(names("ASTRAZENECA lecture", "AstraZeneca"));
    assert!(!names("Eisaian studies", "Eisai"));
    assert!(!names("anything", ""));
}

#[test]
fn only_web_addresses_are_taken() {
    for good in ["https://example.org", "http://example.org/a?b#c", "HTTPS://example.org:8443/ü"] {
        assert!(is_web_address(good), "{good}");
    }
    for bad in [
        "",
        "example.org",
        "//example.org",
        "javascript:alert(1)",
        "javascript://example.org",
        "data:text/html,x",
        "https://",
        "https:///x",
        "https://user@example.org",
        "https://example.org/\"onload=x",
        "https://exa mple.org",
        "https://example.org\n",
        "https:/example.org",
        "https://?q",
        "ftp://example.org",
    ] {
        assert!(!is_web_address(bad), "{bad}");
    }
}

proptest! {
    #[test]
    fn a_supporter_is_found_wherever_the_name_stands(before in "[a-z ]{0,20}", after in "[a-z ]{0,20}") {
        let title = format!("{before} Acme Pharma {after}");
        let found = problems("/sessions/0/title", json!(title));
        prop_assert_eq!(found.iter().filter(|problem| problem.contains("names the supporter Acme Pharma")).count(), 1);
    }

    #[test]
    fn no_text_stops_the_check(title in any::<String>(), url in any::<String>()) {
        let titled = problems("/materials/0/title", json!(title));
        prop_assert_eq!(titled.iter().any(|problem| problem.contains("no title")), title.trim().is_empty());
        let addressed = problems("/materials/0/url", json!(url));
        prop_assert_eq!(addressed.is_empty(), is_web_address(&url));
    }
}

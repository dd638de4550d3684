//! The programme file: the first programme as promised, and an error with its line for everything that can be wrong.

use std::error::Error;

use domain::check::check;
use domain::content::{Content, EventKind, MaterialKind, OrganisationKind, QuestionKind, RoleKind, TopicFacet, When};
use domain::published::Found;
use domain::time::{Instant, Zone};
use import::{ImportError, Options, read};

const FIRST_PROGRAMME: &str = include_str!("../../programmes/telemedicine-phase-2.toml");

type Checked = Result<(), Box<dyn Error>>;

fn first_programme() -> Result<Content, ImportError> {
    Ok(read(FIRST_PROGRAMME.as_bytes(), &Options::default())?.content)
}

#[test]
fn the_first_programme_may_be_released_as_it_is() -> Checked {
    assert_eq!(check(&first_programme()?), vec![]);
    Ok(())
}

#[test]
fn reading_it_twice_gives_the_same_bytes() -> Checked {
    assert_eq!(serde_json::to_string(&first_programme()?)?, serde_json::to_string(&first_programme()?)?);
    Ok(())
}

#[test]
fn it_holds_the_events_people_and_reports_of_the_programme() -> Checked {
    let content = first_programme()?;
    let slugs: Vec<_> = content.events.iter().map(|event| event.slug.as_str()).collect();
    assert_eq!(slugs, ["project-review-conference", "webinar-1", "webinar-2", "webinar-3"]);
    assert_eq!(content.events.iter().map(|event| event.planned_reports).collect::<Vec<_>>(), [6, 1, 1, 1]);
    for event in &content.events {
        assert_eq!(event.roles.len(), 4, "{}", event.title);
        assert!(event.roles.iter().all(|role| role.kind == RoleKind::Faculty));
        assert_eq!(event.zone.as_str(), "Europe/Rome");
        assert_eq!(event.registration.capacity, None);
    }
    assert_eq!(content.sessions.len(), 0, "no talk is known, so none is invented");
    assert_eq!(content.people.len(), 16);
    assert_eq!(content.people.iter().filter(|person| person.affiliation.is_some()).count(), 6);
    let Some(Found::Here(person)) = content.person("martijn-g-h-van-oijen") else { return Err("no van Oijen".into()) };
    assert_eq!(person.sort_name, "van Oijen, Martijn G.H.");
    let aims = content.programme.sections.iter().find(|section| section.slug == "aims").ok_or("no aims")?;
    let groups =
        content.programme.sections.iter().find(|section| section.slug == "target-groups").ok_or("no groups")?;
    assert_eq!((aims.items.len(), groups.items.len()), (5, 10));
    assert!(content.materials.iter().all(|material| material.kind == MaterialKind::Report));
    assert_eq!(content.materials.iter().map(|material| material.authors.len()).collect::<Vec<_>>(), [0, 1]);
    let facet = |facet| content.topics.iter().filter(|topic| topic.facet == facet).count();
    let facets = [TopicFacet::Stage, TopicFacet::Modality, TopicFacet::Barrier, TopicFacet::Outcome];
    assert_eq!(facets.map(facet), [8, 12, 8, 6]);
    let supporters = content.organisations.iter().filter(|one| one.kind == OrganisationKind::Supporter);
    assert_eq!(supporters.map(|one| one.name.as_str()).collect::<Vec<_>>(), ["AstraZeneca", "Eisai", "Pfizer"]);
    assert_eq!(content.programme.contact, None);
    Ok(())
}

#[test]
fn its_hours_are_those_of_the_clocks_in_rome_on_each_day() -> Checked {
    let content = first_programme()?;
    let rome = Zone::named("Europe/Rome")?;
    let starts: Vec<_> = content.events.iter().map(|event| rome.rfc3339(event.when.start())).collect();
    assert_eq!(
        starts,
        [
            "2022-05-06T00:00:00+02:00",
            "2022-10-12T18:00:00+02:00",
            "2022-11-09T18:00:00+01:00",
            "2022-12-06T13:00:00+01:00"
        ]
    );
    let [conference, webinars @ ..] = content.events.as_slice() else { return Err("no events".into()) };
    assert_eq!(conference.kind, EventKind::Conference);
    assert_eq!(conference.registration.closes, Some(conference.when.start()));
    assert_eq!(conference.when.end(), Instant::from_rfc3339("2022-05-08T00:00:00+02:00")?);
    for webinar in webinars {
        assert!(matches!(webinar.when, When::Hours { minutes: 90, planned: true, .. }), "{:?}", webinar.when);
        assert!(webinar.announced_as.as_ref().is_some_and(|words| words.ends_with("CEST")));
    }
    Ok(())
}

/// A small sound file; each test below breaks one thing in it.
const SMALL: &str = r#"
[programme]
name = "Small programme"

[topics]
stage = [{ slug = "diagnosis", name = "Diagnosis" }]

[[people]]
name = "Ada Example"

[[events]]
slug = "meeting"
kind = "conference"
title = "Meeting"
language = "en"
zone = "Europe/Rome"
date = 2024-03-30
time = "09:00"
minutes = 600
tracks = ["Clinic"]
rooms = ["Aula"]
people = [{ person = "ada-example", role = "chair" }]
topics = ["diagnosis"]
registration = { offered = true, opens = "2024-03-01 08:00", closes = "2024-03-29" }

[[events.questions]]
name = "dinner"
label = "Do you come to dinner?"
hint = "It is free."
required = true
kind = "choice"
options = [{ value = "yes", label = "Yes" }, { value = "no", label = "No" }]

[[events.questions]]
name = "guests"
label = "How many come with you?"
kind = "number"
least = 0
most = 3
only_if = { question = "dinner", is = ["yes"] }

[[events.questions]]
name = "arrival"
label = "When do you arrive?"
kind = "date"
first = 2024-03-25
last = "2024-03-30"

[[sessions]]
slug = "welcome"
event = "meeting"
title = "Welcome"
date = "2024-03-30"
time = 09:30
minutes = 30
track = "Clinic"
room = "Aula"
people = [{ person = "Ada Example", role = "speaker" }]

[[materials]]
slug = "slides"
kind = "slides"
title = "Slides"
url = "https://example.org/slides"
event = "meeting"
session = "welcome"
language = "en"
"#;

#[test]
fn sessions_tracks_and_rooms_can_be_written_too() -> Checked {
    let content = read(SMALL.as_bytes(), &Options::default())?.content;
    assert_eq!(check(&content), vec![]);
    let [session] = content.sessions.as_slice() else { return Err("one session expected".into()) };
    assert_eq!(session.time.to_string(), "09:30", "unquoted times are read as well");
    assert_eq!(session.track, content.tracks.first().map(|track| track.id));
    assert_eq!(session.room, content.rooms.first().map(|room| room.id));
    assert_eq!(session.start, Instant::from_rfc3339("2024-03-30T09:30:00+01:00")?);
    Ok(())
}

#[test]
fn an_events_questions_keep_their_order_limits_and_conditions() -> Checked {
    let content = read(SMALL.as_bytes(), &Options::default())?.content;
    let [event] = content.events.as_slice() else { return Err("one event expected".into()) };
    let [dinner, guests, arrival] = event.registration.questions.as_slice() else {
        return Err("three questions".into());
    };
    assert!(dinner.required && !guests.required);
    assert_eq!(dinner.hint.as_deref(), Some("It is free."));
    assert_eq!(dinner.kind.options().iter().map(|option| option.label.as_str()).collect::<Vec<_>>(), ["Yes", "No"]);
    assert_eq!(guests.kind, QuestionKind::Number { least: Some(0), most: Some(3) });
    assert_eq!(guests.only_if.as_ref().map(|condition| condition.question.as_str()), Some("dinner"));
    let (first, last) = (Some("2024-03-25".parse()?), Some("2024-03-30".parse()?));
    assert_eq!(arrival.kind, QuestionKind::Date { first, last });
    Ok(())
}

#[test]
fn a_renamed_thing_keeps_its_identity() -> Checked {
    let before = read(SMALL.as_bytes(), &Options::default())?.content;
    let renamed = SMALL
        .replace(r#"name = "Ada Example""#, "name = \"Ada Sample\"\nformer_slugs = [\"ada-example\"]")
        .replace(r#"person = "ada-example""#, r#"person = "ada-sample""#)
        .replace(r#"person = "Ada Example""#, r#"person = "ada-sample""#);
    let after = read(renamed.as_bytes(), &Options::default())?.content;
    assert_eq!(before.people.first().map(|one| one.id), after.people.first().map(|one| one.id));
    Ok(())
}

#[test]
fn each_mistake_is_named_with_its_line() {
    let cases = [
        ("person = \"ada-example\"", "person = \"ada-exampel\"", "there is no person “ada-exampel”"),
        ("topics = [\"diagnosis\"]", "topics = [\"diagnossis\"]", "there is no topic “diagnossis”"),
        ("date = 2024-03-30", "date = \"2024-02-30\"", "there is no date “2024-02-30”"),
        ("date = \"2024-03-30\"", "date = \"2024-13-30\"", "there is no date “2024-13-30”"),
        ("time = \"09:00\"", "time = \"25:00\"", "there is no time “25:00”"),
        ("minutes = 600", "minutes = 0", "at least one minute"),
        ("minutes = 30", "minutes = -30", "invalid value"),
        ("https://example.org/slides", "javascript:alert(1)", "begins with https:// or http://"),
        ("zone = \"Europe/Rome\"", "zone = \"Europe/Roma\"", "is not a time zone"),
        ("kind = \"conference\"", "kind = \"congress\"", "expected `conference` or `webinar`"),
        ("title = \"Meeting\"", "titel = \"Meeting\"", "unknown field `titel`"),
        ("track = \"Clinic\"", "track = \"Clinics\"", "lists no track “Clinics”"),
        ("rooms = [\"Aula\"]", "rooms = [\"Aula\", \"aula\"]", "listed twice"),
        ("event = \"meeting\"\ntitle", "event = \"meating\"\ntitle", "there is no event “meating”"),
        ("session = \"welcome\"", "session = \"welcom\"", "there is no session “welcom”"),
        ("closes = \"2024-03-29\"", "closes = \"2024-02-29\"", "closes before it opens"),
        ("kind = \"number\"", "kind = \"amount\"", "unknown variant `amount`"),
        ("kind = \"number\"", "kind = \"consent\"", "has no `least`"),
        ("most = 3", "most = -1", "within its limits"),
        ("most = 3", "most = \"three\"", "invalid type"),
        ("name = \"guests\"", "name = \"dinner\"", "another question has the same name"),
        ("question = \"dinner\"", "question = \"supper\"", "“supper”, which is not asked before it"),
        ("is = [\"yes\"]", "is = [\"perhaps\"]", "“perhaps” to “dinner”, which nobody can give"),
        ("first = 2024-03-25", "first = 2024-03-25T10:00:00", "there is no date"),
        ("label = \"No\" }", "label = \"\" }", "“no” has no words"),
        ("slug = \"welcome\"", "slug = \"Wel come\"", "use lower-case letters"),
        (
            "name = \"Ada Example\"\n",
            "name = \"Ada Example\"\n\n[[people]]\nname = \"ada example\"\n",
            "already used on line",
        ),
        ("date = 2024-03-30", "first_day = \"2024-03-30\"", "needs either first_day"),
        ("[[people]]", "[[people]", "unclosed array table"),
        ("minutes = 600\n", "minutes = 600\nlast_day = \"2024-03-31\"\n", "needs either first_day"),
    ];
    for (sound, broken, expected) in cases {
        let text = SMALL.replacen(sound, broken, 1);
        assert_ne!(text, SMALL, "{sound} is not in the file");
        let first_difference = text.lines().zip(SMALL.lines()).position(|(left, right)| left != right).unwrap_or(0) + 1;
        match read(text.as_bytes(), &Options::default()) {
            Ok(_) => assert_eq!(broken, "", "was accepted"),
            Err(error) => {
                let message = error.to_string();
                assert!(message.contains(expected), "{broken}: {message}");
                let line = error.position().map_or(0, |position| usize::try_from(position.line).unwrap_or(0));
                // Two mistakes are shown at the event's slug or at the second use, a few lines from the change.
                assert!(line.abs_diff(first_difference) <= 8 && line > 0, "{broken}: {message} ({first_difference})");
            }
        }
    }
}

#[test]
fn the_line_and_column_are_exact() -> Checked {
    let text = "[programme]\nname = \"Ü\"\n\n[[organisations]]\nslug = \"a\"\nkind = \"donor\"\nname = \"A\"\n";
    let Err(error) = read(text.as_bytes(), &Options::default()) else { return Err("accepted".into()) };
    assert!(error.to_string().starts_with("line 6, column 8: unknown variant `donor`"), "{error}");
    let latin = b"[programme]\nname = \"R\xe9my\"\n";
    let Err(error) = read(latin, &Options::default()) else { return Err("accepted".into()) };
    assert!(error.to_string().starts_with("line 2, column 10: the file is not UTF-8"), "{error}");
    Ok(())
}

#[test]
fn the_hour_that_clocks_skip_is_refused_and_the_hour_they_repeat_is_the_first() -> Checked {
    let skipped = SMALL.replacen("date = 2024-03-30", "date = 2024-03-31", 1).replacen("09:00", "02:30", 1);
    let Err(error) = read(skipped.as_bytes(), &Options::default()) else { return Err("accepted".into()) };
    assert!(error.to_string().contains("there is no 02:30 on 2024-03-31"), "{error}");
    let repeated = SMALL.replacen("date = 2024-03-30", "date = 2024-10-27", 1).replacen("09:00", "02:30", 1);
    let imported = read(repeated.as_bytes(), &Options::default())?;
    let start = imported.content.events.first().map(|event| event.when.start());
    assert_eq!(start, Some(Instant::from_rfc3339("2024-10-27T02:30:00+02:00")?));
    assert!(imported.report.to_string().contains("occurs twice"), "{}", imported.report);
    Ok(())
}

//! What is typed, and what must come first: one set for both engines. The programme is made up of the people, topics and
//! events of the first one, with a report and a recording to read and hear.

use domain::content::{
    Accreditation, Attendance, Content, Disclosure, Event, EventKind, EventStatus, Id, Kind, Material, MaterialKind,
    MediaKey, Page, Person, RegistrationSetting, RichText, Role, RoleKind, Topic, TopicFacet, Visibility, When,
};
use domain::search::{Dictionary, Query, things};
use domain::slug::Slug;
use domain::time::{Date, Instant, ZoneName};
use domain::timed_text::{TrackKind, TrackSource, TrackStatus};
use store::{Breadth, Recording, Search, SearchResult, Store, TimedText};

use crate::cluster::Failure;
use crate::harness::{Checked, on_both};
use crate::load::NOW;
use crate::sample::id;

/// A query, and what must come first, by title; with a passage that must be shown, for some.
const EXPECTED: &[(&str, &[&str], &str)] = &[
    // Names, with and without their accents, begun, with slips, and in any order.
    ("Scotté", &["Florian Scotté", "Webinar 3"], ""),
    ("scotte", &["Florian Scotté", "Webinar 3"], ""),
    ("SCOTTE florian", &["Florian Scotté", "Webinar 3"], ""),
    ("scot", &["Florian Scotté", "Webinar 3"], ""),
    ("Sctote", &["Florian Scotté", "Webinar 3"], ""),
    ("van oijen", &["Martijn G.H. van Oijen", "Webinar 2"], ""),
    ("Oijn", &["Martijn G.H. van Oijen", "Webinar 2"], ""),
    ("al sukhun", &["Sana Al Sukhun", "Project Review Conference"], ""),
    ("albini", &["Adriana Albini", "Telemedicine in Cancer Care Continuum: Supportive care and Reimbursement"], ""),
    // Topics, titles, and what they are about.
    ("telemonitoring", &["Telemonitoring", "Remote symptom monitoring at home"], ""),
    ("Webinar 2", &["Webinar 2"], ""),
    ("webinars", &["Webinar 1", "Webinar 2", "Webinar 3"], ""),
    ("supportive care", &["Supportive care"], ""),
    ("\"quality of life\"", &["Quality of life", "Remote symptom monitoring at home"], ""),
    ("privacy", &["Privacy"], ""),
    // What was said and written: words of the text, and words of which some stand in the heading.
    ("neutropenia", &["Remote symptom monitoring at home"], "fever and neutropenia"),
    ("mooney neutropenia", &["Remote symptom monitoring at home"], "fever and neutropenia"),
    ("covid consultations telephone", &["Lessons from Covid and prevention"], "by telephone"),
    ("value based", &["Telemedicine in Cancer Care Continuum: Supportive care and Reimbursement"], "Value-based"),
    ("Gustave Roussy", &["Florian Scotté"], "Gustave Roussy"),
];

/// Typed by those who try what a search can be made to do: never an error.
const HOSTILE: &[&str] = &[
    "\"",
    "'",
    "''",
    "\\",
    "*",
    "a*",
    "^a",
    "-a",
    "+",
    "NEAR",
    "NEAR(a b, 2)",
    "AND",
    "OR NOT",
    "NOT scotte",
    "title:scotte",
    "{text_words} : a",
    "a & b | !c",
    "a <-> b",
    "a:*",
    "a:A",
    "!",
    "(",
    ")",
    "();--",
    "'; DROP TABLE search_thing; --",
    "%_",
    "\u{0}",
    "a\u{0}b",
    "\u{202e}",
    "肿瘤",
    "🩺",
    "½",
    "ﷺ",
    "$1",
    "?1",
    "\"\"\"",
    "\" OR \"",
    "“",
    "a \" b",
];

pub(crate) fn programme() -> Result<Content, Failure> {
    let topics = [
        (TopicFacet::Modality, "Telemonitoring"),
        (TopicFacet::Stage, "Supportive care"),
        (TopicFacet::Stage, "Prevention"),
        (TopicFacet::Outcome, "Quality of life"),
        (TopicFacet::Outcome, "Sustainability"),
        (TopicFacet::Barrier, "Reimbursement"),
    ];
    let topics = topics.into_iter().zip(0..).map(|((facet, name), number)| Topic {
        id: id(number),
        slug: Slug::of(name),
        facet,
        name: name.to_owned(),
        former_slugs: Vec::new(),
    });
    let people = [
        ("Florian Scotté", Some("Gustave Roussy, interdisciplinary patient pathway")),
        ("Martijn G.H. van Oijen", None),
        ("Sana Al Sukhun", None),
        ("Adriana Albini", None),
        ("Kathi Mooney", Some("University of Utah, Huntsman Cancer Institute")),
    ];
    let people = people.into_iter().zip(1000..).map(|((name, affiliation), number)| Person {
        id: id(number),
        slug: Slug::of(name),
        name: name.to_owned(),
        sort_name: name.to_owned(),
        affiliation: affiliation.map(str::to_owned),
        biography: RichText::default(),
        portrait: None,
        disclosure: Disclosure::default(),
        former_slugs: Vec::new(),
    });
    let zone = ZoneName::new("Europe/Rome");
    let day: Date = "2022-05-06".parse()?;
    let event = |number: u128, title: &str, text: &str, people: &[u128], topics: &[u128]| Event {
        id: id(number),
        slug: Slug::of(title),
        kind: EventKind::Webinar,
        title: title.to_owned(),
        subtitle: None,
        summary: text.to_owned(),
        description: RichText::markdown("They share *best practice* along the cancer care continuum."),
        objectives: Vec::new(),
        language: "en".to_owned(),
        zone: zone.clone(),
        when: When::Days {
            first: day,
            last: day,
            start: Instant::from_milliseconds(0),
            end: Instant::from_milliseconds(1),
        },
        announced_as: None,
        attendance: Attendance::Online,
        venue: None,
        status: EventStatus::Scheduled,
        registration: RegistrationSetting::default(),
        join_url: None,
        accreditation: Accreditation::None,
        planned_reports: 0,
        roles: people.iter().map(|person| Role { person: id(*person), kind: RoleKind::Faculty }).collect(),
        topics: topics.iter().map(|topic| id(*topic)).collect(),
        former_slugs: Vec::new(),
        source: None,
    };
    let material =
        |number: u128, kind: MaterialKind, title: &str, summary: &str, author: u128, topics: &[u128]| Material {
            id: id(number),
            slug: Slug::of(title),
            kind,
            title: title.to_owned(),
            summary: summary.to_owned(),
            event: None,
            session: None,
            url: Some("https://cancerworld.net/report".to_owned()),
            media: None,
            body: RichText::default(),
            visibility: Visibility::Public,
            publisher: Some("Cancerworld".to_owned()),
            published: None,
            prepared: None,
            reviewed: None,
            expires: None,
            minutes: None,
            completion: None,
            language: "en".to_owned(),
            authors: vec![id(author)],
            topics: topics.iter().map(|topic| id(*topic)).collect(),
            former_slugs: Vec::new(),
        };
    let privacy = "What this site stores about you. Your address is used to confirm your place at a webinar.";
    Ok(Content {
        topics: topics.collect(),
        people: people.collect(),
        events: vec![
            event(2000, "Project Review Conference", "The two-day online conference.", &[1002], &[1, 2, 4]),
            event(2001, "Webinar 1", "The first educational webinar of Phase 2.", &[], &[4]),
            event(2002, "Webinar 2", "The second educational webinar of Phase 2.", &[1002, 1001], &[4]),
            event(2003, "Webinar 3", "The third educational webinar of Phase 2.", &[1000, 1004], &[4]),
        ],
        materials: vec![
            material(
                4000,
                MaterialKind::Report,
                "Telemedicine in Cancer Care Continuum: Supportive care and Reimbursement",
                "Value-based medicine, and how innovation is paid for.",
                1003,
                &[1, 5],
            ),
            material(
                4001,
                MaterialKind::Report,
                "Lessons from Covid and prevention",
                "Within weeks half of all consultations were held by telephone or video.",
                1001,
                &[2],
            ),
            Material {
                media: Some(media()?),
                ..material(4002, MaterialKind::Recording, "Remote symptom monitoring at home", "", 1004, &[0, 3])
            },
        ],
        pages: vec![Page {
            id: id(6000),
            slug: Slug::of("privacy"),
            title: "Privacy".to_owned(),
            summary: String::new(),
            text: RichText::markdown(privacy),
        }],
        ..Content::default()
    })
}

/// What is said in the recording, as `WebVTT`.
pub(crate) const SAID: &str = "WEBVTT

00:00.000 --> 00:12.000
Patients report their symptoms every day by telephone.

00:12.000 --> 00:31.000
The nurse is called when they pass a threshold.

00:31.000 --> 00:45.000
We saw fewer admissions for fever and neutropenia,

00:45.000 --> 01:00.000
and a better quality of life.
";

/// The file of the recording.
pub(crate) fn media() -> Result<MediaKey, Failure> {
    Ok("0123456789abcdef0123456789abcdef01234567".parse()?)
}

/// Captions of a recording.
pub(crate) fn captions(media: MediaKey, status: TrackStatus, version: i64, body: &str) -> TimedText {
    TimedText {
        media,
        kind: TrackKind::Captions,
        language: "en".to_owned(),
        status,
        source: TrackSource::Human,
        body: body.to_owned(),
        version,
        changed: NOW,
        changed_by: "Ada".to_owned(),
        reviewed: None,
        deck: None,
    }
}

/// The programme with its captions, indexed as release 1.
pub(crate) async fn index(store: &Store, content: &Content) -> Result<(), Failure> {
    assert!(store.index_release(1, things(content)).await?);
    assert!(store.save_timed_text(captions(media()?, TrackStatus::Published, 1, SAID)).await?);
    assert_eq!(store.index_captions(Recording::all(content)).await?, 1);
    Ok(())
}

/// Titles in the order of the result.
pub(crate) fn titles(content: &Content, result: &SearchResult) -> Vec<String> {
    let title = |kind: Kind, id: Id| match kind {
        Kind::Person => content.person_by_id(id).map(|person| person.name.clone()),
        Kind::Topic => content.topics.iter().find(|topic| topic.id == id).map(|topic| topic.name.clone()),
        Kind::Event => content.event_by_id(id).map(|event| event.title.clone()),
        Kind::Material => content.materials.iter().find(|known| known.id == id).map(|material| material.title.clone()),
        Kind::Page => content.pages.iter().find(|page| page.id == id).map(|page| page.title.clone()),
        _ => None,
    };
    result.hits.iter().map(|hit| title(hit.kind, hit.thing).unwrap_or_default()).collect()
}

/// As the page asks: what was typed, and where nothing has it, what may have been meant.
pub(crate) async fn ask(store: &Store, content: &Content, typed: &str) -> Result<SearchResult, Failure> {
    let search = |query: Query, breadth| Search { query, breadth, kind: None, limit: 30, also: Vec::new() };
    let query = Query::parse(typed);
    let result = store.search(search(query.clone(), Breadth::All)).await?;
    if !result.hits.is_empty() {
        return Ok(result);
    }
    match Dictionary::of(content).correct(&query) {
        Some(corrected) => Ok(store.search(search(corrected.query, Breadth::All)).await?),
        None => Ok(store.search(search(query, Breadth::Any)).await?),
    }
}

#[test]
fn what_is_looked_for_comes_first_on_both_engines() -> Checked {
    let content = programme()?;
    on_both(&async |fixture| {
        let store = &fixture.store;
        index(store, &content).await?;
        let mut wrong = Vec::new();
        for (typed, expected, passage) in EXPECTED {
            let result = ask(store, &content, typed).await?;
            let found = titles(&content, &result);
            let shown = result.hits.first().map(|hit| hit.passages.iter().map(|passage| passage.text.as_str()));
            let shown = shown.map(|texts| texts.collect::<Vec<_>>().join(" | ")).unwrap_or_default();
            if found.get(..expected.len()).is_none_or(|first| first != *expected) || !shown.contains(passage) {
                wrong.push(format!("{typed}: {found:?}, {shown:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        Ok(())
    })
}

#[test]
fn nothing_that_can_be_typed_is_an_error() -> Checked {
    let content = programme()?;
    on_both(&async |fixture| {
        let store = &fixture.store;
        index(store, &content).await?;
        let long = ["x".repeat(200), "ﷺ".repeat(200), "\"".repeat(200), "a ".repeat(100), "é\u{301}".repeat(100)];
        for typed in HOSTILE.iter().copied().chain(long.iter().map(String::as_str)) {
            for text in [typed.to_owned(), format!("scotte {typed}"), format!("{typed} scotte"), format!("\"{typed}")] {
                let query = Query::parse(&text);
                for breadth in [Breadth::All, Breadth::Any] {
                    let search = Search { query: query.clone(), breadth, kind: None, limit: 30, also: Vec::new() };
                    store.search(search).await.map_err(|error| format!("{text:?}: {error}"))?;
                }
            }
        }
        // Whatever stands around a name, it is found.
        for typed in ["scotte*", "-scotte", "(scotte)", "scotte:", "^\"scotte\"", "'scotte'"] {
            let found = titles(&content, &ask(store, &content, typed).await?);
            assert_eq!(found.first().map(String::as_str), Some("Florian Scotté"), "{typed}");
        }
        Ok(())
    })
}

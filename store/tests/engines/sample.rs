//! A programme with every field filled and text that breaks what is careless with text.

use domain::content::{
    Accreditation, Attendance, Choice, Content, Disclosure, Event, EventKind, EventStatus, Id, Material, MaterialKind,
    OnlyIf, Organisation, OrganisationKind, Page, Person, Programme, Question, QuestionKind, RegistrationSetting,
    RichText, Role, RoleKind, Room, Section, Session, Topic, TopicFacet, Track, Visibility, When,
};
use domain::slug::Slug;
use domain::time::{Instant, ZoneName};

use crate::cluster::Failure;

/// Quotes, accents, a combining mark, another script, a character beyond 16 bits, a line break, SQL.
pub(crate) const TEXT: &str =
    "“Ça va?” N\u{303}u 肿瘤 远程 🩺 О'Нил\n\t'); DROP TABLE event; -- $1 ?1 :a \\ % _ \u{202e}";

fn slug(text: &str) -> Slug {
    Slug::of(text)
}

/// The identity of the `number`th thing.
pub(crate) fn id(number: u128) -> Id {
    Id::from_u128(0x5a5a_0000_0000_4000_8000_0000_0000_0000 + number)
}

pub(crate) fn person(number: u128, name: &str) -> Person {
    Person {
        id: id(1000 + number),
        slug: slug(name),
        name: format!("{name} {TEXT}"),
        sort_name: name.to_owned(),
        affiliation: number.is_multiple_of(2).then(|| TEXT.to_owned()),
        biography: RichText::html(format!("<p>{TEXT}</p>")),
        portrait: None,
        disclosure: match number % 3 {
            0 => Disclosure::NotProvided,
            1 => Disclosure::None,
            _ => Disclosure::Statement(TEXT.to_owned()),
        },
        former_slugs: vec![slug(&format!("{name}-old")), slug(&format!("{name}-older"))],
    }
}

/// A question of each kind, one of which depends on another.
fn questions() -> Result<Vec<Question>, Failure> {
    let question = |name: &str, kind: QuestionKind, only_if: Option<OnlyIf>| Question {
        name: slug(name),
        label: format!("{name} {TEXT}"),
        hint: only_if.is_some().then(|| TEXT.to_owned()),
        required: only_if.is_none(),
        kind,
        only_if,
    };
    let options = || vec![Choice { value: slug("yes"), label: TEXT.to_owned() }];
    let only_if = OnlyIf { question: slug("choice"), is: vec!["yes".to_owned()] };
    Ok(vec![
        question("short", QuestionKind::ShortText, None),
        question("choice", QuestionKind::Choice { options: options() }, None),
        question("choices", QuestionKind::Choices { options: options() }, None),
        question("long", QuestionKind::LongText, Some(only_if)),
        question("consent", QuestionKind::Consent, None),
        question("number", QuestionKind::Number { least: Some(i64::MIN), most: None }, None),
        question("date", QuestionKind::Date { first: None, last: Some("2022-10-12".parse()?) }, None),
    ])
}

/// A conference with sessions and a webinar without.
pub(crate) fn programme() -> Result<Content, Failure> {
    let start = Instant::from_milliseconds(1_665_590_400_000);
    let topics = (0..4).map(|number| Topic {
        id: id(number),
        slug: slug(&format!("topic-{number}")),
        facet: TopicFacet::Barrier,
        name: format!("{number} {TEXT}"),
        former_slugs: if number == 0 { vec![slug("topic-zero")] } else { Vec::new() },
    });
    let webinar = Event {
        id: id(2000),
        slug: slug("webinar-1"),
        kind: EventKind::Webinar,
        title: TEXT.to_owned(),
        subtitle: Some(TEXT.to_owned()),
        summary: TEXT.to_owned(),
        description: RichText::markdown(TEXT),
        objectives: vec![TEXT.to_owned(), String::new()],
        language: "en".to_owned(),
        zone: ZoneName::new("Europe/Rome"),
        when: When::Hours {
            date: "2022-10-12".parse()?,
            time: "18:00".parse()?,
            minutes: 90,
            planned: true,
            start,
            end: start.plus_minutes(90),
        },
        announced_as: Some("18:00 CET".to_owned()),
        attendance: Attendance::Mixed,
        venue: Some(TEXT.to_owned()),
        status: EventStatus::Postponed,
        registration: RegistrationSetting {
            offered: true,
            opens: Some(Instant::from_milliseconds(-5)),
            closes: Some(start),
            capacity: Some(u32::MAX),
            questions: questions()?,
        },
        join_url: Some("https://example.org/room?a=1&b=2".to_owned()),
        accreditation: Accreditation::Granted { body: TEXT.to_owned(), credits: "1.5".to_owned() },
        planned_reports: 6,
        roles: vec![
            Role { person: id(1001), kind: RoleKind::Speaker },
            Role { person: id(1000), kind: RoleKind::Chair },
            Role { person: id(1001), kind: RoleKind::Panellist },
        ],
        topics: vec![id(3), id(0), id(2)],
        former_slugs: vec![slug("first-webinar")],
        source: Some(TEXT.to_owned()),
    };
    let conference = Event {
        id: id(2001),
        slug: slug("review-conference"),
        kind: EventKind::Conference,
        when: When::Days {
            first: "2022-10-13".parse()?,
            last: "2022-10-14".parse()?,
            start,
            end: start.plus_minutes(2880),
        },
        accreditation: Accreditation::None,
        registration: RegistrationSetting::default(),
        former_slugs: Vec::new(),
        roles: Vec::new(),
        topics: Vec::new(),
        ..webinar.clone()
    };
    let session = Session {
        id: id(3000),
        slug: slug("welcome"),
        event: id(2001),
        title: TEXT.to_owned(),
        subtitle: Some(String::new()),
        kind: Some("Keynote".to_owned()),
        summary: RichText::markdown(""),
        description: RichText::html(TEXT),
        language: Some("it".to_owned()),
        day: "2022-10-13".parse()?,
        date: "2022-10-14".parse()?,
        time: "00:30".parse()?,
        minutes: 45,
        start,
        end: start.plus_minutes(45),
        status: EventStatus::Cancelled,
        track: Some(id(2100)),
        room: Some(id(2200)),
        roles: vec![Role { person: id(1002), kind: RoleKind::Faculty }],
        topics: vec![id(1)],
        former_slugs: vec![slug("opening")],
        source: None,
    };
    let plain = Session {
        id: id(3001),
        slug: slug("break"),
        track: None,
        room: None,
        language: None,
        kind: None,
        subtitle: None,
        roles: Vec::new(),
        topics: Vec::new(),
        former_slugs: Vec::new(),
        ..session.clone()
    };
    Ok(Content {
        programme: Programme {
            name: TEXT.to_owned(),
            tagline: TEXT.to_owned(),
            summary: TEXT.to_owned(),
            sections: vec![
                Section {
                    slug: "aims".to_owned(),
                    title: TEXT.to_owned(),
                    text: RichText::markdown(TEXT),
                    items: vec![TEXT.to_owned(), "two".to_owned()],
                },
                Section {
                    slug: "approach".to_owned(),
                    title: String::new(),
                    text: RichText::default(),
                    items: Vec::new(),
                },
            ],
            contact: Some("info@example.org".to_owned()),
        },
        topics: topics.collect(),
        people: vec![person(2, "Zoë"), person(0, "Anna"), person(1, "Łukasz")],
        events: vec![conference, webinar],
        tracks: vec![Track { id: id(2100), event: id(2001), slug: slug("main"), name: TEXT.to_owned() }],
        rooms: vec![
            Room { id: id(2200), event: id(2001), slug: slug("main"), name: TEXT.to_owned() },
            Room { id: id(2201), event: id(2000), slug: slug("main"), name: TEXT.to_owned() },
        ],
        sessions: vec![session, plain],
        materials: vec![
            Material {
                id: id(4000),
                slug: slug("report-1"),
                kind: MaterialKind::Report,
                title: TEXT.to_owned(),
                summary: TEXT.to_owned(),
                event: Some(id(2000)),
                session: Some(id(3000)),
                url: Some("https://example.org/report".to_owned()),
                media: Some("0123456789abcdef0123456789abcdef01234567".parse()?),
                body: RichText::markdown(TEXT),
                visibility: Visibility::Registered,
                prepared: Some("2022-10-01".parse()?),
                reviewed: Some("2022-10-02".parse()?),
                expires: Some("2024-10-01".parse()?),
                publisher: Some(TEXT.to_owned()),
                published: Some("2022-11-01".parse()?),
                minutes: Some(0),
                completion: Some(70),
                language: "en".to_owned(),
                authors: vec![id(1002), id(1000)],
                topics: vec![id(1), id(0)],
                former_slugs: vec![slug("draft")],
            },
            Material {
                id: id(4001),
                slug: slug("link"),
                kind: MaterialKind::Link,
                title: "Link".to_owned(),
                summary: String::new(),
                event: None,
                session: None,
                url: None,
                media: None,
                body: RichText::default(),
                visibility: Visibility::Public,
                prepared: None,
                reviewed: None,
                expires: None,
                publisher: None,
                published: None,
                minutes: None,
                completion: None,
                language: "fr".to_owned(),
                authors: Vec::new(),
                topics: Vec::new(),
                former_slugs: Vec::new(),
            },
        ],
        organisations: vec![
            Organisation {
                id: id(5000),
                slug: slug("partner"),
                kind: OrganisationKind::Partner,
                name: TEXT.to_owned(),
                note: Some(TEXT.to_owned()),
            },
            Organisation {
                id: id(5001),
                slug: slug("supporter"),
                kind: OrganisationKind::Supporter,
                name: "Supporter".to_owned(),
                note: None,
            },
        ],
        pages: vec![Page {
            id: id(6000),
            slug: slug("about"),
            title: TEXT.to_owned(),
            summary: TEXT.to_owned(),
            text: RichText::markdown(TEXT),
        }],
    })
}

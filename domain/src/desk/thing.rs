//! One thing of the working copy, whatever its kind.

use serde::{Deserialize, Serialize};

use crate::content::{
    Attendance, Content, Event, EventKind, Id, Kind, Material, MaterialKind, Organisation, OrganisationKind, Page,
    Person, Programme, RichText, Room, Session, Topic, TopicFacet, Track, Visibility, When,
};
use crate::slug::Slug;
use crate::time::{Date, Instant, LocalTime, Zone, ZoneName};

/// One thing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "thing")]
pub enum Thing {
    /// The programme itself.
    Programme(Programme),
    /// An event.
    Event(Box<Event>),
    /// A session.
    Session(Box<Session>),
    /// A track.
    Track(Track),
    /// A room.
    Room(Room),
    /// A person.
    Person(Person),
    /// A topic.
    Topic(Topic),
    /// A material.
    Material(Box<Material>),
    /// A partner or supporter.
    Organisation(Organisation),
    /// A page.
    Page(Page),
}

/// Takes one thing by identity out of the list of its kind.
macro_rules! found {
    ($list:expr, $id:expr, $make:expr) => {
        $list.iter().find(|one| one.id == $id).cloned().map($make)
    };
}

/// Puts one thing into the list of its kind.
macro_rules! placed {
    ($list:expr, $thing:expr) => {{
        let thing = $thing;
        match $list.iter_mut().find(|one| one.id == thing.id) {
            Some(place) => *place = thing,
            None => $list.push(thing),
        }
    }};
}

impl Thing {
    /// What sort of thing.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Programme(_) => Kind::Programme,
            Self::Event(_) => Kind::Event,
            Self::Session(_) => Kind::Session,
            Self::Track(_) => Kind::Track,
            Self::Room(_) => Kind::Room,
            Self::Person(_) => Kind::Person,
            Self::Topic(_) => Kind::Topic,
            Self::Material(_) => Kind::Material,
            Self::Organisation(_) => Kind::Organisation,
            Self::Page(_) => Kind::Page,
        }
    }

    /// Its identity; of the programme, which there is once, none at all (all zeros).
    pub fn id(&self) -> Id {
        match self {
            Self::Programme(_) => Id::nil(),
            Self::Event(event) => event.id,
            Self::Session(session) => session.id,
            Self::Track(track) => track.id,
            Self::Room(room) => room.id,
            Self::Person(person) => person.id,
            Self::Topic(topic) => topic.id,
            Self::Material(material) => material.id,
            Self::Organisation(organisation) => organisation.id,
            Self::Page(page) => page.id,
        }
    }

    /// By what an editor knows it.
    pub fn title(&self) -> &str {
        match self {
            Self::Programme(programme) => &programme.name,
            Self::Event(event) => &event.title,
            Self::Session(session) => &session.title,
            Self::Track(track) => &track.name,
            Self::Room(room) => &room.name,
            Self::Person(person) => &person.name,
            Self::Topic(topic) => &topic.name,
            Self::Material(material) => &material.title,
            Self::Organisation(organisation) => &organisation.name,
            Self::Page(page) => &page.title,
        }
    }

    /// The event it belongs to, or comes from.
    pub fn event(&self) -> Option<Id> {
        match self {
            Self::Session(session) => Some(session.event),
            Self::Track(track) => Some(track.event),
            Self::Room(room) => Some(room.event),
            Self::Material(material) => material.event,
            _ => None,
        }
    }

    /// The thing of that kind and identity.
    pub fn find(content: &Content, kind: Kind, id: Id) -> Option<Self> {
        match kind {
            Kind::Programme => id.is_nil().then(|| Self::Programme(content.programme.clone())),
            Kind::Event => found!(content.events, id, |one| Self::Event(Box::new(one))),
            Kind::Session => found!(content.sessions, id, |one| Self::Session(Box::new(one))),
            Kind::Track => found!(content.tracks, id, Self::Track),
            Kind::Room => found!(content.rooms, id, Self::Room),
            Kind::Person => found!(content.people, id, Self::Person),
            Kind::Topic => found!(content.topics, id, Self::Topic),
            Kind::Material => found!(content.materials, id, |one| Self::Material(Box::new(one))),
            Kind::Organisation => found!(content.organisations, id, Self::Organisation),
            Kind::Page => found!(content.pages, id, Self::Page),
        }
    }

    /// Puts it into the place of what has its identity, or behind all others of its kind.
    pub fn put(self, content: &mut Content) {
        match self {
            Self::Programme(programme) => content.programme = programme,
            Self::Event(event) => placed!(content.events, *event),
            Self::Session(session) => placed!(content.sessions, *session),
            Self::Track(track) => placed!(content.tracks, track),
            Self::Room(room) => placed!(content.rooms, room),
            Self::Person(person) => placed!(content.people, person),
            Self::Topic(topic) => placed!(content.topics, topic),
            Self::Material(material) => placed!(content.materials, *material),
            Self::Organisation(organisation) => placed!(content.organisations, organisation),
            Self::Page(page) => placed!(content.pages, page),
        }
    }

    /// Every thing of a kind, in the editors' order.
    pub fn all(content: &Content, kind: Kind) -> Vec<Self> {
        fn every<T: Clone>(list: &[T], make: impl Fn(T) -> Thing) -> Vec<Thing> {
            list.iter().cloned().map(make).collect()
        }
        match kind {
            Kind::Programme => vec![Self::Programme(content.programme.clone())],
            Kind::Event => every(&content.events, |one| Self::Event(Box::new(one))),
            Kind::Session => every(&content.sessions, |one| Self::Session(Box::new(one))),
            Kind::Track => every(&content.tracks, Self::Track),
            Kind::Room => every(&content.rooms, Self::Room),
            Kind::Person => every(&content.people, Self::Person),
            Kind::Topic => every(&content.topics, Self::Topic),
            Kind::Material => every(&content.materials, |one| Self::Material(Box::new(one))),
            Kind::Organisation => every(&content.organisations, Self::Organisation),
            Kind::Page => every(&content.pages, Self::Page),
        }
    }

    /// A new thing with nothing in it yet but what the site has for all of them. A session, track or room belongs to an event;
    /// without one, and of the programme, which there is already, there is none.
    pub fn blank(kind: Kind, id: Id, of: Option<&Event>, usual: &Usual) -> Option<Self> {
        let slug = Slug::of(&id.to_string());
        Some(match kind {
            Kind::Programme => return None,
            Kind::Event => Self::Event(Box::new(blank_event(id, slug, usual))),
            Kind::Session => Self::Session(Box::new(blank_session(id, slug, of?))),
            Kind::Track => Self::Track(Track { id, event: of?.id, slug, name: String::new() }),
            Kind::Room => Self::Room(Room { id, event: of?.id, slug, name: String::new() }),
            Kind::Person => Self::Person(Person {
                id,
                slug,
                name: String::new(),
                sort_name: String::new(),
                affiliation: None,
                biography: RichText::default(),
                portrait: None,
                disclosure: crate::content::Disclosure::NotProvided,
                former_slugs: Vec::new(),
            }),
            Kind::Topic => {
                Self::Topic(Topic { id, slug, facet: TopicFacet::Stage, name: String::new(), former_slugs: Vec::new() })
            }
            Kind::Material => Self::Material(Box::new(Material {
                id,
                slug,
                kind: MaterialKind::Report,
                title: String::new(),
                summary: String::new(),
                event: of.map(|event| event.id),
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
                language: usual.language.clone(),
                authors: Vec::new(),
                topics: Vec::new(),
                former_slugs: Vec::new(),
            })),
            Kind::Organisation => Self::Organisation(Organisation {
                id,
                slug,
                kind: OrganisationKind::Partner,
                name: String::new(),
                note: None,
            }),
            Kind::Page => {
                Self::Page(Page { id, slug, title: String::new(), summary: String::new(), text: RichText::default() })
            }
        })
    }
}

/// What new things have, unless somebody says otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usual {
    /// The day that stands where one must.
    pub today: Date,
    /// The zone of an event.
    pub zone: ZoneName,
    /// The language.
    pub language: String,
}

fn blank_event(id: Id, slug: Slug, usual: &Usual) -> Event {
    let (zone, today) = (Zone::named(usual.zone.as_str()).unwrap_or_else(|_| Zone::utc()), usual.today);
    Event {
        id,
        slug,
        kind: EventKind::Webinar,
        title: String::new(),
        subtitle: None,
        summary: String::new(),
        description: RichText::default(),
        objectives: Vec::new(),
        language: usual.language.clone(),
        zone: usual.zone.clone(),
        when: When::Days { first: today, last: today, start: zone.start_of_day(today), end: zone.end_of_day(today) },
        announced_as: None,
        attendance: Attendance::Online,
        venue: None,
        status: Default::default(),
        registration: Default::default(),
        join_url: None,
        accreditation: Default::default(),
        planned_reports: 0,
        roles: Vec::new(),
        topics: Vec::new(),
        former_slugs: Vec::new(),
        source: None,
    }
}

fn blank_session(id: Id, slug: Slug, of: &Event) -> Session {
    let (day, time) = match of.when {
        When::Days { first, .. } => (first, LocalTime::MIDNIGHT),
        When::Hours { date, time, .. } => (date, time),
    };
    Session {
        id,
        slug,
        event: of.id,
        title: String::new(),
        subtitle: None,
        kind: None,
        summary: RichText::default(),
        description: RichText::default(),
        language: None,
        day,
        date: day,
        time,
        minutes: 60,
        start: Instant::from_milliseconds(0),
        end: Instant::from_milliseconds(0),
        status: Default::default(),
        track: None,
        room: None,
        roles: Vec::new(),
        topics: Vec::new(),
        former_slugs: Vec::new(),
        source: None,
    }
}

//! Gathers the programme from the published snapshot.

use std::collections::{BTreeMap, HashMap};

use domain::content::{Content, Event, Id, Person, Session};
use domain::filter::Facet;
use domain::time::{Date, Instant, Phase, Zone};

use super::values::Values;
use super::{DayLink, OfEvent, ProgrammeView, Row, ZoneView};
use crate::error::PageError;
use crate::library::language_name;
use crate::server::{AppState, event_time, state, visitor_zone};

/// A row before the days are known.
struct Draft {
    day: Date,
    start: Instant,
    room: usize,
    row: Row,
}

pub(super) fn programme_page(day: Option<&str>) -> Result<ProgrammeView, PageError> {
    let state = state()?;
    let published = state.published();
    let wanted = day.map(|day| day.parse::<Date>().map_err(|_| PageError::NotFound)).transpose()?;
    let visitor = visitor_zone();
    let mut gathering = Gathering::new(&state, &published.content, visitor.clone());
    let mut drafts = gathering.drafts();
    drafts.sort_by_key(|draft| (draft.day, draft.start, draft.room));
    let mut counts: BTreeMap<Date, u32> = BTreeMap::new();
    for draft in &drafts {
        *counts.entry(draft.day).or_default() += 1;
    }
    if let Some(wanted) = wanted {
        if !counts.contains_key(&wanted) {
            return Err(PageError::NotFound);
        }
        drafts.retain(|draft| draft.day == wanted);
    }
    let positions: HashMap<Date, usize> = counts.keys().enumerate().map(|(position, date)| (*date, position)).collect();
    let rows = drafts
        .into_iter()
        .map(|draft| Row { day: positions.get(&draft.day).copied().unwrap_or_default(), ..draft.row });
    let rows = rows.collect();
    let zone = visitor.clone().or_else(|| published.content.events.first().and_then(|event| state.zone(&event.zone)));
    let zone = zone.unwrap_or_else(Zone::utc);
    Ok(ProgrammeView {
        day: wanted.map(|day| day.to_string()),
        days: counts.into_iter().map(|(date, count)| day_link(date, count)).collect(),
        events: gathering.events,
        values: gathering.values.into_values(),
        rows,
        zone: ZoneView { name: zone.name().to_string(), city: zone.name().city(), chosen: visitor.is_some() },
    })
}

fn day_link(date: Date, count: u32) -> DayLink {
    DayLink { date: date.to_string(), weekday: date.weekday().to_owned(), words: date.medium(), count }
}

/// Walks the content once; look-ups by identity are maps, since a conference has hundreds of people.
struct Gathering<'a> {
    state: &'a AppState,
    content: &'a Content,
    visitor: Option<Zone>,
    people: HashMap<Id, &'a Person>,
    recorded: HashMap<Id, Vec<&'static str>>,
    now: Instant,
    values: Values,
    events: Vec<OfEvent>,
}

impl<'a> Gathering<'a> {
    fn new(state: &'a AppState, content: &'a Content, visitor: Option<Zone>) -> Self {
        let mut recorded: HashMap<Id, Vec<&'static str>> = HashMap::new();
        for material in &content.materials {
            for owner in [material.session, material.event].into_iter().flatten() {
                recorded.entry(owner).or_default().push(material.kind.name());
            }
        }
        Self {
            state,
            content,
            visitor,
            people: content.people.iter().map(|person| (person.id, person)).collect(),
            recorded,
            now: state.now(),
            values: Values::default(),
            events: Vec::new(),
        }
    }

    fn drafts(&mut self) -> Vec<Draft> {
        let content = self.content;
        let mut sessions: HashMap<Id, Vec<&Session>> = HashMap::new();
        for session in &content.sessions {
            sessions.entry(session.event).or_default().push(session);
        }
        let rooms: HashMap<Id, usize> =
            content.rooms.iter().enumerate().map(|(position, room)| (room.id, position)).collect();
        let named = content.events.len() > 1;
        let mut drafts = Vec::new();
        for event in &content.events {
            let position = self.events.len();
            self.events.push(OfEvent { slug: event.slug.to_string(), title: event.title.clone(), named });
            match sessions.get(&event.id) {
                None => drafts.push(self.event_draft(event, position)),
                Some(own) => {
                    let zone = self.visitor.clone().or_else(|| self.state.zone(&event.zone)).unwrap_or_else(Zone::utc);
                    for session in own {
                        let room = session.room.and_then(|room| rooms.get(&room).copied()).unwrap_or(usize::MAX);
                        drafts.push(self.session_draft(session, event, position, room, &zone));
                    }
                }
            }
        }
        drafts
    }

    fn event_draft(&mut self, event: &Event, position: usize) -> Draft {
        let time = event_time(self.state, event, self.visitor.as_ref());
        let timetable = self.content.event_timetable(event);
        let (begins, until) = time.hours.split_once('–').unwrap_or_default();
        let day = match &self.visitor {
            Some(zone) if !event.when.is_days() => zone.read(event.when.start()).date,
            _ => event.when.first_day(),
        };
        let mut values = self.common_values(event, timetable.phase(self.now), &event.language);
        values.extend(self.values.topics(self.content, &event.topics));
        values.extend(event.roles.iter().filter_map(|role| self.person(role.person)));
        values.extend(self.materials(event.id));
        let row = Row {
            slug: event.slug.to_string(),
            title: event.title.clone(),
            event: position,
            is_event: true,
            day: 0,
            begins: begins.to_owned(),
            until: until.to_owned(),
            length: if event.when.is_days() { time.date } else { time.length },
            timetable,
            values,
        };
        Draft { day, start: event.when.start(), room: 0, row }
    }

    fn session_draft(&mut self, session: &Session, event: &Event, position: usize, room: usize, zone: &Zone) -> Draft {
        let timetable = self.content.session_timetable(session);
        let (from, until) = (zone.read(session.start), zone.read(session.end));
        let language = session.language.as_ref().unwrap_or(&event.language);
        let mut values = self.common_values(event, timetable.phase(self.now), language);
        values.extend(self.values.topics(self.content, &session.topics));
        values.extend(session.roles.iter().filter_map(|role| self.person(role.person)));
        if let Some(track) = session.track.and_then(|id| self.content.tracks.iter().find(|track| track.id == id)) {
            values.push(self.values.add(Facet::Track, track.slug.as_str(), &track.name));
        }
        if let Some(room) = session.room.and_then(|id| self.content.rooms.iter().find(|room| room.id == id)) {
            values.push(self.values.add(Facet::Room, room.slug.as_str(), &room.name));
        }
        values.extend(self.materials(session.id));
        let row = Row {
            slug: session.slug.to_string(),
            title: session.title.clone(),
            event: position,
            is_event: false,
            day: 0,
            begins: from.time.to_string(),
            until: until.time.to_string(),
            length: format!("{} min", session.minutes),
            timetable,
            values,
        };
        let day = if self.visitor.is_some() { from.date } else { session.day };
        Draft { day, start: session.start, room, row }
    }

    fn common_values(&mut self, event: &Event, phase: Phase, language: &str) -> Vec<usize> {
        vec![
            self.values.add(Facet::Kind, event.kind.name(), event.kind.label()),
            self.values.add(Facet::Phase, phase.name(), phase.label()),
            self.values.add(Facet::Language, language, &language_name(language)),
        ]
    }

    fn person(&mut self, id: Id) -> Option<usize> {
        let person = self.people.get(&id)?;
        Some(self.values.add(Facet::Speaker, person.slug.as_str(), &person.name))
    }

    fn materials(&mut self, owner: Id) -> Vec<usize> {
        let kinds = self.recorded.get(&owner).cloned().unwrap_or_default();
        let kinds = kinds.into_iter().filter_map(domain::content::MaterialKind::from_name);
        let mut positions: Vec<usize> =
            kinds.map(|kind| self.values.add(Facet::Material, kind.name(), kind.label())).collect();
        positions.sort_unstable();
        positions.dedup();
        positions
    }
}

//! Gathers the programme from the published snapshot.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::content::{Content, Event, Id, Person, Session};
use domain::filter::Facet;
use domain::time::{Date, Instant, Phase, Timetable, Zone, ZoneName};

use super::values::Values;
use super::{DayLink, OfEvent, ProgrammeView, Row, ZoneView};
use crate::error::PageError;
use crate::language::{DateWords, Label};
use crate::library::language_name;
use crate::server::{AppState, event_time, short_length, state, visitor_zone};

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
    let mut gathering = Gathering::new(&state, &published.content, visitor.clone(), wanted);
    let mut drafts = gathering.drafts();
    if wanted.is_some() && drafts.is_empty() {
        return Err(PageError::NotFound);
    }
    drafts.sort_by_key(|draft| (draft.day, draft.start, draft.room));
    let days: HashMap<Date, usize> =
        gathering.counts.keys().enumerate().map(|(position, date)| (*date, position)).collect();
    let rows =
        drafts.into_iter().map(|draft| Row { day: days.get(&draft.day).copied().unwrap_or_default(), ..draft.row });
    Ok(ProgrammeView {
        day: wanted.map(|day| day.to_string()),
        rows: rows.collect(),
        zone: zone_view(&gathering.zones, visitor.as_ref()),
        days: gathering.counts.into_iter().map(|(date, count)| day_link(date, count)).collect(),
        events: gathering.events,
        values: gathering.values.into_values(),
    })
}

/// The zone times are shown in: the visitor's, or the events' own where they share one.
fn zone_view(own: &BTreeSet<ZoneName>, visitor: Option<&Zone>) -> ZoneView {
    let shared = own.first().filter(|_| own.len() == 1);
    let zone = visitor.map(Zone::name).or(shared);
    ZoneView {
        name: zone.map(ToString::to_string).unwrap_or_default(),
        city: zone.map(ZoneName::city),
        chosen: visitor.is_some(),
    }
}

fn day_link(date: Date, count: u32) -> DayLink {
    DayLink { date: date.to_string(), weekday: date.weekday_name().to_owned(), words: date.medium(), count }
}

/// Walks the content once; look-ups by identity are maps, since a conference has hundreds of people.
struct Gathering<'a> {
    state: &'a AppState,
    content: &'a Content,
    visitor: Option<Zone>,
    /// The one day asked for.
    wanted: Option<Date>,
    /// Rows of each day, also of those not asked for.
    counts: BTreeMap<Date, u32>,
    /// Zones of the rows.
    zones: BTreeSet<ZoneName>,
    people: HashMap<Id, &'a Person>,
    recorded: HashMap<Id, Vec<&'static str>>,
    now: Instant,
    values: Values,
    events: Vec<OfEvent>,
}

impl<'a> Gathering<'a> {
    fn new(state: &'a AppState, content: &'a Content, visitor: Option<Zone>, wanted: Option<Date>) -> Self {
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
            wanted,
            counts: BTreeMap::new(),
            zones: BTreeSet::new(),
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
                None => drafts.extend(self.event_draft(event, position)),
                Some(own) => {
                    let zone = self.visitor.clone().or_else(|| self.state.zone(&event.zone)).unwrap_or_else(Zone::utc);
                    for session in own {
                        let room = session.room.and_then(|room| rooms.get(&room).copied()).unwrap_or(usize::MAX);
                        drafts.extend(self.session_draft(session, event, position, room, &zone));
                    }
                }
            }
        }
        drafts
    }

    fn event_draft(&mut self, event: &Event, position: usize) -> Option<Draft> {
        let time = event_time(self.state, event, self.visitor.as_ref());
        let timetable = self.content.event_timetable(event);
        let (begins, until) = time.hours.split_once('–').unwrap_or_default();
        let day = match &self.visitor {
            Some(zone) if !event.when.is_days() => zone.read(event.when.start()).date,
            _ => event.when.first_day(),
        };
        self.counts_and_shows(day, event).then_some(())?;
        let mut values = self.common_values(event, &timetable, &event.language);
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
        Some(Draft { day, start: event.when.start(), room: 0, row })
    }

    fn session_draft(
        &mut self,
        session: &Session,
        event: &Event,
        position: usize,
        room: usize,
        zone: &Zone,
    ) -> Option<Draft> {
        let from = zone.read(session.start);
        let day = if self.visitor.is_some() { from.date } else { session.day };
        self.counts_and_shows(day, event).then_some(())?;
        let timetable = self.content.session_timetable(session);
        let until = zone.read(session.end);
        let language = session.language.as_ref().unwrap_or(&event.language);
        let mut values = self.common_values(event, &timetable, language);
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
            length: short_length(session.minutes),
            timetable,
            values,
        };
        Some(Draft { day, start: session.start, room, row })
    }

    /// Counts a row under its day; whether that day is shown.
    fn counts_and_shows(&mut self, day: Date, event: &Event) -> bool {
        *self.counts.entry(day).or_default() += 1;
        let shown = self.wanted.is_none_or(|wanted| wanted == day);
        if shown {
            self.zones.insert(event.zone.clone());
        }
        shown
    }

    fn common_values(&mut self, event: &Event, timetable: &Timetable, language: &str) -> Vec<usize> {
        let kind = self.values.add(Facet::Kind, event.kind.name(), event.kind.label());
        let language = self.values.add(Facet::Language, language, &language_name(language));
        let phase = self.phase(timetable.phase(self.now));
        // The page stays open while time goes on: what is still to come can be asked for as well.
        let mut at = self.now;
        while let Some(change) = timetable.next_change(at) {
            self.phase(timetable.phase(change));
            at = change;
        }
        vec![kind, phase, language]
    }

    fn phase(&mut self, phase: Phase) -> usize {
        self.values.add(Facet::Phase, phase.name(), phase.label())
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

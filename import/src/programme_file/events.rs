//! Events and sessions of a programme file: wall times become instants here.

use std::collections::HashSet;
use std::ops::Range;

use domain::content::{Event, Id, RegistrationSetting, Room, Session, Track, When};
use domain::slug::Slug;
use domain::time::{Date, Instant, LocalTime, Zone};
use toml::Spanned;

use super::convert::{Converter, markdown};
use super::schema::{Civil, EventPart, RegistrationPart, SessionPart};
use crate::error::ImportError;
use crate::identity;

impl Converter<'_> {
    pub(super) fn event(&mut self, part: EventPart) -> Result<(), ImportError> {
        let zone =
            Zone::named(part.zone.get_ref()).map_err(|problem| self.fail(part.zone.span(), problem.to_string()))?;
        let when = self.when(&part, &zone)?;
        let mut registration = self.registration(&part.registration, &zone)?;
        registration.questions = self.questions(part.questions)?;
        let former_slugs = self.former_slugs("event", part.former_slugs)?;
        let slug = self.take_slug("event", part.slug)?;
        let id = identity::of_slug("event", former_slugs.first().unwrap_or(&slug));
        let roles = self.roles(&part.people)?;
        let topics = self.topics_of(&part.topics)?;
        let join_url = part.join_url.map(|url| self.web_address(url)).transpose()?;
        for (track, slug, name) in self.named("track", id, part.tracks)? {
            self.content.tracks.push(Track { id: track, event: id, slug, name });
        }
        for (room, slug, name) in self.named("room", id, part.rooms)? {
            self.content.rooms.push(Room { id: room, event: id, slug, name });
        }
        self.content.events.push(Event {
            id,
            slug,
            kind: part.kind,
            title: part.title,
            subtitle: part.subtitle,
            summary: part.summary,
            description: markdown(&part.description),
            objectives: part.objectives,
            language: part.language,
            zone: zone.name().clone(),
            when,
            announced_as: part.announced_as,
            attendance: part.attendance,
            venue: part.venue,
            status: part.status,
            registration,
            join_url,
            accreditation: part.accreditation,
            planned_reports: part.planned_reports,
            roles,
            topics,
            former_slugs,
            source: None,
        });
        Ok(())
    }

    pub(super) fn session(&mut self, part: SessionPart) -> Result<(), ImportError> {
        let event = self.event_of(&part.event)?;
        let zone = self.content.event_by_id(event).map(|event| event.zone.clone());
        let zone = Zone::named(zone.as_ref().map_or("UTC", |zone| zone.as_str()))
            .map_err(|problem| self.fail(part.event.span(), problem.to_string()))?;
        let former_slugs = self.former_slugs("session", part.former_slugs)?;
        let slug = self.take_slug("session", part.slug)?;
        let date = self.date(&part.date)?;
        let day = part.day.as_ref().map_or(Ok(date), |day| self.date(day))?;
        let time = self.time(&part.time)?;
        let start = self.instant(&zone, date, time, part.time.span())?;
        let minutes = self.minutes(&part.minutes)?;
        let tracks = self.content.tracks.iter().filter(|track| track.event == event);
        let track = self.one_of(part.track.as_ref(), "track", tracks.map(|track| (track.name.as_str(), track.id)))?;
        let rooms = self.content.rooms.iter().filter(|room| room.event == event);
        let room = self.one_of(part.room.as_ref(), "room", rooms.map(|room| (room.name.as_str(), room.id)))?;
        let roles = self.roles(&part.people)?;
        let topics = self.topics_of(&part.topics)?;
        self.content.sessions.push(Session {
            id: identity::of_slug("session", former_slugs.first().unwrap_or(&slug)),
            slug,
            event,
            title: part.title,
            subtitle: part.subtitle,
            kind: part.kind,
            summary: markdown(&part.summary),
            description: markdown(&part.description),
            language: part.language,
            day,
            date,
            time,
            minutes,
            start,
            end: start.plus_minutes(i64::from(minutes)),
            status: part.status,
            track,
            room,
            roles,
            topics,
            former_slugs,
            source: None,
        });
        Ok(())
    }

    fn when(&mut self, part: &EventPart, zone: &Zone) -> Result<When, ImportError> {
        match (&part.first_day, &part.date, &part.time, &part.minutes) {
            (Some(first_day), None, None, None) => {
                let first = self.date(first_day)?;
                let last_day = part.last_day.as_ref().unwrap_or(first_day);
                let last = self.date(last_day)?;
                if last < first {
                    return Err(self.fail(last_day.span(), "the event's last day is before its first day"));
                }
                Ok(When::Days { first, last, start: zone.start_of_day(first), end: zone.end_of_day(last) })
            }
            (None, Some(date), Some(wall_time), Some(length)) if part.last_day.is_none() => {
                let date = self.date(date)?;
                let time = self.time(wall_time)?;
                let start = self.instant(zone, date, time, wall_time.span())?;
                let minutes = self.minutes(length)?;
                let end = start.plus_minutes(i64::from(minutes));
                Ok(When::Hours { date, time, minutes, planned: part.planned, start, end })
            }
            _ => Err(self.fail(
                part.slug.span(),
                format!(
                    "the event “{}” needs either first_day (and last_day), or date, time and minutes",
                    part.slug.get_ref()
                ),
            )),
        }
    }

    fn registration(&mut self, part: &RegistrationPart, zone: &Zone) -> Result<RegistrationSetting, ImportError> {
        let opens = part.opens.as_ref().map(|value| self.moment(value, zone)).transpose()?;
        let closes = part.closes.as_ref().map(|value| self.moment(value, zone)).transpose()?;
        if let (Some(opens), Some(closes), Some(written)) = (opens, closes, &part.closes)
            && closes <= opens
        {
            return Err(self.fail(written.span(), "registration closes before it opens"));
        }
        Ok(RegistrationSetting { offered: part.offered, opens, closes, capacity: part.capacity, questions: Vec::new() })
    }

    /// A date, which means its first instant, or a date and a time.
    fn moment(&mut self, value: &Spanned<Civil>, zone: &Zone) -> Result<Instant, ImportError> {
        let Some((date, time)) = value.get_ref().0.split_once([' ', 'T']) else {
            return Ok(zone.start_of_day(self.date(value)?));
        };
        let date = self.date(&Spanned::new(value.span(), Civil(date.to_owned())))?;
        let time = self.time(&Spanned::new(value.span(), Civil(time.to_owned())))?;
        self.instant(zone, date, time, value.span())
    }

    /// The instant of a wall time, which must exist; of a repeated hour the first is taken, and said.
    fn instant(
        &mut self,
        zone: &Zone,
        date: Date,
        time: LocalTime,
        span: Range<usize>,
    ) -> Result<Instant, ImportError> {
        let resolved = zone.resolve(date, time);
        if resolved.unambiguous {
            return Ok(resolved.instant);
        }
        let local = zone.read(resolved.instant);
        if (local.date, local.time) != (date, time) {
            let message = format!("there is no {time} on {date} in {}: clocks are put forward then", zone.name());
            return Err(self.fail(span, message));
        }
        let line = crate::error::Position::at(self.source.as_bytes(), span.start).line;
        let what = "wall time that occurs twice that night; the first of the two was taken";
        self.report.note(what, Some(line), &format!("{date} {time} {}", zone.name()));
        Ok(resolved.instant)
    }

    fn time(&self, value: &Spanned<Civil>) -> Result<LocalTime, ImportError> {
        let written = value.get_ref().0.as_str();
        // TOML's own times are printed with seconds.
        let minutes = written.strip_suffix(":00").filter(|rest| rest.contains(':')).unwrap_or(written);
        let parsed = minutes.parse();
        parsed.map_err(|problem| self.fail(value.span(), format!("there is no time “{written}”; {problem}")))
    }

    fn minutes(&self, value: &Spanned<u32>) -> Result<u32, ImportError> {
        match *value.get_ref() {
            0 => Err(self.fail(value.span(), "it would end when it starts; give a length of at least one minute")),
            minutes => Ok(minutes),
        }
    }

    /// Tracks or rooms of an event: an identity, a slug and a name for each name listed.
    fn named(
        &self,
        kind: &str,
        event: Id,
        names: Vec<Spanned<String>>,
    ) -> Result<Vec<(Id, Slug, String)>, ImportError> {
        let mut taken = HashSet::new();
        let mut things = Vec::new();
        for name in names {
            let slug = Slug::of(name.get_ref());
            if !taken.insert(slug.clone()) {
                return Err(self.fail(name.span(), format!("the {kind} “{}” is listed twice", name.get_ref())));
            }
            things.push((identity::within(event, kind, slug.as_str()), slug, name.into_inner()));
        }
        Ok(things)
    }

    fn one_of<'a>(
        &self,
        reference: Option<&Spanned<String>>,
        kind: &str,
        mut choices: impl Iterator<Item = (&'a str, Id)>,
    ) -> Result<Option<Id>, ImportError> {
        let Some(reference) = reference else { return Ok(None) };
        match choices.find(|(name, _)| name == reference.get_ref()) {
            Some((_, id)) => Ok(Some(id)),
            None => {
                Err(self
                    .fail(reference.span(), format!("the session's event lists no {kind} “{}”", reference.get_ref())))
            }
        }
    }
}

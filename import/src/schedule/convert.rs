//! From the schedule's tree to one event with its sessions; what cannot be taken is told, never guessed.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use domain::content::{
    Accreditation, Attendance, Content, Event, EventKind, EventStatus, Id, RegistrationSetting, RichText, Session, When,
};
use domain::slug::Slug;
use domain::time::{Date, LocalTime, Zone};

use super::cast::Cast;
use super::dialect::{Calendar, MAX_MINUTES, Start, parse_duration, parse_time};
use super::reader::Element;
use crate::error::{ImportError, Position};
use crate::report::Report;
use crate::sanitise::rich_text;
use crate::{Options, identity};

/// Longest title or kind, in characters.
const MAX_TITLE: usize = 300;
/// Longest abstract or description, in bytes.
const MAX_TEXT: usize = 200_000;

/// The schedule as content of one event.
pub(super) fn content(root: &Element, options: &Options, report: &mut Report) -> Result<Content, ImportError> {
    let nothing = Element::default();
    let conference = root.child("conference").unwrap_or(&nothing);
    let title = title(root, conference, options, report)?;
    report.subject = format!("schedule of {title}");
    let calendar = Calendar { zone: zone(conference, options, report)?, day_change: day_change(conference) };
    let acronym = conference.line_of("acronym").filter(|acronym| Slug::of(acronym).as_str() != "untitled");
    let slug = Slug::of(acronym.as_deref().unwrap_or(&title));
    let source = format!("schedule:{slug}");
    let id = identity::of_source(&source);
    let fallback = conference.line_of("timeslot_duration").as_deref().and_then(parse_duration);

    let mut taker = Taker {
        event: id,
        calendar: &calendar,
        fallback: fallback.filter(|minutes| (1..=MAX_MINUTES).contains(minutes)),
        cast: Cast::of(id),
        slugs: HashSet::new(),
        identities: HashMap::new(),
        languages: BTreeMap::new(),
        sessions: Vec::new(),
        report,
    };
    root.all("day").for_each(|day| taker.day(day));
    let Taker { cast, languages, mut sessions, .. } = taker;

    let days: BTreeSet<Date> = sessions.iter().map(|session| session.day).collect();
    let (Some(first), Some(last)) = (days.first().copied(), days.last().copied()) else {
        let position = Position { line: root.line, column: 1 };
        let reasons: Vec<_> =
            report.left_out.iter().map(|group| format!("; {} × {}", group.count, group.what)).collect();
        let message = format!("the schedule holds no session that can be read{}", reasons.concat());
        return Err(ImportError::Invalid { position, message });
    };
    let language = languages.iter().max_by_key(|(_, count)| **count).map(|(language, _)| language.clone());
    let language = language.unwrap_or_else(|| {
        report.note("the file does not say the language of its sessions; English was assumed", None, "");
        "en".to_owned()
    });
    for session in &mut sessions {
        session.language.take_if(|own| *own == language);
    }
    let (attendance, venue) = place(conference, report);
    report.took(days.len(), "days");
    report.took(sessions.len(), "sessions");
    report.took(cast.rooms.len(), "rooms with sessions");
    report.took(cast.tracks.len(), "tracks");
    report.took(cast.people.len(), "persons");
    let (start, end) = (calendar.zone.start_of_day(first), calendar.zone.end_of_day(last));
    let event = Event {
        id,
        slug,
        kind: EventKind::Conference,
        title,
        subtitle: conference.line_of("subtitle"),
        summary: String::new(),
        description: RichText::default(),
        objectives: Vec::new(),
        language,
        zone: calendar.zone.name().clone(),
        when: When::Days { first, last, start, end },
        announced_as: None,
        attendance,
        venue,
        status: EventStatus::Scheduled,
        registration: RegistrationSetting::default(),
        join_url: None,
        accreditation: Accreditation::None,
        planned_reports: 0,
        roles: Vec::new(),
        topics: Vec::new(),
        former_slugs: Vec::new(),
        source: Some(source),
    };
    let Cast { people, tracks, rooms, .. } = cast;
    Ok(Content { events: vec![event], people, tracks, rooms, sessions, ..Content::default() })
}

fn title(root: &Element, conference: &Element, options: &Options, report: &mut Report) -> Result<String, ImportError> {
    if let Some(title) = conference.line_of("title") {
        return Ok(cut(&title));
    }
    let stem = options.file_name.as_deref().map(|name| name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    let title = conference.line_of("acronym").or_else(|| stem.map(str::to_owned));
    let title = title.ok_or_else(|| ImportError::Invalid {
        position: Position { line: conference.line.max(root.line), column: 1 },
        message: "the conference has no title".to_owned(),
    })?;
    report.repair("the conference has no title; named after its acronym or file", None, &title);
    Ok(cut(&title))
}

/// The zone the file names, or the one the importer gave.
fn zone(conference: &Element, options: &Options, report: &mut Report) -> Result<Zone, ImportError> {
    let Some(named) = conference.line_of("time_zone_name") else {
        return options.zone.clone().ok_or(ImportError::ZoneNeeded);
    };
    let line = conference.child("time_zone_name").map(|element| element.line);
    match (Zone::named(&named), &options.zone) {
        (Ok(zone), Some(given)) if zone.name() != given.name() => {
            let what = "the file names its own time zone, which was taken instead of the one given";
            report.note(what, line, &format!("{} instead of {}", zone.name(), given.name()));
            Ok(zone)
        }
        (Ok(zone), _) => Ok(zone),
        (Err(_), Some(given)) => {
            report.repair("time zone that does not exist; the one given was taken", line, &named);
            Ok(given.clone())
        }
        (Err(problem), None) => Err(ImportError::Invalid {
            position: Position { line: line.unwrap_or(1), column: 1 },
            message: format!("{problem}; give the right one beside the file (on the command line: `--zone`)"),
        }),
    }
}

fn day_change(conference: &Element) -> LocalTime {
    conference.line_of("day_change").as_deref().and_then(parse_time).unwrap_or(LocalTime::MIDNIGHT)
}

fn place(conference: &Element, report: &mut Report) -> (Attendance, Option<String>) {
    let parts: Vec<_> = [conference.line_of("venue"), conference.line_of("city")].into_iter().flatten().collect();
    let venue = parts.join(", ");
    if venue.eq_ignore_ascii_case("online") || venue.eq_ignore_ascii_case("virtual") {
        return (Attendance::Online, None);
    }
    if venue.is_empty() {
        report.note("the file does not say where it takes place; on site was assumed", None, "");
        return (Attendance::OnSite, None);
    }
    (Attendance::OnSite, Some(cut(&venue)))
}

/// Takes the sessions one by one.
struct Taker<'a> {
    event: Id,
    calendar: &'a Calendar,
    /// Length of a slot in minutes, for sessions without one of their own.
    fallback: Option<u32>,
    cast: Cast,
    slugs: HashSet<Slug>,
    /// How often each of the file's identities was met.
    identities: HashMap<String, u32>,
    languages: BTreeMap<String, usize>,
    sessions: Vec<Session>,
    report: &'a mut Report,
}

impl Taker<'_> {
    fn day(&mut self, day: &Element) {
        let named = self.calendar.named_day(day);
        let mut starts = Vec::new();
        for room in day.all("room") {
            for event in room.all("event") {
                match self.calendar.start(event, named) {
                    Ok(start) => starts.push((room, event, start)),
                    Err(why) => self.leave_out(why, event),
                }
            }
        }
        let dates: Vec<Date> = starts.iter().map(|(_, _, start)| start.date).collect();
        let Some(date) = self.calendar.day(day, &dates) else { return };
        if let Some(named) = named.filter(|named| *named != date) {
            let what = "day that begins on another date in its own zone; listed under the date its sessions start";
            self.report.repair(what, Some(day.line), &format!("{named} is {date}"));
        }
        for (room, event, start) in starts {
            self.session(date, room, event, start);
        }
    }

    fn leave_out(&mut self, why: &str, event: &Element) {
        let what = format!("session left out: {why}");
        self.report.leave_out(&what, Some(event.line), &event.line_of("title").unwrap_or_default());
    }

    fn session(&mut self, day: Date, room: &Element, event: &Element, start: Start) {
        let line = Some(event.line);
        let Some(title) = self.title_of(event) else { return self.leave_out("no title", event) };
        let Some(minutes) = self.minutes_of(event, &title) else { return };
        if let Some(what) = start.repaired {
            self.report.repair(what, line, &title);
        }
        self.count_what_is_not_taken(event);
        let source = self.source_of(event, &title, &start);
        let slug = self.slug_of(event, &title);
        let named_room = room.attribute("name").map(str::to_owned).or_else(|| event.line_of("room"));
        let subtitle = event.line_of("subtitle").map(|subtitle| cut(&subtitle)).filter(|subtitle| *subtitle != title);
        let session = Session {
            id: identity::within(self.event, "session", &source),
            slug,
            event: self.event,
            kind: event.line_of("type").map(|kind| cut(&kind)),
            summary: self.text_of(event, "abstract", &title),
            description: self.text_of(event, "description", &title),
            language: self.language_of(event),
            day,
            date: start.date,
            time: start.time,
            minutes,
            start: start.instant,
            end: start.instant.plus_minutes(i64::from(minutes)),
            status: EventStatus::Scheduled,
            track: event.line_of("track").map(|name| self.cast.track(&name)),
            room: named_room.map(|name| self.cast.room(&name)),
            roles: self.cast.roles(event, self.report),
            topics: Vec::new(),
            former_slugs: Vec::new(),
            source: Some(source),
            subtitle,
            title,
        };
        self.sessions.push(session);
    }

    fn title_of(&mut self, event: &Element) -> Option<String> {
        if let Some(title) = event.line_of("title") {
            return Some(cut(&title));
        }
        let title = cut(&event.line_of("subtitle")?);
        self.report.repair("session without a title; its subtitle was taken", Some(event.line), &title);
        Some(title)
    }

    fn minutes_of(&mut self, event: &Element, title: &str) -> Option<u32> {
        let minutes = event.line_of("duration").as_deref().and_then(parse_duration).filter(|minutes| *minutes > 0);
        match minutes.or(self.fallback) {
            Some(minutes) if minutes > MAX_MINUTES => {
                self.leave_out("longer than 24 hours", event);
                None
            }
            Some(slot) if minutes.is_none() => {
                let what = "session without a length; the conference's slot length was taken";
                self.report.repair(what, Some(event.line), &format!("{title} ({slot} min)"));
                Some(slot)
            }
            Some(minutes) => Some(minutes),
            None => {
                self.leave_out("no length", event);
                None
            }
        }
    }

    /// What the file calls the session, made unique: the same talk may be listed twice.
    fn source_of(&mut self, event: &Element, title: &str, start: &Start) -> String {
        let own = event.attribute("guid").or_else(|| event.attribute("id")).map(str::to_owned);
        let key = own.unwrap_or_else(|| {
            self.report.repair("session without an identity; one was made of title and start", Some(event.line), title);
            format!("{} {} {}", start.date, start.time, Slug::of(title))
        });
        let count = self.identities.entry(key.clone()).or_default();
        *count += 1;
        if *count == 1 {
            return key;
        }
        let numbered = format!("{key}#{count}");
        self.report.repair(
            "session with the identity of an earlier one; told apart by a number",
            Some(event.line),
            title,
        );
        numbered
    }

    /// The file's own slug where it is one, the title otherwise.
    fn slug_of(&mut self, event: &Element, title: &str) -> Slug {
        let own = event.line_of("slug").filter(|slug| slug.parse::<Slug>().is_ok());
        Slug::unique(own.as_deref().unwrap_or(title), &mut self.slugs)
    }

    fn text_of(&mut self, event: &Element, name: &str, title: &str) -> RichText {
        let text = event.child(name).map(Element::text).unwrap_or_default();
        if text.len() > MAX_TEXT {
            self.report.leave_out("text longer than 200,000 bytes", Some(event.line), title);
            return RichText::default();
        }
        rich_text(&text)
    }

    fn language_of(&mut self, event: &Element) -> Option<String> {
        let written = event.line_of("language")?.to_ascii_lowercase();
        let language = written.split(['-', '_']).next().unwrap_or_default();
        if !(2..=3).contains(&language.len()) || !language.bytes().all(|byte| byte.is_ascii_lowercase()) {
            self.report.leave_out("language that is not a code such as “en”", Some(event.line), &written);
            return None;
        }
        *self.languages.entry(language.to_owned()).or_default() += 1;
        Some(language.to_owned())
    }

    fn count_what_is_not_taken(&mut self, event: &Element) {
        for (list, entry, what) in [
            ("links", "link", "link; links of sessions are not taken"),
            ("attachments", "attachment", "attachment; files of sessions are not taken"),
        ] {
            for _ in event.all(list).flat_map(|list| list.all(entry)) {
                // Thousands of them in a large schedule: the number says enough.
                self.report.leave_out(what, None, "");
            }
        }
        let optout = event.child("recording").and_then(|recording| recording.line_of("optout"));
        if optout.is_some_and(|optout| optout.eq_ignore_ascii_case("true")) {
            let title = event.line_of("title").unwrap_or_default();
            self.report.note("session not to be recorded", Some(event.line), &title);
        }
    }
}

fn cut(text: &str) -> String {
    text.chars().take(MAX_TITLE).collect()
}

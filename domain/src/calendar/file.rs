//! Calendar files: a feed that calendars ask for again and again, and the part of a mail that puts one entry in or out.

use std::collections::BTreeMap;

use super::lines::{Lines, quoted};
use super::time_zone::{self, local, utc};
use super::{Entry, Location, Place, Revision, Span, Thing, Words};
use crate::content::EventStatus;
use crate::time::{Instant, Zone};

/// How often a feed is to be asked for again.
const REFRESH: &str = "PT1H";
/// How long before the start a registrant's calendar reminds them.
const REMINDER: &str = "-PT15M";

/// Who issues a file.
#[derive(Debug, Clone, Copy)]
pub struct Issuer<'a> {
    /// The programme's name.
    pub name: &'a str,
    /// Where the site is reached, without a slash at the end.
    pub base_url: &'a str,
    /// What is said in the file's language.
    pub words: &'a dyn Words,
}

impl Issuer<'_> {
    /// The site's host: the right side of every UID.
    pub fn host(&self) -> &str {
        let rest = self.base_url.split_once("://").map_or(self.base_url, |(_, rest)| rest);
        let authority = rest.split('/').next().unwrap_or(rest);
        // A port follows the last colon, unless that stands inside the brackets of an IPv6 address.
        let host =
            authority.rsplit_once(':').filter(|(_, port)| !port.contains(']')).map_or(authority, |(host, _)| host);
        if host.is_empty() { "localhost" } else { host }
    }
}

/// An entry to be written.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    /// The entry.
    pub revision: &'a Revision,
    /// Whose copy it is; `None` for the public one.
    pub place: Option<Place>,
    /// Address of the page on which its holder sees and cancels the registration. It opens that page to everybody, so it
    /// stands only in a file for the holder.
    pub own_page: Option<&'a str>,
}

impl<'a> Item<'a> {
    /// The public entry.
    pub fn public(revision: &'a Revision) -> Self {
        Self { revision, place: None, own_page: None }
    }

    fn status(&self) -> EventStatus {
        let is_held = self.place.is_none_or(|place| place.is_held);
        if is_held { self.revision.entry.status } else { EventStatus::Cancelled }
    }
}

/// What a calendar is to do with the part of a mail (RFC 5546, section 1.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Put the entry in, or bring it up to date; nobody is asked for an answer.
    Publish,
    /// Take it out.
    Cancel,
}

impl Method {
    /// Its name in the file and in the mail's `Content-Type`, which must agree (RFC 6047, section 2.4).
    pub fn name(self) -> &'static str {
        match self {
            Self::Publish => "PUBLISH",
            Self::Cancel => "CANCEL",
        }
    }
}

/// The calendar part of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it asks for.
    pub method: Method,
    /// The file, UTF-8, with CRLF at the end of each line.
    pub body: String,
}

impl Part {
    /// `text/calendar; method=PUBLISH; charset=utf-8`.
    pub fn media_type(&self) -> String {
        format!("text/calendar; method={}; charset=utf-8", self.method.name())
    }
}

/// A feed of that name. It has no `METHOD`, so that `DTSTAMP` tells when an entry was last revised (RFC 5545, section
/// 3.8.7.2), and an unchanged feed stays the same byte for byte.
pub fn feed(issuer: &Issuer<'_>, name: &str, items: &[Item<'_>]) -> String {
    let mut lines = head();
    lines.text("NAME", name);
    lines.text("X-WR-CALNAME", name);
    lines.value("URL", &format!("{}/programme", issuer.base_url));
    lines.value("REFRESH-INTERVAL;VALUE=DURATION", REFRESH);
    lines.value("X-PUBLISHED-TTL", REFRESH);
    finish(lines, issuer, items, None)
}

/// The calendar part of a mail to whoever holds a place. `organiser` is the mail address that answers questions about the
/// event; RFC 5546 wants one in both methods.
pub fn part(issuer: &Issuer<'_>, item: &Item<'_>, organiser: &str) -> Part {
    let method = if item.status() == EventStatus::Cancelled { Method::Cancel } else { Method::Publish };
    let mut lines = head();
    lines.value("METHOD", method.name());
    Part { method, body: finish(lines, issuer, &[*item], Some(organiser)) }
}

fn head() -> Lines {
    let mut lines = Lines::default();
    lines.begin("VCALENDAR");
    lines.text("PRODID", "-//Continuum//Calendar 1//EN");
    lines.value("VERSION", "2.0");
    lines.value("CALSCALE", "GREGORIAN");
    lines
}

fn finish(mut lines: Lines, issuer: &Issuer<'_>, items: &[Item<'_>], organiser: Option<&str>) -> String {
    let timed: Vec<(&Item<'_>, Option<Timed>)> = items.iter().map(|item| (item, Timed::of(item.revision))).collect();
    let mut zones: BTreeMap<&str, (&Zone, i16, i16)> = BTreeMap::new();
    for zoned in timed.iter().filter_map(|(_, timed)| timed.as_ref()?.zoned.as_ref()) {
        let (_, first, last) =
            zones.entry(zoned.zone.name().as_str()).or_insert((&zoned.zone, zoned.first_year, zoned.last_year));
        *first = zoned.first_year.min(*first);
        *last = zoned.last_year.max(*last);
    }
    for (zone, first, last) in zones.into_values() {
        time_zone::write(&mut lines, zone, first, last);
    }
    for (item, timed) in &timed {
        entry(&mut lines, issuer, item, timed.as_ref(), organiser);
    }
    lines.end("VCALENDAR");
    lines.finish()
}

/// Start and end of an entry with hours.
struct Timed {
    start: Instant,
    end: Instant,
    /// By the clocks of a zone; without it, in UTC.
    zoned: Option<Zoned>,
}

struct Zoned {
    zone: Zone,
    /// Offsets in seconds at the start and at the end.
    offsets: (i32, i32),
    first_year: i16,
    last_year: i16,
}

impl Timed {
    fn of(revision: &Revision) -> Option<Self> {
        let Span::Hours { start, end } = revision.entry.span else { return None };
        let zone = Zone::named(revision.entry.zone.as_str()).ok();
        let zoned = zone.filter(|zone| *zone.name() != *Zone::utc().name()).and_then(|zone| zoned(zone, start, end));
        Some(Self { start, end, zoned })
    }
}

/// Both ends by the zone's clocks, unless these show one of them twice, in the night in autumn. A wall time stands for
/// the first of the two (RFC 5545, section 3.3.5), but the second may be meant, and not every calendar knows the rule.
fn zoned(zone: Zone, start: Instant, end: Instant) -> Option<Zoned> {
    let (from, until) = (zone.read(start), zone.read(end));
    if [&from, &until].iter().any(|local| !zone.resolve(local.date, local.time).unambiguous) {
        return None;
    }
    let offsets = (from.offset_seconds, until.offset_seconds);
    Some(Zoned { zone, offsets, first_year: from.date.year(), last_year: until.date.year() })
}

fn entry(lines: &mut Lines, issuer: &Issuer<'_>, item: &Item<'_>, timed: Option<&Timed>, organiser: Option<&str>) {
    let Revision { thing, sequence, revised, removed, entry, .. } = item.revision;
    let (identity, sequence, revised) = match &item.place {
        None => (thing.to_string(), *sequence, *revised),
        Some(place) => (place.identity(*thing), place.sequence(item.revision), place.revised(item.revision)),
    };
    let status = item.status();
    let takes_place = status != EventStatus::Cancelled;
    let page = (!removed).then(|| page(issuer, *thing, entry.slug.as_str()));
    let live = entry.live.as_deref().filter(|_| takes_place);

    lines.begin("VEVENT");
    lines.text("UID", &format!("{identity}@{}", issuer.host()));
    lines.value("DTSTAMP", &utc(revised));
    lines.value("LAST-MODIFIED", &utc(revised));
    lines.value("SEQUENCE", &sequence.to_string());
    times(lines, &entry.span, timed);
    lines.text("SUMMARY", &summary(issuer.words, &entry.title, status));
    lines.text("DESCRIPTION", &description(issuer.words, item, live, page.as_deref()));
    lines.text("LOCATION", &location(issuer.words, entry));
    if let Some(page) = &page {
        lines.value("URL", page);
    }
    if let Some(live) = live {
        let label = quoted(&issuer.words.live_room());
        lines.value(&format!("CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL={label}"), live);
    }
    lines.value("STATUS", status_name(status));
    if !takes_place || timed.is_none() {
        // Whole days say that something is on, not that its visitors have no hour left.
        lines.value("TRANSP", "TRANSPARENT");
    }
    if let Some(organiser) = organiser {
        lines.value(&format!("ORGANIZER;CN={}", quoted(issuer.name)), &format!("mailto:{organiser}"));
    }
    if item.place.is_some() && timed.is_some() && status == EventStatus::Scheduled {
        lines.begin("VALARM");
        lines.value("ACTION", "DISPLAY");
        lines.text("DESCRIPTION", &entry.title);
        lines.value("TRIGGER", REMINDER);
        lines.end("VALARM");
    }
    lines.end("VEVENT");
}

fn times(lines: &mut Lines, span: &Span, timed: Option<&Timed>) {
    match (span, timed) {
        (Span::Days { first, last, .. }, _) => {
            let day = |date: crate::time::Date| date.to_string().replace('-', "");
            lines.value("DTSTART;VALUE=DATE", &day(*first));
            // The day after the last one (section 3.6.1).
            lines.value("DTEND;VALUE=DATE", &day(last.next()));
        }
        (Span::Hours { .. }, Some(Timed { start, end, zoned: Some(zoned) })) => {
            let name = zoned.zone.name();
            lines.value(&format!("DTSTART;TZID={name}"), &local(*start, zoned.offsets.0));
            lines.value(&format!("DTEND;TZID={name}"), &local(*end, zoned.offsets.1));
        }
        (Span::Hours { start, end }, _) => {
            lines.value("DTSTART", &utc(*start));
            lines.value("DTEND", &utc(*end));
        }
    }
}

fn summary(words: &dyn Words, title: &str, status: EventStatus) -> String {
    match status {
        EventStatus::Scheduled => title.to_owned(),
        EventStatus::Postponed => words.postponed(title),
        EventStatus::Cancelled => words.cancelled(title),
    }
}

fn location(words: &dyn Words, entry: &Entry) -> String {
    match &entry.location {
        Location::Named(name) => name.clone(),
        Location::Attendance(attendance) => words.attendance(*attendance),
    }
}

fn description(words: &dyn Words, item: &Item<'_>, live: Option<&str>, page: Option<&str>) -> String {
    let Entry { summary, people, .. } = &item.revision.entry;
    let parts = [
        (!summary.is_empty()).then(|| summary.clone()),
        (!people.is_empty()).then(|| words.people(&people.join(", "))),
        live.map(|live| words.join(live)),
        item.own_page.map(|own| words.registration(own)),
        page.map(str::to_owned),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

fn page(issuer: &Issuer<'_>, thing: Thing, slug: &str) -> String {
    format!("{}/{}s/{slug}", issuer.base_url, thing.kind())
}

/// What is postponed has no time that is certain (RFC 5545, section 3.8.1.11).
fn status_name(status: EventStatus) -> &'static str {
    match status {
        EventStatus::Scheduled => "CONFIRMED",
        EventStatus::Postponed => "TENTATIVE",
        EventStatus::Cancelled => "CANCELLED",
    }
}

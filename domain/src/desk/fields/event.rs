//! An event's form.

use super::super::form::{Form, Trouble};
use super::{others, questions};
use crate::content::{Accreditation, Attendance, Event, EventKind, EventStatus, When};
use crate::time::{LocalTime, Zone};

pub(super) fn bind(event: &mut Event, form: &mut Form<'_>) {
    let content = form.around.content;
    form.line("title", &mut event.title);
    form.optional_line("subtitle", &mut event.subtitle);
    form.choice("kind", &mut event.kind, EventKind::ALL, |kind| kind.name());
    form.choice("status", &mut event.status, EventStatus::ALL, |status| status.name());
    when(event, form);
    form.optional_line("announced_as", &mut event.announced_as);
    form.language("language", &mut event.language);
    form.choice("attendance", &mut event.attendance, Attendance::ALL, |attendance| attendance.name());
    form.optional_line("venue", &mut event.venue);
    form.optional_web_address("join_url", &mut event.join_url);
    form.paragraph("summary", &mut event.summary);
    form.rich("description", &mut event.description);
    form.lines("objectives", &mut event.objectives);
    form.roles(&mut event.roles);
    form.topics(&mut event.topics);
    registration(event, form);
    accreditation(&mut event.accreditation, form);
    form.number("planned_reports", &mut event.planned_reports, 0, 1_000);
    let taken = others(&content.events, |one| (one.id, &one.slug, &one.former_slugs, &one.title), event.id);
    form.slug(&mut event.slug, Some(&mut event.former_slugs), (event.id, &event.title), &taken);
}

/// Days or hours by the clocks of a zone, and the instants that follow.
fn when(event: &mut Event, form: &mut Form<'_>) {
    const PRECISIONS: &[&str] = &["hours", "days"];
    let before = (event.when.clone(), event.zone.clone());
    let (mut precision, mut first, mut last, mut time, mut minutes, mut planned) = match event.when {
        When::Days { first, last, .. } => ("days", first, Some(last), LocalTime::MIDNIGHT, Some(60), false),
        When::Hours { date, time, minutes, planned, .. } => ("hours", date, None, time, Some(minutes), planned),
    };
    form.choice("precision", &mut precision, PRECISIONS, |precision| precision);
    form.date("date", &mut first);
    form.time("time", &mut time, false);
    form.optional_number("minutes", &mut minutes, 1, 24 * 60);
    form.flag("planned", &mut planned);
    form.optional_date("last", &mut last);
    form.zone("zone", &mut event.zone);
    let Ok(zone) = Zone::named(event.zone.as_str()) else { return };
    let after = if precision == "days" {
        let last = last.unwrap_or(first);
        if last < first {
            return form.refuse("last", Trouble::Reversed);
        }
        When::Days { first, last, start: zone.start_of_day(first), end: zone.end_of_day(last) }
    } else {
        let Some(minutes) = minutes else { return form.refuse("minutes", Trouble::Missing) };
        let start = zone.resolve(first, time);
        if !start.unambiguous {
            return form.refuse("time", Trouble::NotOnce);
        }
        let end = start.instant.plus_minutes(i64::from(minutes));
        When::Hours { date: first, time, minutes, planned, start: start.instant, end }
    };
    // What is not touched keeps its instants, wherever they came from.
    let said = |when: &When| match when {
        When::Days { first, last, .. } => (*first, Some(*last), None, 0, false),
        When::Hours { date, time, minutes, planned, .. } => (*date, None, Some(*time), *minutes, *planned),
    };
    if before.1 != event.zone || said(&before.0) != said(&after) || before.0.is_days() != after.is_days() {
        event.when = after;
    }
}

fn registration(event: &mut Event, form: &mut Form<'_>) {
    let (zone, setting) = (event.zone.clone(), &mut event.registration);
    form.flag("registration", &mut setting.offered);
    form.optional_moment("opens", &mut setting.opens, &zone);
    form.optional_moment("closes", &mut setting.closes, &zone);
    if setting.opens.zip(setting.closes).is_some_and(|(opens, closes)| closes <= opens) {
        form.refuse("closes", Trouble::Reversed);
    }
    form.optional_number("capacity", &mut setting.capacity, 1, 1_000_000);
    questions::bind(&mut setting.questions, form);
}

fn accreditation(value: &mut Accreditation, form: &mut Form<'_>) {
    const STATES: &[&str] = &["none", "applied", "granted"];
    let (mut state, mut body, mut credits) = match &value {
        Accreditation::None => ("none", None, None),
        Accreditation::Applied => ("applied", None, None),
        Accreditation::Granted { body, credits } => ("granted", Some(body.clone()), Some(credits.clone())),
    };
    form.choice("accreditation", &mut state, STATES, |state| state);
    form.optional_line("accredited_by", &mut body);
    form.optional_line("credits", &mut credits);
    *value = match (state, body, credits) {
        ("granted", Some(body), Some(credits)) => Accreditation::Granted { body, credits },
        ("granted", None, _) => return form.refuse("accredited_by", Trouble::Missing),
        ("granted", _, None) => return form.refuse("credits", Trouble::Missing),
        // Nothing that was typed is lost: whoever means it chooses "granted", or takes it out.
        (_, Some(_), _) | (_, _, Some(_)) => return form.refuse("accreditation", Trouble::NotAChoice),
        ("applied", ..) => Accreditation::Applied,
        _ => Accreditation::None,
    };
}

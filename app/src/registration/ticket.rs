//! A registration as its holder sees it: used by the page to confirm it and the page to see and cancel it.

use domain::content::Event;
use domain::registration::listing::reference;
use domain::registration::waiting::Terms;
use domain::registration::{Cause, RegistrationState, country_name};
use domain::time::{Instant, Zone};
use leptos::prelude::*;
use store::Registration;

use super::answers::in_words;
use super::calendar_feed::FeedLink;
use super::calendar_links::{CalendarLinks, calendar_links};
use super::gather::{Holder, Reminded};
use crate::error::PageError;
use crate::language::{DateWords, Label};
use crate::server::{AppState, event_card, gathered, state, visitor_zone};
use crate::site::use_site;
use crate::t;
use crate::ui::{Icon, IconName, PageHead, PageTitle, PhaseChip, TimeLine, boundaries, hidden_unless};
use crate::view::EventCard;

/// Phases that are news to someone who is registered; that registration is open is not.
const TOLD: &str = "doors live overrun ended on_demand postponed cancelled";

/// A registration, as the person who holds it sees it.
#[derive(Debug, Clone)]
pub struct Ticket {
    /// The event; none if it is no longer in the programme.
    pub event: Option<EventCard>,
    /// State.
    pub state: RegistrationState,
    /// Whether an organiser decided that it is over.
    pub by_organiser: bool,
    /// Whether its links are dead, because it was not confirmed in time.
    pub is_overdue: bool,
    /// People before them on the waiting list, while they wait.
    pub ahead: Option<u32>,
    /// End of the offer they have or had, in words, in the event's zone.
    pub offer_until: Option<String>,
    /// Whether a place is free that is for whoever comes first, so near the start.
    pub can_take_free: bool,
    /// What to quote when asking for help.
    pub reference: String,
    /// Path of the page to see and cancel it.
    pub manage: String,
    /// The answers given, with their names.
    pub answers: Vec<(String, String)>,
    /// Whether they may be changed.
    pub can_change: bool,
    /// Whether they are reminded; `None` where there is nothing to be reminded of.
    pub reminders: Option<Reminded>,
    /// Where to put the event into a calendar; only for who has a place.
    pub calendar: Option<CalendarLinks>,
    /// The calendar feed of the address.
    pub feed: FeedLink,
}

/// The ticket of the registration that the route gathered.
pub(super) fn ticket() -> Result<Ticket, PageError> {
    let Holder { registration, manage_token, feed, ahead, places, can_change, reminders } = gathered()?;
    let state = state()?;
    let now = state.now();
    let published = state.published();
    let event = published.content.event_by_id(registration.event);
    let terms = event.map_or(Terms::GONE, Terms::of);
    let has_place = matches!(registration.state, RegistrationState::Pending | RegistrationState::Confirmed);
    let free = places.unlimited || terms.free(places.taken).is_none_or(|free| free > 0);
    let waits = registration.state == RegistrationState::Waiting;
    let manage = format!("/registration/{manage_token}");
    let mut calendar = event.filter(|_| has_place).map(|event| calendar_links(&state, event));
    if let Some(links) = calendar.as_mut().filter(|_| registration.state == RegistrationState::Confirmed) {
        // The holder's own copy, the same as in their mail and their feed, so that it is one entry in their calendar.
        links.file = format!("{manage}/calendar.ics");
    }
    Ok(Ticket {
        event: event.map(|event| event_card(&state, &published.content, event, visitor_zone().as_ref())),
        state: registration.state,
        by_organiser: registration.last_cause == Some(Cause::EditorCancels),
        is_overdue: registration.is_overdue(now),
        ahead,
        offer_until: event.zip(registration.offer_until).map(|(event, until)| words(&state, event, until)),
        can_take_free: waits
            && free
            && terms.takes_place
            && !terms.list_is_open(now)
            && event.is_some_and(|event| now < event.when.end()),
        reference: reference(registration.id),
        manage,
        calendar,
        feed,
        answers: answers(event, registration),
        can_change,
        reminders,
    })
}

/// "Thursday 13 October 2022, 05:30 CEST", by the clocks of the event's place.
fn words(state: &AppState, event: &Event, instant: Instant) -> String {
    let local = state.zone(&event.zone).unwrap_or_else(Zone::utc).read(instant);
    t!(date.moment, date = local.date.long(), time = local.time, zone = local.abbreviation)
}

fn answers(event: Option<&Event>, registration: Registration) -> Vec<(String, String)> {
    let news = if registration.news_consent { t!(form.news_yes) } else { t!(form.news_no) };
    let person = [
        (t!(form.name), Some(registration.name)),
        (t!(form.email), Some(registration.email)),
        (t!(form.country), Some(country_name(&registration.country).unwrap_or(&registration.country).to_owned())),
        (t!(form.profession), Some(registration.profession.label().to_owned())),
        (t!(form.organisation), registration.organisation),
    ];
    let person = person.into_iter().filter_map(|(name, answer)| Some((name.to_owned(), answer?)));
    let questions = event.map_or(&[][..], |event| &event.registration.questions);
    let own = in_words(questions, &registration.answers);
    person.chain(own).chain([(t!(form.news_title).to_owned(), news.to_owned())]).collect()
}

/// Reference, event and calendar in a panel.
pub(super) fn panel(ticket: &Ticket) -> AnyView {
    let event = ticket.event.clone().map(event);
    let links = ticket.calendar.clone().map(calendar);
    let tone = if ticket.calendar.is_some() { "panel panel--success" } else { "panel" };
    view! {
        <section class=tone aria-label=t!(registration.own)>
            <p class="field__hint">{t!(registration.reference)}</p>
            <p class="panel__reference">{ticket.reference.clone()}</p>
            {event}
            {links}
        </section>
    }
    .into_any()
}

fn event(event: EventCard) -> AnyView {
    let path = format!("/events/{}", event.slug);
    view! {
        <h2><a href=path>{event.title}</a></h2>
        <p class="when"><TimeLine time=event.time /></p>
        <div data-t=boundaries(&event.timetable)>
            <p data-when=TOLD hidden=hidden_unless(TOLD, &event.timetable, use_site().rendered)>
                <PhaseChip timetable=event.timetable />
            </p>
        </div>
    }
    .into_any()
}

fn calendar(links: CalendarLinks) -> AnyView {
    view! {
        <p class="form__actions">
            <a class="button button--primary" href=links.file>
                <Icon name=IconName::CalendarAdd />
                <span>{t!(event.calendar)}</span>
            </a>
            <a class="button button--quiet" href=links.google rel="noopener noreferrer">{t!(ticket.google)}</a>
            <a class="button button--quiet" href=links.outlook rel="noopener noreferrer">{t!(ticket.outlook)}</a>
        </p>
    }
    .into_any()
}

/// Head of a page about one registration. Its address carries a token, so the canonical one does not.
pub(super) fn head(title: &'static str) -> AnyView {
    view! {
        <PageHead title=title path="/programme" />
        <header class="page-head">
            <p class="eyebrow">{t!(registration.title)}</p>
            <PageTitle>{title}</PageTitle>
        </header>
    }
    .into_any()
}

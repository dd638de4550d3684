//! `/register/<slug>`: what it is, when it is, and the form; or plainly why there is none.

use domain::content::{Content, Event, EventStatus, Question};
use domain::published::Found;
use domain::registration::answers::asked;
use domain::registration::waiting::Terms;
use domain::registration::{RegistrationForm, Series, is_stepwise};
use domain::time::Zone;
use domain::validation::FieldError;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use store::Places;

use super::Form;
use super::form::{first_form, register_form, summary};
use super::series::open_events;
use super::steps_page::progress;
use super::submit::issue_key;
use crate::error::PageError;
use crate::language::DateWords;
use crate::server::{AppState, event_card, gathered, slug, state, visitor_zone};
use crate::t;
use crate::ui::{Icon, IconName, PageHead, PageTitle, PhaseChip, TimeLine, boundaries, show};
use crate::view::EventCard;

/// Whether one can register for an event now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offer {
    /// Yes.
    Open,
    /// Not before this time, in words.
    NotYet(String),
    /// No longer.
    Closed,
    /// Every place is taken; one can wait for one.
    WaitingList,
    /// Every place is taken, and it is too late to wait for one.
    Full,
    /// It does not take place.
    Cancelled,
    /// It takes place at a time not known yet.
    Postponed,
    /// This event takes no registrations here.
    None,
}

impl Offer {
    /// Whether there is a form to fill in.
    fn has_form(&self) -> bool {
        matches!(self, Self::Open | Self::WaitingList)
    }
}

struct Register {
    event: EventCard,
    questions: Vec<Question>,
    /// Whether it is one of several webinars that one form can be for.
    of_series: bool,
    offer: Offer,
    form: RegistrationForm,
    errors: Vec<FieldError>,
}

/// The registration page of an event.
#[component]
pub fn RegisterPage() -> impl IntoView {
    show(page(&slug()), register)
}

fn page(slug: &str) -> Result<Register, PageError> {
    let Form { form, errors, places } = gathered()?;
    let state = state()?;
    let published = state.published();
    let event = find(&published.content, slug, |slug| format!("/register/{slug}"))?;
    let offer = offer(&state, &published.content, event, places);
    // Without a form there is nothing to show again.
    let (mut form, errors) = if offer.has_form() { (form, errors) } else { Default::default() };
    if form.idempotency_key.parse::<uuid::Uuid>().is_err() {
        form.idempotency_key = issue_key(state.now()).to_string();
    }
    let questions = event.registration.questions.clone();
    let open = Series::of(open_events(&published.content, state.now())).together;
    let of_series = open.len() > 1 && open.contains(&event);
    let event = event_card(&state, &published.content, event, visitor_zone().as_ref());
    Ok(Register { event, questions, of_series, offer, form, errors })
}

/// The event at an address, which may be a former one.
pub(super) fn find<'a>(
    content: &'a Content,
    slug: &str,
    path: impl Fn(&str) -> String,
) -> Result<&'a Event, PageError> {
    match content.event(slug).ok_or(PageError::NotFound)? {
        Found::Here(event) => Ok(event),
        Found::Moved(event) => Err(PageError::Moved(path(event.slug.as_str()))),
    }
}

fn offer(state: &AppState, content: &Content, event: &Event, places: Places) -> Offer {
    let timetable = content.event_timetable(event);
    let now = state.now();
    if timetable.takes_registrations(now) {
        return match places.is_full(event.registration.capacity) {
            false => Offer::Open,
            true if Terms::of(event).list_is_open(now) => Offer::WaitingList,
            true => Offer::Full,
        };
    }
    match (event.status, timetable.opens) {
        (EventStatus::Cancelled, _) => Offer::Cancelled,
        (EventStatus::Postponed, _) => Offer::Postponed,
        (EventStatus::Scheduled, None) => Offer::None,
        (EventStatus::Scheduled, Some(opens)) if now < opens => {
            let local = state.zone(&event.zone).unwrap_or_else(Zone::utc).read(opens);
            Offer::NotYet(t!(date.moment, date = local.date.long(), time = local.time, zone = local.abbreviation))
        }
        (EventStatus::Scheduled, Some(_)) => Offer::Closed,
    }
}

fn register(page: Register) -> AnyView {
    let Register { event, questions, of_series, offer, form, errors } = page;
    let failed = if errors.is_empty() { "" } else { t!(form.error_prefix) };
    let title = format!("{failed}{}", t!(register.title_of, event = &event.title));
    let path = format!("/register/{}", event.slug);
    let event_path = format!("/events/{}", event.slug);
    let has_form = offer.has_form();
    let waiting_list = (offer == Offer::WaitingList).then(waiting_list);
    let act = if offer == Offer::WaitingList { t!(register.join) } else { t!(register.act) };
    let steps = (has_form && is_stepwise(&questions)).then(|| asked(&questions, &form.answers).len() + 2);
    let again = steps.is_some() && use_query_map().read_untracked().get("again").is_some();
    let body = if steps.is_some() {
        first_form(path.clone(), form, &errors)
    } else if has_form {
        register_form(path.clone(), form, &questions, &errors, (act, t!(form.registering)))
    } else {
        without_form(&offer, event_path)
    };
    view! {
        <PageHead title=title path=path />
        {has_form.then(|| summary(errors))}
        {head(event)}
        {steps.map(|steps| progress(1, steps))}
        {again.then(begin_again)}
        {waiting_list}
        {of_series.then(|| view! { <p><a href="/register">{t!(series.link)}</a></p> })}
        {body}
    }
    .into_any()
}

/// The event in short, above the form.
fn head(event: EventCard) -> AnyView {
    let path = format!("/events/{}", event.slug);
    view! {
        <nav class="breadcrumbs" aria-label=t!(navigation.breadcrumbs)>
            <ol>
                <li><a href="/programme">{t!(navigation.programme)}</a></li>
                <li><a href=path>{event.title.clone()}</a></li>
            </ol>
        </nav>
        <header class="page-head" data-t=boundaries(&event.timetable)>
            <p class="eyebrow">{t!(registration.title)}</p>
            <PageTitle>{event.title}</PageTitle>
            {event.subtitle.map(|subtitle| view! { <p class="subtitle">{subtitle}</p> })}
            <p class="when"><TimeLine time=event.time /></p>
            <p><PhaseChip timetable=event.timetable /></p>
        </header>
    }
    .into_any()
}

/// What somebody who finds every place taken is told above the form.
fn waiting_list() -> AnyView {
    view! {
        <div class="notice notice--warning">
            <Icon name=IconName::Hourglass />
            <div>
                <p><strong>{t!(register.waiting_list)}</strong></p>
                <p>{t!(register.waiting_list_text)}</p>
            </div>
        </div>
    }
    .into_any()
}

/// What somebody is told whose draft is not there (any more), or whose browser keeps no cookie.
fn begin_again() -> AnyView {
    view! {
        <div class="notice notice--warning">
            <Icon name=IconName::Info />
            <p>{t!(steps.again)}</p>
        </div>
    }
    .into_any()
}

/// Why there is no form, and what to do instead.
fn without_form(offer: &Offer, event_path: String) -> AnyView {
    let (icon, words) = match offer {
        Offer::NotYet(opens) => (IconName::Clock, t!(register.not_yet, opens = opens)),
        Offer::Full => (IconName::People, t!(register.full).to_owned()),
        Offer::Cancelled => (IconName::Cancelled, t!(register.cancelled).to_owned()),
        Offer::Postponed => (IconName::Postponed, t!(register.postponed).to_owned()),
        Offer::None => (IconName::Info, t!(register.none).to_owned()),
        Offer::Closed | Offer::Open | Offer::WaitingList => (IconName::Info, t!(register.closed).to_owned()),
    };
    view! {
        <div class="notice notice--info"><Icon name=icon /><p>{words}</p></div>
        <p class="form__actions form__actions--after">
            <a class="button button--secondary" href=event_path>{t!(registration.about_event)}</a>
            <a class="button button--quiet" href="/programme">{t!(registration.see_programme)}</a>
        </p>
    }
    .into_any()
}

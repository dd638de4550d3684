//! The home page.

use leptos::prelude::*;

use crate::site::use_site;
use crate::t;
use crate::ui::{
    CountdownTo, EventAction, EventCardView, JsonLd, MaterialCardView, PageHead, PageTitle, PhaseChip, Prose, TimeLine,
    VisitorTime, boundaries, show,
};
use crate::view::{EventCard, MaterialCard, PersonLink};

/// The home page's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HomePage {
    /// Name of the programme.
    pub name: String,
    /// One line under it.
    pub tagline: String,
    /// A paragraph.
    pub summary: String,
    /// Parts in the editor's order.
    pub sections: Vec<HomeSection>,
    /// Events in the order of time.
    pub events: Vec<EventCard>,
    /// Everyone who takes part in an event.
    pub people: Vec<PersonLink>,
    /// The newest materials.
    pub materials: Vec<MaterialCard>,
    /// "Six reports are planned for the conference…", when there is a plan.
    pub plan: Option<String>,
    /// Names of the partners.
    pub partners: Vec<String>,
    /// Names of the supporters, alphabetical.
    pub supporters: Vec<String>,
    /// Structured data.
    pub json_ld: String,
}

/// A part of the home page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HomeSection {
    /// Fragment of its address.
    pub slug: String,
    /// Heading.
    pub title: String,
    /// Sanitised HTML.
    pub html: String,
    /// List entries.
    pub items: Vec<String>,
}

/// The home page.
#[component]
pub fn Home() -> impl IntoView {
    show(super::server::home_page(), |page| home(page).into_any())
}

/// The home page, from its data.
fn home(page: HomePage) -> impl IntoView {
    let sections = page.sections.into_iter().map(|section| {
        let heading = section.slug.clone();
        view! {
            <section class="section" aria-labelledby=section.slug>
                <h2 class="section__title" id=heading>{section.title}</h2>
                <Prose html=section.html />
                {(!section.items.is_empty()).then(|| {
                    let items = section.items.into_iter().map(|item| view! { <li>{item}</li> });
                    view! { <ul class="check-list">{items.collect_view()}</ul> }
                })}
            </section>
        }
    });
    let people = page.people.into_iter().map(|person| {
        view! { <li><a class="tag" href=format!("/people/{}", person.slug)>{person.name}</a></li> }
    });
    let has_materials = !page.materials.is_empty() || page.plan.is_some();
    view! {
        <PageHead title="" description=page.summary.clone() path="/" />
        <JsonLd json=page.json_ld />
        <section class="hero">
            <div class="hero__name">
                <p class="eyebrow">{page.tagline}</p>
                <PageTitle>{page.name}</PageTitle>
            </div>
            // Before the explanation: on a phone the next date and its countdown belong on the first screen.
            <NextEvent events=page.events.clone() />
            <div class="hero__text">
                <p class="lede">{page.summary}</p>
                <p class="hero__actions">
                    <a class="button button--secondary" href="/programme">{t!(navigation.browse_programme)}</a>
                    <a class="button button--quiet" href="/library">{t!(home.on_demand)}</a>
                </p>
            </div>
        </section>
        <section class="section" aria-labelledby="events">
            <h2 class="section__title" id="events">{t!(section.events)}</h2>
            <ol class="event-list">
                {page.events.into_iter().map(|card| view! { <li><EventCardView card=card /></li> }).collect_view()}
            </ol>
        </section>
        {has_materials.then(|| view! {
            <section class="section" aria-labelledby="reports">
                <h2 class="section__title" id="reports">{t!(section.materials)}</h2>
                {page.plan.map(|plan| view! { <p class="plan">{plan}</p> })}
                <ul class="card-list">
                    {page.materials.into_iter().map(|card| view! { <li><MaterialCardView card=card /></li> }).collect_view()}
                </ul>
            </section>
        })}
        {sections.collect_view()}
        <section class="section" aria-labelledby="faculty">
            <h2 class="section__title" id="faculty">{t!(home.faculty)}</h2>
            <ul class="tag-list">{people.collect_view()}</ul>
        </section>
        <section class="section section--organisations" aria-labelledby="organisations">
            <h2 class="section__title" id="organisations">{t!(frame.supporters)}</h2>
            <p class="organisations__label">{t!(home.run_by)}</p>
            <ul class="organisations">{page.partners.into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}</ul>
            <p class="organisations__label">{t!(home.supported_by)}</p>
            <ul class="organisations">{page.supporters.into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}</ul>
        </section>
    }
}

/// The event that is live or comes next. Every event stands ready in the page, so that when one ends the next takes its
/// place without a reload.
#[component]
fn NextEvent(events: Vec<EventCard>) -> impl IntoView {
    let now = use_site().rendered;
    let next = events.iter().position(|event| {
        let phase = event.timetable.phase(now);
        phase.is_live() || phase.is_ahead()
    });
    let panels = events.into_iter().enumerate().map(|(position, event)| {
        let timetable = event.timetable;
        let visitor_time =
            (!event.whole_days).then(|| view! { <VisitorTime start=timetable.start shown=event.time.hours.clone() /> });
        view! {
            <div data-t=boundaries(&timetable) hidden=next != Some(position)>
                <PhaseChip timetable=timetable />
                <h2 class="next-event__title"><a href=format!("/events/{}", event.slug)>{event.title.clone()}</a></h2>
                <p class="next-event__time"><TimeLine time=event.time /></p>
                {visitor_time}
                <CountdownTo timetable=timetable main=true />
                <div class="next-event__actions">
                    <EventAction slug=event.slug kind=event.kind title=event.title timetable=timetable join_url=None full=event.full />
                </div>
            </div>
        }
    });
    view! {
        <aside class="next-event" aria-label=t!(home.next) data-next="">
            {panels.collect_view()}
            <p data-none="" hidden=next.is_some()>
                {t!(home.all_over)} " " <a href="/library">{t!(home.what_remains)}</a>
            </p>
        </aside>
    }
}

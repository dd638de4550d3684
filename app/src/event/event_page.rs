//! An event's page.

use leptos::prelude::*;

use super::parts::{DayLinks, Facts, TimeFacts};
use crate::agenda::SaveButton;
use crate::language::Label;
use crate::server::slug;
use crate::t;
use crate::ui::{
    CountdownTo, EventAction, Icon, IconName, JsonLd, MaterialSection, PageHead, PageTitle, PeopleList, PhaseChip,
    Prose, SessionSection, TopicTags, boundaries, show,
};
use crate::view::{EventCard, MaterialCard, PersonRow, SessionCard, TopicLink};

/// An event page's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventView {
    /// What a card shows of it.
    pub card: EventCard,
    /// Sanitised HTML.
    pub description: String,
    /// Learning objectives.
    pub objectives: Vec<String>,
    /// How the time was announced, when that differs.
    pub announced_as: Option<String>,
    /// "Online".
    pub attendance: String,
    /// Place.
    pub venue: Option<String>,
    /// Language in words.
    pub language: String,
    /// "An application for accreditation has been made"; nothing when there is nothing to say.
    pub accreditation: Option<String>,
    /// Places in all, when limited.
    pub capacity: Option<u32>,
    /// People with their roles.
    pub people: Vec<PersonRow>,
    /// Topics.
    pub topics: Vec<TopicLink>,
    /// Days with sessions: address and words.
    pub days: Vec<(String, String)>,
    /// Sessions, if there are few; else the days lead to them.
    pub sessions: Vec<SessionCard>,
    /// Materials.
    pub materials: Vec<MaterialCard>,
    /// "Six reports planned, two listed."
    pub plan: Option<String>,
    /// Public address of the live room.
    pub join_url: Option<String>,
    /// Structured data.
    pub json_ld: String,
}

/// An event's page.
#[component]
pub fn EventPage() -> impl IntoView {
    show(super::server::event_page(&slug()), |page| event(page).into_any())
}

fn event(page: EventView) -> impl IntoView {
    let card = page.card;
    let timetable = card.timetable;
    let path = format!("/events/{}", card.slug);
    let calendar = format!("/calendar/events/{}.ics", card.slug);
    let description =
        if card.summary.is_empty() { card.subtitle.clone().unwrap_or_default() } else { card.summary.clone() };
    let title = card.title.clone();
    let act = {
        let (slug, title, join_url) = (card.slug.clone(), card.title.clone(), page.join_url.clone());
        move || {
            view! {
                <EventAction
                    slug=slug.clone()
                    kind=card.kind
                    title=title.clone()
                    timetable=timetable
                    join_url=join_url.clone()
                    full=card.full
                />
            }
        }
    };
    view! {
        <PageHead title=card.title.clone() description=description path=path.clone() />
        <JsonLd json=page.json_ld />
        <header class="page-head">
            <p class="eyebrow">{card.kind.label()}</p>
            <PageTitle>{title}</PageTitle>
            {card.subtitle.map(|subtitle| view! { <p class="subtitle">{subtitle}</p> })}
        </header>
        <div class="detail" data-t=boundaries(&timetable)>
            <aside class="detail__side" aria-label=t!(event.side)>
                <p><PhaseChip timetable=timetable /></p>
                <CountdownTo timetable=timetable main=true />
                <TimeFacts time=card.time.clone() start=timetable.start whole_days=card.whole_days announced_as=page.announced_as />
                <div class="detail__actions">
                    {act()}
                    <SaveButton path=path title=card.title.clone() />
                    <a class="button button--quiet" href=calendar rel="external">
                        <Icon name=IconName::Calendar />
                        <span>{t!(event.calendar)}</span>
                    </a>
                </div>
                <Facts
                    attendance=page.attendance
                    venue=page.venue
                    language=page.language
                    capacity=page.capacity
                    accreditation=page.accreditation
                />
            </aside>
            <div class="detail__main">
                {(!card.summary.is_empty()).then(|| view! { <p class="lede">{card.summary}</p> })}
                <Prose html=page.description />
                {(!page.objectives.is_empty()).then(|| {
                    let items = page.objectives.into_iter().map(|item| view! { <li>{item}</li> });
                    view! {
                        <section class="section" aria-labelledby="objectives">
                            <h2 class="section__title" id="objectives">{t!(event.objectives)}</h2>
                            <ul class="check-list">{items.collect_view()}</ul>
                        </section>
                    }
                })}
                <DayLinks days=page.days />
                <SessionSection sessions=page.sessions />
                {(!page.people.is_empty()).then(|| view! {
                    <section class="section" aria-labelledby="people">
                        <h2 class="section__title" id="people">{t!(event.people)}</h2>
                        <PeopleList people=page.people />
                    </section>
                })}
                <MaterialSection materials=page.materials plan=page.plan />
                {(!page.topics.is_empty()).then(|| view! {
                    <section class="section" aria-labelledby="topics">
                        <h2 class="section__title" id="topics">{t!(event.topics)}</h2>
                        <TopicTags topics=page.topics />
                    </section>
                })}
            </div>
        </div>
    }
}

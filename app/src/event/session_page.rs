//! A session's page.

use leptos::prelude::*;

use super::parts::TimeFacts;
use crate::agenda::SaveButton;
use crate::server::slug;
use crate::t;
use crate::ui::{
    CountdownTo, Icon, IconName, JsonLd, MaterialSection, PageHead, PageTitle, PeopleList, PhaseChip, Prose,
    SessionSection, TopicTags, boundaries, show,
};
use crate::view::{MaterialCard, PersonRow, SessionCard, TopicLink};

/// A session page's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionView {
    /// What a card shows of it.
    pub card: SessionCard,
    /// Second line of the title.
    pub subtitle: Option<String>,
    /// Address of its event.
    pub event_slug: String,
    /// Sort of session, in the organiser's words.
    pub kind: Option<String>,
    /// Name and filter address of its track.
    pub track: Option<(String, String)>,
    /// Filter address of its room.
    pub room_path: Option<String>,
    /// Sanitised HTML.
    pub summary: String,
    /// Sanitised HTML.
    pub description: String,
    /// Language in words.
    pub language: String,
    /// People with their roles.
    pub people: Vec<PersonRow>,
    /// Topics.
    pub topics: Vec<TopicLink>,
    /// Materials.
    pub materials: Vec<MaterialCard>,
    /// Sessions that share its track or room next to it.
    pub related: Vec<SessionCard>,
    /// Structured data.
    pub json_ld: String,
}

/// A session's page.
#[component]
pub fn SessionPage() -> impl IntoView {
    show(super::server::session_page(&slug()), |page| session(page).into_any())
}

fn session(page: SessionView) -> impl IntoView {
    let card = page.card;
    let timetable = card.timetable;
    let title = card.title.clone();
    let path = format!("/sessions/{}", card.slug);
    let calendar = format!("/calendar/sessions/{}.ics", card.slug);
    let event_path = format!("/events/{}", page.event_slug);
    let room = card.room.map(|room| {
        view! {
            <div><dt>{t!(session.room)}</dt><dd><a href=page.room_path.unwrap_or_default()>{room}</a></dd></div>
        }
    });
    let track = page
        .track
        .map(|(name, path)| view! { <div><dt>{t!(session.track)}</dt><dd><a href=path>{name}</a></dd></div> });
    view! {
        <PageHead title=card.title.clone() description=page.subtitle.clone().unwrap_or_default() path=path.clone() />
        <JsonLd json=page.json_ld />
        <nav class="breadcrumbs" aria-label=t!(navigation.breadcrumbs)>
            <ol>
                <li><a href="/programme">{t!(navigation.programme)}</a></li>
                <li><a href=event_path>{card.event_title}</a></li>
            </ol>
        </nav>
        <header class="page-head">
            <p class="eyebrow">{page.kind.unwrap_or_else(|| t!(session.session).to_owned())}</p>
            <PageTitle>{title}</PageTitle>
            {page.subtitle.map(|subtitle| view! { <p class="subtitle">{subtitle}</p> })}
        </header>
        <div class="detail" data-t=boundaries(&timetable)>
            <aside class="detail__side" aria-label=t!(session.side)>
                <p><PhaseChip timetable=timetable /></p>
                <CountdownTo timetable=timetable main=true />
                <TimeFacts time=card.time start=timetable.start announced_as=None />
                <div class="detail__actions">
                    <SaveButton path=path title=card.title.clone() />
                    <a class="button button--quiet" href=calendar rel="external">
                        <Icon name=IconName::Calendar />
                        <span>{t!(event.calendar)}</span>
                    </a>
                </div>
                <dl class="facts">
                    {room}
                    {track}
                    <div><dt>{t!(event.language)}</dt><dd>{page.language}</dd></div>
                </dl>
            </aside>
            <div class="detail__main">
                <Prose html=page.summary />
                <Prose html=page.description />
                {(!page.people.is_empty()).then(|| view! {
                    <section class="section" aria-labelledby="people">
                        <h2 class="section__title" id="people">{t!(event.people)}</h2>
                        <PeopleList people=page.people />
                    </section>
                })}
                <MaterialSection materials=page.materials />
                <TopicTags topics=page.topics />
                <SessionSection sessions=page.related title=t!(session.next) />
            </div>
        </div>
    }
}

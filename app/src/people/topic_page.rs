//! A topic's page: all that carries the tag.

use leptos::prelude::*;

use crate::language::Label;
use crate::server::slug;
use crate::t;
use crate::ui::{EventSection, MaterialSection, PageHead, PageTitle, SessionSection, TopicTags, show};
use crate::view::{EventCard, MaterialCard, SessionCard, TopicLink};

/// A topic page's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicView {
    /// The topic.
    pub topic: TopicLink,
    /// Events.
    pub events: Vec<EventCard>,
    /// Sessions.
    pub sessions: Vec<SessionCard>,
    /// Materials.
    pub materials: Vec<MaterialCard>,
    /// The other topics of the same facet.
    pub siblings: Vec<TopicLink>,
}

/// A topic's page.
#[component]
pub fn TopicPage() -> impl IntoView {
    show(super::server::topic_page(&slug()), |page| topic(page).into_any())
}

fn topic(page: TopicView) -> impl IntoView {
    let topic = page.topic;
    let nothing = page.events.is_empty() && page.sessions.is_empty() && page.materials.is_empty();
    let description = t!(topic.description, topic = topic.name.to_lowercase());
    let facet = topic.facet.label();
    view! {
        <PageHead title=topic.name.clone() description=description path=format!("/topics/{}", topic.slug) />
        <header class="page-head">
            <p class="eyebrow">{facet}</p>
            <PageTitle>{topic.name}</PageTitle>
        </header>
        {nothing.then(|| view! {
            <div class="empty">
                <p>{t!(topic.nothing)}</p>
                <a class="button button--secondary" href="/programme">{t!(navigation.browse_programme)}</a>
            </div>
        })}
        <EventSection events=page.events />
        <SessionSection sessions=page.sessions />
        <MaterialSection materials=page.materials />
        <section class="section" aria-labelledby="more">
            <h2 class="section__title" id="more">{t!(topic.more, facet = facet)}</h2>
            <TopicTags topics=page.siblings />
        </section>
    }
}

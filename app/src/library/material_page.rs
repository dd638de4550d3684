//! A material's page.

use leptos::prelude::*;

use super::Watch;
use crate::language::Label;
use crate::server::{gathered, slug};
use crate::t;
use crate::ui::{Icon, IconName, PageHead, PageTitle, Prose, TopicTags, opens, show};
use crate::view::MaterialCard;

/// A material page's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaterialView {
    /// What a card shows of it.
    pub card: MaterialCard,
    /// Language in words.
    pub language: String,
    /// Length in words, for recordings.
    pub length: Option<String>,
    /// What there is to read here, as clean HTML.
    pub body: Option<String>,
    /// "20 December 2022": when it was prepared.
    pub prepared: Option<String>,
    /// When it was reviewed last.
    pub reviewed: Option<String>,
    /// Its last day.
    pub expires: Option<String>,
}

/// A material's page.
#[component]
pub fn MaterialPage() -> impl IntoView {
    let page = gathered().and_then(|watch: Watch| super::server::material_page(&slug(), &watch));
    show(page, |(page, player)| material(page, player).into_any())
}

fn material(page: MaterialView, player: Option<AnyView>) -> impl IntoView {
    let card = page.card;
    let authors = card
        .authors
        .into_iter()
        .map(|author| view! { <li><a href=format!("/people/{}", author.slug)>{author.name}</a></li> });
    let authors = authors.collect_view();
    let has_authors = !authors.is_empty();
    let place = opens(card.kind, card.publisher.as_deref());
    let elsewhere = card.url.map(|url| {
        view! {
            <p>
                <a class="button button--primary" href=url rel="noopener">
                    <span>{place}</span>
                    <Icon name=IconName::External />
                </a>
            </p>
        }
    });
    let days = [
        (t!(library.prepared), page.prepared),
        (t!(library.reviewed), page.reviewed),
        (t!(library.expires), page.expires),
    ];
    let days =
        days.into_iter().filter_map(|(label, day)| day.map(|day| view! { <div><dt>{label}</dt><dd>{day}</dd></div> }));
    let days = days.collect_view();
    view! {
        <PageHead title=card.title.clone() description=card.summary.clone() path=format!("/library/{}", card.slug) />
        <nav class="breadcrumbs" aria-label=t!(navigation.breadcrumbs)>
            <ol><li><a href="/library">{t!(navigation.library)}</a></li></ol>
        </nav>
        <header class="page-head">
            <p class="eyebrow">{card.kind.label()}</p>
            <PageTitle>{card.title.clone()}</PageTitle>
            {(!card.summary.is_empty()).then(|| view! { <p class="lede">{card.summary}</p> })}
        </header>
        {player}
        {elsewhere}
        {page.body.map(|html| view! { <Prose html=html /> })}
        <dl class="facts">
            {has_authors.then(|| view! { <div><dt>{t!(library.by)}</dt><dd><ul class="plain-list">{authors}</ul></dd></div> })}
            {card.publisher.map(|publisher| view! { <div><dt>{t!(library.published_by)}</dt><dd>{publisher}</dd></div> })}
            {card.published.map(|date| view! { <div><dt>{t!(library.published_on)}</dt><dd>{date}</dd></div> })}
            {page.length.map(|length| view! { <div><dt>{t!(library.length)}</dt><dd>{length}</dd></div> })}
            <div><dt>{t!(event.language)}</dt><dd>{page.language}</dd></div>
            {days}
            {card.event.map(|(slug, title)| view! {
                <div><dt>{t!(library.from)}</dt><dd><a href=format!("/events/{slug}")>{title}</a></dd></div>
            })}
        </dl>
        <TopicTags topics=card.topics />
    }
}

//! A material's page.

use leptos::prelude::*;

use crate::language::Label;
use crate::server::slug;
use crate::t;
use crate::ui::{Icon, IconName, PageHead, PageTitle, TopicTags, show};
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
}

/// A material's page.
#[component]
pub fn MaterialPage() -> impl IntoView {
    show(super::server::material_page(&slug()), |page| material(page).into_any())
}

fn material(page: MaterialView) -> impl IntoView {
    let card = page.card;
    let authors = card
        .authors
        .into_iter()
        .map(|author| view! { <li><a href=format!("/people/{}", author.slug)>{author.name}</a></li> });
    let authors = authors.collect_view();
    let has_authors = !authors.is_empty();
    let host = card
        .publisher
        .clone()
        .map_or_else(|| t!(library.open).to_owned(), |publisher| t!(library.read_at, publisher = publisher));
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
        <p>
            <a class="button button--primary" href=card.url rel="noopener">
                <span>{host}</span>
                <Icon name=IconName::External />
            </a>
        </p>
        <dl class="facts">
            {has_authors.then(|| view! { <div><dt>{t!(library.by)}</dt><dd><ul class="plain-list">{authors}</ul></dd></div> })}
            {card.publisher.map(|publisher| view! { <div><dt>{t!(library.published_by)}</dt><dd>{publisher}</dd></div> })}
            {card.published.map(|date| view! { <div><dt>{t!(library.published_on)}</dt><dd>{date}</dd></div> })}
            {page.length.map(|length| view! { <div><dt>{t!(library.length)}</dt><dd>{length}</dd></div> })}
            <div><dt>{t!(event.language)}</dt><dd>{page.language}</dd></div>
            {card.event.map(|(slug, title)| view! {
                <div><dt>{t!(library.from)}</dt><dd><a href=format!("/events/{slug}")>{title}</a></dd></div>
            })}
        </dl>
        <TopicTags topics=card.topics />
    }
}

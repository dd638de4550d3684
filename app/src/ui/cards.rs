//! Cards: an event, a session or a material in a list.

use domain::content::MaterialKind;
use leptos::prelude::*;

use super::{CountdownTo, EventAction, Icon, IconName, PhaseChip, TimeLine, boundaries};
use crate::language::Label;
use crate::t;
use crate::view::{CardWatched, EventCard, MaterialCard, PersonLink, SessionCard, TopicLink};

/// An event's card.
#[component]
pub fn EventCardView(card: EventCard) -> impl IntoView {
    let href = format!("/events/{}", card.slug);
    let people = names(&card.people);
    let timetable = card.timetable;
    view! {
        <article class="card card--event" data-accent=card.kind.name() data-t=boundaries(&timetable)>
            <p class="card__time">
                <TimeLine time=card.time.clone() />
                {(!card.time.length.is_empty())
                    .then(|| view! { <span class="card__duration">{card.time.length.clone()}</span> })}
            </p>
            <PhaseChip timetable=timetable />
            <p class="eyebrow">{card.kind.label()}</p>
            <h3 class="card__title"><a href=href>{card.title.clone()}</a></h3>
            {card.subtitle.map(|subtitle| view! { <p class="card__subtitle">{subtitle}</p> })}
            {people.map(|people| view! { <p class="card__people">{people}</p> })}
            {(card.sessions > 0).then(|| view! { <p class="card__meta">{t!(count.sessions, count = card.sessions)}</p> })}
            <CountdownTo timetable=timetable />
            <div class="card__actions">
                <EventAction slug=card.slug kind=card.kind title=card.title timetable=timetable join_url=None full=card.full small=true />
            </div>
        </article>
    }
}

/// A session's card.
#[component]
pub fn SessionCardView(card: SessionCard) -> impl IntoView {
    let href = format!("/sessions/{}", card.slug);
    let people = names(&card.people);
    view! {
        <article class="card" data-t=boundaries(&card.timetable)>
            <p class="card__time">
                <TimeLine time=card.time.clone() />
                <span class="card__duration">{card.time.length}</span>
            </p>
            <PhaseChip timetable=card.timetable />
            <h3 class="card__title"><a href=href>{card.title}</a></h3>
            {people.map(|people| view! { <p class="card__people">{people}</p> })}
            <p class="card__meta">{card.event_title} {card.room.map(|room| format!(" · {room}"))}</p>
        </article>
    }
}

/// A material's card; the title leads to its page here, a second link straight to where it is.
#[component]
pub fn MaterialCardView(card: MaterialCard) -> impl IntoView {
    let href = format!("/library/{}", card.slug);
    let authors = names(&card.authors);
    let source = [card.publisher.clone(), card.published].into_iter().flatten().collect::<Vec<_>>().join(", ");
    // What is here is opened here, wherever else it is too.
    let elsewhere = card.url.is_some() && !card.is_here;
    let place = opens(card.kind, card.publisher.as_deref().filter(|_| elsewhere));
    let address = card.url.filter(|_| elsewhere).unwrap_or_else(|| href.clone());
    // The title beside it says what it is.
    let picture = card.picture.map(|picture| {
        view! {
            <img
                class="card__picture"
                src=picture.address
                width=picture.width.to_string()
                height=picture.height.to_string()
                alt=""
                loading="lazy"
                decoding="async"
            />
        }
    });
    view! {
        <article class="card card--material" data-kind=card.kind.name()>
            {picture}
            <p class="eyebrow"><Icon name=material_icon(card.kind) /> {card.kind.label()}</p>
            <h3 class="card__title"><a href=href>{card.title.clone()}</a></h3>
            {authors.map(|authors| view! { <p class="card__people">{t!(library.by_authors, authors = authors)}</p> })}
            {card.length.map(|length| view! { <p class="card__meta">{length}</p> })}
            {card.watched.map(|watched| view! { <p class="card__meta card__watched">{watched_in_words(watched)}</p> })}
            <p class="card__meta">{source}</p>
            {card.event.map(|(slug, title)| view! {
                <p class="card__meta">{t!(library.from)} " " <a href=format!("/events/{slug}")>{title}</a></p>
            })}
            <TopicTags topics=card.topics />
            <div class="card__actions">
                <a class="button button--secondary button--small" href=address rel=elsewhere.then_some("noopener")>
                    <span>{place}</span>
                    <span class="visually-hidden">{t!(action.for_thing, title = card.title)}</span>
                    {elsewhere.then(|| view! { <Icon name=IconName::External /> })}
                </a>
            </div>
        </article>
    }
}

/// Topics as links to their pages.
#[component]
pub fn TopicTags(topics: Vec<TopicLink>) -> impl IntoView {
    (!topics.is_empty()).then(|| {
        let tags = topics.into_iter().map(|topic| {
            view! { <li><a class="tag" data-facet=topic.facet.name() href=format!("/topics/{}", topic.slug)>{topic.name}</a></li> }
        });
        view! { <ul class="tag-list">{tags.collect_view()}</ul> }
    })
}

fn watched_in_words(watched: CardWatched) -> AnyView {
    match watched {
        CardWatched { is_seen: true, .. } => view! { <Icon name=IconName::Check /> {t!(completion.seen)} }.into_any(),
        CardWatched { share, .. } => t!(completion.watched, share = share).into_any(),
    }
}

pub(crate) fn material_icon(kind: MaterialKind) -> IconName {
    match kind {
        MaterialKind::Recording | MaterialKind::Audio => IconName::Play,
        MaterialKind::Slides => IconName::Slides,
        MaterialKind::Report | MaterialKind::Transcript | MaterialKind::Captions => IconName::Report,
        MaterialKind::Link => IconName::Link,
    }
}

/// What one does with a material of that kind, and at whose place when it is not here.
pub fn opens(kind: MaterialKind, publisher: Option<&str>) -> String {
    match (kind, publisher) {
        (MaterialKind::Recording, Some(publisher)) => t!(library.watch_at, publisher = publisher),
        (_, Some(publisher)) => t!(library.read_at, publisher = publisher),
        (MaterialKind::Recording, None) => t!(library.watch).to_owned(),
        (MaterialKind::Audio, None) => t!(library.listen).to_owned(),
        (MaterialKind::Report | MaterialKind::Transcript, None) => t!(library.read).to_owned(),
        (MaterialKind::Slides | MaterialKind::Captions | MaterialKind::Link, None) => t!(library.open).to_owned(),
    }
}

/// At most three names, then how many more.
fn names(people: &[PersonLink]) -> Option<String> {
    let shown: Vec<&str> =
        people.iter().take(if people.len() == 4 { 4 } else { 3 }).map(|person| person.name.as_str()).collect();
    let more = people.len() - shown.len();
    let listed = shown.join(", ");
    match (shown.len(), more) {
        (0, _) => None,
        (_, 0) => Some(listed),
        _ => Some(format!("{listed} +{more}")),
    }
}

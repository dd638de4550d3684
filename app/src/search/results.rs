//! What was found, looked up in the programme that is shown.

use domain::content::{Content, Kind};
use domain::search::{Part, Passage, Query, Segment, excerpt, highlight};
use leptos::prelude::*;
use store::SearchHit;

use crate::language::{Label, locale};
use crate::pages::TEXT_PAGES;
use crate::server::{AppState, event_time, session_time};
use crate::t;

/// Characters of a passage that are shown.
const EXCERPT: usize = 200;

/// What a result says beside its passages.
struct Known {
    kind: String,
    title: String,
    href: String,
    detail: Option<String>,
}

/// A result; nothing if it is not published any more.
pub(super) fn result(state: &AppState, query: &Query, hit: SearchHit) -> Option<AnyView> {
    let published = state.published();
    let known = look_up(state, &published.content, &hit)?;
    let passages = hit.passages.into_iter().map(|passage| self::passage(query, &known.href, passage));
    let passages = passages.collect_view();
    let has_passages = !passages.is_empty();
    Some(
        view! {
            <li class="search-result">
                <p class="eyebrow">{known.kind}</p>
                <h3 class="search-result__title"><a href=known.href>{marked(highlight(&known.title, query))}</a></h3>
                {known.detail.map(|detail| view! { <p class="search-result__detail">{detail}</p> })}
                {has_passages.then(|| view! { <ul class="search-result__passages">{passages}</ul> })}
            </li>
        }
        .into_any(),
    )
}

fn look_up(state: &AppState, content: &Content, hit: &SearchHit) -> Option<Known> {
    let known = |kind: &str, title: &str, href: String, detail: Option<String>| Known {
        kind: kind.to_owned(),
        title: title.to_owned(),
        href,
        detail,
    };
    Some(match hit.kind {
        Kind::Event => {
            let event = content.event_by_id(hit.thing)?;
            let title = with_subtitle(&event.title, event.subtitle.as_deref());
            let date = event_time(state, event, None).date;
            known(event.kind.label(), &title, format!("/events/{}", event.slug), Some(date))
        }
        Kind::Session => {
            let session = content.sessions.iter().find(|session| session.id == hit.thing)?;
            let event = content.event_by_id(session.event)?;
            let title = with_subtitle(&session.title, session.subtitle.as_deref());
            let detail = format!("{} · {}", session_time(state, session, event, None).date, event.title);
            known(t!(search.session), &title, format!("/sessions/{}", session.slug), Some(detail))
        }
        Kind::Person => {
            let person = content.person_by_id(hit.thing)?;
            known(t!(search.person), &person.name, format!("/people/{}", person.slug), person.affiliation.clone())
        }
        Kind::Topic => {
            let topic = content.topics.iter().find(|topic| topic.id == hit.thing)?;
            let facet = topic.facet.label().to_owned();
            known(t!(search.topic), &topic.name, format!("/topics/{}", topic.slug), Some(facet))
        }
        Kind::Material => {
            let material = content.materials.iter().find(|material| material.id == hit.thing)?;
            let names = material.authors.iter().filter_map(|id| content.person_by_id(*id));
            let names: Vec<&str> =
                names.map(|person| person.name.as_str()).chain(material.publisher.as_deref()).collect();
            let detail = (!names.is_empty()).then(|| names.join(", "));
            known(material.kind.label(), &material.title, format!("/library/{}", material.slug), detail)
        }
        Kind::Page => {
            let page =
                content.pages.iter().find(|page| page.id == hit.thing && TEXT_PAGES.contains(&page.slug.as_str()))?;
            known(t!(search.page), &page.title, format!("/{}", page.slug), None)
        }
        Kind::Programme => known(t!(navigation.home), &content.programme.name, "/".to_owned(), None),
        Kind::Organisation | Kind::Track | Kind::Room => return None,
    })
}

fn with_subtitle(title: &str, subtitle: Option<&str>) -> String {
    subtitle.map_or_else(|| title.to_owned(), |subtitle| format!("{title}: {subtitle}"))
}

/// A passage with its hits; with its second or its page, where it has one. What was said leads to where it is said.
fn passage(query: &Query, href: &str, passage: Passage) -> AnyView {
    let label = match (passage.part, passage.page, passage.at) {
        (Part::Slide, Some(page), _) => Some(t!(search.slide, number = page)),
        (_, Some(page), _) => Some(t!(search.on_page, number = page)),
        (_, None, Some(at)) => Some(t!(search.said_at, time = clock(at))),
        _ => None,
    };
    let place = label.map(|label| match passage.at {
        Some(at) => {
            view! { <a class="search-result__place" href=format!("{href}?t={}", at / 1_000)>{label}</a> }.into_any()
        }
        None => match passage.page.filter(|_| passage.part == Part::Slide) {
            Some(page) => {
                view! { <a class="search-result__place" href=format!("{href}#slide-{page}")>{label}</a> }.into_any()
            }
            None => view! { <span class="search-result__place">{label}</span> }.into_any(),
        },
    });
    let lang = (!passage.language.eq_ignore_ascii_case(locale().tag())).then_some(passage.language);
    let words = marked(excerpt(&passage.text, query, EXCERPT));
    view! { <li>{place} " " <span lang=lang>{words}</span></li> }.into_any()
}

/// A text with its hits marked.
fn marked(segments: Vec<Segment>) -> AnyView {
    let segments = segments.into_iter().map(|segment| {
        if segment.is_hit { view! { <mark>{segment.text}</mark> }.into_any() } else { segment.text.into_any() }
    });
    segments.collect_view().into_any()
}

/// Milliseconds as a player shows them: `4:07`, `1:04:07`.
fn clock(milliseconds: u32) -> String {
    let seconds = milliseconds / 1_000;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::clock;

    #[test]
    fn a_moment_is_written_as_players_do() {
        assert_eq!([0, 247_999, 3_847_000].map(clock), ["0:00", "4:07", "1:04:07"]);
    }
}

//! The page of the search.

use domain::content::Kind;
use domain::search::QUERY_MAX;
use leptos::prelude::*;

use super::results::result;
use super::{Meaning, SearchView};
use crate::server::{gathered, state};
use crate::t;
use crate::ui::{Icon, IconName, PageHead, PageTitle, show};

/// Topics that are offered as examples.
const EXAMPLES: usize = 4;

/// Everything published, by words.
#[component]
pub fn SearchPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: SearchView) -> AnyView {
    let asked = view.text.trim().to_owned();
    let title = match &view.meaning {
        Meaning::TooLong => t!(search.error_title).to_owned(),
        Meaning::Nothing => t!(search.title).to_owned(),
        _ => t!(search.title_of, text = &asked),
    };
    let is_too_long = view.meaning == Meaning::TooLong;
    let body = match view.meaning {
        Meaning::Nothing | Meaning::TooLong => teaching(!asked.is_empty() && !is_too_long),
        _ => found(&asked, &view),
    };
    view! {
        <PageHead title=title path="/search" />
        <header class="page-head"><PageTitle>{t!(search.title)}</PageTitle></header>
        {form(view.text, view.kind, is_too_long)}
        {body}
    }
    .into_any()
}

/// Where words are typed; what was typed stays.
fn form(text: String, kind: Option<Kind>, is_too_long: bool) -> AnyView {
    let error = is_too_long.then(|| {
        view! {
            <p class="field__error" id="q-error"><Icon name=IconName::Warning /> <span>{t!(search.too_long, most = QUERY_MAX)}</span></p>
        }
    });
    view! {
        <form class="search-form search-form--page" method="get" action="/search" role="search">
            {kind.map(|kind| view! { <input type="hidden" name="kind" value=kind.name() /> })}
            <label class="search">
                <Icon name=IconName::Search />
                <span class="visually-hidden">{t!(search.site)}</span>
                <input
                    type="search"
                    name="q"
                    value=text
                    placeholder=t!(search.site)
                    enterkeyhint="search"
                    autocomplete="off"
                    aria-invalid=is_too_long.then_some("true")
                    aria-describedby=is_too_long.then_some("q-error")
                />
            </label>
            <button class="button button--primary" type="submit">{t!(search.submit)}</button>
        </form>
        {error}
    }
    .into_any()
}

/// What can be found, and how.
fn teaching(has_no_words: bool) -> AnyView {
    let topics = state().map(|state| {
        let published = state.published();
        published.content.topics.iter().take(EXAMPLES).map(|topic| topic.name.clone()).collect::<Vec<_>>()
    });
    let examples = topics.unwrap_or_default().into_iter().map(|name| {
        let href = address(&name, None);
        view! { <li><a class="tag" href=href>{name}</a></li> }
    });
    let examples = examples.collect_view();
    let has_examples = !examples.is_empty();
    view! {
        {has_no_words.then(|| view! { <p role="status">{t!(search.no_words)}</p> })}
        <div class="empty">
            <p>{t!(search.teach)}</p>
            <p>{t!(search.teach_phrases)}</p>
            {has_examples.then(|| view! { <p>{t!(search.examples)}</p> <ul class="tag-list">{examples}</ul> })}
        </div>
    }
    .into_any()
}

/// How many there are, of which kinds, and the best of them.
fn found(asked: &str, view: &SearchView) -> AnyView {
    let all: usize = view.counts.iter().map(|(_, count)| count).sum();
    let total = match view.kind {
        Some(kind) => view.counts.iter().find(|(known, _)| *known == kind).map_or(0, |(_, count)| *count),
        None => all,
    };
    let status = match (all, view.is_cut) {
        (0, _) => t!(search.nothing, text = asked),
        (_, true) => t!(search.at_least, number = total, text = meant(asked, view)),
        _ => t!(search.count, count = total, text = meant(asked, view)),
    };
    let results = state().map(|state| {
        view.hits.iter().filter_map(|hit| result(&state, &view.query, hit.clone())).collect::<Vec<AnyView>>()
    });
    let results = results.unwrap_or_default();
    let shown = results.len();
    view! {
        <p class="search-status" role="status">{status}</p>
        {note(asked, view)}
        {(all > 0).then(|| kinds(asked, view, all))}
        {(shown > 0).then(|| view! {
            <section aria-labelledby="results">
                <h2 class="visually-hidden" id="results">{t!(search.results)}</h2>
                <ol class="search-results">{results}</ol>
            </section>
        })}
        {(shown > 0 && shown < total).then(|| view! { <p class="search-more">{t!(search.first_of, shown = shown)}</p> })}
        {(all == 0).then(elsewhere)}
    }
    .into_any()
}

/// What was looked for in the end.
fn meant(asked: &str, view: &SearchView) -> String {
    match &view.meaning {
        Meaning::Corrected(text) => text.clone(),
        _ => asked.to_owned(),
    }
}

/// How the query was understood, where that is not plain.
fn note(asked: &str, view: &SearchView) -> AnyView {
    match &view.meaning {
        Meaning::Corrected(_) => {
            view! { <p class="notice notice--info">{t!(search.corrected, text = asked)}</p> }.into_any()
        }
        Meaning::Some => view! { <p class="notice notice--info">{t!(search.some_words)}</p> }.into_any(),
        Meaning::Typed { suggestion: Some(text) } => view! {
            <p class="search-meant">
                {t!(search.did_you_mean)} " " <a href=address(text, view.kind)>{text.clone()}</a>
            </p>
        }
        .into_any(),
        _ => ().into_any(),
    }
}

/// The kinds of what was found, to narrow the list.
fn kinds(asked: &str, view: &SearchView, all: usize) -> AnyView {
    let entry = |kind: Option<Kind>, name: &'static str, count: usize| {
        let current = (view.kind == kind).then_some("true");
        view! {
            <li>
                <a class="token" href=address(asked, kind) aria-current=current>
                    {name} " " <span class="search-kinds__count">{count}</span>
                </a>
            </li>
        }
    };
    let each = view.counts.iter().map(|(kind, count)| entry(Some(*kind), kind_name(*kind), *count)).collect_view();
    view! {
        <nav class="search-kinds" aria-label=t!(search.kinds)>
            <ul class="tokens">{entry(None, t!(search.all), all)} {each}</ul>
        </nav>
    }
    .into_any()
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Event => t!(section.events),
        Kind::Session => t!(section.sessions),
        Kind::Person => t!(navigation.people),
        Kind::Topic => t!(search.topics),
        Kind::Material => t!(navigation.library),
        Kind::Programme => t!(navigation.home),
        Kind::Page | Kind::Organisation | Kind::Track | Kind::Room => t!(search.pages),
    }
}

/// Where else to look when nothing was found.
fn elsewhere() -> AnyView {
    view! {
        <div class="empty">
            <p>{t!(search.advice)}</p>
            <ul class="link-row">
                <li><a class="button button--secondary" href="/programme">{t!(navigation.browse_programme)}</a></li>
                <li><a class="button button--secondary" href="/library">{t!(navigation.library)}</a></li>
                <li><a class="button button--secondary" href="/people">{t!(navigation.people)}</a></li>
            </ul>
        </div>
    }
    .into_any()
}

fn address(text: &str, kind: Option<Kind>) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    pairs.append_pair("q", text);
    if let Some(kind) = kind {
        pairs.append_pair("kind", kind.name());
    }
    format!("/search?{}", pairs.finish())
}

//! Pages of one act for a series: `/register` with the form, `/register/done` with what became of it, and
//! `/registration/series/<token>`, whose button confirms all registrations at once.

use domain::content::Event;
use domain::registration::RegistrationState;
use domain::registration::Series;
use domain::registration::series::EVENTS_FIELD;
use domain::registration::waiting::Terms;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::fields::{self, message};
use super::form::{person, summary, unsent, use_of_data};
use super::frame::Frame;
use super::questions;
use super::resend_page::resend_form;
use super::series::{SeriesForm, SeriesView, open_events};
use super::standing::dead_link;
use super::submit::issue_key;
use crate::error::PageError;
use crate::language::Label;
use crate::server::{AppState, event_card, gathered, state, visitor_zone};
use crate::t;
use crate::ui::{Icon, IconName, PageHead, PageTitle, TimeLine, show};

/// The form for all webinars that are open.
#[component]
pub fn SeriesPage() -> impl IntoView {
    let page = state().and_then(|state| Ok((state, gathered::<SeriesForm>()?)));
    show(page, |(state, form)| register(&state, form))
}

fn register(state: &AppState, series_form: SeriesForm) -> AnyView {
    let SeriesForm { mut form, chosen, errors, places } = series_form;
    let published = state.published();
    let Series { together, apart, questions } = Series::of(open_events(&published.content, state.now()));
    if form.idempotency_key.is_empty() {
        form.idempotency_key = issue_key(state.now()).to_string();
    }
    let failed = if errors.is_empty() { "" } else { t!(form.error_prefix) };
    let title = format!("{failed}{}", t!(series.title));
    let frame = Frame {
        name: EVENTS_FIELD.to_owned(),
        label: t!(series.events).to_owned(),
        error: message(&errors, EVENTS_FIELD),
        ..Frame::default()
    };
    let boxes = (0_usize..).zip(&together).map(|(position, event)| {
        let slug = event.slug.to_string();
        let waits = places.iter().any(|(id, places)| {
            *id == event.id
                && places.is_full(event.registration.capacity)
                && Terms::of(event).list_is_open(state.now())
        });
        let checked = chosen.as_ref().is_none_or(|chosen| chosen.contains(&slug));
        let id = (position == 0).then(|| frame.id());
        view! {
            <label class="check">
                <input id=id name=EVENTS_FIELD type="checkbox" value=slug checked=checked />
                <span>{title_and_time(state, event)} {waits.then(|| view! { <small>{t!(series.waiting)}</small> })}</span>
            </label>
        }
    });
    let boxes = boxes.collect_view().into_any();
    let apart = (!apart.is_empty()).then(|| elsewhere(&apart));
    let body = if together.is_empty() {
        nothing()
    } else {
        view! {
            <form class="form" method="post" action="/register" novalidate=true data-register="">
                {use_of_data()}
                <input type="hidden" name="idempotency_key" value=form.idempotency_key.clone() />
                {frame.around_choices(None, boxes)}
                {person(&errors, &form)}
                {questions::of_several(&questions, &together, &form.answers, &errors)}
                {fields::news_consent(&form.news_consent)}
                {fields::trap()}
                {unsent()}
                <div class="form__actions">
                    <button class="button button--primary" type="submit" data-busy=t!(form.registering)>{t!(series.act)}</button>
                </div>
            </form>
        }
        .into_any()
    };
    view! {
        <PageHead title=title path="/register" />
        {summary(errors)}
        <header class="page-head">
            <p class="eyebrow">{t!(registration.title)}</p>
            <PageTitle>{t!(series.title)}</PageTitle>
            <p class="subtitle">{t!(series.lede)}</p>
        </header>
        {body}
        {apart}
    }
    .into_any()
}

fn title_and_time(state: &AppState, event: &Event) -> AnyView {
    let published = state.published();
    let card = event_card(state, &published.content, event, visitor_zone().as_ref());
    view! { {card.title} <small><TimeLine time=card.time /></small> }.into_any()
}

fn elsewhere(events: &[&Event]) -> AnyView {
    let links = events.iter().map(|event| {
        let path = format!("/register/{}", event.slug);
        view! { <li><a href=path>{event.title.clone()}</a></li> }
    });
    view! {
        <section class="section">
            <p>{t!(series.apart)}</p>
            <ul>{links.collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn nothing() -> AnyView {
    view! {
        <div class="notice notice--info"><Icon name=IconName::Info /><p>{t!(series.nothing)}</p></div>
        <p class="form__actions form__actions--after">
            <a class="button button--secondary" href="/programme">{t!(registration.see_programme)}</a>
        </p>
    }
    .into_any()
}

/// What happens next; the same for everybody, so that nobody learns who takes part.
#[component]
pub fn SeriesSentPage() -> impl IntoView {
    show(state(), |state| sent(&state))
}

fn sent(state: &AppState) -> AnyView {
    let published = state.published();
    let asked = use_query_map().read_untracked();
    let of = |key: &str, words: &'static str| {
        let slugs = asked.get_all(key).unwrap_or_default();
        let events = published.content.events.iter().filter(move |event| slugs.contains(&event.slug.to_string()));
        let items =
            events.map(|event| view! { <li><strong>{event.title.clone()}</strong> ": " {words}</li> }.into_any());
        items.collect::<Vec<_>>()
    };
    let (held, waiting, full) =
        (of("held", t!(series.held)), of("waiting", t!(series.on_list)), of("full", t!(series.full)));
    let (title, first) = if state.settings().mail.is_sent() {
        (t!(sent.title), t!(sent.first))
    } else {
        (t!(sent.title_by_organiser), t!(sent.first_by_organiser))
    };
    view! {
        <PageHead title=title path="/register/done" />
        <header class="page-head">
            <p class="eyebrow">{t!(registration.title)}</p>
            <PageTitle>{title}</PageTitle>
        </header>
        <section class="panel panel--success" aria-labelledby="next">
            <h2 id="next">{t!(sent.next)}</h2>
            <ul>{held} {waiting} {full}</ul>
            <p>{first}</p>
            <p>{t!(sent.deadline)}</p>
        </section>
        <section class="section" aria-labelledby="resend">
            <details class="review">
                <summary id="resend">{t!(sent.no_message)}</summary>
                {resend_form(String::new())}
            </details>
        </section>
        <p class="form__actions form__actions--after">
            <a class="button button--secondary" href="/programme">{t!(registration.see_programme)}</a>
        </p>
    }
    .into_any()
}

/// All registrations of one form, and the button that confirms them. Opening the page changes nothing.
#[component]
pub fn SeriesConfirmPage() -> impl IntoView {
    match state().and_then(|state| Ok((state, gathered::<SeriesView>()?))) {
        Err(PageError::NotFound) => dead_link(),
        found => show(found, |(state, view)| confirm(&state, view)),
    }
}

fn confirm(state: &AppState, SeriesView { token, parts }: SeriesView) -> AnyView {
    let published = state.published();
    let is_open = parts.iter().any(|(registration, _)| registration.state.is_unproven());
    let items = parts.into_iter().map(|(registration, manage)| {
        let event = published.content.event_by_id(registration.event).map(|event| title_and_time(state, event));
        let of: RegistrationState = registration.state;
        let path = format!("/registration/{manage}");
        view! { <li><p>{event}</p><p>{of.label()} " · " <a href=path>{t!(registration.see_or_cancel)}</a></p></li> }
    });
    let items = items.collect_view();
    let action = format!("/registration/series/{token}");
    let heading = if is_open { t!(series.confirm_title) } else { t!(series.confirmed_title) };
    let act = if is_open {
        view! {
            <form class="form" method="post" action=action>
                <p>{t!(series.confirm_text)}</p>
                <div class="form__actions">
                    <button class="button button--primary" type="submit">{t!(series.confirm_act)}</button>
                </div>
            </form>
        }
        .into_any()
    } else {
        view! { <p>{t!(series.confirmed_text)}</p> }.into_any()
    };
    view! {
        {super::ticket::head(heading)}
        <section class="panel" aria-label=t!(registration.own)>
            {act}
            <ul class="plain-list">{items}</ul>
        </section>
    }
    .into_any()
}

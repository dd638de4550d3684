//! `/register/<slug>/done`: what happens next. It says the same to everybody, so that nobody learns who takes part; after
//! the form of a full event (`?waiting=yes`) it speaks of the waiting list, also to whoever holds a place.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::register_page::find;
use super::resend_page::resend_form;
use crate::error::PageError;
use crate::server::{event_card, slug, state, visitor_zone};
use crate::t;
use crate::ui::{PageHead, PageTitle, TimeLine, show};
use crate::view::EventCard;

struct Sent {
    event: EventCard,
    sends_mail: bool,
    waiting: bool,
}

/// The page after a form was sent.
#[component]
pub fn SentPage() -> impl IntoView {
    show(page(&slug()), sent)
}

fn page(slug: &str) -> Result<Sent, PageError> {
    let state = state()?;
    let published = state.published();
    let event = find(&published.content, slug, |slug| format!("/register/{slug}/done"))?;
    let waiting = use_query_map().read_untracked().get("waiting").is_some_and(|waiting| waiting == "yes");
    let event = event_card(&state, &published.content, event, visitor_zone().as_ref());
    Ok(Sent { event, sends_mail: state.settings().mail.is_sent(), waiting })
}

fn sent(Sent { event, sends_mail, waiting }: Sent) -> AnyView {
    let path = format!("/register/{}/done", event.slug);
    let event_path = format!("/events/{}", event.slug);
    let (title, first) = if sends_mail {
        (t!(sent.title), t!(sent.first))
    } else {
        (t!(sent.title_by_organiser), t!(sent.first_by_organiser))
    };
    let (second, third) =
        if waiting { (t!(sent.second_waiting), t!(sent.third_waiting)) } else { (t!(sent.second), t!(sent.third)) };
    view! {
        <PageHead title=title path=path />
        <header class="page-head">
            <p class="eyebrow">{if waiting { t!(registration.waiting_list) } else { t!(registration.title) }}</p>
            <PageTitle>{title}</PageTitle>
            <p class="subtitle">{event.title}</p>
            <p class="when"><TimeLine time=event.time /></p>
        </header>
        <section class="panel panel--success" aria-labelledby="next">
            <h2 id="next">{t!(sent.next)}</h2>
            <ul>
                <li>{first}</li>
                <li>{second}</li>
                <li>{third}</li>
                <li>{t!(sent.deadline)}</li>
            </ul>
        </section>
        <section class="section" aria-labelledby="resend">
            <details class="review">
                <summary id="resend">{t!(sent.no_message)}</summary>
                {resend_form(String::new())}
            </details>
        </section>
        <p class="form__actions form__actions--after">
            <a class="button button--secondary" href=event_path>{t!(registration.about_event)}</a>
            <a class="button button--quiet" href="/programme">{t!(registration.see_programme)}</a>
        </p>
    }
    .into_any()
}

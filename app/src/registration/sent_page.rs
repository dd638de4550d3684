//! `/register/<slug>/done`: what happens next. It says the same to everybody, so that nobody learns who takes part.

use leptos::prelude::*;

use super::register_page::find;
use crate::error::PageError;
use crate::server::{event_card, slug, state, visitor_zone};
use crate::ui::{PageHead, PageTitle, TimeLine, show};
use crate::view::EventCard;

/// The page after a form was sent.
#[component]
pub fn SentPage() -> impl IntoView {
    show(page(&slug()), |(event, sends_mail)| sent(event, sends_mail))
}

fn page(slug: &str) -> Result<(EventCard, bool), PageError> {
    let state = state()?;
    let published = state.published();
    let event = find(&published.content, slug, |slug| format!("/register/{slug}/done"))?;
    let event = event_card(&state, &published.content, event, visitor_zone().as_ref());
    Ok((event, state.settings().sends_mail))
}

fn sent(event: EventCard, sends_mail: bool) -> AnyView {
    let path = format!("/register/{}/done", event.slug);
    let event_path = format!("/events/{}", event.slug);
    let (title, first) = if sends_mail {
        ("Check your e-mail", "We have written to the address you gave. Open the link in that message and confirm.")
    } else {
        (
            "Thank you, one step is left",
            "This site does not send mail yet. The message with your link waits in the organiser’s outbox, and the organiser passes it on to you. Open the link in it and confirm.",
        )
    };
    view! {
        <PageHead title=title path=path />
        <header class="page-head">
            <p class="eyebrow">"Registration"</p>
            <PageTitle>{title}</PageTitle>
            <p class="subtitle">{event.title}</p>
            <p class="when"><TimeLine time=event.time /></p>
        </header>
        <section class="panel panel--success" aria-labelledby="next">
            <h2 id="next">"What happens next"</h2>
            <ul>
                <li>{first}</li>
                <li>"Your place is held in the meantime; confirming proves that the address is yours."</li>
                <li>"The same message holds the link with which you see your registration or give your place back."</li>
            </ul>
        </section>
        <p class="form__actions form__actions--after">
            <a class="button button--secondary" href=event_path>"About this event"</a>
            <a class="button button--quiet" href="/programme">"See the programme"</a>
        </p>
    }
    .into_any()
}

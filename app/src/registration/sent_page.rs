//! `/register/<slug>/done`: what happens next. It says the same to everybody, so that nobody learns who takes part; after
//! the form of a full event (`?waiting=yes`) it speaks of the waiting list, also to whoever holds a place.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::register_page::find;
use super::resend_page::resend_form;
use crate::error::PageError;
use crate::server::{event_card, slug, state, visitor_zone};
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
    Ok(Sent { event, sends_mail: state.settings().sends_mail, waiting })
}

fn sent(Sent { event, sends_mail, waiting }: Sent) -> AnyView {
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
    let (second, third) = if waiting {
        (
            "Every place is taken. Once you have confirmed, you are on the waiting list, and your place in the queue counts from now.",
            "When a place becomes free and you are next, we write to you and hold it for some hours. The same message holds the link with which you see where you stand, or leave the list.",
        )
    } else {
        (
            "Your place is held in the meantime; confirming proves that the address is yours.",
            "The same message holds the link with which you see your registration or give your place back.",
        )
    };
    view! {
        <PageHead title=title path=path />
        <header class="page-head">
            <p class="eyebrow">{if waiting { "Waiting list" } else { "Registration" }}</p>
            <PageTitle>{title}</PageTitle>
            <p class="subtitle">{event.title}</p>
            <p class="when"><TimeLine time=event.time /></p>
        </header>
        <section class="panel panel--success" aria-labelledby="next">
            <h2 id="next">"What happens next"</h2>
            <ul>
                <li>{first}</li>
                <li>{second}</li>
                <li>{third}</li>
                <li>"The link works for 7 days. What is not confirmed by then is deleted."</li>
            </ul>
        </section>
        <section class="section" aria-labelledby="resend">
            <details class="review">
                <summary id="resend">"No message has come"</summary>
                {resend_form(String::new())}
            </details>
        </section>
        <p class="form__actions form__actions--after">
            <a class="button button--secondary" href=event_path>"About this event"</a>
            <a class="button button--quiet" href="/programme">"See the programme"</a>
        </p>
    }
    .into_any()
}

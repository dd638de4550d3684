//! `/registration/<token>`: a person's own registration: how it stands, the answers they gave, and what they can do.

use domain::registration::RegistrationState;
use leptos::prelude::*;

use super::calendar_feed;
use super::standing::{acts, dead_link, explanation, over, standing, title};
use super::ticket::{self, Ticket, head};
use crate::error::PageError;
use crate::site::use_site;
use crate::ui::show;

/// The page to see and cancel a registration.
#[component]
pub fn ManagePage() -> impl IntoView {
    match ticket::ticket() {
        Err(error @ PageError::NotFound) => {
            error.set_status();
            dead_link()
        }
        found => show(found, |ticket| match ticket.state {
            _ if ticket.is_overdue => dead_link(),
            RegistrationState::Cancelled => over(&ticket),
            _ => running(ticket),
        }),
    }
}

fn running(ticket: Ticket) -> AnyView {
    let state = ticket.state;
    let waits = matches!(state, RegistrationState::Joining | RegistrationState::Waiting | RegistrationState::Offered);
    let has_place = state.holds_a_place() && state != RegistrationState::Offered;
    let heading = if state == RegistrationState::Confirmed { "Your registration" } else { title(state) };
    let leaving = (state != RegistrationState::Attended).then(|| leave(&ticket, !has_place));
    let (standing, acts, panel) = (standing(&ticket), acts(&ticket), ticket::panel(&ticket));
    let feed = calendar_feed::section(ticket.feed.clone(), &ticket.manage, &use_site().base_url);
    let answers =
        ticket.answers.into_iter().map(|(name, answer)| view! { <div><dt>{name}</dt><dd>{answer}</dd></div> });
    view! {
        {head(heading)}
        {standing}
        {acts}
        {panel}
        {feed}
        {(waits || state == RegistrationState::Expired).then(explanation)}
        <section class="section" aria-labelledby="answers">
            <h2 class="section__title" id="answers">"What you told us"</h2>
            <dl class="facts answers">{answers.collect_view()}</dl>
        </section>
        {leaving}
    }
    .into_any()
}

fn leave(ticket: &Ticket, waits: bool) -> AnyView {
    let cancel = format!("{}/cancel", ticket.manage);
    let words = if waits {
        "You leave the waiting list. If you register again later, you start at its end."
    } else {
        "Your place is given to somebody else at once. You can register again only while there are places, or wait for one."
    };
    view! {
        <section class="section" aria-labelledby="cancel">
            <h2 class="section__title" id="cancel">"If you cannot come"</h2>
            <details class="review">
                <summary>"Cancel my registration"</summary>
                <form class="form" method="post" action=cancel>
                    <p>{words}</p>
                    <div class="form__actions">
                        <button class="button button--secondary" type="submit">"Yes, cancel my registration"</button>
                    </div>
                </form>
            </details>
        </section>
    }
    .into_any()
}

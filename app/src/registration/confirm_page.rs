//! `/registration/confirm/<token>`: a button that proves the address. Opening the page changes nothing, because programs
//! that look through mail open every link.

use domain::registration::RegistrationState;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::ticket::{self, Ticket, cancelled, head};
use crate::ui::{TimeLine, show};

/// The confirmation page.
#[component]
pub fn ConfirmPage() -> impl IntoView {
    let token = use_params_map().read_untracked().get("token").unwrap_or_default();
    show(ticket::ticket(), |ticket| match ticket.state {
        RegistrationState::Pending => pending(&token, ticket),
        RegistrationState::Confirmed => confirmed(&ticket),
        RegistrationState::Cancelled => cancelled(&ticket),
    })
}

fn pending(token: &str, ticket: Ticket) -> AnyView {
    let action = format!("/registration/confirm/{token}");
    let event = ticket.event.map(|event| {
        view! {
            <h2>{event.title}</h2>
            <p class="when"><TimeLine time=event.time /></p>
        }
    });
    view! {
        {head("Confirm your registration")}
        <section class="panel" aria-label="Your registration">
            {event}
            <form class="form" method="post" action=action>
                <p>"One press, and your registration is complete."</p>
                <div class="form__actions">
                    <button class="button button--primary" type="submit">"Confirm my registration"</button>
                    <a class="button button--quiet" href=ticket.manage>"See or cancel it"</a>
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn confirmed(ticket: &Ticket) -> AnyView {
    let manage = ticket.manage.clone();
    view! {
        {head("You are registered")}
        {ticket::panel(ticket)}
        <p class="form__actions form__actions--after">
            <a class="button button--secondary" href=manage>"See or cancel your registration"</a>
        </p>
    }
    .into_any()
}

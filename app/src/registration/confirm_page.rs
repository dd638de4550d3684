//! `/registration/confirm/<token>`: a button that proves the address. Opening the page changes nothing, because programs
//! that look through mail open every link.

use domain::registration::RegistrationState;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::standing::{acts, behind_link, explanation, over, standing, title};
use super::ticket::{self, Ticket, head};
use crate::t;
use crate::ui::TimeLine;

/// The confirmation page.
#[component]
pub fn ConfirmPage() -> impl IntoView {
    let token = use_params_map().read_untracked().get("token").unwrap_or_default();
    behind_link(|ticket| match ticket.state {
        RegistrationState::Pending | RegistrationState::Joining => unproven(&token, ticket),
        RegistrationState::Cancelled => over(&ticket),
        _ => proven(&ticket),
    })
}

fn unproven(token: &str, ticket: Ticket) -> AnyView {
    let action = format!("/registration/confirm/{token}");
    let (heading, words, act) = if ticket.state == RegistrationState::Joining {
        (t!(confirm.join_title), t!(confirm.join_text), t!(confirm.join_act))
    } else {
        (t!(confirm.title), t!(confirm.text), t!(confirm.act))
    };
    let event = ticket.event.map(|event| {
        view! {
            <h2>{event.title}</h2>
            <p class="when"><TimeLine time=event.time /></p>
        }
    });
    view! {
        {head(heading)}
        <section class="panel" aria-label=t!(registration.own)>
            {event}
            <form class="form" method="post" action=action>
                <p>{words}</p>
                <div class="form__actions">
                    <button class="button button--primary" type="submit">{act}</button>
                    <a class="button button--quiet" href=ticket.manage>{t!(confirm.see_or_cancel)}</a>
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn proven(ticket: &Ticket) -> AnyView {
    let manage = ticket.manage.clone();
    view! {
        {head(title(ticket.state))}
        {standing(ticket)}
        {acts(ticket)}
        {ticket::panel(ticket)}
        {(ticket.state == RegistrationState::Waiting).then(explanation)}
        <p class="form__actions form__actions--after">
            <a class="button button--secondary" href=manage>{t!(registration.see_or_cancel)}</a>
        </p>
    }
    .into_any()
}

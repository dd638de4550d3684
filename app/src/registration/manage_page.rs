//! `/registration/<token>`: a person's own registration, with the answers they gave and the way to give the place back.

use domain::registration::RegistrationState;
use leptos::prelude::*;

use super::calendar_feed;
use super::ticket::{self, Ticket, cancelled, head};
use crate::site::use_site;
use crate::ui::{Icon, IconName, show};

/// The page to see and cancel a registration.
#[component]
pub fn ManagePage() -> impl IntoView {
    show(ticket::ticket(), |ticket| match ticket.state {
        RegistrationState::Cancelled => cancelled(&ticket),
        RegistrationState::Pending | RegistrationState::Confirmed => held(ticket),
    })
}

fn held(ticket: Ticket) -> AnyView {
    let cancel = format!("{}/cancel", ticket.manage);
    let panel = ticket::panel(&ticket);
    let feed = calendar_feed::section(ticket.feed.clone(), &ticket.manage, &use_site().base_url);
    let pending = (ticket.state == RegistrationState::Pending).then(|| {
        view! {
            <div class="notice notice--info">
                <Icon name=IconName::Info />
                <p>"Your place is held. Your address is not confirmed yet: open the other link of the same message."</p>
            </div>
        }
    });
    let answers =
        ticket.answers.into_iter().map(|(name, answer)| view! { <div><dt>{name}</dt><dd>{answer}</dd></div> });
    view! {
        {head("Your registration")}
        {pending}
        {panel}
        {feed}
        <section class="section" aria-labelledby="answers">
            <h2 class="section__title" id="answers">"What you told us"</h2>
            <dl class="facts answers">{answers.collect_view()}</dl>
        </section>
        <section class="section" aria-labelledby="cancel">
            <h2 class="section__title" id="cancel">"If you cannot come"</h2>
            <details class="review">
                <summary>"Cancel my registration"</summary>
                <form class="form" method="post" action=cancel>
                    <p>"Your place is given to somebody else at once. You can register again only while there are places."</p>
                    <div class="form__actions">
                        <button class="button button--secondary" type="submit">"Yes, cancel my registration"</button>
                    </div>
                </form>
            </details>
        </section>
    }
    .into_any()
}

//! `/registration/<token>`: a person's own registration: how it stands, the answers they gave, and what they can do.

use domain::registration::RegistrationState;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::calendar_feed;
use super::gather::Reminded;
use super::standing::{acts, behind_link, explanation, over, standing, title};
use super::ticket::{self, Ticket, head};
use crate::site::use_site;
use crate::t;
use crate::ui::{Icon, IconName};

/// The page to see and cancel a registration.
#[component]
pub fn ManagePage() -> impl IntoView {
    behind_link(|ticket| match ticket.state {
        RegistrationState::Cancelled => {
            let feed = feed(&ticket);
            view! {
                {over(&ticket)}
                {feed}
            }
            .into_any()
        }
        _ => running(ticket),
    })
}

fn running(ticket: Ticket) -> AnyView {
    let state = ticket.state;
    let waits = matches!(state, RegistrationState::Joining | RegistrationState::Waiting | RegistrationState::Offered);
    let has_place = state.holds_a_place() && state != RegistrationState::Offered;
    let changed = use_query_map().read_untracked().get("changed").is_some().then(changed);
    let heading = if state == RegistrationState::Confirmed { t!(registration.own) } else { title(state) };
    let leaving = (state != RegistrationState::Attended).then(|| leave(&ticket, !has_place));
    let change = ticket.can_change.then(|| format!("{}/answers", ticket.manage));
    let (standing, acts, panel) = (standing(&ticket), acts(&ticket), ticket::panel(&ticket));
    let feed = feed(&ticket);
    let reminders = ticket.reminders.map(|reminded| reminders(reminded, &ticket.manage));
    let answers =
        ticket.answers.into_iter().map(|(name, answer)| view! { <div><dt>{name}</dt><dd>{answer}</dd></div> });
    view! {
        {head(heading)}
        {changed}
        {standing}
        {acts}
        {panel}
        {reminders}
        {feed}
        {(waits || state == RegistrationState::Expired).then(explanation)}
        <section class="section" aria-labelledby="answers">
            <h2 class="section__title" id="answers">{t!(manage.answers)}</h2>
            <dl class="facts answers">{answers.collect_view()}</dl>
            {change.map(|change| {
                view! {
                    <p class="form__actions form__actions--after">
                        <a class="button button--secondary" href=change>{t!(manage.change)}</a>
                    </p>
                }
            })}
        </section>
        {leaving}
    }
    .into_any()
}

/// What somebody is told who has just changed their answers.
fn changed() -> AnyView {
    view! {
        <div class="notice notice--success" role="status">
            <Icon name=IconName::Check />
            <p>{t!(manage.changed)}</p>
        </div>
    }
    .into_any()
}

/// Whether the holder is reminded, and the button to change it.
fn reminders(reminded: Reminded, manage: &str) -> AnyView {
    let button = |act: &str, label: &'static str| {
        view! {
            <form class="form__actions" method="post" action=format!("{manage}/reminders/{act}")>
                <button class="button button--secondary" type="submit">{label}</button>
            </form>
        }
        .into_any()
    };
    let (words, act) = match reminded {
        Reminded::Yes => (t!(manage.reminded), button("stop", t!(notifications.event_stop))),
        Reminded::NotOfThis => (t!(notifications.event_stopped), button("resume", t!(notifications.event_resume))),
        Reminded::OfNone => (
            t!(manage.reminded_of_none),
            view! { <p><a href="/me/notifications">{t!(manage.choose_messages)}</a></p> }.into_any(),
        ),
    };
    view! {
        <section class="section" aria-labelledby="reminders">
            <h2 class="section__title" id="reminders">{t!(manage.reminders)}</h2>
            <p>{words}</p>
            {act}
        </section>
    }
    .into_any()
}

/// The calendar feed of the address.
fn feed(ticket: &Ticket) -> AnyView {
    calendar_feed::section(ticket.feed.clone(), &ticket.manage, &use_site().base_url)
}

fn leave(ticket: &Ticket, waits: bool) -> AnyView {
    let cancel = format!("{}/cancel", ticket.manage);
    let words = if waits { t!(manage.leave_list) } else { t!(manage.give_back) };
    view! {
        <section class="section" aria-labelledby="cancel">
            <h2 class="section__title" id="cancel">{t!(manage.cannot_come)}</h2>
            <details class="review">
                <summary>{t!(manage.cancel)}</summary>
                <form class="form" method="post" action=cancel>
                    <p>{words}</p>
                    <div class="form__actions">
                        <button class="button button--secondary" type="submit">{t!(manage.cancel_act)}</button>
                    </div>
                </form>
            </details>
        </section>
    }
    .into_any()
}

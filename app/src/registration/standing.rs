//! Where a registration stands, in words, with an icon and a colour that repeat them; and the acts that belong to it.

use domain::registration::RegistrationState;
use leptos::prelude::*;

use super::ticket::{Ticket, head};
use crate::ui::{Icon, IconName};

/// Title of the page about a registration in that state.
pub(super) fn title(state: RegistrationState) -> &'static str {
    match state {
        RegistrationState::Pending => "Your registration",
        RegistrationState::Joining => "One step to the waiting list",
        RegistrationState::Waiting => "You are on the waiting list",
        RegistrationState::Offered => "A place is free for you",
        RegistrationState::Confirmed => "You are registered",
        RegistrationState::Expired => "The offer has ended",
        RegistrationState::Cancelled => "Your registration is cancelled",
        RegistrationState::Attended => "You took part",
    }
}

/// The notice that says how it stands.
pub(super) fn standing(ticket: &Ticket) -> AnyView {
    let until = ticket.offer_until.clone().unwrap_or_default();
    let (tone, icon, words) = match ticket.state {
        RegistrationState::Pending => (
            "info",
            IconName::Info,
            "Your place is held. Your address is not confirmed yet: open the other link of the same message within 7 days of registering.".to_owned(),
        ),
        RegistrationState::Joining => (
            "warning",
            IconName::Warning,
            "You are not on the waiting list yet: open the other link of the same message and confirm. Your place in the queue counts from when you sent the form.".to_owned(),
        ),
        RegistrationState::Waiting => ("info", IconName::Hourglass, position(ticket.ahead.unwrap_or_default())),
        RegistrationState::Offered => {
            ("warning", IconName::Ticket, format!("A place is held for you until {until}. Accept it or leave it to the next person."))
        }
        RegistrationState::Confirmed => ("success", IconName::Check, "You have a place.".to_owned()),
        RegistrationState::Expired => (
            "warning",
            IconName::Clock,
            format!("A place was held for you until {until}. It has gone on to the next person."),
        ),
        RegistrationState::Cancelled if ticket.by_organiser => {
            ("warning", IconName::Cancelled, "The organiser has cancelled your registration.".to_owned())
        }
        RegistrationState::Cancelled => ("info", IconName::Cancelled, "You are not registered any more.".to_owned()),
        RegistrationState::Attended => ("success", IconName::Certificate, "You were there.".to_owned()),
    };
    view! {
        <div class=format!("notice notice--{tone}")>
            <Icon name=icon />
            <p>{words}</p>
        </div>
    }
    .into_any()
}

fn position(ahead: u32) -> String {
    match ahead {
        0 => "You are number 1 on the waiting list: the next free place is offered to you.".to_owned(),
        1 => "You are number 2 on the waiting list: 1 person asked before you.".to_owned(),
        _ => {
            format!("You are number {} on the waiting list: {ahead} people asked before you.", ahead.saturating_add(1))
        }
    }
}

/// What can be done about it apart from cancelling: take or leave an offer, come back, take a free place.
pub(super) fn acts(ticket: &Ticket) -> Option<AnyView> {
    let path = |act: &str| format!("{}/{act}", ticket.manage);
    match ticket.state {
        RegistrationState::Offered => Some(
            view! {
                <div class="form__actions form__actions--after">
                    <form method="post" action=path("accept")>
                        <button class="button button--primary" type="submit">"Accept the place"</button>
                    </form>
                    <form method="post" action=path("decline")>
                        <button class="button button--secondary" type="submit">"Decline"</button>
                    </form>
                </div>
            }
            .into_any(),
        ),
        RegistrationState::Expired => Some(
            view! {
                <form class="form" method="post" action=path("rejoin")>
                    <p>"You can come back to where you stood: your place in the queue still counts from when you first asked."</p>
                    <div class="form__actions">
                        <button class="button button--primary" type="submit">"Put me back on the waiting list"</button>
                    </div>
                </form>
            }
            .into_any(),
        ),
        RegistrationState::Waiting if ticket.can_take_free => Some(
            view! {
                <form class="form" method="post" action=path("accept")>
                    <p>"The event is about to begin, so no more offers are made. A place is free for whoever takes it first."</p>
                    <div class="form__actions">
                        <button class="button button--primary" type="submit">"Take the free place"</button>
                    </div>
                </form>
            }
            .into_any(),
        ),
        _ => None,
    }
}

/// How the list works, for whoever waits.
pub(super) fn explanation() -> AnyView {
    view! {
        <section class="section" aria-labelledby="list">
            <h2 class="section__title" id="list">"How the waiting list works"</h2>
            <ul class="check-list">
                <li>"Who asked first is next. Nobody is let in before you, except by a decision of the organiser, which is recorded with its reason."</li>
                <li>"A place that becomes free is held for the next person for 12 hours, and for less when the event is near. We write as soon as it is yours."</li>
                <li>"If you do not answer in time, the place goes on by itself, and you can come back to where you stood."</li>
            </ul>
        </section>
    }
    .into_any()
}

/// For whoever opens a link of a registration that is no more.
pub(super) fn over(ticket: &Ticket) -> AnyView {
    let again = ticket.event.as_ref().map(|event| {
        let path = format!("/register/{}", event.slug);
        let title = event.title.clone();
        view! {
            <p>"“"{title}"” takes registrations as long as it is open; you can register again."</p>
            <p class="form__actions"><a class="button button--secondary" href=path>"Register again"</a></p>
        }
    });
    view! {
        {head(title(ticket.state))}
        {standing(ticket)}
        <section class="panel" aria-label="Your registration">
            <p class="field__hint">"Reference " {ticket.reference.clone()}</p>
            {again}
        </section>
    }
    .into_any()
}

/// For whoever opens a link that leads nowhere (any more).
pub(super) fn dead_link() -> AnyView {
    view! {
        {head("This link does not work")}
        <div class="notice notice--warning">
            <Icon name=IconName::Warning />
            <p>"It may be incomplete, or older than 7 days. A registration that is not confirmed within 7 days is deleted, and its place is given to somebody else."</p>
        </div>
        <p class="form__actions form__actions--after">
            <a class="button button--primary" href="/programme">"See the programme"</a>
            <a class="button button--secondary" href="/registration/resend">"Send me my links again"</a>
        </p>
    }
    .into_any()
}

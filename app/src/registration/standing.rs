//! Where a registration stands, in words, with an icon and a colour that repeat them; and the acts that belong to it.

use domain::registration::RegistrationState;
use leptos::prelude::*;

use super::ticket::{Ticket, head, ticket};
use crate::error::PageError;
use crate::t;
use crate::ui::{Icon, IconName, show};

/// Title of the page about a registration in that state.
pub(super) fn title(state: RegistrationState) -> &'static str {
    match state {
        RegistrationState::Pending => t!(ticket.title_pending),
        RegistrationState::Joining => t!(ticket.title_joining),
        RegistrationState::Waiting => t!(ticket.title_waiting),
        RegistrationState::Offered => t!(ticket.title_offered),
        RegistrationState::Confirmed => t!(ticket.title_confirmed),
        RegistrationState::Expired => t!(ticket.title_expired),
        RegistrationState::Cancelled => t!(ticket.title_cancelled),
        RegistrationState::Attended => t!(ticket.title_attended),
    }
}

/// The notice that says how it stands.
pub(super) fn standing(ticket: &Ticket) -> AnyView {
    let until = ticket.offer_until.clone().unwrap_or_default();
    let (tone, icon, words) = match ticket.state {
        RegistrationState::Pending => ("info", IconName::Info, t!(ticket.pending).to_owned()),
        RegistrationState::Joining => ("warning", IconName::Warning, t!(ticket.joining).to_owned()),
        RegistrationState::Waiting => ("info", IconName::Hourglass, position(ticket.ahead.unwrap_or_default())),
        RegistrationState::Offered => ("warning", IconName::Ticket, t!(ticket.offered, until = until)),
        RegistrationState::Confirmed => ("success", IconName::Check, t!(ticket.confirmed).to_owned()),
        RegistrationState::Expired => ("warning", IconName::Clock, t!(ticket.expired, until = until)),
        RegistrationState::Cancelled if ticket.by_organiser => {
            ("warning", IconName::Cancelled, t!(ticket.cancelled_by_organiser).to_owned())
        }
        RegistrationState::Cancelled => ("info", IconName::Cancelled, t!(ticket.cancelled).to_owned()),
        RegistrationState::Attended => ("success", IconName::Certificate, t!(ticket.attended).to_owned()),
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
        0 => t!(ticket.next_in_line).to_owned(),
        _ => t!(ticket.position, number = ahead.saturating_add(1), count = ahead),
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
                        <button class="button button--primary" type="submit">{t!(ticket.accept)}</button>
                    </form>
                    <form method="post" action=path("decline")>
                        <button class="button button--secondary" type="submit">{t!(ticket.decline)}</button>
                    </form>
                </div>
            }
            .into_any(),
        ),
        RegistrationState::Expired => Some(
            view! {
                <form class="form" method="post" action=path("rejoin")>
                    <p>{t!(ticket.rejoin_text)}</p>
                    <div class="form__actions">
                        <button class="button button--primary" type="submit">{t!(ticket.rejoin)}</button>
                    </div>
                </form>
            }
            .into_any(),
        ),
        RegistrationState::Waiting if ticket.can_take_free => Some(
            view! {
                <form class="form" method="post" action=path("accept")>
                    <p>{t!(ticket.take_free_text)}</p>
                    <div class="form__actions">
                        <button class="button button--primary" type="submit">{t!(ticket.take_free)}</button>
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
            <h2 class="section__title" id="list">{t!(waiting_list.title)}</h2>
            <ul class="check-list">
                <li>{t!(waiting_list.order)}</li>
                <li>{t!(waiting_list.offer)}</li>
                <li>{t!(waiting_list.missed)}</li>
            </ul>
        </section>
    }
    .into_any()
}

/// For whoever opens a link of a registration that is no more.
pub(super) fn over(ticket: &Ticket) -> AnyView {
    let again = ticket.event.as_ref().map(|event| {
        let path = format!("/register/{}", event.slug);
        view! {
            <p>{t!(ticket.can_register_again, event = &event.title)}</p>
            <p class="form__actions"><a class="button button--secondary" href=path>{t!(ticket.register_again)}</a></p>
        }
    });
    view! {
        {head(title(ticket.state))}
        {standing(ticket)}
        <section class="panel" aria-label=t!(registration.own)>
            <p class="field__hint">{t!(registration.reference_is, reference = &ticket.reference)}</p>
            {again}
        </section>
    }
    .into_any()
}

/// The page behind a link of a registration, while the link lives.
pub(super) fn behind_link(page: impl FnOnce(Ticket) -> AnyView) -> AnyView {
    match ticket() {
        Ok(ticket) if ticket.is_overdue => dead_link(),
        Err(PageError::NotFound) => dead_link(),
        found => show(found, page),
    }
}

/// For whoever opens a link that leads nowhere (any more).
pub(super) fn dead_link() -> AnyView {
    PageError::NotFound.set_status();
    view! {
        {head(t!(dead_link.title))}
        <div class="notice notice--warning">
            <Icon name=IconName::Warning />
            <p>{t!(dead_link.text)}</p>
        </div>
        <p class="form__actions form__actions--after">
            <a class="button button--primary" href="/programme">{t!(registration.see_programme)}</a>
            <a class="button button--secondary" href="/registration/resend">{t!(resend.title)}</a>
        </p>
    }
    .into_any()
}

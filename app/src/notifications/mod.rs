//! Which letters somebody wants: a page for whoever is signed in, and the same for whoever has a letter, without signing
//! in. A letter's token says whose it is and opens nothing else.

mod choices_page;
mod event_page;
mod stop_page;

pub use choices_page::{ChoicesPage, ChoicesView, gather_choices, gather_own_choices, wanted};
pub use event_page::{EventReminders, EventRemindersPage, gather_event_reminders};
pub use stop_page::{StopPage, StopView, gather_stop};

use domain::mail::Purpose;
use leptos::prelude::*;

use crate::error::PageError;
use crate::server::derived_token;
use crate::t;
use crate::ui::{Icon, IconName, PageHead, PageTitle};

/// The token of a letter's links about letters, made from the one that opens its registration. It does not work the other
/// way round.
pub fn letters_token(manage_token: &str) -> String {
    derived_token(manage_token, "letters")
}

/// Path of the page on which the reminders of a letter's event are stopped. A POST to it acts at once (RFC 8058).
pub(crate) fn event_path(letters_token: &str) -> String {
    format!("/notifications/{letters_token}/event")
}

/// Path of the page on which one says what one wants to be written about.
pub(crate) fn choices_path(letters_token: &str) -> String {
    format!("/notifications/{letters_token}")
}

/// Path of the page on which letters for a purpose are stopped. A POST to it acts at once, too.
pub(crate) fn stop_path(letters_token: &str, purpose: Purpose) -> String {
    format!("/notifications/{letters_token}/stop/{}", purpose.name())
}

/// Head of a page about letters. Its address carries a token, so the canonical one does not.
fn head(title: &'static str) -> AnyView {
    view! {
        <PageHead title=title path="/programme" />
        <header class="page-head">
            <p class="eyebrow">{t!(notifications.eyebrow)}</p>
            <PageTitle>{title}</PageTitle>
        </header>
    }
    .into_any()
}

/// For whoever opens a link of a registration that is no more.
fn dead_link() -> AnyView {
    PageError::NotFound.set_status();
    view! {
        {head(t!(dead_link.title))}
        <div class="notice notice--warning">
            <Icon name=IconName::Warning />
            <p>{t!(notifications.dead_link)}</p>
        </div>
        <p class="form__actions form__actions--after">
            <a class="button button--primary" href="/programme">{t!(registration.see_programme)}</a>
        </p>
    }
    .into_any()
}

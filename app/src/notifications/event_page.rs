//! `/notifications/<token>/event`: no more reminders of one event. Opening the page changes nothing, because programs that
//! look through mail open every link; the button does, and so does a mail program's own "unsubscribe" (RFC 8058).

use domain::content::Event;
use leptos::prelude::*;
use store::Registration;

use super::{dead_link, event_path, head};
use crate::error::PageError;
use crate::server::{AppState, event_time, gathered, store_failed};
use crate::t;
use crate::ui::{Icon, IconName, TimeLine, show};
use crate::view::TimeLabel;

/// Whether somebody is reminded of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventReminders {
    /// The letter's token.
    pub token: String,
    /// Title of the event and when it is; `None` if it is no longer in the programme.
    pub event: Option<(String, TimeLabel)>,
    /// Whether they are reminded.
    pub wants: bool,
}

/// Whether somebody is reminded of the event that a letter was about.
///
/// # Errors
/// [`PageError::NotFound`] for an unknown token, [`PageError::Unavailable`] if the store fails.
pub async fn gather_event_reminders(state: &AppState, token: &str) -> Result<EventReminders, PageError> {
    let found = state.store().registration_by_letter(token).await.map_err(|error| store_failed(&error))?;
    found.map(|found| of(state, token, &found)).ok_or(PageError::NotFound)
}

fn of(state: &AppState, token: &str, registration: &Registration) -> EventReminders {
    let published = state.published();
    let event = published.content.event_by_id(registration.event);
    let label = |event: &Event| (event.title.clone(), event_time(state, event, None));
    EventReminders { token: token.to_owned(), event: event.map(label), wants: registration.wants_reminders }
}

/// The page.
#[component]
pub fn EventRemindersPage() -> impl IntoView {
    match gathered() {
        Err(PageError::NotFound) => dead_link(),
        found => show(found, page),
    }
}

fn page(EventReminders { token, event, wants }: EventReminders) -> AnyView {
    let act = event_path(&token);
    let title = if wants { t!(notifications.event_title) } else { t!(notifications.event_stopped_title) };
    let stopped = (!wants).then(|| {
        view! {
            <div class="notice notice--success" role="status">
                <Icon name=IconName::Check />
                <p>{t!(notifications.event_stopped)}</p>
            </div>
        }
    });
    let event = event.map(|(title, time)| {
        view! {
            <h2>{title}</h2>
            <p class="when"><TimeLine time=time /></p>
        }
    });
    let (act, button, tone) = if wants {
        (act, t!(notifications.event_stop), "button button--primary")
    } else {
        (format!("{act}/resume"), t!(notifications.event_resume), "button button--secondary")
    };
    view! {
        {head(title)}
        {stopped}
        <section class="panel" aria-label=t!(notifications.event_label)>
            {event}
            <p>{t!(notifications.event_text)}</p>
            <form class="form__actions" method="post" action=act>
                <button class=tone type="submit">{button}</button>
            </form>
        </section>
    }
    .into_any()
}

//! `/me`: one's own page.

use domain::content::Event;
use domain::registration::RegistrationState;
use domain::registration::listing::reference;
use leptos::prelude::*;
use store::{AccountSession, Registration};

use super::watched::{self, Watching, gather_watching};
use crate::error::PageError;
use crate::language::Label;
use crate::passkey::has_passkeys;
use crate::registration::FeedLink;
use crate::registration::calendar_feed::{gather_for_session, section};
use crate::server::{AppState, event_card, gathered, state, store_failed, visitor_zone};
use crate::site::use_site;
use crate::t;
use crate::ui::{PageHead, PageTitle, TimeLine, show};
use crate::view::EventCard;

/// One's own page.
#[derive(Debug, Clone)]
pub struct Me {
    /// The address of the account.
    pub email: String,
    /// Everything that was registered for with the address, whenever that was; newest first.
    pub registrations: Vec<Registration>,
    /// What is saved to the agenda, by its paths.
    pub saved: Vec<String>,
    /// The calendar feed of the address.
    pub feed: FeedLink,
    /// What was watched.
    pub watching: Watching,
}

/// What belongs to a session's account; `token` is the session's, by which a calendar feed made here is shown again.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_me(state: &AppState, session: &AccountSession, token: &str) -> Result<Me, PageError> {
    let email = session.account.email.clone();
    let found = state.store().registrations_of(&email).await.map_err(|error| store_failed(&error))?;
    let now = state.now();
    let registrations = found.into_iter().filter(|registration| !registration.is_overdue(now)).collect();
    let feed = gather_for_session(state, &email, token).await?;
    let stars = state.store().account_stars(session.account.id).await.map_err(|error| store_failed(&error))?;
    let saved = stars.into_iter().filter(|(_, is_saved)| *is_saved).map(|(path, _)| path).collect();
    let watching = gather_watching(state, session).await?;
    Ok(Me { email, registrations, saved, feed, watching })
}

/// One's own page.
#[component]
pub fn MePage() -> impl IntoView {
    show(gathered(), me)
}

fn me(Me { email, registrations, saved, feed, watching }: Me) -> AnyView {
    let content = state().map(|state| state.published()).ok();
    let nothing = registrations.is_empty();
    let passkeys = state().is_ok_and(|state| has_passkeys(&state));
    let rows = registrations.into_iter().map(row).collect_view();
    view! {
        <PageHead title=t!(me.title) path="/me" />
        <header class="page-head">
            <PageTitle>{t!(me.title)}</PageTitle>
            <p class="lede">{t!(me.signed_in_as, address = &email)}</p>
        </header>
        <section class="section" aria-labelledby="registrations">
            <h2 class="section__title" id="registrations">{t!(me.registrations)}</h2>
            <ul class="card-list">{rows}</ul>
            {nothing.then(|| view! {
                <div class="empty">
                    <p>{t!(me.no_registrations)}</p>
                    <a class="button button--primary" href="/programme">{t!(navigation.browse_programme)}</a>
                </div>
            })}
        </section>
        {content.map(|published| watched::section(&watching, &published.content))}
        {agenda(&saved)}
        <section class="section" aria-labelledby="certificates">
            <h2 class="section__title" id="certificates">{t!(me.certificates)}</h2>
            <p>{t!(me.no_certificates)}</p>
        </section>
        {section(feed, "/me", &use_site().base_url)}
        <section class="section" aria-labelledby="messages">
            <h2 class="section__title" id="messages">{t!(notifications.title)}</h2>
            <p>{t!(notifications.about)}</p>
            <p class="form__actions">
                <a class="button button--secondary" href="/me/notifications">{t!(notifications.open)}</a>
            </p>
        </section>
        <section class="section" aria-labelledby="data">
            <h2 class="section__title" id="data">{t!(my_data.title)}</h2>
            <p>{t!(my_data.about)}</p>
            <p class="form__actions"><a class="button button--secondary" href="/me/data">{t!(my_data.open)}</a></p>
        </section>
        <section class="section" aria-labelledby="session">
            <h2 class="section__title" id="session">{t!(me.session)}</h2>
            <div class="form__actions">
                <a class="button button--secondary" href="/me/devices">{t!(devices.title)}</a>
                {passkeys.then(|| view! {
                    <a class="button button--secondary" href="/me/passkeys">{t!(passkeys.title)}</a>
                })}
                <form method="post" action="/me/sign-out">
                    <button class="button button--secondary" type="submit">{t!(me.sign_out)}</button>
                </form>
            </div>
        </section>
    }
    .into_any()
}

/// What is saved and still in the programme, with a link to the agenda, where the browser shows it in order.
fn agenda(saved: &[String]) -> AnyView {
    let published = use_context::<AppState>().map(|state| state.published());
    let titles = saved.iter().filter_map(|path| {
        let content = &published.as_ref()?.content;
        let title = match path.split('/').skip(1).collect::<Vec<_>>().as_slice() {
            ["events", slug] => content.events.iter().find(|event| event.slug.as_str() == *slug)?.title.clone(),
            ["sessions", slug] => content.sessions.iter().find(|session| session.slug.as_str() == *slug)?.title.clone(),
            _ => return None,
        };
        Some(view! { <li><a href=path.clone()>{title}</a></li> })
    });
    let titles = titles.collect_view();
    view! {
        <section class="section" aria-labelledby="agenda" data-signed-in="">
            <h2 class="section__title" id="agenda">{t!(navigation.agenda)}</h2>
            <p>{t!(me.agenda)}</p>
            <ul class="check-list">{titles}</ul>
            <p class="form__actions"><a class="button button--secondary" href="/agenda">{t!(me.open_agenda)}</a></p>
        </section>
    }
    .into_any()
}

fn row(registration: Registration) -> AnyView {
    let state: Option<AppState> = use_context();
    let published = state.as_ref().map(AppState::published);
    let event = published.as_ref().and_then(|published| published.content.event_by_id(registration.event));
    let card = |event: &Event| -> Option<EventCard> {
        let (state, published) = (state.as_ref()?, published.as_ref()?);
        Some(event_card(state, &published.content, event, visitor_zone().as_ref()))
    };
    let title = event.map_or_else(|| t!(me.gone).to_owned(), |event| event.title.clone());
    let is_over = matches!(registration.state, RegistrationState::Cancelled);
    let time = event.and_then(card).map(|card| view! { <p class="when"><TimeLine time=card.time /></p> });
    let open = format!("/me/registrations/{}", registration.id);
    view! {
        <li>
            <article class="card">
                <h3 class="card__title">{title.clone()}</h3>
                {time}
                <p>{registration.state.label()}</p>
                <p class="field__hint">{t!(registration.reference_is, reference = reference(registration.id))}</p>
                {(!is_over).then(|| view! {
                    <form method="post" action=open>
                        <button class="button button--secondary button--small" type="submit">
                            {t!(me.manage)} <span class="visually-hidden">{t!(me.manage_which, event = title)}</span>
                        </button>
                    </form>
                })}
            </article>
        </li>
    }
    .into_any()
}

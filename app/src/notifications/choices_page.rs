//! `/me/notifications`, and `/notifications/<token>` for whoever has a letter: what one wants to be written about, for every
//! event that was registered for with the address.

use domain::mail::{Choices, Purpose};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use store::AccountSession;

use super::{choices_path, dead_link};
use crate::error::PageError;
use crate::language::Label;
use crate::server::{AppState, gathered, store_failed};
use crate::t;
use crate::ui::{Icon, IconName, PageHead, PageTitle, show};

/// What somebody wants to be written about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoicesView {
    /// Path of the page.
    path: String,
    /// The address, for whoever is signed in. Letters are passed on, so their token does not tell it.
    email: Option<String>,
    choices: Choices,
}

/// The choices of a session's account.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_own_choices(state: &AppState, session: &AccountSession) -> Result<ChoicesView, PageError> {
    let email = session.account.email.clone();
    let choices = state.store().mail_choices(&email).await.map_err(|error| store_failed(&error))?;
    Ok(ChoicesView { path: "/me/notifications".to_owned(), email: Some(email), choices })
}

/// The choices of the address that got a letter.
///
/// # Errors
/// [`PageError::NotFound`] for an unknown token, [`PageError::Unavailable`] if the store fails.
pub async fn gather_choices(state: &AppState, token: &str) -> Result<ChoicesView, PageError> {
    let found = state.store().mail_choices_by_letter(token).await.map_err(|error| store_failed(&error))?;
    let choices = found.ok_or(PageError::NotFound)?;
    Ok(ChoicesView { path: choices_path(token), email: None, choices })
}

/// What a form of the page says, by the names of its fields: a box that is not ticked is not sent.
pub fn wanted<'a>(names: impl Iterator<Item = &'a str>) -> Vec<(Purpose, bool)> {
    let ticked: Vec<Purpose> = names.filter_map(Purpose::from_name).collect();
    Purpose::ALL.iter().map(|purpose| (*purpose, ticked.contains(purpose))).collect()
}

/// The page.
#[component]
pub fn ChoicesPage() -> impl IntoView {
    match gathered() {
        Err(PageError::NotFound) => dead_link(),
        found => show(found, page),
    }
}

fn page(ChoicesView { path, email, choices }: ChoicesView) -> AnyView {
    let canonical = if email.is_some() { "/me/notifications" } else { "/programme" };
    let eyebrow = match email {
        Some(_) => view! { <a href="/me">{t!(me.title)}</a> }.into_any(),
        None => t!(notifications.eyebrow).into_any(),
    };
    let lede = match &email {
        Some(email) => t!(notifications.lede_of, address = email),
        None => t!(notifications.lede).to_owned(),
    };
    let saved = use_query_map().read_untracked().get("saved").is_some().then(|| {
        view! {
            <div class="notice notice--success" role="status">
                <Icon name=IconName::Check />
                <p>{t!(notifications.saved)}</p>
            </div>
        }
    });
    let boxes = Purpose::ALL.iter().map(|purpose| choice(*purpose, choices.wants(*purpose))).collect_view();
    view! {
        <PageHead title=t!(notifications.title) path=canonical />
        <header class="page-head">
            <p class="eyebrow">{eyebrow}</p>
            <PageTitle>{t!(notifications.title)}</PageTitle>
            <p class="lede">{lede}</p>
        </header>
        {saved}
        <form class="form" method="post" action=path>
            <fieldset class="field">
                <legend>{t!(notifications.legend)}</legend>
                {boxes}
            </fieldset>
            <div class="form__actions">
                <button class="button button--primary" type="submit">{t!(notifications.save)}</button>
            </div>
        </form>
        <section class="section" aria-labelledby="always">
            <h2 class="section__title" id="always">{t!(notifications.always_title)}</h2>
            <ul class="check-list">
                <li>{t!(notifications.always_asked)}</li>
                <li>{t!(notifications.always_changed)}</li>
                <li>{t!(notifications.always_safe)}</li>
            </ul>
        </section>
    }
    .into_any()
}

fn choice(purpose: Purpose, is_wanted: bool) -> AnyView {
    let name = purpose.name();
    view! {
        <label class="check">
            <input id=format!("field-{name}") type="checkbox" name=name value="yes" checked=is_wanted />
            <span>{purpose.label()}</span>
        </label>
    }
    .into_any()
}

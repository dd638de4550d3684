//! `/notifications/<token>/stop/<purpose>`: no more letters for a purpose, about no event. As on the page about one event,
//! opening it changes nothing.

use domain::mail::Purpose;
use leptos::prelude::*;

use super::{choices_path, dead_link, head, stop_path};
use crate::error::PageError;
use crate::language::Label;
use crate::server::{AppState, gathered, store_failed};
use crate::t;
use crate::ui::show;

/// Letters that somebody thinks of stopping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StopView {
    token: String,
    purpose: Purpose,
}

/// The page of a letter and a purpose, by its name.
///
/// # Errors
/// [`PageError::NotFound`] for an unknown token or purpose, [`PageError::Unavailable`] if the store fails.
pub async fn gather_stop(state: &AppState, token: &str, purpose: &str) -> Result<StopView, PageError> {
    let purpose = Purpose::from_name(purpose).ok_or(PageError::NotFound)?;
    let found = state.store().registration_by_letter(token).await.map_err(|error| store_failed(&error))?;
    found.map(|_| StopView { token: token.to_owned(), purpose }).ok_or(PageError::NotFound)
}

/// The page.
#[component]
pub fn StopPage() -> impl IntoView {
    match gathered() {
        Err(PageError::NotFound) => dead_link(),
        found => show(found, page),
    }
}

fn page(StopView { token, purpose }: StopView) -> AnyView {
    view! {
        {head(t!(notifications.stop_title))}
        <section class="panel" aria-label=t!(notifications.title)>
            <p>{purpose.label()}</p>
            <p class="field__hint">{t!(notifications.stop_text)}</p>
            <form class="form__actions" method="post" action=stop_path(&token, purpose)>
                <button class="button button--primary" type="submit">{t!(notifications.stop)}</button>
                <a class="button button--quiet" href=choices_path(&token)>{t!(notifications.stop_instead)}</a>
            </form>
        </section>
    }
    .into_any()
}

//! Shows a page, or why there is none.

use leptos::prelude::*;

use super::{Icon, IconName, PageHead, PageTitle};
use crate::error::PageError;

/// Shows the page if its data could be gathered.
pub fn show<T>(page: Result<T, PageError>, view: impl FnOnce(T) -> AnyView) -> AnyView {
    match page {
        Ok(page) => view(page),
        Err(error) => view! { <ErrorPage error=error /> }.into_any(),
    }
}

/// The page that says why there is none, what is safe and what to do.
#[component]
pub fn ErrorPage(error: PageError) -> impl IntoView {
    error.set_status();
    let (code, title, text) = match &error {
        PageError::NotFound => {
            ("404", "Page not found", "Nothing is at this address. It may have been mistyped, or the page may be gone.")
        }
        PageError::Moved(_) => ("", "This page has moved", "You are being taken to its new address."),
        PageError::Forbidden => {
            ("403", "Not for this visitor", "This page needs a sign-in that this browser does not have.")
        }
        PageError::Unavailable { .. } => {
            ("500", "Something went wrong on our side", "Nothing you sent has been lost. Please try again in a moment.")
        }
    };
    let reference = match &error {
        PageError::Unavailable { reference: Some(reference) } => {
            Some(format!("Reference for the organiser: {reference}"))
        }
        _ => None,
    };
    let moved = match error {
        PageError::Moved(path) => Some(view! { <p><a href=path.clone()>"Go to the new address"</a></p> }),
        _ => None,
    };
    view! {
        <PageHead title=title path="/" />
        <div class="error-page">
            <p class="error-page__code">{code}</p>
            <PageTitle>{title}</PageTitle>
            <p>{text}</p>
            {moved}
            {reference.map(|reference| view! { <p class="error-page__reference">{reference}</p> })}
            <form class="search-form" method="get" action="/programme" role="search">
                <label class="search">
                    <Icon name=IconName::Search />
                    <span class="visually-hidden">"Search the programme"</span>
                    <input type="search" name="q" placeholder="Search the programme" />
                </label>
                <button class="button button--primary" type="submit">"Search"</button>
            </form>
            <ul class="plain-list">
                <li><a href="/">"Home"</a></li>
                <li><a href="/programme">"Programme"</a></li>
                <li><a href="/library">"Library"</a></li>
            </ul>
        </div>
    }
}

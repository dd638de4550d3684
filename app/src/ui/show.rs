//! Shows a page, or why there is none.

use leptos::prelude::*;

use super::{Icon, IconName, PageHead, PageTitle};
use crate::error::PageError;
use crate::t;

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
        PageError::NotFound => ("404", t!(failure.not_found), t!(failure.not_found_text)),
        PageError::Moved(_) => ("", t!(failure.moved), t!(failure.moved_text)),
        PageError::Forbidden => ("403", t!(failure.forbidden), t!(failure.forbidden_text)),
        PageError::Unavailable { .. } => ("500", t!(failure.unavailable), t!(failure.unavailable_text)),
    };
    let reference = match &error {
        PageError::Unavailable { reference: Some(reference) } => Some(t!(failure.reference, reference = reference)),
        _ => None,
    };
    let moved = match error {
        PageError::Moved(path) => Some(view! { <p><a href=path.clone()>{t!(failure.moved_link)}</a></p> }),
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
                    <span class="visually-hidden">{t!(search.programme)}</span>
                    <input type="search" name="q" placeholder=t!(search.programme) />
                </label>
                <button class="button button--primary" type="submit">{t!(search.submit)}</button>
            </form>
            <ul class="plain-list">
                <li><a href="/">{t!(navigation.home)}</a></li>
                <li><a href="/programme">{t!(navigation.programme)}</a></li>
                <li><a href="/library">{t!(navigation.library)}</a></li>
            </ul>
        </div>
    }
}

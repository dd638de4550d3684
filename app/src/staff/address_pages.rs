//! `/admin/account/address`, where another address is asked for, and `/admin/address/<token>`, where the link leads that was
//! sent there: to a button, since programs that look through mail open every link.

use domain::validation::FieldError;
use leptos::prelude::*;

use super::fields;
use crate::error::PageError;
use crate::server::{AppState, gathered, store_failed};
use crate::t;
use crate::ui::show;

/// The page on which another address is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddressChange {
    /// The form.
    Ask {
        /// The present address.
        present: String,
        /// As typed.
        typed: String,
        /// What is to be mended.
        errors: Vec<FieldError>,
    },
    /// A link was sent to that address.
    Sent(String),
}

/// The page of the link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewAddress {
    /// It works.
    Open {
        /// Its token.
        token: String,
        /// The address that it proves.
        email: String,
    },
    /// That address is somebody's from now on.
    Done(String),
    /// It does not work any more.
    Over,
}

/// What the link of another address shows. Looking at it uses nothing up.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_new_address(state: &AppState, token: &str) -> Result<NewAddress, PageError> {
    let found = state.store().address_of_link(token, state.real_now()).await.map_err(|error| store_failed(&error))?;
    Ok(found.map_or(NewAddress::Over, |email| NewAddress::Open { token: token.to_owned(), email }))
}

/// The page on which another address is asked for.
#[component]
pub fn AddressPage() -> impl IntoView {
    show(gathered(), |page| match page {
        AddressChange::Sent(email) => view! {
            {fields::head(t!(staff_address.sent_title), "", "/admin/account/address", &[])}
            <p>{t!(staff_address.sent, address = email)}</p>
        }
        .into_any(),
        AddressChange::Ask { present, typed, errors } => view! {
            {fields::head(t!(staff_address.title), t!(staff_address.lede), "/admin/account/address", &errors)}
            <form class="form" method="post" action="/admin/account/address" novalidate=true>
                <p>{t!(staff_address.present, address = present)}</p>
                {fields::new_email(&errors, typed)}
                {fields::submit(t!(staff_address.ask))}
            </form>
        }
        .into_any(),
    })
}

/// The page of the link.
#[component]
pub fn NewAddressPage() -> impl IntoView {
    show(gathered(), |page| match page {
        NewAddress::Over => view! {
            {fields::head(t!(staff_address.title), "", "/admin/sign-in", &[])}
            <p class="notice notice--error" role="alert">{t!(staff_address.over)}</p>
        }
        .into_any(),
        NewAddress::Done(email) => view! {
            {fields::head(t!(staff_address.done_title), "", "/admin/sign-in", &[])}
            <p role="status">{t!(staff_address.done, address = email)}</p>
            <p><a class="button button--secondary" href="/admin/account">{t!(staff_account.title)}</a></p>
        }
        .into_any(),
        NewAddress::Open { token, email } => view! {
            {fields::head(t!(staff_address.title), "", "/admin/sign-in", &[])}
            <form class="form" method="post" action=format!("/admin/address/{token}")>
                <p>{t!(staff_address.press, address = email)}</p>
                {fields::submit(t!(staff_address.confirm))}
            </form>
        }
        .into_any(),
    })
}

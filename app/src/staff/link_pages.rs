//! Where the links of mails lead: `/admin/invitation/<token>` to beginning here, `/admin/password/<token>` to another
//! password; and `/admin/password`, where that link is asked for.

use domain::staff::{Role, review_last_day};
use domain::time::Date;
use domain::validation::FieldError;
use leptos::prelude::*;

use super::fields;
use crate::admin::site_zone;
use crate::error::PageError;
use crate::language::{DateWords, Label};
use crate::server::{AppState, gathered, store_failed};
use crate::t;
use crate::ui::show;

/// An invitation, or that there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Invitation {
    /// It can be accepted.
    Open {
        /// Its token.
        token: String,
        /// The address that it went to.
        email: String,
        /// What one will be.
        role: Role,
        /// The last day of whoever is to review.
        last_day: Option<Date>,
        /// Name as typed.
        name: String,
        /// What is to be mended.
        errors: Vec<FieldError>,
    },
    /// It is unknown, was used, taken back or is too old.
    Over,
}

/// The page of a forgotten password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Forgotten {
    /// The address is asked for.
    Ask {
        /// As typed.
        email: String,
        /// What is to be mended.
        errors: Vec<FieldError>,
    },
    /// A mail was asked for.
    Sent,
    /// The link works.
    Open {
        /// Its token.
        token: String,
        /// What is to be mended.
        errors: Vec<FieldError>,
    },
    /// The link does not work any more.
    Over,
}

/// What the link of an invitation shows. Looking at it uses nothing up.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_invitation(
    state: &AppState,
    token: &str,
    name: String,
    errors: Vec<FieldError>,
) -> Result<Invitation, PageError> {
    let found = state.store().invitation(token, state.real_now()).await.map_err(|error| store_failed(&error))?;
    let last_day = |ends| review_last_day(ends, &site_zone(state));
    Ok(match found.and_then(|link| Some((link.role?, link.email, link.ends.map(last_day)))) {
        Some((role, email, last_day)) => {
            Invitation::Open { token: token.to_owned(), email, role, last_day, name, errors }
        }
        None => Invitation::Over,
    })
}

/// What the link of a forgotten password shows. Looking at it uses nothing up.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_forgotten(state: &AppState, token: &str, errors: Vec<FieldError>) -> Result<Forgotten, PageError> {
    let found = state.store().password_link(token, state.real_now()).await.map_err(|error| store_failed(&error))?;
    let open = Forgotten::Open { token: token.to_owned(), errors };
    Ok(found.map_or(Forgotten::Over, |_| open))
}

/// The page of an invitation.
#[component]
pub fn InvitationPage() -> impl IntoView {
    show(gathered(), |invitation| match invitation {
        Invitation::Over => over(t!(invitation.title), t!(invitation.over)),
        Invitation::Open { token, email, role, last_day, name, errors } => view! {
            {fields::head(t!(invitation.title), t!(invitation.lede), "/admin/sign-in", &errors)}
            <p>{t!(invitation.what, address = email.clone(), role = role.label())}</p>
            {last_day.map(|day| view! { <p>{t!(review.will_end, day = day.medium())}</p> })}
            <form class="form" method="post" action=format!("/admin/invitation/{token}") novalidate=true>
                // For password managers: what the password belongs to.
                <input type="hidden" name="email" autocomplete="username" value=email />
                {fields::name(&errors, name)}
                {fields::new_password(&errors)}
                {fields::submit(t!(set_up.go_on))}
            </form>
        }
        .into_any(),
    })
}

/// The pages of a forgotten password.
#[component]
pub fn ForgottenPage() -> impl IntoView {
    show(gathered(), |page| match page {
        Forgotten::Over => over(t!(forgotten.title), t!(forgotten.over)),
        Forgotten::Sent => view! {
            {fields::head(t!(forgotten.sent_title), t!(forgotten.sent), "/admin/password", &[])}
        }
        .into_any(),
        Forgotten::Ask { email, errors } => view! {
            {fields::head(t!(forgotten.title), t!(forgotten.lede), "/admin/password", &errors)}
            <form class="form" method="post" action="/admin/password" novalidate=true>
                {fields::email(&errors, "", email)}
                {fields::submit(t!(forgotten.ask))}
            </form>
        }
        .into_any(),
        Forgotten::Open { token, errors } => view! {
            {fields::head(t!(forgotten.new_title), t!(forgotten.new_lede), "/admin/password", &errors)}
            <form class="form" method="post" action=format!("/admin/password/{token}") novalidate=true>
                {fields::new_password(&errors)}
                {fields::submit(t!(forgotten.save))}
            </form>
        }
        .into_any(),
    })
}

fn over(title: &'static str, why: &'static str) -> AnyView {
    view! {
        {fields::head(title, "", "/admin/sign-in", &[])}
        <p class="notice notice--error" role="alert">{why}</p>
    }
    .into_any()
}

//! `/set-up?token=…`: where the one-time link leads that the server prints while there is no administrator. The form uses it
//! up, not the link: a program that follows links must not.

use domain::validation::FieldError;
use leptos::prelude::*;

use super::fields;
use crate::server::gathered;
use crate::t;
use crate::ui::show;

/// The set-up page's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetUp {
    /// The form, with the link's token, not looked at yet; empty if the address carries none.
    Asked(Arrival),
    /// The token that was sent is unknown, used or too old.
    Refused,
}

/// What somebody says who begins to work here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arrival {
    /// Token of the link that lets them in.
    pub token: String,
    /// Name as typed.
    pub name: String,
    /// Address as typed.
    pub email: String,
    /// What is to be mended.
    pub errors: Vec<FieldError>,
}

/// The set-up page.
#[component]
pub fn SetUpPage() -> impl IntoView {
    show(gathered(), set_up)
}

fn set_up(page: SetUp) -> AnyView {
    match page {
        SetUp::Refused => view! {
            {fields::head(t!(set_up.title), "", "/set-up", &[])}
            <p class="notice notice--error" role="alert">{t!(set_up.refused)}</p>
        }
        .into_any(),
        SetUp::Asked(arrival) if arrival.token.is_empty() => view! {
            {fields::head(t!(set_up.title), "", "/set-up", &[])}
            <p class="notice notice--info">{t!(set_up.no_token)}</p>
        }
        .into_any(),
        SetUp::Asked(Arrival { token, name, email, errors }) => view! {
            {fields::head(t!(set_up.title), t!(set_up.lede), "/set-up", &errors)}
            <form class="form" method="post" action="/set-up" novalidate=true>
                <input type="hidden" name="token" value=token />
                {fields::name(&errors, name)}
                {fields::email(&errors, t!(staff.email_hint), email)}
                {fields::new_password(&errors)}
                {fields::submit(t!(set_up.go_on))}
            </form>
        }
        .into_any(),
    }
}

//! `/admin/confirm`: who one is, proven again before what could be used to take an account over; and
//! `/admin/account/password`, where the password is changed.

use domain::validation::FieldError;
use leptos::prelude::*;

use super::fields;
use crate::server::gathered;
use crate::t;
use crate::ui::show;

/// Who one is, asked again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProofForm {
    /// The page to go on to.
    pub next: String,
    /// What is to be mended.
    pub errors: Vec<FieldError>,
}

/// Another password.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PasswordChange(pub Vec<FieldError>);

/// The page that asks who one is.
#[component]
pub fn ProofPage() -> impl IntoView {
    show(gathered(), |ProofForm { next, errors }: ProofForm| {
        view! {
            {fields::head(t!(proof.title), t!(proof.lede), "/admin/confirm", &errors)}
            <form class="form" method="post" action="/admin/confirm" novalidate=true>
                <input type="hidden" name="next" value=next />
                {fields::proof(&errors)}
                {fields::submit(t!(proof.go_on))}
            </form>
        }
        .into_any()
    })
}

/// The page on which the password is changed.
#[component]
pub fn PasswordPage() -> impl IntoView {
    show(gathered(), |PasswordChange(errors): PasswordChange| {
        view! {
            {fields::head(t!(password.title), t!(password.lede), "/admin/account/password", &errors)}
            <form class="form" method="post" action="/admin/account/password" novalidate=true>
                {fields::present_password(&errors)}
                {fields::new_password(&errors)}
                {fields::submit(t!(password.save))}
            </form>
        }
        .into_any()
    })
}

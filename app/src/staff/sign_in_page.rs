//! `/admin/sign-in` asks for address and password, `/admin/sign-in/code` for the second factor.

use domain::validation::FieldError;
use leptos::prelude::*;

use super::fields;
use crate::server::gathered;
use crate::t;
use crate::ui::show;

/// The first page of signing in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PasswordForm {
    /// Address as typed.
    pub email: String,
    /// The page to go on to; empty for one's first page.
    pub next: String,
    /// What is to be mended.
    pub errors: Vec<FieldError>,
}

/// The second.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CodeForm {
    /// The page to go on to; empty for one's first page.
    pub next: String,
    /// What is to be mended.
    pub errors: Vec<FieldError>,
}

/// The page that asks for address and password.
#[component]
pub fn StaffSignInPage() -> impl IntoView {
    show(gathered(), |PasswordForm { email, next, errors }: PasswordForm| {
        view! {
            {fields::head(t!(staff_sign_in.title), t!(staff_sign_in.lede), "/admin/sign-in", &errors)}
            <form class="form" method="post" action="/admin/sign-in" novalidate=true>
                <input type="hidden" name="next" value=next />
                {fields::email(&errors, "", email)}
                {fields::password(&errors)}
                {fields::submit(t!(staff_sign_in.go_on))}
            </form>
            <div class="staff-part">
                <p class="field__hint"><a href="/admin/password">{t!(staff_sign_in.forgotten)}</a></p>
                <p class="field__hint">{t!(staff_sign_in.attendees)} " " <a href="/sign-in">{t!(staff_sign_in.by_mail)}</a></p>
            </div>
        }
        .into_any()
    })
}

/// The page that asks for the second factor.
#[component]
pub fn StaffCodePage() -> impl IntoView {
    show(gathered(), |CodeForm { next, errors }: CodeForm| {
        view! {
            {fields::head(t!(staff_sign_in.code_title), t!(staff_sign_in.code_lede), "/admin/sign-in", &errors)}
            <form class="form" method="post" action="/admin/sign-in/code" novalidate=true>
                <input type="hidden" name="next" value=next />
                {fields::code(&errors, t!(staff_sign_in.code_hint))}
                {fields::submit(t!(staff_sign_in.sign_in))}
            </form>
            <div class="staff-part">
                <p class="field__hint">{t!(staff_sign_in.lost)}</p>
            </div>
        }
        .into_any()
    })
}

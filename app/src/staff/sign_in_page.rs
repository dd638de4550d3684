//! `/admin/sign-in` asks for address and password, `/admin/sign-in/code` for the second factor.

use domain::content::Id;
use domain::validation::FieldError;
use leptos::prelude::*;

use super::fields;
use crate::error::PageError;
use crate::passkey::{PasskeyAct, passkey_button};
use crate::server::{AppState, gathered, store_failed};
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeForm {
    /// Whether an authenticator is set up.
    pub has_authenticator: bool,
    /// Whether there are passkeys.
    pub has_passkeys: bool,
    /// The page to go on to; empty for one's first page.
    pub next: String,
    /// What is to be mended.
    pub errors: Vec<FieldError>,
}

/// What somebody is asked for after their password.
///
/// # Errors
/// [`PageError::Forbidden`] once they are not here any more, [`PageError::Unavailable`] if the store fails.
pub async fn gather_code(
    state: &AppState,
    member: Id,
    next: String,
    errors: Vec<FieldError>,
) -> Result<CodeForm, PageError> {
    let secrets = state.store().staff_secrets(member).await.map_err(|error| store_failed(&error))?;
    let secrets = secrets.ok_or(PageError::Forbidden)?;
    let (has_authenticator, has_passkeys) = (secrets.totp_secret.is_some(), secrets.passkeys > 0);
    Ok(CodeForm { has_authenticator, has_passkeys, next, errors })
}

/// The page that asks for address and password.
#[component]
pub fn StaffSignInPage() -> impl IntoView {
    show(gathered(), |PasswordForm { email, next, errors }: PasswordForm| {
        let passkey = passkey_button(PasskeyAct::StaffSignIn, &next);
        view! {
            {fields::head(t!(staff_sign_in.title), t!(staff_sign_in.lede), "/admin/sign-in", &errors)}
            <form class="form" method="post" action="/admin/sign-in" novalidate=true>
                <input type="hidden" name="next" value=next />
                {fields::sign_in_email(&errors, email, passkey.is_some())}
                {fields::password(&errors)}
                {fields::submit(t!(staff_sign_in.go_on))}
            </form>
            {passkey}
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
    show(gathered(), code)
}

fn code(form: CodeForm) -> AnyView {
    let CodeForm { has_authenticator, has_passkeys, next, errors } = form;
    let (lede, hint) = match (has_authenticator, has_passkeys) {
        (_, false) => (t!(staff_sign_in.code_lede), t!(staff_sign_in.code_hint)),
        (true, true) => (t!(staff_sign_in.either_lede), t!(staff_sign_in.code_hint)),
        (false, true) => (t!(staff_sign_in.passkey_lede), t!(staff_sign_in.recovery_hint)),
    };
    let passkey = has_passkeys.then(|| passkey_button(PasskeyAct::StaffSecondFactor, &next));
    view! {
        {fields::head(t!(staff_sign_in.code_title), lede, "/admin/sign-in", &errors)}
        {passkey}
        <form class="form" method="post" action="/admin/sign-in/code" novalidate=true>
            <input type="hidden" name="next" value=next />
            {fields::code(&errors, hint)}
            {fields::submit(t!(staff_sign_in.sign_in))}
        </form>
        <div class="staff-part">
            <p class="field__hint">{t!(staff_sign_in.lost)}</p>
        </div>
    }
    .into_any()
}

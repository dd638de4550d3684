//! `/admin/confirm`: who one is, proven again before what could be used to take an account over; and
//! `/admin/account/password`, where the password is changed.

use domain::account::PasskeyOwner;
use domain::validation::FieldError;
use leptos::prelude::*;
use store::MemberSession;

use super::fields;
use crate::error::PageError;
use crate::passkey::{PasskeyAct, passkey_button};
use crate::server::{AppState, gathered, store_failed};
use crate::t;
use crate::ui::show;

/// Who one is, asked again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofForm {
    /// Whether a passkey would do.
    pub has_passkeys: bool,
    /// The page to go on to.
    pub next: String,
    /// What is to be mended.
    pub errors: Vec<FieldError>,
}

/// Another password.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PasswordChange(pub Vec<FieldError>);

/// What a session's member is asked.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_proof(
    state: &AppState,
    session: &MemberSession,
    next: String,
    errors: Vec<FieldError>,
) -> Result<ProofForm, PageError> {
    let passkeys = state.store().passkeys(PasskeyOwner::Member(session.member.id)).await;
    let has_passkeys = !passkeys.map_err(|error| store_failed(&error))?.is_empty();
    Ok(ProofForm { has_passkeys, next, errors })
}

/// The page that asks who one is.
#[component]
pub fn ProofPage() -> impl IntoView {
    show(gathered(), |ProofForm { has_passkeys, next, errors }: ProofForm| {
        let passkey = has_passkeys.then(|| passkey_button(PasskeyAct::StaffProof, &next));
        view! {
            {fields::head(t!(proof.title), t!(proof.lede), "/admin/confirm", &errors)}
            {passkey}
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

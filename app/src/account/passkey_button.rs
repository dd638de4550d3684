//! The button that needs an authenticator. `crate::browser` shows it where scripts run and the browser knows passkeys; until
//! then nobody sees it, and nothing is missing.

use domain::account::RelyingParty;
use leptos::prelude::*;

use crate::server::{AppState, state};
use crate::t;

/// What its press does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PasskeyAct {
    /// Signs in with any passkey of the site.
    SignIn,
    /// Makes one for the account that is signed in.
    Add,
}

/// Whether the site is where browsers offer passkeys.
pub(super) fn has_passkeys(state: &AppState) -> bool {
    RelyingParty::of_site(&state.settings().base_url).is_some()
}

/// The button, with the place where it says what went wrong; nothing where there are no passkeys.
pub(super) fn passkey_button(act: PasskeyAct) -> Option<AnyView> {
    state().ok().filter(has_passkeys)?;
    let (name, label, class) = match act {
        PasskeyAct::SignIn => ("sign-in", t!(passkeys.sign_in), "button button--secondary"),
        PasskeyAct::Add => ("add", t!(passkeys.add), "button button--primary"),
    };
    let view = view! {
        <div
            class="passkey"
            data-passkey=name
            data-failed=t!(passkeys.failed)
            data-unusable=t!(passkeys.unusable)
            data-known=t!(passkeys.known)
            hidden=true
        >
            <button class=class type="button">{label}</button>
            <p class="field__error" role="alert"></p>
        </div>
    };
    Some(view.into_any())
}

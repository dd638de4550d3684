//! The button that needs an authenticator. `crate::browser` shows it where scripts run and the browser knows passkeys; until
//! then nobody sees it, and nothing is missing.

use leptos::prelude::*;

use super::has_passkeys;
use crate::server::state;
use crate::staff::with_next;
use crate::t;

/// What its press does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PasskeyAct {
    /// Signs in with any passkey of the site.
    SignIn,
    /// Makes one for the account that is signed in.
    Add,
    /// Signs in to work here.
    StaffSignIn,
    /// Is the second factor of somebody whose password was right.
    StaffSecondFactor,
    /// Proves again who somebody is who works here.
    StaffProof,
    /// Makes one for somebody who works here.
    StaffAdd,
    /// Makes one that is somebody's first second factor. What is answered is a page, so it is sent as a form.
    StaffEnrol,
}

impl PasskeyAct {
    /// Where the answer goes; what to ask is found below it.
    fn address(self) -> &'static str {
        match self {
            Self::SignIn => "/sign-in/passkey",
            Self::Add => "/me/passkeys",
            Self::StaffSignIn => "/admin/sign-in/passkey",
            Self::StaffSecondFactor => "/admin/sign-in/code/passkey",
            Self::StaffProof => "/admin/confirm/passkey",
            Self::StaffAdd => "/admin/account/passkeys",
            Self::StaffEnrol => "/admin/second-factor/passkey",
        }
    }

    fn makes_one(self) -> bool {
        matches!(self, Self::Add | Self::StaffAdd | Self::StaffEnrol)
    }

    fn label(self) -> &'static str {
        match self {
            Self::SignIn | Self::StaffSignIn => t!(passkeys.sign_in),
            Self::StaffSecondFactor | Self::StaffProof => t!(staff_passkeys.prove),
            Self::Add | Self::StaffAdd => t!(passkeys.add),
            Self::StaffEnrol => t!(staff_passkeys.enrol),
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Add => "button button--primary",
            _ => "button button--secondary",
        }
    }

    fn unusable(self) -> &'static str {
        match self {
            Self::SignIn | Self::Add => t!(passkeys.unusable),
            _ => t!(staff_passkeys.unusable),
        }
    }
}

/// The button, with the place where it says what went wrong; nothing where there are no passkeys. `next` is the page to go on
/// to, empty for the usual one.
pub(crate) fn passkey_button(act: PasskeyAct, next: &str) -> Option<AnyView> {
    state().ok().filter(has_passkeys)?;
    let address = act.address();
    let form = (act == PasskeyAct::StaffEnrol).then(|| {
        view! {
            <form method="post" action=address hidden=true>
                <input type="hidden" name="answer" />
            </form>
        }
    });
    let view = view! {
        <div
            class="passkey"
            data-passkey=if act.makes_one() { "add" } else { "sign-in" }
            data-options=format!("{address}/options")
            data-answer=with_next(address, next)
            data-failed=t!(passkeys.failed)
            data-unusable=act.unusable()
            data-known=t!(passkeys.known)
            hidden=true
        >
            <button class=act.class() type="button">{act.label()}</button>
            <p class="field__error" role="alert"></p>
            {form}
        </div>
    };
    Some(view.into_any())
}

//! `/admin/second-factor`: an authenticator is set up by a QR code or by typing the secret, and proven by its first code.
//! Then the recovery codes are shown, once.

use domain::staff::{Stage, TotpSecret};
use domain::validation::FieldError;
use leptos::prelude::*;
use store::MemberSession;

use super::fields;
use super::qr::qr;
use crate::error::PageError;
use crate::passkey::{PasskeyAct, passkey_button};
use crate::server::{AppState, gathered};
use crate::t;
use crate::ui::{Icon, IconName, show};

/// The page's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecondFactorView {
    /// The secret, to be put into an authenticator.
    Asked {
        /// In groups of four.
        secret: String,
        /// As an authenticator reads it.
        address: String,
        /// Whether a passkey would do instead: for whoever has no second factor yet.
        or_passkey: bool,
        /// What is to be mended.
        errors: Vec<FieldError>,
    },
    /// New recovery codes.
    Done {
        /// The codes.
        codes: Vec<String>,
        /// The page to go on to.
        next: String,
    },
}

/// What a session is shown that has a secret to be put into an authenticator.
///
/// # Errors
/// [`PageError::NotFound`] if it has none.
pub fn gather_second_factor(
    state: &AppState,
    session: &MemberSession,
    errors: Vec<FieldError>,
) -> Result<SecondFactorView, PageError> {
    let secret = session.new_secret.as_deref().and_then(TotpSecret::from_text).ok_or(PageError::NotFound)?;
    let published = state.published();
    let address = secret.address(&published.content.programme.name, &session.member.email);
    let or_passkey = session.stage == Stage::Enrolling;
    Ok(SecondFactorView::Asked { secret: secret.groups(), address, or_passkey, errors })
}

/// The page of the second factor.
#[component]
pub fn SecondFactorPage() -> impl IntoView {
    show(gathered(), |view| match view {
        SecondFactorView::Asked { secret, address, or_passkey, errors } => asked(secret, address, or_passkey, errors),
        SecondFactorView::Done { codes, next } => done(codes, next),
    })
}

fn asked(secret: String, address: String, or_passkey: bool, errors: Vec<FieldError>) -> AnyView {
    let passkey = or_passkey.then(|| passkey_button(PasskeyAct::StaffEnrol, "")).flatten().map(|button| {
        view! {
            <section class="staff-part" data-with-passkeys="" hidden=true>
                <h2>{t!(second_factor.or_passkey)}</h2>
                <p>{t!(second_factor.passkey_how)}</p>
                {button}
            </section>
        }
    });
    view! {
        {fields::head(t!(second_factor.title), t!(second_factor.lede), "/admin/second-factor", &errors)}
        <ol class="numbered">
            <li>
                <p>{t!(second_factor.scan)}</p>
                {qr(&address, t!(second_factor.qr))}
                <p><a href=address.clone()>{t!(second_factor.open)}</a></p>
                <p>{t!(second_factor.or_type)}</p>
                <p><code class="secret" data-secret="">{secret}</code></p>
            </li>
            <li>
                <form class="form" method="post" action="/admin/second-factor" novalidate=true>
                    {fields::code(&errors, t!(second_factor.code_hint))}
                    {fields::submit(t!(second_factor.confirm))}
                </form>
            </li>
        </ol>
        {passkey}
    }
    .into_any()
}

fn done(codes: Vec<String>, next: String) -> AnyView {
    let codes = codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view();
    view! {
        {fields::head(t!(recovery.title), t!(recovery.lede), "/admin/second-factor", &[])}
        <div class="notice notice--warning">
            <Icon name=IconName::Warning />
            <p>{t!(recovery.once)}</p>
        </div>
        <ul class="recovery-codes">{codes}</ul>
        <div class="form__actions form__actions--after">
            <a class="button button--primary" href=next>{t!(recovery.go_on)}</a>
        </div>
    }
    .into_any()
}

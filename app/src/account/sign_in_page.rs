//! `/sign-in` asks for the address, `/sign-in/sent` for the code of the mail, and `/sign-in/link/<token>` is where the
//! mail's link leads: to a button, since programs that look through mail open every link.

use domain::validation::FieldError;
use leptos::prelude::*;

use crate::passkey::{PasskeyAct, passkey_button};
use crate::registration::fields::{self, Text};
use crate::registration::form::summary;
use crate::server::{gathered, state};
use crate::t;
use crate::ui::{Icon, IconName, PageHead, PageTitle, show};

/// What the pages of a proof show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proof {
    /// The address that this browser asked for.
    pub asked: Option<String>,
    /// The link's token, in the browser that it is for.
    pub link: Option<String>,
    /// Address and code as typed.
    pub typed: (String, String),
    /// What is to be mended.
    pub errors: Vec<FieldError>,
}

/// The page that asks for the address.
#[component]
pub fn SignInPage() -> impl IntoView {
    show(gathered(), |(email, errors): (String, Vec<FieldError>)| {
        let passkey = passkey_button(PasskeyAct::SignIn, "");
        // Where the browser has passkeys for the site, it offers them in the field.
        let autocomplete = if passkey.is_some() { "username webauthn" } else { "email" };
        let field = Text { autocomplete, ..address(t!(sign_in.address_hint)) };
        view! {
            {head(t!(sign_in.title), &errors)}
            <p class="lede">{t!(sign_in.lede)}</p>
            <form class="form" method="post" action="/sign-in" novalidate=true>
                {fields::text(&errors, field, email)}
                {fields::trap()}
                <div class="form__actions">
                    <button class="button button--primary" type="submit">{t!(sign_in.ask)}</button>
                </div>
            </form>
            {passkey}
            <p class="field__hint">{t!(sign_in.no_password)}" "<a href="/privacy">{t!(frame.privacy)}</a></p>
        }
        .into_any()
    })
}

/// The page after the address was given: where the code is typed.
#[component]
pub fn SentPage() -> impl IntoView {
    show(gathered(), |proof: Proof| {
        let is_sent = proof.asked.is_some();
        let sends_mail = state().is_ok_and(|state| state.settings().mail.is_sent());
        let words = if sends_mail { t!(sign_in.sent) } else { t!(sign_in.sent_by_organiser) };
        view! {
            {head(if is_sent { t!(sign_in.sent_title) } else { t!(sign_in.code_title) }, &proof.errors)}
            {is_sent.then(|| note(IconName::Mail, words))}
            {code(proof)}
        }
        .into_any()
    })
}

/// The page that the link of a mail opens.
#[component]
pub fn LinkPage() -> impl IntoView {
    show(gathered(), |proof: Proof| match (&proof.link, &proof.asked) {
        (Some(link), Some(email)) => button(link, email),
        _ => view! {
            {head(t!(sign_in.code_title), &proof.errors)}
            {note(IconName::Info, t!(sign_in.elsewhere))}
            {code(proof)}
        }
        .into_any(),
    })
}

fn button(link: &str, email: &str) -> AnyView {
    let action = format!("/sign-in/link/{link}");
    view! {
        {head(t!(sign_in.title), &[])}
        <form class="form" method="post" action=action>
            <p>{t!(sign_in.press, address = email)}</p>
            <div class="form__actions">
                <button class="button button--primary" type="submit">{t!(sign_in.title)}</button>
            </div>
        </form>
    }
    .into_any()
}

/// The form for the code; the address is typed only where it is not known.
fn code(proof: Proof) -> AnyView {
    let Proof { asked, typed: (typed, code), errors, .. } = proof;
    let address = match asked {
        Some(email) => view! {
            <p>{t!(sign_in.asked_for, address = &email)}</p>
            <input type="hidden" name="email" value=email.clone() />
        }
        .into_any(),
        None => fields::text(&errors, address(t!(sign_in.address_again_hint)), typed),
    };
    let field = Text {
        name: "code",
        label: t!(sign_in.code),
        hint: t!(sign_in.code_hint),
        kind: "text",
        autocomplete: "one-time-code",
        optional: false,
    };
    view! {
        <form class="form" method="post" action="/sign-in/code" novalidate=true>
            {address}
            {fields::text(&errors, field, code)}
            <div class="form__actions">
                <button class="button button--primary" type="submit">{t!(sign_in.title)}</button>
                <a class="button button--quiet" href="/sign-in">{t!(sign_in.again)}</a>
            </div>
        </form>
    }
    .into_any()
}

fn address(hint: &'static str) -> Text {
    Text { name: "email", label: t!(sign_in.address), hint, kind: "email", autocomplete: "email", optional: false }
}

fn note(icon: IconName, words: &'static str) -> AnyView {
    view! {
        <div class="notice notice--info">
            <Icon name=icon />
            <p>{words}</p>
        </div>
    }
    .into_any()
}

/// Head of a page on the way in. Its address may carry a token, so the canonical one does not.
fn head(title: &'static str, errors: &[FieldError]) -> AnyView {
    let failed = if errors.is_empty() { "" } else { t!(form.error_prefix) };
    view! {
        <PageHead title=format!("{failed}{title}") path="/sign-in" />
        {summary(errors.to_vec())}
        <header class="page-head">
            <PageTitle>{title}</PageTitle>
        </header>
    }
    .into_any()
}

//! Fields and heads that several of these pages have.

use domain::staff::PASSWORD_MIN;
use domain::validation::FieldError;
use leptos::prelude::*;

use crate::registration::fields::{self, Text};
use crate::registration::form::summary;
use crate::registration::frame::Frame;
use crate::t;
use crate::ui::{PageHead, PageTitle};

/// Head of a page. Its address may carry a token, so the canonical one does not.
pub(super) fn head(title: &str, lede: &'static str, path: &'static str, errors: &[FieldError]) -> AnyView {
    let failed = if errors.is_empty() { "" } else { t!(form.error_prefix) };
    let title = title.to_owned();
    view! {
        <PageHead title=format!("{failed}{title}") path=path />
        {summary(errors.to_vec())}
        <header class="page-head">
            <PageTitle>{title}</PageTitle>
            {(!lede.is_empty()).then(|| view! { <p class="lede">{lede}</p> })}
        </header>
    }
    .into_any()
}

/// The name by which others know somebody.
pub(super) fn name(errors: &[FieldError], value: String) -> AnyView {
    let (label, hint) = (t!(staff.name), t!(staff.name_hint));
    fields::text(errors, Text { name: "name", label, hint, kind: "text", autocomplete: "name", optional: false }, value)
}

/// The address with which somebody signs in.
pub(super) fn email(errors: &[FieldError], hint: &'static str, value: String) -> AnyView {
    let label = t!(form.email);
    fields::text(
        errors,
        Text { name: "email", label, hint, kind: "email", autocomplete: "username", optional: false },
        value,
    )
}

/// The address with which somebody signs in; where there are passkeys, the browser offers them in the field.
pub(super) fn sign_in_email(errors: &[FieldError], value: String, offers_passkeys: bool) -> AnyView {
    let autocomplete = if offers_passkeys { "username webauthn" } else { "username" };
    let label = t!(form.email);
    fields::text(errors, Text { name: "email", label, hint: "", kind: "email", autocomplete, optional: false }, value)
}

/// The password that somebody has. What was typed is not shown again.
pub(super) fn password(errors: &[FieldError]) -> AnyView {
    secret(errors, "password", t!(staff.password), "", "current-password")
}

/// The present password, where another is made up beside it.
pub(super) fn present_password(errors: &[FieldError]) -> AnyView {
    secret(errors, "present", t!(staff.present_password), "", "current-password")
}

/// The address of somebody else.
pub(super) fn other_email(errors: &[FieldError], value: String) -> AnyView {
    let (label, hint) = (t!(staff.invited_email), t!(staff.invited_email_hint));
    fields::text(
        errors,
        Text { name: "email", label, hint, kind: "email", autocomplete: "off", optional: false },
        value,
    )
}

/// Another address of one's own.
pub(super) fn new_email(errors: &[FieldError], value: String) -> AnyView {
    let (label, hint) = (t!(staff_address.email), t!(staff_address.email_hint));
    fields::text(
        errors,
        Text { name: "email", label, hint, kind: "email", autocomplete: "email", optional: false },
        value,
    )
}

/// A password or a code, where either proves who one is.
pub(super) fn proof(errors: &[FieldError]) -> AnyView {
    secret(errors, "proof", t!(staff.proof), t!(staff.proof_hint), "current-password")
}

fn secret(
    errors: &[FieldError],
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    autocomplete: &'static str,
) -> AnyView {
    let mut field = fields::frame(errors, name, label);
    field.hint = hint.to_owned();
    hidden(field, name, label, autocomplete)
}

/// A password that somebody makes up.
pub(super) fn new_password(errors: &[FieldError]) -> AnyView {
    let label = t!(staff.new_password);
    let mut field = fields::frame(errors, "password", label);
    field.hint = t!(staff.new_password_hint, count = PASSWORD_MIN);
    hidden(field, "password", label, "new-password")
}

/// A field whose text is not shown until its owner wants to see it: `crate::browser` brings the button to life, without
/// which nobody sees it.
fn hidden(field: Frame, name: &'static str, label: &'static str, autocomplete: &'static str) -> AnyView {
    let (id, required, invalid, described) = (field.id(), field.required(), field.invalid(), field.described());
    let control = view! {
        <div class="reveal">
            <input
                id=id.clone()
                name=name
                type="password"
                autocomplete=autocomplete
                enterkeyhint="next"
                aria-required=required
                aria-invalid=invalid
                aria-describedby=described
            />
            <button
                class="button button--quiet"
                type="button"
                data-reveal=id.clone()
                aria-controls=id
                aria-pressed="false"
                hidden=true
            >
                <span>
                    {t!(staff.show)}
                    <span class="visually-hidden">" " {label}</span>
                </span>
            </button>
        </div>
    };
    field.around(control.into_any())
}

/// The code of an authenticator or, where `hint` says so, a recovery code.
pub(super) fn code(errors: &[FieldError], hint: &'static str) -> AnyView {
    let field = Text {
        name: "code",
        label: t!(staff.code),
        hint,
        kind: "text",
        autocomplete: "one-time-code",
        optional: false,
    };
    fields::text(errors, field, String::new())
}

/// The one button of a form.
pub(super) fn submit(label: &'static str) -> AnyView {
    view! {
        <div class="form__actions">
            <button class="button button--primary" type="submit">{label}</button>
        </div>
    }
    .into_any()
}

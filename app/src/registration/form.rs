//! The registration form, complete without any script.

use domain::content::Question;
use domain::registration::RegistrationForm;
use domain::validation::{FieldError, email_suggestion};
use leptos::prelude::*;

use super::fields::{self, Text};
use super::frame::id;
use super::questions;
use crate::t;

/// The form on one page, as typed so far, sent to `action`; `act` is what its button says, `busy` while it is sent. `data-register` lets
/// `crate::browser` take it over.
pub(crate) fn register_form(
    action: String,
    form: RegistrationForm,
    questions: &[Question],
    errors: &[FieldError],
    (act, busy): (&'static str, &'static str),
) -> AnyView {
    view! {
        <form class="form" method="post" action=action novalidate=true data-register="">
            {use_of_data()}
            <input type="hidden" name="idempotency_key" value=form.idempotency_key.clone() />
            {person(errors, &form)}
            {questions::fields(questions, &form.answers, errors)}
            {fields::news_consent(&form.news_consent)}
            {fields::trap()}
            {unsent()}
            <div class="form__actions">
                <button class="button button--primary" type="submit" data-busy=busy>{act}</button>
            </div>
        </form>
    }
    .into_any()
}

/// The first page of a form with more questions than one page holds; the others follow it.
pub(super) fn first_form(action: String, form: RegistrationForm, errors: &[FieldError]) -> AnyView {
    view! {
        <form class="form" method="post" action=action novalidate=true data-kept="">
            {use_of_data()}
            <input type="hidden" name="idempotency_key" value=form.idempotency_key.clone() />
            {person(errors, &form)}
            {fields::news_consent(&form.news_consent)}
            <div class="form__actions">
                <button class="button button--primary" type="submit">{t!(steps.go_on)}</button>
            </div>
        </form>
    }
    .into_any()
}

/// What the browser's module shows when the network fails.
pub(super) fn unsent() -> AnyView {
    view! {
        <div class="notice notice--warning" role="alert" hidden=true data-unsent="">
            <p><strong>{t!(form.not_sent)}</strong> " " {t!(form.not_sent_text)}</p>
        </div>
    }
    .into_any()
}

/// All errors, each leading to its field (WCAG 3.3.1). On a page that comes with errors it takes the focus by itself.
pub(crate) fn summary(errors: Vec<FieldError>) -> AnyView {
    let nothing = errors.is_empty();
    let items = errors.into_iter().map(|error| {
        let target = (error.field != "form").then(|| format!("#{}", id(&error.field)));
        match target {
            Some(target) => view! { <li><a href=target>{error.message}</a></li> }.into_any(),
            None => view! { <li>{error.message}</li> }.into_any(),
        }
    });
    view! {
        <div
            class="error-summary"
            role="group"
            aria-labelledby="error-summary-title"
            tabindex="-1"
            autofocus=!nothing
            hidden=nothing
            data-summary=""
        >
            <h2 id="error-summary-title">{t!(form.check)}</h2>
            <ul>{items.collect_view()}</ul>
        </div>
    }
    .into_any()
}

/// What the answers are used for, said before they are given.
pub(super) fn use_of_data() -> AnyView {
    view! { <p class="field__hint">{t!(form.use_of_data)} " " <a href="/privacy">{t!(form.privacy)}</a></p> }.into_any()
}

/// Who somebody is: the fields that every form has.
pub(super) fn person(errors: &[FieldError], form: &RegistrationForm) -> AnyView {
    let email = Text {
        name: "email",
        label: t!(form.email),
        hint: t!(form.email_hint),
        kind: "email",
        autocomplete: "email",
        optional: false,
    };
    view! {
        {name(errors, form)}
        <div>
            {fields::text(errors, email, form.email.clone())}
            {suggestion(&form.email)}
        </div>
        {work(errors, form)}
    }
    .into_any()
}

/// "Did you mean …", where an address looks mistyped; `crate::browser` says it as soon as it is typed.
pub(super) fn suggestion(email: &str) -> AnyView {
    let words = email_suggestion(email).map(|address| t!(form.did_you_mean, address = address));
    view! { <p class="field__hint field__suggestion" role="status" data-suggestion="">{words}</p> }.into_any()
}

/// Their name.
pub(super) fn name(errors: &[FieldError], form: &RegistrationForm) -> AnyView {
    let name = Text {
        name: "name",
        label: t!(form.name),
        hint: t!(form.name_hint),
        kind: "text",
        autocomplete: "name",
        optional: false,
    };
    fields::text(errors, name, form.name.clone())
}

/// Where they work and as what.
pub(super) fn work(errors: &[FieldError], form: &RegistrationForm) -> AnyView {
    let organisation = Text {
        name: "organisation",
        label: t!(form.organisation),
        hint: "",
        kind: "text",
        autocomplete: "organization",
        optional: true,
    };
    view! {
        {fields::country(errors, &form.country)}
        {fields::profession(errors, &form.profession)}
        {fields::text(errors, organisation, form.organisation.clone())}
    }
    .into_any()
}

//! The registration form, complete without any script.

use domain::registration::RegistrationForm;
use domain::validation::FieldError;
use leptos::prelude::*;

use super::fields::{self, Text, id};

/// The form, as typed so far, sent to `action`; `act` is what its button says. `data-register` lets `crate::browser` take it over.
pub(super) fn register_form(
    action: String,
    form: RegistrationForm,
    errors: &[FieldError],
    act: &'static str,
) -> AnyView {
    view! {
        <form class="form" method="post" action=action novalidate=true data-register="">
            {inputs(errors, form)}
            <div class="notice notice--warning" role="alert" hidden=true data-unsent="">
                <p>
                    <strong>"Not sent yet; nothing was lost. "</strong>
                    "What you typed is still here. Check the connection and press the button again: it counts once, however often it is sent."
                </p>
            </div>
            <div class="form__actions">
                <button class="button button--primary" type="submit" data-busy="Registering…">{act}</button>
            </div>
        </form>
    }
    .into_any()
}

/// All errors, each leading to its field (WCAG 3.3.1). On a page that comes with errors it takes the focus by itself.
pub(super) fn summary(errors: Vec<FieldError>) -> AnyView {
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
            <h2 id="error-summary-title">"Please check the form"</h2>
            <ul>{items.collect_view()}</ul>
        </div>
    }
    .into_any()
}

fn inputs(errors: &[FieldError], form: RegistrationForm) -> AnyView {
    let name = Text {
        name: "name",
        label: "Full name",
        hint: "As it should stand on your confirmation.",
        kind: "text",
        autocomplete: "name",
        optional: false,
    };
    let email = Text {
        name: "email",
        label: "E-mail address",
        hint: "The link to confirm your registration goes there.",
        kind: "email",
        autocomplete: "email",
        optional: false,
    };
    let organisation = Text {
        name: "organisation",
        label: "Institution",
        hint: "",
        kind: "text",
        autocomplete: "organization",
        optional: true,
    };
    view! {
        <p class="field__hint">
            "What you enter here is used to hold your place, to write to you about this event, and to report how many people of which countries and professions took part. "
            <a href="/privacy">"How your data is handled"</a>
        </p>
        <input type="hidden" name="idempotency_key" value=form.idempotency_key />
        {fields::text(errors, name, form.name)}
        {fields::text(errors, email, form.email)}
        {fields::country(errors, &form.country)}
        {fields::profession(errors, &form.profession)}
        {fields::text(errors, organisation, form.organisation)}
        <label class="check">
            <input type="checkbox" name="news_consent" value="yes" checked=form.news_consent == "yes" />
            <span>"Tell me about later events of this programme" <span class="field__optional">" (optional)"</span></span>
        </label>
        <div class="trap" aria-hidden="true">
            <label for="field-website">"Leave this field empty"</label>
            <input id="field-website" name="website" type="text" tabindex="-1" autocomplete="off" />
        </div>
    }
    .into_any()
}

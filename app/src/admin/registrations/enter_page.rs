//! `/admin/registrations/<event>/add`: somebody is registered by hand.

use domain::registration::{COUNTRIES, PROFESSIONS, RegistrationForm};
use domain::validation::FieldError;
use leptos::prelude::*;

use super::enter::{EntryTrouble, EntryView};
use super::{entering, one_path};
use crate::language::Label;
use crate::registration::fields::{Text, frame, option, select, text};
use crate::registration::form::summary;
use crate::registration::question_fields;
use crate::server::gathered;
use crate::t;
use crate::ui::{PageHead, PageTitle, show};

/// The page on which somebody is entered.
#[component]
pub fn EntryPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: EntryView) -> AnyView {
    let (slug, title) = view.event.clone();
    let path = format!("/admin/registrations/{slug}/add");
    let list = format!("/admin/registrations/{slug}");
    let errors = &errors(view.trouble.as_ref());
    let known = match view.trouble {
        Some(EntryTrouble::Known(id)) => Some(view! { <p><a href=one_path(&slug, id)>{t!(entry.see_known)}</a></p> }),
        _ => None,
    };
    view! {
        <PageHead title=t!(entry.title_of, event = &title) path=path.clone() />
        <header class="page-head">
            <p class="eyebrow"><a href=list>{title}</a></p>
            <PageTitle>{t!(entry.title)}</PageTitle>
            <p class="lede">{t!(entry.lede)}</p>
        </header>
        <div class="desk-stack">
            {entering::places(view.places)}
            {summary(errors.clone())}
            {known}
            <form class="form" method="post" action=path novalidate=true>
                <input type="hidden" name="idempotency_key" value=view.typed.form.idempotency_key.clone() />
                {person(errors, &view.typed.form)}
                {question_fields(&view.questions, &view.typed.form.answers, errors)}
                {entering::fields(errors, &view.typed.entering, view.places)}
                <div class="form__actions">
                    <button class="button button--primary" type="submit">{t!(entry.act)}</button>
                </div>
            </form>
        </div>
    }
    .into_any()
}

fn errors(trouble: Option<&EntryTrouble>) -> Vec<FieldError> {
    match trouble {
        None => Vec::new(),
        Some(EntryTrouble::Fields(errors)) => errors.clone(),
        Some(EntryTrouble::Cancelled) => vec![FieldError::new("form", t!(entry.cancelled))],
        Some(EntryTrouble::Known(_)) => vec![FieldError::new("email", t!(entry.known))],
        Some(EntryTrouble::Full) => vec![FieldError::new("when_full", t!(entry.full))],
    }
}

/// Who it is. Nothing is filled in by the browser, which knows only whoever types.
fn person(errors: &[FieldError], form: &RegistrationForm) -> AnyView {
    let field = |name, label, kind, optional| Text { name, label, hint: "", kind, autocomplete: "off", optional };
    let countries = COUNTRIES.iter().map(|(code, name)| option(code, name, &form.country)).collect_view().into_any();
    let roles = PROFESSIONS.iter().map(|role| option(role.name(), role.label(), &form.profession));
    let roles = roles.collect_view().into_any();
    view! {
        {text(errors, field("name", t!(form.name), "text", false), form.name.clone())}
        {text(errors, field("email", t!(form.email), "email", false), form.email.clone())}
        {select(frame(errors, "country", t!(form.country)), "off", t!(form.choose_country), countries)}
        {select(frame(errors, "profession", t!(form.profession)), "off", t!(form.choose_profession), roles)}
        {text(errors, field("organisation", t!(form.organisation), "text", true), form.organisation.clone())}
    }
    .into_any()
}

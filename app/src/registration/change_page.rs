//! `/registration/<token>/answers`: a registration's answers, to be changed. All on one page, also those of a long form:
//! whoever comes here looks for one of them.

use leptos::prelude::*;

use super::change::Change;
use super::fields;
use super::form::{name, summary, unsent, work};
use super::questions;
use super::standing::dead_link;
use crate::error::PageError;
use crate::server::{gathered, state};
use crate::t;
use crate::ui::{PageHead, PageTitle, show};

/// The page to change answers.
#[component]
pub fn ChangePage() -> impl IntoView {
    match gathered::<Change>() {
        Err(PageError::NotFound) => dead_link(),
        found => show(found, page),
    }
}

fn page(change: Change) -> AnyView {
    let Change { registration, manage_token, form, errors } = change;
    let failed = if errors.is_empty() { "" } else { t!(form.error_prefix) };
    let title = format!("{failed}{}", t!(manage.change));
    let manage = format!("/registration/{manage_token}");
    let action = format!("{manage}/answers");
    let published = state().ok().map(|state| state.published());
    let event = published.as_ref().and_then(|published| published.content.event_by_id(registration.event));
    let asked = event.map_or(&[][..], |event| &event.registration.questions);
    let event = event.map(|event| event.title.clone());
    view! {
        <PageHead title=title path="/programme" />
        {summary(errors.clone())}
        <header class="page-head">
            <p class="eyebrow">{t!(registration.title)}</p>
            <PageTitle>{t!(manage.change)}</PageTitle>
            {event.map(|event| view! { <p class="subtitle">{event}</p> })}
        </header>
        <form class="form" method="post" action=action novalidate=true data-register="">
            {name(&errors, &form)}
            <p class="field__hint">{t!(manage.address_stays, address = &registration.email)}</p>
            {work(&errors, &form)}
            {questions::fields(asked, &form.answers, &errors)}
            {fields::news_consent(&form.news_consent)}
            {unsent()}
            <div class="form__actions">
                <button class="button button--primary" type="submit" data-busy=t!(manage.changing)>{t!(manage.change_act)}</button>
                <a class="button button--quiet" href=manage>{t!(manage.leave_it)}</a>
            </div>
        </form>
    }
    .into_any()
}

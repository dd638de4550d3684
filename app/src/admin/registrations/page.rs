//! `/admin/registrations/<event>`: who registered, found and sorted in many ways, and what may be decided about each, with
//! a reason that is recorded.

use leptos::prelude::*;

use super::gather::{Refusal, RegistrationsView};
use super::letters::letters_path;
use super::{bulk_form, export, filter_form, list_path, places, table, views};
use crate::language::{Label, locale, wait_in_words};
use crate::server::gathered;
use crate::t;
use crate::ui::{Icon, IconName, PageHead, PageTitle, show};

/// The page of an event's registrations.
#[component]
pub fn RegistrationsPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: RegistrationsView) -> AnyView {
    let (slug, title) = view.event.clone();
    let counts = view.counts.iter().map(|(state, number)| {
        view! { <div><dt>{state.label()}</dt><dd>{*number}</dd></div> }
    });
    let counts = counts.collect_view();
    view! {
        <PageHead title=t!(registrations.title_of, event = &title) path=format!("/admin/registrations/{slug}") />
        <header class="page-head">
            <p class="eyebrow"><a href="/admin/registrations">{t!(registrations.title)}</a></p>
            <PageTitle>{title}</PageTitle>
        </header>
        {view.asked.refused.as_ref().map(refused)}
        <dl class="facts">
            <div><dt>{t!(registrations.places)}</dt><dd>{places::taken(&view)}</dd></div>
            {counts}
        </dl>
        <p class="form__actions">
            <a class="button button--secondary" href=format!("/admin/registrations/{slug}/add")>{t!(entry.title)}</a>
            <a class="button button--secondary" href=format!("/admin/registrations/{slug}/import")>{t!(upload.title)}</a>
            <a class="button button--secondary" href=letters_path(&slug)>{t!(group_letter.title)}</a>
        </p>
        {views::links(&view)}
        {filter_form::form(&view)}
        {table::table(&view)}
        {pages(&view)}
        {bulk_form::form(&view)}
        {views::save(&view)}
        {export::links(&view)}
        {places::limit(&view)}
        {places::decisions(view.decisions)}
    }
    .into_any()
}

/// Why something was not done.
pub(super) fn refused(refusal: &Refusal) -> AnyView {
    let why = match refusal {
        Refusal::Decision(why, ..) | Refusal::View(why, _) | Refusal::Tags(why, ..) => (*why).to_owned(),
        Refusal::Bulk(why, _) => bulk_form::why(*why).to_owned(),
        Refusal::TooManyFiles(seconds) => {
            t!(registrations.too_many_files, wait = wait_in_words(locale(), *seconds))
        }
    };
    view! {
        <div class="notice notice--error" role="alert">
            <Icon name=IconName::Warning />
            <p>{why}</p>
        </div>
    }
    .into_any()
}

fn pages(view: &RegistrationsView) -> AnyView {
    let first = list_path(&view.event.0, &view.asked.query);
    let next = view.next.map(|id| {
        let mark = if first.contains('?') { '&' } else { '?' };
        let href = format!("{first}{mark}after={id}");
        view! { <a class="button button--secondary" href=href rel="next">{t!(registrations.next_page)}</a> }
    });
    let first = view.asked.after.map(|_| {
        view! { <a class="button button--secondary" href=first.clone() rel="first">{t!(registrations.first_page)}</a> }
    });
    view! { <p class="form__actions form__actions--after">{first} {next}</p> }.into_any()
}

//! The form above the list: what to look for, in what order, with which columns. A plain GET form; its address is the list.

use domain::registration::{COUNTRIES, Column, ListOrder, PROFESSIONS, RegistrationState};
use leptos::prelude::*;

use super::gather::RegistrationsView;
use crate::language::Label;
use crate::t;

/// The form, with what is asked for now.
pub(super) fn form(view: &RegistrationsView) -> AnyView {
    let query = &view.asked.query;
    let path = format!("/admin/registrations/{}", view.event.0);
    let all = path.clone();
    let is_open = {
        let mut plain = query.clone();
        plain.filter.text.clear();
        !plain.pairs().is_empty()
    };
    let is_plain = query.pairs().is_empty();
    view! {
        <form class="list-filter" method="get" action=path role="search" aria-label=t!(registration_list.filter)>
            <div class="list-filter__row">
                <div class="field">
                    <label for="list-q">{t!(registration_list.search)}</label>
                    <p class="field__hint" id="list-q-hint">{t!(registration_list.search_hint)}</p>
                    <input
                        id="list-q"
                        name="q"
                        type="search"
                        value=query.filter.text.clone()
                        maxlength="120"
                        autocomplete="off"
                        enterkeyhint="search"
                        aria-describedby="list-q-hint"
                    />
                </div>
                <div class="form__actions">
                    <button class="button button--primary" type="submit">{t!(registration_list.show)}</button>
                    {(!is_plain).then(|| view! { <a class="button button--quiet" href=all>{t!(registration_list.clear)}</a> })}
                </div>
            </div>
            <details class="review" open=is_open>
                <summary>{t!(registration_list.more)}</summary>
                <div class="list-filter__parts">
                    {selects(view)}
                    {states(view)}
                    {columns(view)}
                </div>
            </details>
        </form>
    }
    .into_any()
}

fn selects(view: &RegistrationsView) -> AnyView {
    let (query, filter) = (&view.asked.query, &view.asked.query.filter);
    let orders = ListOrder::ALL.iter().map(|order| option(order.name(), order.label(), query.order.name()));
    let country = filter.country.as_deref().unwrap_or_default();
    let countries = COUNTRIES.iter().map(|(code, name)| option(code, name, country));
    let profession = filter.profession.map(|profession| profession.name()).unwrap_or_default();
    let professions = PROFESSIONS.iter().map(|known| option(known.name(), known.label(), profession));
    let tag = filter.tag.as_ref().map(|tag| tag.as_str()).unwrap_or_default();
    let tags = view.tags.iter().map(|known| option(known.as_str(), known.as_str(), tag));
    view! {
        {select("sort", t!(registration_list.order), None, orders.collect_view().into_any())}
        {select("country", t!(registration_list.country), Some(t!(registration_list.any)), countries.collect_view().into_any())}
        {select("profession", t!(registration_list.profession), Some(t!(registration_list.any)), professions.collect_view().into_any())}
        {(!view.tags.is_empty()).then(|| {
            select("tag", t!(registration_list.tag), Some(t!(registration_list.any)), tags.collect_view().into_any())
        })}
    }
    .into_any()
}

fn select(name: &'static str, label: &'static str, any: Option<&'static str>, options: AnyView) -> AnyView {
    let id = format!("list-{name}");
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select id=id name=name autocomplete="off">
                {any.map(|any| view! { <option value="">{any}</option> })}
                {options}
            </select>
        </div>
    }
    .into_any()
}

fn option(value: &str, words: &str, chosen: &str) -> AnyView {
    view! { <option value=value.to_owned() selected=value == chosen>{words.to_owned()}</option> }.into_any()
}

fn states(view: &RegistrationsView) -> AnyView {
    let chosen = &view.asked.query.filter.states;
    let boxes = RegistrationState::ALL.iter().map(|state| {
        let number = view.counts.iter().find(|(counted, _)| counted == state).map_or(0, |(_, number)| *number);
        let words = t!(registration_list.state_counted, state = state.label(), count = number);
        tick("state", state.name(), words, chosen.contains(state))
    });
    view! {
        <fieldset class="field">
            <legend>{t!(registration_list.states)}</legend>
            <div class="list-filter__boxes">{boxes.collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

fn columns(view: &RegistrationsView) -> AnyView {
    let query = &view.asked.query;
    let boxes = Column::ALL
        .iter()
        .map(|column| tick("column", column.name(), column.label().to_owned(), query.shown().contains(column)));
    let answers = view.questions.iter().map(|question| {
        tick("answer", question.name.as_str(), question.label.clone(), query.answers.contains(&question.name))
    });
    view! {
        <fieldset class="field">
            <legend>{t!(registration_list.columns)}</legend>
            <div class="list-filter__boxes">{boxes.collect_view()} {answers.collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

fn tick(name: &'static str, value: &str, words: String, checked: bool) -> AnyView {
    view! {
        <label class="check">
            <input type="checkbox" name=name value=value.to_owned() checked=checked />
            <span>{words}</span>
        </label>
    }
    .into_any()
}

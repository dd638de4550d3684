//! Fields that every form has.

use domain::registration::{COUNTRIES, PROFESSIONS};
use domain::validation::FieldError;
use leptos::prelude::*;

use super::frame::{Frame, id};
use crate::language::Label;
use crate::t;

/// What a text field is.
#[derive(Clone, Copy)]
pub(crate) struct Text {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) hint: &'static str,
    pub(crate) kind: &'static str,
    /// Token of HTML's autofill (WCAG 1.3.5).
    pub(crate) autocomplete: &'static str,
    pub(crate) optional: bool,
}

/// A text field.
pub(crate) fn text(errors: &[FieldError], field: Text, value: String) -> AnyView {
    let Text { name, label, hint, kind, autocomplete, optional } = field;
    let frame = Frame { hint: hint.to_owned(), optional, ..frame(errors, name, label) };
    let enter = if optional { "done" } else { "next" };
    let control = view! {
        <input
            id=frame.id()
            name=name
            type=kind
            value=value
            autocomplete=autocomplete
            enterkeyhint=enter
            aria-required=frame.required()
            aria-invalid=frame.invalid()
            aria-describedby=frame.described()
        />
    };
    frame.around(control.into_any())
}

/// The country of work.
pub(super) fn country(errors: &[FieldError], value: &str) -> AnyView {
    let options = COUNTRIES.iter().map(|(code, name)| option(code, name, value)).collect_view().into_any();
    select(frame(errors, "country", t!(form.country)), "country", t!(form.choose_country), options)
}

/// The professional role.
pub(super) fn profession(errors: &[FieldError], value: &str) -> AnyView {
    let options = PROFESSIONS.iter().map(|role| option(role.name(), role.label(), value)).collect_view().into_any();
    select(frame(errors, "profession", t!(form.profession)), "off", t!(form.choose_profession), options)
}

/// Consent to be told of later events; never ticked in advance.
pub(super) fn news_consent(value: &str) -> AnyView {
    view! {
        <label class="check">
            <input id=id("news_consent") type="checkbox" name="news_consent" value="yes" checked=value == "yes" />
            <span>{t!(form.news)} " " <span class="field__optional">{t!(form.optional)}</span></span>
        </label>
    }
    .into_any()
}

/// A field that nobody sees; only a program fills it in.
pub(crate) fn trap() -> AnyView {
    view! {
        <div class="trap" aria-hidden="true">
            <label for="field-website">{t!(form.trap)}</label>
            <input id="field-website" name="website" type="text" tabindex="-1" autocomplete="off" />
        </div>
    }
    .into_any()
}

/// A value to choose.
pub(crate) fn option(value: &'static str, words: &'static str, chosen: &str) -> impl IntoView + use<> {
    view! { <option value=value selected=value == chosen>{words}</option> }
}

/// One of several values; `first` stands there until one is chosen.
pub(crate) fn select(frame: Frame, autocomplete: &'static str, first: &'static str, options: AnyView) -> AnyView {
    let control = view! {
        <select
            id=frame.id()
            name=frame.name.clone()
            autocomplete=autocomplete
            aria-required=frame.required()
            aria-invalid=frame.invalid()
            aria-describedby=frame.described()
        >
            <option value="">{first}</option>
            {options}
        </select>
    };
    frame.around(control.into_any())
}

/// What stands around a control with that name.
pub(crate) fn frame(errors: &[FieldError], name: &str, label: &str) -> Frame {
    Frame { name: name.to_owned(), label: label.to_owned(), error: message(errors, name), ..Frame::default() }
}

/// What is to be mended in a field.
pub(super) fn message(errors: &[FieldError], name: &str) -> Option<String> {
    errors.iter().find(|error| error.field == name).map(|error| error.message.clone())
}

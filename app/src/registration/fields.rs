//! Fields of the form: label above, hint below it, error between the hint and the field.

use domain::registration::{COUNTRIES, PROFESSIONS};
use domain::validation::FieldError;
use leptos::prelude::*;

/// What a text field is.
#[derive(Clone, Copy)]
pub(super) struct Text {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) hint: &'static str,
    pub(super) kind: &'static str,
    /// Token of HTML's autofill (WCAG 1.3.5).
    pub(super) autocomplete: &'static str,
    pub(super) optional: bool,
}

/// A text field.
pub(super) fn text(errors: &[FieldError], field: Text, value: String) -> AnyView {
    let Text { name, label, hint, kind, autocomplete, optional } = field;
    let frame = Frame { name, label, hint, optional, error: message(errors, name) };
    let enter = if optional { "done" } else { "next" };
    let control = view! {
        <input
            id=id(name)
            name=name
            type=kind
            value=value
            autocomplete=autocomplete
            enterkeyhint=enter
            aria-required=(!optional).then_some("true")
            aria-invalid=frame.error.is_some().then_some("true")
            aria-describedby=frame.described()
        />
    };
    frame.around(control.into_any())
}

/// The country of work.
pub(super) fn country(errors: &[FieldError], value: &str) -> AnyView {
    let options = COUNTRIES.iter().map(|(code, name)| option(code, name, value)).collect_view().into_any();
    let frame = Frame::required("country", "Country you work in", message(errors, "country"));
    select(frame, "country", "Choose a country", options)
}

/// The professional role.
pub(super) fn profession(errors: &[FieldError], value: &str) -> AnyView {
    let options = PROFESSIONS.iter().map(|role| option(role.name(), role.label(), value)).collect_view().into_any();
    let frame = Frame::required("profession", "Professional role", message(errors, "profession"));
    select(frame, "off", "Choose a role", options)
}

fn option(value: &'static str, words: &'static str, chosen: &str) -> impl IntoView + use<> {
    view! { <option value=value selected=value == chosen>{words}</option> }
}

fn select(frame: Frame, autocomplete: &'static str, first: &'static str, options: AnyView) -> AnyView {
    let control = view! {
        <select
            id=id(frame.name)
            name=frame.name
            autocomplete=autocomplete
            aria-required="true"
            aria-invalid=frame.error.is_some().then_some("true")
            aria-describedby=frame.described()
        >
            <option value="">{first}</option>
            {options}
        </select>
    };
    frame.around(control.into_any())
}

/// What stands around a control.
struct Frame {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    optional: bool,
    error: Option<String>,
}

impl Frame {
    fn required(name: &'static str, label: &'static str, error: Option<String>) -> Self {
        Self { name, label, hint: "", optional: false, error }
    }

    /// The ids of what describes the control; `crate::browser` follows the same rule.
    fn described(&self) -> Option<String> {
        let name = self.name;
        match (!self.hint.is_empty(), self.error.is_some()) {
            (true, true) => Some(format!("{name}-hint {name}-error")),
            (true, false) => Some(format!("{name}-hint")),
            (false, true) => Some(format!("{name}-error")),
            (false, false) => None,
        }
    }

    fn around(self, control: AnyView) -> AnyView {
        let Self { name, label, hint, optional, error } = self;
        let is_sound = error.is_none();
        let class = if is_sound { "field" } else { "field field--invalid" };
        view! {
            <div class=class>
                <label for=id(name)>
                    {label} {optional.then(|| view! { <span class="field__optional">" (optional)"</span> })}
                </label>
                {(!hint.is_empty()).then(|| view! { <p class="field__hint" id=format!("{name}-hint")>{hint}</p> })}
                <p class="field__error" id=format!("{name}-error") hidden=is_sound>{error}</p>
                {control}
            </div>
        }
        .into_any()
    }
}

/// Identity of a field's control.
pub(super) fn id(name: &str) -> String {
    format!("field-{name}")
}

fn message(errors: &[FieldError], name: &str) -> Option<String> {
    errors.iter().find(|error| error.field == name).map(|error| error.message.clone())
}

//! What stands around the control of a field: label above, hint below it, error between the hint and the field.

use leptos::prelude::*;

use crate::t;

/// Around one control, or around several that answer one question.
#[derive(Default)]
pub(crate) struct Frame {
    pub(super) name: String,
    pub(super) label: String,
    pub(crate) hint: String,
    /// When it is asked at all, in words, for whoever sees it although it may not be; `crate::browser` hides it then.
    pub(super) condition: String,
    pub(crate) optional: bool,
    pub(super) error: Option<String>,
    /// The question for the browser's validator; see `crate::asked`.
    pub(super) question: Option<String>,
}

impl Frame {
    /// The identity of the first control.
    pub(crate) fn id(&self) -> String {
        id(&self.name)
    }

    /// The identities of what describes the control; `crate::browser` follows the same rule.
    pub(crate) fn described(&self) -> Option<String> {
        let parts = [
            ("hint", !self.hint.is_empty()),
            ("condition", !self.condition.is_empty()),
            ("error", self.error.is_some()),
        ];
        let ids: Vec<String> =
            parts.iter().filter(|(_, is_there)| *is_there).map(|(part, _)| format!("{}-{part}", self.name)).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// Whether its control has to be filled in or ticked.
    pub(crate) fn required(&self) -> Option<&'static str> {
        (!self.optional).then_some("true")
    }

    /// Whether what was typed has to be mended.
    pub(crate) fn invalid(&self) -> Option<&'static str> {
        self.error.is_some().then_some("true")
    }

    fn class(&self) -> &'static str {
        if self.error.is_none() { "field" } else { "field field--invalid" }
    }

    /// A label and one control.
    pub(crate) fn around(self, control: AnyView) -> AnyView {
        let (class, id, question) = (self.class(), self.id(), self.question.clone());
        view! {
            <div class=class data-question=question>
                <label for=id>{self.asks()}</label>
                {self.notes()}
                {control}
            </div>
        }
        .into_any()
    }

    /// A legend and several controls, of which one is chosen (`role` is then `radiogroup`) or any.
    pub(crate) fn around_choices(self, role: Option<&'static str>, controls: AnyView) -> AnyView {
        let (class, described, question) = (self.class(), self.described(), self.question.clone());
        // ARIA knows these two of a group of which one is chosen only.
        let (required, invalid) = (role.and(self.required()), role.and(self.invalid()));
        view! {
            <fieldset
                class=class
                role=role
                aria-required=required
                aria-invalid=invalid
                aria-describedby=described
                data-question=question
            >
                <legend>{self.asks()}</legend>
                {self.notes()}
                {controls}
            </fieldset>
        }
        .into_any()
    }

    /// A box to tick, whose label stands beside it.
    pub(crate) fn around_box(self, control: AnyView) -> AnyView {
        let (class, question) = (self.class(), self.question.clone());
        view! {
            <div class=class data-question=question>
                {self.notes()}
                <label class="check">
                    {control}
                    <span>{self.asks()}</span>
                </label>
            </div>
        }
        .into_any()
    }

    fn asks(&self) -> AnyView {
        let label = self.label.clone();
        view! {
            <span data-label="">{label}</span>
            {self.optional.then(|| view! { " " <span class="field__optional">{t!(form.optional)}</span> })}
        }
        .into_any()
    }

    fn notes(&self) -> AnyView {
        let name = &self.name;
        let (hint, condition, error) = (self.hint.clone(), self.condition.clone(), self.error.clone());
        let is_sound = error.is_none();
        view! {
            {(!hint.is_empty()).then(|| view! { <p class="field__hint" id=format!("{name}-hint")>{hint}</p> })}
            {(!condition.is_empty()).then(|| {
                view! { <p class="field__hint field__condition" id=format!("{name}-condition")>{condition}</p> }
            })}
            <p class="field__error" id=format!("{name}-error") hidden=is_sound>{error}</p>
        }
        .into_any()
    }
}

/// Identity of a field's control.
pub(super) fn id(name: &str) -> String {
    format!("field-{name}")
}

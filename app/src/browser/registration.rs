//! The registration form in the browser: checked before it is sent, sent again when the network fails, and never more is
//! said than is known. The server's page does all of it too, only with a page load; this code is fetched where a form
//! stands (`data-register`).

use std::cell::Cell;
use std::rc::Rc;

use domain::registration::RegistrationForm;
use domain::validation::FieldError;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::lazy;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlElement, HtmlFormElement, RequestInit, Response, UrlSearchParams};

use super::dom::{all, document, make, on, one, origin, set, set_hidden, set_text, window, within};
use super::registration_draft::{self as draft, typed};
use super::registration_questions as questions;
use super::registration_suggestion as suggestion;
use crate::t;

/// A form that comes back sooner is taken for a program's, in milliseconds; so an even faster person is kept waiting.
const FASTEST: u32 = 1_100;
/// Pauses before the second and the third attempt, in milliseconds.
const PAUSES: [u32; 2] = [1_000, 3_000];

/// Fetches the code for the form, if there is one.
pub(super) fn start() {
    if one("form[data-register], form[data-kept]").is_some() {
        spawn_local(async { registration_form().await });
    }
}

/// Takes the form over, or only keeps what is typed in it.
#[lazy]
fn registration_form() {
    if let Some(form) = one("form[data-kept]").and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) {
        suggestion::watch(&form);
        return draft::only_keep(form);
    }
    let Some(form) = one("form[data-register]").and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) else {
        return;
    };
    let desk = Rc::new(Desk { form, is_ripe: Cell::new(false), is_sending: Cell::new(false) });
    let ripening = Rc::clone(&desk);
    spawn_local(async move {
        TimeoutFuture::new(FASTEST).await;
        ripening.is_ripe.set(true);
    });
    let submitting = Rc::clone(&desk);
    on(&desk.form, "submit", move |event| submitting.submit(&event));
    suggestion::watch(&desk.form);
    draft::restore(&desk.form);
    desk.change();
    let changing = Rc::clone(&desk);
    on(&desk.form, "change", move |_| changing.change());
    // While it is typed, and not when the field is left for another: what vanishes then would move the other away from
    // under the pointer, and the press would miss it.
    let typing = Rc::clone(&desk);
    on(&desk.form, "input", move |_| typing.recheck());
    // What is typed when the page is left counts as changed only afterwards.
    let leaving = Rc::clone(&desk);
    on(&window(), "pagehide", move |_| {
        if !leaving.is_sending.get() {
            draft::keep(&leaving.form);
        }
    });
    // A page that comes back from the browser's own cache is not sending any more.
    let returning = Rc::clone(&desk);
    on(&window(), "pageshow", move |_| returning.set_sending(false));
    on(&document(), "click", |event| {
        if let Some(link) = origin(&event, "[data-summary] a") {
            focus_field(&event, &link);
        }
    });
    set(&desk.form, "data-ready", "");
}

/// What the listeners share.
struct Desk {
    form: HtmlFormElement,
    /// Whether the form has been open for long enough.
    is_ripe: Cell<bool>,
    is_sending: Cell<bool>,
}

impl Desk {
    fn submit(self: &Rc<Self>, event: &Event) {
        if self.is_sending.get() {
            event.prevent_default();
            return;
        }
        let Some((form, body)) = self.read() else { return };
        event.prevent_default();
        let errors = self.errors(&form);
        self.show(&errors);
        if !errors.is_empty() {
            let title = document().title();
            if !title.starts_with(t!(form.error_prefix)) {
                document().set_title(&format!("{}{title}", t!(form.error_prefix)));
            }
            focus(one("[data-summary]"));
            return;
        }
        self.set_sending(true);
        self.set_unsent(false);
        let desk = Rc::clone(self);
        spawn_local(async move { desk.send(&body).await });
    }

    async fn send(&self, body: &UrlSearchParams) {
        if !self.is_ripe.get() {
            TimeoutFuture::new(FASTEST).await;
        }
        let answer = attempt(&self.form.action(), body).await;
        if answer.as_ref().is_some_and(|answer| answer.status() < 500) {
            // From here on the server's pages hold it.
            draft::forget(&self.form);
        }
        match answer {
            // Done, and on the way to the page that says what happens next: it stays "Registering…" until then.
            Some(answer) if answer.redirected() => drop(window().location().set_href(&answer.url())),
            // The server has something to say about it: the browser sends the form itself and shows the page.
            Some(answer) if answer.status() < 500 => drop(self.form.submit()),
            _ => {
                self.set_sending(false);
                self.set_unsent(true);
            }
        }
    }

    /// The form as typed, and as it is sent.
    fn read(&self) -> Option<(RegistrationForm, UrlSearchParams)> {
        let pairs = typed(&self.form)?;
        let form = RegistrationForm::of_fields(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let body = UrlSearchParams::new().ok()?;
        for (name, value) in &pairs {
            body.append(name, value);
        }
        Some((form, body))
    }

    /// What is to be mended, as far as this form asks for it: one that changes answers has no address and no key.
    fn errors(&self, form: &RegistrationForm) -> Vec<FieldError> {
        let mut errors = form.validate(&questions::read(&self.form)).err().unwrap_or_default();
        errors.retain(|error| {
            let field = if error.field == "form" { "idempotency_key" } else { &error.field };
            self.form.query_selector(&format!("[name='{field}']")).is_ok_and(|control| control.is_some())
        });
        errors
    }

    /// Asks what is to be asked now, and keeps what was typed for a page that is loaded again.
    fn change(&self) {
        if let Some((form, _)) = self.read() {
            questions::show(&self.form, &questions::read(&self.form), &form.answers);
        }
        draft::keep(&self.form);
        self.recheck();
    }

    /// Takes the errors away that have been mended; finds no new ones while someone is still typing.
    fn recheck(&self) {
        let shown: Vec<String> = all("[data-summary] li").into_iter().filter_map(|item| item.text_content()).collect();
        if let (false, Some((form, _))) = (shown.is_empty(), self.read()) {
            let mut errors = self.errors(&form);
            errors.retain(|error| shown.contains(&error.message));
            self.show(&errors);
        }
    }

    /// Shows exactly these errors: in the summary and beside their fields.
    fn show(&self, errors: &[FieldError]) {
        for field in within(&self.form, ".field") {
            let Ok(Some(control)) = field.query_selector("input, select, textarea") else { continue };
            let name = control.get_attribute("name").unwrap_or_default();
            let group = (field.tag_name() == "FIELDSET").then_some(&field);
            show_field(&field, group.unwrap_or(&control), &name, errors.iter().find(|error| error.field == name));
        }
        let Some(summary) = one("[data-summary]") else { return };
        if let Ok(Some(list)) = summary.query_selector("ul") {
            list.set_text_content(None);
            for error in errors {
                let Some(item) = make("li", "", "") else { continue };
                if let (true, Some(link)) = (error.field != "form", make("a", "", &error.message)) {
                    set(&link, "href", &format!("#field-{}", error.field));
                    drop(item.append_child(&link));
                } else {
                    item.set_text_content(Some(&error.message));
                }
                drop(list.append_child(&item));
            }
        }
        set_hidden(&summary, errors.is_empty());
    }

    fn set_sending(&self, sending: bool) {
        if self.is_sending.replace(sending) == sending {
            return;
        }
        let Ok(Some(button)) = self.form.query_selector("[data-busy]") else { return };
        // The button's two texts change places.
        let shown = button.text_content().unwrap_or_default();
        set_text(&button, &button.get_attribute("data-busy").unwrap_or_default());
        set(&button, "data-busy", &shown);
        if sending {
            set(&button, "aria-disabled", "true");
        } else {
            drop(button.remove_attribute("aria-disabled"));
        }
    }

    fn set_unsent(&self, unsent: bool) {
        if let Ok(Some(notice)) = self.form.query_selector("[data-unsent]") {
            set_hidden(&notice, !unsent);
        }
    }
}

fn show_field(field: &Element, control: &Element, name: &str, error: Option<&FieldError>) {
    let Ok(Some(words)) = field.query_selector(".field__error") else { return };
    set_text(&words, error.map_or("", |error| &error.message));
    set_hidden(&words, error.is_none());
    field.set_class_name(if error.is_some() { "field field--invalid" } else { "field" });
    let parts = ["hint", "condition", "error"].map(|part| format!("{name}-{part}"));
    let shown = parts
        .into_iter()
        .filter(|id| document().get_element_by_id(id).is_some_and(|part| !part.has_attribute("hidden")));
    set_or_remove(control, "aria-describedby", &shown.collect::<Vec<_>>().join(" "));
    // A group of boxes cannot be invalid (WAI-ARIA 1.2); its error is said by its description.
    let can_be_invalid = control.tag_name() != "FIELDSET" || control.has_attribute("role");
    set_or_remove(control, "aria-invalid", if error.is_some() && can_be_invalid { "true" } else { "" });
}

fn set_or_remove(element: &Element, name: &str, value: &str) {
    if value.is_empty() {
        drop(element.remove_attribute(name));
    } else {
        set(element, name, value);
    }
}

/// Sends it, and twice more while the network fails. The key in the form makes it count once.
async fn attempt(address: &str, body: &UrlSearchParams) -> Option<Response> {
    for pause in PAUSES {
        if let Some(answer) = post(address, body).await {
            return Some(answer);
        }
        TimeoutFuture::new(pause).await;
    }
    post(address, body).await
}

async fn post(address: &str, body: &UrlSearchParams) -> Option<Response> {
    let options = RequestInit::new();
    options.set_method("POST");
    let body: &JsValue = body.as_ref();
    options.set_body(body);
    let answer = JsFuture::from(window().fetch_with_str_and_init(address, &options)).await.ok()?;
    answer.dyn_into().ok()
}

fn focus_field(event: &Event, link: &Element) {
    let address = link.get_attribute("href").unwrap_or_default();
    let field = document().get_element_by_id(address.trim_start_matches('#'));
    if field.is_some() {
        event.prevent_default();
        focus(field);
    }
}

fn focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        drop(element.focus());
    }
}

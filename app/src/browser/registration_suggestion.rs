//! "Did you mean …" below an address that looks mistyped, with a button that puts it right. It never stands in the way.

use domain::validation::email_suggestion;
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, HtmlFormElement};

use super::dom::{make, on, origin, set};
use crate::t;

/// Looks at a form's address whenever it was changed.
pub(super) fn watch(form: &HtmlFormElement) {
    let changing = form.clone();
    on(form, "change", move |event| {
        if origin(&event, "[name=email]").is_some() {
            show(&changing);
        }
    });
    let clicking = form.clone();
    on(form, "click", move |event| {
        if origin(&event, "[data-suggestion] button").is_some() {
            take(&clicking);
        }
    });
}

/// Puts the address that was meant into its field.
fn take(form: &HtmlFormElement) {
    let Some(field) = one(form, "[name=email]") else { return };
    if let Some(meant) = email_suggestion(&value(&field)) {
        drop(Reflect::set(&field, &"value".into(), &JsValue::from_str(&meant)));
    }
    show(form);
    if let Ok(field) = field.dyn_into::<HtmlElement>() {
        drop(field.focus());
    }
}

fn show(form: &HtmlFormElement) {
    let (Some(field), Some(place)) = (one(form, "[name=email]"), one(form, "[data-suggestion]")) else { return };
    place.set_text_content(None);
    let Some(meant) = email_suggestion(&value(&field)) else { return };
    place.set_text_content(Some(&format!("{} ", t!(form.did_you_mean, address = meant))));
    if let Some(button) = make("button", "button button--quiet button--small", t!(form.use_suggestion)) {
        set(&button, "type", "button");
        drop(place.append_child(&button));
    }
}

fn one(form: &HtmlFormElement, selector: &str) -> Option<Element> {
    form.query_selector(selector).ok().flatten()
}

fn value(field: &Element) -> String {
    Reflect::get(field, &"value".into()).ok().and_then(|value| value.as_string()).unwrap_or_default()
}

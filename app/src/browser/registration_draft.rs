//! What was typed survives a page that is loaded again: it is kept in this tab until it is sent, the tab is closed, or a
//! day has passed. It never leaves the browser.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Array, Reflect, try_iter};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{FormData, HtmlFormElement, Storage};

use super::dom::{document, on, one, window, within};

/// For how long it is kept, in milliseconds.
const KEPT: i64 = 24 * 60 * 60 * 1_000;
/// When it was kept, by the server's clock; no field has this name.
const AT: &str = "";
/// Fields that belong to the page and not to the person.
const NOT_TYPED: [&str; 2] = ["idempotency_key", "website"];

/// Every field as it would be sent.
pub(super) fn typed(form: &HtmlFormElement) -> Option<Vec<(String, String)>> {
    let data = FormData::new_with_form(form).ok()?;
    let mut pairs = Vec::new();
    for entry in try_iter(&data).ok()?? {
        let entry: Array = entry.ok()?.unchecked_into();
        pairs.push((entry.get(0).as_string()?, entry.get(1).as_string().unwrap_or_default()));
    }
    Some(pairs)
}

/// Keeps what is typed in a form that is sent without a script's help.
pub(super) fn only_keep(form: HtmlFormElement) {
    restore(&form);
    let sent = Rc::new(Cell::new(false));
    let (submitted, submitting) = (Rc::clone(&sent), form.clone());
    on(&form, "submit", move |_| {
        submitted.set(true);
        forget(&submitting);
    });
    on(&window(), "pageshow", {
        let sent = Rc::clone(&sent);
        move |_| sent.set(false)
    });
    on(&window(), "pagehide", move |_| {
        if !sent.get() {
            keep(&form);
        }
    });
}

/// Keeps what was typed.
pub(super) fn keep(form: &HtmlFormElement) {
    let (Some(storage), Some(pairs), Some(now)) = (storage(), typed(form), now()) else { return };
    let mut kept = form_urlencoded::Serializer::new(String::new());
    kept.append_pair(AT, &now.to_string());
    for (name, value) in pairs.iter().filter(|(name, _)| !NOT_TYPED.contains(&name.as_str())) {
        kept.append_pair(name, value);
    }
    // Without room for it nothing is kept; the form works all the same.
    drop(storage.set_item(&key(form), &kept.finish()));
}

/// Forgets it.
pub(super) fn forget(form: &HtmlFormElement) {
    if let Some(storage) = storage() {
        drop(storage.remove_item(&key(form)));
    }
}

/// Fills the form in with what was kept, unless the server has: with errors it shows everything that was sent.
pub(super) fn restore(form: &HtmlFormElement) {
    let Some(kept) = storage().and_then(|storage| storage.get_item(&key(form)).ok().flatten()) else { return };
    if one("[data-summary]").is_none_or(|summary| !summary.has_attribute("hidden")) {
        return;
    }
    let pairs: Vec<_> = form_urlencoded::parse(kept.as_bytes()).collect();
    let at = pairs.iter().find(|(name, _)| name == AT).and_then(|(_, at)| at.parse::<i64>().ok());
    let is_young = at.zip(now()).is_some_and(|(at, now)| (0..KEPT).contains(&now.saturating_sub(at)));
    if !is_young {
        return forget(form);
    }
    for control in within(form, "input, select, textarea") {
        let (name, kind) = (control.get_attribute("name").unwrap_or_default(), control.get_attribute("type"));
        if NOT_TYPED.contains(&name.as_str()) {
            continue;
        }
        let mut values = pairs.iter().filter(|(other, _)| *other == name).map(|(_, value)| value);
        if matches!(kind.as_deref(), Some("checkbox" | "radio")) {
            let own = control.get_attribute("value").unwrap_or_default();
            set(&control, "checked", &JsValue::from_bool(values.any(|value| *value == own)));
        } else if let Some(value) = values.next().filter(|value| !value.is_empty()) {
            set(&control, "value", &JsValue::from_str(value));
        }
    }
}

fn set(control: &JsValue, property: &str, value: &JsValue) {
    drop(Reflect::set(control, &JsValue::from_str(property), value));
}

fn key(form: &HtmlFormElement) -> String {
    format!("draft {}", form.get_attribute("action").unwrap_or_default())
}

fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// When the server made this page, in milliseconds since the epoch.
fn now() -> Option<i64> {
    document().document_element()?.get_attribute("data-now")?.parse().ok()
}

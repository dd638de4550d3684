//! What is typed into a thing's form and not saved is kept in this browser: it outlives a closed window and a broken line, and is
//! offered when the form is opened again. Bringing it back is the server's work, which knows what others did meanwhile; nothing is
//! saved by it.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use web_sys::{Element, HtmlFormElement, Storage};

use super::super::dom::{all, cast, document, make, on, one, set, set_text, window, within};
use super::super::registration_draft::typed;
use crate::t;

/// Before a form's address, the key in the local storage.
const PREFIX: &str = "continuum.desk.draft ";
/// Pause in typing after which it is kept, in milliseconds.
const TYPING: u32 = 800;
/// For how long it is kept, in milliseconds.
const KEPT: f64 = 14.0 * 24.0 * 60.0 * 60.0 * 1_000.0;
/// When it was kept; no field has this name.
const AT: &str = "";
/// What stands beside the fields: what the form showed, and what is to be done.
const BESIDE: [&str; 2] = ["_base", "_act"];

/// Offers what was kept, and keeps what is typed from now on.
pub(super) fn start() {
    forget_with_the_session();
    let Some(form) = one("form[data-thing]").and_then(cast::<HtmlFormElement>) else { return };
    let key = key(&form);
    if let Some(added) = one("[data-added]").and_then(|mark| mark.get_attribute("data-added")) {
        forget(&format!("{PREFIX}{added}"));
    }
    if one("[data-saved]").is_some() {
        forget(&key);
    }
    // What the server shows again after it was sent is what was typed already.
    if !form.has_attribute("data-typed") {
        offer(&form, &key);
    }
    keep(form, key);
}

fn key(form: &HtmlFormElement) -> String {
    let event = within(form, "[name=_event]").into_iter().next().and_then(|event| event.get_attribute("value"));
    let event = event.filter(|_| !within(form, "[name=_id]").is_empty()).unwrap_or_default();
    format!("{PREFIX}{}{event}", form.get_attribute("action").unwrap_or_default())
}

fn keep(form: HtmlFormElement, key: String) {
    let first = fields(&form);
    let Some(status) = status(&form) else { return };
    let typing: Rc<RefCell<Option<Timeout>>> = Rc::default();
    on(&form.clone(), "input", move |_| {
        let (form, key, first, status) = (form.clone(), key.clone(), first.clone(), status.clone());
        typing.replace(Some(Timeout::new(TYPING, move || {
            if fields(&form) == first {
                forget(&key);
                return set_text(&status, "");
            }
            let Some(pairs) = typed(&form) else { return };
            let mut kept = form_urlencoded::Serializer::new(String::new());
            kept.append_pair(AT, &now().to_string());
            kept.extend_pairs(pairs.iter().filter(|(name, _)| name != "_act"));
            // Without room for it nothing is kept, and nothing is said.
            let is_kept = storage().is_some_and(|storage| storage.set_item(&key, &kept.finish()).is_ok());
            set_text(&status, if is_kept { t!(desk.draft_kept) } else { "" });
        })));
    });
}

/// Where it is said that something is kept: beside the button that saves.
fn status(form: &HtmlFormElement) -> Option<Element> {
    let status = make("p", "desk-actions__kept", "")?;
    set(&status, "role", "status");
    within(form, ".desk-actions").first()?.append_child(&status).ok()?;
    Some(status)
}

fn offer(form: &HtmlFormElement, key: &str) -> Option<()> {
    let kept = storage()?.get_item(key).ok()??;
    let pairs: Vec<(String, String)> =
        form_urlencoded::parse(kept.as_bytes()).map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    let at: f64 = pairs.iter().find(|(name, _)| name == AT)?.1.parse().ok()?;
    let of_fields = |pairs: &[(String, String)]| -> Vec<(String, String)> {
        pairs.iter().filter(|(name, _)| is_field(name)).cloned().collect()
    };
    if now() - at > KEPT || of_fields(&pairs) == fields(form)? {
        forget(key);
        return None;
    }
    let notice = make("div", "notice notice--info desk-done", "")?;
    set(&notice, "role", "status");
    let words = make("p", "", t!(desk.draft_found))?;
    // A form with what was typed, which the server shows among what the thing is by now.
    let back = make("form", "", "")?;
    set(&back, "method", "post");
    set(&back, "action", &form.get_attribute("action").unwrap_or_default());
    let act = ("_act".to_owned(), "restore".to_owned());
    for (name, value) in pairs.iter().filter(|(name, _)| name != AT).chain([&act]) {
        let field = make("input", "", "")?;
        for (attribute, value) in [("type", "hidden"), ("name", name.as_str()), ("value", value.as_str())] {
            set(&field, attribute, value);
        }
        back.append_child(&field).ok()?;
    }
    let bring = make("button", "button button--secondary button--small", t!(desk.draft_back))?;
    set(&bring, "type", "submit");
    back.append_child(&bring).ok()?;
    let discard = make("button", "button button--quiet button--small", t!(desk.draft_discard))?;
    set(&discard, "type", "button");
    let (discarded, key) = (notice.clone(), key.to_owned());
    on(&discard, "click", move |_| {
        forget(&key);
        discarded.remove();
    });
    for part in [&words, &back, &discard] {
        notice.append_child(part).ok()?;
    }
    form.parent_node()?.insert_before(&notice, Some(form)).ok()?;
    Some(())
}

fn is_field(name: &str) -> bool {
    name != AT && name != "_id" && !BESIDE.contains(&name)
}

/// What is typed, without what stands beside the fields.
fn fields(form: &HtmlFormElement) -> Option<Vec<(String, String)>> {
    Some(typed(form)?.into_iter().filter(|(name, _)| is_field(name)).collect())
}

/// Whoever ends the session leaves nothing of it in the browser.
fn forget_with_the_session() {
    for form in all("form[action=\"/admin/sign-out\"]") {
        on(&form, "submit", |_| {
            let Some(storage) = storage() else { return };
            let count = storage.length().unwrap_or_default();
            let keys = (0..count).filter_map(|index| storage.key(index).ok().flatten());
            let keys: Vec<String> = keys.filter(|key| key.starts_with(PREFIX)).collect();
            keys.iter().for_each(|key| forget(key));
        });
    }
}

fn forget(key: &str) {
    if let Some(storage) = storage() {
        drop(storage.remove_item(key));
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// When the server made this page, in milliseconds since the epoch.
fn now() -> f64 {
    let now = document().document_element().and_then(|root| root.get_attribute("data-now"));
    now.and_then(|now| now.parse().ok()).unwrap_or_default()
}

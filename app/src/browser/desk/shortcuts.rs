//! Keys of the desk. Those that are a single character can be turned off (WCAG 2.2, 2.1.4), and do nothing where something is
//! being typed.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlElement, HtmlFormElement, HtmlInputElement, KeyboardEvent};

use super::super::dom::{all, cast, document, make, on, one, set, window, within};
use crate::t;

/// Key in the local storage; there while single characters do nothing.
const OFF: &str = "continuum.desk.single-keys-off";

/// Listens, and puts the way to the list of keys after the desk's parts.
pub(super) fn start() {
    on(&document(), "keydown", |event| {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
        if pressed(key) {
            event.prevent_default();
        }
    });
    add_button();
}

/// The button for whoever does not know the keys yet.
pub(super) fn add_button() {
    let Some(list) = one("[data-desk] ul").filter(|list| within(list, "[data-keys]").is_empty()) else { return };
    let (item, button) = (make("li", "", ""), make("button", "desk-nav__keys", t!(desk.keys)));
    let (Some(item), Some(button)) = (item, button) else { return };
    set(&button, "type", "button");
    set(&button, "data-keys", "");
    on(&button, "click", |_| show());
    drop(item.append_child(&button));
    drop(list.append_child(&item));
}

/// Whether the key meant something here.
fn pressed(key: &KeyboardEvent) -> bool {
    let with_control = (key.ctrl_key() || key.meta_key()) && !key.alt_key() && !key.shift_key();
    if with_control && key.key().eq_ignore_ascii_case("s") {
        return save();
    }
    let is_single = !key.ctrl_key() && !key.meta_key() && !key.alt_key();
    if !is_single || is_off() || is_typing() || one("dialog[open]").is_some() {
        return false;
    }
    match key.key().as_str() {
        "?" => {
            show();
            true
        }
        "/" => focus("main input[type=search]"),
        "n" => press("main .desk-bar a.button--primary"),
        _ => false,
    }
}

/// Sends the form of the page: the one that is being filled in, or the thing's.
fn save() -> bool {
    let active = document().active_element();
    let form = active
        .and_then(|active| active.closest("form[data-thing], form[data-row-form], form[data-cue-form]").ok().flatten());
    let form = form.or_else(|| one("form[data-row-form]")).or_else(|| one("form[data-thing], form[data-cue-form]"));
    let Some(form) = form.and_then(cast::<HtmlFormElement>) else { return false };
    form.request_submit().is_ok()
}

fn focus(selector: &str) -> bool {
    one(selector).and_then(cast::<HtmlElement>).is_some_and(|field| field.focus().is_ok())
}

fn press(selector: &str) -> bool {
    let found = one(selector).and_then(cast::<HtmlElement>);
    found.inspect(HtmlElement::click).is_some()
}

/// Whether the device is one of Apple's, whose keys are others.
pub(super) fn is_apple() -> bool {
    window().navigator().user_agent().is_ok_and(|agent| agent.to_ascii_lowercase().contains("mac"))
}

fn is_typing() -> bool {
    let Some(active) = document().active_element() else { return false };
    let kind = active.get_attribute("type").unwrap_or_default();
    match active.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => !matches!(kind.as_str(), "checkbox" | "radio" | "button" | "submit"),
        _ => false,
    }
}

fn is_off() -> bool {
    window().local_storage().ok().flatten().is_some_and(|storage| matches!(storage.get_item(OFF), Ok(Some(_))))
}

fn turn(off: bool) {
    if let Ok(Some(storage)) = window().local_storage() {
        drop(if off { storage.set_item(OFF, "1") } else { storage.remove_item(OFF) });
    }
}

/// Opens the list of keys.
pub(super) fn show() {
    let dialog = one("[data-keys-dialog]").or_else(build).and_then(cast::<HtmlDialogElement>);
    if let Some(dialog) = dialog.filter(|dialog| !dialog.open()) {
        drop(dialog.show_modal());
    }
}

fn build() -> Option<Element> {
    let dialog: HtmlDialogElement = cast(make("dialog", "keys", "")?)?;
    set(&dialog, "data-keys-dialog", "");
    set(&dialog, "aria-labelledby", "keys-title");
    let title = make("h2", "keys__title", t!(desk.keys))?;
    set(&title, "id", "keys-title");
    let keys = make("dl", "keys__list", "")?;
    let control = if is_apple() { "⌘" } else { t!(desk.key_control) };
    let grid = (!all("[data-day-grid]").is_empty()).then_some((t!(desk.key_enter), t!(desk.key_grid)));
    let lines = [
        (format!("{control} K"), t!(desk.palette)),
        (format!("{control} S"), t!(desk.key_save)),
        ("F2".to_owned(), t!(desk.key_row)),
        ("/".to_owned(), t!(desk.key_search)),
        ("N".to_owned(), t!(desk.key_new)),
        ("?".to_owned(), t!(desk.key_list)),
    ];
    let lines = lines.into_iter().chain(grid.map(|(key, does)| (key.to_owned(), does)));
    for (key, does) in lines {
        let (row, term, description) = (make("div", "", "")?, make("dt", "", "")?, make("dd", "", does)?);
        for part in key.split(' ') {
            term.append_child(&make("kbd", "", part)?.into()).ok()?;
        }
        row.append_child(&term).ok()?;
        row.append_child(&description).ok()?;
        keys.append_child(&row).ok()?;
    }
    // Keys of this page, as it lists them.
    for row in all("[data-key-rows] dl > div") {
        keys.append_child(&row.clone_node_with_deep(true).ok()?).ok()?;
    }
    let (label, words) = (make("label", "check", "")?, make("span", "", t!(desk.single_keys))?);
    let tick: HtmlInputElement = cast(make("input", "", "")?)?;
    tick.set_type("checkbox");
    tick.set_checked(!is_off());
    let ticked = tick.clone();
    on(&tick, "change", move |_| turn(!ticked.checked()));
    label.append_child(&tick).ok()?;
    label.append_child(&words).ok()?;
    let close = make("button", "button button--secondary", t!(desk.keys_close))?;
    set(&close, "type", "button");
    let closing = dialog.clone();
    on(&close, "click", move |_| closing.close());
    for part in [&title, &keys, &label, &close] {
        dialog.append_child(part).ok()?;
    }
    document().body()?.append_child(&dialog).ok()?;
    Some(dialog.into())
}

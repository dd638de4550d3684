//! A row of a list is changed where it stands: its fields come from the thing's own form and go back to it, with the same
//! rules, the same history and the same answer to a conflict. The form itself does the same without this code.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Document, Element, HtmlElement, HtmlFormElement, KeyboardEvent};

use super::super::dom::{all, cast, document, make, on, one, set, set_flag, within};
use super::super::network::{Page, page};
use super::super::registration_draft::typed;
use super::{live, say};
use crate::t;

/// Adds to each row the button that opens it.
pub(super) fn start() {
    for list in all("[data-cells]") {
        for row in within(&list, ".desk-list__row") {
            add_button(&row);
        }
    }
}

fn add_button(row: &Element) -> Option<()> {
    let link = within(row, ".desk-list__title").into_iter().next()?;
    let button = make("button", "button button--quiet button--small desk-list__edit", t!(desk.row_edit))?;
    let title = link.text_content().unwrap_or_default();
    for (name, value) in [
        ("type", "button"),
        ("data-row-edit", row.id().as_str()),
        ("aria-label", &t!(desk.row_edit_of, title = title)),
        ("aria-keyshortcuts", "F2"),
    ] {
        set(&button, name, value);
    }
    let (clicked, pressed) = (row.clone(), row.clone());
    on(&button, "click", move |_| open(clicked.clone()));
    on(row, "keydown", move |event| {
        let is_f2 = event.dyn_ref::<KeyboardEvent>().is_some_and(|key| key.key() == "F2");
        if is_f2 && within(&pressed, "form[data-row-form]").is_empty() {
            event.prevent_default();
            open(pressed.clone());
        }
    });
    let text = within(row, ".desk-list__text").into_iter().next()?;
    row.insert_before(&button, text.next_sibling().as_ref()).ok()?;
    Some(())
}

/// Opens a row; one is open at a time.
fn open(row: Element) {
    if let Some(other) = one("form[data-row-form]").and_then(|form| form.closest(".desk-list__row").ok().flatten()) {
        close(&other);
    }
    spawn_local(async move {
        if show(&row).await.is_none() {
            say(t!(desk.row_failed));
        }
    });
}

async fn show(row: &Element) -> Option<()> {
    let address = within(row, ".desk-list__title").first()?.get_attribute("href")?;
    let part = page(&format!("{address}?row=true"), None).await.filter(|part| part.status == 200)?;
    fill(row, &part.document)
}

/// Puts the fields that the server has made into the row, in place of those that stand there.
fn fill(row: &Element, part: &Document) -> Option<()> {
    let form: HtmlFormElement = cast(part.query_selector("form[data-row-form]").ok()??)?;
    for former in within(row, "form[data-row-form]") {
        former.remove();
    }
    set_flag(row, "data-open", true);
    row.append_child(&form).ok()?;
    focus_first(&form);
    let (sent, sending) = (form.clone(), row.clone());
    on(&form, "submit", move |event| {
        event.prevent_default();
        let (form, row) = (sent.clone(), sending.clone());
        spawn_local(async move {
            if send(&form, &row).await.is_none() {
                say(t!(desk.row_failed));
            }
        });
    });
    let closing = row.clone();
    on(&form, "keydown", move |event| {
        if event.dyn_ref::<KeyboardEvent>().is_some_and(|key| key.key().eq_ignore_ascii_case("escape")) {
            close(&closing);
        }
    });
    for cancel in within(&form, "[data-row-cancel]") {
        let cancelled = row.clone();
        on(&cancel, "click", move |_| close(&cancelled));
    }
    Some(())
}

fn focus_first(form: &Element) {
    let fields = within(form, "[data-field] input:not([type=hidden]), [data-field] select, [data-field] textarea");
    let wrong = fields.iter().find(|field| field.get_attribute("aria-invalid").as_deref() == Some("true"));
    if let Some(field) = wrong.or(fields.first()).cloned().and_then(cast::<HtmlElement>) {
        drop(field.focus());
    }
}

async fn send(form: &HtmlFormElement, row: &Element) -> Option<()> {
    let address = form.get_attribute("data-row-form")?;
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.extend_pairs(typed(form)?);
    let Page { status, document: part } = page(&address, Some(&body.finish())).await?;
    if status != 200 {
        // What is to be mended, or what somebody else made of it, stands by the fields.
        return fill(row, &part);
    }
    let saved = part.query_selector("[data-row-saved], .desk-done").ok()??;
    if let Some(number) = saved.get_attribute("data-row-saved").and_then(|number| number.parse().ok()) {
        live::has_seen(number);
    }
    let (text, now) = (within(row, ".desk-list__text"), part.query_selector(".desk-list__text").ok()??);
    text.first()?.replace_with_with_node_1(&now).ok()?;
    let title = within(&now, ".desk-list__title").first()?.text_content().unwrap_or_default();
    for button in within(row, "[data-row-edit]") {
        set(&button, "aria-label", &t!(desk.row_edit_of, title = title.clone()));
    }
    confirm(&part);
    close(row);
    Some(())
}

/// Shows what came of it, with its button to take it back, where the page of the thing would.
fn confirm(part: &Document) -> Option<()> {
    let done = part.query_selector(".desk-done").ok()??;
    let done = document().import_node_with_deep(&done, true).ok()?;
    if let Some(former) = one("main .desk-done") {
        former.remove();
    }
    let parts = one("[data-desk]")?;
    let heading = one("main .page-head").unwrap_or(parts);
    heading.parent_node()?.insert_before(&done, heading.next_sibling().as_ref()).ok()?;
    Some(())
}

fn close(row: &Element) {
    for form in within(row, "form[data-row-form]") {
        form.remove();
    }
    set_flag(row, "data-open", false);
    if let Some(button) = within(row, "[data-row-edit]").into_iter().next().and_then(cast::<HtmlElement>) {
        drop(button.focus());
    }
}

//! A row of a list is changed where it stands: its fields come from the thing's own form and go back to it, with the same
//! rules, the same history and the same answer to a conflict. The form itself does the same without this code.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Document, Element, HtmlElement, HtmlFormElement, KeyboardEvent};

use super::super::dom::{all, cast, document, make, on, one, set, set_flag, set_text, within};
use super::super::network::{Page, page};
use super::super::registration_draft::typed;
use super::{live, refresh, say};
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
    let thing = page(&address, None).await.filter(|thing| thing.status == 200)?;
    let form: HtmlFormElement = cast(make("form", "desk-row-form", "")?)?;
    set(&form, "data-row-form", &address);
    set(&form, "novalidate", "");
    fill(&form, row, &thing.document)?;
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
    Some(())
}

/// The fields of the list from the thing's form, and the two buttons.
fn fill(form: &HtmlFormElement, row: &Element, thing: &Document) -> Option<()> {
    let cells = row.closest("[data-cells]").ok()??.get_attribute("data-cells")?;
    let source = thing.query_selector("form[data-thing]").ok()??;
    form.set_text_content(None);
    form.append_child(within(&source, "[name=_base]").first()?).ok()?;
    for cell in cells.split(' ') {
        if let Some(field) = within(&source, &format!("[data-field=\"{cell}\"]")).first() {
            form.append_child(field).ok()?;
        }
    }
    let actions = make("div", "form__actions", "")?;
    let save = make("button", "button button--primary button--small", t!(desk.save))?;
    let cancel = make("button", "button button--quiet button--small", t!(desk.row_cancel))?;
    set(&save, "type", "submit");
    set(&cancel, "type", "button");
    let closing = row.clone();
    on(&cancel, "click", move |_| close(&closing));
    actions.append_child(&save).ok()?;
    actions.append_child(&cancel).ok()?;
    form.append_child(&actions).ok()?;
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
    let Page { status, address: shown, document: thing } = page(&address, Some(&body.finish())).await?;
    if status != 200 {
        // What is to be mended, or what somebody else made of it, stands by the fields.
        fill(form, row, &thing)?;
        focus_first(form);
        return Some(());
    }
    let number = shown.rsplit_once("saved=").and_then(|(_, number)| number.parse().ok());
    if let Some(number) = number {
        live::has_seen(number);
    }
    let title = thing.query_selector("h1").ok()??.text_content()?;
    if let Some(link) = within(row, ".desk-list__title").first() {
        set_text(link, &title);
    }
    close(row);
    confirm(&thing);
    // The rest of the row, and what else depends on it.
    refresh::take_over().await;
    confirm(&thing);
    Some(())
}

/// Shows what came of it, with its button to take it back, where the page of the thing would.
fn confirm(thing: &Document) -> Option<()> {
    let done = thing.query_selector(".desk-done").ok()??;
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

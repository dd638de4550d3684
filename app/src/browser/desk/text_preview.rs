//! Beside a text with marks what the site will make of it, by the server's own renderer and sanitiser, as it is typed.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlDetailsElement, HtmlTextAreaElement};

use super::super::dom::{all, cast, document, make, on, window, within};
use super::super::network::{parsed, post};
use crate::t;

/// Pause in typing after which the text is rendered, in milliseconds.
const TYPING: u32 = 250;
/// Address of the renderer.
const ADDRESS: &str = "/admin/text-preview";
/// Key in the local storage; there while previews are open.
const OPEN: &str = "continuum.desk.text-preview";

/// Adds a preview to every text of the page.
pub(super) fn start() {
    if let Some(body) = document().body() {
        attach(&body);
    }
}

/// Adds one to every text within an element.
pub(super) fn attach(root: &Element) {
    for text in within(root, ".desk-text") {
        Preview::add(&text);
    }
}

struct Preview {
    area: HtmlTextAreaElement,
    format: String,
    details: HtmlDetailsElement,
    shown: Element,
    typing: RefCell<Option<Timeout>>,
}

impl Preview {
    fn add(text: &Element) -> Option<()> {
        let area: HtmlTextAreaElement = within(text, "textarea").into_iter().next().and_then(cast)?;
        let details: HtmlDetailsElement = cast(make("details", "text-preview", "")?)?;
        let (summary, shown) = (make("summary", "", t!(desk.text_preview))?, make("div", "prose", "")?);
        details.append_child(&summary).ok()?;
        details.append_child(&shown).ok()?;
        text.append_child(&details).ok()?;
        details.set_open(storage_has());
        let format = text.get_attribute("data-format").unwrap_or_default();
        let preview = Rc::new(Self { area, format, details, shown, typing: RefCell::default() });
        let toggled = Rc::clone(&preview);
        on(&preview.details, "toggle", move |_| {
            remember(toggled.details.open());
            Self::render(&toggled);
        });
        let typed = Rc::clone(&preview);
        on(&preview.area, "input", move |_| {
            let rendering = Rc::clone(&typed);
            typed.typing.replace(Some(Timeout::new(TYPING, move || Self::render(&rendering))));
        });
        Some(())
    }

    fn render(preview: &Rc<Self>) {
        if !preview.details.open() {
            return;
        }
        let preview = Rc::clone(preview);
        spawn_local(async move {
            let text = preview.area.value();
            let mut body = form_urlencoded::Serializer::new(String::new());
            let body = body.append_pair("format", &preview.format).append_pair("text", &text).finish();
            // Sanitised by the server, as it is for a page; without an answer what was shown stays.
            if let Some((200, html)) = post(ADDRESS, &body).await
                && preview.area.value() == text
            {
                fill(&preview.shown, &html);
            }
        });
    }
}

/// Puts the elements of a text in the place of those there are.
fn fill(shown: &Element, html: &str) -> Option<()> {
    let body = parsed(html)?.body()?;
    shown.set_text_content(None);
    while let Some(node) = body.first_child() {
        shown.append_child(&node).ok()?;
    }
    Some(())
}

fn storage_has() -> bool {
    window().local_storage().ok().flatten().is_some_and(|storage| matches!(storage.get_item(OPEN), Ok(Some(_))))
}

/// Whoever opens one wants the others of the next page too.
fn remember(open: bool) {
    let are_open = open || all(".text-preview[open]").len() > 1;
    if let Ok(Some(storage)) = window().local_storage() {
        drop(if are_open { storage.set_item(OPEN, "1") } else { storage.remove_item(OPEN) });
    }
}

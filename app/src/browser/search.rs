//! Results while words are typed, below a search field that has `data-searching`: a combobox (ARIA Authoring Practices Guide,
//! "Editable combobox with list autocomplete"). Without this code the field is a form like any other; the code is fetched
//! when the field is entered.
//!
//! What is offered is taken from the page of results that the form would lead to, so that there is one search and one set
//! of words.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use js_sys::Reflect;
use leptos::prelude::lazy;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    AbortController, DomParser, Element, Event, HtmlFormElement, HtmlInputElement, RequestInit, Response, SupportedType,
};

use super::dom::{all, cast, document, make, on, origin, set, set_hidden, set_text, window, within};
use crate::t;

/// Typing waits this long before it is looked for, in milliseconds.
const TYPING: u32 = 200;
/// Fewest characters that are looked for.
const FEWEST: usize = 2;
/// Results that are offered.
const OFFERED: usize = 7;

/// Waits until a field is entered, and fetches the code for it then.
pub(super) fn start() {
    on(&document(), "focusin", |event| {
        if origin(&event, "[data-searching]:not([role])").is_some() {
            spawn_local(async { take_over().await });
        }
    });
}

/// A field and what is offered below it.
struct Desk {
    field: HtmlInputElement,
    form: HtmlFormElement,
    list: Element,
    status: Element,
    typing: RefCell<Option<Timeout>>,
    asking: RefCell<Option<AbortController>>,
}

#[lazy]
fn take_over() {
    for (number, field) in all("[data-searching]:not([role])").into_iter().enumerate() {
        if let Some(desk) = cast(field).and_then(|field| Desk::set_up(field, number)) {
            listen(&Rc::new(desk));
        }
    }
}

fn listen(desk: &Rc<Desk>) {
    let typing = Rc::clone(desk);
    on(&desk.field, "input", move |_| Desk::typed(&typing));
    let pressing = Rc::clone(desk);
    on(&desk.field, "keydown", move |event| pressing.pressed(&event));
    let leaving = Rc::clone(desk);
    on(&desk.field, "blur", move |_| leaving.close());
    // The field keeps the focus, so that a press is not lost to the list's closing.
    on(&desk.list, "mousedown", |event| event.prevent_default());
    let choosing = Rc::clone(desk);
    on(&desk.list, "click", move |event| {
        if let Some(option) = origin(&event, "[role=option]") {
            choosing.go(&option);
        }
    });
}

impl Desk {
    fn set_up(field: HtmlInputElement, number: usize) -> Option<Self> {
        let form = field.form()?;
        let (list, status) = (make("ul", "combobox__list instant", "")?, make("p", "visually-hidden", "")?);
        let id = format!("instant-{number}");
        for (name, value) in
            [("id", id.as_str()), ("role", "listbox"), ("aria-label", t!(search.results)), ("hidden", "")]
        {
            set(&list, name, value);
        }
        set(&status, "role", "status");
        for (name, value) in
            [("role", "combobox"), ("aria-autocomplete", "list"), ("aria-expanded", "false"), ("aria-controls", &id)]
        {
            set(&field, name, value);
        }
        // A field of the type `search` may not be a combobox (ARIA in HTML, section 4).
        field.set_type("text");
        form.append_child(&list).ok()?;
        form.append_child(&status).ok()?;
        Some(Self { field, form, list, status, typing: RefCell::default(), asking: RefCell::default() })
    }

    fn typed(desk: &Rc<Self>) {
        if let Some(asking) = desk.asking.take() {
            asking.abort();
        }
        let text = desk.field.value().trim().to_owned();
        if text.chars().count() < FEWEST {
            desk.typing.replace(None);
            return desk.close();
        }
        let asking = Rc::clone(desk);
        desk.typing.replace(Some(Timeout::new(TYPING, move || {
            spawn_local(async move {
                if let Some(results) = asking.ask(&text).await {
                    asking.offer(&text, &results);
                }
            });
        })));
    }

    /// The results of the page for that text; nothing when it was typed on meanwhile, or there is no answer.
    async fn ask(&self, text: &str) -> Option<Vec<Element>> {
        let abort = AbortController::new().ok()?;
        let options = RequestInit::new();
        options.set_signal(Some(&abort.signal()));
        self.asking.replace(Some(abort));
        let answer = window().fetch_with_str_and_init(&self.address(text), &options);
        let answer: Response = JsFuture::from(answer).await.ok()?.dyn_into().ok()?;
        if !answer.ok() {
            return None;
        }
        let html = JsFuture::from(answer.text().ok()?).await.ok()?.as_string()?;
        let page = DomParser::new().ok()?.parse_from_string(&html, SupportedType::TextHtml).ok()?;
        let results = page.body().map(|body| within(&body, ".search-result")).unwrap_or_default();
        Some(results.into_iter().take(OFFERED).collect())
    }

    fn address(&self, text: &str) -> String {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("q", text).finish();
        format!("{}?{query}", self.form.get_attribute("action").unwrap_or_default())
    }

    /// Shows the results, and after them the way to all.
    fn offer(&self, text: &str, results: &[Element]) {
        let field: &Element = &self.field;
        if document().active_element().as_ref() != Some(field) || self.field.value().trim() != text {
            return;
        }
        self.list.set_text_content(None);
        let options = results.iter().filter_map(of_result);
        let all = make("span", "", &t!(search.all_for, text = text)).map(|words| (self.address(text), vec![words]));
        for (number, (address, parts)) in options.chain(all).enumerate() {
            let Some(option) = make("li", "", "") else { continue };
            let id = format!("{}-{number}", self.list.id());
            for (name, value) in
                [("role", "option"), ("id", id.as_str()), ("aria-selected", "false"), ("data-address", &address)]
            {
                set(&option, name, value);
            }
            for part in parts {
                drop(option.append_child(&part));
            }
            drop(self.list.append_child(&option));
        }
        set_text(&self.status, &t!(search.offered, count = results.len()));
        set_hidden(&self.list, false);
        set(&self.field, "aria-expanded", "true");
        drop(self.field.remove_attribute("aria-activedescendant"));
    }

    fn close(&self) {
        set_hidden(&self.list, true);
        set(&self.field, "aria-expanded", "false");
        set_text(&self.status, "");
        drop(self.field.remove_attribute("aria-activedescendant"));
    }

    fn is_open(&self) -> bool {
        !self.list.has_attribute("hidden")
    }

    fn pressed(&self, event: &Event) {
        let key = Reflect::get(event, &"key".into()).ok().and_then(|key| key.as_string()).unwrap_or_default();
        let key = key.to_ascii_lowercase();
        let options = within(&self.list, "[role=option]");
        let active = options.iter().position(|option| option.get_attribute("aria-selected").as_deref() == Some("true"));
        // From the last one on, and before the first, is the field itself.
        let next = match (key.as_str(), active) {
            _ if !self.is_open() => return,
            ("escape", _) => {
                event.prevent_default();
                return self.close();
            }
            ("enter", Some(at)) => {
                event.prevent_default();
                return options.get(at).map_or((), |option| self.go(option));
            }
            ("arrowdown", None) => Some(0),
            ("arrowdown", Some(at)) => Some(at + 1).filter(|next| *next < options.len()),
            ("arrowup", None) => options.len().checked_sub(1),
            ("arrowup", Some(at)) => at.checked_sub(1),
            _ => return,
        };
        event.prevent_default();
        drop(self.field.remove_attribute("aria-activedescendant"));
        for (at, option) in options.iter().enumerate() {
            let is_next = next == Some(at);
            set(option, "aria-selected", if is_next { "true" } else { "false" });
            if is_next {
                set(&self.field, "aria-activedescendant", &option.id());
                option.scroll_into_view_with_bool(false);
            }
        }
    }

    fn go(&self, option: &Element) {
        self.close();
        if let Some(address) = option.get_attribute("data-address") {
            drop(window().location().assign(&address));
        }
    }
}

/// Where a result leads, and what is shown of it: its title with its marks, and what sort of thing it is.
fn of_result(result: &Element) -> Option<(String, Vec<Element>)> {
    let link = result.query_selector(".search-result__title a").ok()??;
    let kind = result.query_selector(".eyebrow").ok()??.text_content()?;
    let (title, kind) = (make("span", "instant__title", "")?, make("span", "instant__kind", &kind)?);
    while let Some(part) = link.first_child() {
        title.append_child(&part).ok()?;
    }
    Some((link.get_attribute("href")?, vec![title, kind]))
}

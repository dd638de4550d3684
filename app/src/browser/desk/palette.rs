//! A field over the page in which a few letters find any part of the desk, any command and any thing. Without this code there
//! is the page that finds things, to which it also leads with what was typed.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use domain::palette::{Destination, best};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, Event, HtmlDialogElement, HtmlInputElement, KeyboardEvent, Response};

use super::super::dom::{all, cast, document, make, on, origin, set, set_text, window, within};
use super::super::filter::fold;
use super::shortcuts;
use crate::t;

/// Destinations shown at once; of more a few more letters find the one that is meant.
const MOST: usize = 12;
/// Address of all destinations.
const ADDRESS: &str = "/admin/palette";
/// Address that stands for the list of keys, which is no page.
const KEYS: &str = "#keys";

/// Makes the palette and listens for its keys.
pub(super) fn start() {
    let Some(palette) = Palette::new() else { return };
    let palette = Rc::new(palette);
    let opened = Rc::clone(&palette);
    on(&document(), "keydown", move |event| {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
        if (key.ctrl_key() || key.meta_key()) && !key.alt_key() && key.key().eq_ignore_ascii_case("k") {
            event.prevent_default();
            Palette::toggle(&opened);
        }
    });
    let typed = Rc::clone(&palette);
    on(&palette.field, "input", move |_| typed.offer());
    let pressed = Rc::clone(&palette);
    on(&palette.field, "keydown", move |event| pressed.key(&event));
    let clicked = Rc::clone(&palette);
    on(&palette.dialog, "click", move |event| clicked.click(&event));
    // It is ready before it is opened, so that opening it takes no more than showing it.
    palette.offer();
    let closed = Rc::clone(&palette);
    on(&palette.dialog, "close", move |_| {
        closed.field.set_value("");
        closed.offer();
    });
}

struct Palette {
    dialog: HtmlDialogElement,
    field: HtmlInputElement,
    list: Element,
    status: Element,
    destinations: RefCell<Vec<Destination>>,
    /// Whether all of them were fetched; until then there are those of the page's navigation.
    is_whole: Cell<bool>,
}

impl Palette {
    fn new() -> Option<Self> {
        let dialog: HtmlDialogElement = cast(make("dialog", "palette", "")?)?;
        set(&dialog, "aria-label", t!(desk.palette));
        let form = make("form", "palette__form", "")?;
        set(&form, "action", "/admin/find");
        set(&form, "role", "search");
        let field: HtmlInputElement = cast(make("input", "palette__field", "")?)?;
        let list = make("ul", "palette__list", "")?;
        for (name, value) in [
            ("type", "text"),
            ("name", "q"),
            ("autocomplete", "off"),
            ("spellcheck", "false"),
            ("placeholder", t!(desk.palette_hint)),
            ("aria-label", t!(desk.palette_hint)),
            ("role", "combobox"),
            ("aria-autocomplete", "list"),
            ("aria-expanded", "true"),
            ("aria-controls", "palette-list"),
        ] {
            set(&field, name, value);
        }
        for (name, value) in [("id", "palette-list"), ("role", "listbox"), ("aria-label", t!(desk.palette))] {
            set(&list, name, value);
        }
        let status = make("p", "visually-hidden", "")?;
        set(&status, "role", "status");
        form.append_child(&field).ok()?;
        for part in [&form, &list, &status] {
            dialog.append_child(part).ok()?;
        }
        document().body()?.append_child(&dialog).ok()?;
        let parts = all("[data-desk] a").into_iter().map(|link| {
            let path = link.get_attribute("href").unwrap_or_default();
            Destination::new(&path, &link.text_content().unwrap_or_default(), t!(desk.find_part), fold)
        });
        let keys = Destination::new(KEYS, t!(desk.keys), t!(desk.command), fold);
        let destinations = RefCell::new(parts.chain([keys]).collect());
        Some(Self { dialog, field, list, status, destinations, is_whole: Cell::new(false) })
    }

    fn toggle(palette: &Rc<Self>) {
        if palette.dialog.open() {
            return palette.dialog.close();
        }
        drop(palette.dialog.show_modal());
        if !palette.is_whole.get() {
            let palette = Rc::clone(palette);
            spawn_local(async move {
                palette.fetch().await;
            });
        }
    }

    async fn fetch(&self) -> Option<()> {
        let answer = JsFuture::from(window().fetch_with_str(ADDRESS)).await.ok()?;
        let answer: Response = answer.dyn_into().ok()?;
        if !answer.ok() {
            return None;
        }
        let lines = JsFuture::from(answer.text().ok()?).await.ok()?.as_string()?;
        let keys = Destination::new(KEYS, t!(desk.keys), t!(desk.command), fold);
        self.destinations
            .replace(lines.lines().filter_map(|line| Destination::of_line(line, fold)).chain([keys]).collect());
        self.is_whole.set(true);
        self.offer();
        Some(())
    }

    /// Shows what is meant by what is typed; the first is chosen.
    fn offer(&self) {
        let destinations = self.destinations.borrow();
        let found = best(&destinations, &fold(&self.field.value()), MOST);
        self.list.set_text_content(None);
        for (number, destination) in found.iter().enumerate() {
            let (option, name, sort) = (
                make("li", "palette__option", ""),
                make("span", "palette__name", &destination.name),
                make("span", "palette__sort", &destination.sort),
            );
            let (Some(option), Some(name), Some(sort)) = (option, name, sort) else { continue };
            let (id, is_chosen) = (format!("palette-{number}"), number == 0);
            for (name, value) in [("role", "option"), ("id", id.as_str()), ("data-to", &destination.path)] {
                set(&option, name, value);
            }
            set(&option, "aria-selected", if is_chosen { "true" } else { "false" });
            drop(option.append_child(&name));
            drop(option.append_child(&sort));
            drop(self.list.append_child(&option));
        }
        if found.is_empty() {
            drop(self.field.remove_attribute("aria-activedescendant"));
            set_text(&self.status, t!(desk.palette_nothing));
        } else {
            set(&self.field, "aria-activedescendant", "palette-0");
            set_text(&self.status, &t!(desk.find_count, count = found.len()));
        }
    }

    fn key(&self, event: &Event) {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
        let options = within(&self.list, "[role=option]");
        let chosen = options.iter().position(|option| option.get_attribute("aria-selected").as_deref() == Some("true"));
        let last = options.len().saturating_sub(1);
        let next = match (key.key().to_ascii_lowercase().as_str(), chosen) {
            // With nothing found the form goes to the page that looks into every text.
            ("enter", Some(at)) => {
                event.prevent_default();
                return options.get(at).map_or((), |option| self.go(option));
            }
            ("arrowdown", Some(at)) => {
                if at == last {
                    0
                } else {
                    at + 1
                }
            }
            ("arrowup", Some(at)) => at.checked_sub(1).unwrap_or(last),
            _ => return,
        };
        event.prevent_default();
        for (at, option) in options.iter().enumerate() {
            set(option, "aria-selected", if at == next { "true" } else { "false" });
            if at == next {
                set(&self.field, "aria-activedescendant", &option.id());
                option.scroll_into_view_with_bool(false);
            }
        }
    }

    /// A click beside the palette closes it.
    fn click(&self, event: &Event) {
        if let Some(option) = origin(event, "[data-to]") {
            return self.go(&option);
        }
        let dialog: &Element = &self.dialog;
        if event.target().as_ref() == Some(dialog.as_ref()) {
            self.dialog.close();
        }
    }

    fn go(&self, option: &Element) {
        let Some(path) = option.get_attribute("data-to") else { return };
        self.dialog.close();
        if path == KEYS {
            return shortcuts::show();
        }
        drop(window().location().assign(&path));
    }
}

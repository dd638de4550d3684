//! Filtering at once. The rows of the page are the data: `data-v` holds the positions of a row's values in the table
//! `#values`, its text is what a search looks at. `domain::filter` decides, as it does on the server; the address is the
//! state, so Back undoes a choice and a reload keeps it.

use std::cell::RefCell;
use std::rc::Rc;

use domain::filter::{Entry, Facet, Index, Query, Value};
use domain::time::{Instant, Timetable};
use gloo_timers::callback::Timeout;
use wasm_bindgen::JsValue;
use web_sys::{Element, Event, HtmlDialogElement, HtmlInputElement};

use super::dom::{all, cast, document, in_frame, on, one, origin, window};
use super::filter_page::Page;

/// Typing waits this long before it counts.
const TYPING_MILLISECONDS: u32 = 250;

thread_local! {
    static FILTER: RefCell<Option<Filter>> = const { RefCell::new(None) };
}

struct Filter {
    index: Index,
    timetables: Vec<Option<Timetable>>,
    page: Page,
}

/// Takes over the page's filters, if it has any.
pub(super) fn start() {
    let Some(table) = one("#values").and_then(|table| table.text_content()) else { return };
    let rows = all("[data-list] [data-v]");
    let timetables = rows.iter().map(|row| Timetable::from_compact(&row.get_attribute("data-t")?)).collect();
    let index = Index { values: values(&table), entries: rows.iter().map(entry).collect() };
    let page = Page::find(rows);
    FILTER.with(|filter| filter.replace(Some(Filter { index, timetables, page })));
    listen();
}

/// Applies the address's query again.
pub(super) fn refresh() {
    with(|filter| filter.page.show(&filter.index, &query()));
}

/// Shows more of the rows, when some were left for later.
pub(super) fn show_rest() {
    with(|filter| filter.page.show_rest());
}

/// Says beside each value what it would leave.
pub(super) fn show_counts() {
    with(|filter| filter.page.show_counts());
}

/// Gives every row its present phase, since one has changed.
pub(super) fn phases_changed(now: Instant) {
    with(|filter| {
        for (entry, timetable) in filter.index.entries.iter_mut().zip(&filter.timetables) {
            let Some(timetable) = timetable else { continue };
            let phase = timetable.phase(now).name();
            let values = &filter.index.values;
            let is_phase = |position: &usize| values.get(*position).is_some_and(|value| value.facet == Facet::Phase);
            entry.values.retain(|position| !is_phase(position));
            entry.values.extend(values.iter().position(|value| value.facet == Facet::Phase && value.slug == phase));
        }
    });
    refresh();
}

fn with(act: impl FnOnce(&mut Filter)) {
    FILTER.with_borrow_mut(|filter| {
        if let Some(filter) = filter {
            act(filter);
        }
    });
}

fn values(table: &str) -> Vec<Value> {
    let values = table.lines().filter_map(|line| {
        let mut parts = line.splitn(3, '\t');
        let facet = Facet::from_name(parts.next()?)?;
        Some(Value { facet, slug: parts.next()?.to_owned(), name: parts.next()?.to_owned() })
    });
    values.collect()
}

fn entry(row: &Element) -> Entry {
    let positions = row.get_attribute("data-v").unwrap_or_default();
    let values = positions.split(' ').filter_map(|position| position.parse().ok()).collect();
    Entry { values, text: fold(&row.text_content().unwrap_or_default()) }
}

/// A text in the form in which search compares: lower case, without accents; by the browser's own tables.
pub(super) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let decomposed = String::from(js_sys::JsString::from(text).normalize("NFKD").to_lower_case());
    let is_mark = |character: &char| ('\u{300}'..='\u{36f}').contains(character);
    decomposed.chars().filter(|character| !is_mark(character)).collect()
}

/// The query of the present address.
fn query() -> Query {
    let search = window().location().search().unwrap_or_default();
    query_of(&search)
}

fn query_of(search: &str) -> Query {
    let pairs: Vec<(String, String)> =
        form_urlencoded::parse(search.trim_start_matches('?').as_bytes()).into_owned().collect();
    Query::from_pairs(pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())))
}

/// Goes to another query: a choice is a step that Back undoes, typing replaces the present step.
fn go(query: &Query, replace: bool) {
    let address = super::filter_page::address(query);
    if let Ok(history) = window().history() {
        let step = if replace {
            history.replace_state_with_url(&JsValue::NULL, "", Some(&address))
        } else {
            history.push_state_with_url(&JsValue::NULL, "", Some(&address))
        };
        drop(step);
    }
    in_frame(refresh);
}

fn listen() {
    on(&window(), "popstate", |_| in_frame(refresh));
    on(&window(), "scroll", |_| with(|filter| filter.page.scrolled()));
    on(&window(), "resize", |_| with(|filter| filter.page.resized()));
    on(&document(), "change", |event| {
        if let Some(input) = origin(&event, "[data-filters] input[type=checkbox]").and_then(cast::<HtmlInputElement>) {
            go(&query().toggled(&input.name(), &input.value()), false);
        }
    });
    on(&document(), "submit", |event| {
        if origin(&event, "[data-filters], [data-search]").is_some() {
            event.prevent_default();
            sheet(false);
        }
    });
    on(&document(), "click", |event| clicked(&event));
    on(&document(), "focusin", |event| {
        if let Some(field) = origin(&event, "[data-find]") {
            with(|filter| filter.page.offer_names(&field, &filter.index));
        }
    });
    let pending: Rc<RefCell<Option<Timeout>>> = Rc::default();
    on(&document(), "input", move |event| typed(&event, &pending));
}

fn typed(event: &Event, pending: &Rc<RefCell<Option<Timeout>>>) {
    if let Some(field) = origin(event, "[data-search] input").and_then(cast::<HtmlInputElement>) {
        let timeout = Timeout::new(TYPING_MILLISECONDS, move || go(&query().with_text(&field.value()), true));
        pending.replace(Some(timeout));
    } else if let Some(field) = origin(event, "[data-find]").and_then(cast::<HtmlInputElement>) {
        let facet = field.get_attribute("data-find").as_deref().and_then(Facet::from_name);
        let name = field.value();
        let mut found = None;
        with(|filter| {
            found = filter.index.values.iter().find(|value| Some(value.facet) == facet && value.name == name).cloned();
        });
        if let Some(value) = found {
            field.set_value("");
            if !query().has(value.facet.parameter(), &value.slug) {
                go(&query().toggled(value.facet.parameter(), &value.slug), false);
            }
        }
    }
}

fn clicked(event: &Event) {
    if origin(event, "[data-sheet-open]").is_some() {
        event.prevent_default();
        sheet(true);
    } else if origin(event, "[data-sheet-close]").is_some() {
        sheet(false);
    } else if let Some(link) = origin(event, "a[data-query]") {
        let plain = !event_has_modifier(event);
        if let (true, Some(address)) = (plain, link.get_attribute("href")) {
            event.prevent_default();
            let search = address.split_once('?').map(|(_, search)| search.to_owned()).unwrap_or_default();
            go(&query_of(&search), false);
            in_frame(super::filter_page::keep_focus);
        }
    }
}

/// A click that opens another tab or window is the browser's business.
fn event_has_modifier(event: &Event) -> bool {
    use wasm_bindgen::JsCast;
    event
        .dyn_ref::<web_sys::MouseEvent>()
        .is_some_and(|click| click.ctrl_key() || click.meta_key() || click.shift_key())
}

/// Opens or closes the sheet of filters; closing gives the focus back to what opened it, which the browser does.
fn sheet(open: bool) {
    let Some(sheet) = one("[data-sheet]").and_then(cast::<HtmlDialogElement>) else { return };
    if open && !sheet.open() {
        drop(sheet.show_modal());
    } else if !open && sheet.open() {
        sheet.close();
    }
}

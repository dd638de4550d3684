//! Takes over what others changed while a page is open. A list is shown anew where it stands; of a form every field that
//! was not touched takes its new value, and of one that was it is said that saving will ask.

use std::cell::RefCell;
use std::collections::BTreeMap;

use js_sys::{JSON, Reflect};
use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::super::dom::{all, cast, document, make, one, set, window, within};
use super::super::network::page;
use super::super::{day_grid, zone};
use super::{row, shortcuts, text_preview};
use crate::t;

/// Pages whose parts can be put anew in their place; on others something is under way.
const LISTS: [&str; 5] = ["/admin/grid/", "/admin/content/", "/admin/changes", "/admin/check", "/admin/release"];

thread_local! {
    /// What each field of the form showed when it was last the server's.
    static SHOWN: RefCell<BTreeMap<String, Vec<String>>> = const { RefCell::new(BTreeMap::new()) };
}

/// What became of it.
pub(super) enum Taken {
    /// The page shows it.
    Shown,
    /// Somebody is in the middle of something; it is to be tried again.
    InTheWay,
    /// The page shows nothing of that sort, or there was no answer.
    Nothing,
}

/// Remembers what the form shows.
pub(super) fn start() {
    let fields = all("form[data-thing] [data-field]");
    SHOWN.set(fields.iter().map(|field| (name(field), values(field))).collect());
}

/// Asks for the page as it is now, and takes over what can be.
pub(super) async fn take_over() -> Taken {
    let Some(path) = window().location().pathname().ok() else { return Taken::Nothing };
    let is_form = one("form[data-thing]").is_some();
    let is_list = path == "/admin" || LISTS.iter().any(|part| path.starts_with(part));
    if !is_form && !is_list {
        return Taken::Nothing;
    }
    if !is_form && is_busy() {
        return Taken::InTheWay;
    }
    let query = if is_form { String::new() } else { query() };
    let Some(now) = page(&format!("{path}{query}"), None).await.filter(|now| now.status == 200) else {
        return Taken::Nothing;
    };
    let Some(main) = now.document.query_selector("main").ok().flatten() else { return Taken::Nothing };
    let taken = if is_form { form(&main) } else { list(&main) };
    if taken.is_some() { Taken::Shown } else { Taken::Nothing }
}

/// The query of the page without what came of the last act, which is over.
fn query() -> String {
    let search = window().location().search().unwrap_or_default();
    let pairs = form_urlencoded::parse(search.trim_start_matches('?').as_bytes());
    let pairs =
        pairs.filter(|(name, _)| !matches!(name.as_ref(), "saved" | "removed" | "moved" | "undone" | "released"));
    let mut kept = form_urlencoded::Serializer::new(String::new());
    kept.extend_pairs(pairs);
    let kept = kept.finish();
    if kept.is_empty() { kept } else { format!("?{kept}") }
}

/// Whether something would be lost: a session is carried, a row is open, something is typed.
fn is_busy() -> bool {
    if one("[data-carried], form[data-row-form], dialog[open]").is_some() {
        return true;
    }
    all("main input, main textarea").into_iter().filter_map(cast::<HtmlInputElement>).any(|field| {
        let is_typed = matches!(field.type_().as_str(), "text" | "search" | "url" | "email" | "date" | "time");
        is_typed && field.value() != field.default_value()
    })
}

/// Puts the parts of the page anew in their place, with the focus and what was unfolded.
fn list(now: &Element) -> Option<()> {
    let main = one("main")?;
    let focus = document().active_element().and_then(|active| Some((active.tag_name(), mark(&active)?)));
    let open: Vec<bool> = within(&main, "details").iter().map(|details| details.has_attribute("open")).collect();
    main.set_text_content(None);
    while let Some(node) = now.first_child() {
        main.append_child(&node).ok()?;
    }
    for (details, open) in within(&main, "details").iter().zip(open) {
        if open {
            set(details, "open", "");
        }
    }
    if let Some((tag, mark)) = focus {
        let same = within(&main, &tag).into_iter().find(|element| self::mark(element).as_ref() == Some(&mark));
        if let Some(same) = same.and_then(cast::<HtmlElement>) {
            drop(same.focus());
        }
    }
    // What other modules found in the page is gone with it.
    zone::start();
    day_grid::start();
    row::start();
    shortcuts::add_button();
    Some(())
}

/// By what a control is known again in the page as it is now.
fn mark(element: &Element) -> Option<String> {
    let own = ["id", "href", "name", "data-row-edit"].into_iter().find_map(|name| element.get_attribute(name))?;
    let form = element.closest("form").ok().flatten().and_then(|form| form.get_attribute("action")).unwrap_or_default();
    Some(format!("{form} {own} {}", element.get_attribute("value").unwrap_or_default()))
}

/// Takes over the fields that nobody touched here.
fn form(now: &Element) -> Option<()> {
    let form = one("form[data-thing]")?;
    let fresh = within(now, "form[data-thing]").into_iter().next()?;
    let (base, fresh_base) = (base_of(&form)?, base_of(&fresh)?);
    let (mine, theirs) = (read(&base)?, read(&fresh_base)?);
    let mut is_changed = false;
    for field in within(&form, "[data-field]") {
        let name = name(&field);
        let Some(new) = within(&fresh, &format!("[data-field=\"{name}\"]")).into_iter().next() else { continue };
        let (was, typed, given) = (SHOWN.with_borrow(|shown| shown.get(&name).cloned()), values(&field), values(&new));
        let Some(was) = was.filter(|was| *was != given) else { continue };
        is_changed = true;
        if typed == was || typed == given {
            if typed == was {
                field.set_text_content(None);
                while let Some(node) = new.first_child() {
                    field.append_child(&node).ok()?;
                }
                text_preview::attach(&field);
                set(&field, "data-taken-over", "");
            }
            SHOWN.with_borrow_mut(|shown| shown.insert(name.clone(), given));
            let key = JsValue::from_str(&name);
            Reflect::set(&mine, &key, &Reflect::get(&theirs, &key).ok()?).ok()?;
        } else if within(&field, "[data-theirs]").is_empty() {
            let note = make("p", "field__hint desk-theirs", t!(desk.changed_meanwhile))?;
            set(&note, "data-theirs", "");
            field.append_child(&note).ok()?;
        }
    }
    base.set_value(&JSON::stringify(&mine).ok()?.as_string()?);
    let history = "section[aria-labelledby=history]";
    if let (Some(old), Some(new)) = (one(history), within(now, history).into_iter().next()) {
        old.replace_with_with_node_1(&new).ok()?;
    }
    is_changed.then_some(())
}

fn base_of(form: &Element) -> Option<HtmlInputElement> {
    within(form, "[name=_base]").into_iter().next().and_then(cast)
}

fn read(base: &HtmlInputElement) -> Option<JsValue> {
    JSON::parse(&base.value()).ok()
}

fn name(field: &Element) -> String {
    field.get_attribute("data-field").unwrap_or_default()
}

/// What the controls of a field would send.
fn values(field: &Element) -> Vec<String> {
    let controls = within(field, "input, select, textarea").into_iter().filter(|control| {
        let is_box = matches!(control.get_attribute("type").as_deref(), Some("checkbox" | "radio"));
        !is_box || Reflect::get(control, &"checked".into()).is_ok_and(|checked| checked.is_truthy())
    });
    let value = |control: Element| {
        let value =
            Reflect::get(&control, &"value".into()).ok().and_then(|value| value.as_string()).unwrap_or_default();
        format!("{}={value}", control.get_attribute("name").unwrap_or_default())
    };
    controls.map(value).collect()
}

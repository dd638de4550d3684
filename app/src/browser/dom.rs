//! The few ways in which the modules touch the document.

use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, Element, Event, EventTarget, Window};

/// The window.
pub(super) fn window() -> Window {
    leptos::prelude::window()
}

/// The document.
pub(super) fn document() -> Document {
    leptos::prelude::document()
}

/// All elements that match, in the order of the document.
pub(super) fn all(selector: &str) -> Vec<Element> {
    document().query_selector_all(selector).map(|found| elements(&found)).unwrap_or_default()
}

/// All elements within another that match.
pub(super) fn within(root: &Element, selector: &str) -> Vec<Element> {
    root.query_selector_all(selector).map(|found| elements(&found)).unwrap_or_default()
}

fn elements(found: &web_sys::NodeList) -> Vec<Element> {
    (0..found.length()).filter_map(|position| found.get(position)?.dyn_into().ok()).collect()
}

/// The first element that matches.
pub(super) fn one(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

/// An element as one of its kinds.
pub(super) fn cast<T: JsCast>(element: Element) -> Option<T> {
    element.dyn_into().ok()
}

/// Sets an attribute; the names used here are always valid.
pub(super) fn set(element: &Element, name: &str, value: &str) {
    if element.get_attribute(name).as_deref() != Some(value) {
        drop(element.set_attribute(name, value));
    }
}

/// Shows or hides an element; touches the document only if that changes anything.
pub(super) fn set_hidden(element: &Element, hidden: bool) {
    set_flag(element, "hidden", hidden);
}

/// Sets or removes an attribute without a value; touches the document only if that changes anything.
pub(super) fn set_flag(element: &Element, name: &str, on: bool) {
    if element.has_attribute(name) != on {
        drop(if on { element.set_attribute(name, "") } else { element.remove_attribute(name) });
    }
}

/// Sets a text; touches the document only if that changes anything.
pub(super) fn set_text(element: &Element, text: &str) {
    if element.text_content().as_deref() != Some(text) {
        element.set_text_content(Some(text));
    }
}

/// A new element with a class and a text.
pub(super) fn make(name: &str, class: &str, text: &str) -> Option<Element> {
    let element = document().create_element(name).ok()?;
    element.set_class_name(class);
    element.set_text_content(Some(text));
    Some(element)
}

/// Calls back at the start of the next frame. What is changed there is laid out once, with that frame; after a change made
/// in an event, the browser lays the page out at once and then again for the frame.
pub(super) fn in_frame(act: impl FnOnce() + 'static) {
    drop(window().request_animation_frame(Closure::once_into_js(act).unchecked_ref()));
}

/// Calls back once what has been changed is on the screen; in a tab that is not shown, when it is.
pub(super) fn after_paint(act: impl FnOnce() + 'static) {
    // The frame is painted after this call returns, and the timeout comes after that.
    in_frame(move || {
        Timeout::new(0, act).forget();
    });
}

/// Calls back on every event of a kind, for as long as the page lives.
pub(super) fn on(target: &EventTarget, event: &str, act: impl FnMut(Event) + 'static) {
    let listener = Closure::<dyn FnMut(Event)>::new(act);
    drop(target.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref()));
    listener.forget();
}

/// The element that an event happened in, or the nearest around it, that matches.
pub(super) fn origin(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok().flatten()
}

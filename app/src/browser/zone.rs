//! Times by the visitor's own clock. Only the browser knows its zone, and it has the time-zone database anyway.

use js_sys::{Array, Date, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::dom::{all, document, on, one, origin, set_hidden, set_text, window};
use crate::language::locale;
use crate::t;

/// A year.
const COOKIE_SECONDS: u32 = 31_536_000;

/// Fills in the visitor's time where it reads differently, and the switch of the programme.
pub(super) fn start() {
    for place in all("[data-instant]") {
        let start = place.get_attribute("data-instant").and_then(|instant| instant.parse::<f64>().ok());
        let shown = place.get_attribute("data-shown").unwrap_or_default();
        if let Some(words) = start.and_then(|start| own_words(start, &shown)) {
            set_text(&place, &t!(time.for_you, time = words));
            set_hidden(&place, false);
        }
    }
    offer_own_zone();
    on(&document(), "click", |event| {
        if let Some(zone) = origin(&event, "[data-zone]").and_then(|link| link.get_attribute("data-zone")) {
            remember(&if zone == "own" { own_zone().unwrap_or_default() } else { zone });
        }
    });
}

fn offer_own_zone() {
    let (Some(link), Some(own)) = (one("[data-zone=own]"), own_zone()) else { return };
    if link.get_attribute("data-shown").as_deref() == Some(own.as_str()) {
        return;
    }
    let Ok(address) = web_sys::Url::new(&window().location().href().unwrap_or_default()) else { return };
    address.search_params().set("zone", &own);
    drop(link.set_attribute("href", &format!("{}{}", address.pathname(), address.search())));
    let city = own.rsplit('/').next().unwrap_or(&own).replace('_', " ");
    set_text(&link, &t!(time.mine, city = city));
    set_hidden(&link, false);
}

/// The browser's own zone by its IANA name.
fn own_zone() -> Option<String> {
    let options = Intl::DateTimeFormat::default().resolved_options();
    Reflect::get(&options, &"timeZone".into()).ok()?.as_string()
}

/// Keeps the choice in a cookie that the server reads; it is a preference and says nothing about the person.
fn remember(zone: &str) {
    let age = if zone == "event" { 0 } else { COOKIE_SECONDS };
    if let Ok(document) = document().dyn_into::<web_sys::HtmlDocument>() {
        drop(document.set_cookie(&format!("zone={zone}; Path=/; Max-Age={age}; SameSite=Lax")));
    }
}

fn own_words(start: f64, shown: &str) -> Option<String> {
    let date = Date::new(&JsValue::from_f64(start));
    let clock = format(&date, &[("hour", "2-digit"), ("minute", "2-digit")])?;
    if shown.starts_with(&clock) {
        return None;
    }
    format(&date, &[("weekday", "long"), ("hour", "2-digit"), ("minute", "2-digit"), ("timeZoneName", "short")])
}

fn format(date: &Date, parts: &[(&str, &str)]) -> Option<String> {
    let options = Object::new();
    for (key, value) in parts {
        Reflect::set(&options, &JsValue::from_str(key), &JsValue::from_str(value)).ok()?;
    }
    let format = Intl::DateTimeFormat::new(&Array::of1(&JsValue::from_str(locale().of_formats())), &options);
    format.format().call1(&JsValue::UNDEFINED, date).ok()?.as_string()
}

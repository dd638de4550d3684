//! Times as people read them.

use domain::time::Instant;
use leptos::prelude::*;

use crate::view::TimeLabel;

/// A time in words, with its machine-readable form.
#[component]
pub fn TimeLine(time: TimeLabel) -> impl IntoView {
    // A range must not break at its dash.
    let hours =
        (!time.hours.is_empty()).then(|| view! { ", " <span class="nowrap">{time.hours}</span> " " {time.zone} });
    view! { <time datetime=time.machine>{time.date} {hours}</time> }.into_any()
}

/// The same instant by the visitor's own clock and in their language, shown only where it reads differently. The
/// browser knows its zone, the server does not; so this appears after the page has come alive.
#[component]
pub fn VisitorTime(
    /// The instant.
    start: Instant,
    /// The hours as already shown, to tell whether there is anything to add.
    shown: String,
) -> impl IntoView {
    let words = RwSignal::new(None::<String>);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| words.set(browser::words(start, &shown)));
    #[cfg(not(feature = "hydrate"))]
    let _ = (start, shown);
    view! { <p class="visitor-time" hidden=move || words.get().is_none()>"For you: " {move || words.get()}</p> }
        .into_any()
}

/// The browser's own zone, by its IANA name.
#[cfg(feature = "hydrate")]
pub(crate) fn browser_zone() -> Option<String> {
    let options = js_sys::Intl::DateTimeFormat::default().resolved_options();
    js_sys::Reflect::get(&options, &"timeZone".into()).ok()?.as_string()
}

#[cfg(feature = "hydrate")]
mod browser {
    use domain::time::Instant;
    use js_sys::{Array, Date, Intl, Object, Reflect};
    use wasm_bindgen::JsValue;

    pub(super) fn words(start: Instant, shown: &str) -> Option<String> {
        #[expect(clippy::cast_precision_loss, reason = "milliseconds since the epoch are exact in an f64")]
        let date = Date::new(&JsValue::from_f64(start.milliseconds() as f64));
        let clock = format(&date, "en-GB", &[("hour", "2-digit"), ("minute", "2-digit")])?;
        if shown.starts_with(&clock) {
            return None;
        }
        let parts = [("weekday", "long"), ("hour", "2-digit"), ("minute", "2-digit"), ("timeZoneName", "short")];
        format(&date, "en-GB", &parts)
    }

    fn format(date: &Date, language: &str, parts: &[(&str, &str)]) -> Option<String> {
        let options = Object::new();
        for (key, value) in parts {
            Reflect::set(&options, &JsValue::from_str(key), &JsValue::from_str(value)).ok()?;
        }
        let format = Intl::DateTimeFormat::new(&Array::of1(&JsValue::from_str(language)), &options);
        format.format().call1(&JsValue::UNDEFINED, date).ok()?.as_string()
    }
}

//! Says in which zone times are shown, and switches to the visitor's own.

use domain::filter::Query;
use leptos::prelude::*;

use super::ZoneView;
use crate::filter::FilterState;

/// The zone of the page; where the browser's own differs, a link that shows its time. The server applies the choice, so
/// nothing shifts on the next visit.
#[component]
pub(super) fn ZoneSwitch(zone: ZoneView, state: FilterState) -> impl IntoView {
    let own = RwSignal::new(None::<String>);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| own.set(crate::ui::browser_zone()));
    let shown = zone.name.clone();
    let chosen = zone.chosen;
    let link = move || {
        let target = if chosen { Some("event".to_owned()) } else { own.get().filter(|own| *own != shown) }?;
        let words =
            if chosen { "Show the event’s time".to_owned() } else { format!("Show my time ({})", city(&target)) };
        let address = state.query.with(|query| state.address(&Query { zone: Some(target.clone()), ..query.clone() }));
        let remember = move |_| remember(&target);
        Some(view! { <a href=address on:click=remember>{words}</a> })
    };
    view! { <p class="zone-switch">"Times in " {zone.city} " " {link}</p> }.into_any()
}

fn city(zone: &str) -> String {
    zone.rsplit('/').next().unwrap_or(zone).replace('_', " ")
}

/// Keeps the choice in a cookie that the server reads; it is a preference and says nothing about the person.
fn remember(zone: &str) {
    use wasm_bindgen::JsCast;
    if let Ok(document) = document().dyn_into::<web_sys::HtmlDocument>() {
        let age = if zone == "event" { 0 } else { 31_536_000 };
        drop(document.set_cookie(&format!("zone={zone}; Path=/; Max-Age={age}; SameSite=Lax")));
    }
}

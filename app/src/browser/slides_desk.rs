//! When slides are shown, at the desk: a button (`data-now`: the field's identity) writes down where the recording stands. It is fetched
//! where there is such a form.

use leptos::prelude::lazy;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlInputElement, HtmlMediaElement};

use super::dom::{cast, document, on, one, origin, set_hidden, within};

/// Fetches the code, if there is such a form.
pub(super) fn start() {
    if one("[data-slides-desk]").is_some() {
        spawn_local(async { slides_desk().await });
    }
}

#[lazy]
fn slides_desk() {
    let Some(root) = one("[data-slides-desk]") else { return };
    let screen = within(&root, ".captions-desk__screen").into_iter().next().and_then(cast::<HtmlMediaElement>);
    let Some(screen) = screen else { return };
    within(&root, "[data-now]").iter().for_each(|button| set_hidden(button, false));
    on(&root, "click", move |event| {
        let Some(button) = origin(&event, "[data-now]") else { return };
        let field = button.get_attribute("data-now").and_then(|id| document().get_element_by_id(&id));
        let Some(field) = field.and_then(cast::<HtmlInputElement>) else { return };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped; a float saturates")]
        let tenths = (screen.current_time() * 10.0).clamp(0.0, f64::from(u32::MAX / 100)) as u32;
        let (now, before) = (domain::timed_text::write_time(tenths * 100), field.value());
        // A slide may be shown more than once.
        let before = before.trim().trim_end_matches(',');
        field.set_value(&if before.is_empty() { now } else { format!("{before}, {now}") });
    });
}

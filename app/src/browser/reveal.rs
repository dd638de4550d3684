//! The buttons that show what is typed into a password field (`data-reveal`: its identity). Without this code they are
//! hidden; it is fetched where there is one. What was shown is hidden again before it is sent, so that browsers keep it as a
//! password and not as a text to be offered again.

use leptos::prelude::lazy;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlInputElement};

use super::dom::{all, cast, on, one, set, set_hidden};

/// Fetches the code for the buttons, if there is one.
pub(super) fn start() {
    if one("[data-reveal]").is_some() {
        spawn_local(async { reveal_buttons().await });
    }
}

#[lazy]
fn reveal_buttons() {
    for button in all("[data-reveal]") {
        let id = button.get_attribute("data-reveal").unwrap_or_default();
        let Some(field) = one(&format!("#{id}")).and_then(cast::<HtmlInputElement>) else { continue };
        set_hidden(&button, false);
        if let Some(form) = field.form() {
            let (button, field) = (button.clone(), field.clone());
            on(&form, "submit", move |_| show(&button, &field, false));
        }
        on(&button.clone(), "click", move |_| show(&button, &field, field.type_() == "password"));
    }
}

fn show(button: &Element, field: &HtmlInputElement, shown: bool) {
    field.set_type(if shown { "text" } else { "password" });
    set(button, "aria-pressed", if shown { "true" } else { "false" });
}

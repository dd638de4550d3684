//! The star beside everything that can be saved.

use leptos::prelude::*;

use super::use_saved;
use crate::ui::{Icon, IconName};

/// Saves an event or session to the agenda, or takes it out. It needs the browser's storage, so it appears enabled only
/// once the page has come alive.
#[component]
pub fn SaveButton(
    /// Path of the thing.
    path: String,
    /// Title, for the button's name.
    title: String,
) -> impl IntoView {
    let saved = use_saved();
    let (of_state, of_icon, of_words) = (path.clone(), path.clone(), path.clone());
    let is_saved = move |path: &str| saved.has(path);
    view! {
        <button
            class="save wasm-only"
            type="button"
            aria-pressed=move || if is_saved(&of_state) { "true" } else { "false" }
            disabled=move || !saved.is_known()
            on:click=move |_| saved.toggle(&path)
        >
            {move || view! { <Icon name=if is_saved(&of_icon) { IconName::StarFilled } else { IconName::Star } /> }}
            <span>{move || if is_saved(&of_words) { "Saved" } else { "Save" }}</span>
            <span class="visually-hidden">": " {title}</span>
        </button>
    }
}

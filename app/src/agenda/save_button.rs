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
    let of_state = path.clone();
    let pressed = move || if saved.has(&of_state) { "true" } else { "false" };
    // One thing changes and the style sheet does the rest: a long programme has hundreds of these.
    view! {
        <button class="save wasm-only" type="button" aria-pressed=pressed on:click=move |_| saved.toggle(&path)>
            <Icon name=IconName::Star />
            <span class="save__words">"Save"</span>
            <span class="visually-hidden">" " {title}</span>
        </button>
    }
    .into_any()
}

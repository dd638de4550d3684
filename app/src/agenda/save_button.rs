//! The star beside everything that can be saved.

use leptos::prelude::*;

use crate::t;
use crate::ui::{Icon, IconName};

/// Saves an event or session to the agenda, or takes it out. It needs the browser's storage, so it appears once the page
/// has come alive; one attribute changes and the style sheet does the rest.
#[component]
pub fn SaveButton(
    /// Path of the thing.
    path: String,
    /// Title, for the button's name.
    title: String,
) -> impl IntoView {
    view! {
        <button class="save wasm-only" type="button" aria-pressed="false" data-save=path>
            <Icon name=IconName::Star />
            <span class="save__words">{t!(agenda.save)}</span>
            <span class="visually-hidden">" " {title}</span>
        </button>
    }
}

//! The editors' desk in the browser (`data-desk`: number of the last change that the page shows): what makes work there quick
//! and what shows that one is not alone. Every page of the desk works without it; it is fetched there only.
//!
//! | file | does |
//! |---|---|
//! | [`palette`] | goes anywhere by a few letters (Ctrl or Cmd and K) |
//! | [`shortcuts`] | the other keys, and the list of them |
//! | [`draft`] | keeps in this browser what was typed and not saved |
//! | [`text_preview`] | shows a text as the site will |
//! | [`row`] | changes a row of a list in its place |
//! | [`cues`] | captions one by one, beside their recording |
//! | [`live`] | tells who else is here and what they changed |
//! | [`refresh`] | takes over what they changed, without loading the page again |

mod cues;
mod draft;
mod live;
mod palette;
mod refresh;
mod row;
mod shortcuts;
mod text_preview;

use leptos::prelude::lazy;
use wasm_bindgen_futures::spawn_local;

use super::dom::{document, make, one, set, set_text};

/// Fetches the code for the desk, if this is one of its pages.
pub(super) fn start() {
    if one("[data-desk]").is_some() {
        spawn_local(async { desk().await });
    }
}

#[lazy]
fn desk() {
    palette::start();
    shortcuts::start();
    draft::start();
    text_preview::start();
    row::start();
    live::start();
    cues::start();
}

/// Says something at the edge of the window without taking the focus; nothing takes it away.
fn say(words: &str) {
    let toast = one("[data-toast]").or_else(|| {
        let toast = make("p", "toast", "")?;
        set(&toast, "data-toast", "");
        set(&toast, "role", "status");
        document().body()?.append_child(&toast).ok()?;
        Some(toast)
    });
    if let Some(toast) = toast {
        set_text(&toast, words);
    }
}

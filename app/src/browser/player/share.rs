//! Links to a moment, to be copied: of the player, and of each line of the transcript, where this code puts the button
//! (`data-copy-line` is its pattern).

use domain::timed_text::clock;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Element;

use crate::browser::dom::{all, one, set, set_hidden, set_text, window, within};
use crate::t;

/// Copies the address of a moment (milliseconds) and says so in a place; where the browser does not let it, the address is shown
/// there.
pub(super) fn share(at: u32, said: Element) {
    let location = window().location();
    let (Ok(origin), Ok(path)) = (location.origin(), location.pathname()) else { return };
    let address = format!("{origin}{path}?t={}", at / 1_000);
    let copied = copy(&address);
    spawn_local(async move {
        let is_copied = match copied {
            Some(promise) => JsFuture::from(promise).await.is_ok(),
            None => false,
        };
        set_text(&said, &if is_copied { format!("{} {address}", t!(player.copied)) } else { address });
    });
}

/// Where there is no secure connection there is no clipboard either.
fn copy(text: &str) -> Option<Promise> {
    let clipboard = Reflect::get(&window().navigator(), &"clipboard".into()).ok().filter(JsValue::is_object)?;
    let write: Function = Reflect::get(&clipboard, &"writeText".into()).ok()?.dyn_into().ok()?;
    write.call1(&clipboard, &text.into()).ok()?.dyn_into().ok()
}

/// Gives each line of the transcript its button.
pub(super) fn offer_lines() {
    let Some(pattern) = one("[data-copy-line]") else { return };
    for line in all(".transcript__list > [data-from]") {
        let button = pattern.clone_node_with_deep(true).ok().and_then(|node| node.dyn_into::<Element>().ok());
        let at = line.get_attribute("data-from").and_then(|from| from.parse::<u32>().ok());
        let (Some(button), Some(at)) = (button, at) else { continue };
        drop(button.remove_attribute("data-copy-line"));
        set(&button, "data-act", "copy");
        set(&button, "data-at", &at.to_string());
        within(&button, "span").iter().for_each(|name| set_text(name, &t!(player.copy_line, time = clock(at))));
        set_hidden(&button, false);
        drop(line.append_child(&button));
    }
}

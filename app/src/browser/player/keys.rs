//! Keys of the player, while something of it has the focus (WCAG 2.2, 2.1.4). What the browser's own player or a control
//! does with a key is left to it.

use web_sys::{Event, KeyboardEvent};

use super::Player;
use crate::browser::dom::origin;

pub(super) fn pressed(player: &Player, event: &Event) {
    let Some(key) = wasm_bindgen::JsCast::dyn_ref::<KeyboardEvent>(event) else { return };
    if key.ctrl_key() || key.alt_key() || key.meta_key() || event.default_prevented() {
        return;
    }
    let on_bar = origin(event, "[data-act=seek]").is_some();
    if let Some(bar) = player.bar.as_ref().filter(|_| on_bar) {
        // What the browser does with a key goes from where the recording is, which the slider may not have said for a while.
        bar.pressed(&player.media);
        if key.key() == "Escape" {
            bar.hide_hint();
        }
    }
    let on_control = origin(event, "button, select, a, summary, input").is_some();
    let has_arrows = origin(event, "select, [data-act=volume]").is_some();
    let on_screen = origin(event, ".player__screen").is_some();
    let act = match key.key().as_str() {
        // A button is pressed by it, and the browser's player plays.
        " " if on_bar || !(on_control || on_screen) => "play",
        "k" => "play",
        "j" => "back",
        "l" => "forward",
        "ArrowLeft" if !(on_screen || has_arrows) => "back",
        "ArrowRight" if !(on_screen || has_arrows) => "forward",
        "c" => "captions",
        "f" => "screen",
        "m" => "mute",
        "<" => {
            player.step_speed(false);
            ""
        }
        ">" => {
            player.step_speed(true);
            ""
        }
        _ => return,
    };
    event.prevent_default();
    player.act(act);
}

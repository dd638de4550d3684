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
    let on_control = origin(event, "button, select, a, summary, input").is_some();
    let in_select = origin(event, "select").is_some();
    let on_screen = origin(event, ".player__screen").is_some();
    let act = match key.key().as_str() {
        // A button is pressed by it, and the browser's player plays.
        " " if !on_control && !on_screen => "play",
        "k" => "play",
        "j" => "back",
        "l" => "forward",
        "ArrowLeft" if !(on_screen || in_select) => "back",
        "ArrowRight" if !(on_screen || in_select) => "forward",
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

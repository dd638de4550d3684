//! Keys of the form. Each has a modifier with which no layout of keys types a letter, so that they work while one types: Alt, and with
//! letters Control on Apple's devices, whose Alt key types signs.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};

use super::super::super::dom::one;
use super::super::shortcuts;
use super::{BACK, Cues, get};

/// Whether the key meant something here.
pub(super) fn pressed(cues: &Rc<Cues>, event: &Event) -> bool {
    let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return false };
    if key.meta_key() || key.shift_key() || one("dialog[open]").is_some() {
        return false;
    }
    let (alt, control) = (key.alt_key(), key.ctrl_key());
    if alt && !control {
        match key.key().as_str() {
            "Enter" => {
                if let Some(row) = cues.present() {
                    cues.play_alone(&row);
                }
                return true;
            }
            "ArrowDown" => {
                cues.step(true);
                return true;
            }
            "ArrowUp" => {
                cues.step(false);
                return true;
            }
            _ => {}
        }
    }
    let with_letters = if shortcuts::is_apple() { control && !alt } else { alt && !control };
    if !with_letters {
        return false;
    }
    // Where a letter is on the keyboard, whatever it types there with Alt.
    match get(key, "code").and_then(|code| code.as_string()).unwrap_or_default().as_str() {
        "KeyP" => cues.play_or_pause(),
        "KeyJ" => cues.media.set_current_time((cues.media.current_time() - BACK).max(0.0)),
        "KeyI" => take(cues, "start"),
        "KeyO" => take(cues, "end"),
        _ => return false,
    }
    true
}

fn take(cues: &Rc<Cues>, field: &str) {
    if let Some(row) = cues.present() {
        cues.take_time(&row, field);
    }
}

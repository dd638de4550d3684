//! What is typed is shown on the picture as it will look: by the recording's own captions, of which those of the part are replaced.

use std::cell::RefCell;

use js_sys::{Array, Reflect, try_iter};
use wasm_bindgen::JsValue;
use web_sys::HtmlMediaElement;

use super::{Row, get, method, milliseconds};
use crate::browser::dom::window;

/// The captions that were put on the picture.
#[derive(Default)]
pub(super) struct Picture(RefCell<Vec<JsValue>>);

impl Picture {
    /// Puts what the rows say in the place of what was shown between the two moments; without captions on the picture it does nothing.
    pub(super) fn draw(&self, media: &HtmlMediaElement, (since, until): (u32, u32), rows: &[Row]) -> Option<()> {
        let track = get(&get(media, "textTracks")?, "0")?;
        let shown: Vec<JsValue> = try_iter(&get(&track, "cues")?).ok()??.filter_map(Result::ok).collect();
        let begins = |cue: &JsValue| get(cue, "startTime").and_then(|time| time.as_f64()).map(milliseconds);
        let is_of_part = |cue: &JsValue| begins(cue).is_some_and(|start| (since..until).contains(&start));
        let former = shown.into_iter().filter(is_of_part).chain(self.0.take());
        let remove = method(&track, "removeCue")?;
        for cue in former {
            // One that stands in both lists is gone already.
            drop(remove.call1(&track, &cue));
        }
        let (make, add) = (method(&window(), "VTTCue")?, method(&track, "addCue")?);
        let drawn = rows.iter().filter_map(|row| {
            let typed = row.typed();
            let (start, end) = typed.starts().zip(typed.ends()).filter(|(start, end)| start < end)?;
            let text = typed.text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let arguments = Array::of3(&seconds(start), &seconds(end), &text.into());
            let cue = Reflect::construct(&make, &arguments).ok()?;
            place(&cue, &typed.settings);
            add.call1(&track, &cue).ok()?;
            Some(cue)
        });
        let drawn = drawn.collect();
        self.0.replace(drawn);
        Some(())
    }

    /// What is shown is kept now, and stays when another part is.
    pub(super) fn keep(&self) {
        self.0.take();
    }
}

fn seconds(milliseconds: u32) -> JsValue {
    (f64::from(milliseconds) / 1_000.0).into()
}

/// Where a caption stands (`WebVTT`, 4.4); what a browser does not understand it leaves as it is.
fn place(cue: &JsValue, settings: &str) {
    for (name, value) in settings.split_whitespace().filter_map(|setting| setting.split_once(':')) {
        let value = value.split(',').next().unwrap_or_default();
        // Whole hundredths are near enough; to read fractions makes the script longer that every page fetches.
        let number = value.trim_end_matches('%').split('.').next().and_then(|whole| whole.parse::<i32>().ok());
        let set = |name: &str, value: &JsValue| drop(Reflect::set(cue, &name.into(), value));
        match (name, number) {
            ("line", Some(number)) => {
                set("snapToLines", &(!value.ends_with('%')).into());
                set("line", &number.into());
            }
            ("position" | "size", Some(number)) => set(name, &number.into()),
            ("align" | "vertical", _) => set(name, &value.into()),
            _ => {}
        }
    }
}

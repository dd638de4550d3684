//! The square of a picture, at the desk (`data-crop`): it is shown on the picture while the sliders are moved, and goes where the
//! picture is pressed. It is fetched where there is such a page.

use domain::media::Crop;
use leptos::prelude::lazy;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement, HtmlImageElement, HtmlInputElement, PointerEvent};

use super::dom::{cast, on, one, set_hidden, within};

/// Fetches the code, if there is such a page.
pub(super) fn start() {
    if one("[data-crop]").is_some() {
        spawn_local(async { crop_desk().await });
    }
}

#[lazy]
fn crop_desk() {
    let Some(desk) = one("[data-crop]").and_then(|root| Desk::read(&root)) else { return };
    set_hidden(&desk.square, false);
    for hint in within(&desk.root, "[data-crop-hint]") {
        set_hidden(&hint, false);
    }
    desk.show();
    let moved = desk.clone();
    on(&desk.root, "input", move |_| moved.show());
    let loaded = desk.clone();
    on(&desk.picture, "load", move |_| loaded.show());
    for event in ["pointerdown", "pointermove"] {
        let pointed = desk.clone();
        on(&desk.picture, event, move |event| {
            let Some(pointer) = event.dyn_ref::<PointerEvent>().filter(|pointer| pointer.buttons() == 1) else {
                return;
            };
            event.prevent_default();
            pointed.point(pointer);
        });
    }
}

#[derive(Clone)]
struct Desk {
    root: Element,
    picture: HtmlImageElement,
    square: HtmlElement,
    sliders: [HtmlInputElement; 3],
}

impl Desk {
    fn read(root: &Element) -> Option<Self> {
        let slider = |name: &str| within(root, &format!("[name={name}]")).into_iter().next().and_then(cast);
        Some(Self {
            root: root.clone(),
            picture: within(root, "[data-crop-picture]").into_iter().next().and_then(cast)?,
            square: within(root, "[data-crop-square]").into_iter().next().and_then(cast)?,
            sliders: [slider("left")?, slider("top")?, slider("side")?],
        })
    }

    fn crop(&self) -> Option<Crop> {
        let [left, top, side] = &self.sliders;
        let number = |slider: &HtmlInputElement| slider.value().parse().ok();
        Crop::new(number(left)?, number(top)?, number(side)?)
    }

    /// Puts the square where the sliders say; in parts of the picture, so that it stays there when the window changes.
    fn show(&self) {
        let Some(crop) = self.crop() else { return };
        let (width, height) = (f64::from(self.picture.natural_width()), f64::from(self.picture.natural_height()));
        let (left, top, side) = crop.square(width, height);
        let style = self.square.style();
        let parts = [("left", left, width), ("top", top, height), ("width", side, width), ("height", side, height)];
        for (name, part, whole) in parts.into_iter().filter(|(.., whole)| *whole > 0.0) {
            drop(style.set_property(name, &format!("{}%", part / whole * 100.0)));
        }
    }

    /// Puts the middle of the square where the pointer is.
    fn point(&self, pointer: &PointerEvent) {
        let Some(crop) = self.crop() else { return };
        // As it is shown.
        let (width, height) = (f64::from(self.picture.client_width()), f64::from(self.picture.client_height()));
        let place = (f64::from(pointer.offset_x()), f64::from(pointer.offset_y()));
        let crop = crop.around(place, width, height);
        let [left, top, _] = &self.sliders;
        left.set_value(&crop.left.to_string());
        top.set_value(&crop.top.to_string());
        self.show();
    }
}

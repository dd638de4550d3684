//! What phones, keyboards and watches show of what plays, and the keys they have for it (W3C Media Session). Not every browser has
//! all of it, so each part is asked for by name.

use std::rc::Rc;

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use super::{Player, bar, get, milliseconds, number};
use crate::browser::dom::window;

/// Steps of the keys of a device, unless it says how far, in seconds.
const STEP: f64 = 10.0;

/// Tells what plays, and takes the keys.
pub(super) fn start(player: &Rc<Player>) {
    let Some(session) = session() else { return };
    describe(player, &session);
    let Some(set_handler) = get(&session, "setActionHandler").and_then(|found| found.dyn_into::<Function>().ok())
    else {
        return;
    };
    let handle = |name: &str, act: fn(&Player, &JsValue)| {
        let player = Rc::clone(player);
        let handler = Closure::<dyn FnMut(JsValue)>::new(move |details: JsValue| act(&player, &details));
        // A browser refuses what it does not know.
        drop(set_handler.call2(&session, &name.into(), handler.as_ref()));
        handler.forget();
    };
    handle("play", |player, _| player.play());
    handle("pause", |player, _| player.pause());
    handle("seekbackward", |player, details| player.seek(player.media.current_time() - offset(details)));
    handle("seekforward", |player, details| player.seek(player.media.current_time() + offset(details)));
    handle("seekto", |player, details| {
        if let Some(at) = number(details, "seekTime") {
            player.seek(at);
        }
    });
    if player.bar.as_ref().is_some_and(bar::Bar::has_chapters) {
        handle("previoustrack", |player, _| to_chapter(player, false));
        handle("nexttrack", |player, _| to_chapter(player, true));
    }
}

/// Tells where it stands, once its length is known.
pub(super) fn stands(player: &Player) {
    let Some(session) = session() else { return };
    let state = if player.media.paused() { "paused" } else { "playing" };
    drop(Reflect::set(&session, &"playbackState".into(), &state.into()));
    let length = player.media.duration();
    let Some(tell) = get(&session, "setPositionState").and_then(|found| found.dyn_into::<Function>().ok()) else {
        return;
    };
    if length.is_finite() && length > 0.0 {
        let values = [
            ("duration", length),
            ("playbackRate", player.media.playback_rate()),
            ("position", player.media.current_time().clamp(0.0, length)),
        ];
        let values = object(values.map(|(name, value)| (name, value.into())));
        drop(tell.call1(&session, &values));
    }
}

/// Title, speakers as the artist, event as the album, and the picture.
fn describe(player: &Player, session: &JsValue) {
    let Some(class) = get(&window(), "MediaMetadata").and_then(|found| found.dyn_into::<Function>().ok()) else {
        return;
    };
    let read = |name: &str| player.root.get_attribute(name).unwrap_or_default();
    let values = object([
        ("title", read("data-title").into()),
        ("artist", read("data-speakers").into()),
        ("album", read("data-event").into()),
    ]);
    let poster = read("data-poster");
    if !poster.is_empty() {
        let artwork = Array::of1(&object([("src", poster.into())]));
        drop(Reflect::set(&values, &"artwork".into(), &artwork));
    }
    if let Ok(metadata) = Reflect::construct(&class, &Array::of1(&values)) {
        drop(Reflect::set(session, &"metadata".into(), &metadata));
    }
}

fn to_chapter(player: &Player, forward: bool) {
    let now = milliseconds(player.media.current_time());
    if let Some(at) = player.bar.as_ref().and_then(|bar| bar.chapter_beside(now, forward)) {
        player.seek(f64::from(at) / 1_000.0);
    }
}

fn session() -> Option<JsValue> {
    get(&window().navigator(), "mediaSession")
}

fn offset(details: &JsValue) -> f64 {
    number(details, "seekOffset").unwrap_or(STEP)
}

fn object<const N: usize>(values: [(&str, JsValue); N]) -> Object {
    let object = Object::new();
    for (name, value) in values {
        drop(Reflect::set(&object, &name.into(), &value));
    }
    object
}

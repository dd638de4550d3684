//! The recording's page (`data-player`): buttons and keys beside the browser's own player, the transcript that goes along,
//! and what was watched. Without this code the player, its captions and every link to a second work all the same; it is
//! fetched where there is a player.
//!
//! | attribute | meaning |
//! |---|---|
//! | `data-buttons` | shown once this code is there |
//! | `data-act` | what a control does, see [`Player::act`] |
//! | `data-plain` | hidden once this code is there: something does the same in place |
//! | `data-source`, `data-type` | what else the player can play, see [`sound`] |
//! | `data-seek` | leads to this millisecond |
//! | `data-from`, `data-to` | belongs to these milliseconds; marked with `aria-current` as they pass |
//! | `data-progress`, `data-resume` | see [`progress`] |

mod keys;
mod lines;
mod memory;
mod progress;
mod sound;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, Reflect};
use leptos::prelude::lazy;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, Event, HtmlMediaElement, HtmlSelectElement, TextTrack, TextTrackMode};

use super::dom::{all, cast, on, one, origin, set, set_hidden, set_text, window, within};
use lines::Lines;
pub(super) use memory::PREFIX;
use progress::Progress;

/// Keys in the local storage: the speed in hundredths, and whether captions are wanted.
const SPEED: &str = "continuum.speed";
const CAPTIONS: &str = "continuum.captions";
/// How far the buttons go back and forward, in seconds.
const STEP: f64 = 10.0;

/// Fetches the code, if there is a player, or something for it to hand over to the account that has signed in.
pub(super) fn start() {
    if one("[data-player]").is_some() {
        spawn_local(async { player().await });
    } else if one("[data-signed-in]").is_some() {
        spawn_local(async { hand_over().await });
    }
}

#[lazy]
fn player() {
    let Some(root) = one("[data-player]") else { return };
    let media = within(&root, ".player__screen").into_iter().next().and_then(cast::<HtmlMediaElement>);
    let Some(media) = media else { return };
    let player = Rc::new(Player {
        progress: Progress::of(&root, &media),
        lines: RefCell::new(Lines::find()),
        said: within(&root, "[data-said]").into_iter().next(),
        going_on: Cell::new(None),
        root,
        media,
    });
    player.listen();
    player.show();
}

#[lazy]
fn hand_over() {
    spawn_local(memory::hand_over());
}

/// The player and what stands around it.
struct Player {
    root: Element,
    media: HtmlMediaElement,
    progress: Progress,
    lines: RefCell<Lines>,
    said: Option<Element>,
    /// Where to go on, in seconds, and whether it plays, once another source is there.
    going_on: Cell<Option<(f64, bool)>>,
}

impl Player {
    fn listen(self: &Rc<Self>) {
        let player = Rc::clone(self);
        on(&super::dom::document(), "click", move |event| player.clicked(&event));
        let player = Rc::clone(self);
        on(&self.root, "change", move |event| player.changed(&event));
        let player = Rc::clone(self);
        on(&self.root, "keydown", move |event| keys::pressed(&player, &event));
        for name in
            ["play", "playing", "pause", "seeking", "seeked", "ratechange", "timeupdate", "ended", "loadedmetadata"]
        {
            let (player, name) = (Rc::clone(self), name);
            on(&self.media, name, move |_| player.happened(name));
        }
        let player = Rc::clone(self);
        on(&super::dom::document(), "visibilitychange", move |_| player.progress.seen_or_hidden(&player.media));
        let player = Rc::clone(self);
        on(&window(), "pagehide", move |_| player.progress.leave(&player.media));
        Lines::listen();
    }

    /// Shows what works, as it was left the last time.
    fn show(&self) {
        if let Some(speed) =
            kept(SPEED).and_then(|speed| speed.parse::<u32>().ok()).filter(|speed| (50..=200).contains(speed))
        {
            self.set_speed(speed);
        }
        if self.captions().is_some() {
            self.show_captions(kept(CAPTIONS).as_deref() == Some("on"));
            within(&self.root, "[data-act=captions]").iter().for_each(|button| set_hidden(button, false));
        }
        if method(&self.media, "requestPictureInPicture").is_some() {
            within(&self.root, "[data-act=picture]").iter().for_each(|button| set_hidden(button, false));
        }
        all("[data-plain]").iter().for_each(|part| set_hidden(part, true));
        all("[data-buttons]").iter().for_each(|part| set_hidden(part, false));
        self.progress.offer(&self.media);
    }

    fn happened(&self, name: &str) {
        self.progress.happened(name, &self.media);
        match name {
            "play" | "pause" => self.name_button(),
            "loadedmetadata" => {
                self.progress.offer(&self.media);
                self.go_on();
            }
            "timeupdate" => self.lines.borrow_mut().mark(milliseconds(self.media.current_time())),
            _ => {}
        }
    }

    fn clicked(&self, event: &Event) {
        if let Some(link) = origin(event, "[data-seek]") {
            let at = link.get_attribute("data-seek").and_then(|at| at.parse::<u32>().ok());
            if let Some(at) = at {
                event.prevent_default();
                self.seek(f64::from(at) / 1_000.0);
                self.play();
            }
        } else if let Some(button) = origin(event, "button[data-act]") {
            self.act(&button.get_attribute("data-act").unwrap_or_default());
        }
    }

    fn changed(&self, event: &Event) {
        let Some(chosen) = origin(event, "select[data-act=speed]").and_then(cast::<HtmlSelectElement>) else { return };
        if let Ok(speed) = chosen.value().parse() {
            keep(SPEED, &chosen.value());
            self.set_speed(speed);
        }
    }

    /// Does what a button or a key stands for.
    fn act(&self, name: &str) {
        match name {
            "play" if self.media.paused() => self.play(),
            "play" => drop(self.media.pause()),
            "back" => self.seek(self.media.current_time() - STEP),
            "forward" => self.seek(self.media.current_time() + STEP),
            "captions" => {
                let shown = !self.captions().is_some_and(|track| track.mode() == TextTrackMode::Showing);
                keep(CAPTIONS, if shown { "on" } else { "off" });
                self.show_captions(shown);
            }
            "picture" => drop(call(&self.media, "requestPictureInPicture")),
            "screen" => {
                // The second is what phones of Apple have.
                if call(&self.media, "requestFullscreen").is_none() {
                    drop(call(&self.media, "webkitEnterFullscreen"));
                }
            }
            "sound" => self.change_source(),
            "mute" => self.media.set_muted(!self.media.muted()),
            "share" => self.share(),
            "resume" => {
                if let Some(at) = self.progress.resumes_at(&self.media) {
                    self.seek(f64::from(at) / 1_000.0);
                    self.play();
                }
            }
            "over" => {
                self.seek(0.0);
                self.play();
            }
            _ => {}
        }
    }

    fn play(&self) {
        if let Ok(promise) = self.media.play() {
            // A browser may refuse; then its own controls say so.
            spawn_local(async move { drop(JsFuture::from(promise).await) });
        }
    }

    fn seek(&self, seconds: f64) {
        let length = self.media.duration();
        let end = if length.is_finite() { length } else { f64::MAX };
        self.media.set_current_time(seconds.clamp(0.0, end));
    }

    fn set_speed(&self, hundredths: u32) {
        let rate = f64::from(hundredths) / 100.0;
        self.media.set_default_playback_rate(rate);
        self.media.set_playback_rate(rate);
        let select = within(&self.root, "[data-act=speed]").into_iter().next().and_then(cast::<HtmlSelectElement>);
        if let Some(select) = select {
            select.set_value(&hundredths.to_string());
        }
    }

    /// Goes one step faster or slower among what can be chosen.
    fn step_speed(&self, faster: bool) {
        let Some(select) =
            within(&self.root, "[data-act=speed]").into_iter().next().and_then(cast::<HtmlSelectElement>)
        else {
            return;
        };
        let next = select.selected_index() + if faster { 1 } else { -1 };
        if (0..i32::try_from(select.length()).unwrap_or_default()).contains(&next) {
            select.set_selected_index(next);
            keep(SPEED, &select.value());
            self.set_speed(select.value().parse().unwrap_or(100));
        }
    }

    fn captions(&self) -> Option<TextTrack> {
        let tracks = self.media.text_tracks()?;
        (0..tracks.length()).filter_map(|index| tracks.get(index)).find(|track| {
            Reflect::get(track, &"kind".into()).ok().and_then(|kind| kind.as_string()).as_deref() == Some("captions")
        })
    }

    fn show_captions(&self, shown: bool) {
        let Some(track) = self.captions() else { return };
        track.set_mode(if shown { TextTrackMode::Showing } else { TextTrackMode::Hidden });
        for button in within(&self.root, "[data-act=captions]") {
            set(&button, "aria-pressed", if shown { "true" } else { "false" });
        }
    }

    /// The button says what it will do.
    fn name_button(&self) {
        let Some(said) = &self.said else { return };
        let words = said.get_attribute(if self.media.paused() { "data-play" } else { "data-pause" });
        for button in within(&self.root, "button[data-act=play]") {
            set_text(&button, words.as_deref().unwrap_or_default());
        }
    }

    /// Copies the address of this second; where the browser does not let it, it is shown.
    fn share(&self) {
        let location = window().location();
        let (Ok(origin), Ok(path)) = (location.origin(), location.pathname()) else { return };
        let address = format!("{origin}{path}?t={}", milliseconds(self.media.current_time()) / 1_000);
        let Some(said) = self.said.clone() else { return };
        let copied = Reflect::get(&window().navigator(), &"clipboard".into()).ok().filter(JsValue::is_object).and_then(
            |clipboard| {
                let write = method(&clipboard, "writeText")?;
                write.call1(&clipboard, &address.clone().into()).ok()?.dyn_into::<js_sys::Promise>().ok()
            },
        );
        spawn_local(async move {
            let is_copied = match copied {
                Some(promise) => JsFuture::from(promise).await.is_ok(),
                None => false,
            };
            let words = said.get_attribute("data-copied").unwrap_or_default();
            set_text(&said, &if is_copied { format!("{words} {address}") } else { address });
        });
    }
}

/// Milliseconds of a player's seconds.
fn milliseconds(seconds: f64) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped; a float saturates")]
    let whole = (seconds * 1_000.0).clamp(0.0, f64::from(u32::MAX)) as u32;
    whole
}

/// A function of the browser that not every browser has.
fn method(target: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(target, &name.into()).ok()?.dyn_into().ok()
}

fn call(target: &JsValue, name: &str) -> Option<JsValue> {
    method(target, name)?.call0(target).ok()
}

fn kept(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

fn keep(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        drop(storage.set_item(key, value));
    }
}

//! The recording's page (`data-player`): controls of our own instead of the browser's, with chapters on the seek bar; keys, the
//! transcript that goes along and is searched, and what was watched. Without this code the browser's own player, its captions and
//! every link to a second work all the same; it is fetched where there is a player.
//!
//! | attribute | meaning |
//! |---|---|
//! | `data-buttons` | shown once this code is there |
//! | `data-act` | what a control does, see [`Player::act`] |
//! | `data-plain` | hidden once this code is there: something does the same in place |
//! | `data-source`, `data-type` | what else the player can play, see [`sound`] |
//! | `data-seek` | leads to this millisecond |
//! | `data-bar`, `data-elapsed`, `data-chapter` … | see [`bar`] |
//! | `data-find`, `data-found` | see [`find`] |
//! | `data-copy-line` | see [`share`] |
//! | `data-title`, `data-speakers`, `data-event`, `data-poster` | see [`session`] |
//! | `data-playing`, `data-muted` | how it stands, for the style sheet |
//! | `data-from`, `data-to` | belongs to these milliseconds; marked with `aria-current` as they pass |
//! | `data-progress`, `data-resume` | see [`progress`] |

mod bar;
mod captions;
mod find;
mod keys;
mod lines;
mod memory;
mod progress;
mod session;
mod share;
mod sound;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, Reflect};
use leptos::prelude::lazy;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, Event, HtmlInputElement, HtmlMediaElement, HtmlSelectElement};

use super::dom::{all, cast, document, on, one, origin, set, set_flag, set_hidden, set_text, window, within};
use crate::t;
use bar::Bar;
use find::Find;
use lines::Lines;
pub(super) use memory::PREFIX;
use progress::Progress;

/// Keys in the local storage: the speed and the volume in hundredths.
const SPEED: &str = "continuum.speed";
const VOLUME: &str = "continuum.volume";
/// How far the buttons go back and forward, in seconds.
const STEP: f64 = 10.0;
/// `HTMLMediaElement.NETWORK_NO_SOURCE`: nothing that it was given can be played.
const NO_SOURCE: f64 = 3.0;
/// What the player tells of itself that something here follows.
const EVENTS: [&str; 14] = [
    "play",
    "playing",
    "pause",
    "seeking",
    "seeked",
    "ratechange",
    "timeupdate",
    "ended",
    "loadedmetadata",
    "durationchange",
    "progress",
    "volumechange",
    "waiting",
    "canplay",
];

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
        bar: Bar::of(&root),
        find: Find::start(),
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
    bar: Option<Bar>,
    find: Option<Rc<Find>>,
    said: Option<Element>,
    /// Where to go on, in seconds, and whether it plays, once another source is there.
    going_on: Cell<Option<(f64, bool)>>,
}

impl Player {
    fn listen(self: &Rc<Self>) {
        let player = Rc::clone(self);
        on(&document(), "click", move |event| player.clicked(&event));
        for name in ["change", "input"] {
            let player = Rc::clone(self);
            on(&document(), name, move |event| player.changed(&event));
        }
        let player = Rc::clone(self);
        on(&self.root, "keydown", move |event| keys::pressed(&player, &event));
        for name in EVENTS {
            let player = Rc::clone(self);
            on(&self.media, name, move |_| player.happened(name));
        }
        // What cannot be played is left to the browser's own player, which says so.
        for source in within(&self.media, "source") {
            let player = Rc::clone(self);
            on(&source, "error", move |_| set_flag(&player.media, "controls", true));
        }
        for name in ["focusin", "focusout", "pointermove", "pointerleave"] {
            let Some(slider) = within(&self.root, "[data-act=seek]").into_iter().next() else { continue };
            let player = Rc::clone(self);
            on(&slider, name, move |event| player.at_bar(name, &event));
        }
        let player = Rc::clone(self);
        on(&document(), "fullscreenchange", move |_| player.show_screen());
        let player = Rc::clone(self);
        on(&document(), "visibilitychange", move |_| player.progress.seen_or_hidden(&player.media));
        let player = Rc::clone(self);
        on(&window(), "pagehide", move |_| player.progress.leave(&player.media));
        Lines::listen();
        session::start(self);
    }

    /// Shows what works, as it was left the last time.
    fn show(&self) {
        if let Some(speed) =
            kept(SPEED).and_then(|speed| speed.parse::<u32>().ok()).filter(|speed| (50..=200).contains(speed))
        {
            self.set_speed(speed);
        }
        self.offer_captions();
        self.offer_volume();
        self.offer_if("picture", method(&self.media, "requestPictureInPicture").is_some());
        let fills = method(&self.root, "requestFullscreen").is_some();
        self.offer_if("screen", fills || method(&self.media, "webkitEnterFullscreen").is_some());
        share::offer_lines();
        all("[data-plain]").iter().for_each(|part| set_hidden(part, true));
        all("[data-buttons]").iter().for_each(|part| set_hidden(part, false));
        if let Some(bar) = &self.bar {
            let is_unplayable = number(&self.media, "networkState") == Some(NO_SOURCE);
            set_flag(&self.media, "controls", is_unplayable);
            bar.show(&self.media, true);
            bar.hide_hint();
        }
        self.show_state();
        self.progress.offer(&self.media);
    }

    /// Shows a control where the browser can do what it stands for.
    fn offer_if(&self, act: &str, can: bool) {
        within(&self.root, &format!("[data-act={act}]")).iter().for_each(|control| set_hidden(control, !can));
    }

    /// Volume is the device's own where a page cannot change it: on phones of Apple.
    fn offer_volume(&self) {
        let before = self.volume();
        self.set_volume(50);
        let can = self.volume() == 50;
        let volume = kept(VOLUME).and_then(|volume| volume.parse().ok()).filter(|volume| can && *volume <= 100);
        self.set_volume(volume.unwrap_or(before));
        within(&self.root, "[data-volume]").iter().for_each(|part| set_hidden(part, !can));
        self.show_volume();
    }

    fn happened(&self, name: &str) {
        self.progress.happened(name, &self.media);
        if let Some(bar) = &self.bar {
            match name {
                "waiting" => bar.wait(true),
                "playing" | "pause" | "canplay" | "seeked" => bar.wait(false),
                _ => {}
            }
            bar.show(&self.media, matches!(name, "seeked" | "loadedmetadata"));
        }
        match name {
            "play" | "pause" => self.show_state(),
            "loadedmetadata" => {
                self.progress.offer(&self.media);
                self.go_on();
            }
            "timeupdate" => self.lines.borrow_mut().mark(milliseconds(self.media.current_time())),
            "volumechange" => self.show_volume(),
            _ => {}
        }
        if matches!(name, "play" | "pause" | "seeked" | "ratechange" | "loadedmetadata") {
            session::stands(self);
        }
    }

    fn at_bar(&self, name: &str, event: &Event) {
        let Some(bar) = &self.bar else { return };
        match name {
            "pointermove" => bar.pointed(event),
            _ => bar.focused_or_left(&self.media),
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
        } else if let Some(button) = origin(event, "button[data-act=copy]") {
            let at = button.get_attribute("data-at").and_then(|at| at.parse().ok());
            if let (Some(at), Some(said)) = (at, one("[data-found]")) {
                share::share(at, said);
            }
        } else if let Some(button) = origin(event, "button[data-act]") {
            self.act(&button.get_attribute("data-act").unwrap_or_default());
        } else if origin(event, "video.player__screen").is_some() && !self.media.has_attribute("controls") {
            self.act("play");
        }
    }

    fn changed(&self, event: &Event) {
        let Some(control) = origin(event, "[data-act]") else { return };
        let chosen = || cast::<HtmlSelectElement>(control.clone()).map(|select| select.value()).unwrap_or_default();
        match (control.get_attribute("data-act").unwrap_or_default().as_str(), event.type_().as_str()) {
            ("speed", "change") => {
                if let Ok(speed) = chosen().parse() {
                    keep(SPEED, &chosen());
                    self.set_speed(speed);
                }
            }
            ("captions-in", "change") => self.choose_captions(&chosen()),
            ("follow", "change") => self.lines.borrow().follow_or_not(),
            ("seek", "input") => {
                if let Some(bar) = &self.bar {
                    self.seek(bar.asked());
                }
            }
            ("volume", "input") => {
                let Some(input) = cast::<HtmlInputElement>(control) else { return };
                keep(VOLUME, &input.value());
                self.media.set_muted(false);
                self.set_volume(input.value().parse().unwrap_or_default());
            }
            _ => {}
        }
    }

    /// Does what a button or a key stands for.
    fn act(&self, name: &str) {
        match name {
            "play" if self.media.paused() => self.play(),
            "play" => self.pause(),
            "back" => self.seek(self.media.current_time() - STEP),
            "forward" => self.seek(self.media.current_time() + STEP),
            "captions" => self.turn_captions(),
            "picture" => drop(call(&self.media, "requestPictureInPicture")),
            "screen" => self.fill_screen(),
            "sound" => self.change_source(),
            "mute" => self.media.set_muted(!self.media.muted()),
            "share" => {
                if let Some(said) = self.said.clone() {
                    share::share(milliseconds(self.media.current_time()), said);
                }
            }
            "follow-again" => self.lines.borrow().follow(),
            "found-after" | "found-before" => {
                if let Some(find) = &self.find {
                    find.go(name == "found-after");
                }
            }
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

    fn pause(&self) {
        self.go_on_with(None, Some(false));
        drop(self.media.pause());
    }

    fn play(&self) {
        self.go_on_with(None, Some(true));
        if let Ok(promise) = self.media.play() {
            // A browser may refuse; then its own controls say so.
            spawn_local(async move { drop(JsFuture::from(promise).await) });
        }
    }

    fn seek(&self, seconds: f64) {
        let length = self.media.duration();
        let end = if length.is_finite() { length } else { f64::MAX };
        let at = seconds.clamp(0.0, end);
        self.go_on_with(Some(at), None);
        self.media.set_current_time(at);
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

    /// Fills the screen with picture, slide and controls, or leaves it. Where a page cannot, as on phones of Apple, the browser's
    /// own player fills it, with the same captions.
    fn fill_screen(&self) {
        if one(":fullscreen").is_some() {
            drop(call(&document(), "exitFullscreen"));
        } else {
            let theatre = within(&self.root, "[data-theatre]").into_iter().next();
            let filled = theatre.and_then(|theatre| call(&theatre, "requestFullscreen"));
            if filled.is_none() {
                drop(call(&self.media, "webkitEnterFullscreen"));
            }
        }
    }

    fn show_screen(&self) {
        self.press("screen", one(":fullscreen").is_some());
    }

    /// The button says what it will do.
    fn show_state(&self) {
        let is_paused = self.media.paused();
        set_flag(&self.root, "data-playing", !is_paused);
        let words = if is_paused { t!(player.play) } else { t!(player.pause) };
        within(&self.root, "[data-play-name]").iter().for_each(|name| set_text(name, words));
    }

    /// In hundredths.
    fn volume(&self) -> u32 {
        whole(number(&self.media, "volume").unwrap_or(1.0) * 100.0 + 0.5)
    }

    fn set_volume(&self, hundredths: u32) {
        let volume = f64::from(hundredths.min(100)) / 100.0;
        drop(Reflect::set(&self.media, &"volume".into(), &volume.into()));
    }

    fn show_volume(&self) {
        let is_muted = self.media.muted();
        set_flag(&self.root, "data-muted", is_muted);
        self.press("mute", is_muted);
        let Some(slider) = within(&self.root, "input[data-act=volume]").into_iter().next() else { return };
        let volume = self.volume().to_string();
        set(&slider, "aria-valuetext", &t!(player.percent, share = &volume));
        if let Some(slider) = cast::<HtmlInputElement>(slider) {
            slider.set_value(&volume);
        }
    }

    fn press(&self, act: &str, is_pressed: bool) {
        let buttons = within(&self.root, &format!("button[data-act={act}]"));
        buttons.iter().for_each(|button| set(button, "aria-pressed", if is_pressed { "true" } else { "false" }));
    }
}

/// Milliseconds of a player's seconds.
fn milliseconds(seconds: f64) -> u32 {
    whole(seconds * 1_000.0)
}

/// A number without its fraction.
fn whole(number: f64) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped; a float saturates")]
    let whole = number.clamp(0.0, f64::from(u32::MAX)) as u32;
    whole
}

/// A function of the browser that not every browser has.
fn method(target: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(target, &name.into()).ok()?.dyn_into().ok()
}

/// What an object has by a name: each of the browser's own functions that is asked for by its type makes the module longer that every
/// page fetches, and this one is there already.
fn get(target: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(target, &name.into()).ok().filter(|found| !found.is_undefined() && !found.is_null())
}

fn number(target: &JsValue, name: &str) -> Option<f64> {
    get(target, name)?.as_f64()
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

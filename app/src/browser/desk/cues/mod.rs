//! Captions corrected one by one, at the desk (`data-cues`): the recording follows the rows and the rows the recording. What is done to
//! rows is the server's work; its answer takes the place of the part that is shown, and the recording stays where it is.
//!
//! | file | does |
//! |---|---|
//! | [`keys`] | the keys, none of which types anything |
//! | [`picture`] | shows on the picture what is typed |
//! | [`sending`] | sends the form and shows the answer in its place |
//! | `row` | reads a row's fields |

mod keys;
mod picture;
mod row;
mod sending;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use domain::timed_text::{CueHint, LATEST, write_exact};
use gloo_timers::callback::Timeout;
use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, HtmlElement, HtmlMediaElement};

use super::super::dom::{cast, document, on, one, origin, set, set_hidden, set_text, window, within};
use super::shortcuts;
use picture::Picture;
use row::Row;

/// How far one goes back to hear something again, in seconds.
const BACK: f64 = 2.0;
/// Pause in typing after which it is looked at, in milliseconds.
const TYPING: u32 = 200;
/// The recording tells its time about four times a second; the end of a cue is met more exactly by waiting for it, in seconds.
const SOON: f64 = 0.4;

/// What is edited, and the recording beside it.
struct Cues {
    root: Element,
    media: HtmlMediaElement,
    picture: Picture,
    /// Where the recording stops, in milliseconds, while one cue is played.
    stops: Cell<Option<u32>>,
    stopping: RefCell<Option<Timeout>>,
    typing: RefCell<Option<Timeout>>,
    /// Whether something is typed that is not saved.
    is_unsaved: Cell<bool>,
    /// Whether the form is on its way.
    is_sending: Cell<bool>,
}

/// Brings the form to life, where there is one.
pub(super) fn start() {
    let Some(root) = one("[data-cues]") else { return };
    let media = within(&root, ".captions-desk__screen").into_iter().next().and_then(cast::<HtmlMediaElement>);
    let Some(media) = media else { return };
    let cues = Rc::new(Cues {
        picture: Picture::default(),
        root,
        media,
        stops: Cell::new(None),
        stopping: RefCell::default(),
        typing: RefCell::default(),
        is_unsaved: Cell::new(one("[data-cues-part] [data-unsaved]").is_some()),
        is_sending: Cell::new(false),
    });
    cues.offer();
    cues.listen();
}

impl Cues {
    /// Shows what only a script can do.
    fn offer(&self) {
        within(&self.root, "[data-cue-act], [data-key-rows]").iter().for_each(|part| set_hidden(part, false));
        if shortcuts::is_apple() {
            for key in within(&self.root, "[data-apple]") {
                set_text(&key, &key.get_attribute("data-apple").unwrap_or_default());
            }
        }
    }

    fn listen(self: &Rc<Self>) {
        let cues = Rc::clone(self);
        on(&self.root, "click", move |event| {
            if let Some(button) = origin(&event, "[data-cue-act]")
                && let Some(row) = Row::around(&button)
            {
                cues.act(&button.get_attribute("data-cue-act").unwrap_or_default(), &row);
            }
        });
        let cues = Rc::clone(self);
        on(&self.root, "input", move |event| {
            if origin(&event, "[data-cue-form]").is_some() {
                cues.typed();
            }
        });
        let cues = Rc::clone(self);
        on(&self.root, "submit", move |event| {
            if origin(&event, "[data-cue-form]").is_some() {
                event.prevent_default();
                let act = get(&event, "submitter").and_then(|button| get(&button, "value")?.as_string());
                cues.send(act.unwrap_or_default());
            }
        });
        let cues = Rc::clone(self);
        on(&document(), "keydown", move |event| {
            if keys::pressed(&cues, &event) {
                event.prevent_default();
            }
        });
        for name in ["timeupdate", "seeked", "play"] {
            let cues = Rc::clone(self);
            on(&self.media, name, move |_| cues.goes_on());
        }
        let cues = Rc::clone(self);
        on(&self.media, "pause", move |_| drop(cues.stopping.take()));
        // Whoever plays on by the recording's own buttons does not want to stop at the end of that cue.
        let cues = Rc::clone(self);
        on(&self.media, "seeking", move |_| {
            let now = cues.now();
            if cues.stops.get().is_some_and(|stops| now >= stops) {
                cues.stops.set(None);
            }
        });
        let cues = Rc::clone(self);
        on(&window(), "beforeunload", move |event| {
            if cues.is_unsaved.get() {
                event.prevent_default();
            }
        });
    }

    fn rows(&self) -> Vec<Row> {
        within(&self.root, "[data-cue]").into_iter().map(Row::of).collect()
    }

    /// Where the recording stands, in milliseconds.
    fn now(&self) -> u32 {
        milliseconds(self.media.current_time())
    }

    /// Does what a button of a row stands for.
    fn act(self: &Rc<Self>, act: &str, row: &Row) {
        match act {
            "play" => self.play_alone(row),
            "start" => self.take_time(row, "start"),
            "end" => self.take_time(row, "end"),
            _ => {}
        }
    }

    /// Writes down where the recording stands.
    fn take_time(self: &Rc<Self>, row: &Row, field: &str) {
        row.write(field, &write_exact(self.now()));
        self.typed();
    }

    /// Plays one cue from its beginning to its end.
    fn play_alone(&self, row: &Row) {
        let typed = row.typed();
        let Some(start) = typed.starts() else { return };
        self.stops.set(typed.ends().filter(|end| *end > start));
        self.media.set_current_time(f64::from(start) / 1_000.0);
        self.play();
    }

    fn play(&self) {
        if let Ok(promise) = self.media.play() {
            // A browser may refuse; its own controls stand there.
            spawn_local(async move { drop(JsFuture::from(promise).await) });
        }
    }

    fn play_or_pause(&self) {
        self.stops.set(None);
        if self.media.paused() {
            self.play();
        } else {
            drop(self.media.pause());
        }
    }

    /// Marks what is said now, and stops where one cue was wanted.
    fn goes_on(self: &Rc<Self>) {
        let now = self.now();
        self.mark(now);
        let Some(stops) = self.stops.get().filter(|_| !self.media.paused()) else { return };
        let left = (f64::from(stops) - f64::from(now)) / 1_000.0;
        if left <= 0.0 {
            self.stop();
        } else if left <= SOON && self.stopping.borrow().is_none() {
            let cues = Rc::clone(self);
            let rate = self.media.playback_rate().max(0.1);
            let wait = milliseconds(left / rate);
            self.stopping.replace(Some(Timeout::new(wait, move || cues.stop())));
        }
    }

    fn stop(&self) {
        self.stopping.take();
        if self.stops.take().is_some() {
            drop(self.media.pause());
        }
    }

    fn mark(&self, now: u32) {
        let rows = self.rows();
        let said = rows.iter().position(|row| {
            let typed = row.typed();
            typed.starts().zip(typed.ends()).is_some_and(|(start, end)| (start..end).contains(&now))
        });
        for (index, row) in rows.iter().enumerate() {
            if Some(index) != said {
                drop(row.element().remove_attribute("aria-current"));
            } else if !row.element().has_attribute("aria-current") {
                set(row.element(), "aria-current", "true");
                if !self.media.paused() {
                    self.bring_into_view(row.element());
                }
            }
        }
    }

    /// Unless somebody types in another row: what they look at stays.
    fn bring_into_view(&self, row: &Element) {
        let is_elsewhere = within(&self.root, "[data-cue]:focus-within").first().is_some_and(|focused| focused != row);
        if !is_elsewhere && let Some(scroll) = method(row, "scrollIntoView") {
            let options = js_sys::Object::new();
            drop(Reflect::set(&options, &"block".into(), &"nearest".into()));
            drop(scroll.call1(row, &options));
        }
    }

    /// The row in which one is, else the one that is said.
    fn present(&self) -> Option<Row> {
        let found = within(&self.root, "[data-cue]:focus-within").into_iter().next();
        found.or_else(|| within(&self.root, "[data-cue][aria-current]").into_iter().next()).map(Row::of)
    }

    /// Goes to the row after the present one, or before it; the recording goes along if it stands.
    fn step(&self, on: bool) {
        let rows = self.rows();
        let present = self.present().and_then(|row| rows.iter().position(|other| other.element() == row.element()));
        let next = match (present, on) {
            (None, _) => Some(0),
            (Some(at), true) => Some(at + 1),
            (Some(at), false) => at.checked_sub(1),
        };
        let Some(row) = next.and_then(|next| rows.get(next)) else { return };
        row.focus();
        if let Some(start) = row.typed().starts().filter(|_| self.media.paused()) {
            self.media.set_current_time(f64::from(start) / 1_000.0);
        }
    }

    /// Something was typed: it is shown on the picture, and what speaks against it beside it, after a pause.
    fn typed(self: &Rc<Self>) {
        self.is_unsaved.set(true);
        let cues = Rc::clone(self);
        self.typing.replace(Some(Timeout::new(TYPING, move || cues.look())));
    }

    fn look(&self) {
        let rows = self.rows();
        self.picture.draw(&self.media, self.part(), &rows);
        // Chapters have no words for it.
        let Some(form) = self.form().filter(|form| form.has_attribute("data-fast")) else { return };
        let mut before = form.get_attribute("data-before").and_then(|end| end.parse().ok());
        for row in &rows {
            let typed = row.typed();
            let words = in_words(&form, &typed.hints(before));
            for place in within(row.element(), "[data-cue-hints]") {
                set_hidden(&place, words.is_empty());
                set_text(&place, &words);
            }
            before = typed.ends().or(before);
        }
    }

    fn form(&self) -> Option<Element> {
        within(&self.root, "[data-cue-form]").into_iter().next()
    }

    /// From when until when the part lasts, in milliseconds.
    fn part(&self) -> (u32, u32) {
        let number = |name: &str| self.form()?.get_attribute(name)?.parse().ok();
        (number("data-since").unwrap_or_default(), number("data-until").unwrap_or(LATEST))
    }
}

/// What speaks against a caption, in the words that the form carries.
fn in_words(form: &Element, hints: &[CueHint]) -> String {
    let words = hints.iter().map(|hint| {
        let (name, count) = match hint {
            CueHint::Fast(count) => ("data-fast", *count),
            CueHint::LongLine(count) => ("data-long", *count),
            CueHint::Lines(count) => ("data-lines", *count),
            CueHint::Short => ("data-short", 0),
            CueHint::Overlaps => ("data-overlaps", 0),
        };
        form.get_attribute(name).unwrap_or_default().replace("{count}", &count.to_string())
    });
    words.collect::<Vec<_>>().join(" ")
}

fn milliseconds(seconds: f64) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped; a float saturates")]
    let whole = (seconds * 1_000.0).round().clamp(0.0, f64::from(LATEST - 1)) as u32;
    whole
}

/// What an object has by a name. The browser's own functions that are asked for by their types make the script longer that every page
/// fetches; this one is there already.
fn get(target: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(target, &name.into()).ok().filter(|found| !found.is_undefined() && !found.is_null())
}

fn method(target: &JsValue, name: &str) -> Option<Function> {
    get(target, name)?.dyn_into().ok()
}

fn focus(element: Element) {
    if let Some(element) = cast::<HtmlElement>(element) {
        drop(element.focus());
    }
}

//! What was watched (`data-progress`): told to the server's address in it, remembered in the browser where it says `here`,
//! and nothing where it is empty.
//!
//! Counted is what was played while it was seen: the page in front, or sound alone. A stretch ends with every pause, jump
//! and change of speed, and at the last moment that was played, not at the one that was jumped to.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use domain::progress::{Progress as Known, Stretch, Watched, message};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlMediaElement, HtmlVideoElement};

use super::{memory, milliseconds};
use crate::browser::clock;
use crate::browser::dom::{document, one, set_hidden, set_text, window, within};
use crate::browser::network::post;

/// How often it is told while it plays, in milliseconds.
const EVERY: f64 = 15_000.0;

/// Where it is told.
enum Teller {
    Server(String),
    Here(String),
    Nobody,
}

struct Begun {
    from: u32,
    at: f64,
    rate: f64,
}

/// What is counted and not told yet.
pub(super) struct Progress {
    teller: Teller,
    begun: RefCell<Option<Begun>>,
    /// The last moment that was played.
    last: Cell<u32>,
    untold: Rc<RefCell<Vec<Stretch>>>,
    /// Whether anything was played since the page was opened: a look at it is not a place to go on from.
    has_played: Cell<bool>,
}

impl Progress {
    pub(super) fn of(root: &Element, media: &HtmlMediaElement) -> Self {
        let material = root.get_attribute("data-player").unwrap_or_default();
        let place = within(root, "[data-progress]").into_iter().next();
        let teller = match place.and_then(|place| place.get_attribute("data-progress")).as_deref() {
            Some("here") => Teller::Here(material),
            Some("") | None => Teller::Nobody,
            Some(address) => Teller::Server(address.to_owned()),
        };
        Self {
            teller,
            begun: RefCell::default(),
            last: Cell::new(milliseconds(media.current_time())),
            untold: Rc::default(),
            has_played: Cell::new(false),
        }
    }

    pub(super) fn happened(&self, name: &str, media: &HtmlMediaElement) {
        match name {
            "timeupdate" if !media.seeking() => {
                self.last.set(milliseconds(media.current_time()));
                let is_due = self.begun.borrow().as_ref().is_some_and(|begun| clock::monotonic() - begun.at >= EVERY);
                if is_due {
                    self.end();
                    self.begin(media);
                    self.tell();
                }
                // Where no event told of it: the page came back from the browser's cache.
                if !media.paused() {
                    self.begin(media);
                }
            }
            "playing" | "seeked" => {
                if !media.paused() {
                    self.begin(media);
                }
            }
            "ratechange" => {
                self.end();
                if !media.paused() && !media.seeking() {
                    self.begin(media);
                }
            }
            "pause" | "ended" => {
                self.end();
                self.last.set(milliseconds(media.current_time()));
                self.tell();
            }
            "seeking" => self.end(),
            _ => {}
        }
    }

    pub(super) fn seen_or_hidden(&self, media: &HtmlMediaElement) {
        if document().hidden() {
            if is_picture(media) {
                self.end();
            }
            self.tell();
        } else if !media.paused() {
            self.begin(media);
        }
    }

    /// The page goes: what was not told is sent without waiting for an answer.
    pub(super) fn leave(&self, media: &HtmlMediaElement) {
        self.end();
        self.last.set(milliseconds(media.current_time()));
        if let (Teller::Server(address), true) = (&self.teller, self.has_played.get()) {
            let told = message(self.last.get(), &self.untold.take());
            drop(window().navigator().send_beacon_with_opt_str(address, Some(&told)));
        } else {
            self.tell();
        }
    }

    /// Where to go on, in this browser's own memory.
    pub(super) fn resumes_at(&self, media: &HtmlMediaElement) -> Option<u32> {
        let Teller::Here(material) = &self.teller else { return None };
        let length = Some(media.duration()).filter(|length| length.is_finite()).map(milliseconds);
        memory::read(material)?.resumes_at(length)
    }

    /// Offers to go on, where nobody is signed in; whoever is has it from the server.
    pub(super) fn offer(&self, media: &HtmlMediaElement) {
        let (Teller::Here(_), Some(place)) = (&self.teller, one("[data-resume]")) else { return };
        set_hidden(&place, false);
        let at = self.resumes_at(media).filter(|_| !self.has_played.get());
        for buttons in within(&place, "[data-resume-buttons]") {
            set_hidden(&buttons, at.is_none());
        }
        if let Some(at) = at {
            let words = place
                .get_attribute("data-resume")
                .unwrap_or_default()
                .replace("{time}", &domain::timed_text::clock(at));
            within(&place, "[data-act=resume]").iter().for_each(|button| set_text(button, &words));
        }
    }

    fn begin(&self, media: &HtmlMediaElement) {
        let is_seen = !document().hidden() || !is_picture(media);
        let mut begun = self.begun.borrow_mut();
        if begun.is_none() && is_seen {
            let from = milliseconds(media.current_time());
            self.last.set(from);
            self.has_played.set(true);
            *begun = Some(Begun { from, at: clock::monotonic(), rate: media.playback_rate() });
        }
    }

    fn end(&self) {
        let Some(begun) = self.begun.take() else { return };
        let took = milliseconds((clock::monotonic() - begun.at) / 1_000.0);
        // As far as it was played: a jump has moved the player already.
        let (to, rate) = (self.last.get(), milliseconds(begun.rate / 10.0));
        if to > begun.from {
            self.untold.borrow_mut().push(Stretch { from: begun.from, to, rate, took });
        }
    }

    fn tell(&self) {
        if !self.has_played.get() {
            return;
        }
        match &self.teller {
            Teller::Nobody => drop(self.untold.take()),
            Teller::Here(material) => {
                let updated = clock::device();
                let empty = || Known { watched: Watched::default(), position: 0, updated, completed: None };
                let mut known = memory::read(material).unwrap_or_else(empty);
                for stretch in self.untold.take() {
                    known = known.and(stretch.counted(None), self.last.get(), updated);
                }
                memory::write(material, &known.and(None, self.last.get(), updated));
            }
            Teller::Server(address) => {
                let stretches = self.untold.take();
                let (told, address) = (message(self.last.get(), &stretches), address.clone());
                let untold = Rc::clone(&self.untold);
                spawn_local(async move {
                    match post(&address, &told).await {
                        // How it stands, in words.
                        Some((200, words)) => {
                            if let Some(place) = one("[data-standing]") {
                                set_text(&place, &words);
                            }
                        }
                        Some((201..500, _)) => {}
                        // Without an answer it is told the next time; a stretch told twice counts once.
                        _ => drop(untold.borrow_mut().splice(0..0, stretches)),
                    }
                });
            }
        }
    }
}

/// Whether there is something to see in it; a player for pictures may play the sound alone.
fn is_picture(media: &HtmlMediaElement) -> bool {
    media.dyn_ref::<HtmlVideoElement>().is_some() && !media.has_attribute("data-sound")
}

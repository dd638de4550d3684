//! The seek bar: a slider over a drawing of what was played and what is loaded, with a mark where each chapter begins. What is
//! drawn follows by itself (`--at`, a fraction); the slider itself keeps still while it has the focus and the recording plays, since a
//! screen reader reads out every change of the control it stands on.

use std::cell::Cell;

use domain::timed_text::clock;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlMediaElement, MouseEvent};

use super::{get, method, milliseconds, number, whole};
use crate::browser::dom::{all, cast, make, one, set, set_hidden, set_text, within};
use crate::t;

/// Width of the slider's thumb in pixels, as `style/player.css` has it: its middle never reaches the ends.
const THUMB: f64 = 16.0;
/// Going back to the chapter before from within so many milliseconds of the beginning; later, to the beginning.
const JUST_BEGUN: u32 = 3_000;

/// The bar and what it shows.
pub(super) struct Bar {
    place: HtmlElement,
    range: HtmlInputElement,
    hint: HtmlElement,
    elapsed: Element,
    total: Element,
    chapter: Element,
    waiting: Element,
    /// When each begins, in milliseconds, and its name.
    chapters: Vec<(u32, String)>,
    /// Of what the marks were drawn for, in milliseconds.
    length: Cell<u32>,
}

impl Bar {
    pub(super) fn of(root: &Element) -> Option<Self> {
        let first = |selector: &str| within(root, selector).into_iter().next();
        let chapters = all(".player__chapters > [data-from]").into_iter();
        Some(Self {
            place: first("[data-bar]").and_then(cast)?,
            range: first("input[data-act=seek]").and_then(cast)?,
            hint: first("[data-hint]").and_then(cast)?,
            elapsed: first("[data-elapsed]")?,
            total: first("[data-total]")?,
            chapter: first("[data-chapter]")?,
            waiting: first("[data-waiting]")?,
            chapters: chapters
                .filter_map(|one| {
                    Some((one.get_attribute("data-from")?.parse().ok()?, one.get_attribute("data-name")?))
                })
                .collect(),
            length: Cell::default(),
        })
    }

    /// Shows the present state of the player; `is_told` where the slider is to say it even while it has the focus.
    pub(super) fn show(&self, media: &HtmlMediaElement, is_told: bool) {
        let length = length(media);
        let now = milliseconds(media.current_time()).min(length.max(1));
        if length != self.length.replace(length) {
            set(&self.range, "max", &(length / 1_000).to_string());
            set_text(&self.total, &clock(length));
            self.draw_chapters(length);
        }
        set_text(&self.elapsed, &clock(now));
        set_text(&self.chapter, self.chapter_at(now).unwrap_or_default());
        place(&self.place, "--at", fraction(now, length));
        place(&self.place, "--loaded", fraction(loaded(media), length));
        let is_read = one(".player__range:focus").is_some();
        if is_told || media.paused() || !is_read {
            self.tell(now, length);
        }
        if is_told && self.is_shown_in_focus() {
            self.hint(now);
        }
    }

    /// Whether it waits for the network.
    pub(super) fn wait(&self, waits: bool) {
        set_hidden(&self.waiting, !waits);
    }

    /// Where the slider was moved to, in seconds.
    pub(super) fn asked(&self) -> f64 {
        self.range.value().parse::<u32>().unwrap_or_default().into()
    }

    /// Says beside the pointer what is at its place.
    pub(super) fn pointed(&self, event: &Event) {
        let Some(pointer) = event.dyn_ref::<MouseEvent>() else { return };
        let frame = self.range.get_bounding_client_rect();
        let along = (f64::from(pointer.client_x()) - frame.left() - THUMB / 2.0) / (frame.width() - THUMB).max(1.0);
        self.hint(milliseconds(f64::from(self.length.get()) / 1_000.0 * along.clamp(0.0, 1.0)));
    }

    /// Brings the slider to where the recording is, and says above it where that is.
    pub(super) fn pressed(&self, media: &HtmlMediaElement) {
        self.show(media, true);
        self.hint(milliseconds(media.current_time()));
    }

    /// What is said above the slider is said while a key has brought the focus there, or while one points at it.
    pub(super) fn focused_or_left(&self, media: &HtmlMediaElement) {
        if self.is_shown_in_focus() {
            self.pressed(media);
        } else {
            self.hide_hint();
        }
    }

    pub(super) fn hide_hint(&self) {
        set_hidden(&self.hint, true);
    }

    fn is_shown_in_focus(&self) -> bool {
        one(".player__range:focus-visible").is_some()
    }

    /// Where the chapter before begins, or the next one, in milliseconds.
    pub(super) fn chapter_beside(&self, now: u32, forward: bool) -> Option<u32> {
        let begun = |from: &u32| if forward { *from > now } else { from.saturating_add(JUST_BEGUN) <= now };
        let mut begins = self.chapters.iter().map(|(from, _)| *from);
        if forward { begins.find(begun) } else { begins.rfind(begun).or(Some(0)) }
    }

    pub(super) fn has_chapters(&self) -> bool {
        !self.chapters.is_empty()
    }

    fn chapter_at(&self, at: u32) -> Option<&str> {
        self.chapters.iter().rev().find(|(from, _)| *from <= at).map(|(_, name)| name.as_str())
    }

    fn tell(&self, now: u32, length: u32) {
        let seconds = (now / 1_000).to_string();
        if self.range.value() != seconds {
            self.range.set_value(&seconds);
        }
        let (at, all) = (spoken(now), spoken(length));
        let words = match self.chapter_at(now) {
            Some(chapter) => t!(player.moment_in, at = at, all = all, chapter = chapter),
            None => t!(player.moment, at = at, all = all),
        };
        set(&self.range, "aria-valuetext", &words);
    }

    fn hint(&self, at: u32) {
        let time = clock(at);
        set_text(&self.hint, &self.chapter_at(at).map_or_else(|| time.clone(), |chapter| format!("{time} {chapter}")));
        place(&self.hint, "--at", fraction(at, self.length.get()));
        set_hidden(&self.hint, false);
    }

    fn draw_chapters(&self, length: u32) {
        let drawn = within(&self.place, ".player__mark");
        // The first one begins where the bar begins.
        for (index, (from, _)) in self.chapters.iter().filter(|(from, _)| *from > 0).enumerate() {
            let mark = drawn.get(index).cloned().or_else(|| make("span", "player__mark", ""));
            let Some(mark) = mark.and_then(cast::<HtmlElement>) else { continue };
            set_hidden(&mark, *from >= length);
            place(&mark, "--at", fraction(*from, length));
            within(&self.place, ".player__track").iter().for_each(|track| drop(track.append_child(&mark)));
        }
    }
}

/// How long what the player has is, in milliseconds; 0 while that is not known.
pub(super) fn length(media: &HtmlMediaElement) -> u32 {
    Some(media.duration()).filter(|length| length.is_finite()).map_or(0, milliseconds)
}

/// As far as it is loaded from where it stands.
fn loaded(media: &HtmlMediaElement) -> u32 {
    let now = media.current_time();
    let end_of = |ranges: JsValue| {
        let at = |name: &str, index: u32| method(&ranges, name)?.call1(&ranges, &index.into()).ok()?.as_f64();
        (0..whole(number(&ranges, "length")?)).find_map(|index| {
            let (start, end) = (at("start", index)?, at("end", index)?);
            // Players round.
            (start <= now + 0.1 && now <= end).then_some(end)
        })
    };
    get(media, "buffered").and_then(end_of).map_or(0, milliseconds)
}

/// In ten-thousandths.
fn fraction(part: u32, whole: u32) -> u32 {
    let parts = u64::from(part) * 10_000 / u64::from(whole.max(1));
    u32::try_from(parts).unwrap_or(u32::MAX).min(10_000)
}

/// By a property of the object and not by an attribute, which the page's policy forbids.
fn place(element: &HtmlElement, name: &str, fraction: u32) {
    let set = |style: &JsValue| {
        // Whole numbers are written by less code than broken ones.
        let value = format!("{}.{:04}", fraction / 10_000, fraction % 10_000);
        method(style, "setProperty")?.call2(style, &name.into(), &value.into()).ok()
    };
    drop(get(element, "style").as_ref().and_then(set));
}

/// "1 minute 5 seconds": a clock's digits are read out as a ratio or a date.
fn spoken(at: u32) -> String {
    let seconds = at / 1_000;
    let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    let mut parts = Vec::new();
    if hours > 0 {
        parts.push(t!(player.hours, count = hours));
    }
    if minutes > 0 {
        parts.push(t!(player.minutes, count = minutes));
    }
    if rest > 0 || parts.is_empty() {
        parts.push(t!(player.seconds, count = rest));
    }
    parts.join(" ")
}

//! Lines that belong to a time (`data-from`, `data-to`): the one that is said is marked, and kept in view within its own
//! frame while that is wanted; a slide (`data-slide`, `data-name`) is shown where the current one stands. Whoever scrolls there
//! themselves, or searches, wants to read elsewhere; they are offered to come back.

use web_sys::{Element, HtmlElement, HtmlInputElement};

use crate::browser::dom::{all, cast, on, one, set, set_hidden, within};

/// A list of lines: chapters, slides, or the transcript.
struct List {
    lines: Vec<(u32, u32, Element)>,
    current: Option<usize>,
    frame: Option<HtmlElement>,
}

/// All lists of the page.
pub(super) struct Lines(Vec<List>);

impl Lines {
    pub(super) fn find() -> Self {
        let list = |root: Element| {
            let lines = within(&root, "[data-from]").into_iter().filter_map(|line| {
                let number = |name: &str| line.get_attribute(name)?.parse().ok();
                Some((number("data-from")?, number("data-to")?, line.clone()))
            });
            let frame = root.closest(".transcript__text").ok().flatten().and_then(cast);
            List { lines: lines.collect(), current: None, frame }
        };
        Self(all(".player__chapters, .transcript__list, .slides__list").into_iter().map(list).collect())
    }

    /// Stops following where somebody scrolls the transcript.
    pub(super) fn listen() {
        let Some(frame) = one(".transcript__text") else { return };
        for event in ["wheel", "touchmove", "keydown"] {
            on(&frame, event, |_| stop_following());
        }
    }

    /// Follows again, from what is said now.
    pub(super) fn follow(&self) {
        if let Some(follow) = follows() {
            follow.set_checked(true);
        }
        self.follow_or_not();
    }

    /// Takes up what was chosen.
    pub(super) fn follow_or_not(&self) {
        let wanted = follows().is_some_and(|follow| follow.checked());
        offer_to_follow(!wanted);
        if wanted {
            self.0.iter().for_each(List::keep_in_view);
        }
    }

    /// Marks the lines of this moment.
    pub(super) fn mark(&mut self, now: u32) {
        for list in &mut self.0 {
            // The last that has begun; between two lines it stays.
            let next = list.lines.partition_point(|(from, ..)| *from <= now).checked_sub(1);
            if next == list.current {
                continue;
            }
            if let Some(line) = list.line() {
                drop(line.remove_attribute("aria-current"));
            }
            list.current = next;
            let Some(line) = list.line() else { continue };
            set(line, "aria-current", "true");
            show_slide(line);
            if follows().is_some_and(|follow| follow.checked()) {
                list.keep_in_view();
            }
        }
    }
}

impl List {
    fn line(&self) -> Option<&Element> {
        self.lines.get(self.current?).map(|(.., line)| line)
    }

    fn keep_in_view(&self) {
        if let (Some(frame), Some(line)) = (&self.frame, self.line().cloned().and_then(cast::<HtmlElement>)) {
            bring_into_view(frame, &line);
        }
    }
}

/// Scrolls a frame, which is what its parts are placed in, and not the page around it.
pub(super) fn bring_into_view(frame: &HtmlElement, part: &HtmlElement) {
    frame.set_scroll_top(part.offset_top() - frame.client_height() / 3);
}

/// Leaves the transcript where it is, and offers to follow again.
pub(super) fn stop_following() {
    let Some(follow) = follows() else { return };
    if follow.checked() {
        follow.set_checked(false);
        offer_to_follow(true);
    }
}

fn offer_to_follow(offered: bool) {
    all("[data-act=follow-again]").iter().for_each(|button| set_hidden(button, !offered));
}

/// Shows a slide beside the picture (`data-slide-shown`).
fn show_slide(line: &Element) {
    let (Some(address), Some(shown)) = (line.get_attribute("data-slide"), one("[data-slide-shown]")) else { return };
    set(&shown, "src", &address);
    set(&shown, "alt", &line.get_attribute("data-name").unwrap_or_default());
}

fn follows() -> Option<HtmlInputElement> {
    one("[data-act=follow]").and_then(cast)
}

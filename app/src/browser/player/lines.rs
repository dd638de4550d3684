//! Lines that belong to a time (`data-from`, `data-to`): the one that is said is marked, and kept in view within its own
//! frame while that is wanted; a slide (`data-slide`, `data-name`) is shown where the current one stands. Whoever scrolls there themselves wants to read elsewhere.

use web_sys::{Element, HtmlElement, HtmlInputElement};

use crate::browser::dom::{all, cast, on, one, set, within};

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
            on(&frame, event, |_| {
                if let Some(follow) = follow() {
                    follow.set_checked(false);
                }
            });
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
            if let Some((.., line)) = list.current.and_then(|index| list.lines.get(index)) {
                drop(line.remove_attribute("aria-current"));
            }
            list.current = next;
            let Some((.., line)) = next.and_then(|index| list.lines.get(index)) else { continue };
            set(line, "aria-current", "true");
            show_slide(line);
            if let (Some(frame), Some(line)) = (&list.frame, cast::<HtmlElement>(line.clone()))
                && follow().is_some_and(|follow| follow.checked())
            {
                frame.set_scroll_top(line.offset_top() - frame.offset_top() - frame.client_height() / 3);
            }
        }
    }
}

/// Shows a slide beside the picture (`data-slide-shown`).
fn show_slide(line: &Element) {
    let (Some(address), Some(shown)) = (line.get_attribute("data-slide"), one("[data-slide-shown]")) else { return };
    set(&shown, "src", &address);
    set(&shown, "alt", &line.get_attribute("data-name").unwrap_or_default());
}

fn follow() -> Option<HtmlInputElement> {
    one("[data-act=follow]").and_then(cast)
}

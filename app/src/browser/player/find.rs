//! The search within the transcript (`data-find`): what is typed is marked as one types, and one goes from match to match. How many
//! there are is said in the place beside it (`data-found`). The focus stays in the field, and the lines keep their links.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use domain::timed_text::{Folded, clock, pieces, sought};
use gloo_timers::callback::Timeout;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent};

use super::get;
use super::lines::{bring_into_view, stop_following};
use crate::browser::dom::{cast, make, on, one, set_flag, set_text, within};
use crate::browser::filter::fold;
use crate::t;

/// Typing waits this long before it counts, in milliseconds.
const TYPING: u32 = 200;

/// A line as it can be searched.
struct Line {
    /// Milliseconds from the recording's beginning.
    from: u32,
    place: Element,
    text: String,
    folded: Folded,
}

/// The field and what it finds.
pub(super) struct Find {
    field: HtmlInputElement,
    said: Element,
    frame: HtmlElement,
    /// Folded when something is looked for the first time.
    lines: RefCell<Vec<Line>>,
    /// The marks, each with the moment of its line.
    marks: RefCell<Vec<(u32, Element)>>,
    current: Cell<Option<usize>>,
    typing: RefCell<Option<Timeout>>,
}

impl Find {
    /// Takes over the form, if the page has one.
    pub(super) fn start() -> Option<Rc<Self>> {
        let form = one("[data-find]")?;
        let find = Rc::new(Self {
            field: cast(within(&form, "[name=find]").into_iter().next()?)?,
            said: one("[data-found]")?,
            frame: one(".transcript__text").and_then(cast)?,
            lines: RefCell::default(),
            marks: RefCell::default(),
            current: Cell::default(),
            typing: RefCell::default(),
        });
        let typed = Rc::clone(&find);
        on(&find.field, "input", move |_| {
            let due = Rc::clone(&typed);
            typed.typing.replace(Some(Timeout::new(TYPING, move || due.look())));
        });
        let pressed = Rc::clone(&find);
        on(&find.field, "keydown", move |event| pressed.pressed(&event));
        let sent = Rc::clone(&find);
        on(&form, "submit", move |event| {
            event.prevent_default();
            sent.go(true);
        });
        // What the address asked for is marked already; from here on it is ours.
        if !find.field.value().is_empty() {
            find.look();
        }
        Some(find)
    }

    fn pressed(&self, event: &Event) {
        let Some(key) = wasm_bindgen::JsCast::dyn_ref::<KeyboardEvent>(event) else { return };
        match key.key().as_str() {
            // While a word is put together from several keys, they belong to that.
            "Enter" if get(event, "isComposing").is_none_or(|is_composing| is_composing.is_falsy()) => {
                self.go(!key.shift_key());
            }
            "Escape" if !self.field.value().is_empty() => {
                self.field.set_value("");
                self.look();
            }
            _ => return,
        }
        event.prevent_default();
    }

    /// Marks what was typed, and says how many there are.
    fn look(&self) {
        self.typing.take();
        let typed = self.field.value();
        let sought = sought(&typed, &fold_character);
        self.current.set(None);
        let mut lines = self.lines.borrow_mut();
        if lines.is_empty() {
            *lines = self.lines();
        }
        if !sought.is_empty() {
            stop_following();
        }
        let mut marks = Vec::new();
        for line in lines.iter() {
            let found = line.folded.find(&sought);
            if found.is_empty() {
                // One text again, as it was written.
                if line.place.child_element_count() > 0 {
                    line.place.set_text_content(Some(&line.text));
                }
                continue;
            }
            line.place.set_text_content(None);
            for (piece, is_found) in pieces(&line.text, &found) {
                if !is_found {
                    drop(line.place.append_with_str_1(piece));
                } else if let Some(mark) = make("mark", "", piece) {
                    drop(line.place.append_child(&mark));
                    marks.push((line.from, mark));
                }
            }
        }
        let said = match (sought.is_empty(), marks.len()) {
            (true, _) => String::new(),
            (false, 0) => t!(transcript_search.none, text = typed.trim()),
            (false, count) => t!(transcript_search.found, count = count, text = typed.trim()),
        };
        set_text(&self.said, &said);
        if let Some((_, first)) = marks.first() {
            self.bring(first);
        }
        self.marks.replace(marks);
    }

    /// Goes to the next match, or to the one before; after the last comes the first.
    pub(super) fn go(&self, forward: bool) {
        if self.typing.borrow().is_some() {
            self.look();
        }
        let marks = self.marks.borrow();
        let count = marks.len();
        let next = match (self.current.get(), forward) {
            (None, true) => 0,
            (Some(current), true) if current + 1 < count => current + 1,
            (Some(_), true) => 0,
            (Some(current), false) if current > 0 => current - 1,
            (_, false) => count.saturating_sub(1),
        };
        let Some((from, mark)) = marks.get(next) else { return };
        for (_, other) in marks.iter() {
            set_flag(other, "data-current", other == mark);
        }
        self.current.set(Some(next));
        stop_following();
        self.bring(mark);
        set_text(&self.said, &t!(transcript_search.at, number = next + 1, count = count, time = clock(*from)));
    }

    /// Brings the line of a match into view.
    fn bring(&self, mark: &Element) {
        if let Some(mark) = cast::<HtmlElement>(mark.clone()) {
            bring_into_view(&self.frame, &mark);
        }
    }

    fn lines(&self) -> Vec<Line> {
        let line = |line: Element| {
            let place = within(&line, "[data-said-text]").into_iter().next()?;
            let text = place.text_content()?;
            let folded = Folded::new(&text, &fold_character);
            Some(Line { from: line.get_attribute("data-from")?.parse().ok()?, place, text, folded })
        };
        within(&self.frame, "[data-from]").into_iter().filter_map(line).collect()
    }
}

fn fold_character(character: char, folded: &mut String) {
    if character.is_ascii() {
        folded.push(character.to_ascii_lowercase());
    } else {
        folded.push_str(&fold(character.encode_utf8(&mut [0; 4])));
    }
}

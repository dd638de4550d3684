//! The day grid as it stands on the page: its columns, its hours, and what every session of that day is in the way of.

use domain::carry::{Carried, clock, minutes_of};
use domain::check::Slot;
use domain::content::Id;
use domain::time::Instant;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlFormElement, HtmlInputElement};

use super::dom::{all, document, one, set_flag};
use crate::t;

/// Near the edge of the grid a pointer that carries something makes it scroll, in pixels.
const EDGE: f64 = 40.0;
/// How far, each time it moves there.
const SCROLL: f64 = 24.0;

/// The grid.
pub(super) struct Board {
    /// Heads of the columns; each says its room.
    heads: Vec<Element>,
    /// Heads of the lines, with the minute of the day at which they begin.
    lines: Vec<(Element, u32)>,
    /// Every session of the day, wherever it is, with its title.
    slots: Vec<(Slot, String)>,
    /// Who takes part in any of them.
    people: Vec<(Id, String)>,
}

fn attribute(element: &Element, name: &str) -> String {
    element.get_attribute(name).unwrap_or_default()
}

fn parsed<T: std::str::FromStr>(element: &Element, name: &str) -> Option<T> {
    element.get_attribute(name)?.parse().ok()
}

impl Board {
    pub(super) fn read() -> Self {
        let lines = all("[data-day-grid] [data-line]").into_iter();
        let slots = all("[data-slot]");
        Self {
            heads: all("[data-day-grid] [data-room]"),
            lines: lines.filter_map(|line| Some((line.clone(), minutes_of(&attribute(&line, "data-line"))?))).collect(),
            slots: slots.iter().filter_map(|slot| Some((read_slot(slot)?, attribute(slot, "data-title")))).collect(),
            people: all("[data-person]")
                .iter()
                .filter_map(|person| Some((parsed(person, "data-person")?, person.text_content().unwrap_or_default())))
                .collect(),
        }
    }

    pub(super) fn columns(&self) -> usize {
        self.heads.len()
    }

    /// Where a block is.
    pub(super) fn place(&self, block: &Element) -> Option<Carried> {
        let room = attribute(block, "data-in");
        let column = self.heads.iter().position(|head| attribute(head, "data-room") == room)?;
        Some(Carried {
            begins: minutes_of(&attribute(block, "data-time"))?,
            minutes: parsed(block, "data-minutes")?,
            column,
        })
    }

    pub(super) fn room_name(&self, column: usize) -> String {
        self.heads.get(column).and_then(|head| head.text_content()).unwrap_or_default()
    }

    /// Shows over which column something is carried.
    pub(super) fn mark(&self, column: Option<usize>) {
        for (position, head) in self.heads.iter().enumerate() {
            set_flag(head, "data-target", column == Some(position));
        }
    }

    /// What would be against a session that was in one place and were in another, in words.
    pub(super) fn against(&self, block: &Element, from: Carried, to: Carried) -> Vec<String> {
        let id: Option<Id> = parsed(block, "data-session");
        let Some((slot, _)) = self.slots.iter().find(|(slot, _)| Some(slot.id) == id) else { return Vec::new() };
        // The clocks of the event do not change within what is carried; the server looks at that when it is put down.
        let start = slot.start.plus_minutes(i64::from(to.begins) - i64::from(from.begins));
        let room = self.heads.get(to.column).and_then(|head| parsed(head, "data-room"));
        let moved = Slot { start, end: start.plus_minutes(i64::from(to.minutes)), room, ..slot.clone() };
        let mut words = Vec::new();
        for (other, title) in &self.slots {
            let Some(meeting) = moved.meets(other) else { continue };
            if meeting.room {
                words.push(t!(finding.room_taken, other = title));
            }
            for person in meeting.people {
                let name = self.people.iter().find(|(id, _)| *id == person).map_or("", |(_, name)| name.as_str());
                words.push(t!(finding.person_twice, person = name, other = title));
            }
        }
        words
    }

    /// The minute and the column under a pointer; near an edge the grid scrolls.
    pub(super) fn at(&self, (x, y): (f64, f64)) -> Option<(f64, usize)> {
        self.scroll(x, y);
        let column = self.heads.iter().position(|head| {
            let place = head.get_bounding_client_rect();
            (place.left()..place.right()).contains(&x)
        })?;
        // Between two lines the hours run evenly; a line that nothing follows lasts an hour.
        let index = self.lines.iter().rposition(|(line, _)| line.get_bounding_client_rect().top() <= y)?;
        let (line, begins) = self.lines.get(index)?;
        let next = self.lines.get(index + 1).map_or(begins + 60, |(_, next)| (*next).max(*begins));
        let place = line.get_bounding_client_rect();
        let part = ((y - place.top()) / place.height().max(1.0)).clamp(0.0, 1.0);
        Some((f64::from(*begins) + part * f64::from(next - begins), column))
    }

    fn scroll(&self, x: f64, y: f64) {
        let Some(grid) = one("[data-day-grid]") else { return };
        let place = grid.get_bounding_client_rect();
        let towards = |near: f64, far: f64, at: f64| {
            if at < near + EDGE {
                -SCROLL
            } else if at > far - EDGE {
                SCROLL
            } else {
                0.0
            }
        };
        grid.scroll_by_with_x_and_y(towards(place.left(), place.right(), x), towards(place.top(), place.bottom(), y));
    }

    /// Sends what the form of the session would send.
    pub(super) fn send(&self, block: &Element, to: Carried) {
        let Some(form) =
            document().create_element("form").ok().and_then(|form| form.dyn_into::<HtmlFormElement>().ok())
        else {
            return;
        };
        form.set_method("post");
        form.set_action(&attribute(block, "data-action"));
        let room = self.heads.get(to.column).map(|head| attribute(head, "data-room")).unwrap_or_default();
        for (name, value) in [
            ("_base", attribute(block, "data-base")),
            ("time", clock(to.begins)),
            ("minutes", to.minutes.to_string()),
            ("room", room),
        ] {
            let input = document().create_element("input").ok().and_then(|one| one.dyn_into::<HtmlInputElement>().ok());
            let Some(input) = input else { return };
            input.set_type("hidden");
            input.set_name(name);
            input.set_value(&value);
            drop(form.append_child(&input));
        }
        if let Some(body) = document().body() {
            drop(body.append_child(&form));
            drop(form.submit());
        }
    }
}

fn read_slot(element: &Element) -> Option<Slot> {
    let instant = |name| parsed(element, name).map(Instant::from_milliseconds);
    let people = attribute(element, "data-people");
    Some(Slot {
        id: parsed(element, "data-slot")?,
        start: instant("data-start")?,
        end: instant("data-end")?,
        room: parsed(element, "data-room-of"),
        people: people.split(' ').filter_map(|id| id.parse().ok()).collect(),
        takes_place: true,
    })
}

//! The desk's day grid in the browser (`data-day-grid`): a session is picked up by its button and carried by arrow keys or a
//! pointer; what would be against it there is said in words as it moves. Putting it down sends what its form would send, and
//! without this code, or instead of it, there is that form. It is fetched where there is such a grid.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use domain::carry::{Carried, Press, clock};
use leptos::prelude::lazy;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, PointerEvent};

use super::day_grid_board::Board;
use super::dom::{all, cast, on, one, set, set_flag, set_hidden, set_text};
use crate::t;

/// Fetches the code for the grid, if there is one.
pub(super) fn start() {
    if one("[data-day-grid]").is_some() {
        spawn_local(async { day_grid().await });
    }
}

#[lazy]
fn day_grid() {
    let desk = Rc::new(Desk { board: Board::read(), held: RefCell::new(None), is_pressed: Cell::new(false) });
    if let Some(keys) = one("[data-grid-keys]") {
        set_hidden(&keys, false);
    }
    for handle in all("[data-carry]") {
        let Some(handle) = cast::<HtmlElement>(handle) else { continue };
        set_hidden(&handle, false);
        for (event, act) in [
            ("click", Desk::clicked as fn(&Desk, &HtmlElement, &Event)),
            ("keydown", Desk::key),
            ("blur", Desk::left),
            ("pointerdown", Desk::pressed),
            ("mousedown", Desk::begins_no_drag),
            ("pointermove", Desk::dragged),
            ("pointerup", Desk::released),
            ("pointercancel", Desk::left),
        ] {
            let (desk, own) = (Rc::clone(&desk), handle.clone());
            on(&handle, event, move |event| act(&desk, &own, &event));
        }
    }
}

/// What the listeners share.
struct Desk {
    board: Board,
    held: RefCell<Option<Held>>,
    /// Whether a pointer pressed the button: the click that follows says nothing new.
    is_pressed: Cell<bool>,
}

/// A session that is being carried.
struct Held {
    block: Element,
    from: Carried,
    to: Carried,
    /// The pointer that carries it, if one does.
    pointer: Option<Grip>,
}

/// How a pointer carries it.
struct Grip {
    /// Minutes from its beginning to where it was taken.
    minutes: f64,
    /// Whether it was picked up by this very press.
    is_first: bool,
}

impl Desk {
    /// Enter or the space key picks up; a press of a pointer is seen to where it is let go.
    fn clicked(&self, handle: &HtmlElement, event: &Event) {
        event.prevent_default();
        if !self.is_pressed.take() && self.held.borrow().is_none() {
            self.pick_up(handle);
            say(t!(grid.picked_up));
        }
    }

    fn pick_up(&self, handle: &HtmlElement) {
        let Some(block) = handle.closest("[data-session]").ok().flatten() else { return };
        let Some(from) = self.board.place(&block) else { return };
        set(handle, "aria-pressed", "true");
        set_flag(&block, "data-carried", true);
        self.held.replace(Some(Held { block, from, to: from, pointer: None }));
    }

    fn key(&self, handle: &HtmlElement, event: &Event) {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
        self.is_pressed.set(false);
        if self.held.borrow().is_none() {
            return;
        }
        let Some(press) = Press::of(&key.key(), key.shift_key()) else { return };
        event.prevent_default();
        match press {
            Press::Push(push) => self.carry(|to, columns| to.pushed(push, columns)),
            Press::PutDown => self.put_down(handle),
            Press::PutBack => self.put_back(handle),
        }
    }

    /// Moves what is carried, and says where it is and what would be against it there.
    fn carry(&self, step: impl FnOnce(Carried, usize) -> Carried) {
        let mut held = self.held.borrow_mut();
        let Some(held) = held.as_mut() else { return };
        let to = step(held.to, self.board.columns());
        if to == held.to && to != held.from {
            return;
        }
        held.to = to;
        self.board.mark(Some(to.column));
        let where_to = t!(
            grid.carried,
            begins = clock(to.begins),
            ends = clock(to.begins + to.minutes),
            room = self.board.room_name(to.column)
        );
        let against = self.board.against(&held.block, held.from, to);
        let against = if against.is_empty() { t!(grid.nothing_against).to_owned() } else { against.join(" ") };
        say(&format!("{where_to} {against}"));
    }

    fn put_down(&self, handle: &HtmlElement) {
        let Some(held) = self.held.take() else { return };
        if held.to == held.from {
            self.held.replace(Some(held));
            return self.put_back(handle);
        }
        self.board.send(&held.block, held.to);
    }

    fn put_back(&self, handle: &HtmlElement) {
        let Some(held) = self.held.take() else { return };
        set(handle, "aria-pressed", "false");
        set_flag(&held.block, "data-carried", false);
        self.board.mark(None);
        say(t!(grid.put_back));
    }

    /// Whatever is left is put back.
    fn left(&self, handle: &HtmlElement, _: &Event) {
        self.put_back(handle);
    }

    fn pressed(&self, handle: &HtmlElement, event: &Event) {
        let Some(pointer) = event.dyn_ref::<PointerEvent>().filter(|pointer| pointer.button() == 0) else { return };
        self.is_pressed.set(true);
        drop(handle.set_pointer_capture(pointer.pointer_id()));
        drop(handle.focus());
        let is_first = self.held.borrow().is_none();
        if is_first {
            self.pick_up(handle);
        }
        if let Some(held) = self.held.borrow_mut().as_mut() {
            let begins = f64::from(held.to.begins);
            let minutes = self.board.at(place(pointer)).map_or(0.0, |(minute, _)| minute - begins);
            held.pointer = Some(Grip { minutes, is_first });
        }
    }

    /// Keeps the browser from dragging, by itself, what happens to be under the pointer.
    fn begins_no_drag(&self, _: &HtmlElement, event: &Event) {
        event.prevent_default();
    }

    fn dragged(&self, _: &HtmlElement, event: &Event) {
        let Some(pointer) = event.dyn_ref::<PointerEvent>() else { return };
        let taken = self.held.borrow().as_ref().and_then(|held| Some((held.to, held.pointer.as_ref()?.minutes)));
        let Some((to, minutes)) = taken else { return };
        let Some((minute, column)) = self.board.at(place(pointer)) else { return };
        if to.near(minute - minutes, column) != to {
            self.carry(|to, _| to.near(minute - minutes, column));
        }
    }

    /// Moved, it is put down. Not moved, it stays picked up for the keys, and by another press is put back.
    fn released(&self, handle: &HtmlElement, _: &Event) {
        let (moved, is_first) = match self.held.borrow_mut().as_mut() {
            Some(held) => match held.pointer.take() {
                Some(grip) => (held.to != held.from, grip.is_first),
                None => return,
            },
            None => return,
        };
        match (moved, is_first) {
            (true, _) => self.put_down(handle),
            (false, true) => say(t!(grid.picked_up)),
            (false, false) => self.put_back(handle),
        }
    }
}

/// Where a pointer is on the screen.
fn place(pointer: &PointerEvent) -> (f64, f64) {
    (f64::from(pointer.client_x()), f64::from(pointer.client_y()))
}

/// Says something to everybody, without taking the focus.
fn say(words: &str) {
    if let Some(status) = one("[data-grid-status]") {
        set_text(&status, words);
    }
}

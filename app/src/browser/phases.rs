//! Keeps what depends on the time true: phases, countdowns, what to do now.
//!
//! An element with `data-t` carries a timetable. Inside it, `.chip` names the phase; an element with `data-when` is shown
//! in the phases it names; `data-countdown` tells the time left; `data-announce` is told to screen readers. An element
//! with `data-next` shows the first of its timetables that is not over.

use domain::time::{Countdown, Instant, Phase, Timetable};
use web_sys::Element;

use super::dom::{all, one, set, set_hidden, set_text, within};
use crate::language::{Label, left_in_words};
use crate::t;

/// The word in `data-when` for "while registrations are taken".
const REGISTERING: &str = "registering";

/// Everything on the page that depends on the time.
pub(super) struct Phases {
    scopes: Vec<Scope>,
    /// The next instant at which any scope changes; until then only countdowns move.
    next_change: Option<Instant>,
    shown: bool,
}

struct Scope {
    element: Element,
    timetable: Timetable,
    countdowns: Vec<Element>,
    announcement: Option<Element>,
    phase: Option<(Phase, bool)>,
}

impl Phases {
    /// Finds them all, once.
    pub(super) fn find() -> Self {
        let scopes = all("[data-t]").into_iter().filter_map(|element| {
            let timetable = Timetable::from_compact(&element.get_attribute("data-t")?)?;
            let countdowns = within(&element, "[data-countdown]");
            let announcement = element.query_selector("[data-announce]").ok().flatten();
            Some(Scope { element, timetable, countdowns, announcement, phase: None })
        });
        Self { scopes: scopes.collect(), next_change: None, shown: false }
    }

    /// Whether nothing on the page depends on the time.
    pub(super) fn is_empty(&self) -> bool {
        self.scopes.is_empty()
    }

    /// Shows everything as it stands now.
    pub(super) fn show(&mut self, now: Instant) {
        let changes = !self.shown || self.next_change.is_some_and(|change| now >= change);
        if changes {
            for scope in &mut self.scopes {
                scope.show_phase(now);
            }
            self.show_next(now);
            self.next_change = self.scopes.iter().filter_map(|scope| scope.timetable.next_change(now)).min();
            if self.shown {
                super::filter::phases_changed(now);
            }
            self.shown = true;
        }
        for scope in self.scopes.iter().filter(|scope| !scope.countdowns.is_empty()) {
            scope.count_down(now);
        }
    }

    fn show_next(&self, now: Instant) {
        let Some(panels) = one("[data-next]") else { return };
        let next = self.scopes.iter().find(|scope| {
            let phase = scope.timetable.phase(now);
            panels.contains(Some(&scope.element)) && (phase.is_live() || phase.is_ahead())
        });
        for scope in self.scopes.iter().filter(|scope| panels.contains(Some(&scope.element))) {
            set_hidden(&scope.element, !next.is_some_and(|next| next.element == scope.element));
        }
        if let Ok(Some(none)) = panels.query_selector("[data-none]") {
            set_hidden(&none, next.is_some());
        }
    }
}

impl Scope {
    fn show_phase(&mut self, now: Instant) {
        let state = (self.timetable.phase(now), self.timetable.takes_registrations(now));
        if self.phase.replace(state) == Some(state) {
            return;
        }
        let (phase, registering) = state;
        for chip in within(&self.element, ".chip") {
            set(&chip, "data-phase", phase.name());
            set_text(&chip, phase.label());
        }
        for part in within(&self.element, "[data-when]") {
            let when = part.get_attribute("data-when").unwrap_or_default();
            let shown = when.split(' ').any(|word| word == phase.name() || (registering && word == REGISTERING));
            set_hidden(&part, !shown);
        }
    }

    fn count_down(&self, now: Instant) {
        let words = left_in_words(Countdown::until(self.timetable.start, now));
        for countdown in &self.countdowns {
            set_text(countdown, &words);
        }
        if let Some(announcement) = &self.announcement {
            let left = self.timetable.start.milliseconds_since(now);
            let words = match self.timetable.phase(now) {
                Phase::Live => t!(phase.live),
                phase if phase.is_ahead() && left <= 60_000 => t!(countdown.one_minute),
                phase if phase.is_ahead() && left <= 600_000 => t!(countdown.ten_minutes),
                _ => "",
            };
            set_text(announcement, words);
        }
    }
}

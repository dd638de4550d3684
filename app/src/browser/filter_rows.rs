//! The rows of a list and the headings they stand under. A tap may bring hundreds of rows back: those that can be on the
//! screen are shown at once, the others in further steps after that is painted, so that nobody waits for what nobody sees.

use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;

use web_sys::Element;

use super::dom::{after_paint, all, one, set_hidden, set_text, window};
use super::saved;

/// Rows shown at once; as many as a tall screen holds.
const AT_ONCE: usize = 12;
/// Rows shown in each further step.
const FURTHER: usize = 40;
/// The least height of a row, in CSS pixels: how many there can be above the screen follows from it.
const ROW_HEIGHT: f64 = 90.0;

/// The rows of the page.
pub(super) struct Rows {
    rows: Vec<Part>,
    groups: Vec<Group>,
    runs: Vec<Run>,
    only_saved: bool,
    /// For each row, whether it is to be shown.
    wanted: Vec<bool>,
    /// The first run that does not show that yet.
    next: usize,
    /// Whether a further step is on its way.
    stepping: bool,
}

/// Rows that follow each other under the same headings.
struct Run {
    rows: Range<usize>,
    /// Positions of the groups around them, the nearest first: its slot, its day.
    groups: Rc<[usize]>,
}

impl Rows {
    /// Finds the headings of these rows.
    pub(super) fn find(rows: Vec<Element>) -> Self {
        let groups = all("[data-list] [data-group]");
        let runs = runs(&rows, &groups);
        Self {
            wanted: vec![false; rows.len()],
            next: runs.len(),
            rows: rows.into_iter().map(Part::new).collect(),
            groups: groups.into_iter().map(Group::new).collect(),
            runs,
            only_saved: one("[data-only-saved]").is_some(),
            stepping: false,
        }
    }

    /// Shows those that match, and the headings over them.
    pub(super) fn show(&mut self, matches: &[bool]) {
        let saved = if self.only_saved { saved::read() } else { BTreeSet::new() };
        let is_wanted = |(row, matches): (&Part, &bool)| {
            *matches
                && (!self.only_saved
                    || row.element.get_attribute("data-path").is_some_and(|path| saved.contains(&path)))
        };
        self.wanted = self.rows.iter().zip(matches).map(is_wanted).collect();
        self.show_outer_groups();
        self.next = 0;
        self.step(AT_ONCE.saturating_add(rows_above()));
    }

    /// Days and what else stands around whole slots: few, and each may hold what is on the screen.
    fn show_outer_groups(&mut self) {
        let mut shown = vec![0; self.groups.len()];
        for run in &self.runs {
            let count = self.count(run);
            for group in run.groups.iter().skip(1) {
                if let Some(shown) = shown.get_mut(*group) {
                    *shown += count;
                }
            }
        }
        let outer: BTreeSet<usize> = self.runs.iter().flat_map(|run| run.groups.iter().skip(1).copied()).collect();
        for position in outer {
            if let (Some(group), Some(shown)) = (self.groups.get_mut(position), shown.get(position)) {
                group.show(*shown);
            }
        }
    }

    fn count(&self, run: &Run) -> usize {
        self.wanted.get(run.rows.clone()).unwrap_or_default().iter().filter(|wanted| **wanted).count()
    }

    /// Goes on until so many more rows are shown.
    fn step(&mut self, enough: usize) {
        let mut shown = 0;
        while let Some(run) = self.runs.get(self.next).filter(|_| shown < enough) {
            let count = self.count(run);
            if let Some(group) = run.groups.first().and_then(|nearest| self.groups.get_mut(*nearest)) {
                group.show(count);
            }
            // Rows under a heading that is hidden are hidden with it and need not be touched.
            if count > 0 || run.groups.is_empty() {
                let wanted = self.wanted.get(run.rows.clone()).unwrap_or_default();
                for (row, wanted) in self.rows.get_mut(run.rows.clone()).unwrap_or_default().iter_mut().zip(wanted) {
                    row.set_hidden(!wanted);
                }
            }
            shown += count;
            self.next += 1;
        }
        if self.next < self.runs.len() && !self.stepping {
            self.stepping = true;
            after_paint(super::filter::show_rest);
        }
    }

    /// The next step.
    pub(super) fn show_rest(&mut self) {
        self.stepping = false;
        self.step(FURTHER);
    }
}

/// How many rows there can be above the screen.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number of rows, never below zero")]
fn rows_above() -> usize {
    (window().scroll_y().unwrap_or_default().max(0.0) / ROW_HEIGHT) as usize
}

/// The rows by the headings they stand under.
fn runs(rows: &[Element], groups: &[Element]) -> Vec<Run> {
    let around = |element: &Element| element.parent_element()?.closest("[data-group]").ok().flatten();
    let mut runs: Vec<Run> = Vec::new();
    let mut nearest = None;
    for (position, row) in rows.iter().enumerate() {
        let found = around(row);
        match runs.last_mut() {
            Some(run) if found == nearest => run.rows.end = position + 1,
            _ => {
                let outwards = std::iter::successors(found.clone(), around);
                let groups = outwards.filter_map(|found| groups.iter().position(|group| *group == found));
                runs.push(Run { rows: position..position + 1, groups: groups.collect() });
                nearest = found;
            }
        }
    }
    runs
}

/// An element that is shown or hidden.
struct Part {
    element: Element,
    hidden: bool,
}

impl Part {
    fn new(element: Element) -> Self {
        let hidden = element.has_attribute("hidden");
        Self { element, hidden }
    }

    fn set_hidden(&mut self, hidden: bool) {
        if self.hidden != hidden {
            set_hidden(&self.element, hidden);
            self.hidden = hidden;
        }
    }
}

/// A heading with what stands under it; it may say how many rows that is.
struct Group {
    part: Part,
    count: Option<Element>,
}

impl Group {
    fn new(element: Element) -> Self {
        let count = element.query_selector(":scope > summary [data-count]").ok().flatten();
        Self { part: Part::new(element), count }
    }

    fn show(&mut self, rows: usize) {
        self.part.set_hidden(rows == 0);
        if let Some(count) = &self.count {
            set_text(count, &rows.to_string());
        }
    }
}

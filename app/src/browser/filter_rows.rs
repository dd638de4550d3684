//! The rows of a list and the headings they stand under. A tap may bring hundreds of rows back: those that can be on the
//! screen are shown at once, the others in further steps after that is painted, so that nobody waits for what nobody sees.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

use web_sys::Element;

use super::dom::{after_paint, all, one, set_flag, set_hidden, set_text, window};
use super::saved;

/// Rows shown at once, at least.
const AT_ONCE: usize = 3;
/// Rows shown in each further step.
const FURTHER: usize = 40;
/// The least height of a row, in CSS pixels: how many there can be down to the lower edge of the screen follows from it.
const ROW_HEIGHT: f64 = 90.0;

/// The rows of the page.
pub(super) struct Rows {
    rows: Vec<Part>,
    groups: Vec<Group>,
    runs: Vec<Run>,
    only_saved: bool,
    /// For each row, whether it is to be shown.
    wanted: Vec<bool>,
    /// The first run that does not show that yet, and the first such row.
    next: usize,
    next_row: usize,
    /// Whether a further step is on its way.
    stepping: bool,
    /// What the screen shows; asking when it is needed would have the page laid out just for that.
    screen: Screen,
}

/// Rows that follow each other under the same headings.
#[derive(Clone)]
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
            next_row: 0,
            rows: rows.into_iter().map(Part::new).collect(),
            groups: groups.into_iter().map(Group::new).collect(),
            runs,
            only_saved: one("[data-only-saved]").is_some(),
            stepping: false,
            screen: Screen::now(),
        }
    }

    /// The page was scrolled.
    pub(super) fn scrolled(&mut self) {
        self.screen.scrolled = scrolled();
    }

    /// The window has another size.
    pub(super) fn resized(&mut self) {
        self.screen = Screen::now();
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
        self.next_row = 0;
        self.step(self.screen.rows(), true);
    }

    /// Days and what else stands around whole slots. Those without any row go at once; those that come back wait for
    /// their first row, since each has the browser look at all that stands in it, hidden or not.
    fn show_outer_groups(&mut self) {
        let mut rows = BTreeMap::new();
        for run in &self.runs {
            let count = self.count(run);
            for group in run.groups.iter().skip(1) {
                *rows.entry(*group).or_insert(0) += count;
            }
        }
        for (position, rows) in rows {
            if let Some(group) = self.groups.get_mut(position) {
                group.rows = rows;
                if rows == 0 || !group.part.hidden {
                    group.show(rows);
                }
            }
        }
    }

    /// Shows the days around a run that has rows.
    fn show_around(&mut self, run: usize) {
        let Some(around) = self.runs.get(run).map(|run| Rc::clone(&run.groups)) else { return };
        for position in around.iter().skip(1) {
            if let Some(group) = self.groups.get_mut(*position).filter(|group| group.part.hidden) {
                group.show(group.rows);
            }
        }
    }

    fn count(&self, run: &Run) -> usize {
        self.wanted.get(run.rows.clone()).unwrap_or_default().iter().filter(|wanted| **wanted).count()
    }

    /// Goes on until so many more rows are shown. Those of the first step are on the screen, or may be.
    fn step(&mut self, enough: usize, first: bool) {
        let mut shown = 0;
        while let Some(run) = self.runs.get(self.next).filter(|_| shown < enough) {
            let (count, run) = (self.count(run), run.clone());
            if count > 0 {
                self.show_around(self.next);
            }
            let mut appears = false;
            if let Some(group) = run.groups.first().and_then(|nearest| self.groups.get_mut(*nearest)) {
                appears = group.part.hidden;
                group.show(count);
                group.part.keep_near(first && count > 0);
            }
            // Rows under a heading that is hidden are hidden with it and need not be touched.
            let rest =
                if count > 0 || run.groups.is_empty() { self.next_row.max(run.rows.start) } else { run.rows.end };
            self.next_row = run.rows.end;
            for position in rest..run.rows.end {
                if shown == enough {
                    self.next_row = position;
                    // A heading that appears would bring all its rows with it.
                    let later = self.rows.get_mut(position..run.rows.end).filter(|_| appears);
                    later.unwrap_or_default().iter_mut().for_each(|row| row.set_hidden(true));
                    break;
                }
                let wanted = self.wanted.get(position).copied().unwrap_or_default();
                if let Some(row) = self.rows.get_mut(position) {
                    row.set_hidden(!wanted);
                    row.keep_near(first && wanted);
                }
                shown += usize::from(wanted);
            }
            if self.next_row == run.rows.end {
                self.next += 1;
            }
        }
        if self.next < self.runs.len() && !self.stepping {
            self.stepping = true;
            after_paint(super::filter::show_rest);
        }
    }

    /// The next step.
    pub(super) fn show_rest(&mut self) {
        self.stepping = false;
        self.step(FURTHER, false);
    }
}

/// Which part of the page the screen shows, in CSS pixels from its top.
struct Screen {
    scrolled: f64,
    height: f64,
    /// Where the list begins.
    list: f64,
}

impl Screen {
    fn now() -> Self {
        let scrolled = scrolled();
        let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
        let list = one("[data-list]").map_or(0.0, |list| list.get_bounding_client_rect().top() + scrolled);
        Self { scrolled, height, list }
    }

    /// How many rows there can be between the list's first and the lower edge of the screen.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number of rows, never below zero"
    )]
    fn rows(&self) -> usize {
        let seen = (self.scrolled + self.height - self.list).max(0.0);
        AT_ONCE.max((seen / ROW_HEIGHT).ceil() as usize)
    }
}

fn scrolled() -> f64 {
    window().scroll_y().unwrap_or_default()
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
    near: bool,
}

impl Part {
    fn new(element: Element) -> Self {
        let hidden = element.has_attribute("hidden");
        Self { element, hidden, near: false }
    }

    fn set_hidden(&mut self, hidden: bool) {
        if self.hidden != hidden {
            set_hidden(&self.element, hidden);
            self.hidden = hidden;
        }
    }

    /// What is near the screen is laid out with the frame; of what is not, the browser finds out afterwards that it was
    /// not needed, or that it was and has to be laid out in a second pass.
    fn keep_near(&mut self, near: bool) {
        if self.near != near {
            set_flag(&self.element, "data-near", near);
            self.near = near;
        }
    }
}

/// A heading with what stands under it; it may say how many rows that is.
struct Group {
    part: Part,
    count: Option<Element>,
    /// How many rows of those that are wanted stand in it, where it stands around other groups.
    rows: usize,
}

impl Group {
    fn new(element: Element) -> Self {
        let count = element.query_selector(":scope > summary [data-count]").ok().flatten();
        Self { part: Part::new(element), count, rows: 0 }
    }

    fn show(&mut self, rows: usize) {
        self.part.set_hidden(rows == 0);
        if let Some(count) = &self.count {
            set_text(count, &rows.to_string());
        }
    }
}

//! Cues as they stand in a form: each a row that is typed over, read back with what is to be mended, and what is done to rows
//! before they are saved.

mod acts;
#[cfg(test)]
mod tests;

use super::hints::text_hints;
use super::read::{identifier, settings, tidy, tidy_text};
use super::{CUE_MAX, Cue, CueHint, Stretch, hints, read_time, write_exact};
use crate::content::names;

pub use acts::{add_row, join_rows, split_row};

/// A cue in a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CueRow {
    /// As it was typed: `1:02.500`.
    pub start: String,
    /// As it was typed.
    pub end: String,
    /// Who speaks; empty where it is not said.
    pub speaker: String,
    /// What is said.
    pub text: String,
    /// What the file calls it; nobody types it.
    pub identifier: String,
    /// Where it stands on the picture; nobody types it.
    pub settings: String,
}

/// What is typed of a cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CueField {
    /// When it begins.
    Start,
    /// When it ends.
    End,
    /// What is said.
    Text,
    /// Who speaks.
    Speaker,
}

names!(CueField { Start => "start", End => "end", Text => "text", Speaker => "speaker" });

/// What is to be mended in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CueTrouble {
    /// The row, from 0.
    pub row: usize,
    /// The field.
    pub field: CueField,
    /// Why.
    pub problem: CueProblem,
}

/// Why a row cannot be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CueProblem {
    /// This is no time, or it is beyond [`super::LATEST`].
    NotATime,
    /// It ends before it begins, or at the same moment.
    Reversed,
    /// It begins before the one above it.
    BeforeTheOneAbove,
    /// It begins after the one below it, which is not among the rows.
    AfterTheOneBelow,
    /// Nothing is said.
    Empty,
    /// An arrow (`-->`), which only stands between times.
    Arrow,
    /// More than [`CUE_MAX`] characters.
    TooLong,
}

impl From<&Cue> for CueRow {
    fn from(cue: &Cue) -> Self {
        Self {
            start: write_exact(cue.start),
            end: write_exact(cue.end),
            speaker: cue.speaker.clone().unwrap_or_default(),
            text: cue.text.clone(),
            identifier: cue.identifier.clone().unwrap_or_default(),
            settings: cue.settings.clone().unwrap_or_default(),
        }
    }
}

impl CueRow {
    /// When it begins, if that can be read.
    pub fn starts(&self) -> Option<u32> {
        moment(&self.start)
    }

    /// When it ends, if that can be read.
    pub fn ends(&self) -> Option<u32> {
        moment(&self.end)
    }

    /// What speaks against it, as far as it can be read; `before` is when the one above it ends.
    pub fn hints(&self, before: Option<u32>) -> Vec<CueHint> {
        let text = tidy_text(&self.text);
        match self.starts().zip(self.ends()).filter(|(start, end)| start < end) {
            Some((start, end)) => hints(&Cue { start, end, text, ..Cue::default() }, before),
            None => text_hints(&text),
        }
    }

    fn read(&self, row: usize) -> Result<Cue, Vec<CueTrouble>> {
        let trouble = |field, problem| CueTrouble { row, field, problem };
        let mut found = Vec::new();
        let (start, end) = (self.starts(), self.ends());
        if start.is_none() {
            found.push(trouble(CueField::Start, CueProblem::NotATime));
        }
        match (start, end) {
            (_, None) => found.push(trouble(CueField::End, CueProblem::NotATime)),
            (Some(start), Some(end)) if end <= start => found.push(trouble(CueField::End, CueProblem::Reversed)),
            _ => {}
        }
        let text = tidy_text(&self.text);
        if self.text.contains("-->") {
            found.push(trouble(CueField::Text, CueProblem::Arrow));
        } else if text.is_empty() {
            found.push(trouble(CueField::Text, CueProblem::Empty));
        } else if text.chars().count() > CUE_MAX {
            found.push(trouble(CueField::Text, CueProblem::TooLong));
        }
        let speaker = tidy(&self.speaker);
        if speaker.chars().count() > CUE_MAX {
            found.push(trouble(CueField::Speaker, CueProblem::TooLong));
        }
        match (start, end) {
            (Some(start), Some(end)) if found.is_empty() => Ok(Cue {
                start,
                end,
                text,
                speaker: Some(speaker).filter(|speaker| !speaker.is_empty()),
                identifier: identifier(&self.identifier),
                settings: settings(&self.settings),
            }),
            _ => Err(found),
        }
    }
}

/// A time as people type it; a comma does for the point, as in `SubRip` files.
fn moment(typed: &str) -> Option<u32> {
    read_time(&typed.trim().replace(',', "."))
}

/// The cues that were typed for a part of a text, whose cues are `cues`.
///
/// # Errors
/// All that is to be mended, in the order of the rows.
pub fn read_rows(rows: &[CueRow], stretch: Stretch, cues: &[Cue]) -> Result<Vec<Cue>, Vec<CueTrouble>> {
    let (before, _, after) = stretch.of(cues);
    let mut last = before.last().map_or(0, |cue| cue.start);
    let (mut read, mut found) = (Vec::with_capacity(rows.len()), Vec::new());
    for (row, typed) in rows.iter().enumerate() {
        match typed.read(row) {
            Ok(cue) => read.push(cue),
            Err(trouble) => found.extend(trouble),
        }
        let Some(start) = typed.starts() else { continue };
        let trouble = |problem| CueTrouble { row, field: CueField::Start, problem };
        if start < last {
            found.push(trouble(CueProblem::BeforeTheOneAbove));
        } else if row + 1 == rows.len() && after.first().is_some_and(|cue| cue.start < start) {
            found.push(trouble(CueProblem::AfterTheOneBelow));
        }
        last = last.max(start);
    }
    found.sort_by_key(|trouble| (trouble.row, trouble.field));
    if found.is_empty() { Ok(read) } else { Err(found) }
}

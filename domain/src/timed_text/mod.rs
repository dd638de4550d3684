//! Timed text of a recording: captions, chapters, slides; read from WebVTT and SubRip, written as both and as plain text.
//!
//! Cues are kept as plain text with a speaker, what the file calls them and where they stand on the picture. Marks within a cue
//! (bold, colours, regions, karaoke times) are left out on purpose: they say nothing to a reader of the transcript, and how captions
//! look is the viewer's choice (EN 301 549, 7.1.4). Where they stand is not: a caption is moved from what it would cover.

mod difference;
mod find;
mod glossary;
mod hints;
mod read;
mod rows;
mod slides;
mod stretch;
mod transcript;
mod write;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::content::names;

pub use difference::difference;
pub use find::{Folded, SOUGHT_MAX, pieces, sought};
pub use glossary::{GLOSSARY_MAX, Glossary, GlossaryProblem, Unclear};
pub use hints::{CueHint, LINE_MAX, LINES_MAX, SPEED_MAX, hints};
pub use read::{Problem, Unreadable, read};
pub use rows::{CueField, CueProblem, CueRow, CueTrouble, add_row, join_rows, read_rows, split_row};
pub use slides::{
    SLIDES_LANGUAGE, SlideTime, page_at, read_time, read_times, slide_cues, slide_times, write_exact, write_time,
};
pub use stretch::{STRETCH, Stretch, stretches};
pub use transcript::{Passage, passages};
pub use write::{clock, srt, vtt};

/// Most cues of one text: a day of captions has fewer.
pub const CUES_MAX: usize = 20_000;
/// Most bytes of a file.
pub const FILE_MAX: usize = 4 * 1024 * 1024;
/// Most characters of one cue.
pub const CUE_MAX: usize = 1_000;
/// Latest time, in milliseconds: a hundred hours, so that every time is written with two digits.
pub const LATEST: u32 = 360_000_000;

/// What is said, or what begins, between two instants of a recording.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cue {
    /// Milliseconds from the recording's beginning.
    pub start: u32,
    /// Milliseconds from the recording's beginning; after `start`.
    pub end: u32,
    /// Who speaks, where it is said.
    pub speaker: Option<String>,
    /// Plain text, its lines apart by line feeds; never empty, no empty line and no arrow (`-->`) in it.
    pub text: String,
    /// What the file calls it (`WebVTT`, 4.1, cue identifier).
    pub identifier: Option<String>,
    /// Where it stands on the picture, as a file says it: `line:10% align:start` (`WebVTT`, 4.4, cue settings).
    pub settings: Option<String>,
}

/// What a timed text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrackKind {
    /// What is said and heard, for those who do not hear it (WCAG 2.2, 1.2.2).
    Captions,
    /// The recording's parts, by name.
    Chapters,
    /// Which slide is shown when.
    Slides,
}

names!(TrackKind { Captions => "captions", Chapters => "chapters", Slides => "slides" });

impl TrackKind {
    /// Whether it is words that one reads or hears; slides have a form of their own.
    pub fn is_words(self) -> bool {
        self != Self::Slides
    }
}

/// How far a timed text has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrackStatus {
    /// Seen by those who work here alone.
    Draft,
    /// Read by a human from beginning to end; not public yet.
    Reviewed,
    /// Whoever may have the recording has it.
    Published,
}

names!(TrackStatus { Draft => "draft", Reviewed => "reviewed", Published => "published" });

/// Who made a timed text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrackSource {
    /// A person.
    Human,
    /// A machine; said to the reader until a person has reviewed it.
    Machine,
}

names!(TrackSource { Human => "human", Machine => "machine" });

//! What speaks against a caption, in words: the server writes them, and the browser follows what is typed.

use domain::timed_text::CueHint;

use crate::t;

/// All of it in a line; empty where nothing does.
pub(crate) fn hints_in_words(hints: &[CueHint]) -> String {
    let words = hints.iter().map(|hint| match hint {
        CueHint::Fast(count) => t!(cues.fast, count = count),
        CueHint::LongLine(count) => t!(cues.long_line, count = count),
        CueHint::Lines(count) => t!(cues.lines, count = count),
        CueHint::Short => t!(cues.short).to_owned(),
        CueHint::Overlaps => t!(cues.overlaps).to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

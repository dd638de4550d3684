//! What speaks against a caption that can be saved all the same: it is hard to read in its time, or on the picture. Advice, with the
//! measures of the Netflix Timed Text Style Guide (English: lines of 42 characters, two of them, 20 characters a second for adults, at
//! least 5/6 of a second); the BBC's Subtitle Guidelines (160 to 180 words a minute) lead to less than that.

use super::Cue;

/// Most characters that are read in a second, spaces among them.
pub const SPEED_MAX: u32 = 20;
/// Most characters of a line.
pub const LINE_MAX: u32 = 42;
/// Most lines.
pub const LINES_MAX: u32 = 2;
/// The shortest time in which a caption is noticed, in milliseconds: 5/6 of a second.
const SHORTEST: u32 = 833;

/// What speaks against a caption.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CueHint {
    /// So many characters are to be read in a second.
    Fast(u32),
    /// A line has so many characters.
    LongLine(u32),
    /// It has so many lines.
    Lines(u32),
    /// It is gone before it is noticed.
    Short,
    /// It begins before the one above it ends: both stand on the picture.
    Overlaps,
}

/// What speaks against a cue; `before` is when the one above it ends.
pub fn hints(cue: &Cue, before: Option<u32>) -> Vec<CueHint> {
    let mut found = text_hints(&cue.text);
    let length = u64::from(cue.end.saturating_sub(cue.start).max(1));
    let characters = cue.text.lines().map(count).fold(0_u64, |all, line| all + u64::from(line));
    let speed = (characters * 1_000).div_ceil(length);
    if speed > u64::from(SPEED_MAX) {
        found.insert(0, CueHint::Fast(u32::try_from(speed).unwrap_or(u32::MAX)));
    }
    if length < u64::from(SHORTEST) {
        found.push(CueHint::Short);
    }
    if before.is_some_and(|before| before > cue.start) {
        found.push(CueHint::Overlaps);
    }
    found
}

/// What speaks against a text, however long it is shown.
pub(super) fn text_hints(text: &str) -> Vec<CueHint> {
    let longest = text.lines().map(count).max().unwrap_or_default();
    let lines = u32::try_from(text.lines().count()).unwrap_or(u32::MAX);
    let long = (longest > LINE_MAX).then_some(CueHint::LongLine(longest));
    long.into_iter().chain((lines > LINES_MAX).then_some(CueHint::Lines(lines))).collect()
}

fn count(line: &str) -> u32 {
    u32::try_from(line.chars().count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{CueHint, hints};
    use crate::timed_text::Cue;

    fn found(start: u32, end: u32, text: &str, before: Option<u32>) -> Vec<CueHint> {
        hints(&Cue { start, end, text: text.to_owned(), ..Cue::default() }, before)
    }

    #[test]
    fn what_fits_in_its_time_and_on_the_picture_is_left_alone() {
        let line = "x".repeat(42);
        assert_eq!(found(1_000, 5_200, &format!("{line}\n{line}"), Some(1_000)), []);
        assert_eq!(found(0, 833, "Yes.", None), []);
    }

    #[test]
    fn what_does_not_is_told_with_its_measure() {
        assert_eq!(found(0, 1_000, &"x".repeat(21), None), [CueHint::Fast(21)]);
        assert_eq!(found(0, 9_000, &format!("{}\nx", "ä".repeat(43)), None), [CueHint::LongLine(43)]);
        assert_eq!(found(0, 9_000, "a\nb\nc", None), [CueHint::Lines(3)]);
        assert_eq!(found(0, 832, "No.", None), [CueHint::Short]);
        assert_eq!(found(1_000, 3_000, "No.", Some(1_001)), [CueHint::Overlaps]);
    }
}

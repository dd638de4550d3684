//! What is done to rows: one is added, cut in two, or put together with the next. Nothing of what was typed is lost by it.

use super::super::{LATEST, LINE_MAX, LINES_MAX, write_exact};
use super::{CueRow, tidy_text};

/// How long a new row lasts if there is room, in milliseconds.
const NEW: u32 = 2_000;
/// How long it lasts if there is none: what overlaps is seen and mended.
const NEW_LEAST: u32 = 1_000;

/// Adds an empty row before the one with that number, or at the end. It fills what is free there; `since` is when the first can begin.
pub fn add_row(rows: &mut Vec<CueRow>, at: usize, since: u32) {
    let at = at.min(rows.len());
    let start = at.checked_sub(1).map_or(Some(since), |above| rows.get(above).and_then(CueRow::ends));
    let next = rows.get(at).and_then(CueRow::starts).unwrap_or(LATEST);
    let mut row = CueRow::default();
    if let Some(start) = start {
        let room = next.saturating_sub(start).min(NEW);
        let end = start.saturating_add(if room == 0 { NEW_LEAST } else { room });
        (row.start, row.end) = (write_exact(start), write_exact(end));
    }
    rows.insert(at, row);
}

/// Cuts a row in two: at a place in its text (in UTF-16 code units, as browsers count), else where an empty line was typed, else
/// halfway between words. The time is cut at a moment within it, else as the text is.
pub fn split_row(rows: &mut Vec<CueRow>, at: usize, place: Option<usize>, moment: Option<u32>) {
    let Some(row) = rows.get_mut(at) else { return };
    let place = place.and_then(|units| byte_of(&row.text, units));
    let place = place.or_else(|| row.text.trim_end().find("\n\n")).unwrap_or_else(|| halfway(&row.text));
    let (first, second) = row.text.split_at_checked(place).unwrap_or((&row.text, ""));
    let (first, second) = (first.trim().to_owned(), second.trim().to_owned());
    let mut next = CueRow { end: row.end.clone(), speaker: row.speaker.clone(), ..CueRow::default() };
    next.settings.clone_from(&row.settings);
    if let Some((start, end)) = row.starts().zip(row.ends()).filter(|(start, end)| start < end) {
        let (part, whole) = (first.chars().count(), first.chars().count() + second.chars().count());
        let share = u64::from(end - start) * part as u64 / whole.max(1) as u64;
        let cut = moment.filter(|moment| (start + 1..end).contains(moment));
        let cut = cut.unwrap_or_else(|| start.saturating_add(u32::try_from(share).unwrap_or_default()));
        next.start = write_exact(cut);
        row.end = write_exact(cut);
    }
    (row.text, next.text) = (first, second);
    rows.insert(at + 1, next);
}

/// Puts a row and the next one together. Another speaker of the second stands before what they say.
pub fn join_rows(rows: &mut Vec<CueRow>, at: usize) {
    if at + 1 >= rows.len() {
        return;
    }
    let next = rows.remove(at + 1);
    let Some(row) = rows.get_mut(at) else { return };
    let is_other = !next.speaker.trim().is_empty() && next.speaker.trim() != row.speaker.trim();
    let second = if is_other { format!("{}: {}", next.speaker.trim(), next.text) } else { next.text };
    row.text = shaped(&format!("{}\n{second}", row.text));
    if row.ends().zip(row_end(&next.end)).is_none_or(|(end, later)| later > end) {
        row.end = next.end;
    }
    if row.identifier.is_empty() {
        row.identifier = next.identifier;
    }
    if row.settings.is_empty() {
        row.settings = next.settings;
    }
}

fn row_end(typed: &str) -> Option<u32> {
    super::moment(typed)
}

/// A text in as many lines as a caption has.
fn shaped(text: &str) -> String {
    let text = tidy_text_keeping_arrows(text);
    if text.lines().count() <= LINES_MAX as usize {
        return text;
    }
    let flat = text.replace('\n', " ");
    if flat.chars().count() <= LINE_MAX as usize {
        return flat;
    }
    let (first, second) = flat.split_at_checked(halfway(&flat)).unwrap_or((&flat, ""));
    format!("{}\n{}", first.trim(), second.trim())
}

/// What will be refused stays as it was typed.
fn tidy_text_keeping_arrows(text: &str) -> String {
    if text.contains("-->") { text.trim().to_owned() } else { tidy_text(text) }
}

/// Where a text is cut best: near the middle, and rather at the end of a sentence or of a line than within them.
fn halfway(text: &str) -> usize {
    let middle = text.len() / 2;
    let places = text.char_indices().filter(|(_, one)| one.is_whitespace()).map(|(place, _)| place);
    let cost = |place: &usize| {
        let before = text.get(..*place).unwrap_or_default().trim_end();
        let ends_sentence = before.ends_with(['.', '?', '!', '…', '。', '؟']);
        let ends_part =
            before.ends_with([',', ';', ':']) || text.get(*place..).is_some_and(|rest| rest.starts_with('\n'));
        let gain = if ends_sentence {
            text.len() / 4
        } else if ends_part {
            text.len() / 6
        } else {
            0
        };
        (place.abs_diff(middle) + text.len()).saturating_sub(gain)
    };
    places.filter(|place| (1..text.trim_end().len()).contains(place)).min_by_key(cost).unwrap_or(text.len())
}

/// The byte at which so many UTF-16 code units have passed; `None` beyond the text.
fn byte_of(text: &str, units: usize) -> Option<usize> {
    let mut passed = 0;
    for (byte, one) in text.char_indices() {
        if passed >= units {
            return Some(byte);
        }
        passed += one.len_utf16();
    }
    (passed >= units).then_some(text.len())
}

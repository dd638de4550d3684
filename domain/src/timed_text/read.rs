//! Reads `WebVTT` (W3C, 4 April 2019) and `SubRip` files. Lenient where players are (marks, settings, missing numbers), strict about
//! times: a cue at the wrong second is worse than a message.

use super::{CUE_MAX, CUES_MAX, Cue, FILE_MAX, LATEST};

/// Where a file cannot be read, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable {
    /// Line of the file, from 1.
    pub line: usize,
    /// Why.
    pub problem: Problem,
}

/// Why a file of timed text cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// More than [`FILE_MAX`] bytes.
    TooLarge,
    /// Not UTF-8.
    NotText,
    /// Neither begins like `WebVTT` nor has a line of times.
    NoCues,
    /// More than [`CUES_MAX`] cues.
    TooMany,
    /// A time that cannot be read, or beyond [`LATEST`].
    BadTime,
    /// A cue ends before it begins, or at the same moment.
    Reversed,
    /// A cue of more than [`CUE_MAX`] characters.
    TooLong,
}

/// Most characters of what a file calls a cue; a longer name is left out.
const IDENTIFIER_MAX: usize = 200;

/// The cues of a file, by their times. Cues without text are left out.
///
/// # Errors
/// The first line that cannot be read.
pub fn read(bytes: &[u8]) -> Result<Vec<Cue>, Unreadable> {
    let fails = |line, problem| Unreadable { line, problem };
    if bytes.len() > FILE_MAX {
        return Err(fails(1, Problem::TooLarge));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        fails(1 + before.iter().filter(|byte| **byte == b'\n').count(), Problem::NotText)
    })?;
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace(['\r', '\0'], "\n");
    let mut cues = Vec::new();
    let mut lines = text.lines().enumerate().peekable();
    // The line before, and how many there are since the last empty one: a cue may have a name above its times.
    let (mut before, mut count) = ("", 0_usize);
    while let Some((index, line)) = lines.next() {
        let Some((start, rest)) = line.split_once("-->") else {
            (before, count) = if line.trim().is_empty() { ("", 0) } else { (line, count + 1) };
            continue;
        };
        let number = index + 1;
        // What stands there in a SubRip file, whose times have commas, is only the cue's number.
        let is_named = count == 1 && !start.contains(',') && !(index == 1 && before.starts_with("WEBVTT"));
        let identifier = is_named.then(|| identifier(before)).flatten();
        (before, count) = ("", 0);
        let start = time(start.trim()).ok_or(fails(number, Problem::BadTime))?;
        let (end, settings_of) = rest.trim_start().split_once([' ', '\t']).unwrap_or((rest.trim_start(), ""));
        let end = time(end.trim_end()).ok_or(fails(number, Problem::BadTime))?;
        if end <= start {
            return Err(fails(number, Problem::Reversed));
        }
        let mut payload = String::new();
        while let Some((_, line)) = lines.next_if(|(_, line)| !line.trim().is_empty() && !line.contains("-->")) {
            payload.push_str(line);
            payload.push('\n');
        }
        let (speaker, text) = plain(&payload);
        if text.chars().count() > CUE_MAX {
            return Err(fails(number + 1, Problem::TooLong));
        }
        if text.is_empty() {
            continue;
        }
        if cues.len() == CUES_MAX {
            return Err(fails(number, Problem::TooMany));
        }
        cues.push(Cue { start, end, speaker, text, identifier, settings: settings(settings_of) });
    }
    if cues.is_empty() {
        return Err(fails(1, Problem::NoCues));
    }
    cues.sort_by_key(|cue| (cue.start, cue.end));
    Ok(cues)
}

/// `[hours:]minutes:seconds` with three decimals after a point (`WebVTT`) or a comma (`SubRip`), in milliseconds.
fn time(written: &str) -> Option<u32> {
    let (whole, decimals) = written.split_once(['.', ','])?;
    if decimals.len() != 3 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut parts = whole.rsplit(':');
    let mut part = |most: u32| -> Option<u32> {
        let digits = parts.next()?;
        let sound = (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse().ok().filter(|number| sound && *number <= most)
    };
    let (seconds, minutes) = (part(59)?, part(59)?);
    let hours = part(99).or_else(|| (whole.matches(':').count() == 1).then_some(0))?;
    if parts.next().is_some() {
        return None;
    }
    let milliseconds = ((hours * 60 + minutes) * 60 + seconds) * 1_000 + decimals.parse::<u32>().ok()?;
    (milliseconds < LATEST).then_some(milliseconds)
}

/// A cue's text without marks, and who speaks by its first voice mark (`<v Ada Example>`).
fn plain(payload: &str) -> (Option<String>, String) {
    let (mut text, mut speaker) = (String::with_capacity(payload.len()), None);
    let mut rest = payload;
    while let Some(at) = rest.find(['<', '&']) {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        if let Some(mark) = from.strip_prefix('<') {
            // A mark that does not end is text.
            let Some((mark, after)) = mark.split_once('>').filter(|(mark, _)| is_mark(mark)) else {
                text.push('<');
                rest = mark;
                continue;
            };
            if speaker.is_none()
                && let Some((name, who)) = mark.split_once([' ', '\t', '\n'])
                && (name == "v" || name.starts_with("v."))
            {
                speaker = Some(decoded(who)).filter(|who| !who.is_empty());
            }
            rest = after;
        } else {
            let (character, after) = entity(from);
            text.push(character);
            rest = after;
        }
    }
    text.push_str(rest);
    (speaker, tidy_text(&text))
}

/// A text as a cue has it: lines without what no reader sees, and no arrow, which is read as the times of the next cue.
pub(super) fn tidy_text(text: &str) -> String {
    let lines = text.lines().map(tidy).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n").replace("-->", "→")
}

/// What a file calls a cue.
pub(super) fn identifier(line: &str) -> Option<String> {
    Some(tidy(line)).filter(|name| !name.is_empty() && name.chars().count() <= IDENTIFIER_MAX && !name.contains("-->"))
}

/// Where a cue stands, without what no player understands. Regions are described at the beginning of a file, which is not kept.
pub(super) fn settings(written: &str) -> Option<String> {
    const KNOWN: [&str; 5] = ["vertical", "line", "position", "size", "align"];
    let is_value = |value: &str| {
        (1..=40).contains(&value.len())
            && value.chars().all(|one| one.is_ascii_alphanumeric() || matches!(one, '.' | ',' | '%' | '-'))
    };
    let mut kept: Vec<(&str, &str)> = Vec::new();
    for (name, value) in written.split_whitespace().filter_map(|setting| setting.split_once(':')) {
        if KNOWN.contains(&name)
            && is_value(value)
            && !value.contains("--")
            && kept.iter().all(|(known, _)| *known != name)
        {
            kept.push((name, value));
        }
    }
    let words: Vec<String> = kept.into_iter().map(|(name, value)| format!("{name}:{value}")).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// Whether what stands between two angle brackets is a mark of `WebVTT` or of `SubRip`, or a time within a cue.
fn is_mark(mark: &str) -> bool {
    let name = mark.trim_start_matches('/').split([' ', '\t', '\n', '.']).next().unwrap_or_default();
    matches!(name, "" | "v" | "c" | "b" | "i" | "u" | "ruby" | "rt" | "lang" | "font")
        || name.starts_with(|character: char| character.is_ascii_digit()) && mark.contains(':')
}

/// One line without what no reader sees: several spaces, and control characters.
pub(super) fn tidy(line: &str) -> String {
    let line: String = line.chars().map(|one| if one.is_control() { ' ' } else { one }).collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn decoded(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let (character, after) = entity(from);
        out.push(character);
        rest = after;
    }
    out.push_str(rest);
    tidy(&out)
}

/// The character that an escape at the beginning of a text stands for, and what follows it; `&` itself where it is none.
fn entity(text: &str) -> (char, &str) {
    const KNOWN: [(&str, char); 7] = [
        ("&amp;", '&'),
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&quot;", '"'),
        ("&nbsp;", '\u{a0}'),
        ("&lrm;", '\u{200e}'),
        ("&rlm;", '\u{200f}'),
    ];
    let known = KNOWN.iter().find_map(|(escape, character)| Some((*character, text.strip_prefix(escape)?)));
    known.unwrap_or(('&', text.strip_prefix('&').unwrap_or(text)))
}

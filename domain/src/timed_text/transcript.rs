//! Captions as something to read, and to find: whole thoughts instead of the two lines that fit on a screen.

use super::Cue;

/// Beyond so many milliseconds a passage ends with the next sentence.
const LONG_ENOUGH: u32 = 20_000;
/// Beyond so many it ends with the next cue, sentence or not.
const TOO_LONG: u32 = 40_000;
/// After a silence of so many milliseconds something else begins.
const SILENCE: u32 = 4_000;

/// Some cues that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Milliseconds from the beginning.
    pub start: u32,
    /// Milliseconds from the beginning.
    pub end: u32,
    /// Who speaks, where it is said.
    pub speaker: Option<String>,
    /// One line of plain text.
    pub text: String,
}

/// The cues by passages of 20 to 40 seconds: a new one when somebody else speaks, after a silence, and at the end of a
/// sentence once it is long enough. No cue is lost, and the order stays.
pub fn passages(cues: &[Cue]) -> Vec<Passage> {
    let mut passages: Vec<Passage> = Vec::new();
    for cue in cues {
        let text = cue.text.replace('\n', " ");
        match passages.last_mut().filter(|passage| goes_on(passage, cue)) {
            Some(passage) => {
                passage.text.push(' ');
                passage.text.push_str(&text);
                passage.end = passage.end.max(cue.end);
            }
            None => passages.push(Passage { start: cue.start, end: cue.end, speaker: cue.speaker.clone(), text }),
        }
    }
    passages
}

fn goes_on(passage: &Passage, cue: &Cue) -> bool {
    let same_speaker = cue.speaker.is_none() || cue.speaker == passage.speaker;
    let length = cue.end.saturating_sub(passage.start);
    let ends_sentence = passage.text.ends_with(['.', '?', '!', '…', '。', '؟']);
    same_speaker
        && cue.start.saturating_sub(passage.end) < SILENCE
        && length <= TOO_LONG
        && !(ends_sentence && passage.end.saturating_sub(passage.start) >= LONG_ENOUGH)
}

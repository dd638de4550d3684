//! A text by parts that are edited at a time. A part is said by times, not by numbers: whatever others do before or after it, it can be
//! found again, and put back.

use super::{Cue, LATEST, vtt};

/// How many cues a part has, more or less.
pub const STRETCH: usize = 50;

/// The cues that begin from one moment on and before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Milliseconds; the first part begins with the recording.
    pub since: u32,
    /// Milliseconds; the last part has no end ([`LATEST`]).
    pub until: u32,
}

/// The parts of a text, at least one. Cues that begin together stand in one.
pub fn stretches(cues: &[Cue]) -> Vec<Stretch> {
    let mut borders = vec![0];
    let mut count = 0;
    for pair in cues.windows(2) {
        let [before, cue] = pair else { continue };
        count += 1;
        if count >= STRETCH && cue.start > before.start {
            borders.push(cue.start);
            count = 0;
        }
    }
    let ends = borders.iter().skip(1).copied().chain([LATEST]);
    borders.iter().zip(ends).map(|(since, until)| Stretch { since: *since, until }).collect()
}

impl Stretch {
    /// Whether that moment lies in it.
    pub fn has(self, moment: u32) -> bool {
        (self.since..self.until).contains(&moment)
    }

    /// The cues before it, in it and after it; `cues` are in order.
    pub fn of(self, cues: &[Cue]) -> (&[Cue], &[Cue], &[Cue]) {
        let (before, rest) = cues.split_at(cues.partition_point(|cue| cue.start < self.since));
        let (within, after) = rest.split_at(rest.partition_point(|cue| cue.start < self.until));
        (before, within, after)
    }

    /// All cues, with others in the place of those in it.
    pub fn put(self, cues: &[Cue], others: Vec<Cue>) -> Vec<Cue> {
        let (before, _, after) = self.of(cues);
        let mut all: Vec<Cue> = before.iter().cloned().chain(others).chain(after.iter().cloned()).collect();
        all.sort_by_key(|cue| (cue.start, cue.end));
        all
    }

    /// It and the cue after it; itself where there is none.
    #[must_use]
    pub fn longer(self, cues: &[Cue]) -> Self {
        let (_, _, after) = self.of(cues);
        let next = after.first().map_or(self.until, |cue| cue.start);
        let until = after.iter().map(|cue| cue.start).find(|start| *start > next).unwrap_or(LATEST);
        Self { until, ..self }
    }

    /// Tells the cues in it from others (FNV-1a, 64 bits): whether somebody has changed them.
    pub fn print(self, cues: &[Cue]) -> u64 {
        let (_, within, _) = self.of(cues);
        vtt(within)
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325, |print, byte| (print ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
    }
}

//! When somebody has seen a recording: once so much of it was played. Closing the player is something else, and so is jumping to
//! the end. What was reached stays reached, whatever is asked for later.

use super::{Progress, Watched};

/// Hundredths that count as seen, unless an editor says otherwise.
const USUAL: u32 = 80;

/// How much of a recording counts as seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompletionRule {
    required: u32,
    length: Option<u32>,
}

impl CompletionRule {
    /// Fewest hundredths that an editor may ask for.
    pub const LEAST: u32 = 10;
    /// Most of them: whoever misses a moment of the applause has seen it all the same.
    pub const MOST: u32 = 95;

    /// What an editor asks for, in hundredths, within the bounds; 80 where they say nothing. `length` of the recording in
    /// milliseconds: while that is not known, nobody has seen it.
    pub fn new(required: Option<u32>, length: Option<u32>) -> Self {
        Self { required: required.unwrap_or(USUAL).clamp(Self::LEAST, Self::MOST), length }
    }

    /// Hundredths that count as seen.
    pub fn required(self) -> u32 {
        self.required
    }

    /// Hundredths that were watched, rounded down, where the recording's length is known.
    pub fn share(self, watched: &Watched) -> Option<u32> {
        self.length.filter(|length| *length > 0).map(|length| watched.hundredths(length))
    }

    /// Whether that counts as seen.
    pub fn is_met(self, watched: &Watched) -> bool {
        self.share(watched).is_some_and(|share| share >= self.required)
    }
}

impl Progress {
    /// With the moment of completion, if the rule is met and it had none.
    #[must_use]
    pub fn judged(mut self, rule: CompletionRule) -> Self {
        if self.completed.is_none() && rule.is_met(&self.watched) {
            self.completed = Some(self.updated);
        }
        self
    }
}

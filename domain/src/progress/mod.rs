//! How much of a recording somebody has seen, and where they go on.
//!
//! What counts is the union of what was played, as in the xAPI Video Profile's `played-segments`: seeing a minute twice is
//! seeing it once, and skipping to the end is not seeing what lies between.

mod completion;
mod told;
mod watched;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::time::Instant;

pub use completion::CompletionRule;
pub use told::{message, read_handed_over, read_message, read_remembered, remembered};
pub use watched::{NotWatched, Played, Watched};

/// Nobody is offered to go on within the first so many milliseconds, nor within the last.
const EDGE: u32 = 30_000;
/// Nobody is offered to go on beyond so many hundredths of the whole: what follows is applause.
const NEARLY_ALL: u64 = 95;
/// What clocks and players may differ by, in milliseconds.
const SLACK: u64 = 1_000;
/// Fastest and slowest playing, in hundredths of the natural speed.
const RATES: std::ops::RangeInclusive<u32> = 25..=400;

/// What a player tells: that it played from here to there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stretch {
    /// Milliseconds from the recording's beginning.
    pub from: u32,
    /// Milliseconds from the recording's beginning.
    pub to: u32,
    /// Speed, in hundredths of the natural one.
    pub rate: u32,
    /// How many milliseconds that took by the device's monotonic clock.
    pub took: u32,
}

impl Stretch {
    /// What of it counts: no more than can be played at that speed in that time, and nothing beyond the recording's end
    /// (milliseconds, where it is known). A jump that a player reports as played counts for what could be played.
    pub fn counted(self, length: Option<u32>) -> Option<Played> {
        let rate = u64::from(self.rate.clamp(*RATES.start(), *RATES.end()));
        let most = u64::from(self.took) * rate / 100 + SLACK;
        let most = u32::try_from(most).unwrap_or(u32::MAX);
        let to = self.to.min(self.from.saturating_add(most)).min(length.unwrap_or(u32::MAX));
        Played::new(self.from, to)
    }
}

/// What is known of one person and one recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// What was played.
    pub watched: Watched,
    /// Where the player stood last, in milliseconds.
    pub position: u32,
    /// When that was.
    pub updated: Instant,
    /// When so much of it had been watched that it counted as seen; see [`CompletionRule`].
    #[serde(default)]
    pub completed: Option<Instant>,
}

impl Progress {
    /// Both devices' progress: all that was seen on either, the place of the one that played last, and the first completion.
    #[must_use]
    pub fn merged(mut self, other: &Self) -> Self {
        self.watched.extend(&other.watched);
        self.watched = self.watched.bounded();
        if (other.updated, other.position) > (self.updated, self.position) {
            (self.updated, self.position) = (other.updated, other.position);
        }
        self.completed = match (self.completed, other.completed) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
        self
    }

    /// Where to go on, in a recording of so many milliseconds: nowhere at its very beginning and near its end.
    pub fn resumes_at(&self, length: Option<u32>) -> Option<u32> {
        let is_early = self.position < EDGE;
        let is_late = length.is_some_and(|length| {
            u64::from(self.position) * 100 >= u64::from(length) * NEARLY_ALL
                || length.saturating_sub(self.position) < EDGE
        });
        (!is_early && !is_late).then_some(self.position)
    }
}

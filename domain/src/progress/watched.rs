//! The union of intervals.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Most parts that are kept of one recording.
const PARTS_MAX: usize = 1_000;

/// A part that was played: milliseconds from the beginning, the second after the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Played {
    from: u32,
    to: u32,
}

impl Played {
    /// From here to there; nothing where nothing lies between.
    pub fn new(from: u32, to: u32) -> Option<Self> {
        (from < to).then_some(Self { from, to })
    }

    /// Where it begins.
    pub fn from(self) -> u32 {
        self.from
    }

    /// Where it ends.
    pub fn to(self) -> u32 {
        self.to
    }
}

/// All that was played, each moment once: parts in order, none touching the next.
///
/// As text: `0-15000,20000-30000`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Watched(Vec<Played>);

/// Not a list of parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotWatched;

impl Watched {
    /// Adds a part.
    pub fn add(&mut self, part: Played) {
        // Those that touch the new one lie together, since the parts are in order.
        let first = self.0.partition_point(|one| one.to < part.from);
        let behind = self.0.partition_point(|one| one.from <= part.to);
        let touched = self.0.get(first..behind).unwrap_or_default();
        let from = touched.first().map_or(part.from, |one| one.from.min(part.from));
        let to = touched.last().map_or(part.to, |one| one.to.max(part.to));
        drop(self.0.splice(first..behind, [Played { from, to }]));
    }

    /// Adds all that another has.
    pub fn extend(&mut self, other: &Self) {
        for part in &other.0 {
            self.add(*part);
        }
    }

    /// At most the 1,000 longest parts: whoever jumps about fills no database, and nothing counts that was not played.
    #[must_use]
    pub fn bounded(mut self) -> Self {
        if self.0.len() > PARTS_MAX {
            self.0.sort_by_key(|part| (std::cmp::Reverse(part.to - part.from), part.from));
            self.0.truncate(PARTS_MAX);
            self.0.sort_by_key(|part| part.from);
        }
        self
    }

    /// The parts, in order.
    pub fn parts(&self) -> &[Played] {
        &self.0
    }

    /// How many milliseconds were seen.
    pub fn total(&self) -> u32 {
        // Disjoint parts of a 32-bit line.
        self.0.iter().map(|part| part.to - part.from).sum()
    }

    /// How many hundredths of a recording of so many milliseconds were seen, rounded down: 100 is all of it.
    pub fn hundredths(&self, length: u32) -> u32 {
        if length == 0 {
            return 0;
        }
        let within = self.0.iter().map(|part| u64::from(part.to.min(length).saturating_sub(part.from))).sum::<u64>();
        u32::try_from(within * 100 / u64::from(length)).unwrap_or(100)
    }
}

impl fmt::Display for Watched {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, part) in self.0.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            write!(formatter, "{comma}{}-{}", part.from, part.to)?;
        }
        Ok(())
    }
}

impl FromStr for Watched {
    type Err = NotWatched;

    fn from_str(text: &str) -> Result<Self, NotWatched> {
        let mut watched = Self::default();
        for part in text.split(',').filter(|part| !part.is_empty()) {
            let (from, to) = part.split_once('-').ok_or(NotWatched)?;
            let (from, to) = (from.parse().map_err(|_| NotWatched)?, to.parse().map_err(|_| NotWatched)?);
            watched.add(Played::new(from, to).ok_or(NotWatched)?);
        }
        Ok(watched)
    }
}

impl TryFrom<String> for Watched {
    type Error = NotWatched;

    fn try_from(text: String) -> Result<Self, NotWatched> {
        text.parse()
    }
}

impl From<Watched> for String {
    fn from(watched: Watched) -> Self {
        watched.to_string()
    }
}

impl fmt::Display for NotWatched {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not a list of parts such as 0-15000,20000-30000")
    }
}

impl std::error::Error for NotWatched {}

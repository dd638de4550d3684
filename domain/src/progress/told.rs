//! How a player tells what it played: short lines, so that the browser's module need not carry a reader of JSON.

use std::fmt::Write as _;

use super::{Played, Progress, Stretch, Watched};
use crate::content::Id;
use crate::time::Instant;

/// Most stretches in one message: a player tells every quarter of a minute.
const STRETCHES_MAX: usize = 200;
/// Most recordings that a browser hands over at once.
const RECORDINGS_MAX: usize = 200;

/// What was played lately: `90000 0-15000@100/15000 60000-90000@200/15000`, the position first.
pub fn message(position: u32, stretches: &[Stretch]) -> String {
    let mut line = position.to_string();
    for Stretch { from, to, rate, took } in stretches {
        // Writing to a text cannot fail.
        let _written = write!(line, " {from}-{to}@{rate}/{took}");
    }
    line
}

/// Reads a [`message`]; what of it counts in a recording of so many milliseconds, as of `now`.
pub fn read_message(line: &str, length: Option<u32>, now: Instant) -> Option<Progress> {
    let mut words = line.split_ascii_whitespace();
    let position: u32 = words.next()?.parse().ok()?;
    let mut watched = Watched::default();
    for word in words.take(STRETCHES_MAX) {
        let (part, time) = word.split_once('@')?;
        let ((from, to), (rate, took)) = (part.split_once('-')?, time.split_once('/')?);
        let number = |text: &str| text.parse::<u32>().ok();
        let stretch = Stretch { from: number(from)?, to: number(to)?, rate: number(rate)?, took: number(took)? };
        if let Some(part) = stretch.counted(length) {
            watched.add(part);
        }
    }
    Some(Progress { watched, position: position.min(length.unwrap_or(u32::MAX)), updated: now, completed: None })
}

/// What a browser remembers of one recording: `<milliseconds since 1970> <position> <parts>`.
pub fn remembered(progress: &Progress) -> String {
    format!("{} {} {}", progress.updated.milliseconds(), progress.position, progress.watched)
}

/// Reads what is [`remembered`].
pub fn read_remembered(line: &str) -> Option<Progress> {
    let mut words = line.split_ascii_whitespace();
    let updated = Instant::from_milliseconds(words.next()?.parse().ok()?);
    let position = words.next()?.parse().ok()?;
    let watched: Watched = words.next().unwrap_or_default().parse().ok()?;
    Some(Progress { watched: watched.bounded(), position, updated, completed: None })
}

/// Reads what a browser hands over when somebody signs in: a line for each recording, its identity before what is
/// [`remembered`]. Lines that cannot be read are left out, and nothing is newer than `now`.
pub fn read_handed_over(lines: &str, now: Instant) -> Vec<(Id, Progress)> {
    let read = |line: &str| {
        let (id, rest) = line.split_once(' ')?;
        let progress = read_remembered(rest)?;
        Some((id.parse().ok()?, Progress { updated: progress.updated.min(now), ..progress }))
    };
    lines.lines().take(RECORDINGS_MAX).filter_map(read).collect()
}

impl Progress {
    /// With what was played since.
    #[must_use]
    pub fn and(mut self, part: Option<Played>, position: u32, now: Instant) -> Self {
        if let Some(part) = part {
            self.watched.add(part);
        }
        (self.position, self.updated) = (position, now);
        self
    }
}

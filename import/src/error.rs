//! Why a file could not be read: one sentence, with the line where it is known.

use std::fmt;

/// Longest file that is looked at, in bytes; a schedule of a thousand sessions is below three million.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// A place in a text file, both counted from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Line.
    pub line: u32,
    /// Column.
    pub column: u32,
}

impl Position {
    /// The place of a byte offset; an offset past the end gives the end.
    pub(crate) fn at(text: &[u8], offset: usize) -> Self {
        let before = text.get(..offset.min(text.len())).unwrap_or(text);
        let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
        let lines = before.iter().filter(|byte| **byte == b'\n').count();
        let column = String::from_utf8_lossy(before.get(line_start..).unwrap_or_default()).chars().count();
        Self { line: count(lines), column: count(column) }
    }
}

/// One more than an index, as the number people use; files are far shorter than the number's range.
fn count(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX - 1) + 1
}

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}, column {}", self.line, self.column)
    }
}

/// Why nothing was imported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// Nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// Longer than [`MAX_BYTES`].
    #[error("the file is {} MiB long; at most {} MiB are read", size.div_ceil(1024 * 1024), MAX_BYTES / 1024 / 1024)]
    TooLarge {
        /// Length in bytes.
        size: usize,
    },
    /// Not UTF-8, by its bytes or by its own declaration.
    #[error("{position}: the file is not UTF-8{}; save it as UTF-8 and import it again", declared_as(.declared.as_deref()))]
    Encoding {
        /// First place that is not UTF-8, or that declares something else.
        position: Position,
        /// What the file says it is.
        declared: Option<String>,
    },
    /// Neither a programme file nor a schedule.
    #[error("the file is neither a programme file (TOML) nor a conference schedule (XML or JSON): {0}")]
    UnknownFormat(String),
    /// A table, which is read beside what is there already.
    #[error("this is a table (CSV); tables are imported in the app, at /admin/import")]
    Table,
    /// The file gives wall times, but not where they are meant.
    #[error(
        "the file does not say in which time zone its times are meant; give it, for example with `--zone Europe/Brussels`"
    )]
    ZoneNeeded,
    /// Anything wrong at a known place.
    #[error("{position}: {message}")]
    Invalid {
        /// Where.
        position: Position,
        /// What, and what to do about it.
        message: String,
    },
}

impl ImportError {
    /// Something wrong at a byte offset of a text.
    pub(crate) fn at(text: &[u8], offset: usize, message: impl Into<String>) -> Self {
        Self::Invalid { position: Position::at(text, offset), message: one_line(&message.into()) }
    }

    /// Where it went wrong, when that is one place.
    pub fn position(&self) -> Option<Position> {
        match self {
            Self::Encoding { position, .. } | Self::Invalid { position, .. } => Some(*position),
            Self::Empty | Self::TooLarge { .. } | Self::UnknownFormat(_) | Self::Table | Self::ZoneNeeded => None,
        }
    }
}

/// An error stays one sentence, whatever piece of the file it quotes.
fn one_line(message: &str) -> String {
    let words = message.split(|character: char| character.is_whitespace() || character.is_control());
    let line = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(400) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

fn declared_as(encoding: Option<&str>) -> String {
    encoding.map_or_else(String::new, |name| format!(" (it says “{name}”)"))
}

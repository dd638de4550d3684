//! Tables of a programme's things: sessions, people, materials and the others, each row one thing and each column a field of its
//! form at the desk, so that a row is checked as that form is. A table can be partial: what it has no column for and whoever is
//! not in it stay as they are. An empty cell takes out what can be taken out.
//!
//! | file | holds |
//! |---|---|
//! | `columns` | which column is which field |
//! | `cells` | a cell and what is typed into a field, either way |
//! | `moments` | days, times and lengths as spreadsheets write them |
//! | `matching` | which thing a row is about |
//! | `reading` | rows into the working copy |
//! | `writing` | the working copy into rows |

mod cells;
mod columns;
mod matching;
mod moments;
mod reading;
mod writing;

use domain::content::{Content, Id};
use domain::desk::{Kind, Usual, WrongRow};

pub use reading::read_table;
pub use writing::write_table;

use crate::report::Report;
use crate::sheet::delimiter;

/// Most rows of a table.
pub const ROWS_MAX: usize = 5_000;

/// What the person who imports says of a table.
#[derive(Debug, Clone)]
pub struct TableOptions {
    /// What its rows are.
    pub kind: Kind,
    /// The event of sessions, tracks and rooms in rows that do not name one.
    pub event: Option<Id>,
    /// What new things have.
    pub usual: Usual,
    /// Name of the file, for the report.
    pub file_name: Option<String>,
}

/// A table that was read.
#[derive(Debug, Clone)]
pub struct Tabled {
    /// The working copy with what the table says.
    pub content: Content,
    /// What was taken and left out.
    pub report: Report,
    /// Rows that are not taken, and why.
    pub wrong: Vec<WrongRow>,
}

/// Whether a file is a table: by its name, or because it is nothing else that is read.
pub fn is_table(bytes: &[u8], file_name: Option<&str>) -> bool {
    let ending = file_name.and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending.to_ascii_lowercase());
    if matches!(ending.as_deref(), Some("csv" | "tsv")) {
        return true;
    }
    let beginning = String::from_utf8_lossy(bytes.get(..bytes.len().min(2_000)).unwrap_or_default());
    let beginning = beginning.trim_start_matches('\u{feff}');
    let Some(line) = beginning.lines().map(str::trim).find(|line| !line.is_empty()) else { return false };
    let mark = char::from(delimiter(line));
    // XML and JSON begin with a bracket; in a programme file a line is a comment, the head of a part, or names a value.
    !line.starts_with(['<', '{', '[', '#']) && !line.contains('=') && line.contains(mark)
}

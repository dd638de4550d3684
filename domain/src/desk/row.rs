//! Rows of a table that are not taken, for whoever reads tables and whoever tells people of it.

use super::form::Trouble;

/// A row that is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongRow {
    /// Where it begins in the file, from 1.
    pub line: u64,
    /// Heading of the column to be mended; empty where it is the row itself.
    pub column: String,
    /// What stands there.
    pub cell: String,
    /// Why it will not do.
    pub trouble: RowTrouble,
}

/// Why a row is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowTrouble {
    /// What the form would say.
    Form(Trouble),
    /// Nothing of that name is there; what there is, where that is little.
    Unknown(Vec<String>),
    /// No event is named, in the row or beside the table.
    Event,
    /// Several things have that name; these are their addresses.
    Several(String),
    /// An earlier row is about the same thing, on that line.
    Again(u64),
    /// A day that could be two.
    AmbiguousDay,
    /// It has so many cells, and the first line so many.
    Cells(usize, usize),
}

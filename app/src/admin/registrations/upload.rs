//! Registering many by a file: what its page shows.

use domain::content::Id;
use domain::registration::entry::Placing;
use domain::validation::FieldError;

use super::entering::{PlacesNow, TypedEntering};

/// The page on which a list is taken.
#[derive(Debug, Clone, Default)]
pub struct UploadView {
    /// Address and title of the event.
    pub event: (String, String),
    /// Its places.
    pub places: PlacesNow,
    /// How people are entered.
    pub entering: TypedEntering,
    /// Why nothing was read.
    pub refused: Option<UploadRefusal>,
    /// What was read, and what it would do.
    pub plan: Option<UploadPlan>,
    /// What came of the last list.
    pub done: Option<UploadDone>,
    /// Whether something changed since a list was shown, so that nothing was done.
    pub is_outdated: bool,
    /// Headings of a file to be filled in.
    pub columns: Vec<String>,
}

/// Why a list was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UploadRefusal {
    /// No file was chosen.
    Empty,
    /// Longer than so many MiB.
    TooLarge(usize),
    /// The event is cancelled.
    Cancelled,
    /// No list, with the line where that is known; the reader's own words.
    Unreadable(String),
    /// How people are entered is to be mended.
    Fields(Vec<FieldError>),
}

/// What came of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UploadDone {
    /// Registered by it.
    pub added: u32,
    /// Registered already.
    pub known: u32,
    /// Not any more as it was shown, and left out.
    pub otherwise: u32,
}

/// What a list would do.
#[derive(Debug, Clone)]
pub struct UploadPlan {
    /// Name of the file, if it has one.
    pub file_name: String,
    /// The file itself, in base64, so that exactly it is taken.
    pub draft: String,
    /// Key of the upload.
    pub key: Id,
    /// The address of what is shown.
    pub seen: String,
    /// Each line.
    pub rows: Vec<UploadRow>,
    /// Headings of columns that are not taken.
    pub left_aside: Vec<String>,
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadRow {
    /// Where it begins, from 1.
    pub line: u64,
    /// Who.
    pub name: String,
    /// At which address.
    pub email: String,
    /// What it would do.
    pub verdict: UploadVerdict,
}

/// What a line would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UploadVerdict {
    /// Somebody gets that.
    Gets(Placing),
    /// This very upload registered them.
    Done(Id),
    /// The address is registered.
    Known(Id),
    /// The address stands in that line already.
    Twice(u64),
    /// There is neither a place nor a list.
    Full,
    /// Heading of a column, empty where it is the whole line, and what is to be mended there.
    Wrong(Vec<(String, String)>),
}

impl UploadPlan {
    /// How many lines have such a verdict.
    pub fn count(&self, is_meant: impl Fn(&UploadVerdict) -> bool) -> usize {
        self.rows.iter().filter(|row| is_meant(&row.verdict)).count()
    }

    /// How many people it would register.
    pub fn adds(&self) -> usize {
        self.count(|verdict| matches!(verdict, UploadVerdict::Gets(_)))
    }
}

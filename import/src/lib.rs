//! Reads files into a programme's content: programme files (TOML) and conference schedules (frab/pentabarf XML).
//!
//! Bytes in, content and a report out; nothing else is touched. A file that cannot be read gives one error and no
//! content, so a failed import changes nothing. The same bytes always give the same content, identities included, so a
//! second import changes nothing either.

mod error;
mod identity;
mod names;
mod programme_file;
mod report;

use domain::content::Content;
use domain::time::Zone;

pub use error::{ImportError, MAX_BYTES, Position};
pub use report::{Example, Group, MAX_EXAMPLES, Report, Taken};

/// What the person who imports knows beyond the file.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Zone in which the file's wall times are meant, where the file does not say.
    pub zone: Option<Zone>,
    /// Name of the file, for the report.
    pub file_name: Option<String>,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The things read.
    pub content: Content,
    /// What was taken, repaired and left out.
    pub report: Report,
}

/// Reads a file of either format; which one is told by its content.
///
/// # Errors
/// [`ImportError`], one for the whole file.
pub fn read(bytes: &[u8], options: &Options) -> Result<Imported, ImportError> {
    if bytes.len() > MAX_BYTES {
        return Err(ImportError::TooLarge { size: bytes.len() });
    }
    let text = utf8(bytes)?;
    let mut report = Report { file_name: options.file_name.clone(), ..Report::default() };
    let content = programme_file::read(text, &mut report)?;
    Ok(Imported { content, report })
}

fn utf8(bytes: &[u8]) -> Result<&str, ImportError> {
    std::str::from_utf8(bytes)
        .map_err(|error| ImportError::Encoding { position: Position::at(bytes, error.valid_up_to()), declared: None })
}

//! Reads files into a programme's content: programme files (TOML) and conference schedules (frab/pentabarf XML, and the JSON beside it). And
//! tables (CSV): of a programme's things, which are written too, and of people to be registered, each row as a form.
//!
//! Bytes in, content and a report out; nothing else is touched. A file that cannot be read gives one error and no
//! content, so a failed import changes nothing. The same bytes always give the same content, identities included, so a
//! second import changes nothing either.

mod error;
mod fit;
mod identity;
mod people;
mod programme_file;
mod report;
mod sanitise;
mod schedule;
mod sheet;
mod table;

use domain::check::check;
use domain::content::Content;
use domain::time::Zone;

pub use error::{ImportError, MAX_BYTES, Position};
pub use people::{PEOPLE_MAX, People, PersonRow, read_people, template};
pub use report::{Example, Group, MAX_EXAMPLES, Report, Taken};
pub use sanitise::sanitise_html;
pub use table::{ROWS_MAX, TableOptions, Tabled, is_table, read_table, write_table};

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

/// Reads a file of any of the formats; which one is told by its content.
///
/// # Errors
/// [`ImportError`], one for the whole file.
pub fn read(bytes: &[u8], options: &Options) -> Result<Imported, ImportError> {
    if bytes.len() > MAX_BYTES {
        return Err(ImportError::TooLarge { size: bytes.len() });
    }
    let text = utf8(bytes)?;
    let mut report = Report { file_name: options.file_name.clone(), ..Report::default() };
    let content = match text.trim_start().chars().next() {
        None => return Err(ImportError::Empty),
        Some('<') => schedule::read(text, options, &mut report)?,
        Some('{') => schedule::read_json(text, options, &mut report)?,
        Some(_) if is_table(bytes, options.file_name.as_deref()) => return Err(ImportError::Table),
        Some(_) => programme_file::read(text, &mut report)?,
    };
    // A schedule is one event: what concerns the programme around it is not the schedule's fault.
    for problem in check(&content).iter().filter(|problem| problem.id.is_some()) {
        report.note("to be mended before it can be released", None, &problem.to_string());
    }
    Ok(Imported { content, report })
}

/// The text of a file, without its byte order mark; a NUL is what other encodings look like.
fn utf8(bytes: &[u8]) -> Result<&str, ImportError> {
    let wrong = |offset: usize| ImportError::Encoding {
        position: Position::at(bytes, offset),
        declared: declared_encoding(bytes).filter(|name| !name.eq_ignore_ascii_case("utf-8")),
    };
    let text = std::str::from_utf8(bytes).map_err(|error| wrong(error.valid_up_to()))?;
    match text.find('\0') {
        Some(nul) => Err(wrong(nul)),
        None => Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
    }
}

/// What an XML declaration at the beginning says of its encoding.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let beginning = String::from_utf8_lossy(bytes.get(..bytes.len().min(200)).unwrap_or_default()).replace('\0', "");
    let declaration = beginning.split_once("<?xml")?.1.split_once("?>")?.0.to_owned();
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start().to_owned();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value.split(quote).nth(1).map(report::shorten)
}

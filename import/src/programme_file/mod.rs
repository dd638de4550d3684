//! The programme file: a whole programme as TOML that an editor can read and write.

mod convert;
mod events;
mod questions;
mod schema;

use domain::content::Content;

use crate::error::ImportError;
use crate::report::Report;
use schema::ProgrammeFile;

/// Reads a programme file.
///
/// # Errors
/// The first thing that is wrong, with its line and column.
pub(crate) fn read(text: &str, report: &mut Report) -> Result<Content, ImportError> {
    let file: ProgrammeFile = toml::from_str(text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        ImportError::at(text.as_bytes(), offset, error.message())
    })?;
    let content = convert::content(text, file, report)?;
    "programme file".clone_into(&mut report.subject);
    report.took(content.events.len(), "events");
    report.took(content.sessions.len(), "sessions");
    report.took(content.people.len(), "people");
    report.took(content.topics.len(), "topics");
    report.took(content.materials.len(), "materials");
    report.took(content.organisations.len(), "organisations");
    report.took(content.pages.len(), "pages");
    Ok(content)
}

//! Conference schedules in the XML that frab, pretalx, Pentabarf and Wafer write, or in the JSON of the first two, read tolerantly
//! into one new event.

mod cast;
mod convert;
mod dialect;
mod json;
mod reader;

use domain::content::Content;

use crate::error::ImportError;
use crate::report::Report;
use crate::{Options, report};

/// Reads a schedule in JSON.
///
/// # Errors
/// JSON that is damaged or not a schedule; a schedule without a zone or without a readable session.
pub(crate) fn read_json(text: &str, options: &Options, report: &mut Report) -> Result<Content, ImportError> {
    convert::content(&json::parse(text)?, options, report)
}

/// Reads a schedule in XML.
///
/// # Errors
/// XML that is damaged, out of bounds or not a schedule; a schedule without a zone or without a readable session.
pub(crate) fn read(text: &str, options: &Options, report: &mut Report) -> Result<Content, ImportError> {
    let root = reader::parse(text)?;
    if root.name != "schedule" {
        let name = report::shorten(&root.name);
        return Err(ImportError::UnknownFormat(format!("it begins with <{name}>, a schedule begins with <schedule>")));
    }
    convert::content(&root, options, report)
}

//! Comma-, semicolon- or tab-separated values with a line of headings (RFC 4180), as spreadsheets write them and as cells come that
//! are copied out of one.

use csv::{ReaderBuilder, StringRecord};
use domain::account::text_of_cell;

use crate::error::ImportError;
use crate::utf8;

/// A table as it stands in its file.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// What the first line has.
    pub(crate) headings: Vec<String>,
    /// The others, empty ones left out.
    pub(crate) rows: Vec<SheetRow>,
}

/// A line that is not empty.
#[derive(Debug)]
pub(crate) struct SheetRow {
    /// Where it begins in the file, from 1.
    pub(crate) line: u64,
    /// The text of each cell, without the apostrophe that kept it from being taken for a formula.
    pub(crate) cells: Vec<String>,
}

impl Sheet {
    /// Reads a table of at most so many rows; `what` the rows are is for the message that says so.
    ///
    /// # Errors
    /// It is not UTF-8, empty, or longer.
    pub(crate) fn read(bytes: &[u8], most: usize, what: &str) -> Result<Self, ImportError> {
        let text = utf8(bytes)?;
        let mut lines = ReaderBuilder::new()
            .delimiter(delimiter(text))
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes())
            .into_records();
        let broken = |error: csv::Error| ImportError::at(bytes, usize::MAX, error.to_string());
        let head = lines.find(|record| record.as_ref().map_or(true, |record| !is_blank(record)));
        let head = head.ok_or(ImportError::Empty)?.map_err(broken)?;
        let headings = head.iter().map(|heading| heading.trim().to_owned()).collect();
        let mut rows = Vec::new();
        for record in lines {
            let record = record.map_err(broken)?;
            if is_blank(&record) {
                continue;
            }
            if rows.len() == most {
                let message = format!("there are more than {most} {what} in it; import it in parts");
                return Err(ImportError::at(bytes, usize::MAX, message));
            }
            let cells = record.iter().map(|cell| text_of_cell(cell).to_owned()).collect();
            rows.push(SheetRow { line: line(text, &record), cells });
        }
        Ok(Self { headings, rows })
    }
}

fn is_blank(record: &StringRecord) -> bool {
    record.iter().all(|cell| cell.trim().is_empty())
}

/// What stands between the cells: of the marks that spreadsheets use, the one that is most often in the first line.
pub(crate) fn delimiter(text: &str) -> u8 {
    let head = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |mark: &u8| head.bytes().filter(|byte| byte == mark).count();
    // Of equally many the last is taken: a comma where there is none of them.
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

fn line(text: &str, record: &StringRecord) -> u64 {
    record.position().map_or(0, |position| {
        // The reader counts from before the empty lines that it passes over.
        let rest =
            usize::try_from(position.byte()).ok().and_then(|begin| text.as_bytes().get(begin..)).unwrap_or_default();
        let passed = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
        position.line() + passed.filter(|byte| **byte == b'\n').map(|_| 1).sum::<u64>()
    })
}

//! What is listed as a workbook. Its format cannot be written from front to back, so it is made in a temporary file, row
//! by row, and that is sent.

use std::fs::File;
use std::io::{self, Seek};

use app::admin::{export_columns, export_row};
use axum::body::{Body, Bytes};
use futures::stream;
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use tokio::io::AsyncReadExt;
use tokio::sync::{Semaphore, mpsc};

use super::export::Pages;

/// Pages that wait to be written.
const QUEUE: usize = 2;
/// Bytes that are sent at once.
const CHUNK: usize = 64 * 1024;
/// Workbooks that are made at once, others wait for their turn: each holds one of the threads that also read files for viewers.
static TURNS: Semaphore = Semaphore::const_new(4);
/// Longest text of a cell, in characters; a workbook takes no more.
const CELL_MAX: usize = 32_767;
/// Width of a column, in characters.
const WIDTH: f64 = 22.0;

/// Makes the workbook, and sends it.
pub(super) async fn body(mut pages: Pages) -> io::Result<Body> {
    let _turn = TURNS.acquire().await.map_err(io::Error::other)?;
    let (sender, rows) = mpsc::channel(QUEUE);
    let columns = export_columns(&pages.event.registration.questions);
    let written = tokio::task::spawn_blocking(move || write(&columns, rows));
    loop {
        let page = pages.next().await.map_err(io::Error::other)?;
        if page.is_empty() {
            break;
        }
        let questions = &pages.event.registration.questions;
        let rows: Vec<Vec<String>> = page.iter().map(|found| export_row(questions, found)).collect();
        if sender.send(rows).await.is_err() {
            // The writer has failed and says why below.
            break;
        }
    }
    drop(sender);
    let file = written.await.map_err(io::Error::other)?.map_err(io::Error::other)?;
    Ok(sent(tokio::fs::File::from_std(file)))
}

/// Writes the rows as they come. Every cell is a text, so none is ever a formula.
fn write(columns: &[String], mut rows: mpsc::Receiver<Vec<Vec<String>>>) -> Result<File, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_freeze_panes(1, 2)?;
    let head = Format::new().set_bold();
    for (column, name) in (0..).zip(columns) {
        sheet.set_column_width(column, WIDTH)?;
        sheet.write_string_with_format(0, column, name, &head)?;
    }
    let mut number = 1;
    while let Some(page) = rows.blocking_recv() {
        for row in page {
            for (column, text) in (0..).zip(row) {
                if !text.is_empty() {
                    sheet.write_string(number, column, text.chars().take(CELL_MAX).collect::<String>())?;
                }
            }
            number += 1;
        }
    }
    let mut file = tempfile::tempfile()?;
    workbook.save_to_writer(&mut file)?;
    file.rewind()?;
    Ok(file)
}

fn sent(file: tokio::fs::File) -> Body {
    Body::from_stream(stream::try_unfold(file, |mut file| async move {
        let mut chunk = vec![0; CHUNK];
        let length = file.read(&mut chunk).await?;
        chunk.truncate(length);
        Ok::<_, io::Error>((length > 0).then(|| (Bytes::from(chunk), file)))
    }))
}

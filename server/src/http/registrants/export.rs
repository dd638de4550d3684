//! What is listed as a file: page by page from the database to the receiver, so that the memory it takes does not depend
//! on how many there are. A failure in between ends the connection, and no half file passes for a whole one.

use std::io;

use app::admin::{ExportFormat, Refusal, export_columns, export_object, export_row, query_of};
use app::server::AppState;
use app::staff::staff_session_of;
use axum::body::{Body, Bytes};
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use domain::account::cell;
use domain::content::{Event, Id};
use domain::published::Found;
use domain::registration::ListQuery;
use futures::stream;
use store::{Registration, Store, StoreError};

use super::super::headers::private;
use super::super::limits::{Limits, with_wait};
use super::super::places::again;
use super::workbook;

/// Registrations that are read at once.
const PAGE: u32 = 500;

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/admin/registrations/{slug}/export/{file}", get(export)).layer(from_fn(private))
}

async fn export(
    State(state): State<AppState>,
    Path((slug, file)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    Extension(limits): Extension<Limits>,
    headers: HeaderMap,
) -> Response {
    let query = query.unwrap_or_default();
    let format = file.strip_prefix("registrations.").and_then(ExportFormat::of_extension);
    let published = state.published();
    let (Some(format), Some(Found::Here(event) | Found::Moved(event))) = (format, published.content.event(&slug))
    else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let Ok(session) = staff_session_of(&state, &headers).await else { return StatusCode::FORBIDDEN.into_response() };
    if let Err(seconds) = limits.admit_file(session.member.id) {
        let page = again(state.clone(), &slug, &headers, &query, Refusal::TooManyFiles(seconds)).await;
        return with_wait(page, seconds);
    }
    tracing::info!(member = %session.member.id, event = %event.id, ?format, "registrations were exported");
    let pages = Pages::new(&state, event, query_of(&query));
    let (body, media) = match format {
        ExportFormat::Csv => (streamed(pages, csv), "text/csv; charset=utf-8"),
        ExportFormat::Json => (streamed(pages, json), "application/json"),
        ExportFormat::Xlsx => match workbook::body(pages).await {
            Ok(body) => (body, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            Err(error) => {
                tracing::error!(%error, "a workbook could not be written");
                return (StatusCode::SERVICE_UNAVAILABLE, "The file could not be made. Please try again.")
                    .into_response();
            }
        },
    };
    let name = format!("attachment; filename=\"{}-{file}\"", event.slug);
    let mut response = body.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    if let Ok(name) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    response
}

/// The pages of a list, one after the other.
pub(super) struct Pages {
    store: Store,
    pub(super) event: Event,
    query: ListQuery,
    after: Option<Id>,
    is_first: bool,
    is_over: bool,
}

impl Pages {
    fn new(state: &AppState, event: &Event, query: ListQuery) -> Self {
        let store = state.store().clone();
        Self { store, event: event.clone(), query, after: None, is_first: true, is_over: false }
    }

    /// The next registrations; none at the end.
    pub(super) async fn next(&mut self) -> Result<Vec<Registration>, StoreError> {
        let (filter, order) = (&self.query.filter, self.query.order);
        let page = self.store.listed(self.event.id, filter, order, PAGE, self.after).await?;
        self.after = page.last().map(|found| found.id);
        Ok(page)
    }
}

/// Writes a page of a list; the first one begins the file, an empty one ends it.
type Writes = fn(&Event, bool, &[Registration]) -> io::Result<Vec<u8>>;

fn streamed(pages: Pages, write: Writes) -> Body {
    Body::from_stream(stream::try_unfold(pages, move |mut pages| async move {
        if pages.is_over {
            return Ok::<_, io::Error>(None);
        }
        let page = pages.next().await.map_err(|error| {
            tracing::error!(%error, "an export ended in the middle");
            io::Error::other(error)
        })?;
        let chunk = write(&pages.event, pages.is_first, &page)?;
        pages.is_over = page.is_empty();
        pages.is_first = false;
        Ok(Some((Bytes::from(chunk), pages)))
    }))
}

fn csv(event: &Event, is_first: bool, page: &[Registration]) -> io::Result<Vec<u8>> {
    let questions = &event.registration.questions;
    // The mark by which spreadsheets know UTF-8.
    let begun = if is_first { "\u{feff}".as_bytes().to_vec() } else { Vec::new() };
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(begun);
    if is_first {
        table.write_record(export_columns(questions).iter().map(|name| cell(name)))?;
    }
    for found in page {
        table.write_record(export_row(questions, found).iter().map(|text| cell(text)))?;
    }
    table.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

fn json(event: &Event, is_first: bool, page: &[Registration]) -> io::Result<Vec<u8>> {
    let mut text = String::from(if is_first { "[" } else { "" });
    for (at, found) in page.iter().enumerate() {
        text.push_str(if is_first && at == 0 { "\n" } else { ",\n" });
        text.push_str(&export_object(&event.registration.questions, found));
    }
    if page.is_empty() {
        text.push_str("\n]\n");
    }
    Ok(text.into_bytes())
}

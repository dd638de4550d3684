//! Tables of the working copy, taken away as files.

use app::error::PageError;
use app::server::AppState;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::content::Id;
use domain::desk::Kind;
use import::write_table;
use serde::Deserialize;

use super::form::{usual, working_copy};
use super::not_found;
use crate::http::render::page_of;

#[derive(Debug, Deserialize)]
pub(super) struct TableQuery {
    /// The event of sessions, tracks and rooms; all events without one.
    event: Option<Id>,
}

/// The things of a kind as a file that spreadsheets open (RFC 4180, in UTF-8 with its mark).
pub(super) async fn download(
    State(state): State<AppState>,
    Path(table): Path<String>,
    Query(query): Query<TableQuery>,
    request: Request,
) -> Response {
    let kind = table.strip_suffix(".csv").and_then(Kind::from_name).filter(|kind| *kind != Kind::Programme);
    let Some(kind) = kind else { return not_found() };
    let content = match working_copy(&state).await {
        Ok(content) => content,
        Err(error) => return page_of(state, request, Err::<(), PageError>(error)).await,
    };
    let event = query.event.and_then(|id| content.event_by_id(id));
    if query.event.is_some() && event.is_none() {
        return not_found();
    }
    let name = match event {
        Some(event) => format!("{}-{}.csv", kind.name(), event.slug),
        None => table,
    };
    let (event, usual) = (event.map(|event| event.id), usual(&state));
    let written = tokio::task::spawn_blocking(move || csv_of(&write_table(&content, kind, event, &usual))).await;
    let Ok(Ok(file)) = written else {
        return page_of(state, request, Err::<(), PageError>(PageError::Unavailable { reference: None })).await;
    };
    let mut response = file.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

fn csv_of(rows: &[Vec<String>]) -> anyhow::Result<Vec<u8>> {
    let mut table =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    for row in rows {
        table.write_record(row)?;
    }
    Ok(table.into_inner()?)
}

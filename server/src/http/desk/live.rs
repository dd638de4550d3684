//! What scripts of the desk ask for: who else is there and what changed meanwhile, everything that can be gone to, and a text as
//! the site will show it. Answers are lines of columns, for a browser that then needs no reader of JSON.

use app::desk::{destinations, page_name};
use app::language::{Locale, locale_of, speaking};
use app::server::{AppState, html};
use app::staff::staff_session_of;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use domain::content::RichText;
use domain::desk::form::TEXT_MAX;
use store::{Arrival, StoreError};

use super::failed;
use crate::http::registration::nothing_changed;

/// Changes that are told of one by one; of more it is enough that there are some.
const NEWS: u32 = 20;
/// Longest mark of a tab, and longest path.
const TAB_MAX: usize = 64;
const PATH_MAX: usize = 200;

/// Where somebody is, and the last change they have seen; answered with the last change there is (`edit`), what others changed
/// since (`news`: by whom, what) and where the others are (`other`: name, path, name of the page).
pub(super) async fn live(State(state): State<AppState>, headers: HeaderMap, body: Bytes) -> Response {
    let Ok(session) = staff_session_of(&state, &headers).await else { return nothing_changed() };
    let (mut tab, mut path, mut seen) = (String::new(), String::new(), 0_i64);
    for (name, value) in form_urlencoded::parse(&body) {
        match name.as_ref() {
            "tab" => tab = value.into_owned(),
            "path" => path = value.into_owned(),
            "seen" => seen = value.parse().unwrap_or(0),
            _ => {}
        }
    }
    let is_path = path.is_empty() || path.starts_with("/admin");
    if tab.is_empty() || tab.len() > TAB_MAX || path.len() > PATH_MAX || !is_path {
        return StatusCode::UNPROCESSABLE_ENTITY.into_response();
    }
    let (member, name) = (session.member.id, session.member.name);
    let arrival = Arrival { tab, member, name, path, at: state.real_now() };
    let locale = locale_of(&headers, state.settings());
    match told(&state, arrival, seen, locale).await {
        Ok(lines) => text(lines),
        Err(error) => failed(&error),
    }
}

async fn told(state: &AppState, arrival: Arrival, seen: i64, locale: Locale) -> Result<String, StoreError> {
    let me = arrival.member;
    let others = state.store().arrive(arrival).await?;
    let content = state.store().working_copy().await?;
    let edits = state.store().edits(NEWS, None, None).await?;
    let last = edits.first().map_or(0, |edit| edit.number);
    let mut lines = format!("edit\t{last}\n");
    for edit in edits.iter().filter(|edit| edit.number > seen) {
        let who = if edit.by == me { "" } else { edit.by_name.as_str() };
        line(&mut lines, &["news", who, &edit.title]);
    }
    for other in others {
        let page = speaking(locale, || page_name(&content, &other.path));
        line(&mut lines, &["other", &other.name, &other.path, &page]);
    }
    Ok(lines)
}

/// Every part of the desk and every thing that has a form: where it is, its name, and of what sort it is.
pub(super) async fn palette(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let Ok(session) = staff_session_of(&state, &headers).await else { return nothing_changed() };
    match state.store().working_copy().await {
        Ok(content) => {
            let mut lines = String::new();
            let locale = locale_of(&headers, state.settings());
            for (path, name, sort) in speaking(locale, || destinations(&content, session.member.role)) {
                line(&mut lines, &[&path, &name, sort]);
            }
            text(lines)
        }
        Err(error) => failed(&error),
    }
}

/// A text with marks as the site will show it, by the renderer and the sanitiser of its pages.
pub(super) async fn text_preview(body: Bytes) -> Response {
    let (mut source, mut is_html) = (String::new(), false);
    for (name, value) in form_urlencoded::parse(&body) {
        match name.as_ref() {
            "text" => source = value.into_owned(),
            "format" => is_html = value == "html",
            _ => {}
        }
    }
    if source.chars().count() > TEXT_MAX {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    }
    let source = if is_html { RichText::html(source) } else { RichText::markdown(source) };
    Html(html(&source)).into_response()
}

/// A line of columns; whatever would end either is a space.
fn line(lines: &mut String, columns: &[&str]) {
    let clean: Vec<String> = columns.iter().map(|column| column.replace(['\t', '\n', '\r'], " ")).collect();
    lines.push_str(&clean.join("\t"));
    lines.push('\n');
}

fn text(lines: String) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], lines).into_response()
}

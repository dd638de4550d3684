//! The public change log: pages, and a feed (RSS 2.0).

use app::change_log::{gather_log, gather_one_release, in_words};
use app::error::PageError;
use app::language::locale_of;
use app::server::AppState;
use app::td;
use axum::Router;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rss::{Channel, Guid, Item};
use serde::Deserialize;

use super::registration::nothing_changed;
use super::render::page_of;

/// Releases in the feed.
const FEED: u32 = 30;

/// Pages and feed of the change log.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/changes", get(log)).route("/changes.xml", get(feed)).route("/changes/{number}", get(release))
}

#[derive(Debug, Deserialize)]
struct LogQuery {
    before: Option<i64>,
}

async fn log(State(state): State<AppState>, Query(query): Query<LogQuery>, request: Request) -> Response {
    let view = gather_log(&state, query.before).await;
    page_of(state, request, view).await
}

#[derive(Debug, Deserialize)]
struct ReleaseQuery {
    /// Number of the release with which it is compared.
    since: Option<i64>,
}

async fn release(
    State(state): State<AppState>,
    Path(number): Path<String>,
    Query(query): Query<ReleaseQuery>,
    request: Request,
) -> Response {
    let view = match number.parse() {
        Ok(number) => gather_one_release(&state, number, query.since).await,
        Err(_) => Err(PageError::NotFound),
    };
    page_of(state, request, view).await
}

async fn feed(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let locale = locale_of(&headers, state.settings());
    let releases = match state.store().releases(FEED, None).await {
        Ok(releases) => releases,
        Err(error) => {
            tracing::error!(%error, "the change log cannot be read");
            return nothing_changed();
        }
    };
    let base = &state.settings().base_url;
    let items = releases.into_iter().map(|release| {
        let link = format!("{base}/changes/{}", release.number);
        let name = td!(locale, change_log.release, number = release.number);
        Item {
            title: Some(if release.name.is_empty() { name } else { release.name }),
            guid: Some(Guid { value: link.clone(), permalink: true }),
            link: Some(link),
            pub_date: Some(release.released.to_rfc2822()),
            description: Some(in_words(&release.difference).join(" ")),
            ..Item::default()
        }
    });
    let programme = state.published().content.programme.name.clone();
    let channel = Channel {
        title: td!(locale, change_log.feed_title, programme = programme),
        link: format!("{base}/changes"),
        description: td!(locale, change_log.lede).to_owned(),
        language: Some(locale.tag().to_owned()),
        items: items.collect(),
        ..Channel::default()
    };
    ([(header::CONTENT_TYPE, "application/rss+xml; charset=utf-8")], channel.to_string()).into_response()
}

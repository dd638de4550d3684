//! How long what is known of people is kept. Nothing is saved that was not shown before: the form brings back what was counted.

use app::admin::{RetentionNotice, gather_retention};
use app::server::AppState;
use app::staff::staff_session_of;
use axum::Router;
use axum::extract::{Form, RawQuery, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::settings::{Kept, Retention, Setting};
use serde::Deserialize;

use super::super::headers::private;
use super::super::registration::{nothing_changed, read_request, see_other};
use super::super::render::page_of;

const PAGE: &str = "/admin/settings/retention";

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/admin/settings/retention", get(page).post(change)).layer(from_fn(private))
}

async fn page(State(state): State<AppState>, RawQuery(query): RawQuery, request: Request) -> Response {
    let notice = (query.as_deref() == Some("done=saved")).then_some(RetentionNotice::Saved);
    let view = gather_retention(&state, None, notice).await;
    page_of(state, request, view).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct RetentionForm {
    base: i64,
    /// What stood in the form that was shown, and how much would go by it.
    seen: String,
    /// "save", or anything else to be shown what would go.
    act: String,
    registrations: String,
    mail: String,
    changes: String,
    progress: String,
    accounts: String,
}

async fn change(State(state): State<AppState>, headers: HeaderMap, Form(sent): Form<RetentionForm>) -> Response {
    let Ok(session) = staff_session_of(&state, &headers).await else { return StatusCode::FORBIDDEN.into_response() };
    let chosen = Retention::read(|kept| {
        let months = match kept {
            Kept::Registrations => &sent.registrations,
            Kept::Mail => &sent.mail,
            Kept::Changes => &sent.changes,
            Kept::Progress => &sent.progress,
            Kept::Accounts => &sent.accounts,
        };
        months.clone()
    });
    let Some(chosen) = chosen else { return again(state, &headers, None, RetentionNotice::Unknown).await };
    if sent.act != "save" {
        let view = gather_retention(&state, Some(chosen), Some(RetentionNotice::Counted)).await;
        return page_of(state, read_request(PAGE, &headers), view).await;
    }
    match gather_retention(&state, Some(chosen.clone()), None).await {
        Ok(now) if now.seen == sent.seen => {}
        _ => return again(state, &headers, Some(chosen), RetentionNotice::Recounted).await,
    }
    let (by, value) = (session.member.name, Some(chosen.written()));
    match state.store().change_setting(Setting::Retention, value, sent.base, by, state.real_now()).await {
        Ok(true) => {
            tracing::info!(member = %session.member.id, retention = chosen.written(), "how long things are kept was set");
            see_other(&format!("{PAGE}?done=saved"))
        }
        Ok(false) => again(state, &headers, Some(chosen), RetentionNotice::Outdated).await,
        Err(error) => {
            tracing::error!(%error, "how long things are kept could not be set");
            nothing_changed()
        }
    }
}

/// The form again, with what was chosen.
async fn again(state: AppState, headers: &HeaderMap, chosen: Option<Retention>, notice: RetentionNotice) -> Response {
    let view = gather_retention(&state, chosen, Some(notice)).await;
    let mut response = page_of(state, read_request(PAGE, headers), view).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

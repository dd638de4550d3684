//! Words as the programme writes them.

use app::desk::{GLOSSARY_PATH, GlossaryNotice, GlossaryView};
use app::error::PageError;
use app::server::AppState;
use app::staff::staff_session_of;
use axum::extract::{Form, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::settings::Setting;
use domain::timed_text::Glossary;
use serde::Deserialize;
use store::SettingChange;

use super::timed_text::unavailable;
use super::{failed, with_status};
use crate::http::registration::{nothing_changed, read_request, see_other};
use crate::http::render::page_of;

/// The glossary, or an empty one as long as nobody wrote it.
pub(super) async fn glossary(state: &AppState) -> Result<Glossary, PageError> {
    let kept = state.store().setting(Setting::Glossary).await.map_err(|error| unavailable(&error))?;
    // Only what can be read is saved.
    Ok(kept.and_then(|text| Glossary::read(&text).ok()).unwrap_or_default())
}

async fn last(state: &AppState) -> Result<Option<SettingChange>, PageError> {
    let changes = state.store().setting_changes(Setting::Glossary, 1).await;
    Ok(changes.map_err(|error| unavailable(&error))?.into_iter().next())
}

#[derive(Debug, Deserialize)]
pub(super) struct GlossaryQuery {
    #[serde(default)]
    saved: bool,
}

/// The page on which it is written.
pub(super) async fn page(
    State(state): State<AppState>,
    Query(query): Query<GlossaryQuery>,
    request: Request,
) -> Response {
    let view = last(&state).await.map(|last| GlossaryView {
        base: last.as_ref().map_or(0, |last| last.number),
        text: last.and_then(|last| last.value).unwrap_or_default(),
        notice: query.saved.then_some(GlossaryNotice::Saved),
        trouble: None,
    });
    page_of(state, request, view).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    base: i64,
    text: String,
}

/// Saves it, unless somebody else has done so meanwhile.
pub(super) async fn save(State(state): State<AppState>, headers: HeaderMap, Form(sent): Form<Sent>) -> Response {
    let Ok(session) = staff_session_of(&state, &headers).await else { return nothing_changed() };
    let text = sent.text.replace("\r\n", "\n");
    let typed = GlossaryView { text: text.clone(), base: sent.base, ..GlossaryView::default() };
    if let Err(found) = Glossary::read(&text) {
        let view = GlossaryView { trouble: Some(found), ..typed };
        let page = page_of(state, read_request(GLOSSARY_PATH, &headers), Ok(view)).await;
        return with_status(page, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let value = Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let saved =
        state.store().change_setting(Setting::Glossary, value, sent.base, session.member.name, state.real_now());
    match saved.await {
        Ok(true) => see_other(&format!("{GLOSSARY_PATH}?saved=true")),
        Ok(false) => {
            // Saved again, what was typed here counts; theirs stands beside it.
            let view = last(&state).await.map(|last| {
                let (base, by, theirs) =
                    last.map_or((0, String::new(), None), |last| (last.number, last.by, last.value));
                let notice = Some(GlossaryNotice::Overtaken(by, theirs.unwrap_or_default()));
                GlossaryView { base, notice, ..typed }
            });
            let page = page_of(state, read_request(GLOSSARY_PATH, &headers), view).await;
            with_status(page, StatusCode::CONFLICT)
        }
        Err(error) => failed(&error),
    }
}

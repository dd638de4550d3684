//! Registering somebody by hand.

use app::admin::{EntryView, TypedEntering, TypedEntry, enter, gather_entry, one_path};
use app::error::PageError;
use app::server::AppState;
use axum::Router;
use axum::extract::{Path, RawForm, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::registration::RegistrationForm;

use super::super::headers::private;
use super::super::places::member;
use super::super::registration::{nothing_changed, read_request, see_other};
use super::super::render::page_of;

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/admin/registrations/{slug}/add", get(page).post(add)).layer(from_fn(private))
}

async fn page(State(state): State<AppState>, Path(slug): Path<String>, request: Request) -> Response {
    let view = gather_entry(&state, &slug, TypedEntry::first(), None).await;
    page_of(state, request, view).await
}

/// Registers somebody, or shows the form again with everything that was typed.
async fn add(
    State(state): State<AppState>,
    Path(slug): Path<String>,
    headers: HeaderMap,
    RawForm(body): RawForm,
) -> Response {
    let Ok((_, by)) = member(&state, &headers).await else { return StatusCode::FORBIDDEN.into_response() };
    let typed = read(&body);
    let path = format!("/admin/registrations/{slug}/add");
    match enter(&state, &slug, &typed, by).await {
        Ok(Ok(id)) => see_other(&one_path(&slug, id)),
        Ok(Err(trouble)) => {
            let view = gather_entry(&state, &slug, typed, Some(trouble)).await;
            let mut page = page_of(state, read_request(&path, &headers), view).await;
            if page.status() == StatusCode::OK {
                *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            }
            page
        }
        Err(PageError::NotFound) => {
            page_of::<EntryView>(state, read_request(&path, &headers), Err(PageError::NotFound)).await
        }
        Err(_) => nothing_changed(),
    }
}

fn read(body: &[u8]) -> TypedEntry {
    let fields: Vec<_> = form_urlencoded::parse(body).collect();
    let field = |wanted: &str| {
        let found = fields.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.clone().into_owned()).unwrap_or_default()
    };
    let entering = TypedEntering { proof: field("proof"), when_full: field("when_full"), reason: field("reason") };
    TypedEntry { form: RegistrationForm::of_fields(fields.iter().map(|(name, value)| (&**name, &**value))), entering }
}

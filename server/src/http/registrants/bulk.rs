//! Acts on many registrations: chosen below a list, reviewed on a page of their own, carried out from there.

use app::admin::{BulkRefusal, BulkTyped, Refusal, ReviewRefusal, gather_bulk, query_of};
use app::server::AppState;
use axum::Router;
use axum::extract::{Form, Path, RawForm, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::content::Id;
use domain::registration::listing::tags;
use domain::registration::{BulkAct, reason};
use domain::slug::Slug;
use serde::Deserialize;
use store::{Bulk, Chosen, Decided};

use super::super::headers::private;
use super::super::places::{again, event, failed, member};
use super::super::registration::{read_request, see_other};
use super::super::render::page_of;

/// Most registrations that can be ticked; a page has fewer.
const TICKED_MAX: usize = 500;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/registrations/{slug}/bulk", post(choose))
        .route("/admin/registrations/{slug}/bulk/{run}", get(page).post(carry_out))
        .layer(from_fn(private))
}

fn path(slug: &str, run: impl std::fmt::Display) -> String {
    format!("/admin/registrations/{slug}/bulk/{run}")
}

/// Writes down who is chosen and leads to the review.
async fn choose(
    State(state): State<AppState>,
    Path(slug): Path<String>,
    headers: HeaderMap,
    RawForm(body): RawForm,
) -> Response {
    let Some((event, _)) = event(&state, &slug) else { return StatusCode::NOT_FOUND.into_response() };
    let (typed, back) = read(&body);
    let act = match understood(&typed) {
        Ok(act) => act,
        Err(why) => return again(state, &slug, &headers, &back, Refusal::Bulk(why, typed)).await,
    };
    let query = query_of(&back);
    let chosen = if typed.all { Chosen::All(query.filter, query.order) } else { Chosen::These(typed.registrations) };
    match state.store().choose(event, act, chosen, state.now()).await {
        Ok(run) => see_other(&path(&slug, run)),
        Err(error) => failed(&error),
    }
}

/// What was ticked and typed, and the list in which.
pub(super) fn read(body: &[u8]) -> (BulkTyped, String) {
    let (mut typed, mut back) = (BulkTyped::default(), String::new());
    for (name, value) in form_urlencoded::parse(body) {
        match &*name {
            "registration" if typed.registrations.len() < TICKED_MAX => typed.registrations.extend(value.parse::<Id>()),
            "who" => typed.all = value == "all",
            "act" => typed.act = value.into_owned(),
            "tags" => typed.tags = value.into_owned(),
            "back" => back = value.into_owned(),
            _ => {}
        }
    }
    (typed, back)
}

fn understood(typed: &BulkTyped) -> Result<(BulkAct, Vec<Slug>), BulkRefusal> {
    if !typed.all && typed.registrations.is_empty() {
        return Err(BulkRefusal::Nobody);
    }
    let act = BulkAct::from_name(&typed.act).ok_or(BulkRefusal::NoAct)?;
    if act.decision().is_some() {
        return Ok((act, Vec::new()));
    }
    let tags = tags(&typed.tags).map_err(|why| BulkRefusal::Tags(Some(why)))?;
    if tags.is_empty() { Err(BulkRefusal::Tags(None)) } else { Ok((act, tags)) }
}

async fn page(State(state): State<AppState>, Path((slug, run)): Path<(String, String)>, request: Request) -> Response {
    let view = gather_bulk(&state, &slug, &run, None).await;
    page_of(state, request, view).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ReviewForm {
    count: String,
    reason: String,
}

/// Carries out what was reviewed; sent again, what is left of it.
async fn carry_out(
    State(state): State<AppState>,
    Path((slug, run)): Path<(String, String)>,
    headers: HeaderMap,
    Form(sent): Form<ReviewForm>,
) -> Response {
    let found = event(&state, &slug).and_then(|(event, terms)| Some((event, terms, run.parse::<Id>().ok()?)));
    let Some((event, terms, id)) = found else { return StatusCode::NOT_FOUND.into_response() };
    let bulk = match state.store().bulk(event, id).await {
        Ok(Some(bulk)) => bulk,
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => return failed(&error),
    };
    if bulk.open == 0 {
        return see_other(&path(&slug, id));
    }
    let reason = match agreed(&bulk, &sent) {
        Ok(reason) => reason,
        Err(why) => {
            let view = gather_bulk(&state, &slug, &run, Some((why, sent.count, sent.reason))).await;
            let mut response = page_of(state, read_request(&path(&slug, &run), &headers), view).await;
            if response.status() == StatusCode::OK {
                *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            }
            return response;
        }
    };
    let Ok((_, by)) = member(&state, &headers).await else { return StatusCode::FORBIDDEN.into_response() };
    let decided = Decided { by, reason, at: state.now() };
    let store = state.store().clone();
    // By itself, so that it goes on when whoever asked goes away.
    let done = tokio::spawn(async move { store.carry_out(event, id, decided, terms).await });
    match done.await {
        Ok(Ok(Some(_))) => see_other(&path(&slug, id)),
        Ok(Ok(None)) => StatusCode::NOT_FOUND.into_response(),
        Ok(Err(error)) => failed(&error),
        Err(error) => {
            tracing::error!(%error, "an act on many registrations ended early");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// The reason of what is to be carried out, if the number that was typed is that of the review, or of what is left.
fn agreed(bulk: &Bulk, sent: &ReviewForm) -> Result<String, ReviewRefusal> {
    let reason = match bulk.act.decision() {
        Some(_) => reason(&sent.reason).map_err(ReviewRefusal::Reason)?,
        None => String::new(),
    };
    let review = domain::registration::bulk::Review::of(bulk.act, &bulk.chosen);
    let typed = sent.count.trim().parse::<u32>();
    let is_right = typed.is_ok_and(|typed| typed == bulk.open || typed == review.changes);
    if review.letters == 0 || is_right { Ok(reason) } else { Err(ReviewRefusal::Count) }
}

//! Letters to chosen people: chosen below a list, written and reviewed on pages of their own, held for a minute.

use app::admin::{
    BulkRefusal, LetterNotice, LetterRefusal, LetterTyped, Refusal, gather_letter, gather_letters, gather_review,
    letter_as_html, letter_path, query_of,
};
use app::error::PageError;
use app::language::locale_of;
use app::mail::group_faults;
use app::server::AppState;
use axum::Router;
use axum::extract::{Form, Path, RawForm, RawQuery, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::from_fn;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use domain::content::Id;
use domain::mail::GroupWords;
use domain::validation::FieldError;
use serde::Deserialize;
use store::{Chosen, Held};

use super::super::headers::{LETTER_POLICY, private};
use super::super::places::{again, event, failed, member};
use super::super::registration::{read_request, see_other};
use super::super::render::page_of;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/registrations/{slug}/letters", get(list).post(begin))
        .route("/admin/registrations/{slug}/letters/{letter}", get(page).post(write))
        .route("/admin/registrations/{slug}/letters/{letter}/review", get(review).post(hold))
        .route("/admin/registrations/{slug}/letters/{letter}/call-back", post(call_back))
        .route("/admin/registrations/{slug}/letters/{letter}/preview/{person}", get(preview))
        .layer(from_fn(private))
}

/// Address of the event and identity of the letter, as they stand in the path.
type Which = Path<(String, String)>;

async fn list(State(state): State<AppState>, Path(slug): Path<String>, request: Request) -> Response {
    let view = gather_letters(&state, &slug).await;
    page_of(state, request, view).await
}

/// Writes down who is chosen and leads to the form.
async fn begin(
    State(state): State<AppState>,
    Path(slug): Path<String>,
    headers: HeaderMap,
    RawForm(body): RawForm,
) -> Response {
    let Some((event, _)) = event(&state, &slug) else { return not_found() };
    let (typed, back) = super::bulk::read(&body);
    if !typed.all && typed.registrations.is_empty() {
        let why = Refusal::Bulk(BulkRefusal::Nobody, typed);
        return again(state, &slug, &headers, &back, why).await;
    }
    let Ok((_, by)) = member(&state, &headers).await else { return StatusCode::FORBIDDEN.into_response() };
    let query = query_of(&back);
    let chosen = if typed.all { Chosen::All(query.filter, query.order) } else { Chosen::These(typed.registrations) };
    match state.store().begin_group_letter(event, by, chosen, state.now()).await {
        Ok(letter) => see_other(&letter_path(&slug, letter)),
        Err(error) => failed(&error),
    }
}

async fn page(
    State(state): State<AppState>,
    Path((slug, letter)): Which,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    let notice = match query.as_deref() {
        Some("back=yes") => Some(LetterNotice::CalledBack),
        Some("back=no") => Some(LetterNotice::TooLate),
        _ => None,
    };
    let view = gather_letter(&state, &slug, &letter, None, notice).await;
    page_of(state, request, view).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WordsForm {
    aim: String,
    subject: String,
    text: String,
}

/// Keeps the words and leads to the review.
async fn write(
    State(state): State<AppState>,
    Path((slug, letter)): Which,
    headers: HeaderMap,
    Form(sent): Form<WordsForm>,
) -> Response {
    let Some((event, id)) = which(&state, &slug, &letter) else { return not_found() };
    let words = GroupWords::read(&sent.aim, &sent.subject, &sent.text).and_then(|words| {
        let published = state.published();
        let locale = locale_of(&headers, state.settings());
        let errors = group_faults(&state, locale, &words, published.content.event_by_id(event));
        if errors.is_empty() { Ok(words) } else { Err(errors) }
    });
    let words = match words {
        Ok(words) => words,
        Err(errors) => {
            let typed = LetterTyped { aim: sent.aim, subject: sent.subject, text: sent.text };
            return mend(state, (&slug, &letter), &headers, (typed, errors)).await;
        }
    };
    match state.store().word_group_letter(event, id, words).await {
        Ok(false) if !is_there(&state, &slug, &letter).await => not_found(),
        Ok(true) => see_other(&format!("{}/review", letter_path(&slug, id))),
        // It is on its way, or forgotten; its page says so.
        Ok(false) => see_other(&letter_path(&slug, id)),
        Err(error) => failed(&error),
    }
}

/// The form again, with what is to be mended and what was typed.
async fn mend(
    state: AppState,
    (slug, letter): (&str, &str),
    headers: &HeaderMap,
    typed: (LetterTyped, Vec<FieldError>),
) -> Response {
    let view = gather_letter(&state, slug, letter, Some(typed), None).await;
    unprocessable(page_of(state, read_request(&letter_path(slug, letter), headers), view).await)
}

async fn review(
    State(state): State<AppState>,
    Path((slug, letter)): Which,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    let query = query.unwrap_or_default();
    let person = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "person");
    let view = gather_review(&state, &slug, &letter, person.and_then(|(_, id)| id.parse().ok()), None).await;
    match view {
        // It is not written yet, or no draft any more.
        Err(PageError::NotFound) if is_there(&state, &slug, &letter).await => see_other(&letter_path(&slug, letter)),
        view => page_of(state, request, view).await,
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct HoldForm {
    revision: String,
    count: String,
}

/// Has the letter leave in a minute.
async fn hold(
    State(state): State<AppState>,
    Path((slug, letter)): Which,
    headers: HeaderMap,
    Form(sent): Form<HoldForm>,
) -> Response {
    let Some((event, id)) = which(&state, &slug, &letter) else { return not_found() };
    let Ok((_, by)) = member(&state, &headers).await else { return StatusCode::FORBIDDEN.into_response() };
    match state.store().group_letter(id).await {
        Ok(Some(found)) if found.event == event => {}
        Ok(_) => return not_found(),
        Err(error) => return failed(&error),
    }
    // A number that is none is another number than any.
    let count = sent.count.trim().parse().unwrap_or(0);
    let revision = sent.revision.parse().unwrap_or(0);
    let why = match state.store().hold_group_letter(id, (revision, count), by, state.now()).await {
        Ok(Held::Until(_)) => return see_other(&letter_path(&slug, id)),
        Ok(Held::OtherCount(_)) => LetterRefusal::Count,
        Ok(Held::Changed) => LetterRefusal::Words,
        Ok(Held::TooOften) => LetterRefusal::TooOften,
        Err(error) => return failed(&error),
    };
    let view = gather_review(&state, &slug, &letter, None, Some((why, sent.count))).await;
    if matches!(view, Err(PageError::NotFound)) {
        return see_other(&letter_path(&slug, id));
    }
    let path = format!("{}/review", letter_path(&slug, id));
    unprocessable(page_of(state, read_request(&path, &headers), view).await)
}

async fn call_back(State(state): State<AppState>, Path((slug, letter)): Which, headers: HeaderMap) -> Response {
    let Some((event, id)) = which(&state, &slug, &letter) else { return not_found() };
    let Ok((_, by)) = member(&state, &headers).await else { return StatusCode::FORBIDDEN.into_response() };
    match state.store().call_back_group_letter(event, id, by, state.now()).await {
        Ok(false) if !is_there(&state, &slug, &letter).await => not_found(),
        Ok(is_back) => {
            let said = if is_back { "yes" } else { "no" };
            see_other(&format!("{}?back={said}", letter_path(&slug, id)))
        }
        Err(error) => failed(&error),
    }
}

/// The letter alone, as it arrives.
async fn preview(
    State(state): State<AppState>,
    Path((slug, letter, person)): Path<(String, String, String)>,
    request: Request,
) -> Response {
    let Ok(person) = person.parse() else { return not_found() };
    match letter_as_html(&state, &slug, &letter, person).await {
        Ok(html) => ([(header::CONTENT_SECURITY_POLICY, LETTER_POLICY)], Html(html)).into_response(),
        Err(error) => page_of::<()>(state, request, Err(error)).await,
    }
}

fn which(state: &AppState, slug: &str, letter: &str) -> Option<(Id, Id)> {
    let (event, _) = event(state, slug)?;
    Some((event, letter.parse().ok()?))
}

/// Whether there is such a letter of that event.
async fn is_there(state: &AppState, slug: &str, letter: &str) -> bool {
    let Some((event, id)) = which(state, slug, letter) else { return false };
    matches!(state.store().group_letter(id).await, Ok(Some(found)) if found.event == event)
}

fn not_found() -> Response {
    StatusCode::NOT_FOUND.into_response()
}

fn unprocessable(mut response: Response) -> Response {
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

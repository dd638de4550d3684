//! The words of the letters that the product sends by itself.

use app::admin::{WordsNotice, gather_letter_list, gather_words, words_as_html, words_path};
use app::error::PageError;
use app::server::AppState;
use app::staff::staff_session_of;
use axum::Router;
use axum::extract::{Form, Path, RawQuery, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::from_fn;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use domain::mail::{Letter, LetterKind, LetterWords};
use domain::staff::Role;
use domain::validation::FieldError;
use serde::Deserialize;
use store::{MemberSession, NewMail, StoreError};

use super::super::headers::{LETTER_POLICY, private};
use super::super::registration::{nothing_changed, read_request, see_other};
use super::super::render::page_of;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/mail", get(list))
        .route("/admin/mail/{letter}", get(page).post(change))
        .route("/admin/mail/{letter}/original", post(reset))
        .route("/admin/mail/{letter}/undo", post(undo))
        .route("/admin/mail/{letter}/test", post(test))
        .route("/admin/mail/{letter}/preview", get(preview))
        .layer(from_fn(private))
}

async fn list(State(state): State<AppState>, request: Request) -> Response {
    let letters = gather_letter_list(&state).await;
    page_of(state, request, letters).await
}

/// Whether somebody may change a letter's words.
fn may_change(session: &MemberSession, kind: LetterKind) -> bool {
    !kind.is_about_signing_in() || session.member.role.covers(Role::Administrator)
}

async fn page(
    State(state): State<AppState>,
    Path(letter): Path<String>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    let notice = match query.as_deref() {
        Some("done=saved") => Some(WordsNotice::Saved),
        Some("done=original") => Some(WordsNotice::Original),
        Some("done=undone") => Some(WordsNotice::Undone),
        Some("done=outdated") => Some(WordsNotice::Outdated),
        Some("done=sent") => Some(WordsNotice::Sent),
        _ => None,
    };
    show(state, &letter, request, None, notice).await
}

async fn show(
    state: AppState,
    letter: &str,
    request: Request,
    typed: Option<(LetterWords, Vec<FieldError>)>,
    notice: Option<WordsNotice>,
) -> Response {
    let headers = request.headers().clone();
    let view = async {
        let kind = LetterKind::from_name(letter).ok_or(PageError::NotFound)?;
        let session = staff_session_of(&state, &headers).await?;
        gather_words(&state, kind, may_change(&session, kind), typed, notice).await
    };
    let view = view.await;
    page_of(state, request, view).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WordsForm {
    act: String,
    base: i64,
    subject: String,
    text: String,
}

/// Changes the words, or shows how they would read.
async fn change(
    State(state): State<AppState>,
    Path(letter): Path<String>,
    headers: HeaderMap,
    Form(sent): Form<WordsForm>,
) -> Response {
    let (kind, session) = match allowed(&state, &letter, &headers).await {
        Ok(found) => found,
        Err(refused) => return refused,
    };
    let typed = LetterWords { subject: sent.subject, text: sent.text };
    let request = || read_request(&words_path(kind), &headers);
    let words = match LetterWords::read(kind, &typed.subject, &typed.text) {
        Ok(words) => words,
        Err(errors) => {
            let page = show(state.clone(), &letter, request(), Some((typed, errors)), None).await;
            return unprocessable(page);
        }
    };
    if sent.act == "preview" {
        return show(state.clone(), &letter, request(), Some((words, Vec::new())), None).await;
    }
    let by = session.member.name;
    match state.store().change_letter_words(kind, Some(words), sent.base, by, state.real_now()).await {
        Ok(true) => done(kind, "saved"),
        Ok(false) => {
            let words = Some((typed, Vec::new()));
            unprocessable(show(state.clone(), &letter, request(), words, Some(WordsNotice::Outdated)).await)
        }
        Err(error) => failed(&error),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct BaseForm {
    base: i64,
}

/// Gives the letter its own words again.
async fn reset(
    State(state): State<AppState>,
    Path(letter): Path<String>,
    headers: HeaderMap,
    Form(sent): Form<BaseForm>,
) -> Response {
    let (kind, session) = match allowed(&state, &letter, &headers).await {
        Ok(found) => found,
        Err(refused) => return refused,
    };
    match state.store().change_letter_words(kind, None, sent.base, session.member.name, state.real_now()).await {
        Ok(is_done) => done(kind, if is_done { "original" } else { "outdated" }),
        Err(error) => failed(&error),
    }
}

/// Takes the last change back.
async fn undo(
    State(state): State<AppState>,
    Path(letter): Path<String>,
    headers: HeaderMap,
    Form(sent): Form<BaseForm>,
) -> Response {
    let (kind, session) = match allowed(&state, &letter, &headers).await {
        Ok(found) => found,
        Err(refused) => return refused,
    };
    match state.store().undo_letter_words(kind, sent.base, session.member.name, state.real_now()).await {
        Ok(is_done) => done(kind, if is_done { "undone" } else { "outdated" }),
        Err(error) => failed(&error),
    }
}

/// Sends the letter as it is now to whoever asks, through the outbox like any other.
async fn test(State(state): State<AppState>, Path(letter): Path<String>, headers: HeaderMap) -> Response {
    let (kind, session) = match allowed(&state, &letter, &headers).await {
        Ok(found) => found,
        Err(refused) => return refused,
    };
    let now = state.now();
    // Pressed twice within a minute, it is one letter.
    let minute = now.milliseconds() / 60_000;
    let mail = NewMail {
        to: session.member.email,
        letter: Letter::Trial { of: kind },
        due: now,
        dedupe_key: format!("trial:{}:{}:{minute}", kind.name(), session.member.id),
        registration: None,
    };
    match state.store().put_mail(mail, now).await {
        Ok(()) => done(kind, "sent"),
        Err(error) => failed(&error),
    }
}

/// The letter alone, as it arrives.
async fn preview(State(state): State<AppState>, Path(letter): Path<String>, request: Request) -> Response {
    let html = match LetterKind::from_name(&letter) {
        Some(kind) => words_as_html(&state, kind).await,
        None => Err(PageError::NotFound),
    };
    match html {
        Ok(html) => ([(header::CONTENT_SECURITY_POLICY, LETTER_POLICY)], Html(html)).into_response(),
        Err(error) => page_of::<()>(state, request, Err(error)).await,
    }
}

/// Which letter, and who asks, if they may change it.
async fn allowed(state: &AppState, letter: &str, headers: &HeaderMap) -> Result<(LetterKind, MemberSession), Response> {
    let kind = LetterKind::from_name(letter).ok_or_else(|| StatusCode::NOT_FOUND.into_response())?;
    let session = staff_session_of(state, headers).await;
    let session = session.map_err(|_| StatusCode::FORBIDDEN.into_response())?;
    if may_change(&session, kind) { Ok((kind, session)) } else { Err(StatusCode::FORBIDDEN.into_response()) }
}

fn done(kind: LetterKind, what: &str) -> Response {
    see_other(&format!("{}?done={what}", words_path(kind)))
}

fn failed(error: &StoreError) -> Response {
    tracing::error!(%error, "the words of a letter could not be changed");
    nothing_changed()
}

fn unprocessable(mut response: Response) -> Response {
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

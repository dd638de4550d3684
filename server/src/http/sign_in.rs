//! Signing in by mail. What is answered does not depend on whether there is an account: nothing here knows.

use app::account::{
    Proof, account_cookie, account_token, again_cookie, ask_to_sign_in, browser_cookie, browser_token, first_page,
    gather_link, gather_sent,
};
use app::error::PageError;
use app::language::{Locale, wait_in_words};
use app::server::{AppState, random_token};
use axum::extract::{Form, Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::from_fn;
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Extension, Router};
use domain::account::{ATTENDEE, CODE_MINUTES, device, typed_code};
use domain::validation::FieldError;
use serde::Deserialize;
use store::{Account, NewSession, StoreError};

use super::cookies;
use super::discretion::discreet;
use super::headers::private;
use super::limits::{Act, Limits, with_wait};
use super::registration::{nothing_changed, read_request, see_other};
use super::render::{self, page_of};
use super::visitor::Visitor;

/// Pages and acts of signing in.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/sign-in", get(sign_in_page).merge(discreet(post(ask))))
        .route("/sign-in/sent", get(sent_page))
        .route("/sign-in/erased", get(render::page))
        .route("/sign-in/code", post(by_code))
        .route("/sign-in/link/{token}", get(link_page).post(by_link))
        .layer(from_fn(private))
}

async fn sign_in_page(State(state): State<AppState>, request: Request) -> Response {
    page_of(state, request, Ok((String::new(), Vec::<FieldError>::new()))).await
}

/// The form as it was sent; what is missing counts as empty.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    #[serde(default)]
    email: String,
    /// Nobody sees this field; only a program fills it in.
    #[serde(default)]
    website: String,
}

/// Sends a link and a code.
async fn ask(
    State(state): State<AppState>,
    Extension(limits): Extension<Limits>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    Form(sent): Form<Asked>,
) -> Response {
    if let Err(seconds) = limits.admit(Act::SignIn, visitor) {
        let again = Ok((sent.email, vec![FieldError::new("form", too_much(seconds))]));
        return with_wait(page_of(state, read_request("/sign-in", &headers), again).await, seconds);
    }
    if !sent.website.is_empty() {
        tracing::info!("a wish to sign in that no person made was left aside");
        return asked(&state, &random_token());
    }
    match ask_to_sign_in(&state, &sent.email).await {
        Ok(Some(browser)) => asked(&state, &browser),
        Ok(None) => {
            let error = FieldError::of_email();
            let again = Ok((sent.email, vec![error]));
            let mut response = page_of(state, read_request("/sign-in", &headers), again).await;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            response
        }
        Err(_) => nothing_changed(),
    }
}

/// The browser is known again by its cookie, and goes on to the page for the code.
fn asked(state: &AppState, browser: &str) -> Response {
    let mut response = see_other("/sign-in/sent");
    cookies::set(&mut response, browser_cookie(state.settings()), browser, CODE_MINUTES * 60);
    response
}

fn too_much(seconds: u64) -> String {
    format!(
        "Not sent yet: your network has asked for many messages. Please send this again in {}.",
        wait_in_words(Locale::English, seconds)
    )
}

async fn sent_page(State(state): State<AppState>, request: Request) -> Response {
    let browser = browser_token(request.headers(), state.settings());
    let proof = gather_sent(&state, browser.as_deref()).await;
    page_of(state, request, proof).await
}

async fn link_page(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    let browser = browser_token(request.headers(), state.settings());
    let proof = gather_link(&state, browser.as_deref(), &token, Vec::new()).await;
    page_of(state, request, proof).await
}

/// Signs in by the link. Opening it was not enough: programs that look through mail follow every link.
async fn by_link(State(state): State<AppState>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    let browser = browser_token(&headers, state.settings()).unwrap_or_default();
    let session = new_session(&state, &headers);
    let key = session.token.clone();
    match state.store().sign_in_by_link(&token, &browser, session).await {
        Ok(Some(account)) => welcome(&state, &headers, &account, &key, see_other),
        Ok(None) => {
            tracing::info!("a link to sign in was refused");
            let error = FieldError::new("form", "This link has been used, is too old, or belongs to another browser");
            let proof = gather_link(&state, Some(&browser), "", vec![error]).await;
            refused(state, &headers, proof).await
        }
        Err(error) => failed(&error),
    }
}

/// The code as it was typed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    #[serde(default)]
    email: String,
    #[serde(default)]
    code: String,
}

/// Signs in by the code, in any browser. A wrong code, an address that never asked and a code that was guessed at too
/// often are told the same.
async fn by_code(
    State(state): State<AppState>,
    Extension(limits): Extension<Limits>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Response {
    let browser = browser_token(&headers, state.settings());
    let again = async |message: String, field: &str| {
        let asked = gather_sent(&state, browser.as_deref()).await;
        asked.map(|proof| Proof {
            // Another address than the one that this browser asked for was typed on purpose.
            asked: proof.asked.filter(|asked| *asked == typed.email),
            typed: (typed.email.clone(), typed.code.clone()),
            errors: vec![FieldError::new(field, message)],
            ..proof
        })
    };
    if let Err(seconds) = limits.admit(Act::Guess, visitor) {
        let proof = again(too_much(seconds), "form").await;
        return with_wait(page_of(state, read_request("/sign-in/sent", &headers), proof).await, seconds);
    }
    let Some(code) = typed_code(&typed.code) else {
        let proof = again("Enter the six digits of the code".to_owned(), "code").await;
        return refused(state, &headers, proof).await;
    };
    let session = new_session(&state, &headers);
    let key = session.token.clone();
    match state.store().sign_in_by_code(typed.email.trim(), &code, session).await {
        Ok(Some(account)) => welcome(&state, &headers, &account, &key, see_other),
        Ok(None) => {
            tracing::info!("a code to sign in was refused");
            let message =
                "This code is not the right one, or does not work any more. Check it, or ask for another message";
            let proof = again(message.to_owned(), "code").await;
            refused(state, &headers, proof).await
        }
        Err(error) => failed(&error),
    }
}

async fn refused(state: AppState, headers: &HeaderMap, proof: Result<Proof, PageError>) -> Response {
    let mut response = page_of(state, read_request("/sign-in/sent", headers), proof).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

fn failed(error: &StoreError) -> Response {
    tracing::error!(%error, "signing in failed");
    nothing_changed()
}

/// A session with a key of its own: whatever key the browser had before is worth nothing afterwards.
pub(super) fn new_session(state: &AppState, headers: &HeaderMap) -> NewSession {
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    NewSession {
        token: random_token(),
        former: account_token(headers, state.settings()),
        device: device(agent),
        now: state.real_now(),
    }
}

/// Gives the session's key to the browser and answers with where it is led.
pub(super) fn welcome(
    state: &AppState,
    headers: &HeaderMap,
    account: &Account,
    key: &str,
    answer: impl FnOnce(&'static str) -> Response,
) -> Response {
    tracing::info!(account = %account.id, "signed in");
    let settings = state.settings();
    let mut response = answer(first_page(headers, settings));
    cookies::set(&mut response, account_cookie(settings), key, ATTENDEE.absolute_minutes * 60);
    for served in [browser_cookie(settings), again_cookie(settings)] {
        cookies::set(&mut response, served, "", 0);
    }
    response
}

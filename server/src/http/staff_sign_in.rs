//! Signing in for those who work here: a password, then a second factor. Status, body and time are the same for addresses
//! that somebody here has and for those that nobody has.

use app::error::PageError;
use app::language::{Locale, locale_of, wait_in_words};
use app::server::{AppState, random_token};
use app::staff::{
    CodeForm, PasswordForm, device_cookie, device_token, first_page, gather_code, staff_cookie, staff_session_of,
    staff_token, with_next,
};
use app::td;
use axum::extract::{Form, Query, Request, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::from_fn;
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Extension, Router};
use domain::account::device;
use domain::staff::{SESSION, SecondFactor, Stage, TotpSecret, second_factor, way_back};
use domain::time::Instant;
use domain::validation::FieldError;
use serde::Deserialize;
use store::{NewMemberSession, StaffSecrets, StoreError};

use super::cookies;
use super::headers::private;
use super::limits::{Act, Limits, with_wait};
use super::registration::{nothing_changed, read_request, see_other};
use super::render::page_of;
use super::visitor::Visitor;
use crate::passwords;

/// For so many seconds a browser is known again: 400 days, the longest that browsers keep a cookie.
const DEVICE_SECONDS: i64 = 400 * 24 * 3_600;

/// Pages and acts of signing in.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/sign-in", get(password_page).post(by_password))
        .route("/admin/sign-in/code", get(code_page).post(by_code))
        .route("/admin/sign-out", post(sign_out))
        .layer(from_fn(private))
}

#[derive(Debug, Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

async fn password_page(State(state): State<AppState>, Query(Next { next }): Query<Next>, request: Request) -> Response {
    let next = way_back(&next).unwrap_or_default().to_owned();
    page_of(state, request, Ok(PasswordForm { next, ..PasswordForm::default() })).await
}

/// The form as it was sent; what is missing counts as empty.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

/// Looks at the password.
async fn by_password(
    State(state): State<AppState>,
    Extension(limits): Extension<Limits>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Response {
    let (locale, email) = (locale_of(&headers, state.settings()), typed.email.trim().to_owned());
    let next = way_back(&typed.next).unwrap_or_default().to_owned();
    let again = async |message: String| {
        let errors = vec![FieldError::new("form", message)];
        let form = PasswordForm { email: typed.email.clone(), next: next.clone(), errors };
        page_of(state.clone(), read_request("/admin/sign-in", &headers), Ok(form)).await
    };
    let now = state.real_now();
    if let Err(seconds) = limits.admit(Act::Password, visitor) {
        return with_wait(again(too_often(locale, seconds)).await, seconds);
    }
    let attempt = match attempt_key(&state, &headers, &email).await {
        Ok(attempt) => attempt,
        Err(error) => return failed(&error),
    };
    match state.store().staff_attempt(&attempt, now).await {
        Ok(None) => {}
        Ok(Some(seconds)) => {
            tracing::warn!("a staff password was tried too often");
            return with_wait(again(too_often(locale, seconds)).await, seconds);
        }
        Err(error) => return failed(&error),
    }
    let secrets = match state.store().staff_secrets_of(&email).await {
        // Whose access has ended is nobody here, and is answered like one.
        Ok(secrets) => secrets.filter(|secrets| !secrets.member.is_over(now)),
        Err(error) => return failed(&error),
    };
    let hash = secrets.as_ref().map(|secrets| secrets.password_hash.clone());
    let is_right = passwords::is_right(typed.password.clone(), hash).await;
    let (Some(true), Some(StaffSecrets { member, password_hash, .. })) = (is_right, secrets) else {
        tracing::warn!("a staff sign-in was refused: address or password");
        return unprocessable(again(td!(locale, staff_sign_in.wrong).to_owned()).await);
    };
    let session = new_session(&state, &headers);
    let token = session.token.clone();
    let begun = async {
        state.store().staff_attempt_was_right(&attempt).await?;
        state.store().password_proven(member.id, &password_hash, new_secret().text(), session).await
    };
    match begun.await {
        Ok(Some(stage)) => {
            let path = if stage == Stage::Code { "/admin/sign-in/code" } else { "/admin/second-factor" };
            let mut response = see_other(&with_next(path, &next));
            cookies::set(&mut response, staff_cookie(state.settings()), &token, SESSION.absolute_minutes * 60);
            response
        }
        Ok(None) => nothing_changed(),
        Err(error) => failed(&error),
    }
}

/// Attempts are counted by the address; in a browser in which its owner has signed in before, by that browser.
async fn attempt_key(state: &AppState, headers: &HeaderMap, email: &str) -> Result<String, StoreError> {
    let address = email.to_lowercase();
    let Some(device) = device_token(headers, state.settings()) else { return Ok(format!("address {address}")) };
    let is_known = state.store().staff_knows_device(&address, &device).await?;
    Ok(if is_known { format!("device {device} {address}") } else { format!("address {address}") })
}

async fn code_page(State(state): State<AppState>, Query(Next { next }): Query<Next>, request: Request) -> Response {
    match staff_session_of(&state, request.headers()).await {
        Ok(session) if session.stage == Stage::Code => {
            let next = way_back(&next).unwrap_or_default().to_owned();
            let form = gather_code(&state, session.member.id, next, Vec::new()).await;
            page_of(state, request, form).await
        }
        Ok(session) => see_other(step(session.stage, first_page(session.member.role))),
        Err(error) => page_of::<CodeForm>(state, request, Err(error)).await,
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypedCode {
    #[serde(default)]
    code: String,
    #[serde(default)]
    next: String,
}

/// Looks at the second factor.
async fn by_code(
    State(state): State<AppState>,
    Extension(limits): Extension<Limits>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    Form(typed): Form<TypedCode>,
) -> Response {
    let session = match staff_session_of(&state, &headers).await {
        Ok(session) if session.stage == Stage::Code => session,
        Ok(session) => return see_other(step(session.stage, first_page(session.member.role))),
        Err(_) => return see_other("/admin/sign-in"),
    };
    let locale = locale_of(&headers, state.settings());
    let next = way_back(&typed.next).unwrap_or_default().to_owned();
    let again = async |message: String, field: &str| {
        let errors = vec![FieldError::new(field, message)];
        let form = gather_code(&state, session.member.id, next.clone(), errors).await;
        page_of(state.clone(), read_request("/admin/sign-in/code", &headers), form).await
    };
    let member = &session.member;
    if let Err(seconds) = limits.admit(Act::Guess, visitor) {
        return with_wait(again(too_often(locale, seconds), "form").await, seconds);
    }
    let factor = match right_factor(&state, member.id, &typed.code).await {
        Ok(factor) => factor,
        Err(NotRight::TooOften(seconds)) => {
            tracing::warn!(member = %member.id, "second factors were tried too often");
            return with_wait(again(too_often(locale, seconds), "form").await, seconds);
        }
        Err(NotRight::Wrong) => {
            tracing::warn!(member = %member.id, "a second factor was refused");
            return unprocessable(again(td!(locale, staff_sign_in.wrong_code).to_owned(), "code").await);
        }
        Err(NotRight::Unknown(error)) => return failed(&error),
    };
    let token = staff_token(&headers, state.settings()).unwrap_or_default();
    let new = new_session(&state, &headers);
    match state.store().second_factor_proven(&token, factor, new.clone()).await {
        Ok(Some(member)) => {
            if let Err(error) = state.store().staff_attempt_was_right(&code_key(member.id)).await {
                tracing::warn!(%error, "wrong codes of somebody who signed in are still counted");
            }
            tracing::info!(member = %member.id, "signed in to work here");
            let target = if next.is_empty() { first_page(member.role) } else { &next };
            let mut response = see_other(target);
            keep(&state, &mut response, &new);
            response
        }
        Ok(None) => {
            tracing::warn!(member = %member.id, "a second factor was refused that had been used");
            unprocessable(again(td!(locale, staff_sign_in.wrong_code).to_owned(), "code").await)
        }
        Err(error) => failed(&error),
    }
}

/// Why a second factor is not taken.
pub(super) enum NotRight {
    /// It is not somebody's, or cannot be one.
    Wrong,
    /// After so many seconds one may be tried again.
    TooOften(u64),
    /// That could not be found out.
    Unknown(StoreError),
}

impl From<StoreError> for NotRight {
    fn from(error: StoreError) -> Self {
        Self::Unknown(error)
    }
}

/// The second factor of somebody that was typed, ready to be used up. Recovery codes are compared where they are used up.
pub(super) async fn right_factor(
    state: &AppState,
    member: domain::content::Id,
    typed: &str,
) -> Result<SecondFactor<i64>, NotRight> {
    let now = state.real_now();
    let factor = second_factor(typed).ok_or(NotRight::Wrong)?;
    if let Some(seconds) = state.store().staff_attempt(&code_key(member), now).await? {
        return Err(NotRight::TooOften(seconds));
    }
    match factor {
        SecondFactor::Recovery(code) => Ok(SecondFactor::Recovery(code)),
        SecondFactor::Authenticator(code) => {
            let secrets = state.store().staff_secrets(member).await?;
            let secret = secrets.and_then(|secrets| TotpSecret::from_text(&secrets.totp_secret?));
            let step = secret.and_then(|secret| secret.step_of(&code, now));
            step.map(SecondFactor::Authenticator).ok_or(NotRight::Wrong)
        }
    }
}

/// Under which wrong codes of somebody are counted.
pub(super) fn code_key(member: domain::content::Id) -> String {
    format!("code {member}")
}

/// Ends the session, here and in the browser.
async fn sign_out(State(state): State<AppState>, headers: HeaderMap) -> Response {
    if let Some(token) = staff_token(&headers, state.settings())
        && let Err(error) = state.store().end_member_session(&token).await
    {
        return failed(&error);
    }
    signed_out(&state)
}

/// After the session has ended.
pub(super) fn signed_out(state: &AppState) -> Response {
    let mut response = see_other("/");
    cookies::set(&mut response, staff_cookie(state.settings()), "", 0);
    cookies::clear_site_data(&mut response);
    response
}

/// Where whoever has come that far goes on.
pub(super) fn step(stage: Stage, first_page: &'static str) -> &'static str {
    match stage {
        Stage::Code => "/admin/sign-in/code",
        Stage::Enrolling => "/admin/second-factor",
        Stage::Whole => first_page,
    }
}

/// A session with a key of its own: whatever key the browser had before is worth nothing afterwards.
pub(super) fn new_session(state: &AppState, headers: &HeaderMap) -> NewMemberSession {
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let (now, site_now): (Instant, Instant) = (state.real_now(), state.now());
    NewMemberSession {
        token: random_token(),
        former: staff_token(headers, state.settings()),
        device: device(agent),
        device_token: device_token(headers, state.settings()).unwrap_or_else(random_token),
        now,
        site_now,
    }
}

/// Has the browser keep a session and by what it is known again.
pub(super) fn keep(state: &AppState, response: &mut Response, session: &NewMemberSession) {
    cookies::set(response, staff_cookie(state.settings()), &session.token, SESSION.absolute_minutes * 60);
    cookies::set(response, device_cookie(state.settings()), &session.device_token, DEVICE_SECONDS);
}

/// A new secret for an authenticator.
pub(super) fn new_secret() -> TotpSecret {
    TotpSecret::new(rand::random())
}

/// What is said where something was tried too often.
pub(super) fn too_often(locale: Locale, seconds: u64) -> String {
    td!(locale, staff_sign_in.too_often, wait = wait_in_words(locale, seconds))
}

/// A page that is to be mended.
pub(super) fn unprocessable(mut page: Response) -> Response {
    if page.status() == StatusCode::OK {
        *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    page
}

pub(super) fn failed(error: &StoreError) -> Response {
    tracing::error!(%error, "an act of somebody who works here failed");
    nothing_changed()
}

/// Whoever follows a link to a page for which they are not signed in is led on to sign in, and back; `None` where that would
/// not help.
pub(super) async fn way_in(state: &AppState, headers: &HeaderMap, uri: &Uri) -> Option<Response> {
    let target = match staff_session_of(state, headers).await {
        Ok(session) if session.stage == Stage::Whole => return None,
        Ok(session) => step(session.stage, ""),
        Err(PageError::Forbidden) => "/admin/sign-in",
        Err(_) => return None,
    };
    let asked = uri.path_and_query().map_or("", |asked| asked.as_str());
    Some(see_other(&with_next(target, way_back(asked).unwrap_or_default())))
}

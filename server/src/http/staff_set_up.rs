//! How somebody begins to work here: the set-up link, then a second factor and recovery codes.

use app::language::{Locale, locale_of};
use app::server::AppState;
use app::staff::{
    Arrival, SecondFactorView, SetUp, first_page, gather_second_factor, staff_cookie, staff_session_of, staff_token,
};
use app::td;
use axum::extract::{Form, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::from_fn;
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};
use domain::account::{is_fresh, typed_code};
use domain::staff::{RECOVERY_CODES, Stage, TotpSecret, recovery_code};
use domain::validation::{FieldError, is_email};
use serde::Deserialize;
use store::{Enrolment, NewFactor, NewMember};

use super::cookies;
use super::headers::private;
use super::limits::{Act, Limits, with_wait};
use super::registration::{nothing_changed, read_request, see_other};
use super::render::page_of;
use super::staff_sign_in::{failed, keep, new_secret, new_session, step, too_often, unprocessable};
use super::visitor::Visitor;
use crate::passwords;

/// Longest name.
const NAME_MAX: usize = 100;

/// Pages and acts of beginning.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/set-up", get(set_up_page).post(set_up))
        .route("/admin/second-factor", get(second_factor_page).post(second_factor))
        .layer(from_fn(private))
}

#[derive(Debug, Deserialize)]
struct Link {
    #[serde(default)]
    token: String,
}

/// Shows the form; looks at nothing.
async fn set_up_page(State(state): State<AppState>, Query(Link { token }): Query<Link>, request: Request) -> Response {
    page_of(state, request, Ok(SetUp::Asked(Arrival { token, ..Arrival::default() }))).await
}

/// The form as it was sent; what is missing counts as empty.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    #[serde(default)]
    token: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
}

/// Uses up the one-time link and begins a session in which the second factor is set up.
async fn set_up(
    State(state): State<AppState>,
    Extension(limits): Extension<Limits>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    Form(sent): Form<Sent>,
) -> Response {
    let locale = locale_of(&headers, state.settings());
    let again = async |view: SetUp| page_of(state.clone(), read_request("/set-up", &headers), Ok(view)).await;
    let mend = |errors: Vec<FieldError>| {
        let (token, name, email) = (sent.token.clone(), sent.name.clone(), sent.email.clone());
        SetUp::Asked(Arrival { token, name, email, errors })
    };
    if let Err(seconds) = limits.admit(Act::Password, visitor) {
        return with_wait(again(mend(vec![FieldError::new("form", too_often(locale, seconds))])).await, seconds);
    }
    let refused = async || {
        tracing::warn!("a set-up link was refused");
        let mut response = again(SetUp::Refused).await;
        *response.status_mut() = StatusCode::FORBIDDEN;
        response
    };
    match state.store().is_setup_token(&sent.token, state.real_now()).await {
        Ok(true) => {}
        Ok(false) => return refused().await,
        Err(error) => return failed(&error),
    }
    let member = match arriving(locale, &sent.name, &sent.email, &sent.password).await {
        Ok(member) => member,
        Err(errors) => return unprocessable(again(mend(errors)).await),
    };
    let session = new_session(&state, &headers);
    let token = session.token.clone();
    match state.store().set_up_administrator(&sent.token, member, session).await {
        Ok(true) => {
            tracing::info!("the set-up link was used");
            enrolling(&state, &token)
        }
        Ok(false) => refused().await,
        Err(error) => failed(&error),
    }
}

/// Somebody who begins to work here, or what is to be mended.
pub(super) async fn arriving(
    locale: Locale,
    name: &str,
    email: &str,
    password: &str,
) -> Result<NewMember, Vec<FieldError>> {
    let (name, email) = (name.trim().to_owned(), email.trim().to_owned());
    let mut errors = Vec::new();
    if name.is_empty() || name.chars().count() > NAME_MAX || name.chars().any(char::is_control) {
        errors.push(FieldError::new("name", td!(locale, staff.name_wrong, count = NAME_MAX)));
    }
    if !is_email(&email) {
        errors.push(FieldError::of_email());
    }
    let hash = match passwords::hash(password.to_owned(), vec![name.clone(), email.clone()]).await {
        Some(Ok(hash)) => hash,
        Some(Err(fault)) => {
            errors.push(FieldError::new("password", passwords::message(locale, fault)));
            String::new()
        }
        None => {
            errors.push(FieldError::new("form", td!(locale, staff.nothing_changed)));
            String::new()
        }
    };
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(NewMember { name, email, password_hash: hash, totp_secret: new_secret().text() })
}

/// On to the second factor.
pub(super) fn enrolling(state: &AppState, token: &str) -> Response {
    let mut response = see_other("/admin/second-factor");
    let seconds = Stage::Enrolling.lifetime().absolute_minutes * 60;
    cookies::set(&mut response, staff_cookie(state.settings()), token, seconds);
    response
}

async fn second_factor_page(State(state): State<AppState>, request: Request) -> Response {
    match staff_session_of(&state, request.headers()).await {
        Ok(session) if session.new_secret.is_none() => see_other(step(session.stage, first_page(session.member.role))),
        Ok(session) => {
            let view = gather_second_factor(&state, &session, Vec::new());
            page_of(state, request, view).await
        }
        Err(error) => page_of::<SecondFactorView>(state, request, Err(error)).await,
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FirstCode {
    #[serde(default)]
    code: String,
}

/// Takes the authenticator that was set up, once it has shown a right code, and shows recovery codes.
async fn second_factor(
    State(state): State<AppState>,
    Extension(limits): Extension<Limits>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    Form(sent): Form<FirstCode>,
) -> Response {
    let Ok(session) = staff_session_of(&state, &headers).await else { return see_other("/admin/sign-in") };
    if session.stage == Stage::Whole && !is_fresh(session.proved, state.real_now()) {
        return see_other("/admin/confirm?next=%2Fadmin%2Fsecond-factor");
    }
    let locale = locale_of(&headers, state.settings());
    let again = async |field: &str, message: String| {
        let view = gather_second_factor(&state, &session, vec![FieldError::new(field, message)]);
        page_of(state.clone(), read_request("/admin/second-factor", &headers), view).await
    };
    if let Err(seconds) = limits.admit(Act::Guess, visitor) {
        return with_wait(again("form", too_often(locale, seconds)).await, seconds);
    }
    let secret = session.new_secret.as_deref().and_then(TotpSecret::from_text);
    let now = state.real_now();
    let step = typed_code(&sent.code).and_then(|code| secret?.step_of(&code, now));
    let Some(step) = step else {
        return unprocessable(again("code", td!(locale, second_factor.wrong_code).to_owned()).await);
    };
    let token = staff_token(&headers, state.settings()).unwrap_or_default();
    let codes = new_recovery_codes();
    let new = new_session(&state, &headers);
    let enrolment = Enrolment { token, factor: NewFactor::Authenticator { step }, recovery_codes: codes.clone() };
    match state.store().enrol(enrolment, new.clone()).await {
        Ok(Some(member)) => {
            tracing::info!(member = %member.id, "a second factor was set up");
            let view = SecondFactorView::Done { codes, next: first_page(member.role).to_owned() };
            let mut response = page_of(state.clone(), read_request("/admin/second-factor", &headers), Ok(view)).await;
            keep(&state, &mut response, &new);
            response
        }
        Ok(None) => nothing_changed(),
        Err(error) => failed(&error),
    }
}

/// Recovery codes that nobody had before.
pub(super) fn new_recovery_codes() -> Vec<String> {
    (0..RECOVERY_CODES).map(|_| recovery_code(rand::random())).collect()
}

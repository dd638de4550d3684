//! The links of mails to those who work here, or are about to: an invitation, and a forgotten password.

use app::language::locale_of;
use app::server::{AppState, random_token};
use app::staff::{Forgotten, Invitation, gather_forgotten, gather_invitation};
use axum::extract::{Form, Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::from_fn;
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Extension, Router};
use domain::validation::{FieldError, is_email};
use serde::Deserialize;
use store::NewStaffLink;

use super::super::discretion::discreet;
use super::super::headers::private;
use super::super::limits::{Act, Limits, with_wait};
use super::super::registration::{nothing_changed, read_request, see_other};
use super::super::render::page_of;
use super::super::staff_set_up::{arriving, enrolling};
use super::super::staff_sign_in::{failed, new_session, too_often, unprocessable};
use super::super::visitor::Visitor;
use crate::passwords;

/// Pages and acts of those links.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/invitation/{token}", get(invitation_page).post(accept))
        .route("/admin/password", get(forgotten_page).merge(discreet(post(ask))))
        .route("/admin/password/{token}", get(password_page).post(replace))
        .layer(from_fn(private))
}

/// Shows the form; uses nothing up.
async fn invitation_page(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    let view = gather_invitation(&state, &token, String::new(), Vec::new()).await;
    page_of(state, request, view).await
}

/// The form as it was sent; the address in it is for password managers, and not believed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Accepted {
    #[serde(default, rename = "email")]
    _email: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
}

/// Accepts an invitation: a password now, a second factor next.
async fn accept(
    State(state): State<AppState>,
    Extension(limits): Extension<Limits>,
    Extension(visitor): Extension<Visitor>,
    Path(token): Path<String>,
    headers: HeaderMap,
    Form(sent): Form<Accepted>,
) -> Response {
    let locale = locale_of(&headers, state.settings());
    let again = async |errors: Vec<FieldError>| {
        let view = gather_invitation(&state, &token, sent.name.clone(), errors).await;
        page_of(state.clone(), read_request("/admin/invitation/_", &headers), view).await
    };
    if let Err(seconds) = limits.admit(Act::Password, visitor) {
        return with_wait(again(vec![FieldError::new("form", too_often(locale, seconds))]).await, seconds);
    }
    let email = match gather_invitation(&state, &token, String::new(), Vec::new()).await {
        Ok(Invitation::Open { email, .. }) => email,
        Ok(Invitation::Over) => return over(again(Vec::new()).await),
        Err(_) => return nothing_changed(),
    };
    let member = match arriving(locale, &sent.name, &email, &sent.password).await {
        Ok(member) => member,
        Err(errors) => return unprocessable(again(errors).await),
    };
    let session = new_session(&state, &headers);
    let key = session.token.clone();
    match state.store().accept_invitation(&token, member, session).await {
        Ok(true) => {
            tracing::info!("an invitation was accepted");
            enrolling(&state, &key)
        }
        Ok(false) => over(again(Vec::new()).await),
        Err(error) => failed(&error),
    }
}

async fn forgotten_page(State(state): State<AppState>, request: Request) -> Response {
    page_of(state, request, Ok(Forgotten::Ask { email: String::new(), errors: Vec::new() })).await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    #[serde(default)]
    email: String,
}

/// Sends a link, if somebody here has that address; what is answered does not depend on it.
async fn ask(
    State(state): State<AppState>,
    Extension(limits): Extension<Limits>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    Form(sent): Form<Asked>,
) -> Response {
    let locale = locale_of(&headers, state.settings());
    let again =
        async |view: Forgotten| page_of(state.clone(), read_request("/admin/password", &headers), Ok(view)).await;
    let mend = |error: FieldError| Forgotten::Ask { email: sent.email.clone(), errors: vec![error] };
    if let Err(seconds) = limits.admit(Act::SignIn, visitor) {
        return with_wait(again(mend(FieldError::new("form", too_often(locale, seconds)))).await, seconds);
    }
    let email = sent.email.trim().to_owned();
    if !is_email(&email) {
        let error = FieldError::of_email();
        return unprocessable(again(mend(error)).await);
    }
    let link = NewStaffLink { email, token: random_token(), now: state.real_now(), site_now: state.now() };
    match state.store().ask_for_password(link).await {
        Ok(()) => again(Forgotten::Sent).await,
        Err(error) => failed(&error),
    }
}

async fn password_page(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    let view = gather_forgotten(&state, &token, Vec::new()).await;
    page_of(state, request, view).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Replacement {
    #[serde(default)]
    password: String,
}

/// Replaces the password, and leads on to signing in with it and the second factor.
async fn replace(
    State(state): State<AppState>,
    Extension(limits): Extension<Limits>,
    Extension(visitor): Extension<Visitor>,
    Path(token): Path<String>,
    headers: HeaderMap,
    Form(sent): Form<Replacement>,
) -> Response {
    let locale = locale_of(&headers, state.settings());
    let again = async |errors: Vec<FieldError>| {
        let view = gather_forgotten(&state, &token, errors).await;
        page_of(state.clone(), read_request("/admin/password/_", &headers), view).await
    };
    if let Err(seconds) = limits.admit(Act::Password, visitor) {
        return with_wait(again(vec![FieldError::new("form", too_often(locale, seconds))]).await, seconds);
    }
    let now = state.real_now();
    let owner = match state.store().password_link(&token, now).await {
        Ok(Some(link)) => link.email,
        Ok(None) => return over(again(Vec::new()).await),
        Err(error) => return failed(&error),
    };
    let hash = match passwords::hash(sent.password.clone(), vec![owner]).await {
        Some(Ok(hash)) => hash,
        Some(Err(fault)) => {
            return unprocessable(again(vec![FieldError::new("password", passwords::message(locale, fault))]).await);
        }
        None => return nothing_changed(),
    };
    let device = new_session(&state, &headers).device;
    match state.store().replace_password(&token, hash, &device, now, state.now()).await {
        Ok(true) => {
            tracing::info!("a forgotten password was replaced");
            see_other("/admin/sign-in")
        }
        Ok(false) => over(again(Vec::new()).await),
        Err(error) => failed(&error),
    }
}

/// The page of a link that does not work any more.
fn over(mut page: Response) -> Response {
    if page.status() == StatusCode::OK {
        *page.status_mut() = StatusCode::FORBIDDEN;
    }
    page
}

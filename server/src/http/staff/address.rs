//! How somebody who works here changes their own address: asked for with a fresh proof, proven by a link that is sent there.

use app::error::PageError;
use app::language::locale_of;
use app::server::{AppState, random_token};
use app::staff::{AddressChange, NewAddress, gather_new_address, staff_session_of};
use app::td;
use axum::extract::{Form, Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::from_fn;
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};
use domain::validation::{FieldError, is_email};
use serde::Deserialize;
use store::NewStaffLink;

use super::super::headers::private;
use super::super::limits::{Act, Limits, with_wait};
use super::super::registration::read_request;
use super::super::render::{self, page_of};
use super::super::staff_sign_in::{failed, new_session, too_often, unprocessable};
use super::super::visitor::Visitor;

/// The page on which it is asked for.
const PAGE: &str = "/admin/account/address";

/// Pages and acts of it.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/account/address", get(address_page).post(ask))
        .route("/admin/address/{token}", get(link_page).post(change))
        .layer(from_fn(private))
}

async fn address_page(State(state): State<AppState>, request: Request) -> Response {
    let page: Result<AddressChange, PageError> = staff_session_of(&state, request.headers())
        .await
        .map(|session| AddressChange::Ask { present: session.member.email, typed: String::new(), errors: Vec::new() });
    page_of(state, request, page).await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    #[serde(default)]
    email: String,
}

/// Sends a link to another address; until it is used nothing changes.
async fn ask(
    State(state): State<AppState>,
    Extension(limits): Extension<Limits>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    Form(sent): Form<Asked>,
) -> Response {
    let member = match staff_session_of(&state, &headers).await {
        Ok(session) => session.member,
        Err(error) => return render::refused(state, read_request(PAGE, &headers), error).await,
    };
    let locale = locale_of(&headers, state.settings());
    let show = async |page| page_of(state.clone(), read_request(PAGE, &headers), Ok(page)).await;
    let mend = |error: FieldError| AddressChange::Ask {
        present: member.email.clone(),
        typed: sent.email.clone(),
        errors: vec![error],
    };
    if let Err(seconds) = limits.admit(Act::SignIn, visitor) {
        return with_wait(show(mend(FieldError::new("form", too_often(locale, seconds)))).await, seconds);
    }
    let email = sent.email.trim().to_owned();
    if !is_email(&email) {
        return unprocessable(show(mend(FieldError::of_email())).await);
    }
    if email.to_lowercase() == member.email.to_lowercase() {
        return unprocessable(show(mend(FieldError::new("email", td!(locale, staff_address.same)))).await);
    }
    let link =
        NewStaffLink { email: email.clone(), token: random_token(), now: state.real_now(), site_now: state.now() };
    match state.store().ask_for_address(member.id, link).await {
        Ok(true) => {
            tracing::info!(member = %member.id, "another address was asked for");
            show(AddressChange::Sent(email)).await
        }
        Ok(false) => unprocessable(show(mend(FieldError::new("email", td!(locale, staff.address_taken)))).await),
        Err(error) => failed(&error),
    }
}

async fn link_page(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    let page = gather_new_address(&state, &token).await;
    page_of(state, request, page).await
}

/// Takes the address that the link proves, in whatever browser it was opened.
async fn change(State(state): State<AppState>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    let device = new_session(&state, &headers).device;
    let (page, status) = match state.store().change_address(&token, &device, state.real_now(), state.now()).await {
        Ok(Some(member)) => {
            tracing::info!(member = %member.id, "an address of somebody who works here was changed");
            (NewAddress::Done(member.email), StatusCode::OK)
        }
        Ok(None) => (NewAddress::Over, StatusCode::FORBIDDEN),
        Err(error) => return failed(&error),
    };
    let mut response = page_of(state, read_request("/admin/address/_", &headers), Ok(page)).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
    response
}

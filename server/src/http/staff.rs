//! Signing in with the one-time link, signing out, the pages behind it, and the guard before every route.

use app::admin::{MailList, SetUp, gather_outbox};
use app::capability::{self, Capability, staff_cookie, staff_session};
use app::error::PageError;
use app::server::{AppState, random_token};
use axum::Router;
use axum::extract::{Form, MatchedPath, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::content::Id;
use serde::Deserialize;

use super::cookies;
use super::headers::private;
use super::registration::{read_request, see_other};
use super::render::{self, page_of as page};

/// Where a new session begins.
const FIRST_PAGE: &str = "/admin/outbox";

/// Pages and acts of those who work here.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/set-up", get(set_up_page).post(set_up))
        .route("/admin/outbox", get(outbox))
        .route("/admin/outbox/retry", post(retry))
        .route("/admin/sign-out", post(sign_out))
        .layer(from_fn(private))
}

/// Asks the table of capabilities before a route is entered. What is not listed is not answered (ASVS 5.0, 8.2.1: deny by
/// default).
pub(super) async fn guard(State(state): State<AppState>, route: MatchedPath, request: Request, next: Next) -> Response {
    let Some(capability) = capability::of_route(route.as_str()) else { return StatusCode::NOT_FOUND.into_response() };
    match capability::require(capability, &state, request.headers()).await {
        Ok(()) => next.run(request).await,
        // Whoever follows a link to their own page wants to sign in.
        Err(PageError::Forbidden) if capability == Capability::Account && request.method() == Method::GET => {
            let mut response = see_other("/sign-in");
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
            response
        }
        Err(error) => {
            // An act has no page of its own to say it on.
            let is_page = request.method() == Method::GET;
            let request = if is_page { request } else { read_request(FIRST_PAGE, request.headers()) };
            let mut response = render::refused(state, request, error).await;
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
            response
        }
    }
}

#[derive(Debug, Deserialize)]
struct SetUpLink {
    #[serde(default)]
    token: String,
}

/// Shows the button; looks at nothing.
async fn set_up_page(State(state): State<AppState>, Query(link): Query<SetUpLink>, request: Request) -> Response {
    page(state, request, Ok(SetUp::Asked(link.token))).await
}

#[derive(Debug, Deserialize)]
struct OutboxQuery {
    /// `dead` for the dead letters alone, `later` for what waits for its time.
    #[serde(default)]
    show: String,
    /// Number of a mail; those that follow it are listed.
    before: Option<i64>,
}

async fn outbox(State(state): State<AppState>, Query(query): Query<OutboxQuery>, request: Request) -> Response {
    let outbox = gather_outbox(&state, MailList::of_name(&query.show), query.before).await;
    page(state, request, outbox).await
}

#[derive(Debug, Deserialize)]
struct DeadLetter {
    mail: Id,
}

/// Has a dead letter tried again; one that is none any more stays as it is.
async fn retry(State(state): State<AppState>, Form(sent): Form<DeadLetter>) -> Response {
    match state.store().retry_mail(sent.mail, state.now()).await {
        Ok(_) => see_other(FIRST_PAGE),
        Err(error) => {
            tracing::error!(%error, "a dead letter could not be put back");
            (StatusCode::SERVICE_UNAVAILABLE, "Nothing was changed. Please try again in a moment.").into_response()
        }
    }
}

/// Uses up the one-time link and begins a session.
async fn set_up(State(state): State<AppState>, headers: HeaderMap, Form(sent): Form<SetUpLink>) -> Response {
    let session = random_token();
    match state.store().redeem_setup_token(&sent.token, &session, state.real_now()).await {
        Ok(Some(_)) => {
            let lifetime = store::STAFF_ABSOLUTE_HOURS * 3_600;
            let mut response = see_other(FIRST_PAGE);
            cookies::set(&mut response, staff_cookie(state.settings()), &session, lifetime);
            response
        }
        Ok(None) => {
            let request = read_request("/set-up", &headers);
            let mut response = page(state, request, Ok(SetUp::Refused)).await;
            *response.status_mut() = StatusCode::FORBIDDEN;
            response
        }
        Err(error) => {
            tracing::error!(%error, "a set-up link could not be redeemed");
            (StatusCode::SERVICE_UNAVAILABLE, "Nothing was changed. Please try again in a moment.").into_response()
        }
    }
}

/// Ends the session, here and in the browser.
async fn sign_out(State(state): State<AppState>, headers: HeaderMap) -> Response {
    if let Some(session) = staff_session(&headers, state.settings())
        && let Err(error) = state.store().end_staff_session(&session).await
    {
        tracing::error!(%error, "a session could not be ended");
        return (StatusCode::SERVICE_UNAVAILABLE, "You are still signed in. Please try again.").into_response();
    }
    let mut response = see_other("/");
    cookies::set(&mut response, staff_cookie(state.settings()), "", 0);
    response
}

//! The outbox, and the guard before every route. What administrators do about those who work here, and what these do about
//! how they sign in, stands in the files of this folder.

mod address;
mod changes;
mod dns;
mod links;
mod mail;
mod passkey_proofs;
mod passkeys;
mod people;
mod retention;
mod settings;

use app::admin::{MailList, gather_outbox, gather_system};
use app::capability::{self, Capability};
use app::error::PageError;
use app::server::AppState;
use app::staff::with_next;
use axum::Router;
use axum::extract::{Form, MatchedPath, Query, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::content::Id;
use serde::Deserialize;

use super::headers::private;
use super::registration::{read_request, see_other};
use super::render::{self, page_of as page};
use super::staff_sign_in::way_in;

/// The outbox.
const FIRST_PAGE: &str = "/admin/outbox";

/// The outbox and what is done in it.
pub(super) fn routes() -> Router<AppState> {
    let outbox = Router::new()
        .route("/admin/outbox", get(outbox))
        .route("/admin/outbox/retry", post(retry))
        .route("/admin/system", get(system));
    outbox
        .layer(from_fn(private))
        .merge(address::routes())
        .merge(changes::routes())
        .merge(dns::routes())
        .merge(links::routes())
        .merge(mail::routes())
        .merge(people::routes())
        .merge(retention::routes())
        .merge(settings::routes())
        .merge(passkeys::routes())
        .merge(passkey_proofs::routes())
}

/// The condition of the site.
async fn system(State(state): State<AppState>, request: Request) -> Response {
    let condition = gather_system(&state).await;
    page(state, request, condition).await
}

/// Asks the table of capabilities before a route is entered. What is not listed is not answered (ASVS 5.0, 8.2.1: deny by
/// default).
pub(super) async fn guard(State(state): State<AppState>, route: MatchedPath, request: Request, next: Next) -> Response {
    let Some(capability) = capability::of_route(route.as_str()) else { return StatusCode::NOT_FOUND.into_response() };
    match capability::require(capability, &state, request.headers()).await {
        Ok(()) => match capability::stale(route.as_str(), &state, request.headers()).await {
            Ok(None) => next.run(request).await,
            // Nothing is done yet: the page on which the act is begun comes again after the proof.
            Ok(Some(page)) => {
                let mut response = see_other(&with_next("/admin/confirm", page));
                response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
                response
            }
            Err(error) => render::refused(state, read_request(FIRST_PAGE, request.headers()), error).await,
        },
        // Whoever follows a link to their own page wants to sign in.
        Err(PageError::Forbidden) if capability == Capability::Account && request.method() == Method::GET => {
            let mut response = see_other("/sign-in");
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
            response
        }
        Err(error) => {
            if matches!(capability, Capability::Staff(_) | Capability::Member | Capability::SigningIn)
                && error == PageError::Forbidden
                && request.method() == Method::GET
                && let Some(mut response) = way_in(&state, request.headers(), request.uri()).await
            {
                response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
                return response;
            }
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

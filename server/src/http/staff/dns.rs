//! Looks at what the DNS says about mail, when it is asked for.

use app::admin::{DNS_PATH, DnsAsked, DnsView, sender_domain};
use app::server::AppState;
use axum::Router;
use axum::extract::{Form, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::from_fn;
use axum::response::Response;
use axum::routing::get;
use domain::mail::dns::{is_domain, selector, site_host};
use domain::validation::FieldError;
use serde::Deserialize;

use super::super::headers::private;
use super::super::registration::read_request;
use super::super::render::page_of;
use crate::dns::mail_dns;

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/admin/settings/dns", get(page).post(check)).layer(from_fn(private))
}

async fn page(State(state): State<AppState>, request: Request) -> Response {
    let asked = DnsAsked { sender: sender_domain(&state), ..DnsAsked::default() };
    page_of(state, request, Ok(DnsView { asked, ..DnsView::default() })).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct DnsForm {
    domain: String,
    selector: String,
}

/// Asks, in bounded time, and shows what was found; a domain is taken from the form only where no sender is set.
async fn check(State(state): State<AppState>, headers: HeaderMap, Form(sent): Form<DnsForm>) -> Response {
    let asked = DnsAsked { sender: sender_domain(&state), domain: sent.domain, selector: sent.selector };
    let domain = asked.sender.clone().unwrap_or_else(|| asked.domain.trim().to_lowercase());
    let mut errors = Vec::new();
    if !is_domain(&domain) {
        errors.push(FieldError::new("domain", "Enter a domain, like example.org"));
    }
    let key = selector(&asked.selector).unwrap_or_else(|why| {
        errors.push(FieldError::new("selector", why));
        None
    });
    let found = if errors.is_empty() {
        let host = site_host(&state.settings().base_url);
        Some(mail_dns(state.settings().name_server, domain, key, host).await)
    } else {
        None
    };
    let is_refused = found.is_none();
    let mut response = page_of(state, read_request(DNS_PATH, &headers), Ok(DnsView { asked, errors, found })).await;
    if is_refused && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

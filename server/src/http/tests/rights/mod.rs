//! Every route of the table of capabilities, asked by everybody: whoever it lets in is answered, whoever it does not is
//! refused; and nobody reaches what is another person's, whatever they put into an address.
//!
//! A route that is added stands in the table or is not answered; one with a gap in its address has to say here what a
//! stranger puts into it, or why there is no stranger to it.

mod addresses;
mod callers;
mod strangers;
mod world;

use app::capability::{Capability, ROUTES};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::staff::Role;

use self::addresses::addresses;
use self::callers::{Asking, Caller};
use self::world::World;
use super::{Answer, Site};

/// Every way of asking that a route may have.
const METHODS: [&str; 5] = ["GET", "HEAD", "POST", "PATCH", "DELETE"];
/// What whoever is refused reads.
const REFUSED: &str = "This page needs a sign-in that this browser does not have.";

impl Site {
    /// Asks as a browser of this site's own pages does, in the words of the upload protocol too.
    pub(super) async fn says(&self, method: &str, path: &str, cookie: &str, form: &str) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "site.test")
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header("tus-resumable", "1.0.0");
        let request = request.body(Body::from(form.to_owned())).expect("a request");
        let response = tower::ServiceExt::oneshot(self.site.clone(), request).await.expect("infallible");
        let (parts, body) = response.into_parts();
        let bytes = http_body_util::BodyExt::collect(body).await.expect("a whole body").to_bytes();
        // A file is no text, and not what this is about.
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, body }
    }
}

/// Whether a way of asking changes nothing.
fn is_read(method: &str) -> bool {
    matches!(method, "GET" | "HEAD")
}

/// Whether the table lets somebody in, and behind it the file that the address names.
fn may(caller: Caller, route: &str, capability: Capability) -> bool {
    let looks = matches!(caller, Caller::Member(role) if role.covers(Role::Reviewer));
    match route {
        // Whoever is registered has an address of it with a signature, on the page.
        "/media/{key}/{name}" => looks,
        "/media/{key}/{kind}/{file}" => looks || caller == Caller::Attendee,
        _ => caller.may(capability),
    }
}

/// Whether the guard before the routes has refused.
fn is_refused(method: &str, answer: &Answer) -> bool {
    let location = answer.header("location");
    match answer.status {
        StatusCode::FORBIDDEN => method == "HEAD" || answer.body.contains(REFUSED),
        StatusCode::SEE_OTHER => {
            let steps = ["/sign-in", "/admin/sign-in", "/admin/second-factor", "/admin/confirm"];
            is_read(method) && steps.iter().any(|step| location.split('?').next() == Some(*step))
        }
        _ => false,
    }
}

/// Asks every route in every way, and compares with the table. First what changes nothing, while everything is there.
async fn asks_everything(caller: Caller) {
    let world = World::open(caller).await;
    let mut asking = Asking::begin(&world, caller).await;
    let addresses = addresses(&world);
    let mut wrong = Vec::new();
    for method in METHODS {
        for (route, capability) in ROUTES {
            let path = addresses.get(route).unwrap_or_else(|| panic!("{route} has no address in this test"));
            let answer = world.site.says(method, path, asking.cookie(), "").await;
            if answer.status == StatusCode::METHOD_NOT_ALLOWED {
                continue;
            }
            let may = may(caller, route, *capability);
            // What is no page has none to say it on, and is not there.
            let is_nothing = is_read(method) && answer.status == StatusCode::NOT_FOUND;
            let refused = is_refused(method, &answer) || (!may && is_nothing);
            // Steps of signing in lead to each other, for whoever has come to them.
            let leads_on = is_read(method) && *capability == Capability::SigningIn && may;
            let is_answered = !is_read(method) || answer.status.is_success() || answer.status.is_redirection();
            let is_right = if may { (leads_on || !refused) && is_answered } else { refused };
            if !is_right {
                wrong.push(format!("{method} {route} as {caller:?}: {} {}", answer.status, answer.header("location")));
            }
            if may && !is_read(method) {
                asking.goes_on(&world).await;
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_as_nobody() {
    asks_everything(Caller::Nobody).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_with_cookies_that_belong_elsewhere() {
    asks_everything(Caller::Swapped).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_as_an_attendee() {
    asks_everything(Caller::Attendee).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_half_signed_in() {
    asks_everything(Caller::Half).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_as_a_reviewer() {
    asks_everything(Caller::Member(Role::Reviewer)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_as_a_moderator() {
    asks_everything(Caller::Member(Role::Moderator)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_as_a_registrar() {
    asks_everything(Caller::Member(Role::Registrar)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_as_an_editor() {
    asks_everything(Caller::Member(Role::Editor)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_as_an_administrator() {
    asks_everything(Caller::Member(Role::Administrator)).await;
}

#[test]
fn every_role_asks() {
    let source = include_str!("mod.rs");
    for role in Role::ALL {
        let call = format!("asks_everything(Caller::Member(Role::{role:?}))");
        assert!(source.contains(&call), "no test asks as {role:?}");
    }
}

//! Nothing is answered that the table of capabilities does not list.

use std::collections::BTreeSet;

use app::capability::{Capability, ROUTES, SERVER_FUNCTIONS, of_route};
use axum::http::StatusCode;
use domain::staff::Role;

use super::Site;

#[test]
fn every_server_function_is_listed() {
    let known: BTreeSet<&str> = server_fn::axum::server_fn_paths().map(|(path, _)| path).collect();
    let listed: BTreeSet<&str> = SERVER_FUNCTIONS.iter().map(|(path, _)| *path).collect();
    assert_eq!(known, listed);
}

#[test]
fn every_route_is_listed_and_every_listed_one_exists() {
    let routers = [
        include_str!("../router.rs"),
        include_str!("../registration.rs"),
        include_str!("../registration_series.rs"),
        include_str!("../registration_steps.rs"),
        include_str!("../staff.rs"),
        include_str!("../staff_account.rs"),
        include_str!("../staff/address.rs"),
        include_str!("../staff/changes.rs"),
        include_str!("../staff/dns.rs"),
        include_str!("../staff/links.rs"),
        include_str!("../staff/mail.rs"),
        include_str!("../staff/passkey_proofs.rs"),
        include_str!("../staff/passkeys.rs"),
        include_str!("../staff/people.rs"),
        include_str!("../staff/retention.rs"),
        include_str!("../staff/settings.rs"),
        include_str!("../staff_set_up.rs"),
        include_str!("../staff_sign_in.rs"),
        include_str!("../places.rs"),
        include_str!("../desk/mod.rs"),
        include_str!("../install.rs"),
        include_str!("../change_log.rs"),
        include_str!("../library.rs"),
        include_str!("../media/mod.rs"),
        include_str!("../search.rs"),
        include_str!("../registrants/bulk.rs"),
        include_str!("../registrants/enter.rs"),
        include_str!("../registrants/export.rs"),
        include_str!("../registrants/letters.rs"),
        include_str!("../registrants/one.rs"),
        include_str!("../registrants/upload.rs"),
        include_str!("../sign_in.rs"),
        include_str!("../account.rs"),
        include_str!("../notifications.rs"),
        include_str!("../passkeys.rs"),
    ];
    let root = include_str!("../../../../app/src/root.rs");
    let parts = routers.iter().flat_map(|source| source.split(".route(\"").skip(1));
    let guarded: BTreeSet<String> = parts.map(route).collect();
    let pages = root.split("path!(\"").skip(1).map(route);
    let known: BTreeSet<String> = pages.chain(guarded.iter().cloned()).collect();
    assert!(known.contains("/healthz") && known.contains("/admin/sign-out") && known.contains("/people/{slug}"));
    let listed: BTreeSet<String> = ROUTES.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(known, listed);
    // A page that is not the router's own route is public, whatever the table says.
    let beyond = ROUTES.iter().find(|(path, capability)| *capability != Capability::Public && !guarded.contains(*path));
    assert_eq!(beyond, None);
    assert_eq!(of_route("/admin/outbox"), Some(Capability::Staff(Role::Administrator)));
    assert_eq!(of_route("/admin/anything"), None);
}

/// The path up to the quote, in the router's words: `:slug` is `{slug}`.
fn route(rest: &str) -> String {
    let path = rest.split('"').next().unwrap_or_default();
    let parts =
        path.split('/').map(|part| part.strip_prefix(':').map_or(part.to_owned(), |name| format!("{{{name}}}")));
    parts.collect::<Vec<_>>().join("/")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_exist_is_not_found_and_what_is_public_is_answered() {
    let site = Site::open(None).await;
    assert_eq!(site.get("/admin/anything").await.status, StatusCode::NOT_FOUND);
    for path in ["/", "/programme", "/healthz", "/calendar/programme.ics"] {
        assert_eq!(site.get(path).await.status, StatusCode::OK, "{path}");
    }
}

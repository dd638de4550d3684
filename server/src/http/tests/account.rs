//! One's own pages, and that nobody reaches another's.

use axum::http::StatusCode;

use super::Site;
use super::registration::form;

/// The part of a page between two marks.
fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    page.split_once(before).and_then(|(_, rest)| rest.split_once(after)).map(|(part, _)| part).expect("the marks")
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_not_signed_in_is_led_there_and_changes_nothing() {
    let site = Site::open(None).await;
    for path in ["/me", "/me/devices"] {
        for cookie in ["", "account=", "account=guessed"] {
            let led = site.get_as(path, cookie).await;
            assert_eq!((led.status, led.header("location")), (StatusCode::SEE_OTHER, "/sign-in"), "{path}");
            assert!(led.header("cache-control").contains("no-store"));
        }
    }
    for path in ["/me/registrations/1", "/me/devices/1/sign-out", "/me/devices/sign-out-all"] {
        assert_eq!(site.post(path, "").await.status, StatusCode::FORBIDDEN, "{path}");
    }
    // Every page leads there, and is the same for whoever is signed in.
    let browser = site.signed_in("ada%40example.org").await;
    let (anonymous, own) = (site.get("/people").await, site.get_as("/people", &browser.cookies()).await);
    assert!(anonymous.body.contains("href=\"/me\""));
    assert_eq!(anonymous.body, own.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_registered_before_there_was_an_account_is_there() {
    let site = Site::open(None).await;
    site.register(&form(1, "Ada%40Example.org")).await;
    site.register(&form(2, "bob%40example.org")).await;
    let (ada, bob) = (site.signed_in("ada%40example.org").await, site.signed_in("bob%40example.org").await);
    let page = site.get_as("/me", &ada.cookies()).await.body;
    assert_eq!(page.matches("action=\"/me/registrations/").count(), 1, "only one's own");
    let open = format!("/me/registrations/{}", between(&page, "action=\"/me/registrations/", "\""));
    let led = site.post_as(&open, "", &ada.cookies(), "same-origin").await;
    assert_eq!(led.status, StatusCode::SEE_OTHER);
    let manage = led.header("location").to_owned();
    assert!(site.get(&manage).await.body.contains("Ada@Example.org"));
    // Another person's registration is not found, whatever its number.
    let stranger = site.post_as(&open, "", &bob.cookies(), "same-origin").await;
    assert_eq!((stranger.status, stranger.header("location")), (StatusCode::NOT_FOUND, ""));
    assert_eq!(
        site.post_as("/me/registrations/x", "", &bob.cookies(), "same-origin").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn devices_are_listed_and_signed_out_one_by_one_or_all_and_only_ones_own() {
    let site = Site::open(None).await;
    let ada = site.signed_in("ada%40example.org").await;
    let phone = site.signed_in("ada%40example.org").await;
    let eve = site.signed_in("eve%40example.org").await;
    let page = site.get_as("/me/devices", &ada.cookies()).await.body;
    assert_eq!(page.matches("/sign-out\"").count(), 2);
    assert_eq!(page.matches("This device").count(), 1);
    let of_phone = site.get_as("/me/devices", &phone.cookies()).await.body;
    let this = of_phone.split("<article").find(|card| card.contains("This device")).expect("a card");
    let act = format!("/me/devices/{}/sign-out", between(this, "action=\"/me/devices/", "/sign-out"));

    let stranger = site.post_as(&act, "", &eve.cookies(), "same-origin").await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get_as("/me", &phone.cookies()).await.status, StatusCode::OK);
    let done = site.post_as(&act, "", &ada.cookies(), "same-origin").await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/me/devices"));
    assert_eq!(site.get_as("/me", &phone.cookies()).await.header("location"), "/sign-in");

    let out = site.post_as("/me/sign-out", "", &eve.cookies(), "same-origin").await;
    assert_eq!(out.header("clear-site-data"), "\"cache\", \"storage\"");
    assert!(out.header("set-cookie").starts_with("account=; Max-Age=0"));
    assert_eq!(site.get_as("/me", &eve.cookies()).await.header("location"), "/sign-in");
    let everywhere = site.post_as("/me/devices/sign-out-all", "", &ada.cookies(), "same-origin").await;
    assert_eq!((everywhere.status, everywhere.header("location")), (StatusCode::SEE_OTHER, "/"));
    assert_eq!(site.get_as("/me", &ada.cookies()).await.header("location"), "/sign-in");
}

//! What administrators set holds for every letter that leaves, and is asked for anew where it cannot.

use axum::http::StatusCode;
use domain::staff::Role;
use form_urlencoded::byte_serialize;

use super::super::Site;
use super::super::desk_hostile::{HOSTILE, Watch};
use super::super::registrants_bulk::has;
use super::post;
use super::post_office::PostOffice;
use crate::jobs::Way;

const PAGE: &str = "/admin/settings";

fn typed(base: i64, name: &str) -> String {
    format!("base={base}&sender_name={}", byte_serialize(name.as_bytes()).collect::<String>())
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_come_from_the_name_that_was_set_and_a_test_shows_it() {
    let site = Site::open(None).await;
    let cookie = site.sign_in().await;
    let send = async |path: &str, sent: &str| site.post_as(path, sent, &cookie, "same-origin").await;
    has(&site.get_as(PAGE, &cookie).await.body, &["http://site.test", "Name of the sender", "Send a test mail to me"]);
    for wrong in ["a\r\nBcc: x@example.org", "support@bank.example", "One, two"] {
        let refused = send(PAGE, &typed(0, wrong)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        has(&refused.body, &["aria-invalid=\"true\""]);
    }
    assert_eq!(send(PAGE, &typed(0, "Fortbildung Köln")).await.header("location"), format!("{PAGE}?done=saved"));
    let stale = send(PAGE, &typed(0, "Another")).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    has(&stale.body, &["Somebody changed it meanwhile", "value=\"Another\""]);
    has(&site.get_as(PAGE, &cookie).await.body, &["value=\"Fortbildung Köln\"", "set “Fortbildung Köln”"]);
    let tried = send(&format!("{PAGE}/test"), "").await;
    assert_eq!(tried.header("location"), format!("{PAGE}?done=sent"));

    let Some(mut office) = PostOffice::open().await else { return };
    let post = post(&office.url());
    assert_eq!(site.sends(&post).await, Way::Open);
    let received = office.receives().await;
    assert_eq!(received["headers"]["from"], "Fortbildung Köln <webinars@site.test>");
    assert!(received["headers"]["subject"].as_str().is_some_and(|subject| subject.starts_with("Test: ")));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_administrators_set_anything_and_nothing_runs_on_the_page() {
    let site = Site::open(None).await;
    let administrator = site.sign_in().await;
    for role in [Role::Editor, Role::Registrar, Role::Moderator] {
        let cookie = site.sign_in_as(role).await;
        assert_eq!(site.get_as(PAGE, &cookie).await.status, StatusCode::FORBIDDEN);
        for path in [PAGE, "/admin/settings/test", "/admin/settings/accent"] {
            assert_eq!(site.post_as(path, &typed(0, "x"), &cookie, "same-origin").await.status, StatusCode::FORBIDDEN);
        }
    }
    assert_eq!(site.post_as(PAGE, &typed(0, "x"), &administrator, "cross-site").await.status, StatusCode::FORBIDDEN);
    let quiet = Watch::over(&site.get_as(PAGE, &administrator).await.body).1;
    for attack in HOSTILE {
        let page = site.post_as(PAGE, &typed(0, attack), &administrator, "same-origin").await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{attack}");
        let (found, scripts) = Watch::over(&page.body);
        assert!(found.is_empty() && scripts <= quiet, "{attack}: {found:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sites_colour_is_refused_with_its_contrast_and_then_holds_on_every_page() {
    let site = Site::open(None).await;
    let cookie = site.sign_in().await;
    let path = format!("{PAGE}/accent");
    let send = async |sent: &str| site.post_as(&path, sent, &cookie, "same-origin").await;
    assert_eq!(site.get("/theme.css").await.status, StatusCode::NOT_FOUND);
    for (sent, why) in [
        ("accent_light=%23ffcc00&accent_dark=%236cc4dc", "In the light theme its contrast"),
        ("accent_light=%230b5f78&accent_dark=%23222222", "4.5 to 1 is needed"),
        ("accent_light=red;}body{&accent_dark=", "Enter a colour like #0b5f78"),
    ] {
        let refused = send(&format!("base=0&{sent}")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{sent}");
        has(&refused.body, &[why, "aria-invalid=\"true\""]);
    }
    assert_eq!(site.get("/theme.css").await.status, StatusCode::NOT_FOUND, "nothing was kept");
    let saved = send("base=0&accent_light=%237a1f5c&accent_dark=%23f0a8d0").await;
    assert_eq!(saved.header("location"), format!("{PAGE}?done=saved"), "{}", saved.body);
    let page = site.get("/people").await;
    has(&page.body, &["href=\"/theme.css?7a1f5c-f0a8d0\""]);
    assert!(page.header("content-security-policy").contains("style-src 'self';"));
    let style = site.get("/theme.css?7a1f5c-f0a8d0").await;
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
    assert!(style.header("cache-control").contains("immutable"));
    has(
        &style.body,
        &["@layer tokens{:root{--brand:light-dark(#7a1f5c,#f0a8d0);", "--on-brand:light-dark(#ffffff,#000000);"],
    );
    assert!(site.get("/theme.css?other").await.header("cache-control").contains("no-cache"));
    let page = site.get_as(PAGE, &cookie).await.body;
    has(&page, &["value=\"#7a1f5c\"", "set the colours #7a1f5c,#f0a8d0"]);
    let (_, rest) = page.split_once("action=\"/admin/settings/accent\"").expect("a form");
    let base = rest.split("name=\"base\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a number");
    assert_eq!(send(&format!("base={base}&accent_light=&accent_dark=")).await.status, StatusCode::SEE_OTHER);
    assert!(!site.get("/topics/screening").await.body.contains("/theme.css"), "the product's own again");
}

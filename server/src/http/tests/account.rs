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

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_link_is_made_shown_again_and_removed() {
    let site = Site::open(None).await;
    let ada = site.signed_in("ada%40example.org").await;
    let other = site.signed_in("ada%40example.org").await;
    let made = site.post_as("/me/calendar-feed", "", &ada.cookies(), "same-origin").await;
    assert_eq!((made.status, made.header("location")), (StatusCode::SEE_OTHER, "/me#calendar-feed"));
    let page = site.get_as("/me", &ada.cookies()).await.body;
    let feed = format!("/calendar/me/{}.ics", between(&page, "value=\"http://site.test/calendar/me/", ".ics"));
    assert_eq!(site.get(&feed).await.status, StatusCode::OK);
    let elsewhere = site.get_as("/me", &other.cookies()).await.body;
    assert!(elsewhere.contains("shown only where it was made") && !elsewhere.contains(&feed));
    site.post_as("/me/calendar-feed/remove", "", &other.cookies(), "same-origin").await;
    assert_eq!(site.get(&feed).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_stored_is_taken_away_in_one_file_and_nothing_of_anybody_else() {
    let site = Site::open(None).await;
    site.register(&form(1, "ada%40example.org").replace("Maria+Rossi", "%3D1%2B1%2C+%22Ada%22")).await;
    site.register(&form(2, "bob%40example.org")).await;
    let ada = site.signed_in("ada%40example.org").await;
    assert!(site.get_as("/me/data", &ada.cookies()).await.body.contains("href=\"/me/data/download\""));
    let request = axum::http::Request::get("/me/data/download")
        .header("host", "site.test")
        .header("cookie", ada.cookies())
        .body(axum::body::Body::empty());
    let (headers, bytes) = site.bytes(request.expect("a request")).await;
    assert_eq!(headers["content-type"], "application/zip");
    assert_eq!(headers["content-disposition"], "attachment; filename=\"my-data.zip\"");
    assert_eq!(headers["cache-control"], "private, no-store");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let mut read = |name: &str| {
        let mut text = String::new();
        std::io::Read::read_to_string(&mut archive.by_name(name).expect("a file"), &mut text).expect("text");
        text
    };
    let json: serde_json::Value = serde_json::from_str(&read("my-data.json")).expect("JSON");
    assert_eq!(json["account"]["email"], "ada@example.org");
    assert_eq!(json["registrations"].as_array().map(Vec::len), Some(1));
    assert_eq!(json["registrations"][0]["name"], "=1+1, \"Ada\"");
    let csv = read("registrations.csv");
    assert!(csv.contains("\"'=1+1, \"\"Ada\"\"\"") && csv.lines().count() == 2, "{csv}");
    assert!(read("my-events.ics").starts_with("BEGIN:VCALENDAR"));
    assert!(!csv.contains("bob@") && !json.to_string().contains("bob@"));
    assert_eq!(site.get("/me/data/download").await.header("location"), "/sign-in");
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_erased_only_when_the_word_was_typed_and_only_ones_own() {
    let site = Site::open(None).await;
    site.register(&form(1, "ada%40example.org")).await;
    site.register(&form(2, "bob%40example.org")).await;
    let ada = site.signed_in("ada%40example.org").await;
    let slip = site.post_as("/me/erase", "confirmation=yes", &ada.cookies(), "same-origin").await;
    assert_eq!(slip.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(slip.body.contains("Nothing has been erased yet") && site.taken().await == 2);
    let foreign = site.post_as("/me/erase", "confirmation=erase", &ada.cookies(), "cross-site").await;
    assert_eq!((foreign.status, site.taken().await), (StatusCode::FORBIDDEN, 2));
    assert_eq!(site.post("/me/erase", "confirmation=erase").await.status, StatusCode::FORBIDDEN);
    let done = site.post_as("/me/erase", "confirmation=Erase", &ada.cookies(), "same-origin").await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/sign-in/erased"));
    assert_eq!(done.header("clear-site-data"), "\"cache\", \"storage\"");
    assert!(site.get("/sign-in/erased").await.body.contains("signed out everywhere"));
    assert_eq!((site.taken().await, site.get_as("/me", &ada.cookies()).await.status), (1, StatusCode::SEE_OTHER));
    assert_eq!(site.store.registrations_of("bob@example.org").await.expect("readable").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_saved_on_one_device_is_on_all_and_what_was_taken_out_stays_out() {
    let site = Site::open(None).await;
    let (ada, phone) = (site.signed_in("ada%40example.org").await, site.signed_in("ada%40example.org").await);
    let eve = site.signed_in("eve%40example.org").await;
    let tell = async |browser: &super::sign_in::Browser, deeds: &str| {
        let told = site.post_as("/me/agenda", deeds, &browser.cookies(), "same-origin").await;
        assert_eq!(told.status, StatusCode::OK);
        assert!(told.header("cache-control").contains("no-store"));
        told.body
    };
    let event = format!("/events/{}", site.slug);
    assert_eq!(
        tell(&ada, &format!("=/sessions/a\n={event}\n+//evil.example\n")).await,
        format!("{event}\n/sessions/a")
    );
    assert_eq!(tell(&phone, "=/sessions/b\n-/sessions/a\n").await, format!("{event}\n/sessions/b"));
    // The first device still has it, from before.
    assert_eq!(tell(&ada, "=/sessions/a\n").await, format!("{event}\n/sessions/b"));
    assert_eq!(tell(&ada, "+/sessions/a\n").await, format!("{event}\n/sessions/a\n/sessions/b"));
    let page = site.get_as("/me", &phone.cookies()).await.body;
    assert!(page.contains("data-signed-in") && page.contains(&format!("<a href=\"{event}\"")));
    assert_eq!(tell(&eve, "").await, "");
    assert_eq!(site.post("/me/agenda", "+/sessions/a").await.status, StatusCode::FORBIDDEN);
}

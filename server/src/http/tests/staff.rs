//! The one-time link, the session it opens, and the outbox behind it.

use axum::http::StatusCode;

use super::Site;

#[tokio::test(flavor = "multi_thread")]
async fn the_outbox_is_for_those_who_came_by_the_one_time_link() {
    let site = Site::open(None).await;
    let now = domain::time::Instant::from_rfc3339(super::NOW).expect("an instant");
    site.store.create_setup_token("one-time", now).await.expect("written");
    let form = "name=Maria&email=%3Cb%3E&country=IT&profession=nurse";
    assert_eq!(site.post(&format!("/register/{}", site.slug), form).await.status, StatusCode::UNPROCESSABLE_ENTITY);

    for cookie in ["", "staff=guessed", "staff="] {
        let refused = site.get_as("/admin/outbox", cookie).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert!(!refused.body.contains("Mails that the site wrote"));
    }

    // Opening the link uses nothing up; pressing the button does.
    for _ in 0..2 {
        assert!(site.get("/set-up?token=one-time").await.body.contains("value=\"one-time\""));
    }
    let signed_in = site.post("/set-up", "token=one-time").await;
    assert_eq!((signed_in.status, signed_in.header("location")), (StatusCode::SEE_OTHER, "/admin/outbox"));
    let cookie = signed_in.header("set-cookie").to_owned();
    for part in ["staff=", "; Path=/", "; HttpOnly", "; SameSite=Lax"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let cookie = cookie.split(';').next().unwrap_or_default();
    let again = site.post("/set-up", "token=one-time").await;
    assert_eq!((again.status, again.header("set-cookie")), (StatusCode::FORBIDDEN, ""));
    assert!(again.body.contains("used already"));

    let outbox = site.get_as("/admin/outbox", cookie).await;
    assert_eq!(outbox.status, StatusCode::OK);
    assert!(outbox.body.contains("Mail is not configured") && outbox.body.contains("no mails here yet"));
    assert!(outbox.header("cache-control").contains("no-store"));

    let left = site.post_as("/admin/sign-out", "", cookie, "same-origin").await;
    assert!(left.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(site.get_as("/admin/outbox", cookie).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_outbox_shows_each_mail_once_page_by_page() {
    let site = Site::open(None).await;
    let now = domain::time::Instant::from_rfc3339(super::NOW).expect("an instant");
    site.store.create_setup_token("one-time", now).await.expect("written");
    for number in 0..51 {
        let key = domain::content::Id::from_u128(number);
        let form = format!("name=M&email=m{number}@x.example&country=IT&profession=nurse&idempotency_key={key}");
        assert_eq!(site.post(&format!("/register/{}", site.slug), &form).await.status, StatusCode::SEE_OTHER);
    }
    let signed_in = site.post("/set-up", "token=one-time").await;
    let cookie = signed_in.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
    let newest = site.get_as("/admin/outbox", &cookie).await.body;
    assert!(newest.contains("m50@x.example") && newest.contains("m1@x.example") && !newest.contains("m0@x.example"));
    assert!(newest.contains("http://site.test/registration/confirm/"));
    let (_, older) = newest.split_once("/admin/outbox?before=").expect("a link to the older ones");
    let number = older.split('"').next().unwrap_or_default();
    let oldest = site.get_as(&format!("/admin/outbox?before={number}"), &cookie).await.body;
    assert!(oldest.contains("m0@x.example") && !oldest.contains("m1@x.example") && !oldest.contains("?before="));
}

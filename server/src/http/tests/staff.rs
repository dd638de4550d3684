//! The outbox, for administrators.

use axum::http::StatusCode;

use super::Site;

#[tokio::test(flavor = "multi_thread")]
async fn the_outbox_is_for_administrators() {
    let site = Site::open(None).await;
    for cookie in ["", "staff=guessed", "staff="] {
        let refused = site.get_as("/admin/outbox", cookie).await;
        assert_eq!(refused.status, StatusCode::SEE_OTHER);
        assert_eq!(refused.header("location"), "/admin/sign-in?next=%2Fadmin%2Foutbox");
        assert_eq!(
            site.post_as("/admin/outbox/retry", "mail=1", cookie, "same-origin").await.status,
            StatusCode::FORBIDDEN
        );
    }
    let cookie = site.sign_in().await;
    let outbox = site.get_as("/admin/outbox", &cookie).await;
    assert_eq!(outbox.status, StatusCode::OK);
    assert!(outbox.body.contains("Mail is not configured") && outbox.body.contains("no mails here yet"));
    assert!(outbox.header("cache-control").contains("no-store"));

    let left = site.post_as("/admin/sign-out", "", &cookie, "same-origin").await;
    assert!(left.header("set-cookie").contains("Max-Age=0") && left.header("clear-site-data").contains("storage"));
    assert_eq!(site.get_as("/admin/outbox", &cookie).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_outbox_shows_each_mail_once_page_by_page() {
    let site = Site::open(None).await;
    for number in 0..51 {
        let key = domain::content::Id::from_u128(number);
        let form = format!("name=M&email=m{number}@x.example&country=IT&profession=nurse&idempotency_key={key}");
        assert_eq!(site.post(&format!("/register/{}", site.slug), &form).await.status, StatusCode::SEE_OTHER);
    }
    let cookie = site.sign_in().await;
    let newest = site.get_as("/admin/outbox", &cookie).await.body;
    assert!(newest.contains("m50@x.example") && newest.contains("m1@x.example") && !newest.contains("m0@x.example"));
    assert!(newest.contains("http://site.test/registration/confirm/"));
    let (_, older) = newest.split_once("/admin/outbox?before=").expect("a link to the older ones");
    let number = older.split('"').next().unwrap_or_default();
    let oldest = site.get_as(&format!("/admin/outbox?before={number}"), &cookie).await.body;
    assert!(oldest.contains("m0@x.example") && !oldest.contains("m1@x.example") && !oldest.contains("?before="));
}

#[tokio::test]
async fn a_dead_letter_says_what_the_mail_server_answered_and_can_be_tried_again() {
    let site = Site::open(None).await;
    let cookie = site.sign_in().await;
    let form = format!(
        "name=M&email=m@x.example&country=IT&profession=nurse&idempotency_key={}",
        domain::content::Id::from_u128(1)
    );
    assert_eq!(site.post(&format!("/register/{}", site.slug), &form).await.status, StatusCode::SEE_OTHER);
    let now = site.state.now();
    let claimed = site.store.claim_mail(now, now, now.plus_minutes(5), 1, 0).await.expect("claimed");
    let claimed = claimed.first().expect("a mail");
    let answer = "permanent error (550): 5.1.1 <script>no such user</script>";
    site.store.mail_failed(claimed, answer, domain::mail::Verdict::GivenUp, now).await.expect("noted");

    let all = site.get_as("/admin/outbox", &cookie).await.body;
    assert!(all.contains("1 dead letter</a>"), "{all}");
    let dead = site.get_as("/admin/outbox?show=dead", &cookie).await.body;
    assert!(dead.contains("Given up 12 October 2022, 17:50 CEST"), "{dead}");
    assert!(dead.contains("after 1 attempt: permanent error (550): 5.1.1 &lt;script&gt;"), "{dead}");
    assert!(dead.contains("Try again: Confirm your registration"));

    let retry = format!("mail={}", claimed.mail.id);
    assert_eq!(site.post("/admin/outbox/retry", &retry).await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.store.count_dead_letters().await.expect("readable"), 1);
    for _ in 0..2 {
        let again = site.post_as("/admin/outbox/retry", &retry, &cookie, "same-origin").await;
        assert_eq!((again.status, again.header("location")), (StatusCode::SEE_OTHER, "/admin/outbox"));
    }
    let waiting = site.get_as("/admin/outbox?show=dead", &cookie).await.body;
    assert!(waiting.contains("There are no dead letters."));
}

//! What people want to be written about: said on one's own page, or by whoever has a letter.

use axum::http::StatusCode;
use domain::mail::{Lead, Purpose, Withdrawn};

use super::Site;

/// Four days before the first webinar.
const BEFORE: &str = "2022-10-08T12:00:00+02:00";

/// Whether the page has a box for that purpose that is ticked.
fn is_ticked(page: &str, purpose: Purpose) -> bool {
    let boxes = page.split("<input").filter(|part| part.contains("type=\"checkbox\""));
    let of = |part: &&str| part.contains(&format!("name=\"{}\"", purpose.name()));
    let found: Vec<&str> = boxes.filter(of).filter_map(|part| part.split('>').next()).collect();
    assert_eq!(found.len(), 1, "one box for {purpose:?}");
    found[0].contains(" checked")
}

#[tokio::test(flavor = "multi_thread")]
async fn ones_own_choice_is_kept_honoured_and_taken_away_with_the_rest() {
    let site = Site::open_at(BEFORE, None).await;
    site.takes_part(1, "Ada@example.org").await;
    let (ada, bob) = (site.signed_in("ada%40example.org").await, site.signed_in("bob%40example.org").await);
    assert!(site.get_as("/me", &ada.cookies()).await.body.contains("href=\"/me/notifications\""));
    let page = site.get_as("/me/notifications", &ada.cookies()).await;
    assert!(page.status == StatusCode::OK && page.header("cache-control").contains("no-store"));
    assert!(is_ticked(&page.body, Purpose::Reminders) && is_ticked(&page.body, Purpose::Recordings));
    assert!(page.body.contains("What always comes"));
    assert_eq!(site.get("/me/notifications").await.header("location"), "/sign-in");
    assert_eq!(site.post("/me/notifications", "reminders=yes").await.status, StatusCode::FORBIDDEN);

    site.comes_to("2022-10-11T18:00:00+02:00").await;
    assert_eq!(site.why(Lead::Day).await, None);
    let saved = site.post_as("/me/notifications", "recordings=yes&other=x", &ada.cookies(), "same-origin").await;
    assert_eq!((saved.status, saved.header("location")), (StatusCode::SEE_OTHER, "/me/notifications?saved=yes"));
    let page = site.get_as("/me/notifications?saved=yes", &ada.cookies()).await.body;
    assert!(!is_ticked(&page, Purpose::Reminders) && is_ticked(&page, Purpose::Recordings));
    assert!(page.contains("Your choice is saved"));
    assert_eq!(site.why(Lead::Day).await, Some(Withdrawn::NotWanted));
    assert!(is_ticked(&site.get_as("/me/notifications", &bob.cookies()).await.body, Purpose::Reminders));
    site.post_as("/me/notifications", "reminders=yes", &ada.cookies(), "same-origin").await;
    assert_eq!(site.why(Lead::Day).await, None);

    let request = axum::http::Request::get("/me/data/download").header("host", "site.test");
    let request = request.header("cookie", ada.cookies()).body(axum::body::Body::empty());
    let (_, bytes) = site.bytes(request.expect("a request")).await;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let whole = serde_json::from_reader::<_, serde_json::Value>(archive.by_name("my-data.json").expect("a file"));
    let whole = whole.expect("JSON");
    assert_eq!(whole["messages"], serde_json::json!({ "reminders": true, "recordings": false, "news": false }));
    assert_eq!(whole["registrations"][0]["reminders"], true);
    site.post_as("/me/erase", "confirmation=erase", &ada.cookies(), "same-origin").await;
    assert!(site.store.mail_choices("ada@example.org").await.expect("readable").wants(Purpose::Recordings));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_a_letter_chooses_without_signing_in() {
    let site = Site::open_at(BEFORE, None).await;
    site.takes_part(1, "ada@example.org").await;
    site.comes_to("2022-10-11T18:00:00+02:00").await;
    let token = site.letter_is_written().await;
    let path = format!("/notifications/{token}");
    let page = site.get(&path).await;
    assert!(page.status == StatusCode::OK && page.header("x-robots-tag").contains("noindex"));
    assert!(is_ticked(&page.body, Purpose::Reminders) && page.body.contains(&format!("action=\"{path}\"")));
    assert!(!page.body.contains("ada@example.org"), "letters are passed on");
    let saved = site.post(&path, "recordings=yes").await;
    assert_eq!((saved.status, saved.header("location")), (StatusCode::SEE_OTHER, format!("{path}?saved=yes").as_str()));
    assert_eq!(site.why(Lead::Day).await, Some(Withdrawn::NotWanted));
    assert!(!is_ticked(&site.get(&path).await.body, Purpose::Reminders));

    // Opening the link of a letter changes nothing; its button does, and a mail program's one request does.
    let wants = async |purpose| site.store.mail_choices("ada@example.org").await.expect("readable").wants(purpose);
    let stop = format!("{path}/stop/recordings");
    let page = site.get(&stop).await;
    assert!(page.status == StatusCode::OK && page.body.contains(&format!("action=\"{stop}\"")));
    assert!(wants(Purpose::Recordings).await);
    let answer = site.one_click(&stop, "application/x-www-form-urlencoded", "List-Unsubscribe=One-Click").await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::OK, ""));
    assert!(!wants(Purpose::Recordings).await && !wants(Purpose::Reminders).await);
    site.post(&path, "recordings=yes&reminders=yes").await;
    let stopped = site.post(&stop, "").await;
    assert_eq!(stopped.header("location"), format!("{path}?saved=yes"));
    assert!(!wants(Purpose::Recordings).await && wants(Purpose::Reminders).await);
    for unknown in ["/notifications/x", "/notifications/x/stop/recordings", &format!("{path}/stop/everything")] {
        assert_eq!(site.get(unknown).await.status, StatusCode::NOT_FOUND, "{unknown}");
        assert_eq!(site.post(unknown, "").await.status, StatusCode::NOT_FOUND, "{unknown}");
    }
}

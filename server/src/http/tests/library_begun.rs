//! The library leads whoever is signed in back to what they began, and shows it to nobody else.

use axum::http::StatusCode;

use super::Site;

#[tokio::test(flavor = "multi_thread")]
async fn the_library_goes_on_with_what_was_begun_for_its_owner_alone() {
    let (site, path, _) = Site::with_recording(domain::content::Visibility::Public).await;
    let cookie = site.registered("ada@example.org").await;
    // The page that everybody shares is made first, so that it could be served to the wrong one.
    let shared = site.get("/library").await.body;
    assert!(
        shared.contains("data-go-on") && shared.contains("data-material=") && !shared.contains("Go on at"),
        "{shared}"
    );
    let told = site.post_as(&format!("{path}/progress"), "75000 0-75000@100/75000", &cookie, "same-origin").await;
    assert_eq!(told.status, StatusCode::NO_CONTENT, "{}", told.body);
    let mine = site.get_as("/library", &cookie).await.body;
    let address = format!("{path}?t=75#player");
    assert!(mine.contains("Continue watching") && mine.contains(&address) && mine.contains("12 % seen"), "{mine}");
    assert!(!site.get("/library").await.body.contains(&address));
}

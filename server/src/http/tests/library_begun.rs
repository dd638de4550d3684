//! The library leads whoever is signed in back to what they began, and shows it to nobody else.

use axum::http::StatusCode;

use super::Site;
use crate::jobs::settle_completion;

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
    assert_eq!(
        (told.status, told.body.as_str()),
        (StatusCode::OK, "You have watched 12 % of it; 80 % counts as seen.")
    );
    let mine = site.get_as("/library", &cookie).await.body;
    let address = format!("{path}?t=75#player");
    assert!(
        mine.contains("Continue watching") && mine.contains(&address) && mine.matches("Watched 12 %").count() == 2,
        "{mine}"
    );
    assert!(!site.get("/library").await.body.contains(&address));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_counts_as_seen_is_the_editors_to_say_and_stays_what_it_was() {
    let (site, path, _) = Site::with_recording(domain::content::Visibility::Public).await;
    let ada = site.registered("ada@example.org").await;
    let asks = async |completion: Option<u32>| {
        let mut content = site.state.published().content.clone();
        content.materials[0].completion = completion;
        site.store.save_content(&content).await.expect("writable");
        site.store.release("Any", site.state.now()).await.expect("released");
        site.state.publish(site.store.newest_release().await.expect("readable").expect("a release"));
        settle_completion(&site.state).await.expect("readable");
    };
    let page = site.get_as(&path, &ada).await.body;
    assert!(page.contains("It counts as seen once you have watched 80 % of it."), "{page}");
    let told = site.post_as(&format!("{path}/progress"), "372000 0-372000@100/372000", &ada, "same-origin").await;
    let missing = "You have watched 62 % of it; 80 % counts as seen.";
    assert_eq!(told.body, missing);
    for page in [path.as_str(), "/me"] {
        let body = site.get_as(page, &ada).await.body;
        assert!(body.contains(missing), "{page}: {body}");
    }
    assert!(site.get_as("/library", &ada).await.body.contains("Watched 62 %"));

    // Asking for less counts what was watched before; asking for more takes nothing away.
    asks(Some(60)).await;
    asks(Some(95)).await;
    let seen = "Seen: you have watched 62 % of it.";
    for page in [path.as_str(), "/me"] {
        let body = site.get_as(page, &ada).await.body;
        assert!(body.contains(seen), "{page}: {body}");
    }
    let cards = site.get_as("/library", &ada).await.body;
    assert!(cards.contains("card__watched") && !cards.contains("card__watched\">Watched"), "{cards}");
    assert!(!site.get("/library").await.body.contains("card__watched"), "nobody else sees it");
    let eve = site.signed_in("eve%40example.org").await.cookies();
    let page = site.get_as(&path, &eve).await.body;
    assert!(page.contains("It counts as seen once you have watched 95 % of it."), "{page}");
}

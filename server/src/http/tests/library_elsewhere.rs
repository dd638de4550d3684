//! Recordings that other sites keep: nothing is asked of them before somebody asks for their player.

use axum::http::StatusCode;
use domain::content::{MaterialKind, Visibility};

use super::Site;

impl Site {
    /// A site whose first material is a recording at an address; its path.
    async fn with_recording_at(url: &str, visibility: Visibility) -> (Self, String) {
        let site = Self::open(None).await;
        let mut content = site.state.published().content.clone();
        let material = &mut content.materials[0];
        (material.kind, material.url, material.visibility) =
            (MaterialKind::Recording, Some(url.to_owned()), visibility);
        let path = format!("/library/{}", material.slug);
        site.store.save_content(&content).await.expect("writable");
        site.store.release("Any", site.state.now()).await.expect("released");
        site.state.publish(site.store.newest_release().await.expect("readable").expect("a release"));
        (site, path)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_player_of_another_site_comes_by_a_press_alone() {
    let (site, path) = Site::with_recording_at("https://youtu.be/dQw4w9WgXcQ", Visibility::Public).await;
    let page = site.get(&path).await;
    assert!(page.body.contains("This recording is at YouTube") && !page.body.contains("<iframe"), "{}", page.body);
    assert!(!page.header("content-security-policy").contains("frame-src"));
    // Its card leads to the page and not away.
    assert!(site.get("/library").await.body.contains(&format!("href=\"{path}\"")));
    let asked = site.post(&format!("{path}/elsewhere"), "").await;
    assert_eq!(asked.status, StatusCode::OK);
    assert!(asked.body.contains("src=\"https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0\""), "{}", asked.body);
    assert!(asked.header("content-security-policy").ends_with("; frame-src https://www.youtube-nocookie.com"));
    // Whoever looks at the page next is asked again.
    assert!(!site.get(&path).await.body.contains("<iframe"));
    // Neither a link nor another site makes a browser ask there.
    assert_eq!(site.get(&format!("{path}/elsewhere")).await.status, StatusCode::METHOD_NOT_ALLOWED);
    let foreign = site.post_as(&format!("{path}/elsewhere"), "", "", "cross-site").await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_that_is_not_allowed_stays_a_link_and_what_is_for_some_stays_theirs() {
    let (site, path) = Site::with_recording_at("https://tube.example.com/w/aB3", Visibility::Public).await;
    let page = site.get(&path).await.body;
    assert!(page.contains("href=\"https://tube.example.com/w/aB3\"") && !page.contains("elsewhere"), "{page}");
    assert_eq!(site.post(&format!("{path}/elsewhere"), "").await.status, StatusCode::NOT_FOUND);

    let (site, path) = Site::with_recording_at("https://video.example.org/w/aB3", Visibility::Registered).await;
    assert!(!site.get(&path).await.body.contains("video.example.org/videos"));
    assert_eq!(site.post(&format!("{path}/elsewhere"), "").await.status, StatusCode::FORBIDDEN);
}

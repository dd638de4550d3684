//! The sample: it is there when it was asked for, once, and shows what a recording has.

use axum::http::StatusCode;
use domain::media::{Purpose, WorkState};

use super::Site;
use crate::jobs::index_search;
use crate::sample::{SLUGS, add};

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_is_added_once_and_on_request_alone() {
    let site = Site::open(None).await;
    let address = format!("/library/{}", SLUGS.0);
    assert_eq!(site.get(&address).await.status, StatusCode::NOT_FOUND);
    assert!(!site.get("/library").await.body.contains("Sample"), "the first programme shows what is real");
    assert!(add(&site.store, &site.media, site.clock.clone()).await.expect("added").is_some());
    assert!(add(&site.store, &site.media, site.clock.clone()).await.expect("asked").is_none(), "it is there already");
    assert_eq!(site.store.list_media("", 9).await.expect("readable").len(), 2);
    site.works().await;
    let files = site.store.list_media("", 9).await.expect("readable");
    let keys: Vec<String> = files.iter().map(|file| file.key.clone()).collect();
    let work = site.store.work_of(&keys).await.expect("readable");
    assert!(work.len() == 2 && work.values().all(|work| work.state == WorkState::Done), "{work:?}");
    let talk = files.iter().find(|file| file.name.ends_with(".mp4")).expect("a recording");
    let length = work.get(&talk.key).and_then(|work| work.facts.duration).expect("a length");
    assert!((60_000..=100_000).contains(&length), "{length}");
    let trouble = work.get(&talk.key).and_then(|work| work.facts.playback_trouble(talk.file_type));
    assert_eq!(trouble, None, "every phone plays it");
    let made = site.store.renditions(&talk.key).await.expect("readable");
    let purposes: Vec<_> = made.iter().map(|made| made.purpose).collect();
    assert_eq!(purposes, [Purpose::Audio, Purpose::Poster], "its index stands first");

    site.state.publish(site.store.newest_release().await.expect("readable").expect("a release"));
    index_search(&site.state).await.expect("indexed");
    let page = site.get(&format!("{address}?t=1")).await.body;
    for words in ["Sample: how a recording looks here", "<track kind=\"captions\"", "This is a sample recording."] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert_eq!(page.matches("<li id=\"slide-").count(), 5, "{page}");
    assert!(page.contains("alt=\"Slide 1: Sample recording\"") && page.contains("Sound alone"), "{page}");
    let found = site.get("/search?q=slow+connection").await.body;
    assert!(found.contains(&format!("{address}?t=")), "{found}");
    assert_eq!(site.get(&format!("/library/{}", SLUGS.1)).await.status, StatusCode::OK);
}

#[test]
fn its_files_are_small_and_say_what_they_are() {
    let files = [crate::sample::TALK.len(), crate::sample::SLIDES.len()];
    assert!(files.iter().sum::<usize>() < 2_000_000, "{files:?}");
    let slides = String::from_utf8_lossy(crate::sample::SLIDES);
    assert_eq!(slides.matches("SAMPLE - made by a computer").count(), 5, "on each slide");
}

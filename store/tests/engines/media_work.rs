//! What is made of files: one at a time by whoever took it up last, shown all at once, gone with its origin.

use domain::content::MediaKey;
use domain::media::{Facts, FileType, Purpose, Toolset, WorkFailure, WorkState};
use domain::search::{Query, things};
use domain::time::Instant;
use domain::timed_text::{TrackKind, TrackStatus};
use store::{
    Breadth, Media, NewMedia, NewPart, NewRendition, Recording, Search, Store, StoreError, TimedText, WorkTrouble,
};

use crate::harness::{Checked, on_both};
use crate::load::NOW;
use crate::relevance::{captions, programme};

const BOTH: &[Toolset] = Toolset::ALL;

/// A file that is ready.
async fn ready(store: &Store, name: &str, file_type: FileType) -> Result<Media, StoreError> {
    let new = NewMedia { name: name.to_owned(), file_type, length: Some(10), added_by: "Ada".to_owned(), now: NOW };
    let media = store.begin_media(new).await?;
    let parts = vec![NewPart { bytes: 10, object: "uploads/any".to_owned() }];
    assert!(store.accept_media(&media.key, 0, parts, 100, NOW).await?.is_ok());
    assert!(store.claim_media(NOW, NOW.plus_minutes(1)).await?.is_some());
    assert!(store.settle_media(&media.key, Ok("00".repeat(32))).await?);
    Ok(media)
}

fn made(origin: &Media, attempt: i64, purpose: Purpose, page: Option<u32>, words: &str) -> NewRendition {
    NewRendition {
        origin: origin.key.clone(),
        attempt,
        purpose,
        page,
        name: "Talk.jpg".to_owned(),
        file_type: FileType::Jpeg,
        length: 7,
        sha256: "11".repeat(32),
        size: Some((1_280, 720)),
        words: Some(words.to_owned()),
        now: NOW,
    }
}

fn in_minutes(minutes: i64) -> Instant {
    NOW.plus_minutes(minutes)
}

#[test]
fn work_is_taken_up_by_one_and_by_another_when_that_one_dies() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let talk = ready(store, "Talk.mp4", FileType::Mp4).await?;
        // Nothing is made of captions.
        ready(store, "Talk.vtt", FileType::Vtt).await?;
        assert_eq!(store.next_work(BOTH).await?, Some(NOW));
        // Who lacks the programs leaves it to others.
        assert_eq!(store.next_work(&[Toolset::Poppler]).await?, None);
        assert_eq!(store.claim_work(NOW, in_minutes(2), &[Toolset::Poppler]).await?, None);
        let first = store.claim_work(NOW, in_minutes(2), BOTH).await?.ok_or("no work")?;
        assert_eq!((first.media.key.as_str(), first.attempt), (talk.key.as_str(), 1));
        assert_eq!(store.claim_work(in_minutes(1), in_minutes(3), BOTH).await?, None, "a picture needs no work");
        assert!(store.hold_work(&talk.key, 1, 40, in_minutes(4)).await?);
        assert_eq!(store.claim_work(in_minutes(3), in_minutes(5), BOTH).await?, None);
        let work = store.work_of(std::slice::from_ref(&talk.key)).await?.remove(&talk.key).ok_or("none")?;
        assert_eq!(work.state, WorkState::Running(40));

        // The first one is believed dead; when it comes back, nothing of it counts.
        let lost = store.begin_rendition(made(&talk, 1, Purpose::Poster, None, "")).await?.ok_or("not wanted")?;
        let second = store.claim_work(in_minutes(5), in_minutes(7), BOTH).await?.ok_or("not taken up again")?;
        assert_eq!(second.attempt, 2);
        assert!(!store.hold_work(&talk.key, 1, 90, in_minutes(9)).await?);
        assert_eq!(store.begin_rendition(made(&talk, 1, Purpose::Poster, None, "")).await?, None);
        assert!(!store.settle_work(&talk.key, 1, Facts::default(), None).await?);
        assert!(store.untidy_media().await?.iter().any(|untidy| untidy.key == lost && untidy.is_removed));

        // A third that dies as well is the last.
        assert!(store.claim_work(in_minutes(8), in_minutes(9), BOTH).await?.is_some());
        assert_eq!(store.claim_work(in_minutes(10), in_minutes(12), BOTH).await?, None);
        let work = store.work_of(std::slice::from_ref(&talk.key)).await?.remove(&talk.key).ok_or("none")?;
        assert_eq!(work.state, WorkState::Failed(WorkFailure::Interrupted));
        assert!(store.retry_work(&talk.key, in_minutes(11)).await?);
        assert!(!store.retry_work(&talk.key, in_minutes(11)).await?, "it waits already");
        let again = store.claim_work(in_minutes(11), in_minutes(12), BOTH).await?.ok_or("not tried again")?;
        store.postpone_work(&talk.key, again.attempt, in_minutes(20)).await?;
        assert_eq!(store.claim_work(in_minutes(19), in_minutes(22), BOTH).await?, None);
        assert!(store.claim_work(in_minutes(20), in_minutes(22), BOTH).await?.is_some());
        Ok(())
    })
}

#[test]
fn what_was_made_is_shown_at_once_and_goes_with_its_origin() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let slides = ready(store, "Slides.pdf", FileType::Pdf).await?;
        let claim = store.claim_work(NOW, in_minutes(2), BOTH).await?.ok_or("no work")?;
        for page in [2, 1, 3] {
            let words = format!("Page {page}");
            let new = made(&slides, claim.attempt, Purpose::Page, Some(page), &words);
            assert!(store.begin_rendition(new).await?.is_some());
        }
        assert_eq!(store.renditions(&slides.key).await?, []);
        assert_eq!(store.media_summaries().await?.len(), 0);
        let facts = Facts { pages: Some(3), duration: None, ..Facts::default() };
        assert!(store.settle_work(&slides.key, claim.attempt, facts.clone(), None).await?);
        let pages = store.renditions(&slides.key).await?;
        let told: Vec<_> = pages.iter().map(|page| (page.page, page.words.as_str(), page.size)).collect();
        let size = Some((1_280, 720));
        assert_eq!(told, [(Some(1), "Page 1", size), (Some(2), "Page 2", size), (Some(3), "Page 3", size)]);
        let work = store.work_of(std::slice::from_ref(&slides.key)).await?.remove(&slides.key).ok_or("none")?;
        assert_eq!((work.state, work.facts), (WorkState::Done, facts));
        let summary = store.media_summaries().await?.remove(&slides.key).ok_or("no summary")?;
        let picture = summary.picture.ok_or("no picture")?;
        assert_eq!((picture.key.as_str(), picture.name.as_str()), (pages[0].key.as_str(), "talk.jpg"));
        let first = store.media(&pages[0].key).await?.ok_or("no file")?;
        assert_eq!((first.origin.as_deref(), first.received), (Some(slides.key.as_str()), 7));
        let listed: Vec<_> = store.list_media("", 9).await?.into_iter().map(|media| media.key).collect();
        assert_eq!(listed, [slides.key.as_str()], "what was made is no upload");

        assert!(store.remove_media(&slides.key).await?);
        for page in &pages {
            assert_eq!(store.media(&page.key).await?, None);
        }
        let mut untidy = store.untidy_media().await?;
        assert_eq!(untidy.len(), 4);
        for gone in untidy.drain(..) {
            store.forget_media(&gone.key).await?;
        }
        assert_eq!(store.untidy_media().await?, []);
        assert_eq!(store.next_work(BOTH).await?, None);
        Ok(())
    })
}

#[test]
fn work_that_failed_says_why_and_shows_nothing() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let talk = ready(store, "Talk.mp4", FileType::Mp4).await?;
        let claim = store.claim_work(NOW, in_minutes(2), BOTH).await?.ok_or("no work")?;
        store.begin_rendition(made(&talk, claim.attempt, Purpose::Poster, None, "")).await?;
        let trouble = WorkTrouble { failure: WorkFailure::Unreadable, said: format!("moov\0{}", "x".repeat(999)) };
        let facts = Facts { video_codec: Some("hevc".to_owned()), duration: Some(5_000), ..Facts::default() };
        assert!(store.settle_work(&talk.key, claim.attempt, facts.clone(), Some(trouble)).await?);
        let work = store.work_of(&[talk.key.clone(), "unknown".to_owned()]).await?.remove(&talk.key).ok_or("none")?;
        assert_eq!((work.state, work.facts), (WorkState::Failed(WorkFailure::Unreadable), facts));
        assert!(work.said.is_some_and(|said| said.starts_with("moov x") && said.len() == 400));
        assert_eq!(store.renditions(&talk.key).await?, []);
        assert_eq!(store.untidy_media().await?.iter().filter(|untidy| untidy.is_removed).count(), 1);
        // What is removed while somebody works on it is wanted no more.
        store.retry_work(&talk.key, in_minutes(1)).await?;
        let claim = store.claim_work(in_minutes(1), in_minutes(3), BOTH).await?.ok_or("no work")?;
        store.remove_media(&talk.key).await?;
        assert!(!store.hold_work(&talk.key, claim.attempt, 1, in_minutes(5)).await?);
        assert!(!store.settle_work(&talk.key, claim.attempt, Facts::default(), None).await?);
        assert_eq!(store.claim_work(in_minutes(9), in_minutes(12), BOTH).await?, None);
        Ok(())
    })
}

#[test]
fn what_stands_on_slides_is_found_with_its_page_and_where_it_is_shown_with_its_second() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let (slides, talk) =
            (ready(store, "Slides.pdf", FileType::Pdf).await?, ready(store, "Talk.mp4", FileType::Mp4).await?);
        let claim = store.claim_work(NOW, in_minutes(2), &[Toolset::Poppler]).await?.ok_or("no work")?;
        for (page, words) in [(1, "Early access"), (2, "Zoledronate")] {
            store.begin_rendition(made(&slides, claim.attempt, Purpose::Page, Some(page), words)).await?;
        }
        let mut content = programme()?;
        let (deck, recording): (MediaKey, MediaKey) = (slides.key.parse()?, talk.key.parse()?);
        for (material, media) in content.materials.iter_mut().zip([&deck, &recording]) {
            material.media = Some(media.clone());
        }
        store.index_release(1, things(&content)).await?;
        assert_eq!(store.index_slides(&content).await?, 0, "nothing is made yet");
        assert!(store.settle_work(&slides.key, claim.attempt, Facts::default(), None).await?);
        assert_eq!(store.index_slides(&content).await?, 1);
        assert_eq!(store.index_slides(&content).await?, 0, "it is indexed");
        let found = async || {
            let query = Query::parse("zoledronate");
            let asked = Search { query, breadth: Breadth::All, kind: None, limit: 9, also: Vec::new() };
            let hits = store.search(asked).await?.hits;
            let mut places: Vec<_> = hits.iter().flat_map(|hit| &hit.passages).map(|one| (one.page, one.at)).collect();
            places.sort_unstable();
            Ok::<_, StoreError>(places)
        };
        assert_eq!(found().await?, [(Some(2), None)]);
        let times = TimedText {
            kind: TrackKind::Slides,
            body: "WEBVTT\n\n00:00:07.000 --> 00:00:09.000\n2\n".to_owned(),
            deck: Some(deck),
            ..captions(recording, TrackStatus::Published, 1, "")
        };
        assert!(store.save_timed_text(times.clone()).await?);
        assert_eq!(store.index_slides(&content).await?, 1);
        assert_eq!(found().await?, [(Some(2), None), (Some(2), Some(7_000))]);
        assert_eq!(store.index_captions(Recording::all(&content)).await?, 0, "captions leave slides alone");
        assert_eq!(found().await?.len(), 2);
        assert!(
            store.remove_timed_text(&times.media, TrackKind::Slides, times.language, ("Ada".to_owned(), NOW)).await?
        );
        store.index_slides(&content).await?;
        assert_eq!(found().await?, [(Some(2), None)]);
        content.materials.clear();
        assert_eq!(store.index_slides(&content).await?, 1);
        assert_eq!(found().await?, []);
        Ok(())
    })
}

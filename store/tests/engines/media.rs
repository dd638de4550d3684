//! Uploaded files: what is noted counts, once.

use domain::media::{FileType, MediaFailure, MediaState};
use domain::time::Instant;
use store::{Accepted, Media, MediaRefusal, NewMedia, NewPart, Store, StoreError, UPLOAD_HOURS, Untidy};

use crate::harness::{Checked, on_both};
use crate::load::NOW;

const MOST: u64 = 1 << 40;

async fn begun(store: &Store, length: Option<u64>, now: Instant) -> Result<Media, StoreError> {
    let new =
        NewMedia { name: "Talk.mp4".to_owned(), file_type: FileType::Mp4, length, added_by: "Ada".to_owned(), now };
    store.begin_media(new).await
}

fn part(bytes: u64) -> NewPart {
    NewPart { bytes, object: format!("uploads/of-{bytes}") }
}

async fn accept(store: &Store, key: &str, offset: u64, sizes: &[u64]) -> Result<Result<u64, MediaRefusal>, StoreError> {
    let parts = sizes.iter().map(|bytes| part(*bytes)).collect();
    let outcome = store.accept_media(key, offset, parts, MOST, NOW).await?;
    Ok(outcome.map(|accepted| accepted.offset))
}

#[test]
fn a_piece_is_noted_where_the_last_one_ended_or_not_at_all() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let media = begun(store, Some(100), NOW).await?;
        assert_eq!((media.key.len(), media.received, media.state), (40, 0, MediaState::Receiving));
        assert_ne!(begun(store, Some(1), NOW.plus_minutes(1)).await?.key, media.key);
        let key = media.key.as_str();
        assert_eq!(accept(store, key, 0, &[40]).await?, Ok(40));
        for wrong in [0, 39, 41] {
            assert_eq!(accept(store, key, wrong, &[5]).await?, Err(MediaRefusal::Elsewhere(40)));
        }
        assert_eq!(accept(store, key, 40, &[61]).await?, Err(MediaRefusal::TooLong));
        // None of several, if not all.
        assert_eq!(accept(store, key, 40, &[30, 31]).await?, Err(MediaRefusal::TooLong));
        assert_eq!(store.claim_media(NOW, NOW.plus_minutes(1)).await?, None);
        assert_eq!(accept(store, key, 40, &[20, 40]).await?, Ok(100));
        assert_eq!(accept(store, key, 100, &[1]).await?, Err(MediaRefusal::TooLong));
        assert_eq!(accept(store, "unknown", 0, &[1]).await?, Err(MediaRefusal::Unknown));
        let claim = store.claim_media(NOW, NOW.plus_minutes(1)).await?.ok_or("nothing to put together")?;
        let spans: Vec<_> = claim.parts.iter().map(|part| (part.starts, part.bytes)).collect();
        assert_eq!((claim.media.key.as_str(), spans), (key, vec![(0, 40), (40, 20), (60, 40)]));
        Ok(())
    })
}

#[test]
fn of_many_who_send_the_same_piece_one_is_heard() -> Checked {
    on_both(&async |fixture| {
        let media = begun(&fixture.store, Some(1_000), NOW).await?;
        for round in 0..5 {
            let (offset, bytes) = (round * 10, 10);
            let sent = (0..8).map(|_| {
                let (store, key) = (fixture.store.clone(), media.key.clone());
                tokio::spawn(async move { store.accept_media(&key, offset, vec![part(bytes)], MOST, NOW).await })
            });
            let mut heard = 0;
            for outcome in futures::future::join_all(sent).await {
                match outcome?? {
                    Ok(Accepted { offset: end, .. }) if end == offset + bytes => heard += 1,
                    Err(MediaRefusal::Elsewhere(end)) if end == offset + bytes => {}
                    other => return Err(format!("{other:?}").into()),
                }
            }
            assert_eq!(heard, 1);
        }
        let found = fixture.store.media(&media.key).await?.ok_or("gone")?;
        assert_eq!(found.received, 50);
        Ok(())
    })
}

#[test]
fn an_upload_that_does_not_go_on_is_given_up() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let key = begun(store, Some(10), NOW).await?.key;
        let end = NOW.plus_minutes(UPLOAD_HOURS * 60);
        assert_eq!(store.next_media_deadline().await?, Some(end));
        let before = end.plus_milliseconds(-1);
        let later = store.accept_media(&key, 0, vec![part(1)], MOST, before).await?;
        let new_end = before.plus_minutes(UPLOAD_HOURS * 60);
        assert_eq!(later, Ok(Accepted { offset: 1, expires_at: new_end }));
        assert_eq!(store.accept_media(&key, 1, vec![part(1)], MOST, new_end).await?, Err(MediaRefusal::Expired));
        assert_eq!(store.expire_media(new_end.plus_milliseconds(-1)).await?, 0);
        assert_eq!(store.expire_media(new_end).await?, 1);
        assert_eq!(store.media(&key).await?, None);
        assert_eq!(store.untidy_media().await?, [Untidy { key: key.clone(), is_removed: true }]);
        store.forget_media(&key).await?;
        assert_eq!((store.untidy_media().await?, store.next_media_deadline().await?), (Vec::new(), None));
        Ok(())
    })
}

#[test]
fn a_complete_file_is_put_together_by_one_and_taken_up_again() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let key = begun(store, None, NOW).await?.key;
        assert_eq!(store.accept_media(&key, 0, vec![part(5)], 4, NOW).await?, Err(MediaRefusal::TooLong));
        assert_eq!(store.accept_media(&key, 0, vec![part(5)], 5, NOW).await?.map(|taken| taken.offset), Ok(5));
        assert!(store.end_media(&key).await?);
        assert!(!store.end_media(&key).await?);
        let until = NOW.plus_minutes(5);
        let claim = store.claim_media(NOW, until).await?.ok_or("nothing to put together")?;
        assert_eq!((claim.media.length, claim.media.state), (Some(5), MediaState::Joining));
        assert_eq!(store.claim_media(NOW, until).await?, None);
        assert_eq!(store.next_media_deadline().await?, Some(until));
        // Whoever claimed it died.
        assert!(store.claim_media(until, until.plus_minutes(5)).await?.is_some());
        assert!(store.hold_media(&key, until.plus_minutes(9)).await?);
        assert!(store.settle_media(&key, Ok("ab".to_owned())).await?);
        assert!(!store.settle_media(&key, Err(MediaFailure::Lost)).await?);
        assert!(!store.hold_media(&key, until).await?);
        let ready = store.media(&key).await?.ok_or("gone")?;
        assert_eq!((ready.state, ready.sha256.as_deref()), (MediaState::Ready, Some("ab")));
        assert_eq!(store.untidy_media().await?, [Untidy { key: key.clone(), is_removed: false }]);
        store.forget_media(&key).await?;
        assert_eq!(store.untidy_media().await?, []);
        assert!(store.media(&key).await?.is_some());
        Ok(())
    })
}

#[test]
fn files_are_listed_newest_first_page_by_page_and_gone_when_removed() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let mut keys = Vec::new();
        for number in 0..5 {
            // Two of the same moment.
            keys.push(begun(store, Some(0), NOW.plus_minutes(number / 2)).await?.key);
        }
        let mut seen: Vec<String> = Vec::new();
        loop {
            let after = seen.last().cloned().unwrap_or_default();
            let page = store.list_media(&after, 2).await?;
            if page.is_empty() {
                break;
            }
            assert!(page.len() <= 2);
            seen.extend(page.into_iter().map(|media| media.key));
        }
        assert_eq!(seen.first(), keys.last());
        let mut sorted = seen.clone();
        sorted.sort();
        keys.sort();
        assert_eq!(sorted, keys);
        assert!(store.remove_media(&seen[1]).await?);
        assert!(!store.remove_media(&seen[1]).await?);
        assert_eq!(store.list_media("", 9).await?.len(), 4);
        assert!(store.settle_media(&seen[2], Err(MediaFailure::Empty)).await?);
        let failed = store.media(&seen[2]).await?.map(|media| media.state);
        assert_eq!(failed, Some(MediaState::Failed(MediaFailure::Empty)));
        Ok(())
    })
}

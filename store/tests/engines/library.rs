//! What belongs to recordings: captions, and what people have seen.

use std::collections::BTreeMap;

use domain::content::MediaKey;
use domain::progress::{CompletionRule, Progress};
use domain::timed_text::{TrackKind, TrackSource, TrackStatus};
use store::{Account, Change, NewSession, PutBack, SignIn, Store, TimedText};

use crate::cluster::Failure;
use crate::harness::{Checked, on_both};
use crate::load::NOW;
use crate::sample::{TEXT, id};

fn captions(media: &MediaKey, version: i64, body: &str) -> TimedText {
    TimedText {
        media: media.clone(),
        kind: TrackKind::Captions,
        language: "en".to_owned(),
        status: TrackStatus::Draft,
        source: TrackSource::Machine,
        body: body.to_owned(),
        version,
        changed: NOW,
        changed_by: "Ada".to_owned(),
        reviewed: None,
        deck: None,
    }
}

#[test]
fn whoever_changes_captions_has_seen_the_newest() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let media: MediaKey = "0123456789abcdef0123456789abcdef01234567".parse()?;
        let mut told = store.changes();
        assert!(store.save_timed_text(captions(&media, 1, TEXT)).await?);
        assert_eq!(told.recv().await?, Change::TimedText { media: media.clone() });
        assert!(!store.save_timed_text(captions(&media, 1, "another first")).await?);
        assert!(!store.save_timed_text(captions(&media, 3, "without the second")).await?);
        let second = TimedText {
            status: TrackStatus::Published,
            reviewed: Some((NOW, "Ben".to_owned())),
            ..captions(&media, 2, "second")
        };
        assert!(store.save_timed_text(second.clone()).await?);
        assert!(!store.save_timed_text(captions(&media, 2, "from the first")).await?);
        let chapters = TimedText { kind: TrackKind::Chapters, ..captions(&media, 1, "parts") };
        assert!(store.save_timed_text(chapters.clone()).await?);

        assert_eq!(store.timed_texts(&media).await?, [second.clone(), chapters]);
        let found = store.timed_text(&media, TrackKind::Captions, "en".to_owned()).await?;
        assert_eq!(found, Some(second));
        assert_eq!(store.timed_text(&media, TrackKind::Captions, "fr".to_owned()).await?, None);
        let by = || ("Cleo".to_owned(), NOW);
        assert!(store.remove_timed_text(&media, TrackKind::Captions, "en".to_owned(), by()).await?);
        assert!(!store.remove_timed_text(&media, TrackKind::Captions, "en".to_owned(), by()).await?);
        Ok(())
    })
}

#[test]
fn whatever_is_done_to_captions_is_taken_back_one_after_the_other_until_they_are_as_they_were() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let media: MediaKey = "0123456789abcdef0123456789abcdef01234567".parse()?;
        let now = async || store.timed_text(&media, TrackKind::Captions, "en".to_owned()).await;
        let says = async || now().await.map(|text| text.map(|text| (text.status, text.body)));
        let back = async |number| store.put_timed_text_back(number, "Dan".to_owned(), NOW).await;
        let numbers = async || {
            let all = store.timed_text_changes_between(NOW, NOW.plus_minutes(1), 50).await?;
            Ok::<_, store::StoreError>(all)
        };
        let published = TimedText { status: TrackStatus::Published, ..captions(&media, 3, "third") };
        let mut states = vec![says().await?];
        for text in [captions(&media, 1, "first"), captions(&media, 2, "second"), published] {
            assert!(store.save_timed_text(text).await?);
            states.push(says().await?);
        }
        let by = ("Cleo".to_owned(), NOW);
        assert!(store.remove_timed_text(&media, TrackKind::Captions, "en".to_owned(), by).await?);

        let done: Vec<_> = numbers().await?;
        assert_eq!(done.iter().map(|edit| edit.stands).collect::<Vec<_>>(), [true, false, false, false]);
        assert_eq!(done.iter().map(|edit| edit.before.is_some()).collect::<Vec<_>>(), [true, true, true, false]);
        assert_eq!(done.iter().map(|edit| edit.after.is_some()).collect::<Vec<_>>(), [false, true, true, true]);
        assert_eq!(back(done[2].number).await?, PutBack::Since);
        for (edit, before) in done.iter().zip(states.iter().rev()) {
            let version = now().await?.map(|text| text.version);
            assert_eq!(back(edit.number).await?, PutBack::Done);
            assert_eq!(says().await?, *before);
            let after = now().await?.map(|text| text.version);
            assert!(version.is_none() || after.is_none() || version < after, "nobody overwrites it unseen");
        }
        // What was taken back is a change as well, and can be taken back.
        let again = numbers().await?.first().map(|edit| edit.number).ok_or("no change")?;
        assert_eq!(back(again).await?, PutBack::Done);
        assert_eq!(says().await?, states[1]);
        let much_later = NOW.plus_minutes(31 * 24 * 60);
        assert_eq!(store.put_timed_text_back(again + 1, "Dan".to_owned(), much_later).await?, PutBack::Gone);
        assert_eq!(back(9_999).await?, PutBack::Gone);
        let late =
            TimedText { changed: much_later, ..captions(&media, now().await?.ok_or("gone")?.version + 1, "late") };
        assert!(store.save_timed_text(late).await?);
        assert!(numbers().await?.is_empty(), "what cannot be taken back is kept no longer");
        Ok(())
    })
}

pub(crate) async fn signed_in(store: &Store, email: &str, code: &str) -> Result<Account, Failure> {
    let wish = SignIn {
        email: email.to_owned(),
        link_token: format!("link {code}"),
        code: code.to_owned(),
        browser_token: format!("browser {code}"),
        now: NOW,
        real_now: NOW,
    };
    store.ask_to_sign_in(wish).await?;
    let session = NewSession { token: code.to_owned(), former: None, device: "a phone".to_owned(), now: NOW };
    Ok(store.sign_in_by_code(email, code, session).await?.ok_or("not signed in")?)
}

pub(crate) fn seen(parts: &str, position: u32, minutes: i64) -> Result<Progress, Failure> {
    let watched = parts.parse().map_err(|_| "no list of parts")?;
    Ok(Progress { watched, position, updated: NOW.plus_minutes(minutes), completed: None })
}

#[test]
fn what_was_seen_on_two_devices_is_one_and_goes_when_it_is_not_wanted() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let ada = signed_in(store, "ada@example.org", "111111").await?;
        let ben = signed_in(store, "ben@example.org", "222222").await?;
        let (talk, other) = (id(4000), id(4001));
        let unknown = CompletionRule::new(None, None);
        let tell = async |progress: Progress| {
            store.merge_progress(ada.id, BTreeMap::from([(talk, (progress, unknown))])).await
        };
        tell(seen("0-60000", 60_000, 5)?).await?;
        // Told late by the device that played earlier, and told twice.
        tell(seen("50000-90000", 90_000, 1)?).await?;
        let known = tell(seen("50000-90000", 90_000, 1)?).await?;
        assert_eq!(known, BTreeMap::from([(talk, seen("0-90000", 60_000, 5)?)]));
        store.merge_progress(ada.id, BTreeMap::from([(other, (seen("0-1", 1, 0)?, unknown))])).await?;
        store.merge_progress(ben.id, BTreeMap::from([(talk, (seen("0-5", 5, 9)?, unknown))])).await?;
        assert_eq!(store.progress_in(ada.id, talk).await?, Some(seen("0-90000", 60_000, 5)?));
        assert_eq!(store.progress(ada.id).await?.len(), 2);
        store.forget_progress(ada.id, other).await?;
        assert_eq!(store.progress(ada.id).await?.into_keys().collect::<Vec<_>>(), [talk]);

        assert!(store.keeps_progress(ada.id).await?);
        store.keep_progress(ada.id, false).await?;
        assert!(!store.keeps_progress(ada.id).await?);
        assert!(store.progress(ada.id).await?.is_empty());
        assert!(tell(seen("0-60000", 60_000, 50)?).await?.is_empty());
        assert_eq!(store.progress_in(ada.id, talk).await?, None);
        store.keep_progress(ada.id, true).await?;
        tell(seen("0-60000", 60_000, 60)?).await?;

        store.erase_account(ada.clone(), store::Events::new(), NOW).await?;
        assert!(store.progress(ada.id).await?.is_empty());
        assert_eq!(store.progress_in(ben.id, talk).await?, Some(seen("0-5", 5, 9)?));
        Ok(())
    })
}

#[test]
fn what_counted_as_seen_counts_whatever_is_asked_for_later() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let ada = signed_in(store, "ada@example.org", "111111").await?;
        let ben = signed_in(store, "ben@example.org", "222222").await?;
        let (talk, other) = (id(4000), id(4001));
        let rule = |required| CompletionRule::new(Some(required), Some(100_000));
        let tell = async |required, parts: &str, minutes| {
            let told = BTreeMap::from([(talk, (seen(parts, 1, minutes)?, rule(required)))]);
            let known = store.merge_progress(ada.id, told).await?;
            Ok::<_, Failure>(known.get(&talk).and_then(|progress| progress.completed))
        };
        assert_eq!(tell(80, "0-50000", 1).await?, None);
        assert_eq!(tell(80, "50000-80000", 2).await?, Some(NOW.plus_minutes(2)));
        assert_eq!(tell(95, "0-10", 3).await?, Some(NOW.plus_minutes(2)), "raised later");
        let known = store.progress_in(ada.id, talk).await?;
        assert_eq!(known.and_then(|progress| progress.completed), Some(NOW.plus_minutes(2)));

        // A rule that asks for less is met by what was watched before, and stays met when it asks for more again.
        for material in [talk, other] {
            let told = BTreeMap::from([(material, (seen("0-60000", 1, 7)?, rule(80)))]);
            store.merge_progress(ben.id, told).await?;
        }
        let rules = |required| BTreeMap::from([(talk, rule(required))]);
        assert_eq!(store.complete_progress(&rules(80)).await?, 0);
        assert_eq!(store.complete_progress(&rules(60)).await?, 1);
        assert_eq!(store.complete_progress(&rules(60)).await?, 0);
        assert_eq!(store.complete_progress(&rules(90)).await?, 0);
        let known = store.progress(ben.id).await?;
        let completed = [talk, other].map(|id| known.get(&id).and_then(|progress| progress.completed));
        assert_eq!(completed, [Some(NOW.plus_minutes(7)), None]);
        Ok(())
    })
}

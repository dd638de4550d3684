//! Releases: numbered, content-addressed, never the same twice in a row.

use domain::content::Content;
use domain::published::Published;
use domain::time::Instant;
use store::{Change, Counts, Released};

use crate::cluster::Failure;
use crate::harness::{Checked, on_both};
use crate::sample::{person, programme};

const NOON: Instant = Instant::from_milliseconds(1_665_576_000_000);

fn new(released: Released) -> Result<Published, Failure> {
    match released {
        Released::New(published) => Ok(published),
        Released::Unchanged(published) => Err(format!("release {} was taken for unchanged", published.number).into()),
    }
}

#[test]
fn a_release_is_made_only_when_something_changed_and_says_what() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        assert_eq!(store.newest_release().await?, None);
        let mut document = programme()?;
        store.save_content(&document).await?;
        let mut changes = store.changes();

        let first = new(store.release("First", NOON).await?)?;
        assert_eq!((first.number, first.name.as_str(), first.released), (1, "First", NOON));
        assert_eq!(first.content, document);
        assert_eq!(first.hash.len(), 64);
        assert_eq!(changes.try_recv(), Ok(Change::Released { number: 1 }));

        assert_eq!(store.release("Again", NOON.plus_minutes(1)).await?, Released::Unchanged(first.clone()));
        assert_eq!(store.newest_release().await?, Some(first.clone()));
        assert!(changes.try_recv().is_err());

        let before = document.clone();
        document.programme.tagline.push('!');
        document.people.push(person(20, "Late"));
        if let Some(event) = document.events.first_mut() {
            event.summary = "Shorter".to_owned();
        }
        store.save_content(&document).await?;
        let second = new(store.release("Second", NOON.plus_minutes(2)).await?)?;
        assert_eq!(second.number, 2);
        assert_ne!(second.hash, first.hash);

        // Back to what was: a new release that shares the first one's snapshot, as far as its order and content agree.
        store.save_content(&before).await?;
        let third = new(store.release("Third", NOON.plus_minutes(3)).await?)?;
        assert_eq!(store.release_number(1).await?, Some(first));
        assert_eq!(store.release_number(3).await?, Some(third));
        assert_eq!(store.release_number(4).await?, None);

        let log = store.releases(2, None).await?;
        assert_eq!(log.iter().map(|release| release.number).collect::<Vec<_>>(), [3, 2]);
        let older = store.releases(2, Some(2)).await?;
        assert_eq!(older.iter().map(|release| release.name.as_str()).collect::<Vec<_>>(), ["First"]);
        let difference = log.last().map(|release| release.difference.0.clone()).unwrap_or_default();
        let of = |kind: &str| difference.get(kind).copied();
        assert_eq!(of("people"), Some(Counts { added: 1, removed: 0, changed: 0 }));
        assert_eq!(of("events"), Some(Counts { added: 0, removed: 0, changed: 1 }));
        assert_eq!(of("programme"), Some(Counts { added: 0, removed: 0, changed: 1 }));
        assert_eq!(difference.len(), 3);
        Ok(())
    })
}

#[test]
fn equal_content_has_an_equal_address_on_both_engines() -> Checked {
    let hashes = std::sync::Mutex::new(Vec::new());
    on_both(&async |fixture| {
        fixture.store.save_content(&programme()?).await?;
        let published = new(fixture.store.release("Any", NOON).await?)?;
        assert_eq!(fixture.store.newest_release().await?.map(|newest| newest.content), Some(programme()?));
        assert_eq!(published.hash, address_of(&programme()?)?);
        hashes.lock().map_err(|error| error.to_string())?.push(published.hash);
        Ok(())
    })?;
    let hashes = hashes.into_inner()?;
    assert_eq!(hashes.first(), hashes.last());
    assert_eq!(hashes.len(), 2);
    Ok(())
}

/// The address that outsiders can compute: SHA-256 of the content's JSON.
fn address_of(content: &Content) -> Result<String, Failure> {
    use sha2::{Digest, Sha256};
    Ok(hex::encode(Sha256::digest(serde_json::to_vec(content)?)))
}

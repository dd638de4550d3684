//! The working copy gives back what was saved, and refuses what cannot be.

use domain::content::{Content, Id};
use domain::slug::Slug;
use store::{Change, Saved, StoreError};

use crate::harness::{Checked, Fixture, on_both};
use crate::sample::{id, person, programme};

#[test]
fn a_document_is_saved_whole_once_and_in_order() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        assert!(store.is_empty().await?);
        assert_eq!(*store.working_copy().await?, Content::default());
        let mut changes = store.changes();
        let document = programme()?;
        let things = 20;
        assert_eq!(store.save_content(&document).await?, Saved { inserted: things, updated: 0, unchanged: 0 });
        assert!(!store.is_empty().await?);
        assert_eq!(*store.working_copy().await?, document);
        assert_eq!(changes.try_recv(), Ok(Change::WorkingCopy));

        // Again: nothing is written and nothing is told.
        assert_eq!(store.save_content(&document).await?, Saved { inserted: 0, updated: 0, unchanged: things });
        assert_eq!(*store.working_copy().await?, document);
        assert!(changes.try_recv().is_err());

        edits(fixture, document).await
    })
}

/// Updates, new things in the middle, another order, exchanged addresses, a document about something else.
async fn edits(fixture: &Fixture, mut document: Content) -> Checked {
    let store = &fixture.store;
    document.people.reverse();
    document.people.insert(1, person(7, "Newcomer"));
    document.sessions.swap(0, 1);
    document.programme.sections.pop();
    let saved = store.save_content(&document).await?;
    assert_eq!(saved, Saved { inserted: 1, updated: 1, unchanged: 19 });
    assert_eq!(*store.working_copy().await?, document);

    let ([first, second, ..], [event, ..]) = (document.sessions.as_mut_slice(), document.events.as_mut_slice()) else {
        return Err("the sample has two sessions and an event".into());
    };
    std::mem::swap(&mut first.slug, &mut second.slug);
    std::mem::swap(&mut first.former_slugs, &mut second.former_slugs);
    event.roles.clear();
    event.topics.reverse();
    event.title = "Another".to_owned();
    assert_eq!(store.save_content(&document).await?.updated, 3);
    assert_eq!(*store.working_copy().await?, document);

    let other = Content { people: vec![person(8, "Other")], ..Content::default() };
    assert_eq!(store.save_content(&other).await?, Saved { inserted: 1, updated: 0, unchanged: 0 });
    document.people.extend(other.people);
    assert_eq!(*store.working_copy().await?, document);
    Ok(())
}

#[test]
fn what_cannot_be_saved_is_refused_by_name_and_changes_nothing() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let document = programme()?;
        store.save_content(&document).await?;

        let rival = |slug: &str| -> Result<Content, domain::slug::NotASlug> {
            let mut rival = person(9, "Rival");
            rival.slug = slug.parse::<Slug>()?;
            Ok(Content { people: vec![person(10, "Innocent"), rival], ..Content::default() })
        };
        assert_conflict(store.save_content(&rival("anna")?).await, &["Anna", "Rival", "same address, anna"]);
        let mut former = rival("rival")?;
        former.people.iter_mut().for_each(|person| person.former_slugs = vec![Slug::of("anna-old")]);
        assert_conflict(store.save_content(&former).await, &["Anna", "same former address, anna-old"]);
        let twice = Content { people: vec![person(9, "Once"), person(9, "Twice")], ..Content::default() };
        assert_conflict(store.save_content(&twice).await, &["Once", "Twice", "same identity"]);
        // The present address of one may be a former one of another: whoever has it now is found.
        let mut heir = person(11, "Anna old");
        heir.former_slugs.clear();
        assert_eq!(heir.slug.as_str(), "anna-old");
        store.save_content(&Content { people: vec![heir.clone()], ..Content::default() }).await?;

        let mut lost = document.clone();
        lost.sessions.retain(|session| session.track.is_some());
        for session in &mut lost.sessions {
            session.track = Some(Id::from_u128(77));
        }
        match store.save_content(&lost).await {
            Err(StoreError::Integrity { what }) => assert!(what.contains("a track that does not exist"), "{what}"),
            other => return Err(format!("a lost track was taken: {other:?}").into()),
        }
        let mut expected = document;
        expected.people.push(heir);
        assert_eq!(*store.working_copy().await?, expected);
        assert!(expected.people.iter().any(|person| person.id == id(1000)));
        Ok(())
    })
}

fn assert_conflict(result: Result<Saved, StoreError>, words: &[&str]) {
    let what = match result {
        Err(StoreError::Conflict { what }) => what,
        other => format!("no conflict: {other:?}"),
    };
    for word in words {
        assert!(what.contains(word), "{word:?} is not in {what:?}");
    }
    assert!(!what.to_lowercase().contains("insert"), "{what}");
}

//! Calendar entries over releases, and personal feeds.

use domain::calendar::{Revision, Thing};
use domain::content::{Content, EventStatus, When};
use domain::published::Published;
use domain::time::Instant;
use store::{Released, Store};

use crate::cluster::Failure;
use crate::harness::{Checked, on_both};
use crate::load::{NOW, wish};
use crate::sample::{id, programme};

/// A whole second, as calendars have it.
const NOON: Instant = Instant::from_milliseconds(1_665_576_000_000);

async fn released(store: &Store, content: &Content, minutes: i64) -> Result<Published, Failure> {
    store.save_content(content).await?;
    match store.release("Any", NOON.plus_minutes(minutes)).await? {
        Released::New(published) => Ok(published),
        Released::Unchanged(_) => Err("nothing was released".into()),
    }
}

fn of(published: &Published, thing: Thing) -> Result<&Revision, Failure> {
    published.calendar.of(thing).ok_or_else(|| format!("{thing} has no revision").into())
}

#[test]
fn a_release_revises_what_changed_and_nothing_else() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let mut document = programme()?;
        let (webinar, conference) = (Thing::Event(id(2000)), Thing::Event(id(2001)));
        let first = released(store, &document, 0).await?;
        assert_eq!(first.calendar.iter().count(), 4);
        for revision in first.calendar.iter() {
            assert_eq!((revision.sequence, revision.revised, revision.removed), (0, NOON, false));
        }
        // Released again without a change, and with one that no calendar shows: the same revisions.
        assert!(
            matches!(store.release("Again", NOON.plus_minutes(1)).await?, Released::Unchanged(same) if same == first)
        );
        document.programme.tagline.push('!');
        let tagline = released(store, &document, 2).await?;
        assert_eq!(tagline.calendar, first.calendar);

        // Other words: newer, but not another appointment.
        let event = document.events.iter_mut().find(|event| event.id == id(2000)).ok_or("no webinar")?;
        event.summary = "Shorter".to_owned();
        let reworded = released(store, &document, 3).await?;
        let revision = of(&reworded, webinar)?;
        assert_eq!((revision.sequence, revision.revised), (0, NOON.plus_minutes(3)));

        // Moved: one more. The other event stays as it was.
        let event = document.events.iter_mut().find(|event| event.id == id(2000)).ok_or("no webinar")?;
        if let When::Hours { start, end, .. } = &mut event.when {
            (*start, *end) = (start.plus_minutes(60), end.plus_minutes(60));
        }
        let moved = released(store, &document, 4).await?;
        let revision = of(&moved, webinar)?;
        assert_eq!((revision.sequence, revision.revised), (1, NOON.plus_minutes(4)));
        assert_eq!(of(&moved, conference)?, of(&first, conference)?);

        // Cancelled: its sessions are, too (those of the sample were already).
        let event = document.events.iter_mut().find(|event| event.id == id(2001)).ok_or("no conference")?;
        event.status = EventStatus::Cancelled;
        let cancelled = released(store, &document, 5).await?;
        assert_eq!(of(&cancelled, conference)?.sequence, 1);
        assert_eq!(of(&cancelled, Thing::Session(id(3000)))?.sequence, 0);

        // Every release is read as it was, also by another process.
        let again = Store::connect(&fixture.url).await?;
        assert_eq!(again.newest_release().await?, Some(cancelled));
        assert_eq!(again.release_number(first.number).await?, Some(first));
        assert_eq!(again.release_number(moved.number).await?, Some(moved));
        again.close().await;
        Ok(())
    })
}

#[test]
fn a_feed_belongs_to_an_address_and_opens_with_its_newest_token_only() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let mut first = wish(id(2000), None, "Maria@Ospedale.example");
        let mut second = wish(id(2001), None, "maria@ospedale.example");
        first.applicant.name = "Maria".to_owned();
        second.now = NOW.plus_minutes(1);
        for wish in [&first, &second, &wish(id(2000), None, "other@ospedale.example")] {
            store.register(wish.clone()).await?;
        }
        assert_eq!(store.calendar_feed_of("maria@ospedale.example").await?, None);
        assert!(!store.calendar_feed_revoke("maria@ospedale.example").await?);
        assert_eq!(store.calendar_feed_registrations("one").await?, None);

        store.calendar_feed_create("MARIA@ospedale.example", "one", NOON).await?;
        let feed = store.calendar_feed_of("maria@ospedale.example").await?.ok_or("no feed")?;
        assert_eq!((feed.created, feed.opens_with("one"), feed.opens_with("two")), (NOON, true, false));
        let found = store.calendar_feed_registrations("one").await?.ok_or("no feed")?;
        assert_eq!(found.iter().map(|registration| registration.event).collect::<Vec<_>>(), [id(2001), id(2000)]);
        assert_eq!(store.calendar_feed_of("other@ospedale.example").await?, None);

        store.calendar_feed_create("maria@ospedale.example", "two", NOON.plus_minutes(1)).await?;
        assert_eq!(store.calendar_feed_registrations("one").await?, None);
        assert_eq!(store.calendar_feed_registrations("two").await?.map(|found| found.len()), Some(2));
        assert!(store.calendar_feed_revoke("Maria@Ospedale.example").await?);
        assert_eq!(store.calendar_feed_registrations("two").await?, None);
        Ok(())
    })
}

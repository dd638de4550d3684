//! The change feed within a process and between processes.

use std::time::Duration;

use store::{Change, Store};
use tokio::sync::broadcast::Receiver;
use tokio::time::timeout;

use crate::cluster::Failure;
use crate::harness::{Checked, on_both};
use crate::load::{NOW, wish};
use crate::sample::{id, programme};

async fn next(changes: &mut Receiver<Change>) -> Result<Change, Failure> {
    Ok(timeout(Duration::from_secs(5), changes.recv()).await.map_err(|_| "nothing was told for 5 s")??)
}

#[test]
fn each_commit_is_told_once_here_and_to_the_neighbours() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let neighbour = Store::connect(&fixture.url).await?;
        let (mut here, mut there) = (store.changes(), neighbour.changes());
        store.save_content(&programme()?).await?;
        store.release("First", NOW).await?;
        store.register(wish(id(2000), None, "a@example.org")).await?;
        let expected =
            [Change::WorkingCopy, Change::Released { number: 1 }, Change::Outbox, Change::Places { event: id(2000) }];
        for change in &expected {
            assert_eq!(next(&mut here).await?, *change);
        }
        if store.engine_name() == "PostgreSQL" {
            for change in &expected {
                assert_eq!(next(&mut there).await?, *change);
            }
        } else {
            // Another process on the same file hears that something happened, not what.
            assert_eq!(next(&mut there).await?, Change::Missed);
        }
        assert_eq!(neighbour.newest_release().await?.map(|release| release.number), Some(1));

        // A refused write is no change, and our own notifications do not come back to us.
        let mut document = programme()?;
        document.people.iter_mut().for_each(|person| person.slug = domain::slug::Slug::of("same"));
        assert!(store.save_content(&document).await.is_err());
        assert!(timeout(Duration::from_millis(300), here.recv()).await.is_err());
        neighbour.close().await;
        Ok(())
    })
}

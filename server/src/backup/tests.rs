//! Backups of a site that goes on, and what comes back of them, on both engines.

#[path = "../../../store/tests/support/cluster.rs"]
mod cluster;

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use domain::time::Instant;
use store::Store;

use super::{MEDIA, SQLITE, SUMS, Source, make, restore};
use crate::media::{MediaStore, Tools, folder_at};

fn at(minute: i64) -> Instant {
    Instant::from_rfc3339("2026-11-30T02:00:00Z").expect("an instant").plus_minutes(minute)
}

fn media(folder: &Path) -> MediaStore {
    MediaStore::new(folder_at(folder).expect("a folder"), 1 << 30, Tools::find(std::ffi::OsStr::new("")))
}

/// Puts a file into the folder of a store.
fn put(folder: &Path, name: &str, text: &str) {
    fs::create_dir_all(folder.join("media")).expect("a folder");
    fs::write(folder.join("media").join(name), text).expect("a file");
}

/// The backups in a folder, the oldest first.
fn backups(folder: &Path) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    all.sort();
    all
}

async fn seeded(url: &str) -> Store {
    let store = Store::connect(url).await.expect("a database");
    crate::programme::seed(&store, at(0)).await.expect("a programme");
    store
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_holds_all_shares_files_with_the_one_before_and_comes_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let url = format!("sqlite://{}", path("continuum.db").display());
    let (store, files) = (seeded(&url).await, media(&path("files")));
    put(&path("files"), "one", "a recording");
    let source = Source { store: &store, url: &url, media: &files };
    let into = path("backups");
    let copy = make(&source, &into, 2, at(0)).await.expect("a backup");
    assert_eq!((copy.files, copy.place.ends_with("2026-11-30T020000Z")), (2, true), "{copy:?}");
    let last = store.last_backup().await.expect("readable").expect("noted");
    assert_eq!((last.made, last.copy.as_ref()), (at(0), Some(&copy)));
    // It holds people's names: it is for its owner alone.
    assert_eq!(fs::metadata(&copy.place).expect("there").permissions().mode() & 0o777, 0o700);

    // What was there is shared, what is new is copied, and the oldest goes.
    put(&path("files"), "two", "slides");
    for minute in [1, 2] {
        make(&source, &into, 2, at(minute)).await.expect("a backup");
    }
    let [second, third] = backups(&into).try_into().expect("two of three");
    let inode = |backup: &Path| fs::metadata(backup.join(MEDIA).join("one")).expect("a file").ino();
    assert_eq!(inode(&second), inode(&third));
    assert_eq!(fs::read_to_string(third.join(MEDIA).join("two")).expect("a file"), "slides");
    // Of one second there is one, and what was begun is gone.
    assert!(make(&source, &into, 2, at(2)).await.is_err());
    assert_eq!(backups(&into), [second, third.clone()]);

    // Back into an empty place, and never over anything.
    let content = store.working_copy().await.expect("readable");
    store.close().await;
    let (data, new_files) = (path("new"), media(&path("new/files")));
    let database = data.join(SQLITE);
    let count = restore(&third, Some(&database), "", &new_files).await.expect("restored");
    assert_eq!((count, fs::read_to_string(path("new/files/media/two")).expect("a file")), (2, "slides".to_owned()));
    let again = Store::connect(&format!("sqlite://{}", database.display())).await.expect("a database");
    assert_eq!(*again.working_copy().await.expect("readable"), *content);
    again.close().await;
    let refused = restore(&third, Some(&database), "", &new_files).await.expect_err("there is one already");
    assert!(refused.to_string().contains("already"), "{refused:#}");
    let other = restore(&third, None, "postgres://nowhere", &new_files).await.expect_err("another engine");
    assert!(other.to_string().contains("SQLite"), "{other:#}");

    // Neither what somebody changed since, nor what is no backup.
    let elsewhere = path("elsewhere").join(SQLITE);
    let mut bytes = fs::read(third.join(SQLITE)).expect("the copy");
    bytes.extend(b"more");
    fs::write(third.join(SQLITE), bytes).expect("written");
    let damaged = restore(&third, Some(&elsewhere), "", &new_files).await.expect_err("changed");
    assert!(damaged.to_string().contains(SUMS) && !elsewhere.exists(), "{damaged:#}");
    assert!(restore(folder.path(), Some(&elsewhere), "", &new_files).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_would_not_be_whole_is_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}", folder.path().join("continuum.db").display());
    let (store, files) = (seeded(&url).await, media(&folder.path().join("files")));
    let into = folder.path().join("backups");
    // A file that the database has and the store for files has not.
    let recording = crate::sample::add(&store, &files, crate::clock::ServerClock::real()).await;
    recording.expect("a sample");
    let kept = store.media_to_keep().await.expect("readable");
    let lost = kept.first().map(|(key, _)| folder.path().join("files/media").join(key)).expect("a file");
    fs::remove_file(lost).expect("removed");
    let source = Source { store: &store, url: &url, media: &files };
    let refused = make(&source, &into, 2, at(0)).await.expect_err("not whole");
    assert!(refused.to_string().contains("1 uploaded files"), "{refused:#}");
    assert_eq!((backups(&into), store.last_backup().await.expect("readable")), (Vec::new(), None));
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_postgresql_is_copied_and_comes_back() {
    let cluster = cluster::Cluster::shared().expect("a server");
    let (url, empty) = (cluster.new_database().expect("a database"), cluster.new_database().expect("a database"));
    let folder = tempfile::tempdir().expect("a folder");
    let (store, files) = (seeded(&url).await, media(&folder.path().join("files")));
    let source = Source { store: &store, url: &url, media: &files };
    let copy = make(&source, &folder.path().join("backups"), 2, at(0)).await.expect("a backup");
    let content = store.working_copy().await.expect("readable");
    store.close().await;
    restore(Path::new(&copy.place), None, &empty, &files).await.expect("restored");
    let again = Store::connect(&empty).await.expect("a database");
    assert_eq!(*again.working_copy().await.expect("readable"), *content);
    again.close().await;
    // All or nothing: what is there already is not mixed with it.
    let refused = restore(Path::new(&copy.place), None, &url, &files).await.expect_err("there is one already");
    assert!(format!("{refused:#}").contains("already exists"), "{refused:#}");
}

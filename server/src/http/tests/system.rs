//! What administrators are told of the condition of the site, and that it answers whole pages.

use app::server::Job;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::staff::Role;
use store::{Backup, BackupCopy};

use super::Site;

#[tokio::test(flavor = "multi_thread")]
async fn the_system_page_tells_administrators_what_is_and_what_to_do() {
    let site = Site::open(None).await;
    let cookie = site.sign_in().await;
    let page = site.get_as("/admin/system", &cookie).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains(env!("CARGO_PKG_VERSION")) && page.body.contains("SQLite 3."), "{}", page.body);
    // Nobody gets mail of this site, and its outbox is where to read it.
    assert!(page.body.contains("No mail server is set"), "{}", page.body);
    assert!(!page.body.contains("Nothing needs to be done"));
    // There is no backup, and then there is one.
    assert!(page.body.contains("No backup was made yet"), "{}", page.body);
    let copy = BackupCopy { place: "/backups/one".to_owned(), bytes: 1_250_000, files: 3 };
    let made = site.state.real_now();
    site.store.note_backup(&Backup { made, copy: Some(copy) }).await.expect("noted");
    let page = site.get_as("/admin/system", &cookie).await;
    assert!(!page.body.contains("No backup was made yet"), "{}", page.body);
    assert!(page.body.contains("1.2 MB in 3 files, at /backups/one"), "{}", page.body);
    let old = Backup { made: made.plus_minutes(60), copy: None };
    site.store.note_backup(&old).await.expect("noted");
    assert!(site.get_as("/admin/system", &cookie).await.body.contains("by other means"));
    // A task that fails is told until it is through.
    site.state.jobs().failed(Job::Places, site.state.now());
    let page = site.get_as("/admin/system", &cookie).await;
    assert!(page.body.contains("Giving places on: this has not worked since"), "{}", page.body);
    site.state.jobs().went(Job::Places, site.state.now());
    assert!(!site.get_as("/admin/system", &cookie).await.body.contains("this has not worked"));
    for role in [Role::Editor, Role::Registrar, Role::Moderator] {
        let cookie = site.sign_in_as(role).await;
        assert_eq!(site.get_as("/admin/system", &cookie).await.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_for_the_head_of_a_page_leaves_it_whole_for_others() {
    let site = Site::open(None).await;
    let head = Request::head("/about").header(header::HOST, "site.test").body(Body::empty()).expect("a request");
    assert_eq!(site.ask(head).await.status, StatusCode::OK);
    let page = site.get("/about").await;
    assert!(page.status == StatusCode::OK && page.body.contains("</html>"), "{}", page.body);
}

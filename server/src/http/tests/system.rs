//! What administrators are told of the condition of the site.

use axum::http::StatusCode;
use domain::staff::Role;

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
    for role in [Role::Editor, Role::Registrar, Role::Moderator] {
        let cookie = site.sign_in_as(role).await;
        assert_eq!(site.get_as("/admin/system", &cookie).await.status, StatusCode::FORBIDDEN);
    }
}

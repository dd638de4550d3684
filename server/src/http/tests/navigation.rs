//! One navigation on every page of those who work here, with what they may go to, and the part that is shown marked.

use axum::http::StatusCode;
use domain::staff::Role;

use super::Site;

/// Where the navigation of a page leads, and what it marks.
fn navigation(page: &str) -> (Vec<String>, Vec<String>) {
    let value = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!("{name}=\""))?;
        rest.split('"').next().map(str::to_owned)
    };
    let tag = |part: &str| part.split('>').next().unwrap_or_default().to_owned();
    let desks = page.split("<nav").skip(1).filter(|part| value(&tag(part), "aria-label").as_deref() == Some("Desk"));
    let desks: Vec<&str> = desks.collect();
    let [desk] = desks.as_slice() else { panic!("{} of them in {page}", desks.len()) };
    let inside = desk.split("</nav>").next().unwrap_or_default();
    let links = inside.split("<a ").skip(1).map(|link| {
        let link = tag(link);
        let path = value(&link, "href").expect("an address");
        let mark = value(&link, "aria-current").map(|mark| format!("{path} {mark}"));
        (path, mark)
    });
    let (paths, marks): (Vec<_>, Vec<_>) = links.unzip();
    (paths, marks.into_iter().flatten().collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_leads_to_all_that_its_reader_may_do_and_says_where_they_are() {
    let site = Site::open(None).await;
    let administrator = site.sign_in().await;
    let everything = navigation(&site.get_as("/admin", &administrator).await.body).0;
    for part in &everything {
        let page = site.get_as(part, &administrator).await;
        assert_eq!(page.status, StatusCode::OK, "{part}");
        let (paths, marks) = navigation(&page.body);
        assert_eq!((&paths, marks), (&everything, vec![format!("{part} page")]), "{part}");
    }
    let list = format!("/admin/registrations/{}", site.slug);
    for (within, part) in [
        (list.clone(), "/admin/registrations"),
        (format!("{list}/letters"), "/admin/registrations"),
        ("/admin/content/events/new".to_owned(), "/admin/content/events"),
        ("/admin/account/password".to_owned(), "/admin/account"),
        ("/admin/outbox?show=dead".to_owned(), "/admin/outbox"),
    ] {
        let page = site.get_as(&within, &administrator).await;
        let mark = if within.starts_with("/admin/outbox") { "page" } else { "true" };
        assert_eq!(navigation(&page.body).1, [format!("{part} {mark}")], "{within}");
    }
    for role in [Role::Editor, Role::Registrar, Role::Moderator] {
        let cookie = site.sign_in_as(role).await;
        let (paths, _) = navigation(&site.get_as("/admin/account", &cookie).await.body);
        for part in &everything {
            let may = site.get_as(part, &cookie).await.status == StatusCode::OK;
            assert_eq!(paths.contains(part), may, "{role:?} {part}");
        }
    }
    for path in ["/", "/set-up"] {
        assert!(!site.get_as(path, &administrator).await.body.contains("desk-nav"), "{path}");
    }
    assert!(!site.get("/admin/sign-in").await.body.contains("desk-nav"));
}

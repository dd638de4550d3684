//! What scripts of the desk are told: who else is there, what changed, where one can go, how a text will look.

use axum::http::StatusCode;
use domain::desk::Kind;
use domain::staff::Role;

use super::Site;
use super::desk::encoded;

impl Site {
    async fn live(&self, cookie: &str, tab: &str, path: &str, seen: i64) -> String {
        let body = format!("tab={tab}&path={}&seen={seen}", encoded(path));
        let answer = self.post_as("/admin/live", &body, cookie, "same-origin").await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        answer.body
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_editors_are_told_of_each_other_and_of_what_the_other_changes() {
    let site = Site::open(None).await;
    let (one, webinar) = (site.editor().await, site.first_webinar());
    let other = site.sign_in_as(Role::Editor).await;
    let path = format!("/admin/content/{}/{webinar}", Kind::Event.name());
    assert_eq!(site.live(&one, "one", &path, 0).await, "edit\t0\n");
    let told = site.live(&other, "other", "/admin", 0).await;
    let title = site.thing(Kind::Event, webinar).await.expect("it is there").title().to_owned();
    assert!(
        told.lines().any(|line| line.starts_with("other\t") && line.ends_with(&format!("\t{path}\t{title}"))),
        "{told}"
    );

    let saved = site.post_as(&path, "title=Tab%09and%0Aline", &other, "same-origin").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let told = site.live(&one, "one", &path, 0).await;
    assert!(told.starts_with("edit\t1\nnews\t"), "{told}");
    // Whoever did it is not told their own name, and whoever has seen it is not told again.
    assert!(site.live(&other, "other", "/admin", 0).await.contains("news\t\t"));
    assert!(!site.live(&one, "one", &path, 1).await.contains("news"));
    // The page says from which change on it wants to be told.
    assert!(site.get_as(&path, &one).await.body.contains("data-desk=\"1\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_browser_would_say_is_refused() {
    let site = Site::open(None).await;
    let cookie = site.editor().await;
    let long = format!("tab={}&path=/admin", "x".repeat(65));
    for body in ["", "tab=&path=/admin", "tab=a&path=https://example.org", long.as_str()] {
        let answer = site.post_as("/admin/live", body, &cookie, "same-origin").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    }
    let foreign = site.post_as("/admin/live", "tab=a&path=/admin", &cookie, "cross-site").await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_palette_leads_to_parts_commands_and_things() {
    let site = Site::open(None).await;
    let (cookie, webinar) = (site.editor().await, site.first_webinar());
    let lines = site.get_as("/admin/palette", &cookie).await.body;
    for address in ["/admin/release", "/admin/content/people/new", &format!("/admin/content/events/{webinar}")] {
        let line = lines.lines().find(|line| line.split('\t').next() == Some(address));
        assert!(line.is_some_and(|line| line.split('\t').count() == 3), "{address} is not in\n{lines}");
    }
    // Each of them is a page.
    for line in lines.lines().filter(|line| !line.contains("/admin/account")).take(30) {
        let address = line.split('\t').next().unwrap_or_default();
        assert_eq!(site.get_as(address, &cookie).await.status, StatusCode::OK, "{address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_looks_as_on_the_site_and_runs_nothing() {
    let site = Site::open(None).await;
    let cookie = site.editor().await;
    let text = encoded("**Bold** <script>alert(1)</script> [x](javascript:alert(1))");
    let body = format!("format=markdown&text={text}");
    let shown = site.post_as("/admin/text-preview", &body, &cookie, "same-origin").await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.body.contains("<strong>Bold</strong>") && !shown.body.contains("<script"), "{}", shown.body);
    assert!(!shown.body.contains("javascript:"), "{}", shown.body);
    let long = format!("text={}", "x".repeat(60_001));
    let refused = site.post_as("/admin/text-preview", &long, &cookie, "same-origin").await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
}

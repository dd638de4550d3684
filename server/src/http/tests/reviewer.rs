//! Somebody who reviews: is invited until a day, sees what is not for everybody and nothing of people, changes nothing, is not
//! counted, and is out when the day is over.

use axum::http::StatusCode;
use domain::content::{Id, Visibility};
use domain::staff::Role;

use super::Site;
use super::sign_in::Browser;

impl Site {
    /// Renames the first webinar at the desk; visitors do not see it.
    async fn renames_unreleased(&self, title: &str) {
        let mut content = self.state.published().content.clone();
        let webinar = content.events.iter_mut().find(|event| event.slug.as_str() == self.slug).expect("a webinar");
        title.clone_into(&mut webinar.title);
        self.store.save_content(&content).await.expect("writable");
    }

    async fn eve(&self) -> Id {
        self.id_of("eve@staff.example").await.parse().expect("an identity")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reviewer_is_invited_until_a_day_that_has_to_be_said() {
    let site = Site::open(None).await;
    let cookie = site.sign_in().await;
    for (ends, message) in [
        ("", "Say on which day"),
        ("soon", "Say on which day"),
        ("2022-10-11", "This day is over"),
        ("2023-04-14", "at most 183 days ahead"),
    ] {
        let form = format!("email=eve%40staff.example&role=reviewer&ends={ends}");
        let again = site.post_as("/admin/staff/invite", &form, &cookie, "same-origin").await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{ends}");
        assert!(again.body.contains(message) && again.body.contains("#field-ends"), "{}", again.body);
    }
    assert_eq!(site.store.invitations(site.state.real_now()).await.expect("readable"), []);
    let form = "email=eve%40staff.example&role=reviewer&ends=2023-01-12";
    let invited = site.post_as("/admin/staff/invite", form, &cookie, "same-origin").await;
    assert_eq!(invited.status, StatusCode::SEE_OTHER);
    assert!(site.get_as("/admin/staff", &cookie).await.body.contains("Access until the end of 12 January 2023"));
    let link = site.staff_link().await;
    let page = site.get(&link).await.body;
    assert!(page.contains("Your role: Reviewer") && page.contains("will end on 12 January 2023"), "{page}");
    // Nobody who works here is given a last day by the way, and nobody becomes a reviewer without one.
    let form = "email=ed%40staff.example&role=editor&ends=2023-01-12";
    site.post_as("/admin/staff/invite", form, &cookie, "same-origin").await;
    let invited = site.store.invitations(site.state.real_now()).await.expect("readable");
    assert!(invited.iter().all(|link| link.ends.is_some() == (link.role == Some(Role::Reviewer))));
    let moderator = site.sign_in_as(Role::Moderator).await;
    assert_eq!(site.get_as("/admin/account", &moderator).await.status, StatusCode::OK);
    let others = site.store.staff_members().await.expect("readable");
    let moderator = others.iter().find(|one| one.member.role == Role::Moderator).expect("a moderator").member.id;
    let role = format!("/admin/staff/{moderator}/role");
    let made = site.post_as(&role, "role=reviewer", &cookie, "same-origin").await;
    assert_eq!(made.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reviewer_sees_what_is_not_for_everybody_and_changes_nothing() {
    let (site, recording, key) = Site::with_recording(Visibility::Registered).await;
    site.renames_unreleased("Only at the desk").await;
    let cookie = site.sign_in().await;
    let mut eve = site.joined(&cookie, "eve%40staff.example", "reviewer&ends=2023-01-12").await;
    let review = site.get_as("/admin/review", &eve.cookies()).await;
    assert_eq!(review.status, StatusCode::OK);
    assert!(review.body.contains("Your access ends on 12 January 2023"));
    assert!(!review.body.contains("/admin/registrations") && !review.body.contains("/admin/outbox"));

    // The release, and the working copy in its place.
    let event = format!("/events/{}", site.slug);
    let released = site.get_as(&event, &eve.cookies()).await.body;
    assert!(released.contains("Your access ends on 12 January 2023") && !released.contains("/admin/content/"));
    assert!(!released.contains("Only at the desk"));
    assert_eq!(site.act(&mut eve, "/admin/preview", "show=draft&back=%2F").await.header("location"), "/");
    assert!(site.get_as(&event, &eve.cookies()).await.body.contains("Only at the desk"));
    assert!(!site.get(&event).await.body.contains("Only at the desk"));
    let stranger = site.get_as(&event, "preview=draft").await.body;
    assert!(!stranger.contains("Only at the desk"), "the cookie of the preview opens nothing");

    // What is for those who are registered.
    let page = site.get_as(&recording, &eve.cookies()).await.body;
    let (_, rest) = page.split_once("<source src=\"").expect("a player");
    let file = rest.split('"').next().unwrap_or_default().replace("&amp;", "&");
    assert!(file.contains(&key) && page.contains("You are reviewing"), "{page}");
    let plain = file.split('?').next().unwrap_or_default();
    let request = |cookie: &str| {
        let request = axum::http::Request::get(plain).header("host", "site.test").header("cookie", cookie);
        request.body(axum::body::Body::empty()).expect("a request")
    };
    let (_, bytes) = site.bytes(request(&eve.cookies())).await;
    assert_eq!(bytes.len(), 5_000);
    let refused = site.get(plain).await;
    assert!(refused.status != StatusCode::OK && !site.get(&recording).await.body.contains("<source"));

    // What the check found and what was done, as something to read.
    for path in ["/admin/check", "/admin/changes"] {
        let page = site.get_as(path, &eve.cookies()).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.body.contains("/undo") && !page.body.contains("/admin/content/"), "{path}");
        assert!(!page.body.contains("Ada, administrator"), "{path}");
    }
    for (path, form) in
        [("/admin/content/events", "title=x"), ("/admin/release", "name=x"), ("/admin/changes/1/undo", "")]
    {
        assert_eq!(site.act(&mut eve, path, form).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_for_those_who_work_here_is_not_for_reviewers() {
    let (site, recording, key) = Site::with_recording(Visibility::Registered).await;
    let (editor, mut eve) = (site.editor().await, Browser::having(&site.sign_in_as(Role::Reviewer).await));
    let mut content = site.state.published().content.clone();
    content.materials[0].visibility = Visibility::Staff;
    site.store.save_content(&content).await.expect("writable");
    site.store.release("Any", site.state.now()).await.expect("released");
    site.state.publish(site.store.newest_release().await.expect("readable").expect("a release"));
    site.act(&mut eve, "/admin/preview", "show=draft&back=%2F").await;
    let file = format!("/media/{key}/talk-1.mp4");
    let sees = async |path: &str, cookie: &str| site.says("HEAD", path, cookie, "").await.status;
    assert_eq!(sees(&recording, &eve.cookies()).await, StatusCode::NOT_FOUND);
    assert!(!site.get_as("/library", &eve.cookies()).await.body.contains(&recording));
    assert_eq!(sees(&file, &eve.cookies()).await, StatusCode::FORBIDDEN);
    assert_eq!(sees(&recording, &format!("{editor}; preview=draft")).await, StatusCode::OK);
    assert_eq!(sees(&file, &editor).await, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_reviewer_plays_is_not_counted_also_where_they_have_a_place_too() {
    let (site, recording, _) = Site::with_recording(Visibility::Registered).await;
    let account = site.registered("eve@example.org").await;
    let reviewer = site.sign_in_as(Role::Reviewer).await;
    let both = format!("{account}; {reviewer}");
    let message = "75000 0-75000@100/75000";
    let told = site.post_as(&format!("{recording}/progress"), message, &both, "same-origin").await;
    assert_eq!(told.status, StatusCode::NO_CONTENT);
    assert!(!site.get_as("/me", &account).await.body.contains(&recording), "nothing was kept");
    assert!(!site.get_as("/library", &both).await.body.contains("data-go-on"));
    // The same message of somebody who attends is kept.
    let told = site.post_as(&format!("{recording}/progress"), message, &account, "same-origin").await;
    assert_eq!(told.status, StatusCode::OK);
    assert!(site.get_as("/me", &account).await.body.contains(&recording));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_access_of_a_reviewer_ends_at_its_instant_and_can_be_prolonged() {
    let site = Site::open(None).await;
    let cookie = site.sign_in().await;
    // Today is the last day: ten minutes to six in the evening.
    let eve = site.joined(&cookie, "eve%40staff.example", "reviewer&ends=2022-10-12").await;
    let id = site.eve().await;
    let is_in =
        async |browser: &Browser| site.get_as("/admin/review", &browser.cookies()).await.status == StatusCode::OK;
    for _ in 0..7 {
        site.passes(50).await;
        assert!(is_in(&eve).await, "{}", site.state.now().to_rfc3339());
    }
    site.passes(19).await;
    assert!(is_in(&eve).await, "a minute before midnight");
    site.passes(1).await;
    let out = site.get_as("/admin/review", &eve.cookies()).await;
    assert!(out.status == StatusCode::SEE_OTHER && out.header("location").starts_with("/admin/sign-in"));
    let public = site.get_as("/programme", &eve.cookies()).await.body;
    assert!(!public.contains("Your access ends"), "no more than any visitor");
    let form = "email=eve%40staff.example&password=nine+otters+juggle+lemons";
    let refused = site.post("/admin/sign-in", form).await;
    assert_eq!((refused.status, refused.header("set-cookie")), (StatusCode::UNPROCESSABLE_ENTITY, ""));

    let admin = site.sign_in().await;
    let page = site.get_as("/admin/staff", &admin).await.body;
    assert!(page.contains("Access ended on 12 October 2022") && page.contains("value=\"2022-10-12\""), "{page}");
    let act = async |form: &str| site.post_as(&format!("/admin/staff/{id}/end"), form, &admin, "same-origin").await;
    assert_eq!(act("ends=2022-10-12").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(act("ends=2022-10-20").await.status, StatusCode::SEE_OTHER);
    assert!(is_in(&eve).await, "what was theirs goes on");
    assert_eq!(site.post("/admin/sign-in", form).await.status, StatusCode::SEE_OTHER);
}

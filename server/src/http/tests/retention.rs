//! How long things are kept: shown before it is saved, and nothing goes that was not.

use axum::http::StatusCode;
use domain::staff::Role;

use super::registrants_bulk::has;
use super::{Answer, Site};

const PAGE: &str = "/admin/settings/retention";
/// Two years and some days after the first webinar.
const LATER: &str = "2024-11-01T12:00:00+01:00";

/// What the page brings back.
fn seen(page: &Answer) -> (String, String) {
    let value = |name: &str| {
        let (_, rest) = page.body.split_once(&format!("name=\"{name}\" value=\"")).expect("a hidden field");
        rest.split('"').next().unwrap_or_default().replace(' ', "+").replace('=', "%3D")
    };
    (value("base"), value("seen"))
}

const PROPOSED: &str = "registrations=24&mail=12&changes=24&progress=24&accounts=12";

#[tokio::test(flavor = "multi_thread")]
async fn what_would_go_is_shown_saved_and_gone_in_the_night() {
    let site = Site::open(None).await;
    let manage = site.takes_part(1, "ada@example.org").await;
    site.comes_to(LATER).await;
    let cookie = site.sign_in().await;
    has(&site.get_as("/admin/settings", &cookie).await.body, &["href=\"/admin/settings/retention\""]);
    let page = site.get_as(PAGE, &cookie).await;
    let goes = "1 registration of events that ended before 1 November 2022";
    has(
        &page.body,
        &["Nothing has been saved yet", &format!("Goes in the first night: {goes}."), "Nothing is older than"],
    );
    let night = async || crate::jobs::forget_outlived(&site.state).await.expect("forgotten");
    assert_eq!(night().await, 0, "a proposal deletes nothing");

    let (base, shown) = seen(&page);
    let send = async |chosen: &str, seen: &str, act: &str| {
        let form = format!("base={base}&seen={seen}&act={act}&{chosen}");
        site.post_as(PAGE, &form, &cookie, "same-origin").await
    };
    // Another choice is shown first, whatever button is pressed.
    let kept = PROPOSED.replace("registrations=24", "registrations=");
    let counted = send(&kept, &shown, "count").await;
    assert_eq!(counted.status, StatusCode::OK);
    has(&counted.body, &["Nothing of it goes.", "This is what would go."]);
    assert!(!counted.body.contains(goes));
    let unseen = send(&kept, &shown, "save").await;
    assert_eq!(unseen.status, StatusCode::UNPROCESSABLE_ENTITY);
    has(&unseen.body, &["Nothing was saved: look at what would go"]);
    for wrong in ["registrations=1", "registrations=soon", "mail=0"] {
        let refused = send(wrong, &shown, "save").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        has(&refused.body, &["choose one of the times"]);
    }
    let made_up = send(PROPOSED, "registrations%3D24%3A0", "save").await;
    assert_eq!(made_up.status, StatusCode::UNPROCESSABLE_ENTITY, "another number than what is there");
    assert_eq!(night().await, 0);
    assert_eq!(site.get(&manage).await.status, StatusCode::OK);

    let saved = send(PROPOSED, &shown, "save").await;
    assert_eq!(
        (saved.status, saved.header("location")),
        (StatusCode::SEE_OTHER, "/admin/settings/retention?done=saved")
    );
    let stale = send(PROPOSED, &shown, "save").await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    has(&stale.body, &["Somebody changed it meanwhile"]);
    assert_eq!(site.get(&manage).await.status, StatusCode::OK, "not before the night");
    assert!(night().await > 0);
    assert_eq!(night().await, 0, "once is enough");
    assert_eq!(site.get(&manage).await.status, StatusCode::NOT_FOUND);
    let after = site.get_as(PAGE, &cookie).await.body;
    has(&after, &[&format!("1 November 2024: {goes}"), "Nothing is older than 1 November 2022"]);
    assert!(!after.contains("ada@example.org") && !after.contains("Nothing has been saved yet"));
    has(&site.get_as("/admin/settings", &cookie).await.body, &["set how long things are kept"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_put_off_at_the_desk_is_still_to_come_and_only_administrators_decide() {
    let site = Site::open(None).await;
    site.takes_part(1, "ada@example.org").await;
    site.comes_to(LATER).await;
    let cookie = site.sign_in().await;
    assert!(site.get_as(PAGE, &cookie).await.body.contains("1 registration of events"));
    // Not released yet: visitors still see the old day.
    let mut content = site.state.published().content.clone();
    let webinar = content.events.iter_mut().find(|event| event.slug.as_str() == site.slug).expect("a webinar");
    let later = domain::time::Instant::from_rfc3339(LATER).expect("an instant");
    let domain::content::When::Hours { end, .. } = &mut webinar.when else { panic!("it has hours") };
    *end = later.plus_minutes(60);
    site.store.save_content(&content).await.expect("writable");
    assert!(!site.get_as(PAGE, &cookie).await.body.contains("1 registration of events"));
    for role in [Role::Editor, Role::Registrar, Role::Moderator, Role::Reviewer] {
        let cookie = site.sign_in_as(role).await;
        assert_eq!(site.get_as(PAGE, &cookie).await.status, StatusCode::FORBIDDEN);
        assert_eq!(site.post_as(PAGE, PROPOSED, &cookie, "same-origin").await.status, StatusCode::FORBIDDEN);
    }
}

//! Acts on many registrations without any script: chosen, reviewed with exact numbers, carried out once.

use axum::http::StatusCode;
use domain::content::Id;
use domain::registration::RegistrationState::{self, Cancelled, Confirmed, Pending};
use domain::staff::Role;

use super::Site;
use super::registration::form;

/// Two days before the webinar.
const TWO_DAYS_BEFORE: &str = "2022-10-10T12:00:00+02:00";

pub(super) fn has(page: &str, parts: &[&str]) {
    for part in parts {
        assert!(page.contains(part), "{part} is missing in {page}");
    }
}

impl Site {
    /// So many people, of whom the first are confirmed.
    pub(super) async fn people(&self, people: u32, confirmed: usize, cookie: &str) -> Vec<Id> {
        let mut ids = Vec::new();
        for key in 1..=people {
            self.passes(1).await;
            let address = format!("person{key}@b.example");
            assert_eq!(self.register(&form(key, &address)).await.status, StatusCode::SEE_OTHER);
            ids.push(self.store.registrations_of(&address).await.expect("readable")[0].id);
        }
        for id in &ids[..confirmed] {
            let path = format!("/admin/registrations/{}/{id}/decide", self.slug);
            let done = self.post_as(&path, "decision=confirm&reason=By+phone", cookie, "same-origin").await;
            assert_eq!(done.status, StatusCode::SEE_OTHER);
        }
        ids
    }

    async fn states(&self, ids: &[Id]) -> Vec<RegistrationState> {
        let mut states = Vec::new();
        for id in ids {
            states.push(self.store.registration(*id).await.expect("readable").expect("a registration").state);
        }
        states
    }

    async fn written(&self) -> usize {
        self.store.outbox(self.state.now(), 200, None).await.expect("readable").len()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_are_cancelled_after_a_review_that_counts_them_exactly_and_only_once() {
    let site = Site::open_at(TWO_DAYS_BEFORE, None).await;
    site.sign_in().await;
    let cookie = site.sign_in_as(Role::Registrar).await;
    let ids = site.people(4, 2, &cookie).await;
    let list = format!("/admin/registrations/{}", site.slug);
    let decide = format!("{list}/{}/decide", ids[3]);
    site.post_as(&decide, "decision=cancel&reason=Asked", &cookie, "same-origin").await;
    let page = site.get_as(&list, &cookie).await.body;
    has(&page, &["Act on many", "form=\"bulk\"", "All that this list finds: 4 registrations", "Choose Maria Rossi"]);

    let choose = async |sent: &str| site.post_as(&format!("{list}/bulk"), sent, &cookie, "same-origin").await;
    for (sent, why) in [
        ("act=cancel&who=ticked", "Tick those you mean"),
        ("act=&who=all", "Choose what to do"),
        ("act=tag&who=all&tags=+", "Say which tags"),
        ("act=tag&who=all&tags=%E8%82%BF", "letters from a to z"),
    ] {
        let refused = choose(sent).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{sent}");
        has(&refused.body, &[why]);
    }
    let kept = choose(&format!("act=&who=ticked&registration={}", ids[1])).await.body;
    let (_, ticked) = kept.split_once(&format!("value=\"{}\"", ids[1])).expect("a box");
    assert!(ticked.split('>').next().is_some_and(|rest| rest.contains("checked")), "what was ticked stays");

    let before = site.written().await;
    let chosen = choose("act=cancel&who=all&back=").await;
    assert_eq!(chosen.status, StatusCode::SEE_OTHER);
    let path = chosen.header("location").to_owned();
    let review = site.get_as(&path, &cookie).await;
    assert_eq!(review.status, StatusCode::OK);
    has(
        &review.body,
        &[
            "3 registrations will change.",
            "1 will not: it is “Cancelled”, and from there it is not possible.",
            "3 letters will be sent about it.",
            "Places held: 3 now, 0 afterwards.",
            "Cancel (3)",
        ],
    );
    assert_eq!(site.states(&ids[..3]).await, [Confirmed, Confirmed, Pending], "a review changes nothing");

    let go = async |sent: &str| site.post_as(&path, sent, &cookie, "same-origin").await;
    for (sent, why) in [
        ("reason=Put+off&count=4", "Type the number"),
        ("reason=Put+off&count=", "Type the number"),
        ("reason=+&count=3", "Say why"),
    ] {
        let refused = go(sent).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{sent}");
        has(&refused.body, &[why]);
    }
    assert_eq!(site.taken().await, 3);
    for _ in 0..2 {
        let done = go("reason=Put+off&count=3").await;
        assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, path.as_str()));
    }
    assert_eq!(site.states(&ids).await, [Cancelled; 4]);
    assert_eq!((site.taken().await, site.written().await), (0, before + 3), "sent twice, it acts once");
    let after = site.get_as(&path, &cookie).await.body;
    has(&after, &["3 registrations were changed."]);
    assert!(!after.contains("name=\"count\""), "there is nothing left to do");
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_are_ticked_are_given_tags_and_others_of_another_event_are_left_alone() {
    let site = Site::open_at(TWO_DAYS_BEFORE, None).await;
    site.sign_in().await;
    let cookie = site.sign_in_as(Role::Registrar).await;
    let ids = site.people(3, 0, &cookie).await;
    let list = format!("/admin/registrations/{}", site.slug);
    let sent = format!("act=tag&who=ticked&tags=Dinner,+VIP&registration={}&registration={}", ids[0], ids[2]);
    let chosen = site.post_as(&format!("{list}/bulk"), &sent, &cookie, "same-origin").await;
    let path = chosen.header("location").to_owned();
    let review = site.get_as(&path, &cookie).await.body;
    has(&review, &["2 registrations will change.", "No letters will be sent.", "Tags: dinner, vip"]);
    assert!(!review.contains("name=\"count\"") && !review.contains("name=\"reason\""), "tags can be taken back");
    assert_eq!(site.post_as(&path, "", &cookie, "same-origin").await.status, StatusCode::SEE_OTHER);
    let found = site.get_as(&format!("{list}?tag=vip"), &cookie).await.body;
    has(&found, &["person1@b.example", "person3@b.example"]);
    assert!(!found.contains("person2@b.example"));

    // By another event's address nothing is chosen of this one, and its acts are not found.
    let elsewhere = "/admin/registrations/webinar-2";
    let foreign =
        site.post_as(&format!("{elsewhere}/bulk"), &sent.replace("tag&", "cancel&"), &cookie, "same-origin").await;
    let nobody = site.get_as(foreign.header("location"), &cookie).await.body;
    has(&nobody, &["0 registrations will change."]);
    let wrong = path.replace(&list, elsewhere);
    assert_eq!(site.get_as(&wrong, &cookie).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.post_as(&wrong, "", &cookie, "same-origin").await.status, StatusCode::NOT_FOUND);
    for role in [Role::Editor, Role::Moderator] {
        let other = site.sign_in_as(role).await;
        assert_eq!(site.get_as(&path, &other).await.status, StatusCode::FORBIDDEN);
        for target in [&path, &format!("{list}/bulk")] {
            let refused = site.post_as(target, &sent, &other, "same-origin").await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN);
        }
    }
    assert_eq!(site.post_as(&path, "", &cookie, "cross-site").await.status, StatusCode::FORBIDDEN);
}

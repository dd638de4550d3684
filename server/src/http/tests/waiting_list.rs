//! The waiting list without WASM: from the form of a full event to the place, and what may be decided about it.

use axum::http::StatusCode;
use domain::registration::RegistrationState::{
    self, Cancelled, Confirmed, Expired, Joining, Offered, Pending, Waiting,
};

use super::registration::form;
use super::{Answer, Site};

/// Two days before the webinar: an offer lasts twelve hours.
const TWO_DAYS_BEFORE: &str = "2022-10-10T12:00:00+02:00";

/// The links of one person's mail.
struct Links {
    confirm: String,
    manage: String,
}

impl Site {
    /// Sends a form, a minute after the one before; the links in the mail that follows.
    async fn asks(&self, key: u32) -> Links {
        self.passes(1).await;
        let answer = self.register(&form(key, &format!("person{key}@b.example"))).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let (confirm, manage) = self.links().await;
        Links { confirm, manage }
    }

    /// Sends a form and confirms.
    async fn comes(&self, key: u32) -> Links {
        let links = self.asks(key).await;
        assert_eq!(self.post(&links.confirm, "").await.status, StatusCode::SEE_OTHER);
        links
    }

    /// Presses a button of the page behind the link; the page after it, and the state.
    async fn presses(&self, links: &Links, act: &str) -> (String, RegistrationState) {
        let answer = self.post(&format!("{}/{act}", links.manage), "").await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, links.manage.as_str()));
        (self.get(&links.manage).await.body, self.state(&links.manage).await)
    }
}

fn has(answer: &str, parts: &[&str]) {
    for part in parts {
        assert!(answer.contains(part), "{part} is missing in {answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_event_takes_people_onto_its_list_and_a_freed_place_is_offered() {
    let site = Site::open_at(TWO_DAYS_BEFORE, Some(1)).await;
    let holder = site.comes(1).await;
    let page = site.get(&format!("/register/{}", site.slug)).await;
    has(&page.body, &["There is a waiting list", "Join the waiting list", "name=\"idempotency_key\""]);

    // Everybody is told the same of a full event.
    site.passes(1).await;
    let unknown = site.register(&form(2, "person2@b.example")).await;
    let known = site.register(&form(3, "person1@b.example")).await;
    assert_eq!(unknown.header("location"), format!("/register/{}/done?waiting=yes", site.slug));
    assert_eq!((known.status, &known.headers, &known.body), (unknown.status, &unknown.headers, &unknown.body));
    has(&site.get(unknown.header("location")).await.body, &["you are on the waiting list", "7 days"]);

    let first = site.asks(4).await;
    has(&site.get(&first.confirm).await.body, &["Confirm and join the waiting list"]);
    has(&site.get(&first.manage).await.body, &["You are not on the waiting list yet"]);
    assert_eq!(site.state(&first.manage).await, Joining);
    site.post(&first.confirm, "").await;
    // The second form was never confirmed; it is still before the first, because it may be.
    has(
        &site.get(&first.confirm).await.body,
        &["You are on the waiting list", "number 2", "How the waiting list works"],
    );
    assert!(!site.get(&first.manage).await.body.contains("/accept"), "there is nothing to accept");
    let second = site.comes(5).await;
    has(&site.get(&second.manage).await.body, &["number 3 on the waiting list: 2 people asked before you"]);

    let (body, state) = site.presses(&holder, "cancel").await;
    assert_eq!(state, Cancelled);
    has(&body, &["Your registration is cancelled", "Register again"]);
    let offered = site.get(&first.manage).await.body;
    has(&offered, &["A place is free for you", "until Tuesday 11 October 2022, 00:04 CEST", "/accept", "/decline"]);
    let (body, state) = site.presses(&first, "accept").await;
    assert_eq!((state, site.taken().await), (Confirmed, 1));
    has(&body, &["You have a place", "Add to calendar"]);
    // Once more, or too late, changes nothing.
    assert_eq!(site.presses(&first, "accept").await.1, Confirmed);
    assert_eq!(site.presses(&first, "decline").await.1, Confirmed);
    assert_eq!(site.presses(&second, "accept").await.1, Waiting);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_that_is_declined_or_missed_goes_on() {
    let site = Site::open_at(TWO_DAYS_BEFORE, Some(1)).await;
    let (holder, first, second, third) =
        (site.comes(1).await, site.comes(2).await, site.comes(3).await, site.comes(4).await);
    site.presses(&holder, "cancel").await;
    let (body, state) = site.presses(&first, "decline").await;
    assert_eq!((state, site.state(&second.manage).await), (Cancelled, Offered));
    has(&body, &["Your registration is cancelled"]);

    site.passes(12 * 60 + 1).await;
    assert_eq!((site.state(&second.manage).await, site.state(&third.manage).await), (Expired, Offered));
    has(&site.get(&second.manage).await.body, &["The offer has ended", "Put me back on the waiting list"]);
    let (body, state) = site.presses(&second, "rejoin").await;
    assert_eq!(state, Waiting);
    has(&body, &["You are number 1 on the waiting list"]);
    site.presses(&third, "cancel").await;
    assert_eq!(site.presses(&second, "accept").await.1, Confirmed);
}

#[tokio::test(flavor = "multi_thread")]
async fn links_die_after_seven_days_with_all_that_was_said() {
    let site = Site::open_at("2022-10-01T12:00:00+02:00", Some(1)).await;
    let (pending, next) = (site.asks(1).await, site.comes(2).await);
    site.passes(7 * 24 * 60 - 2).await;
    has(&site.get(&pending.confirm).await.body, &["Confirm my registration"]);
    assert_eq!(site.state(&pending.manage).await, Pending);
    site.passes(1).await;
    for path in [&pending.confirm, &pending.manage] {
        let page = site.get(path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        has(&page.body, &["This link does not work", "/registration/resend"]);
        assert!(!page.body.contains("person1@b.example"));
    }
    assert_eq!(site.post(&pending.confirm, "").await.status, StatusCode::NOT_FOUND);
    assert_eq!((site.state(&next.manage).await, site.taken().await), (Offered, 1));
    for mail in site.store.outbox(site.state.now(), 50, None).await.expect("readable") {
        assert_ne!(mail.to, "person1@b.example", "nothing is kept of what was not confirmed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn links_are_sent_again_and_nobody_learns_to_whom() {
    let site = Site::open_at(TWO_DAYS_BEFORE, Some(1)).await;
    let old = site.asks(1).await;
    has(&site.get(&format!("/register/{}/done", site.slug)).await.body, &["action=\"/registration/resend\""]);
    let ask = async |email: &str| -> Answer { site.post("/registration/resend", &format!("email={email}")).await };
    let before = site.store.outbox(site.state.now(), 50, None).await.expect("readable").len();
    let (known, unknown) = (ask("PERSON1@b.example").await, ask("nobody@b.example").await);
    assert_eq!((known.status, known.header("location")), (StatusCode::SEE_OTHER, "/registration/resend?sent=yes"));
    assert_eq!((&known.headers, &known.body), (&unknown.headers, &unknown.body));
    has(&site.get("/registration/resend?sent=yes").await.body, &["If that address is registered"]);
    let (confirm, manage) = site.links().await;
    assert_ne!((&confirm, &manage), (&old.confirm, &old.manage));
    for _ in 0..5 {
        assert_eq!(ask("person1@b.example").await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(
        site.store.outbox(site.state.now(), 50, None).await.expect("readable").len(),
        before + 3,
        "three an hour"
    );
    // The new link works, and so does the old one.
    assert_eq!(site.post(&confirm, "").await.status, StatusCode::SEE_OTHER);
    assert_eq!((site.state(&manage).await, site.state(&old.manage).await), (Confirmed, Confirmed));
    let wrong = ask("%3Cscript%3E").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    has(&wrong.body, &["Enter an e-mail address", "value=\"&lt;script&gt;\""]);
}

#[tokio::test(flavor = "multi_thread")]
async fn decisions_are_for_those_who_work_here_and_leave_their_reason() {
    let site = Site::open_at(TWO_DAYS_BEFORE, Some(1)).await;
    site.comes(1).await;
    let (first, second, third) = (site.comes(2).await, site.comes(3).await, site.comes(4).await);
    let path = format!("/admin/registrations/{}", site.slug);
    let id = |manage: &str| manage.rsplit('/').next().unwrap_or_default().to_owned();
    let second_id = site.store.registration_by_token(&id(&second.manage)).await.expect("readable").expect("there").id;
    let promote = format!("registration={second_id}&decision=promote&reason=Speaker");

    // Nobody else sees or does anything.
    for cookie in ["", "staff=guessed"] {
        let refused = site.get_as(&path, cookie).await;
        assert!(refused.status == StatusCode::SEE_OTHER && refused.header("location").starts_with("/admin/sign-in"));
        assert!(!refused.body.contains("person2@b.example"));
        for (act, sent) in [("decide", promote.as_str()), ("limit", "limited=no&reason=x")] {
            let refused = site.post_as(&format!("{path}/{act}"), sent, cookie, "same-origin").await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN);
        }
    }
    let cookie = site.sign_in().await;
    let foreign = site.post_as(&format!("{path}/decide"), &promote, &cookie, "cross-site").await;
    assert_eq!((foreign.status, site.state(&second.manage).await), (StatusCode::FORBIDDEN, Waiting));

    let page = site.get_as(&path, &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    has(&page.body, &["1 of 1 taken", "person1@b.example", "person2@b.example", "Give a place", "On the waiting list"]);
    let list = site.get_as(&format!("{path}?sort=waiting"), &cookie).await.body;
    has(&list, &["person2@b.example", "person4@b.example", "3 registrations, waiting list in its order"]);
    assert!(!list.contains("person1@b.example"), "who has a place is not on the list");
    assert_eq!(site.get_as("/admin/registrations/nowhere", &cookie).await.status, StatusCode::NOT_FOUND);

    let decide =
        async |act: &str, sent: &str| site.post_as(&format!("{path}/{act}"), sent, &cookie, "same-origin").await;
    let without = decide("decide", &promote.replace("Speaker", "+")).await;
    assert_eq!((without.status, site.state(&second.manage).await), (StatusCode::UNPROCESSABLE_ENTITY, Waiting));
    // By the field of that registration, and of no other.
    has(&without.body, &["Say why", &format!("aria-describedby=\"reason-{second_id}-hint reason-{second_id}-error\"")]);
    assert_eq!(without.body.matches("aria-invalid=\"true\"").count(), 1);
    let without = decide("limit", "limited=no&reason=").await.body;
    has(&without, &["Say why", "aria-describedby=\"reason-limit-hint reason-limit-error\""]);
    assert_eq!(without.matches("aria-invalid=\"true\"").count(), 1);
    assert_eq!(decide("decide", &promote).await.header("location"), path);
    assert_eq!((site.state(&second.manage).await, site.taken().await), (Confirmed, 2));
    let page = site.get_as(&path, &cookie).await.body;
    has(&page, &["Decisions", "Speaker", ", by Ada, administrator."]);
    assert!(!page.contains(cookie.trim_start_matches("staff=")));

    assert_eq!(decide("limit", "limited=no&reason=It+is+online").await.status, StatusCode::SEE_OTHER);
    assert_eq!((site.state(&first.manage).await, site.state(&third.manage).await), (Confirmed, Confirmed));
    has(&site.get_as(&path, &cookie).await.body, &["the limit was taken away", "It is online"]);
    assert!(!site.get(&format!("/register/{}", site.slug)).await.body.contains("waiting list"));
    for sent in ["limited=maybe&reason=x", "registration=none&decision=promote&reason=x"] {
        assert!(decide("limit", sent).await.status.is_client_error());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_tokens_and_other_sites_change_nothing_about_an_offer() {
    let site = Site::open_at(TWO_DAYS_BEFORE, Some(1)).await;
    let (holder, first) = (site.comes(1).await, site.comes(2).await);
    site.presses(&holder, "cancel").await;
    for act in ["accept", "decline", "rejoin"] {
        let path = format!("{}/{act}", first.manage);
        assert_eq!(site.post_as(&path, "", "", "cross-site").await.status, StatusCode::FORBIDDEN);
        assert_eq!(site.get(&path).await.status, StatusCode::METHOD_NOT_ALLOWED, "opening a link does nothing");
        assert_eq!(site.post(&format!("/registration/0/{act}"), "").await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(site.state(&first.manage).await, Offered);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_events_page_says_that_it_is_full() {
    let site = Site::open_at(TWO_DAYS_BEFORE, Some(1)).await;
    let path = format!("/events/{}", site.slug);
    assert!(site.get(&path).await.body.contains("Register for this webinar"));
    site.comes(1).await;
    let published = site.state.published();
    let event = published.content.events.iter().find(|event| event.slug.as_str() == site.slug).expect("an event");
    // The job notes it in its own time; the page says what has been noted.
    assert!(site.state.set_full(event.id, true) && !site.state.set_full(event.id, true));
    has(&site.get(&format!("{path}?zone=event")).await.body, &["Full, waiting list"]);
}

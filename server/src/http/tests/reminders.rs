//! Reminders: what keeps them from being sent, and how people stop them, also without opening any page.

use app::mail::withdrawn;
use app::notifications::letters_token;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::content::{EventStatus, When};
use domain::mail::{Lead, Letter, Withdrawn};
use store::OutboxMail;

use super::registration::form;
use super::{Answer, Site};

/// Four days before the first webinar.
const BEFORE: &str = "2022-10-08T12:00:00+02:00";

impl Site {
    /// Somebody with a place; the path of their page.
    pub(super) async fn takes_part(&self, key: u32, email: &str) -> String {
        assert_eq!(self.register(&form(key, email)).await.status, StatusCode::SEE_OTHER);
        let (confirm, manage) = self.links().await;
        assert_eq!(self.post(&confirm, "").await.status, StatusCode::SEE_OTHER);
        manage
    }

    async fn reminder(&self, lead: Lead) -> OutboxMail {
        let all = self.store.outbox(domain::time::Instant::from_milliseconds(i64::MAX), 200, None).await;
        let is_it = |mail: &OutboxMail| matches!(mail.letter, Letter::Reminder { lead: its, .. } if its == lead);
        all.expect("readable").into_iter().find(is_it).expect("a reminder")
    }

    /// Why a reminder would not be sent now.
    pub(super) async fn why(&self, lead: Lead) -> Option<Withdrawn> {
        withdrawn(&self.state, &self.reminder(lead).await).await.expect("readable")
    }

    /// The token in the letter about the day before, as if it was being sent.
    pub(super) async fn letter_is_written(&self) -> String {
        let mail = self.reminder(Lead::Day).await;
        let (now, lease) = (mail.due, mail.due.plus_minutes(5));
        let claimed = self.store.claim_mail(now, now, lease, 50, 0).await.expect("writable");
        let claimed = claimed.into_iter().find(|claimed| claimed.mail.id == mail.id).expect("it is due");
        let letters = letters_token("manage");
        let opened = self.store.open_mail(claimed, "manage".to_owned(), letters.clone(), now).await;
        opened.expect("writable").expect("its lease holds");
        letters
    }

    /// What a mail provider sends: no cookie, no browser, no page before.
    pub(super) async fn one_click(&self, path: &str, content_type: &str, body: &str) -> Answer {
        let request = Request::post(path).header(header::HOST, "site.test").header(header::CONTENT_TYPE, content_type);
        self.ask(request.body(Body::from(body.to_owned())).expect("a request")).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_goes_only_to_who_takes_part_in_what_takes_place_soon() {
    let site = Site::open_at(BEFORE, None).await;
    let manage = site.takes_part(1, "ada@example.org").await;
    assert_eq!(site.why(Lead::Day).await, Some(Withdrawn::Overtaken), "far too early: the event was put off");
    site.comes_to("2022-10-11T18:00:00+02:00").await;
    assert_eq!((site.why(Lead::Day).await, site.why(Lead::Hour).await), (None, Some(Withdrawn::Overtaken)));
    for status in [EventStatus::Cancelled, EventStatus::Postponed, EventStatus::Scheduled] {
        site.edits(|event| event.status = status);
        let expected = (status != EventStatus::Scheduled).then_some(Withdrawn::Overtaken);
        assert_eq!(site.why(Lead::Day).await, expected, "{status:?}");
    }
    let shift = |minutes: i64| {
        site.edits(|event| {
            if let When::Hours { start, end, .. } = &mut event.when {
                (*start, *end) = (start.plus_minutes(minutes), end.plus_minutes(minutes));
            }
        });
    };
    shift(3 * 24 * 60);
    assert_eq!(site.why(Lead::Day).await, Some(Withdrawn::Overtaken));
    shift(-3 * 24 * 60);
    site.comes_to("2022-10-12T17:00:00+02:00").await;
    assert_eq!((site.why(Lead::Day).await, site.why(Lead::Hour).await), (Some(Withdrawn::TooLate), None));
    site.comes_to("2022-10-12T18:00:00+02:00").await;
    assert_eq!(site.why(Lead::Hour).await, Some(Withdrawn::TooLate), "it has begun");

    let site = Site::open_at(BEFORE, None).await;
    site.takes_part(1, "ada@example.org").await;
    site.comes_to("2022-10-11T18:00:00+02:00").await;
    assert_eq!(site.why(Lead::Day).await, None);
    assert_eq!(manage.len(), "/registration/".len() + 64);
    let (_, own) = (site.register(&form(2, "bob@example.org")).await, site.reminder(Lead::Day).await);
    let manage = own.to.as_str();
    assert_eq!(manage, "ada@example.org", "who has not confirmed gets none");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_cancels_is_not_reminded() {
    let site = Site::open_at(BEFORE, None).await;
    let manage = site.takes_part(1, "ada@example.org").await;
    site.comes_to("2022-10-11T18:00:00+02:00").await;
    site.post(&format!("{manage}/cancel"), "").await;
    assert_eq!(site.why(Lead::Day).await, Some(Withdrawn::Overtaken));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_link_shows_a_button_and_the_button_stops_and_resumes() {
    let site = Site::open_at(BEFORE, None).await;
    site.takes_part(1, "ada@example.org").await;
    site.comes_to("2022-10-11T18:00:00+02:00").await;
    let path = format!("/notifications/{}/event", site.letter_is_written().await);
    // Opening it, as programs do that look through mail, changes nothing.
    for _ in 0..2 {
        let page = site.get(&path).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.header("cache-control").contains("no-store") && page.header("x-robots-tag").contains("noindex"));
        assert!(page.body.contains(&format!("method=\"post\" action=\"{path}\"")) && page.body.contains("Webinar 1"));
        assert!(!page.body.contains("ada@example.org"), "letters are passed on");
    }
    assert_eq!(site.why(Lead::Day).await, None);
    let stopped = site.post(&path, "").await;
    assert_eq!((stopped.status, stopped.header("location")), (StatusCode::SEE_OTHER, path.as_str()));
    assert_eq!(site.why(Lead::Day).await, Some(Withdrawn::NotWanted));
    let page = site.get(&path).await.body;
    assert!(page.contains("no more reminders") && page.contains(&format!("action=\"{path}/resume\"")));
    site.post(&format!("{path}/resume"), "").await;
    assert_eq!(site.why(Lead::Day).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_program_unsubscribes_with_one_request() {
    let site = Site::open_at(BEFORE, None).await;
    let manage = site.takes_part(1, "ada@example.org").await;
    site.comes_to("2022-10-11T18:00:00+02:00").await;
    let path = format!("/notifications/{}/event", site.letter_is_written().await);
    let parts = "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n";
    for (content_type, body) in [
        ("application/x-www-form-urlencoded", "List-Unsubscribe=One-Click"),
        ("multipart/form-data; boundary=b", parts),
    ] {
        let answer = site.one_click(&path, content_type, body).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::OK, ""), "{content_type}");
        assert_eq!(answer.header("set-cookie"), "");
        assert_eq!(site.why(Lead::Day).await, Some(Withdrawn::NotWanted));
        site.post(&format!("{path}/resume"), "").await;
    }
    // A page of another site cannot do it, a wrong token does nothing, and the token opens nothing else.
    assert_eq!(site.post_as(&path, "", "", "cross-site").await.status, StatusCode::FORBIDDEN);
    for path in
        ["/notifications/x/event", &format!("/notifications/{}/event", manage.trim_start_matches("/registration/"))]
    {
        let answer = site.one_click(path, "application/x-www-form-urlencoded", "List-Unsubscribe=One-Click").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND);
    }
    let token = path.split('/').nth(2).expect("a token");
    assert_eq!(site.get(&format!("/registration/{token}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.why(Lead::Day).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_outbox_shows_what_waits_for_its_time_in_a_list_of_its_own() {
    let site = Site::open_at(BEFORE, None).await;
    let cookie = site.sign_in().await;
    for key in 1..=30 {
        site.takes_part(key, &format!("p{key}@example.org")).await;
    }
    let present = site.get_as("/admin/outbox", &cookie).await.body;
    assert!(!present.contains("A reminder") && present.contains("You have a place"));
    assert!(present.contains("60 mails are written and wait for their time"));
    let later = site.get_as("/admin/outbox?show=later", &cookie).await.body;
    assert_eq!(later.matches("<article").count(), 50);
    assert!(later.contains("A reminder: ") && later.contains("stands only in the message"));
    let rest =
        later.split("href=\"/admin/outbox?show=later&amp;before=").nth(1).and_then(|rest| rest.split('"').next());
    let rest = format!("/admin/outbox?show=later&before={}", rest.expect("more"));
    assert_eq!(site.get_as(&rest, &cookie).await.body.matches("<article").count(), 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_registration_stops_reminders_and_has_them_sent_again() {
    let site = Site::open_at(BEFORE, None).await;
    let manage = site.takes_part(1, "ada@example.org").await;
    site.comes_to("2022-10-11T18:00:00+02:00").await;
    let (stop, resume) = (format!("{manage}/reminders/stop"), format!("{manage}/reminders/resume"));
    for _ in 0..2 {
        let page = site.get(&manage).await.body;
        assert!(page.contains(&format!("action=\"{stop}\"")) && !page.contains(&resume), "{page}");
        assert_eq!(site.why(Lead::Day).await, None);
        let stopped = site.post(&stop, "").await;
        assert_eq!((stopped.status, stopped.header("location")), (StatusCode::SEE_OTHER, manage.as_str()));
        let page = site.get(&manage).await.body;
        assert!(page.contains(&format!("action=\"{resume}\"")) && page.contains("You get no more reminders"));
        assert_eq!(site.why(Lead::Day).await, Some(Withdrawn::NotWanted));
        assert_eq!(site.post(&resume, "").await.header("location"), manage);
    }
    assert_eq!(site.post("/registration/guess/reminders/stop", "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.post_as(&stop, "", "", "cross-site").await.status, StatusCode::FORBIDDEN);
    // What was chosen for the address counts for each event.
    let nothing = Vec::from([(domain::mail::Purpose::Reminders, false)]);
    site.store.choose_mail("ada@example.org", nothing, site.state.now()).await.expect("written");
    let page = site.get(&manage).await.body;
    assert!(page.contains("no reminders of any event") && !page.contains(&stop));
    // There is nothing to be reminded of once it has begun, or without a place.
    site.comes_to("2022-10-12T18:00:00+02:00").await;
    assert!(!site.get(&manage).await.body.contains("id=\"reminders\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_writes_the_reminders_that_an_older_server_did_not() {
    let site = Site::open_at(BEFORE, None).await;
    assert_eq!(site.register(&form(1, "ada@example.org")).await.status, StatusCode::SEE_OTHER);
    let (confirm, _) = site.links().await;
    // On terms of something that does not take place, nothing is written.
    let silent = domain::registration::waiting::Terms::GONE;
    let token = confirm.rsplit('/').next().unwrap_or_default();
    let done = site.store.confirm_registration(token, silent, site.state.now()).await.expect("written");
    assert!(done.is_some_and(|found| found.state == domain::registration::RegistrationState::Confirmed));
    let later = async || site.store.count_later_mails(site.state.now()).await.expect("readable");
    assert_eq!(later().await, 0);
    for _ in 0..2 {
        crate::jobs::add_missing_reminders(&site.state).await.expect("written");
        assert_eq!(later().await, 2);
    }
}

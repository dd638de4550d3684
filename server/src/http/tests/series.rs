//! One act for a series without WASM: one form, one letter, one press, and a registration of its own for each webinar.

use axum::http::StatusCode;
use domain::content::Id;
use domain::mail::Letter;
use domain::registration::RegistrationState::{Cancelled, Confirmed, Joining, Pending, Waiting};
use serde_json::json;

use super::registration::form;
use super::{Answer, Site};

/// Two days before the first of three webinars; all are open.
const TWO_DAYS_BEFORE: &str = "2022-10-10T12:00:00+02:00";
pub(super) const ALL: &str = "&events=webinar-1&events=webinar-2&events=webinar-3";

fn has(page: &str, parts: &[&str]) {
    for part in parts {
        assert!(page.contains(part), "{part} is missing");
    }
}

impl Site {
    pub(super) async fn register_series(&self, key: u32, email: &str, more: &str) -> Answer {
        self.post("/register", &format!("{}{more}", form(key, email))).await
    }

    pub(super) fn webinar(&self, slug: &str) -> Id {
        let published = self.state.published();
        published.content.events.iter().find(|event| event.slug.as_str() == slug).expect("a webinar").id
    }

    async fn taken_at(&self, slug: &str) -> u32 {
        self.store.places(self.webinar(slug)).await.expect("readable").taken
    }

    /// Path of the link in the newest mail, and what it is about.
    pub(super) async fn series_link(&self) -> (String, usize, usize) {
        let mails = self.store.outbox(self.state.now(), 1, None).await.expect("readable");
        match &mails.first().expect("a mail").letter {
            Letter::ConfirmSeries { held, waiting, series_token } => {
                (format!("/registration/series/{series_token}"), held.len(), waiting.len())
            }
            other => panic!("another letter: {other:?}"),
        }
    }

    async fn mails(&self) -> usize {
        self.store.outbox(self.state.now(), 50, None).await.expect("readable").len()
    }
}

/// Paths of the registrations' own pages.
fn own_pages(page: &str) -> Vec<String> {
    let links = page.split("href=\"/registration/").skip(1);
    links.map(|rest| format!("/registration/{}", rest.split('"').next().unwrap_or_default())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_form_one_letter_and_one_press_are_three_registrations() {
    let site = Site::open_at(TWO_DAYS_BEFORE, Some(5)).await;
    let page = site.get("/register").await;
    assert_eq!(page.status, StatusCode::OK);
    has(&page.body, &["value=\"webinar-1\" checked", "value=\"webinar-3\" checked", "name=\"idempotency_key\""]);
    assert!(!page.body.contains("name=\"news_consent\" value=\"yes\" checked"), "an event is ticked, a consent is not");
    has(&site.get("/register/webinar-2").await.body, &["href=\"/register\""]);

    for _ in 0..2 {
        let sent = site.register_series(1, "a@b.example", ALL).await;
        assert_eq!(sent.header("location"), "/register/done?held=webinar-1&held=webinar-2&held=webinar-3");
    }
    assert_eq!((site.mails().await, site.taken_at("webinar-1").await, site.taken_at("webinar-3").await), (1, 1, 1));
    has(&site.get("/register/done?held=webinar-1&held=%3Cb%3E").await.body, &["Webinar 1", "A place is held for you"]);

    let (link, held, waiting) = site.series_link().await;
    assert_eq!((held, waiting), (3, 0));
    let mail = &site.store.outbox(site.state.now(), 1, None).await.expect("readable")[0];
    let words = app::mail::plain(&app::mail::message(&site.state, mail).await.expect("a message"));
    has(&words, &["Webinar 1", "Webinar 2", "Webinar 3", &link]);
    assert!(!words.contains("Maria"), "nothing the applicant typed stands in it");

    let page = site.get(&link).await;
    has(&page.body, &["Confirm all", "Webinar 3"]);
    let own = own_pages(&page.body);
    assert_eq!(own.len(), 3);
    for path in &own {
        assert_eq!(site.state(path).await, Pending, "opening the link changes nothing");
    }
    for _ in 0..2 {
        assert_eq!(site.post(&link, "").await.header("location"), link);
    }
    for path in &own {
        assert_eq!(site.state(path).await, Confirmed);
    }
    assert_eq!(site.mails().await, 4, "one for each, with its calendar entry");
    has(&site.get(&link).await.body, &["Your address is confirmed", "Confirmed"]);

    // Each goes its own way from here.
    site.post(&format!("{}/cancel", own[1]), "").await;
    let states = [site.state(&own[0]).await, site.state(&own[1]).await, site.state(&own[2]).await];
    assert_eq!(states.iter().filter(|state| **state == Cancelled).count(), 1);
    assert_eq!(
        site.taken_at("webinar-1").await + site.taken_at("webinar-2").await + site.taken_at("webinar-3").await,
        2
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_webinar_is_waited_for_and_a_known_address_learns_nothing() {
    let site = Site::open_at(TWO_DAYS_BEFORE, Some(1)).await;
    site.register(&form(1, "first@b.example")).await;
    let unknown = site.register_series(2, "a@b.example", ALL).await;
    assert_eq!(unknown.header("location"), "/register/done?waiting=webinar-1&held=webinar-2&held=webinar-3");
    let (link, held, waiting) = site.series_link().await;
    assert_eq!((held, waiting), (2, 1));
    let own = own_pages(&site.get(&link).await.body);
    let mut states = Vec::new();
    site.post(&link, "").await;
    for path in &own {
        states.push(site.state(path).await);
    }
    states.sort_unstable();
    assert_eq!(states, [Waiting, Confirmed, Confirmed]);

    // With another form, an address that is known to all three is told the same as one that is not.
    let known = site.register_series(3, "A@b.example", ALL).await;
    assert_eq!((known.status, &known.headers, &known.body), (unknown.status, &unknown.headers, &unknown.body));
    assert_eq!(site.taken_at("webinar-2").await, 1);
    // Corrected and sent again with the same key: a wish of its own.
    let corrected = site.register_series(2, "corrected@b.example", "&events=webinar-2&events=webinar-3").await;
    assert_eq!(corrected.status, StatusCode::SEE_OTHER);
    assert_eq!(site.taken_at("webinar-2").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_in_order_registers_nobody_anywhere() {
    let questions = json!([{ "name": "diet", "label": "What do you not eat?", "required": true, "kind": { "type": "short_text" } }]);
    let questions = serde_json::from_value(questions).expect("questions");
    let site = Site::open_edited(TWO_DAYS_BEFORE, false, |webinar| webinar.registration.questions = questions).await;
    has(&site.get("/register").await.body, &["What do you not eat?", "Only for Webinar 1.", "data-of=\"webinar-1\""]);
    for (more, words) in [
        ("", "Choose at least one event"),
        ("&events=nothing&events=project-review-conference", "Choose at least one event"),
        (ALL, "Answer “What do you not eat?”"),
    ] {
        let answer = site.register_series(1, "a@b.example", more).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{more}");
        has(&answer.body, &[words, "<title>Error: ", "value=\"Maria Rossi\""]);
    }
    let again = site.register_series(1, "a@b.example", "&events=webinar-1").await.body;
    assert!(again.contains("value=\"webinar-1\" checked") && !again.contains("value=\"webinar-2\" checked"));
    let trapped = site.register_series(2, "a@b.example", &format!("{ALL}&answer-diet=None&website=x")).await;
    assert_eq!(trapped.status, StatusCode::SEE_OTHER);
    assert_eq!((site.mails().await, site.taken_at("webinar-1").await, site.taken_at("webinar-2").await), (0, 0, 0));

    // Only those that ask are told.
    let sent = site.register_series(3, "a@b.example", &format!("{ALL}&answer-diet=Nuts")).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let (link, ..) = site.series_link().await;
    let mut told = 0;
    for path in own_pages(&site.get(&link).await.body) {
        told += usize::from(site.get(&path).await.body.contains("Nuts"));
    }
    assert_eq!(told, 1);

    // A single one is an ordinary registration with its ordinary letter.
    site.register_series(4, "single@b.example", "&events=webinar-2").await;
    let (confirm, manage) = site.links().await;
    assert_eq!(site.state(&manage).await, Pending);
    site.post(&confirm, "").await;
    assert_eq!(site.state(&manage).await, Confirmed);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_link_opens_nothing_for_others_and_dies_with_what_it_leads_to() {
    let site = Site::open_at("2022-10-01T12:00:00+02:00", Some(1)).await;
    site.register(&form(1, "first@b.example")).await;
    site.register_series(2, "a@b.example", ALL).await;
    let (link, ..) = site.series_link().await;
    let own = own_pages(&site.get(&link).await.body);
    assert_eq!(site.post_as(&link, "", "", "cross-site").await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.post_as("/register", ALL, "", "cross-site").await.status, StatusCode::FORBIDDEN);
    for path in ["/registration/series/0", "/registration/series/1"] {
        let answer = site.post(path, "").await;
        assert_eq!((answer.status, site.get(path).await.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
        has(&answer.body, &["This link does not work"]);
    }
    let mut states = Vec::new();
    for path in &own {
        states.push(site.state(path).await);
    }
    states.sort_unstable();
    assert_eq!(states, [Pending, Pending, Joining]);
    site.passes(7 * 24 * 60 + 1).await;
    assert_eq!(site.get(&link).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.post(&link, "").await.status, StatusCode::NOT_FOUND);
    assert_eq!((site.mails().await, site.taken_at("webinar-2").await), (0, 0), "nothing is kept of it");

    let over = Site::open_at("2023-06-01T12:00:00+02:00", None).await;
    has(&over.get("/register").await.body, &["No webinar takes registrations now"]);
    assert_eq!(over.register_series(1, "a@b.example", ALL).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

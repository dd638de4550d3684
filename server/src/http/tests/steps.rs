//! A form with many questions, one thing per page, without WASM.

use axum::http::StatusCode;
use domain::registration::RegistrationState;
use serde_json::{Value, json};

use super::registration::form;
use super::{Answer, Site};

/// Eight questions, the second only after a "yes" to the first.
fn questions() -> Value {
    let choice = |name: &str, only_if: Value| {
        let options = json!([{ "value": "yes", "label": "Yes, gladly" }, { "value": "no", "label": "No" }]);
        json!({ "name": name, "label": format!("Question {name}"), "required": true, "only_if": only_if,
            "kind": { "type": "choice", "options": options } })
    };
    let mut questions =
        vec![choice("dinner", json!(null)), choice("dessert", json!({ "question": "dinner", "is": ["yes"] }))];
    questions.extend(["c", "d", "e", "f", "g"].map(|name| choice(name, json!(null))));
    questions.push(json!({ "name": "note", "label": "Anything else?", "kind": { "type": "long_text" } }));
    json!(questions)
}

/// A browser that fills in the form.
struct Browser<'s> {
    site: &'s Site,
    cookie: String,
}

impl<'s> Browser<'s> {
    /// Sends the first page.
    async fn begins(site: &'s Site, person: &str) -> (Self, Answer) {
        let answer = site.register(person).await;
        let cookie = answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
        (Self { site, cookie }, answer)
    }

    fn path(&self, rest: &str) -> String {
        format!("/register/{}{rest}", self.site.slug)
    }

    async fn opens(&self, rest: &str) -> Answer {
        self.site.get_as(&self.path(rest), &self.cookie).await
    }

    async fn sends(&self, rest: &str, body: &str) -> Answer {
        self.site.post_as(&self.path(rest), body, &self.cookie, "same-origin").await
    }

    /// Answers a question; where it leads, after the event's own path.
    async fn says(&self, question: &str, answer: &str) -> String {
        let done = self.sends(&format!("/question/{question}"), &format!("answer-{question}={answer}")).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{question}");
        done.header("location").strip_prefix(&self.path("")).unwrap_or_default().to_owned()
    }

    /// Answers everything from the third question on.
    async fn says_the_rest(&self) {
        for question in ["c", "d", "e", "f", "g"] {
            self.says(question, "no").await;
        }
        assert_eq!(self.says("note", "Nuts%0D%0A%3Cb%3E").await, "/check");
    }
}

fn has(page: &str, parts: &[&str]) {
    for part in parts {
        assert!(page.contains(part), "{part} is missing");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_thing_comes_after_the_other_until_everything_is_checked_and_sent_once() {
    let site = Site::open_asking(questions()).await;
    let first = site.get(&format!("/register/{}", site.slug)).await.body;
    has(&first, &["Step 1 of 9", "Continue", "name=\"news_consent\""]);
    assert!(!first.contains("Question dinner"));
    let (browser, begun) = Browser::begins(&site, &form(1, "a@b.example")).await;
    assert_eq!(begun.header("location"), browser.path("/question/dinner"));
    has(begun.header("set-cookie"), &["draft=", "; Path=/; HttpOnly; SameSite=Lax"]);
    assert!(!begun.header("set-cookie").contains("Max-Age"), "gone with the browser's session");

    let page = browser.opens("/question/dinner").await;
    has(&page.body, &["Step 2 of 9", "Question dinner", &format!("href=\"{}\"", browser.path(""))]);
    assert!(page.header("cache-control").contains("no-store") && !page.body.contains("a@b.example"));
    let wrong = browser.sends("/question/dinner", "answer-dinner=maybe").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    has(&wrong.body, &["<title>Error: ", "#field-answer-dinner", "Choose one of the answers"]);

    // What is not asked is passed over.
    assert_eq!(browser.says("dinner", "no").await, "/question/c");
    has(&browser.opens("/question/c").await.body, &["Step 3 of 9", &browser.path("/question/dinner")]);
    browser.says_the_rest().await;
    let check = browser.opens("/check").await.body;
    has(&check, &["Step 9 of 9", "Check your answers", "Maria Rossi", "a@b.example", "Italy", "Nuts\n&lt;b&gt;"]);
    assert!(!check.contains("Question dessert"));

    // Changed from there: what is newly asked is asked, and then it is checked again.
    has(&check, &[&browser.path("/question/dinner#field-answer-dinner"), &browser.path("#field-email")]);
    has(&browser.opens("/question/dinner").await.body, &["value=\"no\" checked"]);
    assert_eq!(browser.says("dinner", "yes").await, "/question/dessert");
    assert_eq!(browser.opens("/check").await.header("location"), browser.path("/question/dessert"));
    assert_eq!(browser.says("dessert", "yes").await, "/check");
    has(&browser.opens("").await.body, &["value=\"a@b.example\"", "Step 1 of 10"]);
    let changed = browser.sends("", &form(1, "c@d.example")).await;
    assert_eq!(changed.header("location"), browser.path("/check"));
    assert!(changed.header("set-cookie").is_empty(), "the browser keeps the one it has");

    // Pressed twice, it is one registration, and both lead to the same page.
    for _ in 0..2 {
        assert_eq!(browser.sends("/check", "website=").await.header("location"), browser.path("/done"));
    }
    let (_, manage) = site.links().await;
    assert_eq!((site.state(&manage).await, site.taken().await), (RegistrationState::Pending, 1));
    has(&site.get(&manage).await.body, &["c@d.example", "Question dessert", "Yes, gladly", "Anything else?"]);

    // Nothing of it is left in the browser's pages.
    for rest in ["/check", "/question/dinner"] {
        assert_eq!(browser.opens(rest).await.header("location"), browser.path("/done"));
    }
    assert!(!browser.opens("").await.body.contains("c@d.example"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_skips_anything_and_nobody_sees_anothers_draft() {
    let site = Site::open_asking(questions()).await;
    let (browser, _) = Browser::begins(&site, &form(1, "a@b.example")).await;
    for (rest, leads_to) in
        [("/check", "/question/dinner"), ("/question/g", "/question/dinner"), ("/question/dessert", "/question/dinner")]
    {
        assert_eq!(browser.opens(rest).await.header("location"), browser.path(leads_to), "{rest}");
        assert_eq!(
            browser.sends(rest, "answer-g=yes&answer-dessert=yes").await.header("location"),
            browser.path(leads_to)
        );
    }
    for rest in ["/question/nothing", "/question/Not+a+slug", "/question/name"] {
        let status = browser.sends(rest, "answer-nothing=1&name=x").await.status;
        assert_eq!(status, StatusCode::NOT_FOUND, "{rest}");
    }
    // Another question's answer, sent along, is not taken.
    assert_eq!(
        browser.sends("/question/dinner", "answer-dinner=no&answer-c=yes&email=x").await.header("location"),
        browser.path("/question/c")
    );
    // Without the cookie, with a made-up one, or from another site there is nothing.
    for cookie in ["", "draft=0", &format!("draft={}", "0".repeat(64))] {
        let stranger = Browser { site: &site, cookie: cookie.to_owned() };
        let lost = stranger.opens("/question/c").await;
        assert_eq!(lost.header("location"), stranger.path("?again=yes"));
        has(&stranger.opens("?again=yes").await.body, &["Please begin again"]);
        assert_eq!(stranger.sends("/check", "").await.header("location"), stranger.path("?again=yes"));
        assert!(!stranger.opens("").await.body.contains("a@b.example"));
    }
    for rest in ["/question/c", "/check", "/discard"] {
        let foreign = site.post_as(&browser.path(rest), "answer-c=yes", &browser.cookie, "cross-site").await;
        assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    }
    has(&browser.opens("").await.body, &["a@b.example"]);
    assert_eq!(browser.sends("/discard", "").await.header("location"), browser.path(""));
    assert!(!browser.opens("").await.body.contains("a@b.example"));
    assert_eq!(site.taken().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_survives_a_reload_but_not_a_day_and_a_program_sends_nothing() {
    let site = Site::open_asking(questions()).await;
    let (browser, _) = Browser::begins(&site, &form(1, "a@b.example")).await;
    browser.says("dinner", "no").await;
    browser.says_the_rest().await;
    for _ in 0..2 {
        has(&browser.opens("/check").await.body, &["a@b.example"]);
    }
    assert_eq!(browser.sends("/check", "website=http://x.example").await.header("location"), browser.path("/done"));
    assert_eq!(site.taken().await, 0, "a field that nobody sees was filled in");

    let (late, begun) = Browser::begins(&site, &form(2, "c@d.example")).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER);
    site.clock.0.fetch_add(70 * 60_000, std::sync::atomic::Ordering::Relaxed);
    has(&late.opens("").await.body, &["c@d.example"]);
    site.passes(23 * 60).await;
    let closed = late.opens("/check").await;
    assert_eq!(closed.header("location"), late.path(""), "the event has begun; its page says so");
    let kept = site.store.draft(late.cookie.trim_start_matches("draft="), event(&site), site.state.now()).await;
    assert_eq!(kept.expect("readable"), None);
}

fn event(site: &Site) -> domain::content::Id {
    let published = site.state.published();
    published.content.events.iter().find(|event| event.slug.as_str() == site.slug).expect("an event").id
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_fills_up_meanwhile_says_so_and_a_short_form_has_no_steps() {
    let asked = serde_json::from_value(questions()).expect("questions");
    let site = Site::open_edited(super::NOW, false, |webinar| {
        webinar.registration.questions = asked;
        webinar.registration.capacity = Some(1);
    })
    .await;
    let mut browsers = Vec::new();
    for (key, email) in [(1, "a@b.example"), (2, "c@d.example")] {
        let (browser, _) = Browser::begins(&site, &form(key, email)).await;
        browser.says("dinner", "no").await;
        browser.says_the_rest().await;
        browsers.push(browser);
    }
    assert_eq!(browsers[0].sends("/check", "").await.status, StatusCode::SEE_OTHER);
    let full = browsers[1].sends("/check", "").await;
    assert_eq!(full.status, StatusCode::CONFLICT);
    has(&full.body, &["Every place is taken"]);
    assert_eq!(site.taken().await, 1);

    let short = Site::open(None).await;
    for rest in ["/check", "/question/dinner"] {
        let path = format!("/register/{}", short.slug);
        let answer = short.get(&format!("{path}{rest}")).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, path.as_str()));
    }
    assert_eq!(short.get("/register/nothing-here/check").await.status, StatusCode::NOT_FOUND);
}

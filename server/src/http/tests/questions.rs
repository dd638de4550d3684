//! An event's own questions without WASM: asked, answered, refused, and shown to those who may see the answers.

use axum::http::StatusCode;
use domain::registration::RegistrationState;
use serde_json::{Value, json};

use super::registration::form;
use super::{Answer, NOW, Site};

/// A question of each kind; one of them is asked of those who come to dinner only.
pub(super) fn all_kinds() -> Value {
    let option = |value: &str, label: &str| json!({ "value": value, "label": label });
    json!([
        { "name": "name", "label": "Name on your badge", "kind": { "type": "short_text" } },
        { "name": "dinner", "label": "Do you come to dinner?", "required": true, "kind":
            { "type": "choice", "options": [option("yes", "Yes, gladly"), option("no", "No")] } },
        { "name": "diet", "label": "What do you not eat?", "hint": "For the kitchen only.", "kind": { "type": "long_text" },
            "only_if": { "question": "dinner", "is": ["yes"] } },
        { "name": "topics", "label": "Topics", "kind": { "type": "choices", "options": [option("a", "Alpha"), option("b", "Beta")] } },
        { "name": "code", "label": "I keep to the code of conduct", "required": true, "kind": { "type": "consent" } },
        { "name": "guests", "label": "Guests", "kind": { "type": "number", "least": 0, "most": 3 } }
    ])
}

fn has(page: &str, parts: &[&str]) {
    for part in parts {
        assert!(page.contains(part), "{part} is missing");
    }
}

impl Site {
    async fn answers(&self, more: &str) -> Answer {
        self.register(&format!("{}{more}", form(1, "a@b.example"))).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_question_is_asked_without_any_script() {
    let site = Site::open_asking(all_kinds()).await;
    let page = site.get(&format!("/register/{}", site.slug)).await;
    assert_eq!(page.status, StatusCode::OK);
    has(
        &page.body,
        &[
            "name=\"answer-name\"",
            "<legend><span data-label=\"\">Do you come to dinner?</span>",
            "type=\"radio\" value=\"yes\"",
            "Only if your answer to “Do you come to dinner?” is “Yes, gladly”.",
            "aria-describedby=\"answer-diet-hint answer-diet-condition\"",
            "type=\"checkbox\" value=\"b\"",
            "inputmode=\"numeric\"",
            "I keep to the code of conduct",
        ],
    );
    assert!(!page.body.contains(" checked"), "nothing is answered in advance");
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_kept_and_shown_to_the_holder_and_to_those_who_work_here() {
    let site = Site::open_asking(all_kinds()).await;
    let more = "&answer-dinner=yes&answer-diet=Nuts%0D%0A%3Cb%3E&answer-topics=b&answer-topics=a&answer-code=yes&answer-guests=02";
    assert_eq!(site.answers(more).await.status, StatusCode::SEE_OTHER);
    let (_, manage) = site.links().await;
    let own = site.get(&manage).await.body;
    has(&own, &["Do you come to dinner?", "Yes, gladly", "Nuts\n&lt;b&gt;", "Alpha, Beta", "Ticked", "<dd>2</dd>"]);
    assert!(!own.contains("Name on your badge"), "what was left out is not shown");
    let cookie = site.sign_in().await;
    let list =
        site.get_as(&format!("/admin/registrations/{}?answer=dinner&column=email", site.slug), &cookie).await.body;
    has(&list, &["5 answers", "What do you not eat?", "Nuts\n&lt;b&gt;", ">Yes, gladly</td>"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_asked_is_not_kept() {
    let site = Site::open_asking(all_kinds()).await;
    let more =
        "&answer-dinner=no&answer-diet=Secret&answer-code=yes&answer-other=Stray&diet=Bare&answer-=&answer-diet[]=List";
    assert_eq!(site.answers(more).await.status, StatusCode::SEE_OTHER);
    let (_, manage) = site.links().await;
    let token = manage.rsplit('/').next().unwrap_or_default();
    let found = site.store.registration_by_token(token).await.expect("readable").expect("a registration");
    let kept: Vec<(&str, &[String])> =
        found.answers.iter().map(|answer| (answer.question.as_str(), answer.values.as_slice())).collect();
    assert_eq!(kept, [("dinner", &["no".to_owned()][..]), ("code", &["yes".to_owned()])]);
    assert_eq!(found.name, "Maria Rossi", "a question called “name” is no name");
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_answers_are_told_by_their_field_and_change_nothing() {
    let site = Site::open_asking(all_kinds()).await;
    let long = "x".repeat(201);
    let sound = "&answer-dinner=no&answer-code=yes";
    for (more, field, words) in [
        ("&answer-code=yes".to_owned(), "dinner", "Choose one of the answers to “Do you come to dinner?”"),
        ("&answer-dinner=maybe&answer-code=yes".to_owned(), "dinner", "Choose one of the answers"),
        ("&answer-dinner=yes&answer-dinner=no&answer-code=yes".to_owned(), "dinner", "Choose one of the answers"),
        ("&answer-dinner=no&answer-code=on".to_owned(), "code", "without it you cannot register"),
        (format!("{sound}&answer-name={long}"), "name", "one line of at most 200 characters"),
        (format!("{sound}&answer-name=a%00b"), "name", "one line of at most 200 characters"),
        (format!("{sound}&answer-name=a&answer-name=b"), "name", "one line of at most 200 characters"),
        (format!("{sound}&answer-topics=a&answer-topics=yes"), "topics", "Choose among the answers to “Topics”"),
        (format!("{sound}&answer-guests=4"), "guests", "a whole number from 0 to 3"),
        (format!("{sound}&answer-guests=%D9%A3"), "guests", "a whole number from 0 to 3"),
    ] {
        let answer = site.answers(&more).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{more}");
        has(
            &answer.body,
            &[words, &format!("href=\"#field-answer-{field}\""), &format!("id=\"field-answer-{field}\"")],
        );
        has(&answer.body, &["value=\"Maria Rossi\"", "<title>Error: Register"]);
    }
    assert_eq!(site.taken().await, 0);
    // Several lines that try to end their field.
    let attack = "%3C/textarea%3E%3Cscript%3Ealert(1)%3C/script%3E";
    let answer = site.answers(&format!("&answer-diet={attack}")).await;
    has(&answer.body, &["&lt;/textarea>&lt;script>alert(1)&lt;/script></textarea>"]);
    assert!(!answer.body.contains("<script>alert(1)"));
    // Far more than a form of ours would send.
    let flood = "&answer-topics=a".repeat(5_000);
    assert_eq!(site.answers(&flood).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(
        site.post(&format!("/register/{}", site.slug), "%FF%FE=%00&=&&&").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_an_event_with_questions_have_keys_for_all_their_words() {
    let questions = serde_json::from_value(all_kinds()).expect("questions");
    let site = Site::open_edited(NOW, true, |webinar| webinar.registration.questions = questions).await;
    let page = site.get(&format!("/register/{}", site.slug)).await.body;
    for plain in ["Only if", "Tick all", "Full name", "Oncologist", "Register:", "(optional)", "Institution"] {
        assert!(!page.contains(plain), "{plain} has no key");
    }
    has(&page, &["What do you not eat?", "Beta"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_changed_by_their_holder_with_the_same_rules() {
    let site = Site::open_asking(all_kinds()).await;
    site.answers("&answer-dinner=yes&answer-diet=Nuts&answer-code=yes").await;
    let (confirm, manage) = site.links().await;
    let path = format!("{manage}/answers");
    has(&site.get(&manage).await.body, &[&format!("href=\"{path}\""), "Change your answers"]);
    let page = site.get(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    has(
        &page.body,
        &["value=\"yes\" checked", "Nuts</textarea>", "value=\"Maria Rossi\"", "Your e-mail address is a@b.example"],
    );
    assert!(page.header("cache-control").contains("no-store") && !page.body.contains("name=\"email\""));

    let person = "name=Ada+Rossi&country=FR&profession=nurse&email=other@b.example&state=confirmed";
    let wrong = site.post(&path, &format!("{person}&answer-dinner=maybe&answer-code=yes")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    has(&wrong.body, &["<title>Error: Change", "#field-answer-dinner", "value=\"Ada Rossi\""]);
    assert!(site.get(&manage).await.body.contains("Maria Rossi"), "nothing was changed");
    for _ in 0..2 {
        let done = site.post(&path, &format!("{person}&answer-dinner=no&answer-diet=Nuts&answer-code=yes")).await;
        assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, &*format!("{manage}?changed=yes")));
    }
    let own = site.get(&format!("{manage}?changed=yes")).await.body;
    has(&own, &["Ada Rossi", "France", "a@b.example", "<dd>No</dd>", "Your answers are as you see them"]);
    assert!(!own.contains("Nuts") && !own.contains("other@b.example"));
    assert_eq!((site.state(&manage).await, site.taken().await), (RegistrationState::Pending, 1));

    // Not by others, not with the other link, and not once it is over.
    assert_eq!(site.post_as(&path, person, "", "cross-site").await.status, StatusCode::FORBIDDEN);
    let token = confirm.rsplit('/').next().unwrap_or_default();
    for path in ["/registration/0/answers".to_owned(), format!("/registration/{token}/answers")] {
        for answer in [site.get(&path).await, site.post(&path, person).await] {
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
            has(&answer.body, &["This link does not work"]);
        }
    }
    site.post(&format!("{manage}/cancel"), "").await;
    assert_eq!(site.get(&path).await.header("location"), manage);
    assert_eq!(site.post(&path, person).await.status, StatusCode::SEE_OTHER);
    let token = manage.rsplit('/').next().unwrap_or_default();
    let found = site.store.registration_by_token(token).await.expect("readable").expect("a registration");
    assert_eq!((found.name.as_str(), found.answers.is_empty()), ("Ada Rossi", false));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_left_can_still_remove_the_calendar_link_of_their_address() {
    let site = Site::open(None).await;
    site.register(&form(1, "a@b.example")).await;
    let (confirm, manage) = site.links().await;
    site.post(&confirm, "").await;
    site.post(&format!("{manage}/calendar-feed"), "").await;
    let page = site.get(&manage).await.body;
    let (_, rest) = page.split_once("http://site.test/calendar/me/").expect("a feed");
    let feed = format!("/calendar/me/{}", rest.split('"').next().unwrap_or_default());
    site.post(&format!("{manage}/cancel"), "").await;
    let page = site.get(&manage).await.body;
    has(&page, &["/calendar-feed/remove", "There is still a calendar link"]);
    assert!(!page.contains("Make a new link"), "whoever left makes none");
    assert_eq!(site.post(&format!("{manage}/calendar-feed"), "").await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.get(&feed).await.status, StatusCode::OK);
    assert_eq!(site.post(&format!("{manage}/calendar-feed/remove"), "").await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.get(&feed).await.status, StatusCode::NOT_FOUND);
    assert!(!site.get(&manage).await.body.contains("calendar-feed"));

    // A link alone, without a proof of the address, touches nobody's feed.
    site.register(&form(2, "c@d.example")).await;
    let (_, unproven) = site.links().await;
    site.post(&format!("{unproven}/cancel"), "").await;
    site.store.calendar_feed_create("c@d.example", "feed", site.state.now()).await.expect("written");
    site.post(&format!("{unproven}/calendar-feed/remove"), "").await;
    assert!(site.store.calendar_feed_of("c@d.example").await.expect("readable").is_some());
}

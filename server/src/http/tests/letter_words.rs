//! The words of the product's letters without any script: changed, refused, seen, tried, taken back.

use app::mail::{html, message, original_words, plain};
use axum::http::StatusCode;
use domain::mail::{LetterKind, LetterWords, Paragraph};
use domain::staff::Role;
use form_urlencoded::byte_serialize;
use store::OutboxMail;

use super::Site;
use super::desk_hostile::{HOSTILE, Watch};
use super::registrants_bulk::has;
use super::registration::form;

const PATH: &str = "/admin/mail/confirm_registration";

fn typed(base: i64, subject: &str, text: &str) -> String {
    let one = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    format!("base={base}&subject={}&text={}", one(subject), one(text))
}

fn base(page: &str) -> i64 {
    let (_, rest) = page.split_once("name=\"base\" value=\"").expect("a form");
    rest.split('"').next().and_then(|base| base.parse().ok()).expect("a number")
}

impl Site {
    async fn newest_mail(&self) -> OutboxMail {
        self.store.outbox(self.state.now(), 1, None).await.expect("readable").remove(0)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_words_of_a_letter_are_changed_tried_and_taken_back() {
    let site = Site::open_at("2022-10-10T12:00:00+02:00", None).await;
    site.sign_in().await;
    let cookie = site.sign_in_as(Role::Registrar).await;
    let list = site.get_as("/admin/mail", &cookie).await;
    assert_eq!(list.status, StatusCode::OK);
    for kind in LetterKind::ALL {
        assert!(list.body.contains(&format!("href=\"/admin/mail/{}\"", kind.name())), "{kind:?}");
        let page = site.get_as(&format!("/admin/mail/{}", kind.name()), &cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{kind:?}");
        has(&page.body, &["In the words that came with the product", "How it reads"]);
        let alone = site.get_as(&format!("/admin/mail/{}/preview", kind.name()), &cookie).await;
        assert!(alone.header("content-security-policy").contains("sandbox"), "{kind:?}");
    }
    let page = site.get_as(PATH, &cookie).await.body;
    has(&page, &["Confirm your registration: {{event}}", "A place is held for you at:\n\n{{details}}", "{{confirm}}"]);

    let post = async |path: &str, sent: &str| site.post_as(path, sent, &cookie, "same-origin").await;
    let text = "Welcome!\n\n{{details}}\n\n{{confirm}}\n\n{{safety}}\n\n{{manage}}\n\nYours,\n{{programme}}";
    for (subject, text, why) in [
        ("", text.to_owned(), "Enter a subject"),
        ("{{name}}", text.to_owned(), "cannot stand here"),
        ("S", text.replace("{{confirm}}\n\n", ""), "cannot do without {{confirm}}"),
        ("S", text.replace("Welcome!", "{{code}}"), "{{code}} cannot stand here"),
        ("S", text.replace("Welcome!", "{{reset_link}}"), "no placeholder {{reset_link}}"),
        ("S", text.replace("Welcome!", "Here: {{confirm}} now"), "a paragraph of its own"),
    ] {
        let refused = post(PATH, &typed(0, subject, &text)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{why}");
        has(&refused.body, &[why, "aria-invalid=\"true\"", "{{programme}}</textarea>"]);
    }
    let seen = post(PATH, &format!("{}&act=preview", typed(0, "Prove it: {{event}}", text))).await;
    assert_eq!(seen.status, StatusCode::OK);
    has(&seen.body, &["These words are not saved yet.", "Prove it: Webinar 1", "Welcome!"]);
    assert!(site.store.changed_letters().await.expect("readable").is_empty());

    let saved = post(PATH, &typed(0, "Prove it: {{event}}", text)).await;
    assert_eq!(saved.header("location"), format!("{PATH}?done=saved"));
    let stale = post(PATH, &typed(0, "Another", text)).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    has(&stale.body, &["Somebody changed this letter meanwhile", "value=\"Another\""]);
    has(&site.get_as("/admin/mail", &cookie).await.body, &["Changed by Ada, registrar", "Prove it: {{event}}"]);

    assert_eq!(site.register(&form(1, "maria@b.example")).await.status, StatusCode::SEE_OTHER);
    let mail = site.newest_mail().await;
    let written = message(&site.state, &mail).await.expect("written");
    assert!(written.subject.starts_with("Prove it: Webinar 1"), "{}", written.subject);
    let (words, page) = (plain(&written), html(&written));
    has(&words, &["Welcome!", "http://site.test/registration/confirm/", "Did you not ask for this?", "Yours,\n"]);
    has(&page, &["Welcome!", "href='http://site.test/registration/confirm/", "Yours,<br>"]);

    let tried = post(&format!("{PATH}/test"), "").await;
    assert_eq!(tried.header("location"), format!("{PATH}?done=sent"));
    let mail = site.newest_mail().await;
    let trial = message(&site.state, &mail).await.expect("written");
    assert!(mail.to.ends_with("@staff.example") && trial.subject.starts_with("Test: Prove it: Webinar 1"));
    assert!(plain(&trial).contains("which stands only in the message that is sent"), "its links open nothing");

    let page = site.get_as(PATH, &cookie).await.body;
    has(&page, &["What was changed", "Undo the last change", "Back to the original"]);
    let undone = post(&format!("{PATH}/undo"), &format!("base={}", base(&page))).await;
    assert_eq!(undone.header("location"), format!("{PATH}?done=undone"));
    has(&site.get_as(PATH, &cookie).await.body, &["Confirm your registration: {{event}}", "went back to the original"]);
    let late = post(&format!("{PATH}/undo"), &format!("base={}", base(&page))).await;
    assert_eq!(late.header("location"), format!("{PATH}?done=outdated"));
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_in_their_own_words_and_in_the_same_words_written_down_are_one() {
    let site = Site::open_at("2022-10-10T12:00:00+02:00", None).await;
    assert_eq!(site.register(&form(1, "maria@b.example")).await.status, StatusCode::SEE_OTHER);
    let (confirm, _) = site.links().await;
    site.post(&confirm, "").await;
    let said = async |kind: LetterKind, words: Option<&LetterWords>| {
        let written = app::mail::example(&site.state, kind, words).await.expect("written");
        (written.subject.clone(), plain(&written))
    };
    for kind in LetterKind::ALL {
        let own = original_words(&site.state, *kind);
        assert_eq!(LetterWords::read(*kind, &own.subject, &own.text), Ok(own.clone()), "{kind:?}");
        let parts: Vec<_> = own.paragraphs().filter(|paragraph| matches!(paragraph, Paragraph::Part(_))).collect();
        assert_eq!(parts.len(), kind.required().len() + kind.optional().len(), "{kind:?}: {parts:?}");
        assert_eq!(said(*kind, None).await, said(*kind, Some(&own)).await, "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_written_into_a_letter_is_text_in_it_and_on_every_page() {
    let site = Site::open_at("2022-10-10T12:00:00+02:00", None).await;
    let cookie = site.sign_in().await;
    let quiet = Watch::over(&site.get_as("/admin/mail", &cookie).await.body).1;
    let path = "/admin/mail/confirmed";
    let name: String = byte_serialize("{{manage}} <img src=x onerror=alert(1)>".as_bytes()).collect();
    let sent = form(1, "maria@b.example").replace("Maria+Rossi", &name);
    assert_eq!(site.register(&sent).await.status, StatusCode::SEE_OTHER);
    let (confirm, _) = site.links().await;
    for attack in HOSTILE {
        let before = base(&site.get_as(path, &cookie).await.body);
        let text = format!("{attack} {{{{name}}}}\n\n{{{{details}}}}\n\n{{{{manage}}}}");
        let sent = typed(before, &format!("{attack} {{{{name}}}}"), &text);
        assert_eq!(site.post_as(path, &sent, &cookie, "same-origin").await.status, StatusCode::SEE_OTHER, "{attack}");
        let refused = typed(before, attack, &format!("{text}\n\n{{{{x}}}}"));
        for page in [
            site.get_as(path, &cookie).await,
            site.get_as("/admin/mail", &cookie).await,
            site.get_as(&format!("{path}/preview"), &cookie).await,
            site.post_as(path, &refused, &cookie, "same-origin").await,
        ] {
            let (found, scripts) = Watch::over(&page.body);
            assert!(found.is_empty() && scripts <= quiet, "{attack}: {found:?}");
        }
    }
    site.post(&confirm, "").await;
    let written = message(&site.state, &site.newest_mail().await).await.expect("written");
    assert!(written.subject.ends_with("{{manage}} <img src=x onerror=alert(1)>"), "{}", written.subject);
    assert!(Watch::over(&html(&written)).0.is_empty());
    assert_eq!(plain(&written).matches("http://site.test/registration/").count(), 1, "a value is not looked through");
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_about_signing_in_are_changed_by_administrators_alone() {
    let site = Site::open(None).await;
    let administrator = site.sign_in().await;
    let (registrar, editor) = (site.sign_in_as(Role::Registrar).await, site.sign_in_as(Role::Editor).await);
    let path = "/admin/mail/password_reset";
    let words = typed(0, "A new password", "{{link}}\n\n{{safety}}");
    has(&site.get_as(path, &registrar).await.body, &["only administrators change its words"]);
    for act in ["", "/original", "/undo", "/test"] {
        let target = format!("{path}{act}");
        assert_eq!(site.post_as(&target, &words, &registrar, "same-origin").await.status, StatusCode::FORBIDDEN);
        assert_eq!(site.post_as(&target, &words, &editor, "same-origin").await.status, StatusCode::FORBIDDEN);
        assert_eq!(site.post_as(&target, &words, &administrator, "cross-site").await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(site.get_as("/admin/mail", &editor).await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.get_as("/admin/mail/other", &administrator).await.status, StatusCode::NOT_FOUND);
    let saved = site.post_as(path, &words, &administrator, "same-origin").await;
    assert_eq!(saved.header("location"), format!("{path}?done=saved"));
}

//! Passkeys from the options to the session, with an authenticator in software, and what must not be accepted.

use axum::http::StatusCode;
use domain::account::{CEREMONY_MINUTES, FRESH_MINUTES};
use domain::mail::{AccountChange, Letter};

use super::Site;
use super::authenticator::Authenticator;
use super::sign_in::Browser;

impl Site {
    /// Adds a passkey to the account that a browser is signed in to.
    pub(super) async fn adds(&self, browser: &mut Browser, authenticator: &mut Authenticator) {
        let options = self.act(browser, "/me/passkeys/options", "").await;
        assert_eq!(options.header("content-type"), "application/json");
        let added = self.act(browser, "/me/passkeys", &authenticator.make(&options.body)).await;
        assert_eq!((added.status, added.body.as_str()), (StatusCode::OK, "/me/passkeys"));
    }

    /// What a browser without a session sends, and what it is answered.
    async fn signs(&self, authenticator: &mut Authenticator) -> (Browser, String, StatusCode, String) {
        let mut browser = Browser::default();
        let options = self.act(&mut browser, "/sign-in/passkey/options", "").await;
        let sent = authenticator.sign(&options.body);
        let answer = self.act(&mut browser, "/sign-in/passkey", &sent).await;
        (browser, sent, answer.status, answer.body)
    }

    /// The same, where it must be refused with a sentence that has these words.
    async fn refuses(&self, authenticator: &mut Authenticator, words: &str) {
        let (browser, _, status, body) = self.signs(authenticator).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(body.contains(words) && !body.contains('<'), "{body}");
        assert_eq!(self.get_as("/me", &browser.cookies()).await.header("location"), "/sign-in");
    }

    async fn account_notices(&self) -> Vec<AccountChange> {
        let mails = self.store.outbox(self.state.now(), 50, None).await.expect("readable");
        let changes = mails.iter().filter_map(|mail| match mail.letter {
            Letter::AccountNotice { change } if mail.to == "ada@example.org" => Some(change),
            _ => None,
        });
        changes.collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_added_signs_in_is_named_and_removed() {
    let site = Site::open_over_https().await;
    let mut browser = site.signed_in("ada%40example.org").await;
    assert!(site.get_as("/me", &browser.cookies()).await.body.contains("href=\"/me/passkeys\""));
    let page = site.get_as("/me/passkeys", &browser.cookies()).await;
    assert!(page.body.contains("You have no passkey yet") && page.body.contains("data-passkey=\"add\""));
    assert!(page.header("permissions-policy").contains("publickey-credentials-create=(self)"));
    let mut phone = Authenticator::new(1);
    site.adds(&mut browser, &mut phone).await;
    assert_eq!(site.account_notices().await, [AccountChange::PasskeyAdded]);
    // The authenticator would be told which passkeys there are, so that it makes no second.
    let more = site.act(&mut browser, "/me/passkeys/options", "").await;
    assert!(more.body.contains("\"excludeCredentials\":[{\"type\":\"public-key\",\"id\":\"AQEB"), "{}", more.body);
    let again = site.act(&mut browser, "/me/passkeys", &phone.make(&more.body)).await;
    assert!(again.status == StatusCode::UNPROCESSABLE_ENTITY && again.body.contains("already"), "{}", again.body);

    let (signed_in, _, status, path) = site.signs(&mut phone).await;
    assert_eq!((status, path.as_str()), (StatusCode::OK, "/me"));
    assert_eq!(signed_in.value("__Host-passkey"), "", "it has served its purpose");
    let me = site.get_as("/me", &signed_in.cookies()).await;
    assert!(me.body.contains("Signed in as ada@example.org"));

    let page = site.get_as("/me/passkeys", &signed_in.cookies()).await;
    let one =
        page.body.split("href=\"/me/passkeys/").nth(1).and_then(|rest| rest.split('"').next()).expect("a passkey");
    let one = format!("/me/passkeys/{one}");
    let mut browser = signed_in;
    for wrong in ["label=+%0A", &format!("label={}", "x".repeat(61))] {
        let refused = site.act(&mut browser, &one, wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("at most 60 letters") && refused.body.contains("<title>Error: "));
    }
    let named = site.act(&mut browser, &one, "label=%3Cb%3EPhone%3C%2Fb%3E").await;
    assert_eq!((named.status, named.header("location")), (StatusCode::SEE_OTHER, "/me/passkeys"));
    let page = site.get_as("/me/passkeys", &browser.cookies()).await.body;
    assert!(page.contains("&lt;b&gt;Phone&lt;/b&gt;") && !page.contains("<b>Phone") && page.contains("last used"));
    let removed = site.act(&mut browser, &format!("{one}/remove"), "").await;
    assert_eq!(removed.header("location"), "/me/passkeys");
    assert_eq!(site.account_notices().await, [AccountChange::PasskeyRemoved, AccountChange::PasskeyAdded]);
    site.refuses(&mut phone, "not known here").await;
    assert_eq!(site.get_as(&one, &browser.cookies()).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_true_signs_nobody_in() {
    let site = Site::open_over_https().await;
    let mut browser = site.signed_in("ada%40example.org").await;
    let mut key = Authenticator::new(1);
    site.adds(&mut browser, &mut key).await;
    site.refuses(&mut Authenticator::new(2), "not accepted").await;

    // An answer counts once, in its browser, within five minutes, and for nothing else.
    let (mut first, sent, status, _) = site.signs(&mut key).await;
    assert_eq!(status, StatusCode::OK);
    let replayed = site.act(&mut first, "/sign-in/passkey", &sent).await;
    assert!(replayed.status == StatusCode::UNPROCESSABLE_ENTITY && replayed.body.contains("sent twice"));
    let mut victim = Browser::default();
    let options = site.act(&mut Browser::default(), "/sign-in/passkey/options", "").await;
    let planted = site.act(&mut victim, "/sign-in/passkey", &key.sign(&options.body)).await;
    assert!(planted.status == StatusCode::UNPROCESSABLE_ENTITY && planted.body.contains("sent twice"));
    let mut slow = Browser::default();
    let options = site.act(&mut slow, "/sign-in/passkey/options", "").await;
    site.passes(CEREMONY_MINUTES).await;
    let late = site.act(&mut slow, "/sign-in/passkey", &key.sign(&options.body)).await;
    assert!(late.status == StatusCode::UNPROCESSABLE_ENTITY && late.body.contains("too long"));

    // Another site's page, nobody's finger, a copy that has counted less.
    key.origin = "https://site.test.evil.example";
    site.refuses(&mut key, "not accepted").await;
    key.origin = "https://site.test:8443";
    site.refuses(&mut key, "not accepted").await;
    key.origin = "https://site.test";
    key.verifies = false;
    site.refuses(&mut key, "not accepted").await;
    key.verifies = true;
    key.counter = 0;
    site.refuses(&mut key, "may have been copied").await;
    key.counter = 20;
    assert_eq!(site.signs(&mut key).await.2, StatusCode::OK, "nothing of all that has changed anything");

    // No answer at all.
    for nonsense in ["", "{}", "null", "[1]", "{\"id\":\"\u{0}\"}", &"[".repeat(5_000)] {
        let answer = site.post("/sign-in/passkey", nonsense).await;
        assert_eq!((answer.status, answer.header("set-cookie")), (StatusCode::UNPROCESSABLE_ENTITY, ""), "{nonsense}");
    }
    let foreign = site.post_as("/sign-in/passkey/options", "", "", "cross-site").await;
    assert_eq!((foreign.status, foreign.header("set-cookie")), (StatusCode::FORBIDDEN, ""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_added_only_by_whoever_has_signed_in_lately() {
    let site = Site::open_over_https().await;
    let mut browser = site.signed_in("ada%40example.org").await;
    let mut first = Authenticator::new(1);
    site.adds(&mut browser, &mut first).await;
    site.passes(FRESH_MINUTES).await;
    let refused = site.act(&mut browser, "/me/passkeys/options", "").await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains("sign in once more"));
    let page = site.get_as("/me/passkeys", &browser.cookies()).await;
    assert!(!page.body.contains("data-passkey=\"add\"") && page.body.contains("data-passkey=\"sign-in\""));
    assert!(page.body.contains("value=\"ada@example.org\""));
    browser.take(&page);
    // With a passkey or by mail: whoever has done it comes back.
    let options = site.act(&mut browser, "/sign-in/passkey/options", "").await;
    let signed_in = site.act(&mut browser, "/sign-in/passkey", &first.sign(&options.body)).await;
    assert_eq!((signed_in.status, signed_in.body.as_str()), (StatusCode::OK, "/me/passkeys"));
    assert_eq!(browser.value("__Host-again"), "");
    site.adds(&mut browser, &mut Authenticator::new(2)).await;

    // What was begun in one session is not ended in another, nor by another account.
    let options = site.act(&mut browser, "/me/passkeys/options", "").await;
    let sent = Authenticator::new(3).make(&options.body);
    let mut other = site.signed_in("bob%40example.org").await;
    let stolen = site.act(&mut other, "/me/passkeys", &sent).await;
    assert!(stolen.status == StatusCode::UNPROCESSABLE_ENTITY && stolen.body.contains("sent twice"));
    let mut wrong = Authenticator::new(3);
    wrong.origin = "https://evil.example";
    let refused = site.act(&mut browser, "/me/passkeys", &wrong.make(&options.body)).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains("not accepted"));
    let page = site.get_as("/me/passkeys", &browser.cookies()).await.body;
    let one = page.split("href=\"/me/passkeys/").nth(1).and_then(|rest| rest.split('"').next()).expect("a passkey");
    let one = format!("/me/passkeys/{one}");
    assert_eq!(site.get_as(&one, &other.cookies()).await.status, StatusCode::NOT_FOUND);
    for (path, form) in [(one.clone(), "label=Mine"), (one.clone(), "label="), (format!("{one}/remove"), "")] {
        assert_eq!(site.act(&mut other, &path, form).await.status, StatusCode::NOT_FOUND, "{path} {form}");
        assert_ne!(site.post(&path, form).await.status, StatusCode::SEE_OTHER, "{path} without a session");
        let foreign = site.post_as(&path, form, &browser.cookies(), "cross-site").await;
        assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(site.get_as("/me/passkeys", &browser.cookies()).await.body.matches("class=\"card\"").count(), 2);
    assert_eq!(site.post("/me/passkeys/options", "").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_browsers_offer_none_nothing_speaks_of_passkeys() {
    // The site's address is http://site.test.
    let site = Site::open(None).await;
    let mut browser = site.signed_in("ada%40example.org").await;
    for path in ["/sign-in", "/me"] {
        assert!(!site.get_as(path, &browser.cookies()).await.body.to_lowercase().contains("passkey"), "{path}");
    }
    assert!(site.get("/sign-in").await.body.contains("autocomplete=\"email\""));
    assert_eq!(site.get_as("/me/passkeys", &browser.cookies()).await.status, StatusCode::NOT_FOUND);
    for path in ["/sign-in/passkey/options", "/sign-in/passkey", "/me/passkeys/options", "/me/passkeys"] {
        assert_eq!(site.act(&mut browser, path, "{}").await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let site = Site::open_over_https().await;
    let page = site.get("/sign-in").await.body;
    assert!(page.contains("autocomplete=\"username webauthn\"") && page.contains("data-passkey=\"sign-in\""));
}

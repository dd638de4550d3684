//! Signing in by mail without WASM, and what it must not tell or allow.

use axum::http::StatusCode;
use domain::mail::Letter;

use super::{Answer, Site};

/// Somebody's browser: the cookies it was given.
#[derive(Default, Clone)]
pub(super) struct Browser(Vec<(String, String)>);

impl Browser {
    /// A browser that has one cookie.
    pub(super) fn having(cookie: &str) -> Self {
        let (name, value) = cookie.split_once('=').expect("a pair");
        Self(vec![(name.to_owned(), value.to_owned())])
    }

    pub(super) fn cookies(&self) -> String {
        let pairs: Vec<String> = self.0.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }

    /// Keeps what an answer sets, and forgets what it takes away.
    pub(super) fn take(&mut self, answer: &Answer) {
        for cookie in answer.headers.get_all("set-cookie") {
            let cookie = cookie.to_str().expect("readable");
            let (pair, attributes) = cookie.split_once(';').expect("attributes");
            let (name, value) = pair.split_once('=').expect("a pair");
            self.0.retain(|(known, _)| known != name);
            if !attributes.contains("Max-Age=0") {
                self.0.push((name.to_owned(), value.to_owned()));
            }
        }
    }

    pub(super) fn value(&self, name: &str) -> String {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }
}

impl Site {
    pub(super) async fn act(&self, browser: &mut Browser, path: &str, form: &str) -> Answer {
        let answer = self.post_as(path, form, &browser.cookies(), "same-origin").await;
        browser.take(&answer);
        answer
    }

    /// Link and code of the newest mail.
    pub(super) async fn keys(&self) -> (String, String) {
        let mails = self.store.outbox(self.state.now(), 1, None).await.expect("readable");
        match &mails.first().expect("a mail").letter {
            Letter::SignIn { link_token, code } => (format!("/sign-in/link/{link_token}"), code.clone()),
            other => panic!("the newest mail is another: {other:?}"),
        }
    }

    /// A browser that is signed in with that address.
    pub(super) async fn signed_in(&self, email: &str) -> Browser {
        let mut browser = Browser::default();
        let sent = self.act(&mut browser, "/sign-in", &format!("email={email}")).await;
        assert_eq!((sent.status, sent.header("location")), (StatusCode::SEE_OTHER, "/sign-in/sent"));
        let (_, code) = self.keys().await;
        let done = self.act(&mut browser, "/sign-in/code", &format!("email={email}&code={code}")).await;
        assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/me"));
        browser
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_link_signs_in_only_by_a_press_and_only_in_the_browser_that_asked() {
    let site = Site::open(None).await;
    assert!(site.get("/sign-in").await.body.contains("method=\"post\" action=\"/sign-in\""));
    let mut browser = Browser::default();
    let sent = site.act(&mut browser, "/sign-in", "email=ada%40example.org").await;
    let cookie = sent.header("set-cookie").to_owned();
    for part in ["sign-in=", "; Path=/", "; HttpOnly", "; SameSite=Lax", "; Max-Age=600"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!sent.header("location").contains("ada"), "no address in an address");
    let page = site.get_as("/sign-in/sent", &browser.cookies()).await;
    assert!(page.body.contains("For ada@example.org") && page.body.contains("autocomplete=\"one-time-code\""));
    assert!(page.header("cache-control").contains("no-store"));
    let (link, _) = site.keys().await;

    // Elsewhere the link leads to the code and offers no button; opening it here uses nothing up.
    let elsewhere = site.get(&link).await;
    assert!(
        elsewhere.body.contains("only in the browser that asked")
            && !elsewhere.body.contains(&format!("action=\"{link}\""))
    );
    let stolen = site.post(&link, "").await;
    assert_eq!((stolen.status, stolen.header("set-cookie")), (StatusCode::UNPROCESSABLE_ENTITY, ""));
    for _ in 0..2 {
        assert!(site.get_as(&link, &browser.cookies()).await.body.contains(&format!("action=\"{link}\"")));
    }
    let before = browser.cookies();
    let done = site.act(&mut browser, &link, "").await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/me"));
    let cookie = done.headers.get_all("set-cookie").iter().next().and_then(|cookie| cookie.to_str().ok());
    let cookie = cookie.expect("a cookie").to_owned();
    for part in ["account=", "; Path=/", "; HttpOnly", "; SameSite=Lax", "; Max-Age=2592000"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert_eq!(browser.value("sign-in"), "", "it has served its purpose");
    let me = site.get_as("/me", &browser.cookies()).await;
    assert!(me.status == StatusCode::OK && me.body.contains("Signed in as ada@example.org"));
    assert!(me.header("cache-control").contains("private, no-store"));
    let again = site.post_as(&link, "", &before, "same-origin").await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "once");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_signs_in_anywhere_and_a_wrong_one_keeps_what_was_typed() {
    let site = Site::open(None).await;
    site.post("/sign-in", "email=ada%40example.org").await;
    let (_, code) = site.keys().await;
    let form = |code: &str| format!("email=ada%40example.org&code={code}");
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let unknown = site.post("/sign-in/code", &form(wrong).replace("ada", "bob")).await;
    let refused = site.post("/sign-in/code", &form(wrong)).await;
    for answer in [&unknown, &refused] {
        assert_eq!((answer.status, answer.header("set-cookie")), (StatusCode::UNPROCESSABLE_ENTITY, ""));
    }
    assert_eq!(unknown.body.len(), refused.body.len(), "who has asked is not told");
    assert!(refused.body.contains("<title>Error: ") && refused.body.contains("value=\"ada@example.org\""));
    let none = site.post("/sign-in/code", "email=ada%40example.org&code=12a").await;
    assert!(none.body.contains("Enter the six digits of the code") && none.body.contains("value=\"12a\""));
    let spaced = format!("{}+{}", &code[..3], &code[3..]);
    let done = site.post("/sign-in/code", &form(&spaced)).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/me"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_known_and_an_unknown_address_are_answered_alike() {
    let site = Site::open(None).await;
    site.signed_in("ada%40example.org").await;
    let (mut known, mut unknown) = (Browser::default(), Browser::default());
    let first = site.act(&mut known, "/sign-in", "email=ada%40example.org").await;
    let second = site.act(&mut unknown, "/sign-in", "email=eve%40example.org").await;
    assert_eq!((first.status, first.body.len()), (second.status, second.body.len()));
    let names = |answer: &Answer| answer.headers.keys().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(names(&first), names(&second));
    let pages = [&known, &unknown].map(|browser| browser.cookies());
    let lengths = [
        site.get_as("/sign-in/sent", &pages[0]).await.body.len(),
        site.get_as("/sign-in/sent", &pages[1]).await.body.len(),
    ];
    assert_eq!(lengths[0], lengths[1]);
    // Nor is it told when so many were asked for that nothing more is sent.
    for _ in 0..5 {
        let more = site.act(&mut known, "/sign-in", "email=ada%40example.org").await;
        assert_eq!((more.status, more.body.len()), (first.status, first.body.len()));
    }
    assert_eq!(site.get_as("/sign-in/sent", &known.cookies()).await.body.len(), lengths[0]);
    // A program that fills in everything is told the same, and nothing is sent.
    let mails = site.store.outbox(site.state.now(), 50, None).await.expect("readable").len();
    let trapped = site.post("/sign-in", "email=bob%40example.org&website=x").await;
    assert_eq!((trapped.status, names(&trapped)), (first.status, names(&first)));
    assert_eq!(site.store.outbox(site.state.now(), 50, None).await.expect("readable").len(), mails);
    let invalid = site.post("/sign-in", "email=%22%3E%3Cscript%3E").await;
    assert_eq!(invalid.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!invalid.body.contains("\"><script>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_sites_form_signs_nobody_in_or_out() {
    let site = Site::open(None).await;
    let mut browser = site.signed_in("ada%40example.org").await;
    for path in ["/sign-in", "/sign-in/code", "/me/sign-out", "/me/devices/sign-out-all"] {
        let foreign = site.post_as(path, "email=eve%40example.org&code=1", &browser.cookies(), "cross-site").await;
        assert_eq!((foreign.status, foreign.header("set-cookie")), (StatusCode::FORBIDDEN, ""), "{path}");
    }
    assert_eq!(site.get_as("/me", &browser.cookies()).await.status, StatusCode::OK);
    // Signing in again gives another key, and the one before opens nothing.
    let before = browser.clone();
    site.act(&mut browser, "/sign-in", "email=ada%40example.org").await;
    let (link, _) = site.keys().await;
    site.act(&mut browser, &link, "").await;
    assert_ne!(before.value("account"), browser.value("account"));
    assert_eq!(site.get_as("/me", &before.cookies()).await.header("location"), "/sign-in");
    assert_eq!(site.get_as("/me", &browser.cookies()).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn over_https_the_cookies_are_the_hosts_own() {
    let site = Site::open_over_https().await;
    let mut browser = Browser::default();
    let sent = site.act(&mut browser, "/sign-in", "email=ada%40example.org").await;
    let (_, code) = site.keys().await;
    let done = site.act(&mut browser, "/sign-in/code", &format!("email=ada%40example.org&code={code}")).await;
    for (answer, name) in [(&sent, "__Host-sign-in="), (&done, "__Host-account=")] {
        let cookie = answer.header("set-cookie");
        assert!(cookie.starts_with(name) && cookie.contains("; Secure") && !cookie.contains("Domain"), "{cookie}");
    }
}

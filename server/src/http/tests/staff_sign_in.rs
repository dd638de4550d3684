//! How somebody begins to work here and signs in: each step in its turn, and nothing told to whoever guesses.

use app::capability::{Capability, ROUTES};
use axum::http::StatusCode;
use domain::mail::Letter;
use domain::staff::{Notice, Role, TotpSecret};

use super::sign_in::Browser;
use super::{Answer, Site};

const EMAIL: &str = "ada@hospital.example";
pub(super) const PASSWORD: &str = "seven llamas knit quietly";
pub(super) const SIGN_IN: &str = "email=ada%40hospital.example&password=seven+llamas+knit+quietly";

/// What somebody has who works here.
pub(super) struct Staff {
    pub(super) browser: Browser,
    pub(super) secret: TotpSecret,
    pub(super) recovery_codes: Vec<String>,
}

impl Site {
    /// Goes through the set-up link to the end.
    pub(super) async fn set_up(&self) -> Staff {
        self.store.create_setup_token("one-time", self.state.real_now()).await.expect("written");
        let mut browser = Browser::default();
        let form = format!("token=one-time&name=Ada&{SIGN_IN}");
        let begun = self.act(&mut browser, "/set-up", &form).await;
        assert_eq!((begun.status, begun.header("location")), (StatusCode::SEE_OTHER, "/admin/second-factor"));
        let page = self.get_as("/admin/second-factor", &browser.cookies()).await;
        let secret = shown_secret(&page);
        let done = self.act(&mut browser, "/admin/second-factor", &format!("code={}", self.code(&secret, 0))).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.body);
        let recovery_codes =
            done.body.split("<li><code>").skip(1).map(|rest| rest.split('<').next().unwrap_or_default().to_owned());
        let recovery_codes = recovery_codes.collect();
        Staff { browser, secret, recovery_codes }
    }

    /// What an authenticator shows, so many steps of time from now.
    pub(super) fn code(&self, secret: &TotpSecret, steps: i64) -> String {
        secret.code(self.state.real_now().milliseconds() / 30_000 + steps)
    }

    pub(super) async fn notices(&self) -> Vec<Notice> {
        let mails = self.store.outbox(self.state.now(), 50, None).await.expect("readable");
        let notice = |mail: &store::OutboxMail| match mail.letter {
            Letter::SecurityNotice { notice, .. } => Some(notice),
            _ => None,
        };
        mails.iter().rev().filter_map(notice).collect()
    }
}

pub(super) fn shown_secret(page: &Answer) -> TotpSecret {
    let (_, rest) = page.body.split_once("class=\"secret\"").unwrap_or_else(|| panic!("no secret: {}", page.body));
    let shown = rest.split(['>', '<']).nth(1).unwrap_or_default();
    TotpSecret::from_text(&shown.replace(' ', "")).expect("base32")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_set_up_link_leads_through_password_and_second_factor_to_recovery_codes() {
    let site = Site::open(None).await;
    site.store.create_setup_token("one-time", site.state.real_now()).await.expect("written");
    // Opening the link uses nothing up, and neither does a form that is to be mended.
    for _ in 0..2 {
        assert!(site.get("/set-up?token=one-time").await.body.contains("value=\"one-time\""));
    }
    for (form, message) in [
        ("name=&email=ada&password=short", "Use at least 12 characters"),
        ("name=Ada&email=ada%40hospital.example&password=ada%40hospital.example", "Leave out your name"),
        ("name=Ada&email=ada%40hospital.example&password=passwordpassword", "guessed early"),
    ] {
        let again = site.post("/set-up", &format!("token=one-time&{form}")).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.body.contains(message) && again.body.contains("<title>Error: "), "{}", again.body);
        assert!(!again.body.contains("passwordpassword"), "a password is shown again");
    }
    let refused = site.post("/set-up", &format!("token=guess&name=Ada&{SIGN_IN}")).await;
    assert_eq!((refused.status, refused.header("set-cookie")), (StatusCode::FORBIDDEN, ""));
    let mut browser = Browser::default();
    site.act(&mut browser, "/set-up", &format!("token=one-time&name=Ada&{SIGN_IN}")).await;
    let again = site.post("/set-up", &format!("token=one-time&name=Eve&{SIGN_IN}")).await;
    assert_eq!((again.status, again.header("set-cookie")), (StatusCode::FORBIDDEN, ""));
    assert!(again.body.contains("used already"));

    // Until the second factor is set up nothing else is open.
    let ahead = site.get_as("/admin/outbox", &browser.cookies()).await;
    assert_eq!(ahead.header("location"), "/admin/second-factor?next=%2Fadmin%2Foutbox");
    let page = site.get_as("/admin/second-factor", &browser.cookies()).await;
    assert!(page.header("cache-control").contains("no-store") && page.body.contains("class=\"qr\""));
    let secret = shown_secret(&page);
    let wrong = site.act(&mut browser, "/admin/second-factor", &format!("code={}", site.code(&secret, 5))).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(shown_secret(&wrong), secret);
    let before = browser.value("staff").to_owned();
    let done = site.act(&mut browser, "/admin/second-factor", &format!("code={}", site.code(&secret, 0))).await;
    assert_eq!(done.body.matches("<li><code>").count(), 10);
    assert_ne!(browser.value("staff"), before, "a new proof is a new session");
    assert_eq!(site.get_as("/admin/outbox", &format!("staff={before}")).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.get_as("/admin/outbox", &browser.cookies()).await.status, StatusCode::OK);
    assert_eq!(site.get_as("/admin/second-factor", &browser.cookies()).await.header("location"), "/admin/outbox");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_and_a_fresh_code_sign_in_and_lead_back() {
    let site = Site::open(None).await;
    let Staff { mut browser, secret, recovery_codes } = site.set_up().await;
    let own = site.get_as("/admin/account", &browser.cookies()).await;
    assert!(own.body.contains(EMAIL) && own.body.contains("Administrator"), "{}", own.body);
    site.act(&mut browser, "/admin/account/sign-out-all", "").await;
    assert_eq!(site.get_as("/admin/outbox", &browser.cookies()).await.status, StatusCode::SEE_OTHER);

    let asked = "next=%2Fadmin%2Foutbox%3Fshow%3Ddead";
    assert!(site.get(&format!("/admin/sign-in?{asked}")).await.body.contains("value=\"/admin/outbox?show=dead\""));
    let half = site.act(&mut browser, "/admin/sign-in", &format!("{SIGN_IN}&{asked}")).await;
    assert_eq!(half.header("location"), "/admin/sign-in/code?next=%2Fadmin%2Foutbox%3Fshow%3Ddead");
    // The password alone opens nothing.
    assert_eq!(site.get_as("/admin/outbox", &browser.cookies()).await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        site.post_as("/admin/outbox/retry", "", &browser.cookies(), "same-origin").await.status,
        StatusCode::FORBIDDEN
    );
    // The code of the step at which it was set up is used up.
    let replay = site.act(&mut browser, "/admin/sign-in/code", &format!("code={}", site.code(&secret, 0))).await;
    assert_eq!(replay.status, StatusCode::UNPROCESSABLE_ENTITY);
    let typed = format!("code={}&{asked}", site.code(&secret, 1));
    let done = site.act(&mut browser, "/admin/sign-in/code", &typed).await;
    assert_eq!(done.header("location"), "/admin/outbox?show=dead");
    assert_eq!(site.get_as("/admin/outbox", &browser.cookies()).await.status, StatusCode::OK);
    assert_eq!(site.notices().await, [], "this browser was known");

    // Another browser, a recovery code, once.
    for (expected, at) in [(StatusCode::SEE_OTHER, "/admin/outbox"), (StatusCode::UNPROCESSABLE_ENTITY, "")] {
        let mut other = Browser::default();
        site.act(&mut other, "/admin/sign-in", SIGN_IN).await;
        let done = site.act(&mut other, "/admin/sign-in/code", &format!("code={}", recovery_codes[0])).await;
        assert_eq!((done.status, done.header("location")), (expected, at));
    }
    assert_eq!(site.notices().await, [Notice::RecoveryCodeUsed, Notice::NewDevice]);
    let own = site.get_as("/admin/account", &browser.cookies()).await.body;
    assert_eq!(own.matches("/admin/account/devices/").count(), 2, "{own}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_told_whether_an_address_is_somebodys_and_guesses_have_to_wait() {
    let site = Site::open(None).await;
    site.set_up().await;
    let tried = async |email: &str| {
        site.post("/admin/sign-in", &format!("email={email}&password=something+else+altogether")).await
    };
    let (known, unknown) = (tried("ada%40hospital.example").await, tried("eve%40hospital.example").await);
    assert_eq!((known.status, unknown.status), (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNPROCESSABLE_ENTITY));
    assert_eq!(known.body.replace("ada@", "eve@"), unknown.body);
    assert!(known.body.contains("value=\"ada@hospital.example\"") && !known.body.contains("something else"));
    assert_eq!((known.header("set-cookie"), unknown.header("set-cookie")), ("", ""));
    for email in ["ada%40hospital.example", "eve%40hospital.example"] {
        for _ in 0..4 {
            assert_eq!(tried(email).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let waits = tried(email).await;
        assert_eq!((waits.status, waits.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "60"), "{email}");
        assert!(waits.body.contains("again in a minute") && waits.body.contains("@hospital.example\""));
    }
    // Not even the right one, for a minute.
    assert_eq!(site.post("/admin/sign-in", SIGN_IN).await.status, StatusCode::TOO_MANY_REQUESTS);
    site.passes(1).await;
    assert_eq!(site.post("/admin/sign-in", SIGN_IN).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_strangers_guesses_do_not_keep_somebody_out_of_a_browser_they_know() {
    let site = Site::open(None).await;
    let Staff { mut browser, .. } = site.set_up().await;
    site.act(&mut browser, "/admin/sign-out", "").await;
    for _ in 0..6 {
        site.post("/admin/sign-in", "email=ada%40hospital.example&password=guess").await;
    }
    assert_eq!(site.post("/admin/sign-in", SIGN_IN).await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(site.act(&mut browser, "/admin/sign-in", SIGN_IN).await.status, StatusCode::SEE_OTHER);
    // Codes are few as well, beside a right password.
    for _ in 0..5 {
        let guess = site.act(&mut browser, "/admin/sign-in/code", "code=000000").await;
        assert_eq!(guess.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let guess = site.act(&mut browser, "/admin/sign-in/code", "code=000000").await;
    assert_eq!((guess.status, guess.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "60"));
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_leads_to_our_own_pages_only() {
    let site = Site::open(None).await;
    let Staff { mut browser, secret, .. } = site.set_up().await;
    let mut step = 1;
    for next in [
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "https://evil.example/admin/x",
        "/admin/x%0d%0aSet-Cookie:a=b",
        "/me",
    ] {
        let encoded: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
        assert!(
            site.get(&format!("/admin/sign-in?next={encoded}")).await.body.contains("name=\"next\" value=\"\""),
            "{next}"
        );
        let half = site.act(&mut browser, "/admin/sign-in", &format!("{SIGN_IN}&next={encoded}")).await;
        assert_eq!(half.header("location"), "/admin/sign-in/code", "{next}");
        let typed = format!("code={}&next={encoded}", site.code(&secret, step));
        let done = site.act(&mut browser, "/admin/sign-in/code", &typed).await;
        assert_eq!(done.header("location"), "/admin/outbox", "{next}");
        assert!(!done.headers.contains_key("a"));
        site.passes(2).await;
        step = 0;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_route_is_open_to_the_roles_that_the_table_names_and_to_no_other() {
    let site = Site::open(None).await;
    // Somebody has to stay who may let others in.
    site.sign_in().await;
    for (route, capability) in ROUTES {
        let Capability::Staff(needed) = capability else { continue };
        let path = route.replace("{slug}", &site.slug).replace("{id}", "00000000-0000-0000-0000-000000000000");
        for role in Role::ALL {
            let cookie = &site.sign_in_as(*role).await;
            // A page, an act, or both; what a route is not is not found.
            let page = site.get_as(&path, cookie).await.status;
            let act = site.post_as(&path, "", cookie, "same-origin").await.status;
            let is_refused = page == StatusCode::FORBIDDEN || act == StatusCode::FORBIDDEN;
            assert_eq!(is_refused, !role.covers(*needed), "{role:?} at {path}: {page} {act}");
        }
        let (page, act) = (site.get(&path).await, site.post(&path, "").await);
        let is_led_on = page.header("location").starts_with("/admin/sign-in");
        assert!(is_led_on || act.status == StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_sites_form_signs_nobody_in_or_out_and_over_https_cookies_are_the_hosts_own() {
    let site = Site::open_over_https().await;
    site.store.create_setup_token("one-time", site.state.real_now()).await.expect("written");
    let form = format!("token=one-time&name=Ada&{SIGN_IN}");
    for path in ["/set-up", "/admin/sign-in", "/admin/sign-in/code", "/admin/second-factor", "/admin/sign-out"] {
        let foreign = site.post_as(path, &form, "", "cross-site").await;
        assert_eq!((foreign.status, foreign.header("set-cookie")), (StatusCode::FORBIDDEN, ""), "{path}");
    }
    let begun = site.post("/set-up", &form).await;
    let cookie = begun.header("set-cookie");
    assert!(
        cookie.starts_with("__Host-staff=") && cookie.contains("; Secure") && cookie.contains("; HttpOnly"),
        "{cookie}"
    );
    assert!(!cookie.contains("Domain") && PASSWORD.len() > 20);
}

//! Passkeys of those who work here: in place of the password and the code, of the code alone, of a fresh proof and of an
//! authenticator during set-up; and what they must not open.

use axum::http::StatusCode;
use domain::account::FRESH_MINUTES;
use domain::staff::Notice;

use super::authenticator::Authenticator;
use super::pseudo_locale::{bare_texts, written_by_editors};
use super::sign_in::Browser;
use super::staff_sign_in::{PASSWORD, SIGN_IN, Staff};
use super::{Answer, NOW, Site};

impl Site {
    /// Asks what to sign at an address, and answers there.
    async fn replies(&self, browser: &mut Browser, address: &str, authenticator: &mut Authenticator) -> Answer {
        let path = address.split('?').next().unwrap_or_default();
        let options = self.act(browser, &format!("{path}/options"), "").await;
        assert_eq!((options.status, options.header("content-type")), (StatusCode::OK, "application/json"), "{address}");
        self.act(browser, address, &authenticator.sign(&options.body)).await
    }

    /// Adds a passkey to one's account for the work here.
    pub(super) async fn keeps(&self, browser: &mut Browser, authenticator: &mut Authenticator) {
        let options = self.act(browser, "/admin/account/passkeys/options", "").await;
        let added = self.act(browser, "/admin/account/passkeys", &authenticator.make(&options.body)).await;
        assert_eq!((added.status, added.body.as_str()), (StatusCode::OK, "/admin/account"));
    }

    /// Whether a browser may do things.
    async fn is_in(&self, browser: &Browser) -> bool {
        self.get_as("/admin/account", &browser.cookies()).await.status == StatusCode::OK
    }
}

/// The addresses of the passkeys that a page lists.
fn listed(page: &str) -> Vec<String> {
    let rest = page.split("href=\"/admin/account/passkeys/").skip(1);
    rest.map(|rest| format!("/admin/account/passkeys/{}", rest.split('"').next().unwrap_or_default())).collect()
}

fn refused(answer: &Answer, words: &str) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
    assert!(answer.body.contains(words) && !answer.body.contains('<'), "{}", answer.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_alone_signs_in_whole_and_leads_back() {
    let site = Site::open_over_https().await;
    let Staff { mut browser, .. } = site.set_up().await;
    let mut phone = Authenticator::new(1);
    let page = site.get_as("/admin/account", &browser.cookies()).await.body;
    assert!(page.contains("data-answer=\"/admin/account/passkeys\""), "{page}");
    site.keeps(&mut browser, &mut phone).await;
    assert_eq!(site.notices().await, [Notice::PasskeyAdded]);
    let more = site.act(&mut browser, "/admin/account/passkeys/options", "").await;
    assert!(more.body.contains("\"name\":\"staff:ada@hospital.example\""), "{}", more.body);
    let again = site.act(&mut browser, "/admin/account/passkeys", &phone.make(&more.body)).await;
    refused(&again, "already");

    let page = site.get("/admin/sign-in?next=%2Fadmin%2Foutbox%3Fshow%3Ddead").await.body;
    assert!(page.contains("autocomplete=\"username webauthn\""));
    let address = "/admin/sign-in/passkey?next=%2Fadmin%2Foutbox%3Fshow%3Ddead";
    assert!(page.contains(&format!("data-answer=\"{address}\"")), "{page}");
    let mut other = Browser::default();
    let done = site.replies(&mut other, address, &mut phone).await;
    assert_eq!((done.status, done.body.as_str()), (StatusCode::OK, "/admin/outbox?show=dead"));
    assert_eq!(site.get_as("/admin/outbox", &other.cookies()).await.status, StatusCode::OK);
    assert_eq!(other.value("__Host-passkey"), "", "it has served its purpose");
    assert!(!other.value("__Host-staff-browser").is_empty());
    assert_eq!(site.notices().await, [Notice::PasskeyAdded, Notice::NewDevice]);
    for next in ["%2F%2Fevil.example", "%2Fme", "javascript%3Aalert(1)"] {
        let address = format!("/admin/sign-in/passkey?next={next}");
        assert_eq!(site.replies(&mut Browser::default(), &address, &mut phone).await.body, "/admin/outbox", "{next}");
    }
    assert_eq!(site.act(&mut other, "/admin/sign-out", "").await.status, StatusCode::SEE_OTHER);
    assert!(!site.is_in(&other).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_counts_once_for_its_purpose_its_browser_and_its_kind_of_owner() {
    let site = Site::open_over_https().await;
    let Staff { mut browser, .. } = site.set_up().await;
    let mut attendee = site.signed_in("ada%40hospital.example").await;
    let (mut hers, mut theirs) = (Authenticator::new(1), Authenticator::new(2));
    site.keeps(&mut browser, &mut hers).await;
    site.adds(&mut attendee, &mut theirs).await;

    // Of the same person, by the same address; and yet none of each other's.
    let mut none = Browser::default();
    refused(&site.replies(&mut none, "/admin/sign-in/passkey", &mut theirs).await, "does not open anything here");
    refused(&site.replies(&mut none, "/sign-in/passkey", &mut hers).await, "not known here");
    refused(&site.replies(&mut browser, "/admin/confirm/passkey", &mut theirs).await, "does not open anything here");
    // What was asked for one purpose is no answer to another, nor in another browser, nor twice.
    for (asked, answered) in [
        ("/sign-in/passkey", "/admin/sign-in/passkey"),
        ("/admin/sign-in/passkey", "/admin/confirm/passkey"),
        ("/admin/confirm/passkey", "/admin/sign-in/passkey"),
    ] {
        let mut other = browser.clone();
        let options = site.act(&mut other, &format!("{asked}/options"), "").await;
        refused(&site.act(&mut other, answered, &hers.sign(&options.body)).await, "sent twice");
    }
    let options = site.act(&mut Browser::default(), "/admin/sign-in/passkey/options", "").await;
    refused(&site.act(&mut none, "/admin/sign-in/passkey", &hers.sign(&options.body)).await, "sent twice");
    let mut first = Browser::default();
    let options = site.act(&mut first, "/admin/sign-in/passkey/options", "").await;
    let sent = hers.sign(&options.body);
    assert_eq!(site.act(&mut first, "/admin/sign-in/passkey", &sent).await.status, StatusCode::OK);
    refused(&site.act(&mut first, "/admin/sign-in/passkey", &sent).await, "sent twice");

    // Another site's page, nobody's finger, a copy that has counted less: and nothing is changed by any of them.
    hers.origin = "https://evil.example";
    refused(&site.replies(&mut none, "/admin/sign-in/passkey", &mut hers).await, "go on without it");
    hers.origin = "https://site.test";
    hers.verifies = false;
    refused(&site.replies(&mut none, "/admin/sign-in/passkey", &mut hers).await, "go on without it");
    hers.verifies = true;
    let counted = std::mem::replace(&mut hers.counter, 0);
    refused(&site.replies(&mut none, "/admin/sign-in/passkey", &mut hers).await, "may have been copied");
    hers.counter = counted;
    assert!(!site.is_in(&none).await);
    assert_eq!(site.replies(&mut none, "/admin/sign-in/passkey", &mut hers).await.status, StatusCode::OK);
    for path in ["/admin/sign-in/passkey", "/admin/sign-in/passkey/options", "/admin/account/passkeys"] {
        let foreign = site.post_as(path, &sent, &browser.cookies(), "cross-site").await;
        assert_eq!((foreign.status, foreign.header("set-cookie")), (StatusCode::FORBIDDEN, ""), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_password_a_passkey_of_the_same_person_is_the_second_factor() {
    let site = Site::open_over_https().await;
    let Staff { mut browser, secret, .. } = site.set_up().await;
    let mut key = Authenticator::new(1);
    // Nobody is asked for a passkey who has none.
    let mut half = Browser::default();
    site.act(&mut half, "/admin/sign-in", SIGN_IN).await;
    assert!(!site.get_as("/admin/sign-in/code", &half.cookies()).await.body.contains("data-passkey"));
    site.keeps(&mut browser, &mut key).await;
    let page = site.get_as("/admin/sign-in/code?next=%2Fadmin%2Fstaff", &half.cookies()).await.body;
    let address = "/admin/sign-in/code/passkey?next=%2Fadmin%2Fstaff";
    assert!(page.contains(&format!("data-answer=\"{address}\"")) && page.contains("Use your passkey, or open"));
    let before = half.value("__Host-staff");
    let done = site.replies(&mut half, address, &mut key).await;
    assert_eq!((done.status, done.body.as_str()), (StatusCode::OK, "/admin/staff"));
    assert!(site.is_in(&half).await && half.value("__Host-staff") != before, "a new proof is a new session");

    // Without a password there is nothing to be the second factor of.
    for mut other in [Browser::default(), half.clone()] {
        let refused = site.act(&mut other, "/admin/sign-in/code/passkey/options", "").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    }
    // Refused ones count with the wrong codes.
    let mut guessing = Browser::default();
    site.act(&mut guessing, "/admin/sign-in", SIGN_IN).await;
    for number in 0..5_u8 {
        let mut unknown = Authenticator::new(100 + number);
        let answer = site.replies(&mut guessing, "/admin/sign-in/code/passkey", &mut unknown).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let waits = site.replies(&mut guessing, "/admin/sign-in/code/passkey", &mut key).await;
    assert_eq!((waits.status, waits.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "60"));
    let code = format!("code={}", site.code(&secret, 1));
    assert_eq!(site.act(&mut guessing, "/admin/sign-in/code", &code).await.status, StatusCode::TOO_MANY_REQUESTS);
    site.passes(1).await;
    let done = site.replies(&mut guessing, "/admin/sign-in/code/passkey", &mut key).await;
    assert_eq!((done.status, done.body.as_str()), (StatusCode::OK, "/admin/outbox"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_a_fresh_proof_which_adding_and_removing_one_needs() {
    let site = Site::open_over_https().await;
    let Staff { mut browser, .. } = site.set_up().await;
    let (mut first, mut second) = (Authenticator::new(1), Authenticator::new(2));
    site.keeps(&mut browser, &mut first).await;
    let page = site.get_as("/admin/account", &browser.cookies()).await.body;
    let one = listed(&page).pop().expect("a passkey");
    site.passes(FRESH_MINUTES).await;
    let late = site.act(&mut browser, "/admin/account/passkeys/options", "").await;
    refused(&late, "do so once more");
    let page = site.get_as("/admin/account", &browser.cookies()).await.body;
    assert!(!page.contains("data-passkey") && page.contains("href=\"/admin/confirm?next=%2Fadmin%2Faccount\""));
    let asked = site.act(&mut browser, &format!("{one}/remove"), "").await;
    assert_eq!(asked.header("location"), "/admin/confirm?next=%2Fadmin%2Faccount");
    let page = site.get_as("/admin/confirm?next=%2Fadmin%2Faccount", &browser.cookies()).await.body;
    let address = "/admin/confirm/passkey?next=%2Fadmin%2Faccount";
    assert!(page.contains(&format!("data-answer=\"{address}\"")), "{page}");
    let proven = site.replies(&mut browser, address, &mut first).await;
    assert_eq!((proven.status, proven.body.as_str()), (StatusCode::OK, "/admin/account"));
    site.keeps(&mut browser, &mut second).await;

    // A name is mended, shown as it was typed, and never as a part of the page.
    let wrong = site.act(&mut browser, &one, "label=+%0A").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("at most 60 letters") && wrong.body.contains("href=\"/admin/account\""));
    let named = site.act(&mut browser, &one, "label=%3Cb%3EKey%3C%2Fb%3E").await;
    assert_eq!((named.status, named.header("location")), (StatusCode::SEE_OTHER, "/admin/account"));
    let page = site.get_as("/admin/account", &browser.cookies()).await.body;
    assert!(page.contains("&lt;b&gt;Key&lt;/b&gt;") && page.contains("last used") && listed(&page).len() == 2);
    let removed = site.act(&mut browser, &format!("{one}/remove"), "").await;
    assert_eq!((removed.status, removed.header("location")), (StatusCode::SEE_OTHER, "/admin/account"));
    assert_eq!(site.notices().await, [Notice::PasskeyAdded, Notice::PasskeyAdded, Notice::PasskeyRemoved]);
    let gone = site.replies(&mut Browser::default(), "/admin/sign-in/passkey", &mut first).await;
    refused(&gone, "does not open anything here");
    assert_eq!(site.get_as(&one, &browser.cookies()).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.act(&mut browser, &format!("{one}/remove"), "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.act(&mut browser, &one, "label=Key").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn set_up_takes_a_passkey_instead_of_an_authenticator_and_it_stays_while_it_is_the_only_one() {
    let site = Site::open_over_https().await;
    site.store.create_setup_token("one-time", site.state.real_now()).await.expect("written");
    let mut browser = Browser::default();
    site.act(&mut browser, "/set-up", &format!("token=one-time&name=Ada&{SIGN_IN}")).await;
    let page = site.get_as("/admin/second-factor", &browser.cookies()).await.body;
    assert!(page.contains("data-with-passkeys") && page.contains("action=\"/admin/second-factor/passkey\""));
    let mut key = Authenticator::new(1);
    let options = site.act(&mut browser, "/admin/second-factor/passkey/options", "").await;
    assert_eq!(options.status, StatusCode::OK);
    let form = |answer: &str| {
        let answer: String = form_urlencoded::byte_serialize(answer.as_bytes()).collect();
        format!("answer={answer}")
    };
    key.origin = "https://evil.example";
    let wrong = site.act(&mut browser, "/admin/second-factor/passkey", &form(&key.make(&options.body))).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("This passkey was not accepted") && wrong.body.contains("class=\"secret\""));
    for nonsense in ["", "{}", "%00"] {
        let wrong = site.act(&mut browser, "/admin/second-factor/passkey", &format!("answer={nonsense}")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{nonsense}");
    }
    assert!(!site.is_in(&browser).await);
    key.origin = "https://site.test";
    let options = site.act(&mut browser, "/admin/second-factor/passkey/options", "").await;
    let done = site.act(&mut browser, "/admin/second-factor/passkey", &form(&key.make(&options.body))).await;
    assert_eq!((done.status, done.body.matches("<li><code>").count()), (StatusCode::OK, 10), "{}", done.body);
    assert!(site.is_in(&browser).await);
    let code = done.body.split("<li><code>").nth(1).and_then(|rest| rest.split('<').next()).expect("a code").to_owned();
    // A second one of the kind is for whoever has none.
    let late = site.act(&mut browser, "/admin/second-factor/passkey/options", "").await;
    assert_eq!(late.status, StatusCode::FORBIDDEN);

    let page = site.get_as("/admin/account", &browser.cookies()).await.body;
    assert!(page.contains("Set up an authenticator"));
    let one = listed(&page).pop().expect("a passkey");
    let page = site.get_as(&one, &browser.cookies()).await.body;
    assert!(page.contains("It is your only second factor") && !page.contains("/remove\""), "{page}");
    let stays = site.act(&mut browser, &format!("{one}/remove"), "").await;
    assert_eq!(stays.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stays.body.contains("<title>Error: ") && stays.body.contains("It is your only second factor"));

    // The password leads to the passkey; without scripts a recovery code does.
    let mut half = Browser::default();
    let led = site.act(&mut half, "/admin/sign-in", SIGN_IN).await;
    assert_eq!(led.header("location"), "/admin/sign-in/code");
    let page = site.get_as("/admin/sign-in/code", &half.cookies()).await.body;
    assert!(page.contains("one of your recovery codes signs you in"), "{page}");
    let done = site.act(&mut half, "/admin/sign-in/code", &format!("code={code}")).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/admin/outbox"));
    assert!(!PASSWORD.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_reaches_anothers_passkey_and_where_browsers_offer_none_nothing_speaks_of_them() {
    let site = Site::open_over_https().await;
    let Staff { mut browser, .. } = site.set_up().await;
    site.keeps(&mut browser, &mut Authenticator::new(1)).await;
    let one = listed(&site.get_as("/admin/account", &browser.cookies()).await.body).pop().expect("a passkey");
    let other = site.sign_in().await;
    assert_eq!(site.get_as(&one, &other).await.status, StatusCode::NOT_FOUND);
    for (path, form) in [(one.clone(), "label=Mine"), (one.clone(), "label="), (format!("{one}/remove"), "")] {
        let refused = site.post_as(&path, form, &other, "same-origin").await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{path} {form}");
        let outside = site.post(&path, form).await;
        assert_eq!(outside.status, StatusCode::FORBIDDEN, "{path} {form}");
    }
    // What was begun in one session is not ended in another.
    let options = site.act(&mut browser, "/admin/account/passkeys/options", "").await;
    let sent = Authenticator::new(3).make(&options.body);
    refused(&site.post_as("/admin/account/passkeys", &sent, &other, "same-origin").await, "sent twice");

    // The site's address is http://site.test.
    let site = Site::open(None).await;
    let Staff { browser, .. } = site.set_up().await;
    for path in ["/admin/sign-in", "/admin/account", "/admin/confirm"] {
        let page = site.get_as(path, &browser.cookies()).await.body.to_lowercase();
        assert!(!page.contains("passkey"), "{path}");
    }
    for path in ["/admin/account/passkeys", "/admin/account/passkeys/options", "/admin/confirm/passkey/options"] {
        let answer = site.post_as(path, "{}", &browser.cookies(), "same-origin").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(site.post("/admin/sign-in/passkey/options", "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_and_sentences_about_passkeys_say_nothing_that_has_no_key() {
    let site = Site::open_as(NOW, true, "https://site.test", |_| ()).await;
    let mut allowed = written_by_editors(&site.state.published().content);
    let Staff { mut browser, .. } = site.set_up().await;
    let mut attendee = site.signed_in("%C3%A1%40x.example").await;
    let (mut hers, mut theirs) = (Authenticator::new(1), Authenticator::new(2));
    site.keeps(&mut browser, &mut hers).await;
    site.adds(&mut attendee, &mut theirs).await;
    allowed.extend(["Ada", "ada@hospital.example", "@x.example"].map(str::to_owned));
    let mut half = Browser::default();
    site.act(&mut half, "/admin/sign-in", SIGN_IN).await;
    let one = listed(&site.get_as("/admin/account", &browser.cookies()).await.body).pop().expect("a passkey");
    let page = site.get_as("/me/passkeys", &attendee.cookies()).await.body;
    let (_, rest) = page.split_once("href=\"/me/passkeys/").expect("a passkey");
    let own = format!("/me/passkeys/{}", rest.split('"').next().unwrap_or_default());
    let mut bare = Vec::new();
    for (path, browser) in [
        ("/admin/sign-in", &half),
        ("/admin/sign-in/code", &half),
        ("/admin/account", &browser),
        ("/admin/confirm", &browser),
        (one.as_str(), &browser),
        ("/sign-in", &half),
        ("/me/passkeys", &attendee),
        (own.as_str(), &attendee),
    ] {
        let page = site.get_as(path, &browser.cookies()).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        bare.extend(bare_texts(path, &page.body, &allowed));
    }
    assert!(bare.is_empty(), "these have no key in app/locales/en.toml:\n{}", bare.join("\n"));
    for (path, authenticator) in [("/admin/sign-in/passkey", &mut theirs), ("/sign-in/passkey", &mut hers)] {
        let said = site.replies(&mut Browser::default(), path, authenticator).await;
        assert!(said.status == StatusCode::UNPROCESSABLE_ENTITY && said.body.starts_with('['), "{}", said.body);
    }
}

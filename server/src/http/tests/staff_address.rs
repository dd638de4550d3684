//! How somebody who works here changes their own address, and that what they are told has a key.

use axum::http::StatusCode;
use domain::account::FRESH_MINUTES;
use domain::mail::Letter;
use domain::staff::{ADDRESS_MINUTES, Notice};

use super::pseudo_locale::{bare_texts, written_by_editors};
use super::sign_in::Browser;
use super::staff_sign_in::{SIGN_IN, Staff};
use super::{NOW, Site};

const ASK: &str = "/admin/account/address";

impl Site {
    /// Receiver and path of the newest link to another address.
    pub(super) async fn address_link(&self) -> (String, String) {
        let mails = self.store.outbox(self.state.now(), 50, None).await.expect("readable");
        let link = |mail: &store::OutboxMail| match &mail.letter {
            Letter::NewAddress { link_token } => Some((mail.to.clone(), format!("/admin/address/{link_token}"))),
            _ => None,
        };
        mails.iter().find_map(link).expect("a link")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_address_is_proven_by_a_link_and_told_to_the_former_one() {
    let site = Site::open(None).await;
    let Staff { mut browser, .. } = site.set_up().await;
    let colleague = site.sign_in().await;
    assert!(site.get_as("/admin/account", &browser.cookies()).await.body.contains(&format!("href=\"{ASK}\"")));
    let taken = site.store.staff_members().await.expect("readable").into_iter().map(|found| found.member.email);
    let taken = taken.into_iter().find(|email| email.ends_with("@staff.example")).expect("a colleague");
    for (typed, message) in [
        ("ada", "name@example.org".to_owned()),
        ("ADA%40hospital.example", "your address already".to_owned()),
        (&taken.replace('@', "%40"), "Somebody here has this address already".to_owned()),
    ] {
        let again = site.act(&mut browser, ASK, &format!("email={typed}")).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        assert!(again.body.contains(&message) && again.body.contains("<title>Error: "), "{}", again.body);
    }
    // A later link ends the earlier; nothing has changed until one is used.
    assert_eq!(site.act(&mut browser, ASK, "email=first%40hospital.example").await.status, StatusCode::OK);
    let (_, first) = site.address_link().await;
    let sent = site.act(&mut browser, ASK, "email=New%40hospital.example").await;
    assert!(sent.body.contains("New@hospital.example"), "{}", sent.body);
    let (to, link) = site.address_link().await;
    assert_eq!(to, "New@hospital.example");
    assert_eq!(site.post(&first, "").await.status, StatusCode::FORBIDDEN);
    for _ in 0..2 {
        assert!(site.get(&link).await.body.contains("Use New@hospital.example from now on"));
    }
    assert_eq!(site.post("/admin/sign-in", SIGN_IN).await.status, StatusCode::SEE_OTHER);
    site.store
        .ask_for_password(store::NewStaffLink {
            email: "ada@hospital.example".to_owned(),
            token: "a link that went to the former address".to_owned(),
            now: site.state.real_now(),
            site_now: site.state.now(),
        })
        .await
        .expect("written");

    // In any browser, once: mail is often on another device.
    let done = site.post(&link, "").await;
    assert!(done.status == StatusCode::OK && done.body.contains("You sign in with New@hospital.example"));
    assert_eq!(site.post(&link, "").await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        site.get("/admin/password/a%20link%20that%20went%20to%20the%20former%20address").await.status,
        StatusCode::OK
    );
    let found = site.store.password_link("a link that went to the former address", site.state.real_now()).await;
    assert_eq!(found.expect("readable"), None, "it ended with that address");
    assert_eq!(site.notices().await, [Notice::AddressChanged]);
    let mails = site.store.outbox(site.state.now(), 50, None).await.expect("readable");
    let told = mails.iter().find(|mail| matches!(mail.letter, Letter::SecurityNotice { .. })).expect("a notice");
    assert_eq!(told.to, "ada@hospital.example");
    assert!(site.get_as("/admin/account", &browser.cookies()).await.body.contains("New@hospital.example"));
    assert_eq!(site.post("/admin/sign-in", SIGN_IN).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let new = SIGN_IN.replace("ada%40", "new%40");
    assert_eq!(site.post("/admin/sign-in", &new).await.header("location"), "/admin/sign-in/code");
    assert!(!colleague.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn another_address_needs_a_fresh_proof_and_its_link_ends() {
    let site = Site::open(None).await;
    let Staff { mut browser, .. } = site.set_up().await;
    site.act(&mut browser, ASK, "email=new%40hospital.example").await;
    let (_, link) = site.address_link().await;
    site.passes(FRESH_MINUTES).await;
    let led = "/admin/confirm?next=%2Fadmin%2Faccount%2Faddress";
    assert_eq!(site.get_as(ASK, &browser.cookies()).await.header("location"), led);
    assert_eq!(site.act(&mut browser, ASK, "email=x%40y.example").await.header("location"), led);
    assert_eq!(site.post(ASK, "email=x%40y.example").await.status, StatusCode::FORBIDDEN);
    // Somebody else has taken it meanwhile, or it is too late.
    site.passes(ADDRESS_MINUTES - FRESH_MINUTES).await;
    assert!(site.get(&link).await.body.contains("older than an hour"));
    assert_eq!(site.post(&link, "").await.status, StatusCode::FORBIDDEN);
    let foreign = site.post_as(&link, "", "", "cross-site").await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    assert_eq!(site.notices().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_those_who_work_here_are_told_has_keys() {
    let site = Site::open_with(NOW, Some(1), true).await;
    let mut allowed = written_by_editors(&site.state.published().content);
    allowed.extend(["ada@hospital.example", "@x.example", "Ada"].map(str::to_owned));
    let Staff { mut browser, .. } = site.set_up().await;
    let mut bare = Vec::new();
    let mut half = Browser::default();
    site.act(&mut half, "/admin/sign-in", SIGN_IN).await;
    site.store.create_setup_token("one-time", site.state.real_now()).await.expect("written");
    let mut other = Browser::default();
    for (path, form) in [
        ("/set-up", "token=one-time&name=&email=á%40x.example&password=1"),
        ("/set-up", "token=one-time&name=0&email=á%40x.example&password=aaaaaaaaaaaa"),
        ("/admin/sign-in", "email=á%40x.example&password=0"),
    ] {
        let page = site.act(&mut other, path, form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        bare.extend(bare_texts(path, &page.body, &allowed));
    }
    for (path, form) in [
        ("/admin/confirm", "proof=0"),
        ("/admin/account/password", "present=0&password=0"),
        (ASK, "email=ada%40hospital.example"),
        ("/admin/staff/invite", "email=á%40x.example"),
    ] {
        let page = site.act(&mut browser, path, form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        bare.extend(bare_texts(path, &page.body, &allowed));
    }
    let page = site.act(&mut half, "/admin/sign-in/code", "code=000000").await;
    bare.extend(bare_texts("/admin/sign-in/code", &page.body, &allowed));
    let sent = site.act(&mut browser, ASK, "email=á%40x.example").await;
    assert_eq!(sent.status, StatusCode::OK);
    bare.extend(bare_texts(ASK, &sent.body, &allowed));
    let (_, link) = site.address_link().await;
    bare.extend(bare_texts("/admin/address/_", &site.get(&link).await.body, &allowed));
    bare.extend(bare_texts("/admin/address/_", &site.post(&link, "").await.body, &allowed));
    bare.extend(bare_texts("/admin/address/_", &site.post(&link, "").await.body, &allowed));
    assert!(bare.is_empty(), "these have no key in app/locales/en.toml:\n{}", bare.join("\n"));
}

//! The page of one registration without any script: what it tells, what can be done there, and who may.

use axum::http::StatusCode;
use domain::content::Id;
use domain::staff::Role;

use super::Site;
use super::registration::form;

impl Site {
    /// Registers somebody with that number and answers; the address of the registration's page.
    pub(super) async fn comes_and_is_found(&self, key: u32) -> (String, Id) {
        let answers = "&answer-dinner=no&answer-code=yes";
        let answer = self.register(&format!("{}{answers}", form(key, &format!("person{key}@b.example")))).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let found = self.store.registrations_of(&format!("person{key}@b.example")).await.expect("readable");
        let id = found.first().expect("a registration").id;
        (format!("/admin/registrations/{}/{id}", self.slug), id)
    }
}

fn has(page: &str, parts: &[&str]) {
    for part in parts {
        assert!(page.contains(part), "{part} is missing in {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_is_told_whole_and_decided_about() {
    let site = Site::open_asking(super::questions::all_kinds()).await;
    let (path, _) = site.comes_and_is_found(1).await;
    site.sign_in().await;
    let cookie = site.sign_in_as(Role::Registrar).await;
    let list = site.get_as(&format!("/admin/registrations/{}", site.slug), &cookie).await;
    has(&list.body, &[&format!("<a href=\"{path}\">Maria Rossi</a>")]);
    let page = site.get_as(&path, &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    has(
        &page.body,
        &[
            "person1@b.example",
            "Not confirmed yet",
            "Does not want news of later events",
            "Italy",
            "Confirm your registration",
            "Registered",
            "Confirm for the person",
        ],
    );
    assert!(!page.body.contains("/registration/confirm/"), "the links of letters are the person's own");

    let act = async |act: &str, sent: &str| site.post_as(&format!("{path}/{act}"), sent, &cookie, "same-origin").await;
    let refused = act("decide", "decision=confirm&reason=+").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    has(&refused.body, &["Say why", "Not confirmed yet"]);
    let done = act("decide", "decision=confirm&reason=By+phone").await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, path.as_str()));
    let page = site.get_as(&path, &cookie).await.body;
    has(&page, &["Was confirmed, by Ada, registrar. Since then: Confirmed. Reason: By phone"]);
    assert_eq!(site.taken().await, 1);
    assert_eq!(act("decide", "decision=nonsense&reason=x").await.status, StatusCode::BAD_REQUEST);

    let refused = act("tags", "tags=%E8%82%BF%E7%98%A4").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(act("tags", "tags=VIP").await.header("location"), path);
    has(&site.get_as(&path, &cookie).await.body, &["<dd>vip</dd>"]);

    let letters = async || site.store.outbox(site.state.now(), 50, None).await.expect("readable").len();
    let before = letters().await;
    for _ in 0..2 {
        let sent = act("resend", "").await;
        assert_eq!(sent.header("location"), format!("{path}?sent=yes"));
    }
    assert_eq!(letters().await, before + 1, "pressed twice, it is one letter");
    has(&site.get_as(&format!("{path}?sent=yes"), &cookie).await.body, &["The letter is on its way"]);
    let (confirm, manage) = site.links().await;
    for link in [&confirm, &manage] {
        assert_eq!(site.get(link).await.status, StatusCode::OK, "{link} leads somewhere");
    }
    act("decide", "decision=cancel&reason=Asked+for+it").await;
    assert_eq!(act("resend", "").await.header("location"), format!("{path}?sent=no"));
    assert_eq!(site.taken().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_is_shown_to_those_who_look_after_them_and_under_its_own_event() {
    let site = Site::open(None).await;
    let (path, id) = site.comes_and_is_found(1).await;
    site.sign_in().await;
    let registrar = site.sign_in_as(Role::Registrar).await;
    let other = format!("/admin/registrations/webinar-2/{id}");
    for wrong in
        [&other, &format!("/admin/registrations/{}/{}", site.slug, Id::nil()), &path.replace(&id.to_string(), "x")]
    {
        assert_eq!(site.get_as(wrong, &registrar).await.status, StatusCode::NOT_FOUND, "{wrong}");
        for (act, sent) in [("decide", "decision=cancel&reason=x"), ("tags", "tags=x"), ("resend", "")] {
            let answer = site.post_as(&format!("{wrong}/{act}"), sent, &registrar, "same-origin").await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{wrong}/{act}");
        }
    }
    for role in [Role::Editor, Role::Moderator] {
        let cookie = site.sign_in_as(role).await;
        let page = site.get_as(&path, &cookie).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        assert!(!page.body.contains("person1@b.example"));
        for (act, sent) in [("decide", "decision=cancel&reason=x"), ("tags", "tags=x"), ("resend", "")] {
            let answer = site.post_as(&format!("{path}/{act}"), sent, &cookie, "same-origin").await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{act}");
        }
    }
    assert_eq!(site.taken().await, 1);
    assert_eq!(site.store.mails_of_registration(id).await.expect("readable").len(), 1);
    let foreign = site.post_as(&format!("{path}/resend"), "", &registrar, "cross-site").await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
}

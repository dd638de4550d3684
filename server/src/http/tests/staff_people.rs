//! How administrators let others in and change them, how a forgotten password is replaced, and what asks for a proof first.

use axum::http::StatusCode;
use domain::account::FRESH_MINUTES;
use domain::mail::Letter;
use domain::staff::{Notice, Role};

use super::Site;
use super::sign_in::Browser;
use super::staff_sign_in::{PASSWORD, Staff, shown_secret};

const NEW: &str = "nine+otters+juggle+lemons";

impl Site {
    /// Path of the link in the newest mail to somebody who works here, or is about to.
    pub(super) async fn staff_link(&self) -> String {
        let mails = self.store.outbox(self.state.now(), 50, None).await.expect("readable");
        let link = |mail: &store::OutboxMail| match &mail.letter {
            Letter::Invitation { link_token } => Some(format!("/admin/invitation/{link_token}")),
            Letter::PasswordReset { link_token } => Some(format!("/admin/password/{link_token}")),
            _ => None,
        };
        mails.iter().find_map(link).expect("a link")
    }

    pub(super) async fn id_of(&self, email: &str) -> String {
        self.store.staff_secrets_of(email).await.expect("readable").expect("somebody").member.id.to_string()
    }

    /// Invites somebody, and goes on as they would to the end; their browser.
    pub(super) async fn joined(&self, cookie: &str, email: &str, role: &str) -> Browser {
        let form = format!("email={email}&role={role}");
        let invited = self.post_as("/admin/staff/invite", &form, cookie, "same-origin").await;
        assert_eq!((invited.status, invited.header("location")), (StatusCode::SEE_OTHER, "/admin/staff"));
        let (link, mut browser) = (self.staff_link().await, Browser::default());
        let begun = self.act(&mut browser, &link, &format!("name=Eve&password={NEW}")).await;
        assert_eq!(begun.header("location"), "/admin/second-factor", "{}", begun.body);
        let secret = shown_secret(&self.get_as("/admin/second-factor", &browser.cookies()).await);
        let done = self.act(&mut browser, "/admin/second-factor", &format!("code={}", self.code(&secret, 0))).await;
        assert_eq!(done.status, StatusCode::OK);
        browser
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_lets_one_person_in_as_what_it_says() {
    let site = Site::open(None).await;
    let cookie = site.sign_in().await;
    let invite = async |form: &str| site.post_as("/admin/staff/invite", form, &cookie, "same-origin").await;
    for (form, message) in [
        ("email=eve&role=editor", "name@example.org"),
        ("email=eve%40staff.example&role=owner", "Choose what this person may do"),
    ] {
        let again = invite(form).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.body.contains(message) && again.body.contains("value=\"eve"), "{}", again.body);
    }
    // An earlier invitation ends with the next, and one that was withdrawn opens nothing.
    invite("email=eve%40staff.example&role=administrator").await;
    let first = site.staff_link().await;
    invite("email=Eve%40staff.example&role=moderator").await;
    let second = site.staff_link().await;
    assert!(site.get(&first).await.body.contains("accepted or withdrawn"));
    assert!(site.get(&second).await.body.contains("Your role: Moderator"));
    let list = site.get_as("/admin/staff", &cookie).await.body;
    let (_, rest) = list.split_once("/admin/staff/invitations/").expect("an invitation");
    let withdraw = format!("/admin/staff/invitations/{}", rest.split('"').next().unwrap_or_default());
    assert_eq!(site.post_as(&withdraw, "", &cookie, "same-origin").await.status, StatusCode::SEE_OTHER);
    let over = site.post(&second, &format!("name=Eve&password={NEW}")).await;
    assert_eq!((over.status, over.header("set-cookie")), (StatusCode::FORBIDDEN, ""));

    // The address is the invitation's, whatever is sent with it, and a weak password changes nothing.
    invite("email=eve%40staff.example&role=editor").await;
    let link = site.staff_link().await;
    let weak = site.post(&link, "name=Eve&password=eve%40staff.example").await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sent = format!("email=mallory%40staff.example&name=Eve&password={NEW}");
    assert_eq!(site.post(&link, &sent).await.header("location"), "/admin/second-factor");
    assert_eq!(site.post(&link, &sent).await.status, StatusCode::FORBIDDEN, "it works once");
    let found = site.store.staff_secrets_of("eve@staff.example").await.expect("readable").expect("somebody");
    assert_eq!((found.member.role, found.member.name.as_str()), (Role::Editor, "Eve"));
    assert!(site.store.staff_secrets_of("mallory@staff.example").await.expect("readable").is_none());
    let taken = invite("email=EVE%40staff.example&role=moderator").await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(taken.body.contains("has this address already"));
    // Three days later nothing is open any more.
    invite("email=late%40staff.example&role=moderator").await;
    let late = site.staff_link().await;
    site.passes(72 * 60).await;
    assert!(site.get(&late).await.body.contains("older than 72 hours"));
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_change_at_once_and_somebody_always_administers() {
    let site = Site::open(None).await;
    let cookie = site.sign_in().await;
    let browser = site.joined(&cookie, "eve%40staff.example", "moderator").await;
    let (eve, path) = (site.id_of("eve@staff.example").await, format!("/admin/registrations/{}", site.slug));
    assert_eq!(site.get_as(&path, &browser.cookies()).await.status, StatusCode::FORBIDDEN);
    let act = async |act: &str, form: &str| {
        site.post_as(&format!("/admin/staff/{eve}/{act}"), form, &cookie, "same-origin").await.status
    };
    assert_eq!(act("role", "role=editor").await, StatusCode::SEE_OTHER);
    assert_eq!(site.get_as(&path, &browser.cookies()).await.status, StatusCode::FORBIDDEN, "no work of an editor");
    assert_eq!(act("role", "role=registrar").await, StatusCode::SEE_OTHER);
    assert_eq!(site.get_as(&path, &browser.cookies()).await.status, StatusCode::OK);
    assert_eq!(act("role", "role=owner").await, StatusCode::NOT_FOUND);
    // A registrar makes nobody anything.
    let own = format!("/admin/staff/{eve}/role");
    let climb = site.post_as(&own, "role=administrator", &browser.cookies(), "same-origin").await;
    assert_eq!(climb.status, StatusCode::FORBIDDEN);
    assert_eq!(act("sign-out", "").await, StatusCode::SEE_OTHER);
    assert_eq!(site.get_as(&path, &browser.cookies()).await.status, StatusCode::SEE_OTHER);
    assert_eq!(act("remove", "").await, StatusCode::SEE_OTHER);
    assert_eq!(act("remove", "").await, StatusCode::NOT_FOUND);

    let me = site.store.staff_members().await.expect("readable")[0].member.id;
    for (act, form) in [("role", "role=editor"), ("remove", "")] {
        let last = site.post_as(&format!("/admin/staff/{me}/{act}"), form, &cookie, "same-origin").await;
        assert_eq!(last.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(last.body.contains("somebody has to be an administrator"));
    }
    assert_eq!(site.get_as("/admin/staff", &cookie).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_replaced_by_mail_and_the_second_factor_is_asked_for_as_ever() {
    let site = Site::open(None).await;
    let Staff { browser, secret, .. } = site.set_up().await;
    let (known, unknown) = (
        site.post("/admin/password", "email=ada%40hospital.example").await,
        site.post("/admin/password", "email=nobody%40hospital.example").await,
    );
    assert_eq!((known.status, &known.body), (StatusCode::OK, &unknown.body));
    let mails = site.store.outbox(site.state.now(), 50, None).await.expect("readable");
    assert_eq!(mails.iter().filter(|mail| mail.kind == "password_reset").count(), 1);
    // Three while one works; the fourth is answered the same and sends nothing.
    for _ in 0..3 {
        assert_eq!(site.post("/admin/password", "email=ada%40hospital.example").await.body, known.body);
    }
    let mails = site.store.outbox(site.state.now(), 50, None).await.expect("readable");
    assert_eq!(mails.iter().filter(|mail| mail.kind == "password_reset").count(), 3);

    let link = site.staff_link().await;
    assert!(site.get(&link).await.body.contains("New password"));
    let weak = site.post(&link, "password=password1234").await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    let replaced = site.post(&link, &format!("password={NEW}")).await;
    assert_eq!((replaced.header("location"), replaced.header("set-cookie")), ("/admin/sign-in", ""));
    assert_eq!(site.post(&link, "password=another+one+altogether").await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.get_as("/admin/outbox", &browser.cookies()).await.status, StatusCode::SEE_OTHER, "signed out");
    assert_eq!(site.notices().await, [Notice::PasswordChanged]);

    let mut other = Browser::default();
    let form = |password: &str| format!("email=ada%40hospital.example&password={password}");
    let old = site.act(&mut other, "/admin/sign-in", &form(&PASSWORD.replace(' ', "+"))).await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    let half = site.act(&mut other, "/admin/sign-in", &form(NEW)).await;
    assert_eq!(half.header("location"), "/admin/sign-in/code");
    let done = site.act(&mut other, "/admin/sign-in/code", &format!("code={}", site.code(&secret, 1))).await;
    assert_eq!(done.header("location"), "/admin/outbox");
    // Half an hour later a link is nothing any more.
    site.post("/admin/password", "email=ada%40hospital.example").await;
    let late = site.staff_link().await;
    site.passes(30).await;
    assert!(site.get(&late).await.body.contains("older than 30 minutes"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_could_take_an_account_over_asks_for_a_fresh_proof_first() {
    let site = Site::open(None).await;
    let Staff { mut browser, secret, recovery_codes } = site.set_up().await;
    let me = site.id_of("ada@hospital.example").await;
    let fresh = site.act(&mut browser, "/admin/account/recovery-codes", "").await;
    assert_eq!((fresh.status, fresh.body.matches("<li><code>").count()), (StatusCode::OK, 10));
    assert!(!fresh.body.contains(&recovery_codes[0]));
    site.passes(FRESH_MINUTES).await;
    let (role, remove) = (format!("/admin/staff/{me}/role"), format!("/admin/staff/{me}/remove"));
    let acts = [
        ("/admin/account/recovery-codes", "", "account"),
        ("/admin/account/second-factor", "", "account"),
        ("/admin/staff/invite", "email=x%40y.example&role=editor", "staff"),
        (role.as_str(), "role=editor", "staff"),
        (remove.as_str(), "", "staff"),
    ];
    for (path, form, page) in acts {
        let held = site.act(&mut browser, path, form).await;
        assert_eq!(held.header("location"), format!("/admin/confirm?next=%2Fadmin%2F{page}"), "{path}");
    }
    assert_eq!(site.store.invitations(site.state.now()).await.expect("readable"), []);
    // What is not such an act goes on, and looking at the pages too.
    for path in ["/admin/account", "/admin/staff", "/admin/confirm"] {
        assert_eq!(site.get_as(path, &browser.cookies()).await.status, StatusCode::OK, "{path}");
    }

    for wrong in ["guess", "000000", recovery_codes[0].as_str()] {
        let again = site.act(&mut browser, "/admin/confirm", &format!("proof={wrong}&next=%2Fadmin%2Fstaff")).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(again.body.contains("value=\"/admin/staff\"") && !again.body.contains("value=\"guess\""));
    }
    let proven =
        site.act(&mut browser, "/admin/confirm", &format!("proof={}&next=//evil", site.code(&secret, 0))).await;
    assert_eq!(proven.header("location"), "/admin/outbox");
    let shown = site.act(&mut browser, "/admin/account/second-factor", "").await;
    assert_eq!(shown.header("location"), "/admin/second-factor");
    // A secret that is shown too long ago is not taken without another proof.
    let other = shown_secret(&site.get_as("/admin/second-factor", &browser.cookies()).await);
    site.passes(FRESH_MINUTES).await;
    let held = site.act(&mut browser, "/admin/second-factor", &format!("code={}", site.code(&other, 0))).await;
    assert_eq!(held.header("location"), "/admin/confirm?next=%2Fadmin%2Fsecond-factor");
    let password = PASSWORD.replace(' ', "+");
    let proven =
        site.act(&mut browser, "/admin/confirm", &format!("proof={password}&next=%2Fadmin%2Fsecond-factor")).await;
    assert_eq!(proven.header("location"), "/admin/second-factor");
    let taken = site.act(&mut browser, "/admin/second-factor", &format!("code={}", site.code(&other, 0))).await;
    assert_eq!(taken.status, StatusCode::OK);
    assert_eq!(site.notices().await, [Notice::RecoveryCodesRenewed, Notice::SecondFactorChanged]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_changed_with_the_present_one_and_ends_other_sessions() {
    let site = Site::open(None).await;
    let Staff { mut browser, secret, .. } = site.set_up().await;
    let mut other = Browser::default();
    let sign_in = format!("email=ada%40hospital.example&password={}", PASSWORD.replace(' ', "+"));
    site.act(&mut other, "/admin/sign-in", &sign_in).await;
    site.act(&mut other, "/admin/sign-in/code", &format!("code={}", site.code(&secret, 1))).await;
    let present = PASSWORD.replace(' ', "+");
    for (form, message) in [
        (format!("present=guess&password={NEW}"), "This is not your password"),
        (format!("present={present}&password=short"), "Use at least 12 characters"),
    ] {
        let again = site.act(&mut browser, "/admin/account/password", &form).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.body.contains(message) && !again.body.contains("value=\"guess\""));
    }
    assert_eq!(site.get_as("/admin/account", &other.cookies()).await.status, StatusCode::OK);
    let changed = site.act(&mut browser, "/admin/account/password", &format!("present={present}&password={NEW}")).await;
    assert_eq!(changed.header("location"), "/admin/account");
    assert_eq!(site.get_as("/admin/account", &browser.cookies()).await.status, StatusCode::OK);
    assert_eq!(site.get_as("/admin/account", &other.cookies()).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.notices().await, [Notice::NewDevice, Notice::PasswordChanged]);
    assert_eq!(site.post("/admin/sign-in", &sign_in).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

//! Registration without WASM, from the form to the cancelled place.

use axum::http::StatusCode;
use domain::mail::Letter;
use domain::registration::RegistrationState;

use super::{Answer, Site};

/// A form handed out a minute before the site's time (UUIDv7 of 2022-10-12T15:49:00Z), filled in.
pub(super) fn form(key: u32, email: &str) -> String {
    format!(
        "name=Maria+Rossi&email={email}&country=IT&profession=oncologist&organisation=&idempotency_key={}",
        handed_out(1_665_589_740_000, key)
    )
}

/// The key of a form, by the time at which it was handed out.
fn handed_out(milliseconds: u64, key: u32) -> String {
    let time = format!("{milliseconds:012x}");
    format!("{}-{}-7000-8000-0000{key:08x}", &time[..8], &time[8..])
}

impl Site {
    pub(super) async fn register(&self, form: &str) -> Answer {
        self.post(&format!("/register/{}", self.slug), form).await
    }

    pub(super) async fn taken(&self) -> u32 {
        let published = self.store.newest_release().await.expect("readable").expect("a release");
        let event = published.content.events.iter().find(|event| event.slug.as_str() == self.slug).expect("an event");
        self.store.places(event.id).await.expect("readable").taken
    }

    /// Paths of the two links in the newest mail.
    pub(super) async fn links(&self) -> (String, String) {
        let mails = self.store.outbox(self.state.now(), 1, None).await.expect("readable");
        match &mails.first().expect("a mail").letter {
            Letter::ConfirmRegistration { confirm_token, manage_token, .. }
            | Letter::ConfirmWaiting { confirm_token, manage_token, .. }
            | Letter::AlreadyRegistered { confirm_token, manage_token, .. } => {
                (format!("/registration/confirm/{confirm_token}"), format!("/registration/{manage_token}"))
            }
            other => panic!("the newest mail has no such links: {other:?}"),
        }
    }

    pub(super) async fn state(&self, manage: &str) -> RegistrationState {
        let token = manage.rsplit('/').next().unwrap_or_default();
        self.store.registration_by_token(token).await.expect("readable").expect("a registration").state
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_is_a_whole_form_without_any_script() {
    let site = Site::open(None).await;
    let page = site.get(&format!("/register/{}", site.slug)).await;
    assert_eq!(page.status, StatusCode::OK);
    for part in [
        "method=\"post\" action=\"/register/",
        "name=\"idempotency_key\"",
        "autocomplete=\"organization\"",
        "Côte d’Ivoire",
        "Patient organisation",
        "href=\"/privacy\"",
        "</html>",
    ] {
        assert!(page.body.contains(part), "{part} is missing");
    }
    assert!(!page.body.contains(" checked"), "consent is never given in advance");
    assert!(page.header("cache-control").contains("no-store"));
    let again = site.get(&format!("/register/{}", site.slug)).await;
    assert_ne!(key_of(&page.body), key_of(&again.body), "each form has a key of its own");
}

fn key_of(body: &str) -> &str {
    let (_, rest) = body.split_once("name=\"idempotency_key\" value=\"").expect("a key");
    &rest[..36]
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invalid_form_comes_back_with_everything_that_was_typed_and_nothing_that_runs() {
    let site = Site::open(None).await;
    let attack = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E";
    let key = handed_out(1_665_589_740_000, 1);
    let sent = format!(
        "name={attack}&email=maria&country=IT&profession=&organisation=Ospedale+{attack}&news_consent=yes&idempotency_key={key}"
    );
    let answer = site.register(&sent).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("<title>Error: Register"));
    assert!(answer.body.contains("Enter an e-mail address in the form name@example.org"));
    assert!(answer.body.contains("href=\"#field-profession\""));
    assert!(answer.body.contains("aria-describedby=\"email-hint email-error\""));
    assert!(answer.body.contains("value=\"maria\""));
    assert!(answer.body.contains(" checked"));
    assert!(answer.body.contains("value=\"IT\" selected"));
    assert_eq!(key_of(&answer.body), key);
    // A hint on the address never stands in the way: this one is taken as it is.
    let slip = site.register(&format!("{}&country=XX", form(9, "maria@gmial.com")).replace("country=IT&", "")).await;
    assert_eq!(slip.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(slip.body.contains("Did you mean maria@gmail.com?") && !answer.body.contains("Did you mean"));
    assert_eq!(site.register(&form(9, "maria@gmial.com")).await.status, StatusCode::SEE_OTHER);
    assert!(answer.body.contains("name=\"name\"") && answer.body.contains("value=\"&quot;"));
    assert!(!answer.body.contains("\"><script>alert(1)"), "what was typed must not end an attribute");
    assert_eq!(site.taken().await, 1, "the one with the slip");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_form_sent_twice_is_one_registration_and_a_known_address_learns_nothing() {
    let site = Site::open(Some(5)).await;
    let first = site.register(&form(1, "maria@ospedale.example")).await;
    assert_eq!(
        (first.status, first.header("location")),
        (StatusCode::SEE_OTHER, &*format!("/register/{}/done", site.slug))
    );
    assert_eq!(site.register(&form(1, "maria@ospedale.example")).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.taken().await, 1);
    assert_eq!(site.store.outbox(site.state.now(), 9, None).await.expect("readable").len(), 1);

    let known = site.register(&form(2, "MARIA@ospedale.example")).await;
    let unknown = site.register(&form(3, "somebody@else.example")).await;
    assert_eq!((known.status, &known.body), (unknown.status, &unknown.body));
    assert_eq!(known.headers, unknown.headers);
    assert_eq!(site.taken().await, 2);
    let done = site.get(first.header("location")).await;
    assert_eq!(done.status, StatusCode::OK);
    assert!(done.body.contains("does not send mail yet"), "the page must not promise a mail");

    // Gone back, corrected, sent again with the same key: a wish of its own.
    assert_eq!(site.register(&form(3, "corrected@else.example")).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.taken().await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_is_told_the_same_and_stored_nowhere() {
    let site = Site::open(None).await;
    let trapped = site.register(&format!("{}&website=http://x.example", form(1, "a@b.example"))).await;
    let key = handed_out(1_665_589_800_000 - 300, 2);
    let hasty = form(2, "a@b.example").replace(&handed_out(1_665_589_740_000, 2), &key);
    let hasty = site.register(&hasty).await;
    assert_eq!((trapped.status, hasty.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
    assert_eq!(site.taken().await, 0);
    assert!(site.store.outbox(site.state.now(), 9, None).await.expect("readable").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn full_closed_and_unknown_events_are_told_plainly() {
    let site = Site::open(Some(1)).await;
    assert_eq!(site.register(&form(1, "a@b.example")).await.status, StatusCode::SEE_OTHER);
    let full = site.register(&form(2, "c@d.example")).await;
    assert_eq!(full.status, StatusCode::CONFLICT);
    assert!(full.body.contains("Every place is taken") && !full.body.contains("method=\"post\" action=\"/register/"));
    let holder = site.register(&form(3, "a@b.example")).await;
    assert_eq!((holder.status, holder.body), (full.status, full.body), "who takes part must not be told");
    assert!(site.get(&format!("/register/{}", site.slug)).await.body.contains("Every place is taken"));
    assert_eq!(site.post("/register/nothing-here", &form(4, "a@b.example")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get("/register/nothing-here").await.status, StatusCode::NOT_FOUND);

    let later = Site::open_at("2022-10-20T12:00:00+02:00", None).await;
    assert_eq!(later.register(&form(1, "a@b.example")).await.status, StatusCode::CONFLICT);
    assert!(later.get(&format!("/register/{}", later.slug)).await.body.contains("Registration has closed"));
    assert_eq!(later.taken().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn opening_a_link_changes_nothing_and_pressing_twice_does_no_harm() {
    let site = Site::open(Some(1)).await;
    site.register(&form(1, "a@b.example")).await;
    let (confirm, manage) = site.links().await;
    for _ in 0..2 {
        let page = site.get(&confirm).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("Confirm my registration"));
        assert!(page.header("cache-control").contains("no-store"));
        assert_eq!(page.header("referrer-policy"), "same-origin");
        assert!(page.header("x-robots-tag").contains("noindex"));
    }
    assert_eq!(site.state(&manage).await, RegistrationState::Pending);
    for _ in 0..2 {
        let answer = site.post(&confirm, "").await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, confirm.as_str()));
        assert_eq!(site.state(&manage).await, RegistrationState::Confirmed);
    }
    let confirmed = site.get(&confirm).await;
    assert!(confirmed.body.contains("You are registered") && confirmed.body.contains(&manage));
    assert!(confirmed.body.contains(&format!("{manage}/calendar.ics")));
    assert!(confirmed.body.contains("calendar.google.com/calendar/render?action=TEMPLATE"));
    assert!(confirmed.body.contains("dates=20221012T160000Z%2F20221012T1"));

    let own = site.get(&manage).await;
    assert!(own.body.contains("Italy") && own.body.contains("Oncologist") && own.body.contains("a@b.example"));
    assert_eq!(site.register(&form(2, "c@d.example")).await.status, StatusCode::CONFLICT);
    for _ in 0..2 {
        let answer = site.post(&format!("{manage}/cancel"), "").await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, manage.as_str()));
    }
    assert_eq!((site.state(&manage).await, site.taken().await), (RegistrationState::Cancelled, 0));
    assert!(site.get(&manage).await.body.contains("Your registration is cancelled"));
    assert_eq!(site.post(&confirm, "").await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.state(&manage).await, RegistrationState::Cancelled);
    assert_eq!(site.register(&form(2, "c@d.example")).await.status, StatusCode::SEE_OTHER, "the place is free again");
}

#[tokio::test(flavor = "multi_thread")]
async fn other_sites_and_unknown_tokens_get_nowhere() {
    let site = Site::open(None).await;
    site.register(&form(1, "a@b.example")).await;
    let (confirm, manage) = site.links().await;
    let path = format!("/register/{}", site.slug);
    for path in [path.as_str(), &confirm, &format!("{manage}/cancel"), "/admin/sign-out", "/set-up"] {
        let answer = site.post_as(path, &form(2, "c@d.example"), "", "cross-site").await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!((site.state(&manage).await, site.taken().await), (RegistrationState::Pending, 1));
    // One token does not open the other's door.
    let (confirm_token, manage_token) = (confirm.rsplit('/').next(), manage.rsplit('/').next());
    let swapped = [
        format!("/registration/{}", confirm_token.unwrap_or_default()),
        format!("/registration/confirm/{}", manage_token.unwrap_or_default()),
        "/registration/confirm/0".to_owned(),
        "/registration/0".to_owned(),
    ];
    for path in swapped {
        let page = site.get(&path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!page.body.contains("a@b.example") && page.body.contains("This link does not work"));
    }
    assert_eq!(site.post("/registration/confirm/0", "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.post("/registration/0/cancel", "").await.status, StatusCode::NOT_FOUND);
}

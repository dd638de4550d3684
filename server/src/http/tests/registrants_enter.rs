//! Registrations by those who work here: one by hand, and many by a file that is shown first.

use axum::http::StatusCode;
use domain::registration::RegistrationState::{self, Confirmed, Joining, Pending, Waiting};
use domain::staff::Role;
use store::Registration;

use super::desk_import::hidden;
use super::registration::form;
use super::{Answer, Site};

/// Two days before the webinar.
const TWO_DAYS_BEFORE: &str = "2022-10-10T12:00:00+02:00";

fn has(page: &str, parts: &[&str]) {
    for part in parts {
        assert!(page.contains(part), "{part} is missing in {page}");
    }
}

impl Site {
    async fn registrar(&self) -> String {
        self.sign_in().await;
        self.sign_in_as(Role::Registrar).await
    }

    /// Sends the form by which somebody is entered, with another key each time.
    async fn enters(&self, cookie: &str, key: u32, email: &str, more: &str) -> Answer {
        let path = format!("/admin/registrations/{}/add", self.slug);
        self.post_as(&path, &format!("{}{more}", form(key, email)), cookie, "same-origin").await
    }

    async fn of(&self, email: &str) -> Registration {
        let found = self.store.registrations_of(email).await.expect("readable");
        found.into_iter().next().unwrap_or_else(|| panic!("{email} is not registered"))
    }

    async fn states_of(&self, emails: &[&str]) -> Vec<RegistrationState> {
        let mut states = Vec::new();
        for email in emails {
            states.push(self.of(email).await.state);
        }
        states
    }

    /// What was written, newest first, but for reminders, which wait for their hour.
    async fn letters(&self) -> Vec<String> {
        let mails = self.store.outbox(self.state.now(), 200, None).await.expect("readable");
        mails.into_iter().map(|mail| mail.kind).filter(|kind| kind != "reminder").collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_entered_by_hand_asked_to_prove_the_address_or_confirmed_at_once() {
    let site = Site::open_at(TWO_DAYS_BEFORE, None).await;
    let cookie = site.registrar().await;
    let list = format!("/admin/registrations/{}", site.slug);
    has(&site.get_as(&list, &cookie).await.body, &["Add a registration", "Import from a file"]);
    let page = site.get_as(&format!("{list}/add"), &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    has(&page.body, &["name=\"profession\"", "value=\"ask\" checked", "Full name"]);
    assert!(!page.body.contains("news_consent"), "nobody gives a consent for somebody else");

    // What is to be mended is said by its field, what was typed stays, and nothing happens.
    let path = format!("{list}/add");
    let refused = site.post_as(&path, "name=Ada+L&proof=given&reason=a%0Ab", &cookie, "same-origin").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    has(
        &refused.body,
        &["Enter your e-mail address", "Choose the country", "value=\"Ada L\"", "on one line of at most"],
    );
    assert_eq!((site.taken().await, site.letters().await.len()), (0, 0));

    let more = "&news_consent=yes&proof=ask&when_full=list";
    for _ in 0..2 {
        let asked = site.enters(&cookie, 1, "asked@b.example", more).await;
        let found = site.of("asked@b.example").await;
        assert_eq!((asked.status, asked.header("location")), (StatusCode::SEE_OTHER, &*format!("{list}/{}", found.id)));
        assert_eq!((found.state, found.news_consent), (Pending, false));
    }
    assert_eq!(site.letters().await, ["confirm_registration"], "sent twice, it is done once");
    let (confirm, _) = site.links().await;
    assert_eq!(site.post(&confirm, "").await.status, StatusCode::SEE_OTHER, "the link is as any other");
    assert_eq!(site.of("asked@b.example").await.state, Confirmed);

    let given = "&proof=given&when_full=list&reason=By+phone";
    assert_eq!(site.enters(&cookie, 2, "given@b.example", given).await.status, StatusCode::SEE_OTHER);
    let found = site.of("given@b.example").await;
    assert_eq!(found.state, Confirmed);
    let one = site.get_as(&format!("{list}/{}", found.id), &cookie).await.body;
    has(&one, &["Registered, entered by Ada, registrar. Reason: By phone", "Was confirmed, by Ada, registrar"]);
    has(&site.get_as(&list, &cookie).await.body, &["Registered somebody", "By phone"]);
    assert_eq!(site.letters().await.first().map(String::as_str), Some("confirmed"), "the person is told");

    let again = site.enters(&cookie, 3, "Given@b.example", given).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    has(&again.body, &["This address is registered for the event already", &format!("{list}/{}", found.id)]);
    assert_eq!(site.taken().await, 2);
    for role in [Role::Editor, Role::Moderator] {
        let other = site.sign_in_as(role).await;
        for path in [&path, &format!("{list}/import")] {
            assert_eq!(site.get_as(path, &other).await.status, StatusCode::FORBIDDEN);
        }
        let sent = site.uploads_to(&format!("{list}/import"), &other, Some(("people.csv", LIST)), &[]).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN);
        let template = site.get_as(&format!("{list}/import/registrations.csv"), &other).await;
        assert!(!template.status.is_success() && !template.body.contains("name,email"));
        assert_eq!(site.enters(&other, 4, "no@b.example", given).await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(site.get_as("/admin/registrations/nowhere/add", &cookie).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_all_places_are_taken_somebody_waits_or_is_given_one_for_a_reason() {
    let site = Site::open_at(TWO_DAYS_BEFORE, Some(1)).await;
    let cookie = site.registrar().await;
    let given = "&proof=given&when_full=";
    site.enters(&cookie, 1, "first@b.example", &format!("{given}list")).await;
    site.enters(&cookie, 2, "waits@b.example", &format!("{given}list")).await;
    site.enters(&cookie, 3, "joins@b.example", "&proof=ask&when_full=list").await;
    let refused = site.enters(&cookie, 4, "speaker@b.example", &format!("{given}place&reason=+")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    has(&refused.body, &["Say why a place is given beyond the limit", "value=\"place\" checked", "1 of 1 taken"]);
    assert_eq!(site.taken().await, 1);
    site.enters(&cookie, 5, "speaker@b.example", &format!("{given}place&reason=Speaker")).await;
    site.enters(&cookie, 6, "guest@b.example", "&proof=ask&when_full=place&reason=Guest").await;
    let all = ["first@b.example", "waits@b.example", "joins@b.example", "speaker@b.example", "guest@b.example"];
    assert_eq!(site.states_of(&all).await, [Confirmed, Waiting, Joining, Confirmed, Pending]);
    assert_eq!(site.taken().await, 3, "beyond the limit, and counted");
    assert_eq!(
        site.letters().await,
        ["confirm_registration", "confirmed", "confirm_waiting", "waiting", "confirmed"],
        "each is written to once"
    );
    // Too late for a list, and the form says so.
    site.comes_to("2022-10-12T17:55:00+02:00").await;
    let cookie = site.sign_in_as(Role::Registrar).await;
    let late = site.enters(&cookie, 7, "late@b.example", &format!("{given}list")).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    has(&late.body, &["too late for a waiting list"]);
}

const LIST: &str = "Name;E-mail;Country;Role;Institution;Tags;Colour\r\n\
    Maria Rossi;maria@b.example;Italy;Oncologist;Ospedale;vip;red\r\n\
    Nobody;not an address;IT;pilot;;;\r\n\
    '=HYPERLINK(\"x\");formula@b.example;it;nurse;@home;;\r\n\
    Maria Again;MARIA@b.example;IT;nurse;;;\r\n\
    Here Already;here@b.example;IT;nurse;;;\r\n\
    Third One;third@b.example;IT;nurse;;;\r\n\
    Short\r\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_shown_line_by_line_and_then_exactly_that_is_done_and_only_once() {
    let site = Site::open_at(TWO_DAYS_BEFORE, Some(3)).await;
    let cookie = site.registrar().await;
    let list = format!("/admin/registrations/{}", site.slug);
    let path = format!("{list}/import");
    has(&site.get_as(&path, &cookie).await.body, &["multipart/form-data", "registrations.csv", "profession"]);
    let (headers, template) = {
        let request = axum::http::Request::get(format!("{path}/registrations.csv"))
            .header("host", "site.test")
            .header("cookie", &cookie);
        site.bytes(request.body(axum::body::Body::empty()).expect("a request")).await
    };
    assert!(headers["content-disposition"].to_str().is_ok_and(|value| value.starts_with("attachment")));
    assert_eq!(template, "\u{feff}name,email,country,profession,organisation,tags\r\n".as_bytes());
    site.enters(&cookie, 1, "here@b.example", "&proof=given&when_full=list").await;
    let before = site.letters().await.len();

    let how = [("proof", "given"), ("when_full", "list"), ("reason", "Sent by the hospital")];
    let preview = site.uploads_to(&path, &cookie, Some(("people.csv", LIST)), &how).await;
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.body);
    has(
        &preview.body,
        &[
            "Read people.csv: 7 people",
            "Not taken from it: Colour.",
            "2 lines to be mended",
            "Line 3: Nobody, not an address",
            "Column “E-mail”: Enter an e-mail address",
            "Column “Role”: Choose your professional role",
            "This line has 1 cells, the first line has 7",
            "2 people get a place",
            "Line 4: =HYPERLINK",
            "1 person goes onto the waiting list",
            "Line 7: Third One",
            "2 people are there already",
            "The same address stands in line 2.",
            "3 letters will be sent.",
            "Register 3 people",
        ],
    );
    assert_eq!((site.taken().await, site.letters().await.len()), (1, before), "nothing is done yet");

    let sent =
        ["draft", "name", "key", "seen", "proof", "when_full", "reason"].map(|name| (name, hidden(&preview, name)));
    let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let go = async || site.uploads_to(&path, &cookie, None, &sent).await;
    // Somebody takes a place meanwhile: it is shown anew.
    site.enters(&cookie, 2, "quick@b.example", "&proof=given&when_full=list").await;
    let outdated = go().await;
    assert_eq!(outdated.status, StatusCode::CONFLICT);
    has(
        &outdated.body,
        &["Something changed since this was shown", "1 person gets a place", "2 people go onto the waiting list"],
    );
    assert_eq!(site.taken().await, 2);

    let seen = hidden(&outdated, "seen");
    let sent: Vec<(&str, &str)> =
        sent.iter().map(|(name, value)| (*name, if *name == "seen" { seen.as_str() } else { value })).collect();
    for _ in 0..2 {
        let done = site.uploads_to(&path, &cookie, None, &sent).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        assert_eq!(done.header("location"), format!("{path}?added=3&known=0&otherwise=0"));
        has(&site.get_as(done.header("location"), &cookie).await.body, &["3 people were registered."]);
    }
    let all = ["maria@b.example", "formula@b.example", "third@b.example"];
    assert_eq!(site.states_of(&all).await, [Confirmed, Waiting, Waiting]);
    assert_eq!((site.taken().await, site.letters().await.len()), (3, before + 1 + 3), "sent twice, it is done once");
    let maria = site.of("maria@b.example").await;
    assert_eq!((maria.country.as_str(), maria.tags.len(), maria.news_consent), ("IT", 1, false));
    let one = site.get_as(&format!("{list}/{}", maria.id), &cookie).await.body;
    has(&one, &["entered by Ada, registrar. Reason: Sent by the hospital"]);
    // A formula stays a text, and leaves as one.
    assert_eq!(site.of("formula@b.example").await.name, "=HYPERLINK(\"x\")");
    let export = site.get_as(&format!("{list}/export/registrations.csv"), &cookie).await.body;
    has(&export, &["'=HYPERLINK", "'@home"]);

    for (file, why) in [
        ("", "Choose a file."),
        ("name,email\nA,a@b.org", "the first line has no column called “country”, “profession”"),
    ] {
        let refused = site.uploads_to(&path, &cookie, Some(("x.csv", file)), &how).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        has(&refused.body, &[why, "value=\"given\" checked", "Sent by the hospital"]);
    }
    let unsure = site.uploads_to(&path, &cookie, Some(("x.csv", LIST)), &[("when_full", "place")]).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    has(&unsure.body, &["Choose whether the address", "Say why a place is given"]);
    let large = "x".repeat(3 * 1024 * 1024);
    assert_eq!(
        site.uploads_to(&path, &cookie, Some(("x.csv", &large)), &how).await.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
}

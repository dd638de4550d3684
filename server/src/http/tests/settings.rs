//! Zone, languages and address in the settings, and that each change stands in the list of changes and is set back there.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::mail::{LetterKind, LetterWords};
use domain::settings::Setting;
use domain::staff::Role;

use super::Site;
use super::registrants_bulk::has;

const PAGE: &str = "/admin/settings";
const CHANGES: &str = "/admin/changes";

async fn sends(site: &Site, cookie: &str, path: &str, form: &str) -> super::Answer {
    site.post_as(path, form, cookie, "same-origin").await
}

#[tokio::test(flavor = "multi_thread")]
async fn new_events_have_the_zone_and_the_language_that_were_set() {
    let site = Site::open(None).await;
    let cookie = site.sign_in().await;
    let new = async || site.get_as("/admin/content/events/new", &cookie).await.body;
    has(&new().await, &["value=\"Europe/Rome\"", "value=\"en\""]);
    for (path, sent, field) in [
        ("zone", "zone=CEST", "zone"),
        ("zone", "zone=Europe%2FAtlantis", "zone"),
        ("languages", "languages=English+please!", "languages"),
    ] {
        let refused = sends(&site, &cookie, &format!("{PAGE}/{path}"), &format!("base=0&{sent}")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{sent}");
        has(&refused.body, &[&format!("id=\"{field}-error\""), "aria-invalid=\"true\""]);
    }
    let saved = sends(&site, &cookie, &format!("{PAGE}/zone"), "base=0&zone=europe%2Fbrussels").await;
    assert_eq!(saved.header("location"), format!("{PAGE}?done=saved"), "{}", saved.body);
    let saved = sends(&site, &cookie, &format!("{PAGE}/languages"), "base=0&languages=IT%2C+pt-br").await;
    assert_eq!(saved.header("location"), format!("{PAGE}?done=saved"), "{}", saved.body);
    let stale = sends(&site, &cookie, &format!("{PAGE}/zone"), "base=0&zone=Europe%2FParis").await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    has(&stale.body, &["Somebody changed it meanwhile", "value=\"Europe/Paris\""]);
    has(
        &new().await,
        &["value=\"Europe/Brussels\"", "value=\"it\"", "<option value=\"pt-BR\">", "<option value=\"en\">"],
    );
    let page = site.get_as(PAGE, &cookie).await.body;
    has(
        &page,
        &[
            "value=\"Europe/Brussels\"",
            "value=\"it, pt-BR\"",
            "set the zone Europe/Brussels",
            "set the languages it, pt-BR",
        ],
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_tells_whether_it_was_asked_for_by_the_public_address() {
    let site = Site::open(None).await;
    let cookie = site.sign_in().await;
    let asks = async |host: &str, more: &[(&str, &str)]| {
        let mut request = Request::get(PAGE).header(header::HOST, host).header(header::COOKIE, &cookie);
        for (name, value) in more {
            request = request.header(*name, *value);
        }
        site.ask(request.body(Body::empty()).expect("a request")).await.body
    };
    has(&asks("site.test", &[]).await, &["asked for by that address", "--base-url"]);
    has(&asks("other.test", &[]).await, &["asked for by “other.test”"]);
    has(&asks("10.0.0.1:3000", &[("x-forwarded-host", "site.test")]).await, &["passes on “10.0.0.1:3000”"]);
    has(&asks("site.test", &[("x-forwarded-proto", "https")]).await, &["visitors come over https"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_stand_among_the_changes_and_are_set_back_while_they_are_the_last() {
    let site = Site::open(None).await;
    let cookie = site.sign_in().await;
    let page = async || site.get_as(CHANGES, &cookie).await.body;
    sends(&site, &cookie, PAGE, "base=0&sender_name=One").await;
    let first = site.store.setting_changes(Setting::SenderName, 1).await.expect("readable")[0].number;
    sends(&site, &cookie, PAGE, &format!("base={first}&sender_name=Two")).await;
    let second = site.store.setting_changes(Setting::SenderName, 1).await.expect("readable")[0].number;
    let undo = |number: i64| format!("{CHANGES}/settings/{number}/undo");
    let listed = page().await;
    has(&listed, &["Name of the sender", "As the operator has it", "One</ins>", "Two</ins>", &undo(second)]);
    assert!(!listed.contains(&undo(first)), "only the last one is set back");
    assert_eq!(sends(&site, &cookie, &undo(first), "").await.status, StatusCode::CONFLICT);
    let back = sends(&site, &cookie, &undo(second), "").await;
    assert_eq!(back.header("location"), format!("{CHANGES}?set_back=true"), "{}", back.body);
    assert_eq!(site.store.setting(Setting::SenderName).await.expect("readable").as_deref(), Some("One"));
    has(&site.get_as(&format!("{CHANGES}?set_back=true"), &cookie).await.body, &["Set back to what it was before."]);
    assert_eq!(sends(&site, &cookie, &undo(second), "").await.status, StatusCode::CONFLICT, "once");
    assert_eq!(sends(&site, &cookie, &undo(9_999), "").await.status, StatusCode::NOT_FOUND);

    // A colour holds and is gone at once.
    sends(&site, &cookie, &format!("{PAGE}/accent"), "base=0&accent_light=%237a1f5c&accent_dark=%23f0a8d0").await;
    let colour = site.store.setting_changes(Setting::Accent, 1).await.expect("readable")[0].number;
    assert_eq!(site.get("/theme.css").await.status, StatusCode::OK);
    assert_eq!(sends(&site, &cookie, &undo(colour), "").await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.get("/theme.css").await.status, StatusCode::NOT_FOUND);

    // Not after thirty days.
    let last = site.store.setting_changes(Setting::SenderName, 1).await.expect("readable")[0].number;
    site.passes(31 * 24 * 60).await;
    let cookie = site.sign_in().await;
    assert!(!site.get_as(CHANGES, &cookie).await.body.contains(&undo(last)));
    let late = sends(&site, &cookie, &undo(last), "").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    has(&late.body, &["older than 30 days"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn editors_see_and_set_back_the_glossary_alone() {
    let site = Site::open(None).await;
    let cookie = site.sign_in().await;
    sends(&site, &cookie, PAGE, "base=0&sender_name=Telemedicine").await;
    let name = site.store.setting_changes(Setting::SenderName, 1).await.expect("readable")[0].number;
    let editor = site.sign_in_as(Role::Editor).await;
    sends(&site, &editor, "/admin/glossary", "base=0&text=ePRO").await;
    let word = site.store.setting_changes(Setting::Glossary, 1).await.expect("readable")[0].number;
    let page = site.get_as(CHANGES, &editor).await.body;
    has(&page, &["ePRO</ins>", &format!("{CHANGES}/settings/{word}/undo")]);
    assert!(!page.contains("Telemedicine</ins>"));
    let refused = sends(&site, &editor, &format!("{CHANGES}/settings/{name}/undo"), "").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    has(&refused.body, &["Only administrators set this"]);
    let back = sends(&site, &editor, &format!("{CHANGES}/settings/{word}/undo"), "").await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.body);
    let reviewer = site.sign_in_as(Role::Reviewer).await;
    let seen = site.get_as(CHANGES, &reviewer).await;
    assert!(seen.status == StatusCode::OK && !seen.body.contains("ePRO</ins>"), "{}", seen.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn words_of_letters_stand_among_the_changes_with_what_they_were() {
    let site = Site::open(None).await;
    let cookie = site.sign_in().await;
    let kind = LetterKind::Confirmed;
    let words = LetterWords { subject: "You are in".to_owned(), text: "Welcome, <b>all</b>".to_owned() };
    let change = site.store.change_letter_words(kind, Some(words), 0, "Ada".to_owned(), site.state.now());
    assert!(change.await.expect("written"));
    let page = site.get_as(CHANGES, &cookie).await.body;
    has(&page, &["You are in</ins>", "Welcome, &lt;b&gt;all&lt;/b&gt;</ins>", "The letter’s own words</del>"]);
    has(&page, &["href=\"/admin/mail/confirmed\"", "action=\"/admin/mail/confirmed/undo\""]);
    let number = site.store.letter_words(kind, 1).await.expect("readable")[0].number;
    let undone = sends(&site, &cookie, "/admin/mail/confirmed/undo", &format!("base={number}")).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER);
    has(&site.get_as(CHANGES, &cookie).await.body, &["You are in</del>", "The letter’s own words</ins>"]);
    let editor = site.sign_in_as(Role::Editor).await;
    assert!(!site.get_as(CHANGES, &editor).await.body.contains("You are in"), "letters are none of an editor's");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_installed_site_is_called_as_the_programme_is_and_has_its_colour() {
    let site = Site::open(None).await;
    let cookie = site.sign_in().await;
    let manifest = async || {
        let answer = site.get("/site.webmanifest").await;
        assert_eq!(answer.header("content-type"), "application/manifest+json");
        serde_json::from_str::<serde_json::Value>(&answer.body).expect("JSON")
    };
    let own = manifest().await;
    assert_eq!(own["name"], site.state.published().content.programme.name.as_str());
    assert_eq!(own["theme_color"], "#0b5f78");
    sends(&site, &cookie, &format!("{PAGE}/accent"), "base=0&accent_light=%237a1f5c&accent_dark=%23f0a8d0").await;
    assert_eq!(manifest().await["theme_color"], "#7a1f5c");
}

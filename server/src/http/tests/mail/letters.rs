//! Every letter there is, sent and read.

use std::collections::{BTreeSet, HashMap};

use axum::http::StatusCode;
use domain::content::{Content, Event, EventStatus, Id, MaterialKind, When};
use domain::mail::{Aim, Letter, Reach};
use serde_json::{Value, json};
use store::{AddedPasskey, PasskeyKey};

use super::super::Site;
use super::super::registration::form;
use super::post;
use super::post_office::PostOffice;
use crate::jobs::Way;

/// Largest mail: some programs cut what is longer.
const LARGEST: u64 = 60 * 1024;
/// Longest line (RFC 5322, section 2.1.1).
const LONGEST_LINE: u64 = 998;

/// Writes to all who can be written to, and lets the minute pass.
async fn write_to_many(site: &Site, cookie: &str) {
    let letters = format!("/admin/registrations/{}/letters", site.slug);
    let begun = site.post_as(&letters, "who=all&back=", cookie, "same-origin").await;
    let letter = begun.header("location").to_owned();
    let words = "aim=event&subject=For+{{name}}&text=Dear+{{name}},+*bring*+a+pen+to+{{event}}.%0A%0A{{manage}}";
    let review = site.post_as(&letter, words, cookie, "same-origin").await.header("location").to_owned();
    let id = letter.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an identity");
    let reach = site.store.group_letter_reach(id, Aim::Event).await.expect("readable");
    let count = reach.iter().find(|(reach, _)| *reach == Reach::Written).expect("somebody").1;
    let held = site.post_as(&review, &format!("revision=1&count={count}"), cookie, "same-origin").await;
    assert_eq!(held.header("location"), letter);
    site.passes(1).await;
    crate::jobs::release_group_letters(&site.state).await.expect("released");
}

/// What people do until a letter of every kind was written. The server sends in between, so that each is sent while it is
/// true.
async fn live(site: &Site, mut send: impl AsyncFnMut()) {
    let ask = async |key: u32, email: &str| {
        site.passes(1).await;
        assert_eq!(site.register(&form(key, email)).await.status, StatusCode::SEE_OTHER);
        site.links().await
    };
    let (confirm, first) = ask(1, "first@a.example").await;
    site.post(&confirm, "").await;
    send().await;
    ask(2, "first@a.example").await;
    let (confirm, second) = ask(3, "second@b.example").await;
    send().await;
    site.post(&confirm, "").await;
    send().await;
    site.post(&format!("{first}/cancel"), "").await;
    send().await;
    site.passes(13 * 60).await;
    send().await;
    let cookie = site.sign_in().await;
    let registration = site.store.registration_by_token(second.rsplit('/').next().unwrap_or_default()).await;
    let registration = registration.expect("readable").expect("a registration").id;
    let decide = async |decision: &str| {
        site.passes(1).await;
        let decision = format!("registration={registration}&decision={decision}&reason=Asked+by+telephone");
        let path = format!("/admin/registrations/{}/decide", site.slug);
        assert_eq!(site.post_as(&path, &decision, &cookie, "same-origin").await.status, StatusCode::SEE_OTHER);
    };
    decide("reinstate").await;
    decide("cancel").await;
    send().await;
    let (confirm, _) = ask(5, "fourth@d.example").await;
    site.post(&confirm, "").await;
    send().await;
    let both = format!("{}&events=webinar-2&events=webinar-3", form(4, "third@c.example"));
    assert_eq!(site.post("/register", &both).await.status, StatusCode::SEE_OTHER);
    let browser = site.signed_in("third@c.example").await;
    send().await;
    let session = site.store.account_session(&browser.value("account"), site.state.real_now()).await;
    let account = session.expect("readable").expect("a session").account;
    let key =
        PasskeyKey { credential_id: "00".to_owned(), public_key: String::new(), state: String::new(), transports: 0 };
    let now = site.state.now();
    let added = site.store.add_account_passkey(&account, key, "Phone".to_owned(), now, now).await;
    assert_eq!(added.expect("written"), AddedPasskey::Added);
    // Longer than the pace at which one domain is written to.
    site.passes(1).await;
    send().await;
    for time in ["2022-10-11T18:00:00+02:00", "2022-10-12T17:00:00+02:00"] {
        site.comes_to(time).await;
        send().await;
    }
    // Of those who work here: an invitation, a forgotten password, and what was done in somebody's name.
    let administrator = site.sign_in().await;
    let invitation = "email=new%40staff.example&role=editor";
    assert_eq!(
        site.post_as("/admin/staff/invite", invitation, &administrator, "same-origin").await.status,
        StatusCode::SEE_OTHER
    );
    let known = site.store.staff_members().await.expect("readable")[0].member.email.replace('@', "%40");
    assert_eq!(site.post("/admin/password", &format!("email={known}")).await.status, StatusCode::OK);
    let asked =
        site.post_as("/admin/account/address", "email=new%40staff.example", &administrator, "same-origin").await;
    assert_eq!(asked.status, StatusCode::OK);
    let codes = site.post_as("/admin/account/recovery-codes", "", &administrator, "same-origin").await;
    assert_eq!(codes.status, StatusCode::OK);
    send().await;
    write_to_many(site, &administrator).await;
    let tried = site.post_as("/admin/mail/confirmed/test", "", &administrator, "same-origin").await;
    assert_eq!(tried.status, StatusCode::SEE_OTHER);
    send().await;
    let changes = async |change: &dyn Fn(&mut Event)| {
        let edit = |content: &mut Content, webinar: Id| {
            content.events.iter_mut().filter(|event| event.id == webinar).for_each(change);
        };
        site.releases(edit).await;
    };
    changes(&|event| {
        if let When::Hours { start, end, .. } = &mut event.when {
            (*start, *end) = (start.plus_minutes(24 * 60), end.plus_minutes(24 * 60));
        }
    })
    .await;
    send().await;
    changes(&|event| event.status = EventStatus::Postponed).await;
    send().await;
    changes(&|event| event.status = EventStatus::Cancelled).await;
    send().await;
    site.releases(|content, webinar| {
        let mut recording = content.materials.first().expect("a material").clone();
        (recording.id, recording.slug) = (Id::new_v4(), "a-recording".parse().expect("a slug"));
        (recording.kind, recording.event, recording.session) = (MaterialKind::Recording, Some(webinar), None);
        content.materials.push(recording);
    })
    .await;
    send().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_letter_arrives_whole_and_says_the_same_in_each_of_its_parts() {
    let Some(mut office) = PostOffice::open().await else { return };
    let site = Site::open_at("2022-10-08T12:00:00+02:00", Some(1)).await;
    let post = post(&office.url());
    live(&site, async || assert_eq!(site.sends(&post).await, Way::Open)).await;
    let outbox = site.store.outbox(site.state.now(), 200, None).await.expect("readable");
    let mut by_id = HashMap::new();
    for mail in &outbox {
        if mail.dropped.is_none() {
            assert!(mail.sent.is_some(), "{mail:?}");
            let received = office.receives().await;
            by_id.insert(received["headers"]["message-id"].as_str().expect("an identity").to_owned(), received);
        }
    }
    let mut kinds = BTreeSet::new();
    for mail in outbox.iter().filter(|mail| mail.sent.is_some()) {
        let received = by_id.get(&format!("<{}@site.test>", mail.id)).expect("every mail under its own identity");
        assert_eq!(received["to"], json!([mail.to]));
        assert_eq!(mail.letter.clone().without_secrets(), mail.letter, "its links are not kept");
        reads_well(received, &mail.kind);
        kinds.insert(mail.kind.as_str());
    }
    let taken_out = by_id.values().filter(|mail| mail["parts"][2]["calendar"]["method"] == "CANCEL").count();
    assert_eq!(
        taken_out, 2,
        "of the two who cancelled, one had a place; and somebody has one when the event is cancelled"
    );
    // Words of an earlier version are sent as they are; nothing writes them any more.
    kinds.insert("written");
    assert_eq!(kinds, Letter::KINDS.iter().copied().collect());
}

fn reads_well(mail: &Value, kind: &str) {
    let header = |name: &str| mail["headers"][name].as_str().unwrap_or_default();
    assert_eq!(mail["defects"], json!([]), "{kind}");
    assert_eq!(mail["bare_newlines"], 0, "{kind}");
    assert!(mail["size"].as_u64() < Some(LARGEST) && mail["longest_line"].as_u64() <= Some(LONGEST_LINE), "{kind}");
    assert_eq!(mail["from"], "webinars@site.test");
    assert_eq!(header("from"), "Webinars at Köln <webinars@site.test>");
    let about = match kind {
        "sign_in" => "Sign in: ",
        "account_notice" => "A passkey was added: ",
        "confirm_series" => "Confirm your registrations",
        "security_notice" => "Your account for the work at ",
        "invitation" => "You are invited to work at ",
        "password_reset" => "Choose a new password: ",
        "new_address" => "Confirm your new address: ",
        "group" => "For Maria Rossi",
        "trial" => "Test: You have a place: ",
        _ => ": Webinar 1",
    };
    assert!(header("subject").contains(about), "{kind}: {}", header("subject"));
    assert_eq!((header("auto-submitted"), header("content-language")), ("auto-generated", "en"));
    assert_eq!(header("x-auto-response-suppress"), "All");
    assert_eq!(header("feedback-id"), format!("{kind}:continuum"));
    assert_eq!(header("mime-version"), "1.0");
    assert!(header("date").contains(" 2022 "), "{}", header("date"));
    let names = mail["names"].as_array().expect("names");
    assert_eq!(
        names.iter().collect::<std::collections::HashSet<_>>().len(),
        names.len(),
        "a header stands there twice"
    );

    // One can ask for no more of what goes to many, by a page or a mail program (RFC 8058).
    let unsubscribes = match kind {
        "reminder" => Some("/event>"),
        "recording_available" => Some("/stop/recordings>"),
        _ => None,
    };
    if let Some(end) = unsubscribes {
        let address = header("list-unsubscribe");
        assert!(address.starts_with("<http://site.test/notifications/") && address.ends_with(end), "{address}");
        assert_eq!(header("list-unsubscribe-post"), "List-Unsubscribe=One-Click");
        let page = address.trim_matches(['<', '>']);
        let parts = mail["parts"].as_array().expect("parts");
        assert!(parts.iter().all(|part| part["content"].as_str().is_some_and(|text| text.contains(page))), "{page}");
    } else {
        assert_eq!((header("list-unsubscribe"), header("list-unsubscribe-post")), ("", ""), "{kind}");
    }

    let with_calendar = matches!(kind, "confirmed" | "cancelled" | "moved" | "event_cancelled" | "event_postponed");
    let part = |media_type: &str| {
        let parts = mail["parts"].as_array().expect("parts");
        parts.iter().find(|part| part["type"] == media_type)
    };
    let plain = part("text/plain").expect("plain text")["content"].as_str().expect("text");
    let page = part("text/html").expect("HTML");
    is_readable_by_everybody(page, header("subject"), kind);
    for address in plain.lines().filter(|line| line.starts_with("http://site.test/")) {
        let linked = page["elements"].as_array().expect("elements").iter().any(|element| element[1]["href"] == address);
        assert!(linked, "{kind}: {address} is in the text only");
    }
    let said = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = said(page["text"].as_str().expect("text"));
    for line in plain.lines().filter(|line| !line.contains("://") && !line.starts_with("-- ")) {
        let line = said(line.trim_end_matches(':'));
        assert!(text.contains(&line), "{kind}: {line:?} is in the text only");
    }
    // Whoever never had a place has nothing in their calendar that could be taken out.
    let Some(entry) = part("text/calendar") else {
        assert!(!with_calendar || kind == "cancelled", "{kind}");
        assert_eq!(mail["shape"], json!(["multipart/alternative", ["text/plain", "text/html"]]), "{kind}");
        return;
    };
    assert!(with_calendar, "{kind}");
    let alternatives = ["text/plain", "text/html", "text/calendar"];
    let shape = json!(["multipart/mixed", [["multipart/alternative", alternatives], "application/ics"]]);
    assert_eq!(mail["shape"], shape);
    let file = part("application/ics").expect("a file");
    assert_eq!((&file["disposition"], &file["file"]), (&json!("attachment"), &json!("invite.ics")));
    assert_eq!(file["calendar"], entry["calendar"]);
    let method = if matches!(kind, "cancelled" | "event_cancelled") { "CANCEL" } else { "PUBLISH" };
    assert_eq!((&entry["parameters"]["method"], &entry["calendar"]["method"]), (&json!(method), &json!(method)));
    assert!(entry["calendar"]["uid"].as_str().is_some_and(|uid| uid.starts_with("registration-")));
}

/// A language, headings in order, and nothing that is fetched, runs, or lays text out in a table.
fn is_readable_by_everybody(page: &Value, subject: &str, kind: &str) {
    let elements = page["elements"].as_array().expect("elements");
    let tags: Vec<&str> = elements.iter().filter_map(|element| element[0].as_str()).collect();
    let allowed = ["html", "head", "meta", "title", "style", "body", "div", "h1", "h2", "p", "a", "br", "em"];
    assert!(tags.iter().all(|tag| allowed.contains(tag)), "{kind}: {tags:?}");
    assert_eq!(tags.iter().filter(|tag| **tag == "h1").count(), 1, "{kind}");
    assert!(elements.iter().any(|element| element[0] == "html" && element[1]["lang"] == "en"));
    assert!(page["text"].as_str().is_some_and(|text| text.contains(subject)));
    let source = page["content"].as_str().expect("text");
    assert!(!source.contains("url(") && !source.contains("src="), "{kind}: something is fetched");
}

//! Every text of the interface has a key: in the pseudo-locale all of ours is accented, so whatever stands there in plain
//! letters is either the programme's own content or a text that nobody could translate.

use std::cell::RefCell;
use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::content::{Content, Disclosure};
use domain::desk::{Kind, Thing};
use domain::registration::COUNTRIES;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use super::registration::form;
use super::{NOW, Site};

/// What may stand in plain letters although no editor wrote it: the product's and others' names, abbreviations of time
/// zones and places, codes.
const NAMES: [&str; 8] = ["CEST", "CET", "JST", "UTC", "Rome", "Tokyo", "Asia/Tokyo", "site.test"];

/// Attributes whose words a script shows.
const SAID_LATER: [&str; 4] = ["data-busy", "data-failed", "data-unusable", "data-known"];

/// Attributes that people read or hear.
const READ_ALOUD: [&str; 4] = ["aria-label", "title", "alt", "placeholder"];

/// A text of a page and where it stands.
type Found = (String, String);

/// Collects what a page says.
#[derive(Default)]
struct Reader {
    texts: RefCell<Vec<Found>>,
    /// Elements open around the present place, each with whether its text is left out.
    open: RefCell<Vec<(String, bool)>>,
}

/// Elements without an end tag (HTML standard, section 13.1.2).
const VOID: [&str; 7] = ["meta", "link", "input", "br", "hr", "img", "wbr"];

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => self.tag(&tag),
            Token::CharacterTokens(text) => self.text(&text),
            _ => TokenSinkResult::Continue,
        }
    }
}

impl Reader {
    fn read(html: &str) -> Vec<Found> {
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(html));
        let tokenizer = Tokenizer::new(Self::default(), TokenizerOpts::default());
        let _ = tokenizer.feed(&input);
        tokenizer.end();
        tokenizer.sink.texts.take()
    }

    fn tag(&self, tag: &Tag) -> TokenSinkResult<()> {
        let name = tag.name.to_string();
        let mut open = self.open.borrow_mut();
        if tag.kind == TagKind::EndTag {
            if let Some(position) = open.iter().rposition(|(element, _)| *element == name) {
                open.truncate(position);
            }
            return TokenSinkResult::Continue;
        }
        let value = |wanted: &str| {
            let attribute = tag.attrs.iter().find(|attribute| &*attribute.name.local == wanted);
            attribute.map(|attribute| attribute.value.to_string())
        };
        let says_its_value = name == "input" && matches!(value("type").as_deref(), Some("submit" | "button" | "reset"));
        let describes = name == "meta" && matches!(value("name").as_deref(), Some("description"));
        let read = READ_ALOUD.iter().copied().chain(says_its_value.then_some("value"));
        for attribute in read.chain(describes.then_some("content")).chain(SAID_LATER) {
            self.texts.borrow_mut().extend(value(attribute).map(|text| (format!("{attribute} of <{name}>"), text)));
        }
        // Editors write running text and mails are shown as they were written, in a language of their own.
        let is_prose = value("class").is_some_and(|class| class.split(' ').any(|class| class == "prose"));
        let is_script = name == "script" && value("id").as_deref() != Some("values");
        // What somebody typed is theirs.
        let is_typed = matches!(name.as_str(), "textarea" | "ins" | "del");
        let left_out =
            is_prose || is_script || is_typed || name == "style" || open.last().is_some_and(|(_, left_out)| *left_out);
        let raw = name == "script" || name == "style";
        if !VOID.contains(&&*name) && !tag.self_closing {
            open.push((name, left_out));
        }
        if raw {
            TokenSinkResult::RawData(html5ever::tokenizer::states::RawKind::ScriptData)
        } else {
            TokenSinkResult::Continue
        }
    }

    fn text(&self, text: &str) -> TokenSinkResult<()> {
        let open = self.open.borrow();
        if let Some((element, false)) = open.last() {
            let mut texts = self.texts.borrow_mut();
            if element == "script" {
                // A line for each value of a filter: facet, slug, name.
                let names = text.lines().filter_map(|line| line.split('\t').nth(2));
                texts.extend(names.map(|name| ("value of a filter".to_owned(), name.to_owned())));
            } else {
                texts.push((format!("<{element}>"), text.to_owned()));
            }
        }
        TokenSinkResult::Continue
    }
}

/// Everything that editors wrote and pages show, longest first, so that no part of a longer one remains.
pub(super) fn written_by_editors(content: &Content) -> Vec<String> {
    let mut texts: BTreeSet<String> = BTreeSet::new();
    let mut add = |parts: &[Option<&str>]| texts.extend(parts.iter().flatten().map(|text| (*text).to_owned()));
    let programme = &content.programme;
    add(&[Some(&programme.name), Some(&programme.tagline), Some(&programme.summary)]);
    for section in &programme.sections {
        add(&[Some(&section.title)]);
        section.items.iter().for_each(|item| add(&[Some(item)]));
    }
    for event in &content.events {
        add(&[Some(&event.title), event.subtitle.as_deref(), Some(&event.summary)]);
        add(&[event.announced_as.as_deref(), event.venue.as_deref()]);
        event.objectives.iter().for_each(|objective| add(&[Some(objective)]));
    }
    for session in &content.sessions {
        add(&[Some(&session.title), session.subtitle.as_deref(), session.kind.as_deref()]);
    }
    for person in &content.people {
        let initials = app::ui::initials(&person.name);
        let filed_under = person.sort_name.to_uppercase();
        add(&[Some(&person.name), person.affiliation.as_deref(), Some(&initials), filed_under.get(..1)]);
        if let Disclosure::Statement(statement) = &person.disclosure {
            add(&[Some(statement)]);
        }
    }
    for topic in &content.topics {
        add(&[Some(&topic.name), Some(&topic.name.to_lowercase())]);
    }
    content.tracks.iter().for_each(|track| add(&[Some(&track.name)]));
    content.rooms.iter().for_each(|room| add(&[Some(&room.name)]));
    for material in &content.materials {
        add(&[Some(&material.title), Some(&material.summary), material.publisher.as_deref()]);
    }
    content
        .organisations
        .iter()
        .for_each(|organisation| add(&[Some(&organisation.name), organisation.note.as_deref()]));
    content.pages.iter().for_each(|page| add(&[Some(&page.title), Some(&page.summary)]));
    // Names of countries stand in the domain, in English.
    COUNTRIES.iter().for_each(|(_, name)| add(&[Some(name)]));
    let mut texts: Vec<String> = texts.into_iter().filter(|text| !text.is_empty()).collect();
    texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
    texts
}

/// What remains of a text in plain letters once names and the programme's own words are taken out. Words are only taken
/// out whole: a person's initials are no part of anything.
fn plain_letters(text: &str, allowed: &[String]) -> bool {
    let mut rest = text.to_owned();
    for known in allowed.iter().map(String::as_str).chain(NAMES) {
        if known.chars().count() > 2 {
            rest = rest.replace(known, " ");
        } else if rest.trim() == known {
            return false;
        }
    }
    rest.chars().any(|letter| letter.is_ascii_alphabetic())
}

#[test]
fn a_text_without_a_key_would_be_found() {
    let allowed = ["Screening".to_owned(), "AB".to_owned()];
    for innocent in ["[Ŕéḿöṽé: Screening …]", "Screening", "AB", "12–13", "[12 …]"] {
        assert!(!plain_letters(innocent, &allowed), "{innocent}");
    }
    for bare in ["Remove: Screening", "[Ŕéḿöṽé now …]", "ABC", "x"] {
        assert!(plain_letters(bare, &allowed), "{bare}");
    }
    let page = "<html><head><title>T</title><script>let a;</script></head><body><p class=\"lede prose\">no</p>\
                <input placeholder=\"P\"><p title=\"A\">B<b>C</b></p></body></html>";
    let texts: Vec<String> = Reader::read(page).into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["T", "P", "A", "B", "C"]);
}

/// What a page says in plain letters although nobody wrote it.
pub(super) fn bare_texts(path: &str, page: &str, allowed: &[String]) -> Vec<String> {
    assert!(page.contains("<html lang=\"en-XA\""), "{path} has another language");
    let texts = Reader::read(page);
    assert!(texts.iter().any(|(_, text)| text.starts_with('[')), "{path} says nothing");
    let plain = texts.into_iter().filter(|(_, text)| plain_letters(text, allowed));
    plain.map(|(place, text)| format!("{path}: {place} “{}”", text.trim())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_says_anything_that_has_no_key() {
    // Before registration opens, open and about to begin, live, over.
    for now in ["2021-01-01T12:00:00+01:00", NOW, "2022-10-12T18:30:00+02:00", "2023-06-01T12:00:00+02:00"] {
        let site = Site::open_in_pseudo_locale(now).await;
        crate::jobs::index_search(&site.state).await.expect("indexed");
        let published = site.store.newest_release().await.expect("readable").expect("a release");
        let allowed = written_by_editors(&published.content);
        let mut bare: BTreeSet<String> = BTreeSet::new();
        let paths = paths(&published.content);
        assert!(paths.len() > 40, "the pages were not found");
        for path in &paths {
            let page = site.get(path).await;
            assert!(page.status == StatusCode::OK || page.status.is_client_error(), "{path}: {}", page.status);
            bare.extend(bare_texts(path, &page.body, &allowed));
        }
        assert!(
            bare.is_empty(),
            "at {now} these have no key in app/locales/en.toml:\n{}",
            Vec::from_iter(bare).join("\n")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_work_here_read_nothing_that_has_no_key() {
    let site = Site::open_with(NOW, Some(1), true).await;
    let published = site.store.newest_release().await.expect("readable").expect("a release");
    let event = published.content.events.iter().find(|event| event.slug.as_str() == site.slug).expect("an event").id;
    let mut allowed = written_by_editors(&published.content);
    allowed.push(published.name.clone());
    let addresses = published.content.pages.iter().map(|page| format!("/{}", page.slug));
    allowed.splice(..0, addresses);
    allowed.push(site.state.settings().base_url.clone());
    allowed.push(site.state.site_zone().name().to_string());
    let cookie = site.sign_in().await;
    let mut bare = Vec::new();
    let outbox =
        ["/admin/outbox".to_owned(), "/admin/outbox?before=1".to_owned(), "/admin/outbox?show=later".to_owned()];
    let list = format!("/admin/registrations/{}", site.slug);
    let lists = [
        "/admin/registrations".to_owned(),
        list.clone(),
        format!("{list}?sort=waiting"),
        format!("{list}?q=nobody&after={event}"),
    ];
    let own = [
        "/admin/account",
        "/admin/account/password",
        "/admin/confirm",
        "/admin/staff",
        "/admin/mail",
        "/admin/settings",
        "/admin/settings/dns",
    ]
    .map(str::to_owned);
    let staff = site.store.staff_members().await.expect("readable");
    allowed.extend(staff.into_iter().flat_map(|found| [found.member.name, found.member.email]));
    let mut desk: Vec<String> = ["/admin", "/admin/changes", "/admin/release", "/changes", "/changes/1"]
        .into_iter()
        .map(str::to_owned)
        .collect();
    for kind in Kind::ALL {
        let list = format!("/admin/content/{}", kind.name());
        let first = Thing::all(&published.content, *kind).first().map(|thing| format!("{list}/{}", thing.id()));
        desk.extend(first);
        if *kind != Kind::Programme {
            desk.extend([list.clone(), format!("{list}/new?event={event}")]);
        }
    }
    for path in outbox.iter().chain(&lists).chain(&own).chain(&desk) {
        let page = site.get_as(path, &cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        bare.extend(bare_texts(path, &page.body, &allowed));
    }

    // Somebody has the only place, and the limit was taken away. Both are known by words that no page of ours says.
    assert_eq!(site.register(&form(1, "maria@ospedale.example")).await.status, StatusCode::SEE_OTHER);
    let (_, manage) = site.links().await;
    let token = manage.rsplit('/').next().unwrap_or_default();
    let holder = site.store.registration_by_token(token).await.expect("readable").expect("a registration");
    let lifted = site.post_as(&format!("{list}/limit"), "limited=no&reason=0000", &cookie, "same-origin").await;
    assert_eq!(lifted.status, StatusCode::SEE_OTHER);
    let decisions = site.store.decisions(event, 1).await.expect("readable");
    allowed.extend(decisions.into_iter().map(|record| record.decided.by));
    let id = holder.id.simple().to_string().to_uppercase();
    allowed.extend([format!("{}-{}", &id[..4], &id[4..8]), holder.name, holder.email]);
    let subjects = site.store.mails_of_registration(holder.id).await.expect("readable");
    assert!(!subjects.is_empty(), "its letters stand on its page");
    // Written in the language of whoever receives it.
    allowed.push("Confirm your registration".to_owned());
    let run = site.post_as(&format!("{list}/bulk"), "act=cancel&who=all", &cookie, "same-origin").await;
    allowed.extend(domain::mail::Placeholder::ALL.iter().map(|placeholder| placeholder.written()));
    let letter = site.post_as(&format!("{list}/letters"), "who=all", &cookie, "same-origin").await;
    let letter = letter.header("location").to_owned();
    let one = [
        format!("{list}/{}", holder.id),
        run.header("location").to_owned(),
        format!("{list}/letters"),
        letter.clone(),
        format!("{letter}?back=no"),
    ];
    for path in lists.iter().chain(&one) {
        bare.extend(bare_texts(path, &site.get_as(path, &cookie).await.body, &allowed));
    }
    assert!(bare.is_empty(), "these have no key in app/locales/en.toml:\n{}", bare.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn ones_own_pages_say_nothing_that_has_no_key() {
    let site = Site::open_in_pseudo_locale(NOW).await;
    let published = site.store.newest_release().await.expect("readable").expect("a release");
    let mut allowed = written_by_editors(&published.content);
    allowed.extend(["@x.example", "erase"].map(str::to_owned));
    site.register(&form(1, "%C3%A1%40x.example")).await;
    let newest = site.store.registrations_of("á@x.example").await.expect("readable");
    let id = newest[0].id.simple().to_string().to_uppercase();
    allowed.push(format!("{}-{}", &id[..4], &id[4..8]));
    let cookies = site.signed_in("%C3%A1%40x.example").await.cookies();
    let mut bare = Vec::new();
    for path in [
        "/me",
        "/me/data",
        "/me/notifications",
        "/me/notifications?saved=yes",
        "/me/devices",
        "/sign-in/sent",
        "/sign-in/erased",
    ] {
        let page = site.get_as(path, &cookies).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        bare.extend(bare_texts(path, &page.body, &allowed));
    }
    assert!(bare.is_empty(), "these have no key in app/locales/en.toml:\n{}", bare.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_answered_in_the_pseudo_locale_or_in_a_language_that_is_not_shipped() {
    let site = Site::open(None).await;
    for language in ["en-XA", "fr", "fr-CH, fr;q=0.9, en;q=0.8"] {
        let request = Request::get("/")
            .header(header::HOST, "site.test")
            .header(header::ACCEPT_LANGUAGE, language)
            .header(header::COOKIE, format!("lang={language}"));
        let page = site.ask(request.body(Body::empty()).expect("a request")).await;
        assert!(page.body.contains("<html lang=\"en\"") && page.body.contains("Skip to content"), "{language}");
        assert!(page.header("vary").contains("Accept-Language"));
    }
}

/// Every public page of the programme, with what filters and errors add. What is typed is told back, so it has no plain
/// letter either: "ćáŕé" finds what "care" finds.
fn paths(content: &Content) -> Vec<String> {
    let fixed = [
        "/",
        "/programme",
        "/programme?view=grid",
        "/programme?view=agenda",
        "/programme?zone=Asia/Tokyo",
        "/programme?q=0000&topic=0",
        "/programme?q=%C4%87%C3%A1%C5%95%C3%A9&kind=webinar",
        "/library",
        "/library?q=0000",
        "/search",
        "/search?q=--",
        "/search?q=0000",
        "/search?q=Telepathology",
        "/search?q=%C5%A3%C3%A9%C4%BA%C3%A9%E1%B9%95%C3%A1%C5%A3%C4%A5%C3%B3%C4%BA%C3%B3%C4%9D%C3%AD&kind=topics",
        "/search?q=Telepathology+0000",
        "/people",
        "/agenda",
        "/nothing-here",
        "/set-up",
        "/set-up?token=0",
        "/admin/sign-in",
        "/admin/password",
        "/admin/password/0",
        "/admin/invitation/0",
        "/register",
        "/register/done?held=webinar-1&waiting=webinar-2&full=webinar-3",
        "/registration/series/0",
        "/registration/resend?sent=yes",
        "/events/nothing-here",
        "/sign-in",
        "/sign-in/sent",
        "/sign-in/link/0",
        "/notifications/0/event",
        "/notifications/0",
        "/notifications/0/stop/recordings",
    ];
    let mut paths: Vec<String> = fixed.iter().map(ToString::to_string).collect();
    paths.extend(content.events.iter().map(|event| format!("/events/{}", event.slug)));
    paths.extend(
        content
            .events
            .iter()
            .flat_map(|event| ["done", "done?waiting=yes"].map(|done| format!("/register/{}/{done}", event.slug))),
    );
    paths.extend(content.events.iter().map(|event| format!("/register/{}", event.slug)));
    paths.extend(content.sessions.iter().map(|session| format!("/sessions/{}", session.slug)));
    paths.extend(content.people.iter().map(|person| format!("/people/{}", person.slug)));
    paths.extend(content.topics.iter().map(|topic| format!("/topics/{}", topic.slug)));
    paths.extend(content.materials.iter().map(|material| format!("/library/{}", material.slug)));
    paths.extend(content.pages.iter().map(|page| format!("/{}", page.slug)));
    paths.extend(content.events.iter().map(|event| format!("/programme/{}", event.when.first_day())));
    paths
}

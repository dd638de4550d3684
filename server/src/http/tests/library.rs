//! Recordings of our own: who may have them, their captions, and what somebody saw.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::content::{Content, Id, Material, MediaKey, Visibility};
use domain::staff::Role;

use super::registration::form;
use super::{Answer, Site};
use crate::jobs::index_search;

pub(super) const CAPTIONS: &str = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Ada Example>Good morning & welcome.\n\n\
    00:01:15.500 --> 00:01:20.000\nThe second minute has begun.\n";

impl Site {
    /// A site whose first material has a video of its own; its address, and the video's key.
    pub(super) async fn with_recording(visibility: Visibility) -> (Self, String, String) {
        let site = Self::open(None).await;
        let file = site.ready("Talk 1.mp4", super::media::video(5_000)).await;
        let key = file.key.clone();
        let mut content = site.state.published().content.clone();
        let webinar = content.events.iter().find(|event| event.slug.as_str() == site.slug).expect("a webinar").id;
        recording(&mut content, webinar, &key).visibility = visibility;
        site.store.save_content(&content).await.expect("writable");
        site.store.release("Any", site.state.now()).await.expect("released");
        site.state.publish(site.store.newest_release().await.expect("readable").expect("a release"));
        let slug = site.state.published().content.materials[0].slug.to_string();
        (site, format!("/library/{slug}"), file.key)
    }

    /// Registers and confirms an address, and signs in with it; the cookies.
    pub(super) async fn registered(&self, email: &str) -> String {
        self.register(&form(1, email)).await;
        let (confirm, _) = self.links().await;
        assert_eq!(self.post(&confirm, "").await.status, StatusCode::SEE_OTHER);
        self.signed_in(email).await.cookies()
    }

    /// Adds captions at the desk, by a file.
    pub(super) async fn adds_captions(&self, key: &str, language: &str, text: &str, cookie: &str) -> Answer {
        let part = |name: &str, value: &str| {
            format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let file = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"talk.vtt\"\r\nContent-Type: text/vtt\r\n\r\n{text}\r\n"
        );
        let parts = [part("kind", "captions"), part("language", language), part("source", "machine"), file];
        let request = Request::post(format!("/admin/timed-text/{key}"))
            .header(header::HOST, "site.test")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
            .header(header::COOKIE, cookie)
            .header("sec-fetch-site", "same-origin");
        self.ask(request.body(Body::from(format!("{}--edge--\r\n", parts.concat()))).expect("a request")).await
    }

    /// Saves captions as an editor does.
    pub(super) async fn saves_captions(
        &self,
        key: &str,
        version: i64,
        text: &str,
        status: &str,
        cookie: &str,
    ) -> Answer {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("version", &version.to_string()).append_pair("body", text).append_pair("status", status);
        form.append_pair("source", "human").append_pair("act", "save");
        self.post_as(&format!("/admin/timed-text/{key}/captions/en"), &form.finish(), cookie, "same-origin").await
    }
}

fn recording<'a>(content: &'a mut Content, webinar: Id, key: &str) -> &'a mut Material {
    let key: MediaKey = key.parse().expect("a key");
    let material = &mut content.materials[0];
    material.body = domain::content::RichText::markdown("Read only here.");
    (material.media, material.event, material.minutes) = (Some(key), Some(webinar), Some(10));
    material
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_plays_without_scripts_and_its_captions_once_they_are_published() {
    let (site, path, key) = Site::with_recording(Visibility::Public).await;
    let page = site.get(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    let source = format!("<source src=\"/media/{key}/");
    assert!(page.body.contains("<video") && page.body.contains(&source) && page.body.contains("controls"));
    assert!(!page.body.contains("autoplay") && !page.body.contains("<track"));
    let at = site.get(&format!("{path}?t=75")).await.body;
    assert!(at.split(&source).nth(1).is_some_and(|rest| rest.contains("#t=75\"")), "it begins where the address asks");

    let editor = site.sign_in_as(Role::Editor).await;
    let added = site.adds_captions(&key, "en", CAPTIONS, &editor).await;
    let desk = format!("/admin/timed-text/{key}/captions/en");
    let rows = format!("{desk}/cues");
    assert_eq!((added.status, added.header("location")), (StatusCode::SEE_OTHER, rows.as_str()));
    let track = format!("/media/{key}/captions/en");
    assert_eq!(site.get(&format!("{track}.vtt")).await.status, StatusCode::NOT_FOUND, "a draft is for editors");
    assert_eq!(site.get_as(&format!("{track}.vtt"), &editor).await.status, StatusCode::OK);

    let saved = site.saves_captions(&key, 1, CAPTIONS, "published", &editor).await;
    assert_eq!((saved.status, saved.header("location")), (StatusCode::SEE_OTHER, format!("{desk}?saved").as_str()));
    // The change feed clears the pages that are kept; here nobody follows it.
    let page = site.get(&format!("{path}?t=1")).await.body;
    assert!(page.contains(&format!("<track kind=\"captions\" src=\"{track}.vtt\" srclang=\"en\"")), "{page}");
    assert!(page.contains("Good morning &amp; welcome.") && page.contains("Ada Example"));
    assert!(page.contains(&format!("href=\"{path}?t=75#player\"")), "each passage leads to its second");
    let file = site.get(&format!("{track}.vtt")).await;
    assert_eq!(file.header("content-type"), "text/vtt; charset=utf-8");
    assert!(file.body.contains("<v Ada Example>Good morning &amp; welcome."));
    assert!(site.get(&format!("{track}.srt")).await.body.contains("00:01:15,500 --> 00:01:20,000"));
    assert!(site.get(&format!("{track}.txt")).await.body.starts_with("Ada Example: Good morning & welcome."));
    for gone in ["captions/fr.vtt", "captions/en.exe", "chapters/en.vtt", "anything/en.vtt", "captions/en"] {
        assert_eq!(site.get(&format!("/media/{key}/{gone}")).await.status, StatusCode::NOT_FOUND, "{gone}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_is_searched_without_a_script() {
    let (site, path, key) = Site::with_recording(Visibility::Public).await;
    let editor = site.sign_in_as(Role::Editor).await;
    site.adds_captions(&key, "en", CAPTIONS, &editor).await;
    site.saves_captions(&key, 1, CAPTIONS, "published", &editor).await;
    let find = async |query: &str| site.get(&format!("{path}?{query}")).await.body;
    let page = find("find=M%C3%93RNING+%26").await;
    assert!(
        page.contains("Good <mark>morning &amp;</mark> welcome.") && page.contains("1 match for “MÓRNING &amp;”"),
        "{page}"
    );
    assert!(page.contains("value=\"MÓRNING &amp;\"") && page.contains("id=\"found-0\""), "what was typed is kept");
    let page = find("find=e&t=75&listen").await;
    assert!(
        page.contains("matches for “e”")
            && page.contains("name=\"t\" value=\"75\"")
            && page.contains("name=\"listen\"")
    );
    assert!(page.contains("href=\"#found-0\"") && page.contains("href=\"#found-1\""), "{page}");
    assert_eq!(
        page.matches("<mark>").count(),
        CAPTIONS
            .rsplit("\n\n")
            .take(2)
            .map(|cue| {
                let said = cue.rsplit('\n').find(|line| !line.is_empty()).unwrap_or_default();
                said.replace("<v Ada Example>", "").to_lowercase().matches('e').count()
            })
            .sum::<usize>()
    );
    let page = find("find=%3Cscript%3Ealert(1)").await;
    assert!(page.contains("“&lt;script&gt;alert(1)” is not said.") && !page.contains("<script>alert(1)"), "{page}");
    for empty in ["find=", "find=+", ""] {
        let page = find(empty).await;
        assert!(!page.contains("<mark>") && !page.contains("is not said") && page.contains("name=\"find\""), "{empty}");
    }
    assert!(!find(&format!("find={}", "x".repeat(5_000))).await.contains(&"x".repeat(101)), "not endless");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_for_registered_people_is_for_nobody_else() {
    let (site, path, key) = Site::with_recording(Visibility::Registered).await;
    let editor = site.sign_in_as(Role::Editor).await;
    site.adds_captions(&key, "en", CAPTIONS, &editor).await;
    site.saves_captions(&key, 1, CAPTIONS, "published", &editor).await;
    let captions = format!("/media/{key}/captions/en.vtt");

    let anonymous = site.get(&path).await.body;
    assert!(
        !anonymous.contains(&key) && !anonymous.contains("Good morning") && anonymous.contains("href=\"/sign-in\"")
    );
    let stranger = site.signed_in("eve%40example.org").await.cookies();
    let page = site.get_as(&path, &stranger).await.body;
    assert!(!page.contains(&key) && page.contains(&format!("href=\"/events/{}\"", site.slug)));
    index_search(&site.state).await.expect("indexed");
    for cookie in ["", stranger.as_str()] {
        assert_eq!(site.get_as(&captions, cookie).await.status, StatusCode::NOT_FOUND);
        for words in ["good+morning", "read+only+here"] {
            let found = site.get_as(&format!("/search?q={words}"), cookie).await;
            assert!(found.status == StatusCode::OK && !found.body.contains(&path), "{words}");
        }
        assert_ne!(site.get_as(&format!("/media/{key}/talk-1.mp4"), cookie).await.status, StatusCode::OK);
    }

    // An address that was typed into a form is not proven yet; once it is confirmed the recording is there.
    let ada = site.registered("ada%40example.org").await;
    let page = site.get_as(&path, &ada).await.body;
    let address = page.split("<source src=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a player");
    let address = address.replace("&amp;", "&");
    assert!(address.contains("signature="), "{address}");
    let (_, bytes) = site
        .bytes(Request::get(address).header(header::HOST, "site.test").body(Body::empty()).expect("a request"))
        .await;
    assert_eq!(bytes.len(), 5_000);
    assert_eq!(site.get_as(&captions, &ada).await.status, StatusCode::OK);
    assert!(page.contains("Read only here.") && !anonymous.contains("Read only here."));
    // What is said and written there is found by them as well.
    for words in ["good+morning", "read+only+here"] {
        let found = site.get_as(&format!("/search?q={words}"), &ada).await.body;
        assert!(found.contains(&path) && found.contains("<mark>"), "{words}: {found}");
    }
    // Nor does the list of changes tell it, though it says what changed.
    let changes = site.get("/changes/2").await;
    assert_eq!(changes.status, StatusCode::OK);
    assert!(!changes.body.contains("Read only here.") && !changes.body.contains(&key), "{}", changes.body);
    // Nothing of it was kept for the next visitor.
    assert!(!site.get(&path).await.body.contains(&key));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_words_of_the_glossary_are_put_into_captions_and_nobody_overwrites_another() {
    let (site, _, key) = Site::with_recording(Visibility::Public).await;
    let editor = site.sign_in_as(Role::Editor).await;
    let save = async |base: &str, text: &str| {
        let form =
            form_urlencoded::Serializer::new(String::new()).extend_pairs([("base", base), ("text", text)]).finish();
        site.post_as("/admin/glossary", &form, &editor, "same-origin").await
    };
    let wrong = save("0", "ePRO = e pro\n= nothing").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Line 2: a word is missing") && wrong.body.contains("= nothing"), "{}", wrong.body);
    let saved = save("0", "Good evening = good morning\r\nMinute").await;
    assert_eq!((saved.status, saved.header("location")), (StatusCode::SEE_OTHER, "/admin/glossary?saved=true"));
    let late = save("0", "Mine").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("Mine") && late.body.contains("Good evening = good morning"), "{}", late.body);

    site.adds_captions(&key, "en", CAPTIONS, &editor).await;
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs([
        ("version", "1"),
        ("body", CAPTIONS),
        ("source", "machine"),
        ("status", "draft"),
        ("act", "glossary"),
    ]);
    let path = format!("/admin/timed-text/{key}/captions/en");
    let put = site.post_as(&path, &form.finish(), &editor, "same-origin").await;
    assert!(put.body.contains("2 places replaced. It is not saved yet."), "{}", put.body);
    assert!(put.body.contains("Good evening &amp; welcome.") && put.body.contains("The second Minute"), "{}", put.body);
    assert!(site.get_as(&path, &editor).await.body.contains("Good morning"), "nothing was saved");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_what_is_for_those_who_work_here_visitors_learn_nothing() {
    let (site, shown, key) = Site::with_recording(Visibility::Public).await;
    let editor = site.sign_in_as(Role::Editor).await;
    let file = site.ready("Uncut.mp4", super::media::video(5_000)).await;
    let mut content = site.state.published().content.clone();
    let mut uncut = content.materials[0].clone();
    (uncut.id, uncut.slug, uncut.visibility) =
        (Id::from_u128(77), "uncut-talk".parse().expect("a slug"), Visibility::Staff);
    uncut.title = "The uncut talk".to_owned();
    uncut.media = Some(file.key.parse().expect("a key"));
    uncut.authors = content.people.iter().map(|person| person.id).take(1).collect();
    content.materials.push(uncut);
    site.store.save_content(&content).await.expect("writable");
    site.store.release("Another", site.state.now()).await.expect("released");
    site.state.publish(site.store.newest_release().await.expect("readable").expect("a release"));
    index_search(&site.state).await.expect("indexed");

    let person = format!("/people/{}", content.people[0].slug);
    let event = format!("/events/{}", site.slug);
    let last = format!("/changes/{}", site.state.published().number);
    let pages =
        ["/", "/library", "/programme", "/people", "/changes", "/changes.xml", "/search?q=uncut", "/agenda", &shown];
    for path in pages.into_iter().chain([person.as_str(), &event, &last]) {
        let page = site.get(path).await;
        assert!(!page.body.contains("The uncut talk") && !page.body.contains("uncut-talk\""), "{path}: {}", page.body);
    }
    assert_eq!(site.get("/library/uncut-talk").await.status, StatusCode::NOT_FOUND);
    let address = format!("/media/{}/uncut.mp4", file.key);
    let has = async |address: &str, cookie: &str| site.says("HEAD", address, cookie, "").await.status == StatusCode::OK;
    assert!(!has(&address, "").await && has(&address, &editor).await);
    assert!(has(&format!("/media/{key}/talk-1.mp4"), "").await, "the other recording is as it was");

    // At the desk it is released like everything else, and the preview shows it.
    let list = site.get_as("/admin/content/materials", &editor).await.body;
    assert!(list.contains("The uncut talk") && !list.contains("Changed since the last release"), "{list}");
    let previewing = format!("{editor}; preview=draft");
    let seen = site.get_as("/library/uncut-talk", &previewing).await;
    assert_eq!(seen.status, StatusCode::OK);
    assert!(seen.body.contains("<video") && seen.body.contains(&file.key), "{}", seen.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_watched_is_kept_for_its_owner_until_they_do_not_want_it() {
    let (site, path, _) = Site::with_recording(Visibility::Public).await;
    let (ada, eve) =
        (site.signed_in("ada%40example.org").await.cookies(), site.signed_in("eve%40example.org").await.cookies());
    let tell = async |cookie: &str, message: &str| {
        site.post_as(&format!("{path}/progress"), message, cookie, "same-origin").await.status
    };
    assert_eq!(tell("", "1000 0-1000@100/1000").await, StatusCode::FORBIDDEN);
    assert_eq!(tell(&ada, "nonsense").await, StatusCode::UNPROCESSABLE_ENTITY);
    let crossing = site.post_as(&format!("{path}/progress"), "5", &ada, "cross-site").await;
    assert_eq!(crossing.status, StatusCode::FORBIDDEN, "another site tells nothing");
    assert_eq!(tell(&ada, "150000 0-150000@100/150000").await, StatusCode::OK);
    let page = site.get_as(&path, &ada).await.body;
    assert!(page.contains("Go on at 2:30") && page.contains("25 %") && page.contains("?t=150#player"), "{page}");
    assert!(!site.get_as(&path, &eve).await.body.contains("Go on at 2:30"));
    assert!(site.get_as("/me", &ada).await.body.contains("Go on at 2:30"));
    let (_, archive) = site
        .bytes(
            Request::get("/me/data/download")
                .header(header::HOST, "site.test")
                .header(header::COOKIE, &ada)
                .body(Body::empty())
                .expect("a request"),
        )
        .await;
    assert!(String::from_utf8_lossy(&archive).contains("\"parts\": \"0-150000\""));

    // What a browser kept before is merged; what it says of things that are not there is not.
    let material = site.state.published().content.materials[0].id;
    let lines = format!("{material} 1 5 200000-210000\n{} 1 5 0-1\n", Id::nil());
    let merged = site.post_as("/me/progress", &lines, &ada, "same-origin").await;
    assert_eq!(merged.status, StatusCode::NO_CONTENT);
    let page = site.get_as(&path, &ada).await.body;
    assert!(page.contains("26 %") && page.contains("Go on at 2:30"), "the older place is not taken");

    let off = site.post_as("/me/progress/keep", "keep=no", &ada, "same-origin").await;
    assert_eq!(off.header("location"), "/me#watching");
    assert_eq!(tell(&ada, "150000 0-150000@100/150000").await, StatusCode::NO_CONTENT);
    let page = site.get_as(&path, &ada).await.body;
    assert!(!page.contains("Go on at") && page.contains("is not kept"));
}

#[tokio::test(flavor = "multi_thread")]
async fn captions_that_cannot_be_read_or_were_changed_meanwhile_keep_what_was_typed() {
    let (site, _, key) = Site::with_recording(Visibility::Public).await;
    let editor = site.sign_in_as(Role::Editor).await;
    let wrong = site.adds_captions(&key, "en", "WEBVTT\n\n00:05.000 --> 00:01.000\nx", &editor).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Line 3: it ends before it begins."), "{}", wrong.body);
    let no_language = site.adds_captions(&key, "?", CAPTIONS, &editor).await;
    assert_eq!(no_language.status, StatusCode::UNPROCESSABLE_ENTITY);
    site.adds_captions(&key, "en", CAPTIONS, &editor).await;
    let twice = site.adds_captions(&key, "en", CAPTIONS, &editor).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);

    let mine = CAPTIONS.replace("second minute", "MINE");
    let broken = site.saves_captions(&key, 1, &mine.replace("00:01:15.500", "soon"), "published", &editor).await;
    assert_eq!(broken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(broken.body.contains("Line 6") && broken.body.contains("The MINE has begun."), "{}", broken.body);
    site.saves_captions(&key, 1, CAPTIONS, "reviewed", &editor).await;
    let overtaken = site.saves_captions(&key, 1, &mine, "published", &editor).await;
    assert_eq!(overtaken.status, StatusCode::CONFLICT);
    assert!(overtaken.body.contains("The MINE has begun.") && overtaken.body.contains("has saved this text"));
    let replaced = "version=2&body=WEBVTT%0A%0A00%3A01.000+--%3E+00%3A02.000%0ATele-medicine&find=Tele-medicine&replace=Telemedicine&source=human&status=draft&act=replace";
    let path = format!("/admin/timed-text/{key}/captions/en");
    let replaced = site.post_as(&path, replaced, &editor, "same-origin").await.body;
    assert!(replaced.contains("1 place replaced") && replaced.contains("\nTelemedicine"));
    let nobody = site.post_as(&path, "version=2&body=x&source=human&status=draft", "", "same-origin").await;
    assert_ne!(nobody.status, StatusCode::OK);
    assert_eq!(site.post_as(&format!("{path}/remove"), "", &editor, "same-origin").await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.get_as(&path, &editor).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_to_captions_stands_among_the_changes_and_is_taken_back_there() {
    let (site, _, key) = Site::with_recording(Visibility::Public).await;
    let editor = site.sign_in_as(Role::Editor).await;
    let undo = async |number: u32, cookie: &str| {
        site.post_as(&format!("/admin/changes/texts/{number}/undo"), "", cookie, "same-origin").await
    };
    let changes = async |cookie: &str| site.get_as("/admin/changes", cookie).await.body;
    site.adds_captions(&key, "en", CAPTIONS, &editor).await;
    site.saves_captions(&key, 1, &CAPTIONS.replace("welcome", "<goodbye>"), "published", &editor).await;

    let page = changes(&editor).await;
    assert!(page.contains("id=\"text-2\"") && page.contains("Captions, English") && page.contains("Talk 1.mp4"));
    assert!(page.contains("Good morning &amp; welcome") || page.contains("&amp;amp; welcome"), "what it said: {page}");
    assert!(page.contains("texts/2/undo") && !page.contains("texts/1/undo"), "the later one first");
    let reviewer = site.sign_in_as(Role::Moderator).await;
    assert!(!changes(&reviewer).await.contains("text-2"));
    assert_eq!(undo(2, &reviewer).await.status, StatusCode::FORBIDDEN);
    let refused = undo(1, &editor).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains("changed again since"));

    let done = undo(2, &editor).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/admin/changes?set_back=true"));
    let captions = site.get_as(&format!("/admin/timed-text/{key}/captions/en"), &editor).await.body;
    assert!(captions.contains("welcome") && !captions.contains("goodbye"));
    assert!(changes(&editor).await.contains("texts/1/undo"));
    assert_eq!(undo(1, &editor).await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        site.get_as(&format!("/admin/timed-text/{key}/captions/en"), &editor).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(undo(99, &editor).await.status, StatusCode::CONFLICT);
}

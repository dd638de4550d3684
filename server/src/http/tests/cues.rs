//! Captions corrected one by one: a part at a time, with others at work on the same text.

use axum::http::StatusCode;
use domain::content::Visibility;
use domain::staff::Role;
use domain::timed_text::{Cue, TrackKind, vtt};

use super::{Answer, Site};

/// A recording with captions, an editor, and the address where they are corrected.
struct Desk {
    site: Site,
    key: String,
    path: String,
    editor: String,
}

/// Sixty captions, each two seconds long.
fn many() -> String {
    let cues = (0..60).map(|number| Cue {
        start: number * 2_000,
        end: number * 2_000 + 1_900,
        text: format!("Sentence {number}."),
        ..Cue::default()
    });
    vtt(&cues.collect::<Vec<_>>())
}

const FEW: &str = "WEBVTT\n\nopening\n00:00:01.000 --> 00:00:04.000 line:10%\n<v Ada Example>Good morning &amp; welcome.\n\n\
    00:01:15.500 --> 00:01:20.000\nThe second minute has begun.\n";

impl Desk {
    async fn open(text: &str) -> Self {
        let (site, _, key) = Site::with_recording(Visibility::Public).await;
        let editor = site.sign_in_as(Role::Editor).await;
        let path = format!("/admin/timed-text/{key}/captions/en/cues");
        let added = site.adds_captions(&key, "en", text, &editor).await;
        assert_eq!((added.status, added.header("location")), (StatusCode::SEE_OTHER, path.as_str()));
        Self { site, key, path, editor }
    }

    async fn page(&self, query: &str) -> String {
        self.site.get_as(&format!("{}{query}", self.path), &self.editor).await.body
    }

    /// The form as a browser would send it, with other values in some of its fields.
    async fn form(&self, query: &str, typed: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut fields = fields(&self.page(query).await);
        for (name, value) in typed {
            match fields.iter_mut().find(|(known, _)| known == name) {
                Some((_, kept)) => (*value).clone_into(kept),
                None => fields.push(((*name).to_owned(), (*value).to_owned())),
            }
        }
        fields
    }

    async fn send(&self, fields: &[(String, String)]) -> Answer {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        self.site.post_as(&self.path, &form.finish(), &self.editor, "same-origin").await
    }

    async fn body(&self) -> String {
        let key = self.key.parse().expect("a key");
        let kept = self.site.store.timed_text(&key, TrackKind::Captions, "en".to_owned()).await.expect("readable");
        kept.expect("captions").body
    }
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?.1.split_once(after).map(|(found, _)| found)
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// The fields of the form in a page.
fn fields(page: &str) -> Vec<(String, String)> {
    let form = between(page, "data-cue-form", "</form>").unwrap_or_default();
    let mut fields = Vec::new();
    for tag in form.split('<').skip(1) {
        let name = between(tag, " name=\"", "\"").unwrap_or_default().to_owned();
        if tag.starts_with("input") {
            fields.push((name, unescaped(between(tag, " value=\"", "\"").unwrap_or_default())));
        } else if tag.starts_with("textarea") {
            let text = tag.split_once('>').map_or("", |(_, text)| text);
            fields.push((name, unescaped(text.strip_prefix('\n').unwrap_or(text))));
        } else if tag.starts_with("select") {
            fields.push((name, String::new()));
        } else if tag.starts_with("option")
            && tag.contains(" selected")
            && let Some((_, value)) = fields.last_mut()
        {
            between(tag, "value=\"", "\"").unwrap_or_default().clone_into(value);
        }
    }
    fields
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caption_is_corrected_and_all_else_stays_as_it_was() {
    let desk = Desk::open(FEW).await;
    let page = desk.page("").await;
    for words in [
        "value=\"0:01.000\"",
        "value=\"1:20.000\"",
        "aria-label=\"Start of caption 2\"",
        "value=\"Ada Example\"",
        "value=\"opening\"",
        "<track kind=\"captions\"",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let same = desk.send(&desk.form("", &[]).await).await;
    assert_eq!(same.header("location"), format!("{}?from=0&saved", desk.path));
    assert_eq!(desk.body().await, FEW, "untouched, nothing changes");
    let typed = desk
        .form(
            "",
            &[("text-1", "The second minute\r\nbegins."), ("end-1", "79.25"), ("status", "published"), ("act", "save")],
        )
        .await;
    assert_eq!(desk.send(&typed).await.status, StatusCode::SEE_OTHER);
    let expected =
        FEW.replace("00:01:20.000\nThe second minute has begun.", "00:01:19.250\nThe second minute\nbegins.");
    assert_eq!(desk.body().await, expected);
    let page = desk.page("?saved").await;
    assert!(page.contains("Saved."), "{page}");
    assert!(!page.contains("Read from beginning to end"), "a machine made it, and one part of it was read");
    assert_eq!(desk.site.get(&format!("/media/{}/captions/en.vtt", desk.key)).await.body, expected, "it is public now");
    let fast = desk.send(&desk.form("", &[("end-0", "0:01.200"), ("act", "save")]).await).await;
    assert_eq!(fast.status, StatusCode::SEE_OTHER, "advice keeps nobody from saving");
    assert!(desk.page("").await.contains("Hard to read in its time: 115 characters a second"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_to_be_mended_stands_by_its_field_and_nothing_is_lost() {
    let desk = Desk::open(FEW).await;
    let typed = [("start-0", "soon"), ("end-1", "0:10"), ("text-0", "a --> b"), ("text-1", " "), ("act", "save")];
    let wrong = desk.send(&desk.form("", &typed).await).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in [
        "value=\"soon\"",
        "value=\"0:10\"",
        "a --> b",
        "href=\"#field-start-0\"",
        "id=\"end-1-error\" class=\"field__error\">It ends before it begins.",
        "id=\"text-1-error\" class=\"field__error\">Type what is said, or remove it.",
        "id=\"text-0-error\" class=\"field__error\">An arrow",
        "value=\"opening\"",
        "aria-describedby=\"text-1-error hints-1\"",
    ] {
        assert!(unescaped(&wrong.body).contains(words), "{words}: {}", wrong.body);
    }
    assert_eq!(desk.body().await, FEW);
    let order = desk.send(&desk.form("", &[("start-1", "0:00.500"), ("act", "save")]).await).await;
    assert!(order.body.contains("It begins before the one above."), "{}", order.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn captions_are_added_split_joined_and_removed_and_only_saving_keeps_it() {
    let desk = Desk::open(FEW).await;
    let shown = async |fields: Vec<(String, String)>| {
        let answer = desk.send(&fields).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert!(answer.body.contains("Done, and not saved yet."), "{}", answer.body);
        fields_of(&answer)
    };
    let value = |fields: &[(String, String)], name: &str| {
        fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let with_act = |mut fields: Vec<(String, String)>, act: &str| {
        fields.retain(|(name, _)| name != "act");
        fields.push(("act".to_owned(), act.to_owned()));
        fields
    };
    let added = shown(desk.form("", &[("text-0", "Typed before."), ("act", "add-1")]).await).await;
    assert_eq!(
        (value(&added, "text-0"), value(&added, "start-1"), value(&added, "text-1")),
        ("Typed before.".into(), "0:04.000".into(), String::new())
    );
    let removed = shown(with_act(added, "remove-1")).await;
    let split = shown(with_act(removed, "split-0")).await;
    assert_eq!(
        (value(&split, "text-0"), value(&split, "text-1"), value(&split, "speaker-1")),
        ("Typed".into(), "before.".into(), "Ada Example".into())
    );
    assert_eq!(desk.body().await, FEW, "nothing is saved yet");
    let joined = shown(with_act(split, "join-0")).await;
    assert_eq!(value(&joined, "text-0"), "Typed\nbefore.");
    assert_eq!(desk.send(&with_act(joined, "save")).await.status, StatusCode::SEE_OTHER);
    assert!(
        desk.body()
            .await
            .contains("opening\n00:00:01.000 --> 00:00:04.000 line:10%\n<v Ada Example>Typed\nbefore.\n\n00:01:15.500")
    );
    let mut none = desk.form("", &[("act", "save")]).await;
    none.retain(|(name, _)| !name.ends_with("-0") && !name.ends_with("-1"));
    let refused = desk.send(&none).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("A text without a single one"), "{}", refused.body);
}

fn fields_of(answer: &Answer) -> Vec<(String, String)> {
    fields(&answer.body)
}

#[tokio::test(flavor = "multi_thread")]
async fn two_editors_of_different_parts_are_both_right_and_of_one_part_both_are_asked() {
    let desk = Desk::open(&many()).await;
    let page = desk.page("").await;
    assert!(
        page.contains("href=\"") && page.contains("?from=100000\"") && page.contains("Save and go on to 1:40"),
        "{page}"
    );
    assert!(!page.contains("Sentence 50."), "a part at a time");
    // Both open the first form; a third person works on the second part.
    let (mine, theirs) = (
        desk.form("", &[("text-0", "Mine."), ("act", "save")]).await,
        desk.form("", &[("text-1", "Theirs."), ("act", "next")]).await,
    );
    let other = desk.form("?from=111000", &[("text-9", "Far away."), ("status", "reviewed"), ("act", "save")]).await;
    assert_eq!(desk.send(&other).await.header("location"), format!("{}?from=100000&saved", desk.path));
    assert_eq!(
        desk.send(&theirs).await.header("location"),
        format!("{}?from=100000&saved", desk.path),
        "the next part follows"
    );
    let page = desk.page("").await;
    assert!(
        page.contains("value=\"reviewed\" selected") && page.contains("Read from beginning to end"),
        "what was not chosen stays: {page}"
    );
    let overtaken = desk.send(&mine).await;
    assert_eq!(overtaken.status, StatusCode::CONFLICT);
    for words in ["Mine.", "Theirs.", "has changed this part since you opened it"] {
        assert!(overtaken.body.contains(words), "{words}: {}", overtaken.body);
    }
    let body = desk.body().await;
    assert!(body.contains("Theirs.") && body.contains("Far away.") && !body.contains("Mine."), "{body}");
    // Whoever has seen it decides.
    let again = desk.send(&fields_of(&overtaken)).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    let body = desk.body().await;
    assert!(body.contains("Mine.") && body.contains("Far away.") && body.contains("Sentence 1."), "{body}");
    // The last one of a part is joined with the first of the next.
    let joined = desk.send(&desk.form("", &[("act", "join-49")]).await).await;
    assert_eq!(joined.status, StatusCode::OK);
    assert_eq!(desk.send(&fields_of(&joined)).await.status, StatusCode::SEE_OTHER);
    assert!(desk.body().await.contains("00:01:38.000 --> 00:01:41.900\nSentence 49.\nSentence 50.\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_looked_for_is_found_in_all_parts_and_chapters_have_names_only() {
    let desk = Desk::open(&many()).await;
    let found = desk.page("?find=sentence+5").await;
    assert!(found.contains("“sentence 5” is said in 11 places."), "{found}");
    assert!(found.contains("?from=100000#cue-51"), "{found}");
    assert!(desk.page("?find=nowhere").await.contains("“nowhere” is not said."));
    assert!(desk.page("?from=nonsense").await.contains("Sentence 0."));
    let chapters = "--edge\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nchapters\r\n--edge\r\nContent-Disposition: form-data; \
        name=\"language\"\r\n\r\nen\r\n--edge\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nWEBVTT\n\n00:01.000 --> 00:01.100\nResults of the whole study in all its countries and years\r\n--edge--\r\n";
    let request = axum::http::Request::post(format!("/admin/timed-text/{}", desk.key))
        .header(axum::http::header::HOST, "site.test")
        .header(axum::http::header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .header(axum::http::header::COOKIE, &desk.editor)
        .header("sec-fetch-site", "same-origin");
    let added = desk.site.ask(request.body(axum::body::Body::from(chapters)).expect("a request")).await;
    let page = desk.site.get_as(added.header("location"), &desk.editor).await.body;
    assert!(page.contains("Start of chapter 1") && !page.contains("Who speaks") && !page.contains("<track"), "{page}");
    assert!(!page.contains("Hard to read"), "{page}");
    let slides = format!("/admin/timed-text/{}/slides/zxx/cues", desk.key);
    assert_eq!(desk.site.get_as(&slides, &desk.editor).await.status, StatusCode::NOT_FOUND);
    let nobody = desk.site.post_as(&desk.path, "since=0&act=save", "", "same-origin").await;
    assert_ne!(nobody.status, StatusCode::OK);
}

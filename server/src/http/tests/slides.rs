//! Slides beside a recording: found by themselves, timed at the desk, shown, and searched.

use axum::http::StatusCode;
use domain::content::{Content, Id, Material, MaterialKind, MediaKey, Visibility};
use domain::staff::Role;
use store::Media;

use super::media::work::pdf;
use super::{Answer, Site};
use crate::jobs::index_search;

/// A recording and the slides of the same event, both released.
struct Talk {
    site: Site,
    path: String,
    deck_path: String,
    recording: Media,
    editor: String,
}

fn material(content: &Content, like: usize, slug: &str, kind: MaterialKind, media: &Media, event: Id) -> Material {
    Material {
        id: app::server::random_id(),
        slug: slug.parse().expect("a slug"),
        kind,
        title: slug.to_owned(),
        media: Some(media.key.parse::<MediaKey>().expect("a key")),
        event: Some(event),
        session: None,
        url: None,
        visibility: Visibility::Public,
        former_slugs: Vec::new(),
        ..content.materials[like].clone()
    }
}

impl Talk {
    async fn open(decks: &[(&str, &[&str])], edit: impl Fn(&mut Vec<Material>)) -> Self {
        let site = Site::open(None).await;
        let recording = site.ready("Talk.mp4", super::media::video(5_000)).await;
        let mut content = site.state.published().content.clone();
        let event = content.events[0].id;
        let mut added = vec![material(&content, 0, "the-talk", MaterialKind::Recording, &recording, event)];
        for (slug, pages) in decks {
            let file = site.ready("Slides.pdf", pdf(pages)).await;
            added.push(material(&content, 0, slug, MaterialKind::Slides, &file, event));
        }
        site.works().await;
        edit(&mut added);
        content.materials.extend(added);
        site.store.save_content(&content).await.expect("writable");
        site.store.release("Any", site.state.now()).await.expect("released");
        site.state.publish(site.store.newest_release().await.expect("readable").expect("a release"));
        index_search(&site.state).await.expect("indexed");
        let editor = site.sign_in_as(Role::Editor).await;
        let deck_path = format!("/library/{}", decks.first().map_or("", |(slug, _)| slug));
        Self { site, path: "/library/the-talk".to_owned(), deck_path, recording, editor }
    }

    fn desk(&self) -> String {
        format!("/admin/timed-text/{}/slides", self.recording.key)
    }

    /// Saves times as the form sends them.
    async fn saves(&self, version: i64, status: &str, times: &[(u32, &str)]) -> Answer {
        let page = self.site.get_as(&self.desk(), &self.editor).await.body;
        let deck =
            page.split("name=\"deck\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("version", &version.to_string()).append_pair("deck", deck).append_pair("status", status);
        for (page, times) in times {
            form.append_pair(&format!("page-{page}"), times);
        }
        self.site.post_as(&self.desk(), &form.finish(), &self.editor, "same-origin").await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn slides_stand_beside_their_recording_and_lead_to_their_second() {
    let talk = Talk::open(&[("the-slides", &["Early access", "Nurse-led calls", "Zoledronate"])], |_| ()).await;
    let site = &talk.site;
    // Without times they are a deck.
    let page = site.get(&talk.path).await.body;
    assert_eq!(page.matches("<li id=\"slide-").count(), 3, "{page}");
    assert!(!page.contains("data-from"), "{page}");
    assert!(page.contains("alt=\"Slide 1: Early access\"") && page.contains("href=\"/library/the-slides\""), "{page}");
    let deck = site.get(&talk.deck_path).await.body;
    assert!(deck.contains("id=\"slide-3\"") && deck.contains("<p>Zoledronate</p>"), "{deck}");

    let form = site.get_as(&talk.desk(), &talk.editor).await.body;
    assert!(
        form.contains("Slide 2 begins at") && form.contains("Nurse-led calls") && form.contains("data-now"),
        "{form}"
    );
    let saved = talk.saves(0, "published", &[(1, "0:00, 3:00"), (2, "1:15"), (3, "")]).await;
    assert_eq!(
        (saved.status, saved.header("location")),
        (StatusCode::SEE_OTHER, format!("{}?saved", talk.desk()).as_str())
    );
    let form = site.get_as(&talk.desk(), &talk.editor).await.body;
    assert!(form.contains("value=\"0:00, 3:00\"") && form.contains("value=\"1:15\""), "{form}");

    let page = site.get(&format!("{}?t=80", talk.path)).await.body;
    assert!(page.contains("alt=\"Slide 2: Nurse-led calls\" decoding"), "the slide of that second: {page}");
    assert!(page.contains(&format!("href=\"{}?t=75#player\" data-seek=\"75000\"", talk.path)), "{page}");
    assert!(page.contains("data-from=\"75000\" data-to=\"180000\""), "{page}");
    assert_eq!(page.matches("id=\"slide-1\"").count(), 1, "it is shown twice and has one address");
    assert_eq!(page.matches("data-seek=").count(), 3, "{page}");
    assert!(!page.contains("kind=\"slides\""), "numbers are no captions");
    let track = site.get(&format!("/media/{}/slides/zxx.vtt", talk.recording.key)).await;
    assert!(track.body.contains("00:01:15.000 --> 00:03:00.000\n2"), "{}", track.body);

    index_search(&site.state).await.expect("indexed");
    let found = site.get("/search?q=nurse-led").await.body;
    assert!(found.contains(&format!("href=\"{}?t=75\"", talk.path)), "{found}");
    assert!(found.contains("href=\"/library/the-slides#slide-2\"") && found.contains("Slide 2"), "{found}");
    let unseen = site.get("/search?q=zoledronate").await.body;
    assert!(unseen.contains("the-slides#slide-3") && !unseen.contains("the-talk?t="), "{unseen}");

    let removed = site.post_as(&format!("{}/zxx/remove", talk.desk()), "", &talk.editor, "same-origin").await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER);
    index_search(&site.state).await.expect("indexed");
    assert!(!site.get("/search?q=nurse-led&kind=").await.body.contains("the-talk?t="));
}

#[tokio::test(flavor = "multi_thread")]
async fn times_that_are_none_or_were_overtaken_keep_what_was_typed() {
    let talk = Talk::open(&[("the-slides", &["One", "Two"])], |_| ()).await;
    let wrong = talk.saves(0, "published", &[(1, "soon"), (2, "0:10")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in
        ["“soon” is no time", "value=\"soon\"", "value=\"0:10\"", "id=\"page-1-error\"", "aria-invalid=\"true\""]
    {
        assert!(wrong.body.contains(words), "{words}: {}", wrong.body);
    }
    let same = talk.saves(0, "published", &[(1, "0:10"), (2, "10")]).await;
    assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(same.body.contains("Slide 1 begins at the same moment"), "{}", same.body);
    assert_eq!(talk.saves(0, "draft", &[(1, "0:00")]).await.status, StatusCode::SEE_OTHER);
    assert!(!talk.site.get(&talk.path).await.body.contains("data-from"), "a draft is for those who work here");
    let overtaken = talk.saves(0, "published", &[(2, "0:07")]).await;
    assert_eq!(overtaken.status, StatusCode::CONFLICT);
    assert!(overtaken.body.contains("value=\"0:07\"") && overtaken.body.contains("has saved this text"));
    let nobody = talk.site.post_as(&talk.desk(), "version=1&deck=&status=published", "", "same-origin").await;
    assert_ne!(nobody.status, StatusCode::SEE_OTHER);
    let generic = format!("/admin/timed-text/{}/slides/zxx", talk.recording.key);
    assert_eq!(talk.site.get_as(&generic, &talk.editor).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_decks_one_is_chosen_and_none_is_guessed() {
    let talk = Talk::open(&[("first-deck", &["Alpha"]), ("second-deck", &["Beta"])], |_| ()).await;
    let page = talk.site.get(&talk.path).await.body;
    assert!(!page.contains("slides__list"), "{page}");
    let form = talk.site.get_as(&talk.desk(), &talk.editor).await.body;
    assert!(form.contains("Choose which") && form.contains("second-deck</option>"), "{form}");
    let chosen = form.split("<option value=\"").nth(2).and_then(|rest| rest.split('"').next()).expect("a deck");
    let form = talk.site.get_as(&format!("{}?deck={chosen}", talk.desk()), &talk.editor).await.body;
    assert!(form.contains("Slide 1 begins at") && form.contains("Beta"), "{form}");
    let sent = format!("version=0&status=published&deck={chosen}&page-1=");
    let saved = talk.site.post_as(&talk.desk(), &sent, &talk.editor, "same-origin").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let page = talk.site.get(&format!("{}?t=1", talk.path)).await.body;
    assert!(page.contains("alt=\"Slide 1: Beta\"") && !page.contains("Alpha"), "{page}");
    // A recording without slides has none.
    let talk = Talk::open(&[], |_| ()).await;
    assert!(!talk.site.get(&talk.path).await.body.contains("slides__list"));
    assert!(talk.site.get_as(&talk.desk(), &talk.editor).await.body.contains("No slides belong to this recording yet"));
}

#[tokio::test(flavor = "multi_thread")]
async fn slides_for_registered_people_are_for_nobody_else() {
    let hide = |added: &mut Vec<Material>| added[1].visibility = Visibility::Registered;
    let talk = Talk::open(&[("the-slides", &["Secret dosage"])], hide).await;
    talk.saves(0, "published", &[(1, "0:00")]).await;
    index_search(&talk.site.state).await.expect("indexed");
    for path in [talk.path.as_str(), talk.deck_path.as_str(), "/search?q=secret+dosage", "/library"] {
        let page = talk.site.get(path).await.body;
        assert!(!page.contains("Secret") && !page.contains("slides-1.jpg"), "{path}: {page}");
    }
    let work = talk.site.get_as(&talk.path, &talk.site.signed_in("eve%40example.org").await.cookies()).await.body;
    assert!(!work.contains("Secret"), "{work}");
}

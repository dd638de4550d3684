//! What is made of uploaded files, by the programs themselves: kept in a folder and in a store of S3, shown, and gone with its origin.

use axum::http::StatusCode;
use bytes::Bytes;
use domain::content::{MediaKey, Visibility};
use domain::media::{Purpose, WorkFailure, WorkState};
use domain::published::Published;
use store::{Media, Rendition};

use super::super::{MEDIA_MOST, NOW, Site};
use super::{both, video};
use crate::media::{MediaStore, Tools, folder_at};

/// A PDF with a page for each of these texts.
pub(in super::super) fn pdf(pages: &[&str]) -> Bytes {
    let mut objects = vec!["<< /Type /Catalog /Pages 2 0 R >>".to_owned()];
    let kids: Vec<String> = (0..pages.len()).map(|page| format!("{} 0 R", 4 + page * 2)).collect();
    objects.push(format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pages.len()));
    objects.push("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned());
    for (page, text) in pages.iter().enumerate() {
        let shown = format!("BT /F1 40 Tf 60 250 Td ({text}) Tj ET");
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 960 540] /Contents {} 0 R \
             /Resources << /Font << /F1 3 0 R >> >> >>",
            5 + page * 2
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{shown}\nendstream", shown.len()));
    }
    let (mut file, mut starts) = ("%PDF-1.4\n".to_owned(), Vec::new());
    for (number, object) in objects.iter().enumerate() {
        starts.push(file.len());
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    let table = file.len();
    let rows: String = starts.iter().map(|start| format!("{start:010} 00000 n \n")).collect();
    let size = objects.len() + 1;
    file.push_str(&format!(
        "xref\n0 {size}\n0000000000 65535 f \n{rows}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"
    ));
    file.into()
}

/// A recording with picture and sound whose index stands last, as cameras write it.
fn index_last() -> Bytes {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("talk.mp4");
    let made = std::process::Command::new("ffmpeg")
        .args(["-v", "error", "-f", "lavfi", "-i", "testsrc=duration=3:size=320x180:rate=10"])
        .args(["-f", "lavfi", "-i", "sine=frequency=300:duration=3", "-c:v", "libx264", "-pix_fmt", "yuv420p"])
        .args(["-c:a", "aac", "-shortest"])
        .arg(&path)
        .status()
        .expect("ffmpeg, which `cargo xtask setup` installs");
    assert!(made.success());
    std::fs::read(path).expect("a recording").into()
}

impl Site {
    /// Does the work there is on files.
    pub(in super::super) async fn works(&self) {
        self.media.work(&self.state).await.expect("worked");
        crate::jobs::refresh_summaries(&self.state, &self.media).await.expect("refreshed");
    }

    async fn standing(&self, media: &Media) -> (WorkState, domain::media::Facts) {
        let keys = [media.key.clone()];
        let work = self.store.work_of(&keys).await.expect("readable").remove(&media.key).expect("work");
        (work.state, work.facts)
    }

    async fn made(&self, media: &Media) -> Vec<Rendition> {
        self.store.renditions(&media.key).await.expect("readable")
    }

    /// A site whose server has none of the programs.
    pub(super) async fn open_without_programs() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let objects = folder_at(&folder.path().join("media")).expect("a folder");
        let media = MediaStore::new(objects, MEDIA_MOST, Tools::default());
        let settings = app::server::Settings {
            base_url: "http://site.test".to_owned(),
            mail: app::server::MailMode::NotConfigured,
            peertube: Vec::new(),
            name_server: None,
            nightly_backup: false,
            pseudo_locale: false,
        };
        Self::open_in(folder, media, NOW, settings, |_| ()).await
    }

    /// Lets the first material have that file.
    fn names(&self, media: &Media, visibility: Visibility) -> String {
        let mut published = Published::clone(&self.state.published());
        let material = published.content.materials.first_mut().expect("a material");
        material.media = Some(media.key.parse::<MediaKey>().expect("a key"));
        (material.visibility, material.minutes) = (visibility, None);
        material.kind = domain::content::MaterialKind::Recording;
        let path = format!("/library/{}", material.slug);
        self.state.publish(published);
        path
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_gets_a_form_that_plays_at_once_a_picture_and_its_sound_alone() {
    let bytes = index_last();
    for (place, site) in both().await {
        let file = site.ready("Talk 1.mp4", bytes.clone()).await;
        assert_eq!(site.standing(&file).await.0, WorkState::Queued, "{place}");
        site.works().await;
        let (state, facts) = site.standing(&file).await;
        assert_eq!(state, WorkState::Done, "{place}");
        assert_eq!((facts.width, facts.height), (Some(320), Some(180)));
        assert!(facts.duration.is_some_and(|length| (2_900..3_300).contains(&length)), "{facts:?}");
        assert_eq!((facts.video_codec.as_deref(), facts.audio_codec.as_deref()), (Some("h264"), Some("aac")));
        let made = site.made(&file).await;
        let purposes: Vec<_> = made.iter().map(|made| made.purpose).collect();
        assert_eq!(purposes, [Purpose::Audio, Purpose::Poster, Purpose::Stream], "{place}");
        assert_eq!(made[1].size, Some((320, 180)), "{place}");

        let path = site.names(&file, Visibility::Public);
        let address = |made: &Rendition| site.state.media_address(&made.key, &made.name, false);
        let page = site.get(&path).await.body;
        let stream = address(&made[2]);
        assert!(page.contains(&format!("<source src=\"{stream}\" type=\"video/mp4\"")), "{place} {page}");
        assert!(page.contains(&format!("poster=\"{}\"", address(&made[1]))) && page.contains("Sound alone"), "{page}");
        assert!(page.contains(&format!("href=\"{path}?listen#player\"")) && page.contains("1 min"), "{page}");
        let heard = site.get(&format!("{path}?listen&t=2")).await.body;
        let sound = format!("<source src=\"{}#t=2\" type=\"audio/mp4\"", address(&made[0]));
        assert!(heard.contains("<audio") && heard.contains(&sound), "{place} {heard}");
        assert!(!heard.contains("<video") && heard.contains(&format!("href=\"{path}?t=2#player\"")));
        let list = site.get("/library").await.body;
        assert!(list.contains(&format!("src=\"{}\" width=\"320\" height=\"180\"", address(&made[1]))), "{list}");
        for made in &made {
            let (status, headers, bytes) = site.fetches("GET", &address(made), &[]).await;
            assert_eq!((status, u64::try_from(bytes.len()).ok()), (StatusCode::OK, Some(made.length)), "{place}");
            assert!(headers.get("etag").is_some());
        }
        let (.., bytes) = site.fetches("GET", &stream, &[]).await;
        let position = |kind: &[u8]| bytes.windows(4).position(|window| window == kind);
        assert!(position(b"moov") < position(b"mdat"), "{place}");

        site.store.remove_media(&file.key).await.expect("removed");
        site.settles_media().await;
        assert!(site.media.object_names().await.is_empty(), "{place}: it goes with its origin");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_made_is_for_those_who_may_have_its_origin() {
    let site = Site::open(None).await;
    let file = site.ready("Slides.pdf", pdf(&["Early access", "Evidence"])).await;
    site.works().await;
    let pages = site.made(&file).await;
    let words: Vec<_> = pages.iter().map(|page| (page.page, page.words.as_str(), page.size)).collect();
    let size = Some((1_280, 720));
    assert_eq!(words, [(Some(1), "Early access", size), (Some(2), "Evidence", size)]);
    let (plain, signed) = (
        site.state.media_address(&pages[0].key, &pages[0].name, false),
        site.state.media_address(&pages[0].key, &pages[0].name, true),
    );
    assert_eq!(site.fetches("GET", &plain, &[]).await.0, StatusCode::FORBIDDEN);
    site.names(&file, Visibility::Registered);
    assert_eq!(site.fetches("GET", &plain, &[]).await.0, StatusCode::FORBIDDEN);
    assert_eq!(site.fetches("GET", &signed, &[]).await.0, StatusCode::OK);
    assert!(!site.get("/library").await.body.contains(&pages[0].key), "nor does a card show it");
    site.names(&file, Visibility::Public);
    assert_eq!(site.fetches("GET", &plain, &[]).await.0, StatusCode::OK);
    let cookie = site.editor().await;
    let page = site.get_as("/admin/media", &cookie).await.body;
    assert!(page.contains("the text of each page · 2 pages") && !page.contains("Slides 1.jpg"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_no_program_can_read_says_so_and_is_tried_again() {
    let site = Site::open(None).await;
    let file = site.ready("Damaged.mp4", video(5_000)).await;
    site.works().await;
    assert_eq!(site.standing(&file).await.0, WorkState::Failed(WorkFailure::Unreadable));
    assert_eq!(site.made(&file).await, []);
    let cookie = site.editor().await;
    let page = site.get_as("/admin/media", &cookie).await.body;
    let retry = format!("/admin/media/{}/retry", file.key);
    assert!(page.contains("the program cannot read it") && page.contains("The program said:"), "{page}");
    assert!(page.contains(&retry) && page.contains("Damaged.mp4</span>"), "{page}");
    let answer = site.post_as(&retry, "", &cookie, "same-origin").await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/admin/media"));
    assert_eq!(site.standing(&file).await.0, WorkState::Queued);
    assert_ne!(site.post_as(&retry, "", "", "same-origin").await.status, StatusCode::OK);
    // It is played as it is.
    let path = site.names(&file, Visibility::Public);
    assert!(site.get(&path).await.body.contains(&format!("<source src=\"/media/{}/", file.key)));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_programs_files_are_as_they_were_sent_and_the_page_says_what_is_absent() {
    let site = Site::open_without_programs().await;
    let cookie = site.editor().await;
    let file = site.ready("Talk.mp4", video(5_000)).await;
    site.works().await;
    assert_eq!(site.standing(&file).await.0, WorkState::Queued);
    let page = site.get_as("/admin/media", &cookie).await.body;
    for words in ["ffmpeg, ffprobe: recordings get no picture", "pdfinfo, pdftoppm, pdftotext: PDF gets no pictures"] {
        assert!(page.contains(words), "{page}");
    }
    assert!(page.contains("the programs for that are missing on this server"), "{page}");
    let path = site.names(&file, Visibility::Public);
    let page = site.get(&path).await.body;
    assert!(page.contains("<video") && !page.contains("poster=") && !page.contains("Sound alone"), "{page}");
    // With the programs it is taken up.
    let whole = Site::open(None).await;
    let cookie = whole.editor().await;
    assert!(!whole.get_as("/admin/media", &cookie).await.body.contains("lacks programs"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_that_phones_cannot_play_is_named() {
    let site = Site::open(None).await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("talk.mp4");
    let made = std::process::Command::new("ffmpeg")
        .args(["-v", "error", "-f", "lavfi", "-i", "testsrc=duration=1:size=160x90:rate=5", "-c:v", "mpeg4"])
        .args(["-movflags", "+faststart"])
        .arg(&path)
        .status()
        .expect("ffmpeg, which `cargo xtask setup` installs");
    assert!(made.success());
    let file = site.ready("Old.mp4", std::fs::read(&path).expect("a recording").into()).await;
    site.works().await;
    let made: Vec<_> = site.made(&file).await.into_iter().map(|made| made.purpose).collect();
    assert_eq!(made, [Purpose::Poster], "its index stands first already, and it is silent");
    let cookie = site.editor().await;
    let page = site.get_as("/admin/media", &cookie).await.body;
    assert!(page.contains("Many phones cannot play its picture. Export it with H.264 instead."), "{page}");
}

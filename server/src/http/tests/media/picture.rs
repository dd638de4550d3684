//! Pictures of people: squares are made of them, everybody sees those and nobody else the picture itself.

use axum::http::StatusCode;
use bytes::Bytes;
use domain::content::Portrait;
use domain::media::{Crop, FileType, PORTRAIT_SIDES, Purpose, WorkState};
use domain::published::Published;
use store::Media;

use super::super::Site;

/// A JPEG that is taller than wide once it is held as its camera says (EXIF, tag 274): blue above, red below; and in it where it was
/// taken, as cameras write it.
fn photograph() -> Bytes {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("photograph.jpg");
    let made = std::process::Command::new("ffmpeg")
        .args(["-v", "error", "-f", "lavfi", "-i", "color=blue:s=300x400", "-f", "lavfi", "-i", "color=red:s=300x400"])
        .args(["-filter_complex", "hstack", "-frames:v", "1", "-update", "1"])
        .arg(&path)
        .status()
        .expect("ffmpeg, which `cargo xtask setup` installs");
    assert!(made.success());
    let jpeg = std::fs::read(path).expect("a picture");
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0".to_vec();
    // Turned by a quarter to the right.
    exif.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0]);
    exif.extend(b"taken at 41.8902 N 12.4922 E");
    let mut photograph = jpeg[..2].to_vec();
    photograph.extend([0xff, 0xe1]);
    photograph.extend(u16::try_from(exif.len() + 2).expect("short").to_be_bytes());
    photograph.extend(exif);
    photograph.extend(&jpeg[2..]);
    photograph.into()
}

/// The colour in the middle of a picture: red, green and blue.
fn middle(bytes: &Bytes) -> [u8; 3] {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("square");
    std::fs::write(&path, bytes).expect("written");
    let shown = std::process::Command::new("ffmpeg")
        .args(["-v", "error", "-i"])
        .arg(&path)
        .args(["-vf", "format=rgb24,crop=1:1", "-f", "rawvideo", "-"])
        .output()
        .expect("ffmpeg");
    shown.stdout.try_into().expect("one pixel")
}

impl Site {
    /// Lets the first person have that picture; the address of their page.
    fn portrays(&self, media: &Media) -> String {
        let mut published = Published::clone(&self.state.published());
        let person = published.content.people.first_mut().expect("somebody");
        let description = "In front of a <bookshelf>".to_owned();
        person.portrait = Some(Portrait { media: media.key.parse().expect("a key"), description });
        let path = format!("/people/{}", person.slug);
        self.state.publish(published);
        path
    }

    async fn squares(&self, media: &Media) -> Vec<(u32, FileType, String)> {
        let made = self.store.renditions(&media.key).await.expect("readable");
        assert!(made.iter().all(|made| made.purpose == Purpose::Portrait));
        let address = |made: &store::Rendition| self.state.media_address(&made.key, &made.name, false);
        let mut squares: Vec<_> =
            made.iter().map(|made| (made.size.expect("measured").0, made.file_type, address(made))).collect();
        squares.sort_by_key(|(side, file_type, _)| (*side, *file_type == FileType::Webp));
        squares
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn squares_are_made_of_a_picture_and_its_place_is_told_to_nobody() {
    let site = Site::open(None).await;
    let bytes = photograph();
    let file = site.ready("Ada 1.jpg", bytes.clone()).await;
    site.works().await;
    let squares = site.squares(&file).await;
    let expected = PORTRAIT_SIDES.map(|side| [(side, FileType::Avif), (side, FileType::Webp)]).concat();
    assert_eq!(squares.iter().map(|(side, file_type, _)| (*side, *file_type)).collect::<Vec<_>>(), expected);
    // Nobody has it yet but those who work here.
    let (status, ..) = site.fetches("GET", &squares[0].2, &[]).await;
    assert_ne!(status, StatusCode::OK);

    let path = site.portrays(&file);
    let page = site.get(&path).await.body;
    assert!(page.contains("alt=\"In front of a &lt;bookshelf&gt;\"") && page.contains("image/avif"), "{page}");
    for (side, _, address) in &squares {
        assert!(page.contains(&format!("{address} {side}w")), "{address} {page}");
        let (status, _, bytes) = site.fetches("GET", address, &[]).await;
        assert_eq!(status, StatusCode::OK);
        assert!(!bytes.windows(8).any(|window| window == b"taken at"), "where it was taken is in it");
    }
    // In lists the name says who it is.
    let list = site.get("/people").await.body;
    assert!(list.contains(&squares[0].2) && list.contains("alt=\"\""), "{list}");
    let original = site.state.media_address(&file.key, &file.name, false);
    let (status, ..) = site.fetches("GET", &original, &[]).await;
    assert_ne!(status, StatusCode::OK, "the picture itself says where it was taken");

    // Once it is removed nobody is sent to it: whoever shows it hears of that.
    let mut changes = site.store.changes();
    site.store.remove_media(&file.key).await.expect("removed");
    let mut told = std::iter::from_fn(|| changes.try_recv().ok());
    assert!(told.any(|change| matches!(change, store::Change::Made { media } if media.as_str() == file.key)));
    crate::jobs::refresh_summaries(&site.state, &site.media).await.expect("refreshed");
    assert!(!site.get(&format!("{path}?again")).await.body.contains("<picture"));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_part_of_a_picture_is_shown_once_an_editor_says_so() {
    let site = Site::open(None).await;
    let file = site.ready("Ada.jpg", photograph()).await;
    site.works().await;
    let cookie = site.editor().await;
    let shown = async || {
        let (.., address) = site.squares(&file).await.pop().expect("a square");
        let (status, _, bytes) = site.fetches("GET", &address, &[("cookie", &cookie)]).await;
        assert_eq!(status, StatusCode::OK);
        (address, middle(&bytes))
    };
    let path = format!("/admin/media/{}/crop", file.key);
    for (sent, red) in [("left=0&top=0&side=50", false), ("left=0&top=100&side=50", true)] {
        let (before, _) = shown().await;
        let saved = site.post_as(&path, sent, &cookie, "same-origin").await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        assert!(site.get_as(saved.header("location"), &cookie).await.body.contains("It is being made"));
        assert_eq!(shown().await.0, before, "until another is there the former one is shown");
        site.works().await;
        let (address, [reds, _, blues]) = shown().await;
        assert_ne!(address, before);
        // The picture is held as its camera says.
        assert_eq!(reds > blues, red, "{sent}: {reds} {blues}");
    }
    for wrong in ["left=0&top=0&side=9", "left=101&top=0&side=50", "left=x&top=0&side=50", ""] {
        let refused = site.post_as(&path, wrong, &cookie, "same-origin").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    assert_eq!(site.store.media(&file.key).await.expect("readable").expect("there").crop, Crop::new(0, 100, 50));
    let none = site.post_as("/admin/media/none/crop", "left=0&top=0&side=50", &cookie, "same-origin").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_programs_a_picture_is_shown_as_it_is_and_one_that_is_none_says_so() {
    let site = Site::open_without_programs().await;
    let file = site.ready("Ada.jpg", photograph()).await;
    site.works().await;
    let path = site.portrays(&file);
    let address = site.state.media_address(&file.key, &file.name, false);
    assert!(site.get(&path).await.body.contains(&format!("src=\"{address}\"")));
    let cookie = site.editor().await;
    let page = site.get_as(&format!("/admin/media/{}/crop", file.key), &cookie).await.body;
    assert!(page.contains("This server makes nothing of pictures"), "{page}");

    let site = Site::open(None).await;
    let broken =
        site.ready("Broken.png", Bytes::from_static(b"\x89PNG\r\n\x1a\n and nothing that belongs there")).await;
    site.works().await;
    let work = site
        .store
        .work_of(std::slice::from_ref(&broken.key))
        .await
        .expect("readable")
        .remove(&broken.key)
        .expect("work");
    assert!(matches!(work.state, WorkState::Failed(_)), "{work:?}");
    let path = site.portrays(&broken);
    let page = site.get(&path).await.body;
    assert!(!page.contains("<picture") && page.contains("person-row__initials"), "{page}");
}

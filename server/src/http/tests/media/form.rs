//! The page of files, and its form, as a browser without scripts uses them.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use bytes::Bytes;
use domain::media::MediaState;
use domain::staff::Role;

use super::super::{Answer, MEDIA_MOST, Site};
use super::{LENGTH, both, broken, video};

const PAGE: &str = "/admin/media";

/// The body of a form with a file.
fn form(name: &str, content: &[u8]) -> Bytes {
    let mut body = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n--edge--\r\n");
    body.into()
}

impl Site {
    async fn sends_form(&self, cookie: &str, body: impl Into<Body>) -> Answer {
        let request = Request::post(PAGE)
            .header(header::HOST, "site.test")
            .header(header::COOKIE, cookie)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge");
        self.ask(request.body(body.into()).expect("a request")).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sends_a_file_and_the_page_tells_what_became_of_it() {
    for (place, site) in both().await {
        let cookie = site.editor().await;
        assert!(site.get_as(PAGE, &cookie).await.body.contains("There are no files here yet"), "{place}");
        let sent = site.sends_form(&cookie, form("Talk &amp; slides.mp4", &video(LENGTH))).await;
        assert_eq!((sent.status, sent.header("location")), (StatusCode::SEE_OTHER, PAGE), "{place}");
        assert!(site.get_as(PAGE, &cookie).await.body.contains("Being looked at"), "{place}");
        site.settles_media().await;
        let page = site.get_as(PAGE, &cookie).await.body;
        assert!(page.contains("Video · 17.8 MB · Ready") && page.contains("by Ada, editor"), "{place} {page}");
        let file = site.store.list_media("", 1).await.expect("readable").remove(0);
        assert_eq!((file.state, file.length), (MediaState::Ready, u64::try_from(LENGTH).ok()), "{place}");
        assert!(page.contains(&site.state.media_address(&file.key, &file.name, false)), "{place}");
        let removed = site.post_as(&format!("{PAGE}/{}/remove", file.key), "", &cookie, "same-origin").await;
        assert_eq!(removed.status, StatusCode::SEE_OTHER, "{place}");
        site.settles_media().await;
        assert!(site.media.object_names().await.is_empty(), "{place}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_cannot_be_taken_says_why_and_leaves_nothing() {
    let site = Site::open(None).await;
    let cookie = site.editor().await;
    let too_long = vec![0; usize::try_from(MEDIA_MOST).expect("a number") + 1];
    let whole = form("Talk.mp4", &video(LENGTH));
    let broken_off = broken(&whole.slice(..whole.len() - 100));
    for (body, status, words) in [
        (Body::from(form("", b"")), StatusCode::UNPROCESSABLE_ENTITY, "Choose a file"),
        (Body::from(form("page.html", b"x")), StatusCode::UNPROCESSABLE_ENTITY, "Files with such a name"),
        (Body::from(form("Talk.mp4", &too_long)), StatusCode::PAYLOAD_TOO_LARGE, "This is longer than"),
        (broken_off, StatusCode::BAD_REQUEST, "The connection broke"),
    ] {
        let answer = site.sends_form(&cookie, body).await;
        assert_eq!(answer.status, status, "{words}");
        assert!(answer.body.contains(words), "{words}: {}", answer.body);
    }
    site.settles_media().await;
    assert!(site.media.object_names().await.is_empty());
    assert_eq!(site.store.list_media("", 9).await.expect("readable"), []);
    for role in [Role::Registrar, Role::Moderator] {
        let cookie = site.sign_in_as(role).await;
        assert_eq!(site.get_as(PAGE, &cookie).await.status, StatusCode::FORBIDDEN);
        assert_eq!(site.sends_form(&cookie, form("Talk.mp4", b"x")).await.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_file_stands_on_the_page() {
    let site = Site::open(None).await;
    let cookie = site.editor().await;
    let hostile = "</textarea><script>alert(1)</script>.mp4";
    site.sends_form(&cookie, form(hostile, b"<!DOCTYPE html>")).await;
    site.settles_media().await;
    let page = site.get_as(PAGE, &cookie).await.body;
    assert!(page.contains("its content is not what its name says"), "{page}");
    assert!(!page.contains("<script>alert"), "{page}");
    let path = site.begins(&cookie, "Half.mp4", 2_000_000).await;
    site.appends(&cookie, &path, 0, video(1_000_000)).await;
    let page = site.get_as(PAGE, &cookie).await.body;
    assert!(page.contains("1.0 MB of 2.0 MB are here so far"), "{page}");
}

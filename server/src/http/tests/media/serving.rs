//! What a visitor's browser and player are sent.

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use bytes::Bytes;
use domain::content::{MediaKey, Visibility};
use domain::published::Published;
use domain::staff::Role;
use http_body_util::BodyExt;
use tower::ServiceExt;

use super::super::Site;
use super::{LENGTH, both, video};

impl Site {
    /// Asks for a file; what is sent, byte by byte.
    pub(super) async fn fetches(
        &self,
        method: &str,
        path: &str,
        asks: &[(&str, &str)],
    ) -> (StatusCode, HeaderMap, Bytes) {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "site.test");
        for (name, value) in asks {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).expect("a request");
        let (parts, body) = self.site.clone().oneshot(request).await.expect("infallible").into_parts();
        (parts.status, parts.headers, body.collect().await.expect("a whole body").to_bytes())
    }
}

fn told<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_player_is_sent_the_part_it_asks_for() {
    for (place, site) in both().await {
        let bytes = video(LENGTH);
        let file = site.ready("Talk 1.mp4", bytes.clone()).await;
        let path = site.state.media_address(&file.key, &file.name, true);
        let (status, headers, sent) = site.fetches("GET", &path, &[]).await;
        assert_eq!((status, sent == bytes), (StatusCode::OK, true), "{place}");
        assert_eq!(told(&headers, "content-length"), LENGTH.to_string());
        assert_eq!(told(&headers, "accept-ranges"), "bytes");
        assert_eq!(told(&headers, "content-type"), "video/mp4");
        // Safari asks for two bytes first, and plays nothing unless it gets just these.
        let (status, headers, sent) = site.fetches("GET", &path, &[("range", "bytes=0-1")]).await;
        assert_eq!((status, &sent[..]), (StatusCode::PARTIAL_CONTENT, &bytes[..2]), "{place}");
        assert_eq!(told(&headers, "content-length"), "2");
        assert_eq!(told(&headers, "content-range"), format!("bytes 0-1/{LENGTH}"));
        let table = [
            (format!("bytes={}-", LENGTH - 3), LENGTH - 3..LENGTH),
            ("bytes=-5".to_owned(), LENGTH - 5..LENGTH),
            ("bytes=8388600-8388620".to_owned(), 8_388_600..8_388_621),
            (format!("bytes=100-{}", LENGTH * 2), 100..LENGTH),
        ];
        for (range, expected) in table {
            let (status, _, sent) = site.fetches("GET", &path, &[("range", &range)]).await;
            assert_eq!(status, StatusCode::PARTIAL_CONTENT, "{place} {range}");
            assert!(sent == bytes.slice(expected), "{place} {range}");
        }
        let beyond = format!("bytes={LENGTH}-");
        let (status, headers, sent) = site.fetches("GET", &path, &[("range", &beyond)]).await;
        assert_eq!((status, sent.len()), (StatusCode::RANGE_NOT_SATISFIABLE, 0), "{place}");
        assert_eq!(told(&headers, "content-range"), format!("bytes */{LENGTH}"));
        let (status, _, sent) = site.fetches("GET", &path, &[("range", "bytes=0-1,5-6")]).await;
        assert_eq!((status, sent.len()), (StatusCode::OK, LENGTH), "{place}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_is_told_what_it_may_do_with_a_file() {
    let site = Site::open(None).await;
    let file = site.ready("Dr. Müller – Talk.mp4", video(1_000)).await;
    let path = site.state.media_address(&file.key, &file.name, true);
    assert!(path.starts_with(&format!("/media/{}/dr-muller-talk.mp4?", file.key)), "{path}");
    let (_, headers, _) = site.fetches("GET", &path, &[]).await;
    assert_eq!(told(&headers, "x-content-type-options"), "nosniff");
    assert_eq!(told(&headers, "cross-origin-resource-policy"), "same-origin");
    assert_eq!(told(&headers, "content-disposition"), "inline; filename=\"dr-muller-talk.mp4\"");
    assert_eq!(told(&headers, "cache-control"), "private, max-age=3600");
    assert_eq!(told(&headers, "last-modified"), "Wed, 12 Oct 2022 15:50:00 GMT");
    assert!(told(&headers, "content-security-policy").starts_with("sandbox; default-src 'none'"));
    assert_eq!(headers.get(header::CONTENT_ENCODING), None);
    let etag = told(&headers, "etag").to_owned();
    assert_eq!(etag, format!("\"{}\"", file.sha256.clone().expect("a hash")));
    let (status, headers, sent) = site.fetches("GET", &path, &[("if-none-match", &etag)]).await;
    assert_eq!((status, sent.len(), told(&headers, "etag")), (StatusCode::NOT_MODIFIED, 0, etag.as_str()));
    for (condition, expected) in [(etag.as_str(), StatusCode::PARTIAL_CONTENT), ("\"other\"", StatusCode::OK)] {
        let asks = [("range", "bytes=5-9"), ("if-range", condition)];
        assert_eq!(site.fetches("GET", &path, &asks).await.0, expected);
    }
    let (status, headers, sent) = site.fetches("HEAD", &path, &[]).await;
    assert_eq!((status, sent.len(), told(&headers, "content-length")), (StatusCode::OK, 0, "1000"));
    let (_, headers, _) = site.fetches("GET", &format!("{path}&download"), &[]).await;
    assert_eq!(told(&headers, "content-disposition"), "attachment; filename=\"dr-muller-talk.mp4\"");
    let asks = [("accept-encoding", "br, gzip")];
    let (_, headers, sent) = site.fetches("GET", &path, &asks).await;
    assert_eq!((headers.get(header::CONTENT_ENCODING), sent.len()), (None, 1_000));
    let captions = site.ready("talk.srt", Bytes::from_static(b"1\n00:00:01,000 --> 00:00:02,000\nYes\n")).await;
    let path = site.state.media_address(&captions.key, &captions.name, true);
    let (_, headers, _) = site.fetches("GET", &path, &[]).await;
    assert!(told(&headers, "content-disposition").starts_with("attachment"));
    assert_eq!(site.fetches("POST", &path, &[]).await.0, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_kept_from_whoever_was_not_given_its_address() {
    let site = Site::open(None).await;
    let file = site.ready("Talk.mp4", video(1_000)).await;
    let plain = site.state.media_address(&file.key, &file.name, false);
    assert_eq!(site.get(&plain).await.status, StatusCode::FORBIDDEN);
    let (editor, registrar) = (site.editor().await, site.sign_in_as(Role::Registrar).await);
    for (cookie, expected) in [(editor, StatusCode::OK), (registrar, StatusCode::FORBIDDEN)] {
        assert_eq!(site.fetches("GET", &plain, &[("cookie", &cookie)]).await.0, expected);
    }
    for other in ["/media/0123/talk.mp4".to_owned(), format!("/media/{}/other.mp4", file.key)] {
        assert_eq!(site.get(&other).await.status, StatusCode::NOT_FOUND, "{other}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_public_material_names_is_everybodys_as_long_as_it_does() {
    let site = Site::open(None).await;
    let file = site.ready("Talk.mp4", video(1_000)).await;
    let plain = site.state.media_address(&file.key, &file.name, false);
    let show = |visibility, named| {
        let mut published = Published::clone(&site.state.published());
        let material = published.content.materials.first_mut().expect("a material");
        material.media = named;
        material.visibility = visibility;
        site.state.publish(published);
    };
    let key: MediaKey = file.key.parse().expect("a key");
    show(Visibility::Public, Some(key.clone()));
    let (status, headers, _) = site.fetches("GET", &plain, &[]).await;
    assert_eq!((status, told(&headers, "cache-control")), (StatusCode::OK, "public, max-age=3600"));
    show(Visibility::Registered, Some(key));
    assert_eq!(site.fetches("GET", &plain, &[]).await.0, StatusCode::FORBIDDEN);
    let signed = site.state.media_address(&file.key, &file.name, true);
    assert_eq!(site.fetches("GET", &signed, &[]).await.0, StatusCode::OK);
    show(Visibility::Public, None);
    assert_eq!(site.fetches("GET", &plain, &[]).await.0, StatusCode::FORBIDDEN);
}

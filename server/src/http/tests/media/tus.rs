//! The protocol: what came stays, and nothing else counts.

use axum::body::Body;
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use domain::media::{MediaFailure, MediaState};
use domain::staff::Role;
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::super::{MEDIA_MOST, NOW, Site};
use super::{LENGTH, both, broken, video};

const UPLOADS: &str = "/admin/media/uploads";

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_breaks_off_goes_on_where_it_stopped() {
    for (place, site) in both().await {
        let (cookie, bytes) = (site.editor().await, video(LENGTH));
        let path = site.begins(&cookie, "Talk 1.mp4", LENGTH).await;
        assert_eq!(site.offset(&cookie, &path).await, "0", "{place}");
        // A whole piece and a bit of the next: both count.
        let first = 9 * 1024 * 1024 + 7;
        site.appends(&cookie, &path, 0, broken(&bytes.slice(..first))).await;
        assert_eq!(site.offset(&cookie, &path).await, first.to_string(), "{place}");
        // Nothing at all came.
        site.appends(&cookie, &path, first, broken(&Bytes::new())).await;
        assert_eq!(site.offset(&cookie, &path).await, first.to_string(), "{place}");
        let wrong = site.appends(&cookie, &path, 0, bytes.slice(..10)).await;
        assert_eq!((wrong.status, wrong.header("upload-offset")), (StatusCode::CONFLICT, first.to_string().as_str()));
        let last = site.appends(&cookie, &path, first, bytes.slice(first..)).await;
        assert_eq!((last.status, last.header("upload-offset")), (StatusCode::NO_CONTENT, LENGTH.to_string().as_str()));
        assert_eq!(site.file_of(&path).await.map(|file| file.state), Some(MediaState::Joining), "{place}");
        site.settles_media().await;
        let file = site.file_of(&path).await.expect("a file");
        let expected = hex::encode(Sha256::digest(&bytes));
        assert_eq!((file.state, file.sha256), (MediaState::Ready, Some(expected)), "{place}");
        let kept = site.media.read(&file.key, 0..u64::try_from(LENGTH).expect("a number")).await.expect("readable");
        let kept: Vec<Bytes> = futures::TryStreamExt::try_collect(kept.expect("a file")).await.expect("readable");
        assert_eq!(kept.concat(), bytes, "{place}");
        assert_eq!(site.media.object_names().await, [format!("media/{}", file.key)], "{place}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_started_anew_knows_what_came_and_finishes_it() {
    let site = Site::open(None).await;
    let (cookie, bytes) = (site.editor().await, video(1_000));
    let path = site.begins(&cookie, "Talk.mp4", 1_000).await;
    site.appends(&cookie, &path, 0, bytes.slice(..600)).await;
    site.store.close().await;
    let Site { folder, media, state, .. } = site;
    let site = Site::open_in(folder, media, NOW, state.settings().clone(), |_| ()).await;
    assert_eq!(site.offset(&cookie, &path).await, "600");
    assert_eq!(site.appends(&cookie, &path, 600, bytes.slice(600..)).await.status, StatusCode::NO_CONTENT);
    // It is complete, and the server dies before it is put together.
    site.store.close().await;
    let Site { folder, media, state, .. } = site;
    let site = Site::open_in(folder, media, NOW, state.settings().clone(), |_| ()).await;
    site.settles_media().await;
    assert_eq!(site.file_of(&path).await.map(|file| file.state), Some(MediaState::Ready));
    // What is done is not done again.
    site.settles_media().await;
    assert_eq!(site.media.object_names().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_protocol_says_what_it_can_and_refuses_what_it_does_not_understand() {
    let site = Site::open(None).await;
    let cookie = site.editor().await;
    let abilities = site.tus("OPTIONS", UPLOADS, &cookie, &[], Body::empty()).await;
    assert_eq!((abilities.status, abilities.header("tus-version")), (StatusCode::NO_CONTENT, "1.0.0"));
    assert_eq!(abilities.header("tus-max-size"), MEDIA_MOST.to_string());
    assert_eq!(abilities.header("tus-checksum-algorithm"), "sha1,sha256");
    let name = format!("filename {}", STANDARD.encode("Talk.mp4"));
    let begin = async |says: &[(&str, &str)]| site.tus("POST", UPLOADS, &cookie, says, Body::empty()).await.status;
    assert_eq!(begin(&[("upload-metadata", &name)]).await, StatusCode::BAD_REQUEST);
    assert_eq!(begin(&[("upload-metadata", &name), ("upload-length", "-1")]).await, StatusCode::BAD_REQUEST);
    let long = (MEDIA_MOST + 1).to_string();
    assert_eq!(begin(&[("upload-metadata", &name), ("upload-length", &long)]).await, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(begin(&[("upload-length", "5")]).await, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    for refused in ["page.html", "image.svg", "talk.mp4.exe", ".mp4"] {
        let name = format!("filename {}", STANDARD.encode(refused));
        let answer = begin(&[("upload-metadata", &name), ("upload-length", "5")]).await;
        assert_eq!(answer, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{refused}");
    }
    let path = site.begins(&cookie, "Talk.mp4", 100).await;
    let told = site.tus("HEAD", &path, &cookie, &[], Body::empty()).await;
    assert_eq!((told.header("upload-length"), told.header("upload-metadata")), ("100", name.as_str()));
    assert_eq!(told.header("upload-expires"), "Thu, 13 Oct 2022 15:50:00 GMT");
    assert!(told.header("cache-control").contains("no-store"));
    // Another version, and none: nothing is done.
    for version in ["0.2.2", ""] {
        let request = axum::http::Request::builder().method("HEAD").uri(&path).header("cookie", &cookie);
        let answer = site.ask(request.header("tus-resumable", version).body(Body::empty()).expect("a request")).await;
        assert_eq!(answer.status, StatusCode::PRECONDITION_FAILED);
        assert_eq!(answer.header("tus-version"), "1.0.0");
    }
    let body = ("content-type", "application/offset+octet-stream");
    let append = async |says: &[(&str, &str)]| site.tus("PATCH", &path, &cookie, says, Body::from("x")).await.status;
    assert_eq!(append(&[("upload-offset", "0")]).await, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(append(&[body]).await, StatusCode::BAD_REQUEST);
    assert_eq!(append(&[body, ("upload-offset", "1")]).await, StatusCode::CONFLICT);
    let unknown = site.appends(&cookie, "/admin/media/uploads/0123", 0, "x").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert_eq!(site.appends(&cookie, &path, 0, video(101)).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(site.offset(&cookie, &path).await, "0");
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_checksum_all_of_a_request_counts_or_nothing() {
    for (place, site) in both().await {
        let (cookie, bytes) = (site.editor().await, video(LENGTH));
        let path = site.begins(&cookie, "Talk.mp4", LENGTH).await;
        let append = async |checksum: String, body: Body| {
            let says = [
                ("upload-offset", "0"),
                ("content-type", "application/offset+octet-stream"),
                ("upload-checksum", checksum.as_str()),
            ];
            site.tus("PATCH", &path, &cookie, &says, body).await.status
        };
        let sha256 = format!("sha256 {}", STANDARD.encode(Sha256::digest(&bytes)));
        let other = format!("sha256 {}", STANDARD.encode(Sha256::digest(b"other")));
        assert_eq!(append(other, Body::from(bytes.clone())).await.as_u16(), 460, "{place}");
        append(sha256.clone(), broken(&bytes.slice(..LENGTH - 1))).await;
        for unknown in ["crc32 AAAA", "sha256", "sha256 !", ""] {
            assert_eq!(append(unknown.to_owned(), Body::from(bytes.clone())).await, StatusCode::BAD_REQUEST);
        }
        assert_eq!(site.offset(&cookie, &path).await, "0", "{place}");
        assert!(site.media.object_names().await.is_empty(), "{place}");
        assert_eq!(append(sha256, Body::from(bytes)).await, StatusCode::NO_CONTENT, "{place}");
        assert_eq!(site.offset(&cookie, &path).await, LENGTH.to_string(), "{place}");
        let short = video(64);
        let path = site.begins(&cookie, "Short.mp4", 64).await;
        let sha1 = format!("sha1 {}", STANDARD.encode(Sha1::digest(&short)));
        let says = [
            ("upload-offset", "0"),
            ("content-type", "application/offset+octet-stream"),
            ("upload-checksum", sha1.as_str()),
        ];
        let taken = site.tus("PATCH", &path, &cookie, &says, Body::from(short)).await;
        assert_eq!(taken.status, StatusCode::NO_CONTENT, "{place}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_given_up_or_taken_away_leaves_nothing() {
    for (place, site) in both().await {
        let cookie = site.editor().await;
        let stopped = site.begins(&cookie, "Talk.mp4", 100).await;
        let deleted = site.begins(&cookie, "Talk.mp4", 100).await;
        for path in [&stopped, &deleted] {
            site.appends(&cookie, path, 0, video(50)).await;
        }
        let gone = site.tus("DELETE", &deleted, &cookie, &[], Body::empty()).await;
        assert_eq!(gone.status, StatusCode::NO_CONTENT, "{place}");
        for (method, body) in [("HEAD", ""), ("DELETE", "")] {
            let answer = site.tus(method, &deleted, &cookie, &[], Body::from(body)).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{place} {method}");
        }
        assert_eq!(site.media.object_names().await.len(), 2, "{place}");
        site.settles_media().await;
        assert_eq!(site.media.object_names().await.len(), 1, "{place}");
        site.passes(24 * 60).await;
        let cookie = site.editor().await;
        assert_eq!(site.appends(&cookie, &stopped, 50, video(50)).await.status, StatusCode::GONE, "{place}");
        let told = site.tus("HEAD", &stopped, &cookie, &[], Body::empty()).await;
        assert_eq!(told.status, StatusCode::GONE, "{place}");
        site.settles_media().await;
        assert!(site.media.object_names().await.is_empty(), "{place}");
        let file = site.ready("Talk.mp4", video(100)).await;
        assert!(site.store.remove_media(&file.key).await.expect("writable"));
        site.settles_media().await;
        assert!(site.media.object_names().await.is_empty(), "{place}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_what_its_name_says_or_is_not_used() {
    for (place, site) in both().await {
        let page = Bytes::from_static(b"<!DOCTYPE html><html><script>alert(1)</script></html>");
        for (name, content, failure) in [
            ("talk.mp4", page.clone(), MediaFailure::NotAsNamed),
            ("slides.pdf", page.clone(), MediaFailure::NotAsNamed),
            ("captions.vtt", page, MediaFailure::NotAsNamed),
            ("photo.png", video(100), MediaFailure::NotAsNamed),
            ("nothing.mp4", Bytes::new(), MediaFailure::Empty),
        ] {
            let media = if content.is_empty() {
                let cookie = site.editor().await;
                let path = site.begins(&cookie, name, 0).await;
                site.settles_media().await;
                site.file_of(&path).await.expect("a file")
            } else {
                site.has_file(name, content).await
            };
            assert_eq!(media.state, MediaState::Failed(failure), "{place} {name}");
            let address = site.state.media_address(&media.key, &media.name, true);
            assert_eq!(site.get(&address).await.status, StatusCode::NOT_FOUND, "{place} {name}");
        }
        assert!(site.media.object_names().await.is_empty(), "{place}");
        let captions = Bytes::from_static(b"WEBVTT\n\n00:01.000 --> 00:02.000\nGood evening\n");
        assert_eq!(site.has_file("captions.vtt", captions).await.state, MediaState::Ready, "{place}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_may_come_with_the_first_request_and_methods_in_a_header() {
    let site = Site::open(None).await;
    let cookie = site.editor().await;
    let name = format!("filename {}", STANDARD.encode("Talk.mp4"));
    let says = [
        ("upload-length", "100"),
        ("upload-metadata", name.as_str()),
        ("content-type", "application/offset+octet-stream"),
    ];
    let begun = site.tus("POST", UPLOADS, &cookie, &says, Body::from(video(100).slice(..40))).await;
    assert_eq!((begun.status, begun.header("upload-offset")), (StatusCode::CREATED, "40"));
    let path = begun.header("location").to_owned();
    let says = [
        ("x-http-method-override", "PATCH"),
        ("upload-offset", "40"),
        ("content-type", "application/offset+octet-stream"),
    ];
    let rest = site.tus("POST", &path, &cookie, &says, Body::from(video(100).slice(40..))).await;
    assert_eq!((rest.status, rest.header("upload-offset")), (StatusCode::NO_CONTENT, "100"));
    let gone = site.tus("POST", &path, &cookie, &[("x-http-method-override", "DELETE")], Body::empty()).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    let none = site.tus("POST", &path, &cookie, &[], Body::empty()).await;
    assert_eq!(none.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_editors_send_files_and_only_from_this_site() {
    let site = Site::open(None).await;
    let editor = site.editor().await;
    let path = site.begins(&editor, "Talk.mp4", 100).await;
    for role in [Role::Registrar, Role::Moderator] {
        let cookie = site.sign_in_as(role).await;
        assert_eq!(site.appends(&cookie, &path, 0, "x").await.status, StatusCode::FORBIDDEN);
    }
    for method in ["HEAD", "PATCH", "DELETE", "POST"] {
        let answer = site.tus(method, &path, "", &[], Body::empty()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{method}");
    }
    let request = axum::http::Request::builder()
        .method("PATCH")
        .uri(&path)
        .header("cookie", &editor)
        .header("sec-fetch-site", "cross-site")
        .header("tus-resumable", "1.0.0")
        .header("upload-offset", "0")
        .header("content-type", "application/offset+octet-stream");
    let answer = site.ask(request.body(Body::from("x")).expect("a request")).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(site.offset(&editor, &path).await, "0");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_who_send_the_same_bytes_one_is_heard() {
    let site = Site::open(None).await;
    let (cookie, bytes) = (site.editor().await, video(100_000));
    let path = site.begins(&cookie, "Talk.mp4", 100_000).await;
    let sent = (1..=6).map(|part| site.appends(&cookie, &path, 0, bytes.slice(..part * 10_000)));
    let answers = futures::future::join_all(sent).await;
    let heard: Vec<&str> = answers
        .iter()
        .filter(|answer| answer.status == StatusCode::NO_CONTENT)
        .map(|answer| answer.header("upload-offset"))
        .collect();
    let offset = site.offset(&cookie, &path).await;
    assert_eq!(heard, [offset.as_str()]);
    assert_eq!(site.media.object_names().await.len(), 1);
    let offset: usize = offset.parse().expect("a number");
    site.appends(&cookie, &path, offset, bytes.slice(offset..)).await;
    site.settles_media().await;
    let file = site.file_of(&path).await.expect("a file");
    assert_eq!(file.sha256, Some(hex::encode(Sha256::digest(&bytes))));
}

//! Uploaded files, through the router: kept in a folder, and in a store that speaks S3.

mod form;
mod picture;
mod s3;
mod serving;
mod signed;
mod tus;
pub(super) mod work;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use domain::media::MediaState;
use futures::{StreamExt, stream};
use store::Media;

use super::{Answer, Site};

/// Longer than two pieces.
const LENGTH: usize = 17 * 1024 * 1024 + 5;

/// A file of that many bytes that says it is MP4 and has nothing twice in a row.
pub(super) fn video(length: usize) -> Bytes {
    let head = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp41";
    let rest = (0_u32..).flat_map(|number| number.wrapping_mul(2_654_435_761).to_be_bytes());
    head.iter().copied().chain(rest).take(length).collect()
}

/// One site that keeps files in a folder, and one that keeps them in a store of S3.
async fn both() -> [(&'static str, Site); 2] {
    [("folder", Site::open(None).await), ("S3", Site::open_on_s3().await)]
}

impl Site {
    /// Says something in the words of the protocol.
    async fn tus(&self, method: &str, path: &str, cookie: &str, says: &[(&str, &str)], body: Body) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "site.test")
            .header(header::COOKIE, cookie)
            .header("sec-fetch-site", "same-origin")
            .header("tus-resumable", "1.0.0");
        for (name, value) in says {
            request = request.header(*name, *value);
        }
        self.ask(request.body(body).expect("a request")).await
    }

    /// Begins an upload; its address.
    pub(super) async fn begins(&self, cookie: &str, name: &str, length: usize) -> String {
        let (length, metadata) = (length.to_string(), format!("filename {}", STANDARD.encode(name)));
        let says = [("upload-length", length.as_str()), ("upload-metadata", metadata.as_str())];
        let answer = self.tus("POST", "/admin/media/uploads", cookie, &says, Body::empty()).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
        answer.header("location").to_owned()
    }

    /// Sends what follows.
    async fn appends(&self, cookie: &str, path: &str, offset: usize, bytes: impl Into<Body>) -> Answer {
        let offset = offset.to_string();
        let says = [("upload-offset", offset.as_str()), ("content-type", "application/offset+octet-stream")];
        self.tus("PATCH", path, cookie, &says, bytes.into()).await
    }

    /// How far an upload has come.
    async fn offset(&self, cookie: &str, path: &str) -> String {
        let answer = self.tus("HEAD", path, cookie, &[], Body::empty()).await;
        assert_eq!(answer.status, StatusCode::OK);
        answer.header("upload-offset").to_owned()
    }

    /// Does what there is to do about files.
    async fn settles_media(&self) {
        self.media.settle(&self.state).await.expect("settled");
    }

    /// Has a whole file; what became of it.
    async fn has_file(&self, name: &str, bytes: Bytes) -> Media {
        let cookie = self.editor().await;
        let path = self.begins(&cookie, name, bytes.len()).await;
        let answer = self.appends(&cookie, &path, 0, bytes).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.body);
        self.settles_media().await;
        self.file_of(&path).await.expect("a file")
    }

    /// What is known of the file with that address of its upload.
    async fn file_of(&self, path: &str) -> Option<Media> {
        let key = path.rsplit('/').next().unwrap_or_default();
        self.store.media(key).await.expect("readable")
    }

    pub(super) async fn ready(&self, name: &str, bytes: Bytes) -> Media {
        let media = self.has_file(name, bytes).await;
        assert_eq!(media.state, MediaState::Ready);
        media
    }
}

/// A body that breaks off after those bytes.
fn broken(bytes: &Bytes) -> Body {
    let broken = std::io::Error::new(std::io::ErrorKind::ConnectionReset, "the connection broke");
    let chunks: Vec<_> = bytes.chunks(100_000).map(|chunk| Ok(Bytes::copy_from_slice(chunk))).collect();
    Body::from_stream(stream::iter(chunks).chain(stream::iter([Err(broken)])))
}

//! A page as it is kept: its body in every encoding that was asked for, each with all its headers.

use std::sync::OnceLock;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use bytes::Bytes;
use domain::time::Instant;
use sha2::{Digest, Sha256};

use super::Key;
use crate::http::compress::{self, Encoding};

/// A kept page.
pub(super) struct Page {
    /// The key in full: two addresses with one hash must not share a page.
    pub(super) key: Key,
    etag: HeaderValue,
    pub(super) expires: Instant,
    /// What every answer from here carries, so that a hit copies it and adds nothing.
    headers: HeaderMap,
    plain: Body,
    brotli: OnceLock<Option<Body>>,
    gzip: OnceLock<Option<Body>>,
}

/// A body in one encoding, with the headers that go with it.
struct Body {
    headers: HeaderMap,
    bytes: Bytes,
}

impl Page {
    /// Keeps an answer; `headers` are those it was made with.
    pub(super) fn new(key: Key, mut headers: HeaderMap, bytes: Bytes, expires: Instant) -> Self {
        let etag = etag(&bytes);
        headers.insert(header::ETAG, etag.clone());
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=0, must-revalidate"));
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding, Accept-Language, Cookie"));
        headers.remove(header::CONTENT_LENGTH);
        let plain = Body { headers: headers.clone(), bytes };
        Self { key, etag, expires, headers, plain, brotli: OnceLock::new(), gzip: OnceLock::new() }
    }

    /// Bytes of the body, not encoded.
    pub(super) fn len(&self) -> usize {
        self.plain.bytes.len()
    }

    /// Makes the body in an encoding, so that the first answer does not wait for it.
    pub(super) fn prepare(&self, encoding: Encoding) {
        self.body(encoding);
    }

    /// The body in an encoding, made on first use; as it is where that fails.
    fn body(&self, encoding: Encoding) -> &Body {
        let encoded = |coding: &'static str, bytes: Option<Bytes>| {
            let mut headers = self.headers.clone();
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
            bytes.map(|bytes| Body { headers, bytes })
        };
        let plain = &self.plain.bytes;
        match encoding {
            Encoding::Brotli => self.brotli.get_or_init(|| encoded("br", compress::brotli(plain))).as_ref(),
            Encoding::Gzip => self.gzip.get_or_init(|| encoded("gzip", compress::gzip(plain))).as_ref(),
            Encoding::Identity => None,
        }
        .unwrap_or(&self.plain)
    }

    /// The answer to a request that takes `encoding` and has the version `known` already.
    pub(super) fn answer(&self, encoding: Encoding, known: Option<&HeaderValue>) -> Response {
        let unchanged = known.is_some_and(|known| *known == self.etag);
        let (headers, bytes) = if unchanged {
            (&self.headers, Bytes::new())
        } else {
            let body = self.body(encoding);
            (&body.headers, body.bytes.clone())
        };
        let mut response = Response::new(bytes.into());
        if unchanged {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        *response.headers_mut() = headers.clone();
        response
    }
}

/// A weak validator, since one page has several encodings (RFC 9110, section 8.8.3).
fn etag(body: &[u8]) -> HeaderValue {
    let digest = hex::encode(Sha256::digest(body).get(..16).unwrap_or_default());
    HeaderValue::from_str(&format!("W/\"{digest}\"")).unwrap_or(HeaderValue::from_static("W/\"0\""))
}

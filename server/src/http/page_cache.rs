//! Keeps anonymous public pages, rendered once and compressed, until something in them changes.
//!
//! What a page depends on is in its key (path and query, zone, theme); a new release empties the cache; and no entry
//! lives past the next change of any phase, nor longer than its relative times ("in 10 minutes") stay true.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, OnceLock};

use app::server::AppState;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use domain::time::Instant;
use http_body_util::BodyExt;
use moka::sync::Cache;
use sha2::{Digest, Sha256};

use super::compress::{self, Encoding};

/// Bytes of pages kept at most.
const CAPACITY: u64 = 64 * 1024 * 1024;
/// An entry's relative times are told in minutes, so it lives no longer than one.
const LIFETIME_MILLISECONDS: i64 = 60_000;
/// Longer addresses are made up by machines and not worth keeping.
const ADDRESS_MAX: usize = 512;

/// The pages kept, shared by all requests.
#[derive(Clone)]
pub(crate) struct PageCache {
    state: AppState,
    pages: Cache<u64, Arc<Page>>,
}

struct Page {
    /// The key in full: two addresses with one hash must not share a page.
    key: Key,
    headers: HeaderMap,
    plain: Bytes,
    brotli: OnceLock<Option<Bytes>>,
    gzip: OnceLock<Option<Bytes>>,
    etag: HeaderValue,
    expires: Instant,
}

#[derive(PartialEq, Eq)]
struct Key {
    address: String,
    zone: Option<String>,
    theme: Option<String>,
}

/// What a request asks for, without a copy of it.
#[derive(Hash)]
struct Asked<'a> {
    address: &'a str,
    zone: Option<&'a str>,
    theme: Option<&'a str>,
}

impl PageCache {
    /// An empty cache.
    pub(crate) fn new(state: AppState) -> Self {
        let weigher = |_: &u64, page: &Arc<Page>| u32::try_from(page.plain.len() * 2).unwrap_or(u32::MAX);
        Self { state, pages: Cache::builder().max_capacity(CAPACITY).weigher(weigher).build() }
    }

    /// Forgets every page.
    pub(crate) fn clear(&self) {
        self.pages.invalidate_all();
    }

    fn find(&self, asked: &Asked<'_>) -> Option<Arc<Page>> {
        let page = self.pages.get(&asked.hash())?;
        (page.key.is(asked) && self.state.now() < page.expires).then_some(page)
    }
}

impl<'a> Asked<'a> {
    /// What a request asks for, if the answer is the same for everyone who asks it so.
    fn of(request: &'a Request) -> Option<Self> {
        let address = request.uri().path_and_query()?.as_str();
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        if !reads || address.len() > ADDRESS_MAX || !is_public(request.uri().path()) {
            return None;
        }
        let cookies =
            request.headers().get(header::COOKIE).and_then(|cookies| cookies.to_str().ok()).unwrap_or_default();
        let cookie = |name: &str| {
            cookies
                .split(';')
                .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
                .filter(|value| value.len() < 64)
        };
        Some(Self { address, zone: cookie("zone"), theme: cookie("theme") })
    }

    fn hash(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        Hash::hash(self, &mut hasher);
        hasher.finish()
    }
}

impl Key {
    fn is(&self, asked: &Asked<'_>) -> bool {
        self.address == asked.address && self.zone.as_deref() == asked.zone && self.theme.as_deref() == asked.theme
    }
}

/// Whether a page is the same for everyone. Whatever is personal is left out, and so is what does not exist.
fn is_public(path: &str) -> bool {
    let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    matches!(
        first,
        "" | "programme"
            | "events"
            | "sessions"
            | "people"
            | "topics"
            | "library"
            | "agenda"
            | "about"
            | "privacy"
            | "accessibility"
            | "supporters"
    )
}

/// Serves a kept page, or keeps the one that is made.
pub(super) async fn serve_cached(State(cache): State<PageCache>, request: Request, next: Next) -> Response {
    let Some(asked) = Asked::of(&request) else { return next.run(request).await };
    if let Some(page) = cache.find(&asked) {
        return answer(&page, request.headers());
    }
    let (hash, headers) = (asked.hash(), request.headers().clone());
    let key = Key {
        address: asked.address.to_owned(),
        zone: asked.zone.map(ToOwned::to_owned),
        theme: asked.theme.map(ToOwned::to_owned),
    };
    let release = cache.state.published().number;
    let now = cache.state.now();
    let response = next.run(request).await;
    if response.status() != StatusCode::OK || response.headers().contains_key(header::SET_COOKIE) {
        return response;
    }
    let (parts, body) = response.into_parts();
    let Ok(collected) = body.collect().await else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let plain = collected.to_bytes();
    let published = cache.state.published();
    let until = now.plus_milliseconds(LIFETIME_MILLISECONDS);
    let expires = published.content.next_change(now).map_or(until, |change| change.min(until));
    let page = Arc::new(Page {
        key,
        etag: etag(&plain),
        headers: parts.headers,
        plain,
        brotli: OnceLock::new(),
        gzip: OnceLock::new(),
        expires,
    });
    // A release that came while the page was being made must not be hidden by it.
    if published.number == release {
        cache.pages.insert(hash, Arc::clone(&page));
    }
    compressed(page, &headers).await
}

/// Compresses away from the threads that answer requests, then answers.
async fn compressed(page: Arc<Page>, headers: &HeaderMap) -> Response {
    let encoding = compress::accepted(headers);
    let prepared = Arc::clone(&page);
    let done = tokio::task::spawn_blocking(move || {
        prepared.body(encoding);
    });
    drop(done.await);
    answer(&page, headers)
}

impl Page {
    /// The body in an encoding, made on first use; as it is where that fails.
    fn body(&self, encoding: Encoding) -> (Encoding, &Bytes) {
        let made = match encoding {
            Encoding::Brotli => self.brotli.get_or_init(|| compress::brotli(&self.plain)).as_ref(),
            Encoding::Gzip => self.gzip.get_or_init(|| compress::gzip(&self.plain)).as_ref(),
            Encoding::Identity => None,
        };
        made.map_or((Encoding::Identity, &self.plain), |body| (encoding, body))
    }
}

fn answer(page: &Page, asked: &HeaderMap) -> Response {
    let known = asked.get(header::IF_NONE_MATCH).is_some_and(|known| known == page.etag);
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let (encoding, body) = page.body(compress::accepted(asked));
        let mut response = Response::new(Body::from(body.clone()));
        let coding = match encoding {
            Encoding::Brotli => Some("br"),
            Encoding::Gzip => Some("gzip"),
            Encoding::Identity => None,
        };
        if let Some(coding) = coding {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        response
    };
    let headers = response.headers_mut();
    for (name, value) in &page.headers {
        headers.insert(name, value.clone());
    }
    headers.insert(header::ETAG, page.etag.clone());
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=0, must-revalidate"));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding, Cookie"));
    response
}

/// A weak validator, since one page has several encodings (RFC 9110, section 8.8.3).
fn etag(body: &[u8]) -> HeaderValue {
    let digest = hex::encode(Sha256::digest(body).get(..16).unwrap_or_default());
    HeaderValue::from_str(&format!("W/\"{digest}\"")).unwrap_or(HeaderValue::from_static("W/\"0\""))
}

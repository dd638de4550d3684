//! Keeps anonymous public pages, rendered once and compressed, until something in them changes.
//!
//! What a page depends on is in its key (path and query, zone, theme, language); a new release empties the cache; and no entry
//! lives past the next change of any phase, nor longer than its relative times ("in 10 minutes") stay true.

mod page;

use std::convert::Infallible;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::SocketAddr;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use app::account::account_token;
use app::language::{Locale, locale_of};
use app::server::{AppState, Settings};
use app::staff::staff_token;
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::time::Instant;
use futures::future::{BoxFuture, Either, Ready, ready};
use http_body_util::BodyExt;
use moka::sync::Cache;
use tokio::runtime::Handle;
use tower::{Service, ServiceExt};

use self::page::Page;
use super::compress::{self, Encoding};

/// Bytes of pages kept at most: some hundreds of long ones, more than are asked for within a minute where people ask.
const CAPACITY: u64 = 24 * 1024 * 1024;
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

pub(super) struct Key {
    address: String,
    zone: Option<String>,
    theme: Option<String>,
    locale: Locale,
}

/// What a request asks for, without a copy of it.
#[derive(Hash, PartialEq, Eq)]
struct Asked<'a> {
    address: &'a str,
    zone: Option<&'a str>,
    theme: Option<&'a str>,
    locale: Locale,
}

impl PageCache {
    /// An empty cache.
    pub(crate) fn new(state: AppState) -> Self {
        let weigher = |_: &u64, page: &Arc<Page>| u32::try_from(page.len() * 2).unwrap_or(u32::MAX);
        // Goes by itself when nobody may have it any more; whether that is so is asked of the server's clock (`find`).
        let lifetime = Duration::from_millis(LIFETIME_MILLISECONDS.unsigned_abs());
        let pages = Cache::builder().max_capacity(CAPACITY).weigher(weigher).time_to_live(lifetime).build();
        Self { state, pages }
    }

    /// Forgets every page.
    pub(crate) fn clear(&self) {
        self.pages.invalidate_all();
    }

    fn find(&self, asked: &Asked<'_>) -> Option<Arc<Page>> {
        let page = self.pages.get(&asked.hash())?;
        (page.key.asked() == *asked && self.state.now() < page.expires).then_some(page)
    }
}

impl<'a> Asked<'a> {
    /// What a request asks for, if the answer is the same for everyone who asks it so.
    fn of(request: &'a Request, settings: &Settings) -> Option<Self> {
        let address = request.uri().path_and_query()?.as_str();
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        if !reads || address.len() > ADDRESS_MAX || !is_public(request.uri().path()) {
            return None;
        }
        let cookies =
            request.headers().get(header::COOKIE).and_then(|cookies| cookies.to_str().ok()).unwrap_or_default();
        // Those who work here see ways to edit on every page.
        if staff_token(request.headers(), settings).is_some() {
            return None;
        }
        // Whoever is signed in goes on where they were, and may have what others may not.
        if is_library(request.uri().path()) && account_token(request.headers(), settings).is_some() {
            return None;
        }
        let cookie = |name: &str| {
            cookies
                .split(';')
                .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
                .filter(|value| value.len() < 64)
        };
        Some(Self {
            address,
            zone: cookie("zone"),
            theme: cookie("theme"),
            locale: locale_of(request.headers(), settings),
        })
    }

    fn key(&self) -> Key {
        let owned = |text: Option<&str>| text.map(ToOwned::to_owned);
        Key { address: self.address.to_owned(), zone: owned(self.zone), theme: owned(self.theme), locale: self.locale }
    }

    fn hash(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        Hash::hash(self, &mut hasher);
        hasher.finish()
    }
}

impl Key {
    fn asked(&self) -> Asked<'_> {
        let (zone, theme) = (self.zone.as_deref(), self.theme.as_deref());
        Asked { address: &self.address, zone, theme, locale: self.locale }
    }
}

fn is_library(path: &str) -> bool {
    path == "/library" || path.starts_with("/library/")
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

/// Stands before the router: a kept page is answered at once, without routing, boxing or copying anything of it. All
/// else is made on the runtime that this was built on, so that the threads which answer connections never wait for it.
#[derive(Clone)]
pub(crate) struct Cached<S> {
    cache: PageCache,
    pages: S,
    makers: Handle,
}

/// An answer: there already, or being made.
pub(crate) type Answering =
    Either<Ready<Result<Response, Infallible>>, BoxFuture<'static, Result<Response, Infallible>>>;

impl<S> Cached<S>
where
    S: Service<Request, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    /// Keeps what `pages` answers. To be called within the runtime that is to make the pages.
    pub(crate) fn new(cache: PageCache, pages: S) -> Self {
        Self { cache, pages, makers: Handle::current() }
    }

    /// Answers a request that came from `peer`.
    pub(crate) fn answer(&self, mut request: Request, peer: Option<SocketAddr>) -> Answering {
        let asked = Asked::of(&request, self.cache.state.settings());
        if let Some(page) = asked.as_ref().and_then(|asked| self.cache.find(asked)) {
            let headers = request.headers();
            return Either::Left(ready(Ok(
                page.answer(compress::accepted(headers), headers.get(header::IF_NONE_MATCH))
            )));
        }
        let key = asked.map(|asked| asked.key());
        if key.is_some() {
            // What is kept is the whole page, also where its head alone was asked for.
            *request.method_mut() = Method::GET;
        }
        if let Some(peer) = peer {
            request.extensions_mut().insert(ConnectInfo(peer));
        }
        let making = make(self.cache.clone(), self.pages.clone(), key, request);
        // Goes on when the client has left: what a form asked for is done whole or not at all.
        let made = self.makers.spawn(making);
        Either::Right(Box::pin(async move {
            Ok(made.await.unwrap_or_else(|error| {
                tracing::error!(%error, "an answer could not be made");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }))
        }))
    }
}

impl<S> Service<Request> for Cached<S>
where
    S: Service<Request, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Answering;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.pages.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        self.answer(request, None)
    }
}

/// Makes an answer and keeps it if it has a key.
async fn make<S>(cache: PageCache, pages: S, key: Option<Key>, request: Request) -> Response
where
    S: Service<Request, Response = Response, Error = Infallible>,
{
    let made = Making::begin(&cache, &request);
    let Ok(response) = pages.oneshot(request).await;
    match key {
        Some(key) => keep(&cache, key, made, response).await,
        None => response,
    }
}

/// What was true when a page began to be made.
struct Making {
    release: i64,
    now: Instant,
    encoding: Encoding,
    known: Option<HeaderValue>,
}

impl Making {
    fn begin(cache: &PageCache, request: &Request) -> Self {
        Self {
            release: cache.state.published().number,
            now: cache.state.now(),
            encoding: compress::accepted(request.headers()),
            known: request.headers().get(header::IF_NONE_MATCH).cloned(),
        }
    }
}

/// Keeps a page that was just made, and answers it.
async fn keep(cache: &PageCache, key: Key, made: Making, response: Response) -> Response {
    if response.status() != StatusCode::OK || response.headers().contains_key(header::SET_COOKIE) {
        return response;
    }
    let (parts, body) = response.into_parts();
    let Ok(collected) = body.collect().await else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let published = cache.state.published();
    let until = made.now.plus_milliseconds(LIFETIME_MILLISECONDS);
    let expires = published.content.next_change(made.now).map_or(until, |change| change.min(until));
    let hash = key.asked().hash();
    let page = Arc::new(Page::new(key, parts.headers, collected.to_bytes(), expires));
    // A release that came while the page was being made must not be hidden by it.
    if published.number == made.release {
        cache.pages.insert(hash, Arc::clone(&page));
    }
    // Compressed away from the threads that answer requests.
    let prepared = Arc::clone(&page);
    let done = tokio::task::spawn_blocking(move || {
        prepared.prepare(made.encoding);
    });
    drop(done.await);
    page.answer(made.encoding, made.known.as_ref())
}

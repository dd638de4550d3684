//! The whole router, asked in memory: a programme on SQLite in a temporary folder, at a fixed time.

mod account;
mod authenticator;
mod calendar;
mod capability;
mod cues;
mod desk;
mod desk_grid;
mod desk_hostile;
mod desk_import;
mod desk_live;
mod dns;
mod group_letters;
mod letter_words;
mod library;
mod library_begun;
mod library_elsewhere;
mod limits;
mod mail;
mod media;
mod navigation;
mod notifications;
mod passkeys;
mod pseudo_locale;
mod questions;
mod registrants;
mod registrants_bulk;
mod registrants_enter;
mod registration;
mod registration_page;
mod reminders;
mod retention;
mod reviewer;
mod rights;
mod sample;
mod search;
mod series;
mod settings;
mod sign_in;
mod slides;
mod staff;
mod staff_address;
mod staff_passkeys;
mod staff_people;
mod staff_sign_in;
mod steps;
mod system;
mod waiting_list;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use app::server::{AppState, Assets, MailMode, Settings, random_token};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use domain::content::{Content, Event, Id};
use domain::published::Published;
use domain::staff::Role;
use domain::time::{Clock, Instant};
use http_body_util::BodyExt;
use store::{Enrolment, NewFactor, NewMember, NewMemberSession, Store};
use tempfile::TempDir;
use tower::ServiceExt;

use crate::assets::SiteFiles;
use crate::http::page_cache::Cached;
use crate::http::{Limits, PageCache, Proxies, site};
use crate::media::{MediaStore, Tools, folder_at};

/// Ten minutes before the first webinar: registration is open.
const NOW: &str = "2022-10-12T17:50:00+02:00";
/// Longest file that is taken, in bytes.
const MEDIA_MOST: u64 = 32 * 1024 * 1024;

/// Stands still until it is moved.
#[derive(Debug, Clone)]
struct Still(Arc<AtomicI64>);

impl Clock for Still {
    fn now(&self) -> Instant {
        Instant::from_milliseconds(self.0.load(Ordering::Relaxed))
    }

    fn is_rehearsal(&self) -> bool {
        false
    }
}

/// A running site.
struct Site {
    site: Cached<Router>,
    state: AppState,
    clock: Still,
    store: Store,
    slug: String,
    media: MediaStore,
    folder: TempDir,
}

/// An answer, read whole.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl Site {
    /// A site whose first webinar has so many places.
    async fn open(capacity: Option<u32>) -> Self {
        Self::open_at(NOW, capacity).await
    }

    async fn open_at(now: &str, capacity: Option<u32>) -> Self {
        Self::open_with(now, capacity, false).await
    }

    async fn open_in_pseudo_locale(now: &str) -> Self {
        Self::open_with(now, None, true).await
    }

    async fn open_over_https() -> Self {
        Self::open_as(NOW, false, "https://site.test", |_| ()).await
    }

    /// A site whose first webinar asks these questions.
    async fn open_asking(questions: serde_json::Value) -> Self {
        let questions = serde_json::from_value(questions).expect("questions");
        Self::open_edited(NOW, false, |webinar| webinar.registration.questions = questions).await
    }

    async fn open_with(now: &str, capacity: Option<u32>, pseudo_locale: bool) -> Self {
        Self::open_edited(now, pseudo_locale, |webinar| webinar.registration.capacity = capacity).await
    }

    /// A site whose first webinar an editor has changed.
    async fn open_edited(now: &str, pseudo_locale: bool, edit: impl FnOnce(&mut Event)) -> Self {
        Self::open_as(now, pseudo_locale, "http://site.test", edit).await
    }

    async fn open_as(now: &str, pseudo_locale: bool, base_url: &str, edit: impl FnOnce(&mut Event)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let objects = folder_at(&folder.path().join("media")).expect("a folder");
        let peertube = vec!["video.example.org".to_owned()];
        let settings = Settings {
            base_url: base_url.to_owned(),
            mail: MailMode::NotConfigured,
            peertube,
            name_server: None,
            nightly_backup: false,
            pseudo_locale,
        };
        Self::open_in(folder, MediaStore::new(objects, MEDIA_MOST, Tools::of_path()), now, settings, edit).await
    }

    /// A site whose database is in that folder, and maybe was there before.
    async fn open_in(
        folder: TempDir,
        media: MediaStore,
        now: &str,
        settings: Settings,
        edit: impl FnOnce(&mut Event),
    ) -> Self {
        let store = Store::connect(&format!("sqlite://{}/site.db", folder.path().display())).await.expect("a store");
        let now = Instant::from_rfc3339(now).expect("an instant");
        crate::programme::seed(&store, now).await.expect("the first programme");
        let mut published = store.newest_release().await.expect("readable").expect("a release");
        let start = Instant::from_rfc3339("2022-10-12T18:00:00+02:00").expect("an instant");
        let webinar = published.content.events.iter_mut().find(|event| event.when.start() == start).expect("a webinar");
        edit(webinar);
        let slug = webinar.slug.to_string();
        let clock = Still(Arc::new(AtomicI64::new(now.milliseconds())));
        let state = AppState::new(store.clone(), Arc::new(clock.clone()), settings, Assets::default(), published);
        let (limits, proxies) = (Limits::new(&[]), Proxies::default());
        let site =
            site(state.clone(), PageCache::new(state.clone()), SiteFiles::default(), media.clone(), (limits, proxies));
        Self { site, state, clock, store, slug, media, folder }
    }

    /// Moves the clock on, and does what the time does.
    async fn passes(&self, minutes: i64) {
        self.clock.0.fetch_add(minutes * 60_000, Ordering::Relaxed);
        crate::jobs::settle_places(&self.state).await.expect("settled");
    }

    /// Moves the clock on to a time, RFC 3339.
    async fn comes_to(&self, time: &str) {
        let time = Instant::from_rfc3339(time).expect("an instant");
        self.passes(time.milliseconds_since(self.state.now()) / 60_000).await;
    }

    /// Shows another programme, as after a release.
    fn edits(&self, edit: impl FnOnce(&mut Event)) {
        let mut published = Published::clone(&self.state.published());
        let event = published.content.events.iter_mut().find(|event| event.slug.as_str() == self.slug);
        edit(event.expect("the first webinar"));
        self.state.publish(published);
    }

    /// Changes the first webinar, or what else there is, in a release; ten minutes later people are told.
    async fn releases(&self, edit: impl FnOnce(&mut Content, Id)) {
        let mut content = self.state.published().content.clone();
        let webinar = content.events.iter().find(|event| event.slug.as_str() == self.slug).map(|event| event.id);
        edit(&mut content, webinar.expect("the first webinar"));
        self.store.save_content(&content).await.expect("writable");
        self.store.release("Any", self.state.now()).await.expect("released");
        self.state.publish(self.store.newest_release().await.expect("readable").expect("a release"));
        self.passes(10).await;
        crate::jobs::tell_news(&self.state).await.expect("told");
    }

    /// Opens a session of someone who works here; its cookie.
    async fn sign_in(&self) -> String {
        self.sign_in_as(Role::Administrator).await
    }

    /// Opens a session of somebody new with that role, without the work of a password; its cookie.
    async fn sign_in_as(&self, role: Role) -> String {
        let (token, now) = (random_token(), self.state.real_now());
        let session = || NewMemberSession {
            token: random_token(),
            former: None,
            device: String::new(),
            device_token: random_token(),
            now,
            site_now: self.state.now(),
        };
        let (name, email) = (format!("Ada, {}", role.name()), format!("{}@staff.example", &token[..8]));
        let (password_hash, totp_secret) = (String::new(), "SECRET".to_owned());
        self.store.create_setup_token(&token, now).await.expect("written");
        let (enrolling, whole) = (session(), session());
        let member = NewMember { name, email, password_hash, totp_secret };
        assert!(self.store.set_up_administrator(&token, member, enrolling.clone()).await.expect("written"));
        let enrolment = Enrolment {
            token: enrolling.token,
            factor: NewFactor::Authenticator { step: 0 },
            recovery_codes: Vec::new(),
        };
        let member = self.store.enrol(enrolment, whole.clone()).await.expect("written").expect("a member");
        if role != Role::Administrator {
            let ends = (role == Role::Reviewer).then(|| now.plus_minutes(90 * 24 * 60));
            assert_eq!(self.store.change_role(member.id, role, ends).await.expect("written"), store::Changed::Done);
        }
        format!("{}={}", app::staff::staff_cookie(self.state.settings()), whole.token)
    }

    /// An answer that is no text.
    async fn bytes(&self, request: Request<Body>) -> (HeaderMap, Vec<u8>) {
        let (parts, body) = self.site.clone().oneshot(request).await.expect("infallible").into_parts();
        (parts.headers, body.collect().await.expect("a whole body").to_bytes().to_vec())
    }

    async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.site.clone().oneshot(request).await.expect("infallible");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a whole body").to_bytes();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8(bytes.to_vec()).expect("UTF-8") }
    }

    async fn get(&self, path: &str) -> Answer {
        self.get_as(path, "").await
    }

    /// With a cookie.
    async fn get_as(&self, path: &str, cookie: &str) -> Answer {
        let request = Request::get(path).header(header::HOST, "site.test").header(header::COOKIE, cookie);
        self.ask(request.body(Body::empty()).expect("a request")).await
    }

    /// A form of this site's own page.
    async fn post(&self, path: &str, form: &str) -> Answer {
        self.post_as(path, form, "", "same-origin").await
    }

    async fn post_as(&self, path: &str, form: &str, cookie: &str, from: &str) -> Answer {
        let request = Request::post(path)
            .header(header::HOST, "site.test")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::COOKIE, cookie)
            .header("sec-fetch-site", from);
        self.ask(request.body(Body::from(form.to_owned())).expect("a request")).await
    }
}

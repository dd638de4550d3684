//! The application's state, shared by every request.

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use domain::check::{Finding, advice, check};
use domain::content::{Content, Id, Material};
use domain::progress::CompletionRule;
use domain::published::Published;
use domain::search::Dictionary;
use domain::settings::{Accent, Languages, Setting, zone as zone_of};
use domain::time::{Clock, Instant, Zone, ZoneName};
use store::{MediaSummary, Store, StoreError};

use super::jobs::JobLog;

/// The state of the application; cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Inner>);

/// What this process is, whoever looks at which programme in it.
#[derive(Clone)]
struct Process {
    /// When it began to answer, by the real time.
    started: Instant,
    /// How its tasks fare.
    jobs: Arc<JobLog>,
}

struct Inner {
    store: Store,
    process: Process,
    clock: Arc<dyn Clock>,
    settings: Settings,
    assets: Assets,
    /// What visitors see of the release.
    published: RwLock<Arc<Published>>,
    /// The content of the release, with what visitors do not see of it.
    released: RwLock<Arc<Content>>,
    /// Whether this is a preview for somebody who works here.
    is_preview: bool,
    /// Words of its names and titles, gathered when they are first asked for.
    dictionary: RwLock<Arc<OnceLock<Arc<Dictionary>>>>,
    /// Zones of the published events, parsed once.
    zones: RwLock<HashMap<ZoneName, Zone>>,
    /// Events whose places are all taken, as far as this process has heard.
    full: RwLock<HashSet<Id>>,
    /// What lists show of files, by their keys, as far as this process has heard.
    summaries: RwLock<Arc<HashMap<String, MediaSummary>>>,
    /// What administrators set and every page needs at once.
    set: RwLock<Set>,
    /// What was found last in the working copy.
    found: Mutex<Option<Found>>,
}

/// What administrators set; each is `None` while nobody did.
#[derive(Debug, Clone, Default, PartialEq)]
struct Set {
    /// The site's own colour.
    accent: Option<Accent>,
    /// The zone by which those who work here read the time.
    zone: Option<ZoneName>,
    /// The languages that forms offer.
    languages: Option<Languages>,
}

/// What was found in a state of the working copy.
#[derive(Clone)]
struct Found {
    seen: Arc<Content>,
    findings: Arc<[Finding]>,
}

/// What the operator set.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the site is reached, without a slash at the end.
    pub base_url: String,
    /// Whether mail is sent; if not, the outbox is read in the app.
    pub mail: MailMode,
    /// Hosts of the PeerTube sites whose players may be shown.
    pub peertube: Vec<String>,
    /// The name server that is asked about mail; `None` for those of the system.
    pub name_server: Option<SocketAddr>,
    /// Whether this process makes a backup every night.
    pub nightly_backup: bool,
    /// For developers: answers everybody in the pseudo-locale, which shows every text that has no key.
    pub pseudo_locale: bool,
}

/// What becomes of mails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailMode {
    /// No mail server is set: they are read in the outbox.
    NotConfigured,
    /// A mail server is set, but the site rehearses: nothing leaves it.
    HeldBack {
        /// The address they would come from.
        from: String,
    },
    /// They are sent.
    Sent {
        /// The address they come from.
        from: String,
    },
}

impl MailMode {
    /// Whether mail is sent.
    pub fn is_sent(&self) -> bool {
        matches!(self, Self::Sent { .. })
    }

    /// The address that mails come from, if one is set.
    pub fn from(&self) -> Option<&str> {
        match self {
            Self::NotConfigured => None,
            Self::HeldBack { from } | Self::Sent { from } => Some(from),
        }
    }
}

/// Addresses of the browser's part, with their content hashes.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    /// The style sheet.
    pub style: String,
    /// What the pages behind the sign-in of those who work here have beside it.
    pub desk_style: String,
    /// The JavaScript glue.
    pub script: String,
    /// The main WASM module.
    pub module: String,
}

/// Where the style of the site's own colour is; another address for each.
pub fn accent_path(accent: &Accent) -> String {
    let written = accent.written().replace('#', "").replace(',', "-");
    format!("/theme.css?{written}")
}

impl AppState {
    /// Puts the state together.
    pub fn new(store: Store, clock: Arc<dyn Clock>, settings: Settings, assets: Assets, published: Published) -> Self {
        let process = Process { started: clock.real_now(), jobs: Arc::default() };
        Self::with(process, store, clock, settings, assets, published, false)
    }

    fn with(
        process: Process,
        store: Store,
        clock: Arc<dyn Clock>,
        settings: Settings,
        assets: Assets,
        published: Published,
        is_preview: bool,
    ) -> Self {
        let state = Self(Arc::new(Inner {
            store,
            process,
            clock,
            settings,
            assets,
            published: RwLock::new(Arc::new(published.clone())),
            released: RwLock::default(),
            is_preview,
            dictionary: RwLock::default(),
            zones: RwLock::new(HashMap::new()),
            full: RwLock::new(HashSet::new()),
            summaries: RwLock::default(),
            set: RwLock::default(),
            found: Mutex::new(None),
        }));
        state.publish(published);
        state
    }

    /// The same state with something else published, for one visitor: nobody else sees it.
    #[must_use]
    pub fn showing(&self, published: Published) -> Self {
        let state = Self::with(
            self.0.process.clone(),
            self.0.store.clone(),
            Arc::clone(&self.0.clock),
            self.0.settings.clone(),
            self.0.assets.clone(),
            published,
            true,
        );
        let full = self.0.full.read().unwrap_or_else(PoisonError::into_inner).clone();
        *state.0.full.write().unwrap_or_else(PoisonError::into_inner) = full;
        *state.0.summaries.write().unwrap_or_else(PoisonError::into_inner) = self.summaries();
        *state.0.set.write().unwrap_or_else(PoisonError::into_inner) = self.set();
        state
    }

    /// Shows another release from now on; in a preview with all there is in it.
    pub fn publish(&self, mut published: Published) {
        let released = Arc::new(published.content.clone());
        if !self.0.is_preview {
            published.content = published.content.for_visitors();
        }
        *self.0.released.write().unwrap_or_else(PoisonError::into_inner) = released;
        let names = published.content.events.iter().map(|event| &event.zone);
        let zones = names.filter_map(|name| Some((name.clone(), Zone::named(name.as_str()).ok()?))).collect();
        *self.0.zones.write().unwrap_or_else(PoisonError::into_inner) = zones;
        *self.0.published.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(published);
        *self.0.dictionary.write().unwrap_or_else(PoisonError::into_inner) = Arc::default();
    }

    /// Whether this is a preview for somebody who works here.
    pub fn is_preview(&self) -> bool {
        self.0.is_preview
    }

    /// The content of the release, with what visitors do not see of it: what the working copy is compared with.
    pub fn released(&self) -> Arc<Content> {
        Arc::clone(&self.0.released.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The release being shown, as visitors may see it.
    pub fn published(&self) -> Arc<Published> {
        Arc::clone(&self.0.published.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Words of the published names and titles, for search to tell what was meant.
    pub fn dictionary(&self) -> Arc<Dictionary> {
        let dictionary = Arc::clone(&self.0.dictionary.read().unwrap_or_else(PoisonError::into_inner));
        Arc::clone(dictionary.get_or_init(|| Arc::new(Dictionary::of(&self.published().content))))
    }

    /// The zone of that name, if an event is in it or the database knows it.
    pub fn zone(&self, name: &ZoneName) -> Option<Zone> {
        let known = self.0.zones.read().unwrap_or_else(PoisonError::into_inner).get(name).cloned();
        known.or_else(|| Zone::named(name.as_str()).ok())
    }

    fn set(&self) -> Set {
        self.0.set.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The site's own colour; `None` for the product's.
    pub fn accent(&self) -> Option<Accent> {
        self.set().accent
    }

    /// The zone by which those who work here read the time, and which new events have: the one that was set, else that of the
    /// first event.
    pub fn site_zone(&self) -> Zone {
        let name = self.set().zone.or_else(|| self.published().content.events.first().map(|event| event.zone.clone()));
        name.and_then(|name| self.zone(&name)).unwrap_or_else(Zone::utc)
    }

    /// The languages that forms offer for content; the first is that of new things.
    pub fn languages(&self) -> Languages {
        self.set().languages.unwrap_or_default()
    }

    /// Reads what is set for the whole site and shows it; whether anything is different then.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn read_settings(&self) -> Result<bool, StoreError> {
        let accent = self.store().setting(Setting::Accent).await?;
        let zone = self.store().setting(Setting::Zone).await?;
        let languages = self.store().setting(Setting::Languages).await?;
        // What cannot be read, from another version, is as if nobody had set it.
        let set = Set {
            accent: accent.and_then(|written| Accent::of_written(&written)),
            zone: zone.and_then(|name| zone_of(&name).ok().flatten()).map(|zone| zone.name().clone()),
            languages: languages.and_then(|written| Languages::read(&written).ok().flatten()),
        };
        let is_news = set != self.set();
        *self.0.set.write().unwrap_or_else(PoisonError::into_inner) = set;
        Ok(is_news)
    }

    /// Whether all places of an event are taken, so that its pages can say so without asking the database.
    pub fn is_full(&self, event: Id) -> bool {
        self.0.full.read().unwrap_or_else(PoisonError::into_inner).contains(&event)
    }

    /// Notes whether all places of an event are taken; whether that is news.
    pub fn set_full(&self, event: Id, is_full: bool) -> bool {
        let mut full = self.0.full.write().unwrap_or_else(PoisonError::into_inner);
        if is_full { full.insert(event) } else { full.remove(&event) }
    }

    /// What lists show of files, by their keys, so that public pages can show it without asking the database.
    pub fn summaries(&self) -> Arc<HashMap<String, MediaSummary>> {
        Arc::clone(&self.0.summaries.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Notes what lists show of files; whether that is news.
    pub fn set_summaries(&self, summaries: HashMap<String, MediaSummary>) -> bool {
        let mut known = self.0.summaries.write().unwrap_or_else(PoisonError::into_inner);
        let is_news = **known != summaries;
        if is_news {
            *known = Arc::new(summaries);
        }
        is_news
    }

    /// How long a material takes, in milliseconds: as its file is, or as its editor says. Shares of it are shares of what can be
    /// played, which an editor's full minutes are not.
    pub fn length_of(&self, material: &Material) -> Option<u32> {
        let summaries = self.summaries();
        let played = material.media.as_ref().and_then(|key| summaries.get(key.as_str())?.duration);
        played.or_else(|| material.minutes.map(|minutes| minutes.saturating_mul(60_000)))
    }

    /// The same in minutes, as people say it: as its editor says, or the nearest, and at least one.
    pub fn minutes_of(&self, material: &Material) -> Option<u32> {
        let nearest = || self.length_of(material).map(|length| (length.saturating_add(30_000) / 60_000).max(1));
        material.minutes.or_else(nearest)
    }

    /// How much of a recording counts as seen.
    pub fn completion_of(&self, material: &Material) -> CompletionRule {
        CompletionRule::new(material.completion, self.length_of(material))
    }

    /// What the check finds in a state of the working copy: what blocks a release, then advice. It is sought once for each.
    pub fn findings(&self, content: &Arc<Content>) -> Arc<[Finding]> {
        let mut found = self.0.found.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = found.as_ref().filter(|found| Arc::ptr_eq(&found.seen, content)) {
            return Arc::clone(&found.findings);
        }
        let findings: Arc<[Finding]> = check(content).into_iter().chain(advice(content)).collect();
        *found = Some(Found { seen: Arc::clone(content), findings: Arc::clone(&findings) });
        findings
    }

    /// The store, for what is personal or live.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// The one clock.
    pub fn clock(&self) -> &dyn Clock {
        self.0.clock.as_ref()
    }

    /// The present instant.
    pub fn now(&self) -> Instant {
        self.0.clock.now()
    }

    /// The real time, for what must not follow a rehearsal: sessions of those who work here.
    pub fn real_now(&self) -> Instant {
        self.0.clock.real_now()
    }

    /// When this process began to answer, by the real time.
    pub fn started(&self) -> Instant {
        self.0.process.started
    }

    /// How the tasks of this process fare that nobody asks for.
    pub fn jobs(&self) -> &JobLog {
        &self.0.process.jobs
    }

    /// What the operator set.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Addresses of the browser's part.
    pub fn assets(&self) -> &Assets {
        &self.0.assets
    }
}

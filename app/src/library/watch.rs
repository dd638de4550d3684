//! What a material's page shows of its file, looked up before the page is made.

use domain::content::{Content, Material, Visibility};
use domain::media::{External, MediaState, Purpose};
use domain::progress::Progress;
use domain::published::Found;
use domain::timed_text::{Cue, Passage, TrackKind, TrackSource, TrackStatus, passages, read, slide_times};
use http::HeaderMap;
use store::{Media, Rendition, TimedText};

use super::access::{Access, Visitor, access, visitor};
use super::slides::Deck;
use crate::error::PageError;
use crate::server::{AppState, Settings, store_failed};

/// What belongs to one visitor and one material.
#[derive(Debug, Clone)]
pub struct Watch {
    /// Whether they may have it.
    pub(super) access: Access,
    /// Its file, once it is ready.
    pub(super) file: Option<Media>,
    /// Whether its file is still being made ready.
    pub(super) is_awaited: bool,
    /// Timed text that is published.
    pub(super) tracks: Vec<TimedText>,
    /// What was made of its file.
    pub(super) made: Vec<Rendition>,
    /// Its slides.
    pub(super) deck: Option<Deck>,
    /// What the address asks for.
    pub(super) asked: Asked,
    /// What is known of what they saw.
    pub(super) seen: Seen,
}

/// What the address of the page asks for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Where to begin, in milliseconds.
    pub at: Option<u32>,
    /// The sound alone.
    pub listens: bool,
    /// What is looked for in the transcript, as it was typed.
    pub find: Option<String>,
    /// The player of the site that keeps it.
    pub elsewhere: bool,
}

/// What is known of what a visitor saw.
#[derive(Debug, Clone)]
pub enum Seen {
    /// Nobody is signed in: the browser remembers.
    Here,
    /// Somebody is signed in who does not want it kept.
    NotKept,
    /// A reviewer looks, of whom nothing is kept or counted.
    Reviewed,
    /// Somebody is signed in.
    Kept(Option<Progress>),
}

/// The captions to be read as a transcript.
pub(super) struct Transcript {
    pub(super) language: String,
    pub(super) is_machine_made: bool,
    pub(super) passages: Vec<Passage>,
}

/// Looks up what belongs to a visitor and the material at an address.
///
/// # Errors
/// [`PageError::NotFound`] and [`PageError::Moved`] as the address says; [`PageError::Unavailable`] if the store fails.
pub async fn gather_material(
    state: &AppState,
    slug: &str,
    asked: Asked,
    headers: &HeaderMap,
) -> Result<Watch, PageError> {
    let published = state.published();
    let material = match published.content.material(slug).ok_or(PageError::NotFound)? {
        Found::Here(material) => material,
        Found::Moved(material) => return Err(PageError::Moved(format!("/library/{}", material.slug))),
    };
    let somebody = visitor(state, headers).await?;
    let access = access(state, material, &somebody).await?;
    let (mut file, mut tracks, mut made) = (None, Vec::new(), Vec::new());
    if let Some(key) = material.media.as_ref().filter(|_| access == Access::Open) {
        let failed = |error| store_failed(&error);
        file = state.store().media(key.as_str()).await.map_err(failed)?;
        tracks = state.store().timed_texts(key).await.map_err(failed)?;
        made = state.store().renditions(key.as_str()).await.map_err(failed)?;
        tracks.retain(|text| text.status == TrackStatus::Published);
    }
    let deck = if access == Access::Open {
        deck(state, &published.content, material, (&made, &tracks), &somebody).await?
    } else {
        None
    };
    let is_awaited =
        file.as_ref().is_some_and(|file| matches!(file.state, MediaState::Receiving | MediaState::Joining));
    let file = file.filter(|file| file.state == MediaState::Ready);
    Ok(Watch { access, file, is_awaited, tracks, made, deck, asked, seen: seen(state, material, &somebody).await? })
}

/// The pages of what is slides itself; of a recording, the slides that belong to it, if whoever asks may have them too.
async fn deck(
    state: &AppState,
    content: &Content,
    material: &Material,
    (made, tracks): (&[Rendition], &[TimedText]),
    somebody: &Visitor,
) -> Result<Option<Deck>, PageError> {
    let pages =
        |made: &[Rendition]| made.iter().filter(|made| made.purpose == Purpose::Page).cloned().collect::<Vec<_>>();
    let is_signed = |material: &Material| material.visibility != Visibility::Public;
    let own = pages(made);
    if !own.is_empty() {
        let (language, is_signed) = (material.language.clone(), is_signed(material));
        return Ok(Some(Deck { title: None, path: None, language, is_signed, pages: own, times: Vec::new() }));
    }
    if !material.kind.is_recording() {
        return Ok(None);
    }
    let track = tracks.iter().find(|text| text.kind == TrackKind::Slides);
    let found = content.deck_of(material, track.and_then(|track| track.deck.as_ref()));
    let Some((found, key)) = found.and_then(|found| Some((found, found.media.as_ref()?))) else { return Ok(None) };
    if access(state, found, somebody).await? != Access::Open {
        return Ok(None);
    }
    let made = state.store().renditions(key.as_str()).await.map_err(|error| store_failed(&error))?;
    Ok(Some(Deck {
        title: Some(found.title.clone()),
        path: Some(format!("/library/{}", found.slug)),
        language: found.language.clone(),
        is_signed: is_signed(found),
        pages: pages(&made),
        times: track.map(|track| slide_times(&cues(track))).unwrap_or_default(),
    }))
}

/// The same once a visitor has asked for the player of the site that keeps the recording, and where frames have to be let come
/// from for it.
///
/// # Errors
/// As [`gather_material`]; also [`PageError::NotFound`] if no such player may be shown, and [`PageError::Forbidden`] if they may
/// not have the recording.
pub async fn gather_elsewhere(state: &AppState, slug: &str, headers: &HeaderMap) -> Result<(Watch, String), PageError> {
    let watch = gather_material(state, slug, Asked { elsewhere: true, ..Asked::default() }, headers).await?;
    let published = state.published();
    let Some(Found::Here(material)) = published.content.material(slug) else { return Err(PageError::NotFound) };
    let external = elsewhere(material, state.settings()).ok_or(PageError::NotFound)?;
    if watch.access != Access::Open {
        return Err(PageError::Forbidden);
    }
    Ok((watch, external.origin()))
}

/// The player of another site, for a recording that has no file here.
pub(crate) fn elsewhere(material: &Material, settings: &Settings) -> Option<External> {
    let url = material.url.as_ref().filter(|_| material.media.is_none() && material.kind.is_recording())?;
    External::of(url, &settings.peertube)
}

async fn seen(state: &AppState, material: &Material, somebody: &Visitor) -> Result<Seen, PageError> {
    if somebody.is_uncounted() {
        return Ok(Seen::Reviewed);
    }
    let Some(session) = &somebody.account else { return Ok(Seen::Here) };
    let failed = |error| store_failed(&error);
    if !state.store().keeps_progress(session.account.id).await.map_err(failed)? {
        return Ok(Seen::NotKept);
    }
    Ok(Seen::Kept(state.store().progress_in(session.account.id, material.id).await.map_err(failed)?))
}

impl Watch {
    /// What was made of its file for that purpose.
    pub(super) fn rendition(&self, purpose: Purpose) -> Option<&Rendition> {
        self.made.iter().find(|made| made.purpose == purpose)
    }

    /// The captions that a visitor reads: those in the material's language, or the first there are.
    pub(super) fn transcript(&self, language: &str) -> Option<Transcript> {
        let captions = || self.tracks.iter().filter(|text| text.kind == TrackKind::Captions);
        let text = captions().find(|text| text.language == language).or_else(|| captions().next())?;
        Some(Transcript {
            language: text.language.clone(),
            is_machine_made: text.source == TrackSource::Machine && text.reviewed.is_none(),
            passages: passages(&cues(text)),
        })
    }

    /// The chapters, in that language if there are some.
    pub(super) fn chapters(&self, language: &str) -> Vec<Cue> {
        let chapters = || self.tracks.iter().filter(|text| text.kind == TrackKind::Chapters);
        let text = chapters().find(|text| text.language == language).or_else(|| chapters().next());
        text.map(cues).unwrap_or_default()
    }
}

/// What was written by ourselves can be read again.
fn cues(text: &TimedText) -> Vec<Cue> {
    read(text.body.as_bytes()).unwrap_or_default()
}

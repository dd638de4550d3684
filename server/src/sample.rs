//! The sample: a short recording of our own making with slides, captions and chapters, so that a new site can be seen with one. It is
//! added on request (`continuum import --sample`) and never by itself; `cargo xtask sample` makes its files anew.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use app::server::{AppState, Assets, MailMode, Settings, random_id};
use bytes::Bytes;
use domain::content::{Content, Material, MaterialKind, MediaKey, RichText, Visibility};
use domain::media::{FileType, MediaState};
use domain::time::Clock;
use domain::timed_text::{SLIDES_LANGUAGE, TrackKind, TrackSource, TrackStatus};
use futures::stream;
use store::{NewMedia, Released, Store, TimedText};

use crate::media::MediaStore;

/// A minute and a half, with picture and sound.
pub(crate) const TALK: &[u8] = include_bytes!("../../programmes/sample/talk.mp4");
/// Five pages.
pub(crate) const SLIDES: &[u8] = include_bytes!("../../programmes/sample/slides.pdf");
const CAPTIONS: &str = include_str!("../../programmes/sample/captions.vtt");
const CHAPTERS: &str = include_str!("../../programmes/sample/chapters.vtt");
const TIMES: &str = include_str!("../../programmes/sample/slides.vtt");

/// How often, and after what pause each time, is looked whether a file is put together.
const ATTEMPTS: u32 = 60;
const PAUSE: Duration = Duration::from_millis(500);

/// Who added it.
const ADDED_BY: &str = "Sample";
/// Where its recording stands in the library, and its slides.
pub(crate) const SLUGS: (&str, &str) = ("sample-recording", "sample-slides");

/// Adds the sample to the working copy and releases it; `None` if it is there already, and nothing was changed.
///
/// # Errors
/// A store fails, or something else in the working copy cannot be released.
pub(crate) async fn add(
    store: &Store,
    media: &MediaStore,
    clock: impl Clock + 'static,
) -> anyhow::Result<Option<Released>> {
    let mut content = Content::clone(&*store.working_copy().await?);
    let is_there = |slug: &str| content.materials.iter().any(|material| material.slug.as_str() == slug);
    if is_there(SLUGS.0) || is_there(SLUGS.1) {
        return Ok(None);
    }
    let published = store.newest_release().await?.context("the database holds no release; import a programme first")?;
    let settings = Settings {
        base_url: String::new(),
        mail: MailMode::NotConfigured,
        peertube: Vec::new(),
        name_server: None,
        nightly_backup: false,
        pseudo_locale: false,
    };
    let state = AppState::new(store.clone(), Arc::new(clock), settings, Assets::default(), published);
    let talk = upload(&state, media, "Sample recording.mp4", FileType::Mp4, TALK).await?;
    let slides = upload(&state, media, "Sample slides.pdf", FileType::Pdf, SLIDES).await?;
    for (kind, body, deck) in [
        (TrackKind::Captions, CAPTIONS, None),
        (TrackKind::Chapters, CHAPTERS, None),
        (TrackKind::Slides, TIMES, Some(slides.clone())),
    ] {
        let language = if kind == TrackKind::Slides { SLIDES_LANGUAGE } else { "en" };
        let text = TimedText {
            media: talk.clone(),
            kind,
            language: language.to_owned(),
            status: TrackStatus::Published,
            source: TrackSource::Human,
            body: body.to_owned(),
            version: 1,
            changed: state.real_now(),
            changed_by: ADDED_BY.to_owned(),
            reviewed: None,
            deck,
        };
        ensure!(store.save_timed_text(text).await?, "the sample's texts could not be kept");
    }
    content.materials.push(material(MaterialKind::Recording, SLUGS.0, "Sample: how a recording looks here", talk)?);
    content.materials.push(material(MaterialKind::Slides, SLUGS.1, "Sample: slides of a recording", slides)?);
    store.save_content(&content).await.context("nothing was released")?;
    let problems = domain::check::check(&*store.working_copy().await?);
    if !problems.is_empty() {
        let words: Vec<String> = problems.iter().map(ToString::to_string).collect();
        bail!("the sample is in the working copy, which cannot be released yet:\n- {}", words.join("\n- "));
    }
    Ok(Some(store.release("Sample recording", state.now()).await?))
}

/// Takes a file in as an editor's browser sends it.
async fn upload(
    state: &AppState,
    media: &MediaStore,
    name: &str,
    file_type: FileType,
    bytes: &'static [u8],
) -> anyhow::Result<MediaKey> {
    let (now, added_by) = (state.real_now(), ADDED_BY.to_owned());
    let length = u64::try_from(bytes.len()).ok();
    let upload =
        state.store().begin_media(NewMedia { name: name.to_owned(), file_type, length, added_by, now }).await?;
    let body = stream::iter([Ok::<_, Infallible>(Bytes::from_static(bytes))]);
    let received = media.receive(state, &upload, body, None).await;
    ensure!(received.is_ok_and(|received| received.is_whole), "the media store did not take {name}");
    // A server that runs beside this may be faster, and then is waited for.
    for _ in 0..ATTEMPTS {
        media.settle(state).await?;
        if state.store().media(&upload.key).await?.is_some_and(|media| media.state == MediaState::Ready) {
            return upload.key.parse().map_err(|error| anyhow::anyhow!("{error}"));
        }
        tokio::time::sleep(PAUSE).await;
    }
    bail!("{name} could not be put together; the log says why")
}

fn material(kind: MaterialKind, slug: &str, title: &str, media: MediaKey) -> anyhow::Result<Material> {
    Ok(Material {
        id: random_id(),
        slug: slug.parse().map_err(|error| anyhow::anyhow!("{slug}: {error}"))?,
        kind,
        title: title.to_owned(),
        summary: "A sample: its pictures and its voice are made by a computer, and it is not part of the programme."
            .to_owned(),
        event: None,
        session: None,
        url: None,
        media: Some(media),
        body: RichText::default(),
        visibility: Visibility::Public,
        publisher: None,
        published: None,
        prepared: None,
        reviewed: None,
        expires: None,
        minutes: None,
        completion: None,
        language: "en".to_owned(),
        authors: Vec::new(),
        topics: Vec::new(),
        former_slugs: Vec::new(),
    })
}

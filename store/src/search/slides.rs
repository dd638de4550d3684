//! Keeps what stands on slides in the index: under the slides themselves, and under the recordings in which they are shown at known
//! times.

use std::collections::{BTreeMap, HashMap};

use domain::content::{Content, Id, Kind, Material, MediaKey, Visibility};
use domain::search::{Passage, on_pages, shown};
use domain::timed_text::{SlideTime, read, slide_times};

use super::captions::{remove, replace, set_source, sources};
use super::index::RULES;
use crate::Store;
use crate::connection::{Connection, statements, values};
use crate::error::StoreError;

statements! {
    // Pages were made in the attempt with that number.
    DECKS = "SELECT media_key, attempt FROM media_work WHERE state = 'done' AND toolset = 'poppler'";
    TIMED = "SELECT media_key, deck, version, body FROM timed_text
        WHERE kind = 'slides' AND status = 'published' AND deck IS NOT NULL";
    PAGES = "SELECT page, words FROM media WHERE origin = $1 AND purpose = 'page' AND state = 'ready' ORDER BY page";
}

/// A material whose file is found by what stands on slides.
struct Shown {
    material: Id,
    language: String,
    visibility: Visibility,
    /// File of the slides.
    deck: String,
    /// When they are shown, where that is known.
    times: Option<Vec<SlideTime>>,
}

impl Store {
    /// Indexes what stands on the slides of a release and on no others, as far as it is not; how many materials were written or
    /// taken out. The release is to be indexed first. Any number of processes may ask for it.
    ///
    /// # Errors
    /// The database fails; what was written until then stays, and the rest is done the next time.
    pub async fn index_slides(&self, content: &Content) -> Result<usize, StoreError> {
        let (decks, timed, mut indexed) = self.engine.read(|connection| Box::pin(state(connection))).await?;
        let mut done = 0;
        for (wanted, shown) in content.materials.iter().filter_map(|material| of(material, content, &decks, &timed)) {
            let source = format!("slides {}", shown.material);
            if indexed.remove(&source).is_some_and(|state| state == wanted) {
                continue;
            }
            self.engine.write(move |connection| Box::pin(index(connection, shown, source, wanted))).await?;
            done += 1;
        }
        for source in indexed.into_keys() {
            self.engine.write(move |connection| Box::pin(remove(connection, source))).await?;
            done += 1;
        }
        Ok(done)
    }
}

/// When slides are shown in a recording.
struct Timed {
    deck: MediaKey,
    version: i64,
    times: Vec<SlideTime>,
}

type State = (BTreeMap<String, i64>, HashMap<String, Timed>, HashMap<String, String>);

async fn state(connection: &mut Connection<'_>) -> Result<State, StoreError> {
    let mut decks = BTreeMap::new();
    for row in connection.fetch(DECKS, values![]).await? {
        decks.insert(row.text("media_key")?, row.integer("attempt")?);
    }
    let mut timed = HashMap::new();
    for row in connection.fetch(TIMED, values![]).await? {
        let times = read(row.text("body")?.as_bytes()).map(|cues| slide_times(&cues)).unwrap_or_default();
        let (deck, version) = (row.parsed("deck")?, row.integer("version")?);
        timed.insert(row.text("media_key")?, Timed { deck, version, times });
    }
    Ok((decks, timed, sources(connection, "slides %").await?))
}

/// What is to be indexed of a material, and the state that it is indexed in then.
fn of(
    material: &Material,
    content: &Content,
    decks: &BTreeMap<String, i64>,
    timed: &HashMap<String, Timed>,
) -> Option<(String, Shown)> {
    let media = material.media.as_ref()?;
    let (deck, version, times) = match timed.get(media.as_str()) {
        Some(timed) => (timed.deck.as_str(), timed.version, Some(timed.times.clone())),
        None => (media.as_str(), 0, None),
    };
    let attempt = decks.get(deck)?;
    // Whoever may have the recording may not have its slides, if they are for fewer.
    let of_deck = content.deck_of(material, Some(&deck.parse().ok()?))?;
    let visibility = if material.visibility == Visibility::Public { of_deck.visibility } else { material.visibility };
    let wanted = format!("{RULES} {} {} {deck} {attempt} {version}", visibility.name(), material.language);
    let (material, language, deck) = (material.id, material.language.clone(), deck.to_owned());
    Some((wanted, Shown { material, language, visibility, deck, times }))
}

async fn index(
    connection: &mut Connection<'_>,
    shown_in: Shown,
    source: String,
    wanted: String,
) -> Result<(), StoreError> {
    if !set_source(connection, &source, wanted).await? {
        return Ok(());
    }
    let mut pages: Vec<(u32, String)> = Vec::new();
    for row in connection.fetch(PAGES, values![&shown_in.deck]).await? {
        pages.push((row.number("page")?, row.optional_text("words")?.unwrap_or_default()));
    }
    let Shown { material, language, visibility, times, .. } = shown_in;
    let passages: Vec<Passage> = match times {
        Some(times) => shown(&language, visibility, &pages, &times),
        None => on_pages(&language, visibility, &pages),
    };
    replace(connection, &source, (Kind::Material.name(), material), &passages).await
}

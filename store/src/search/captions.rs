//! Keeps what is said in recordings in the index: captions that are published, of recordings of the release.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::content::{Content, Id, Kind, MediaKey, Visibility};
use domain::search::{Passage, spoken};
use domain::timed_text::read;

use super::index::{RULES, write};
use crate::Store;
use crate::connection::{Connection, statements, values};
use crate::error::StoreError;

statements! {
    // Which words stand everywhere; PostgreSQL finds out by itself, but minutes later. On SQLite nothing is to be done.
    TAKE_STOCK = "SELECT 1", postgres "ANALYZE search_thing, search_passage";
    PUBLISHED = "SELECT media_key, language, version FROM timed_text
        WHERE kind = 'captions' AND status = 'published' ORDER BY media_key, language";
    SOURCES = "SELECT source, state FROM search_source WHERE source LIKE $1";
    BODIES = "SELECT language, body FROM timed_text
        WHERE media_key = $1 AND kind = 'captions' AND status = 'published' ORDER BY language";
    // Locks the source, so that of several processes one writes it.
    SET_SOURCE = "INSERT INTO search_source (source, state) VALUES ($1, $2)
        ON CONFLICT (source) DO UPDATE SET state = excluded.state WHERE search_source.state <> excluded.state";
    REMOVE_SOURCE = "DELETE FROM search_source WHERE source = $1";
    REMOVE_PASSAGES = "DELETE FROM search_passage WHERE source = $1 AND source <> 'release'";
    HEADING = "SELECT title_words || ' ' || people_words || ' ' || topics_words AS words FROM search_thing
        WHERE kind = $1 AND thing_id = $2";
}

/// Recordings after which the engine looks at its tables again.
const MANY: usize = 100;

/// A recording whose captions are searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recording {
    /// Its file.
    pub media: MediaKey,
    /// The material whose file it is.
    pub material: Id,
    /// Who may have it, and find what is said in it.
    pub visibility: Visibility,
}

impl Recording {
    /// The recordings of a programme.
    pub fn all(content: &Content) -> Vec<Self> {
        let recording = |material: &domain::content::Material| {
            let media = material.media.clone()?;
            Some(Self { media, material: material.id, visibility: material.visibility })
        };
        content.materials.iter().filter_map(recording).collect()
    }

    fn source(&self) -> String {
        format!("captions {} {}", self.media, self.material)
    }
}

impl Store {
    /// Indexes the published captions of these recordings and of no others, as far as they are not; how many recordings were
    /// written or taken out. The release is to be indexed first. Any number of processes may ask for it.
    ///
    /// # Errors
    /// The database fails; what was written until then stays, and the rest is done the next time.
    pub async fn index_captions(&self, recordings: Vec<Recording>) -> Result<usize, StoreError> {
        let (versions, mut indexed) = self.engine.read(|connection| Box::pin(state(connection))).await?;
        let mut done = 0;
        for recording in recordings {
            let Some(versions) = versions.get(recording.media.as_str()) else { continue };
            let source = recording.source();
            let wanted = format!("{RULES} {} {versions}", recording.visibility.name());
            if indexed.remove(&source).is_some_and(|state| state == wanted) {
                continue;
            }
            self.engine.write(move |connection| Box::pin(index(connection, recording, source, wanted))).await?;
            done += 1;
        }
        // What is left belongs to recordings that are gone, or have no captions any more.
        let gone: HashSet<String> = indexed.into_keys().collect();
        for source in gone {
            self.engine.write(move |connection| Box::pin(remove(connection, source))).await?;
            done += 1;
        }
        if done >= MANY {
            self.engine
                .write(|connection| Box::pin(async move { connection.execute(TAKE_STOCK, values![]).await }))
                .await?;
        }
        Ok(done)
    }
}

/// The published versions of each file's captions, and what is indexed.
async fn state(
    connection: &mut Connection<'_>,
) -> Result<(BTreeMap<String, String>, HashMap<String, String>), StoreError> {
    let mut versions: BTreeMap<String, String> = BTreeMap::new();
    for row in connection.fetch(PUBLISHED, values![]).await? {
        let version = format!(" {} {}", row.text("language")?, row.integer("version")?);
        versions.entry(row.text("media_key")?).or_default().push_str(&version);
    }
    Ok((versions, sources(connection, "captions %").await?))
}

async fn index(
    connection: &mut Connection<'_>,
    recording: Recording,
    source: String,
    wanted: String,
) -> Result<(), StoreError> {
    if !set_source(connection, &source, wanted).await? {
        return Ok(());
    }
    let mut passages: Vec<Passage> = Vec::new();
    for row in connection.fetch(BODIES, values![recording.media.as_str()]).await? {
        let (language, body) = (row.text("language")?, row.text("body")?);
        match read(body.as_bytes()) {
            Ok(cues) => passages.extend(spoken(&language, recording.visibility, &cues)),
            Err(error) => tracing::error!(media = %recording.media, language, ?error, "captions cannot be read"),
        }
    }
    let kind = Kind::Material.name();
    replace(connection, &source, (kind, recording.material), &passages).await
}

/// Writes the passages of a source in the place of those it had.
pub(super) async fn replace(
    connection: &mut Connection<'_>,
    source: &str,
    thing: (&'static str, Id),
    passages: &[Passage],
) -> Result<(), StoreError> {
    let heading = connection.fetch_one(HEADING, values![thing.0, thing.1]).await?;
    let heading = heading.map(|row| row.text("words")).transpose()?.unwrap_or_default();
    connection.execute(REMOVE_PASSAGES, values![source]).await?;
    let passages: Vec<_> = passages.iter().map(|passage| (passage, heading.as_str())).collect();
    write(connection, source, thing, &passages).await
}

/// What is indexed of sources whose names are like that.
pub(super) async fn sources(
    connection: &mut Connection<'_>,
    like: &str,
) -> Result<HashMap<String, String>, StoreError> {
    let rows = connection.fetch(SOURCES, values![like]).await?;
    rows.iter().map(|row| Ok((row.text("source")?, row.text("state")?))).collect()
}

/// Notes in which state a source is indexed; whether that is news.
pub(super) async fn set_source(
    connection: &mut Connection<'_>,
    source: &str,
    state: String,
) -> Result<bool, StoreError> {
    Ok(connection.execute(SET_SOURCE, values![source, state]).await? > 0)
}

pub(super) async fn remove(connection: &mut Connection<'_>, source: String) -> Result<(), StoreError> {
    connection.execute(REMOVE_PASSAGES, values![&source]).await?;
    connection.execute(REMOVE_SOURCE, values![&source]).await.map(|_| ())
}

//! How long a search takes in a library of 5,000 recordings with two million words, and how soon new words are found.
//!
//! ```text
//! cargo run --release -p store --example search_load -- --url sqlite:///tmp/search.db
//! cargo run --release -p store --example search_load -- --private-postgres
//! ```
//! The last line of the output is one JSON object. The exit code is 1 when a figure falls short. The database must be one
//! that may be filled with invented texts.

#[path = "../../tests/support/cluster.rs"]
mod cluster;
mod library;

use std::process::ExitCode;
use std::time::Duration;

use cluster::{Cluster, Failure};
use domain::content::{Content, Id, MediaKey};
use domain::search::{Dictionary, Query, things};
use domain::time::Instant;
use domain::timed_text::{TrackKind, TrackSource, TrackStatus};
use library::{MATERIALS, WORDS, content, transcript, word};
use store::{Breadth, Recording, Search, SearchResult, Store, TimedText};
use tokio::time::Instant as Stopwatch;

/// Rounds of each question, and how many of them only warm up.
const ROUNDS: usize = 50;
const WARM_UP: usize = 10;
/// What the server may take, 95 of 100 times.
const MOST: Duration = Duration::from_millis(30);
/// How soon words must be found.
const SOON: Duration = Duration::from_secs(1);

/// What is typed, with its name in the table.
fn questions() -> Vec<(&'static str, String)> {
    let words = |places: &[u32]| places.iter().map(|place| word(*place)).collect::<Vec<_>>().join(" ");
    vec![
        ("a name", "Scotté".to_owned()),
        ("a name with a slip", "Sctote".to_owned()),
        ("a topic", "telemonitoring".to_owned()),
        ("the commonest word", words(&[0])),
        ("a common word", words(&[5])),
        ("a word of every tenth text", words(&[60])),
        ("a rare word", words(&[9_000])),
        ("two common words", words(&[1, 5])),
        ("three common words and a rare one", words(&[1, 3, 5, 2_000])),
        ("a common and a rare word", words(&[3, 4_000])),
        ("a phrase of common words", format!("\"{}\"", words(&[0, 1]))),
        ("a beginning of three letters", "ter".to_owned()),
        ("a name and a common word", format!("Scotté {}", word(3))),
        ("twelve words, some nowhere", format!("{} xyzzy", words(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]))),
        ("nothing", "xyzzy".to_owned()),
    ]
}

fn main() -> Result<ExitCode, Failure> {
    let mut arguments = std::env::args().skip(1);
    let (url, _cluster) = match (arguments.next().as_deref(), arguments.next()) {
        (Some("--url"), Some(url)) => (url, None),
        (Some("--private-postgres"), None) => {
            let cluster = Cluster::shared()?;
            (cluster.new_database()?, Some(cluster))
        }
        _ => return Err("say which database: --url sqlite:///… or postgres://…, or --private-postgres".into()),
    };
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let store = Store::connect(&url).await?;
        let content = content();
        let begun = Stopwatch::now();
        store.index_release(1, things(&content)).await?;
        let release = begun.elapsed();
        for (number, media) in (0..).zip(content.materials.iter().filter_map(|material| material.media.clone())) {
            store.save_timed_text(captions(media, 1, transcript(number, WORDS))).await?;
        }
        let indexing = Stopwatch::now();
        store.index_captions(Recording::all(&content)).await?;
        println!(
            "{MATERIALS} recordings, {} words: the release indexed in {:.1} s, captions in {:.1} s",
            MATERIALS * WORDS,
            release.as_secs_f64(),
            indexing.elapsed().as_secs_f64(),
        );
        let dictionary = Dictionary::of(&content);
        let holds = measure(&store, &dictionary).await? & follow(&store, content).await?;
        store.close().await;
        Ok(if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    })
}

/// Asks every question, and prints how long it took; whether all of them hold.
async fn measure(store: &Store, dictionary: &Dictionary) -> Result<bool, Failure> {
    let (mut all, mut worst, mut worst_name) = (Vec::new(), Duration::ZERO, "");
    for (name, typed) in questions() {
        let (mut times, mut found) = (Vec::new(), SearchResult::default());
        for round in 0..ROUNDS {
            let begun = Stopwatch::now();
            found = ask(store, dictionary, &typed).await?;
            if round >= WARM_UP {
                times.push(begun.elapsed());
            }
        }
        all.extend_from_slice(&times);
        let (half, most) = (percentile(&mut times, 50), percentile(&mut times, 95));
        let count: usize = found.counts.iter().map(|(_, count)| count).sum();
        let more = if found.is_cut { " or more" } else { "" };
        println!("{name}: {count}{more} found, p50 {:.1} ms, p95 {:.1} ms", ms(half), ms(most));
        if most > worst {
            (worst, worst_name) = (most, name);
        }
    }
    let (half, most) = (percentile(&mut all, 50), percentile(&mut all, 95));
    println!(
        "{{\"words\":{},\"p50_ms\":{:.1},\"p95_ms\":{:.1},\"slowest\":\"{worst_name}\",\"slowest_p95_ms\":{:.1}}}",
        MATERIALS * WORDS,
        ms(half),
        ms(most),
        ms(worst)
    );
    Ok(worst <= MOST)
}

/// As the page asks.
async fn ask(store: &Store, dictionary: &Dictionary, typed: &str) -> Result<SearchResult, Failure> {
    let search = |query: Query, breadth| Search { query, breadth, kind: None, limit: 30, also: Vec::new() };
    let query = Query::parse(typed);
    let found = store.search(search(query.clone(), Breadth::All)).await?;
    if !found.hits.is_empty() {
        return Ok(found);
    }
    if let Some(corrected) = dictionary.correct(&query) {
        return Ok(store.search(search(corrected.query, Breadth::All)).await?);
    }
    Ok(store.search(search(query, Breadth::Any)).await?)
}

/// How soon a transcript of 90 minutes and a changed title are found; whether soon enough.
async fn follow(store: &Store, mut content: Content) -> Result<bool, Failure> {
    let first = content.materials.first().cloned().ok_or("no material")?;
    let (first, media) = (first.id, first.media.ok_or("no media")?);
    let said = transcript(0, 12_000).replacen("patients", "quetzalcoatl", 1);
    let begun = Stopwatch::now();
    assert!(store.save_timed_text(captions(media, 2, said)).await?);
    store.index_captions(Recording::all(&content)).await?;
    let is_there = finds(store, "quetzalcoatl", first).await?;
    let speech = begun.elapsed();
    if let Some(material) = content.materials.first_mut() {
        material.title = "Axolotl".to_owned();
    }
    let begun = Stopwatch::now();
    store.index_release(2, things(&content)).await?;
    let is_renamed = finds(store, "axolotl", first).await?;
    let release = begun.elapsed();
    eprintln!(
        "a transcript of 12,000 words is found after {:.0} ms, a changed title after {:.0} ms",
        ms(speech),
        ms(release)
    );
    Ok(is_there && is_renamed && speech.max(release) <= SOON)
}

fn captions(media: MediaKey, version: i64, body: String) -> TimedText {
    TimedText {
        media,
        kind: TrackKind::Captions,
        language: "en".to_owned(),
        status: TrackStatus::Published,
        source: TrackSource::Human,
        body,
        version,
        changed: Instant::from_milliseconds(0),
        changed_by: "Ada".to_owned(),
        reviewed: None,
        deck: None,
    }
}

async fn finds(store: &Store, typed: &str, thing: Id) -> Result<bool, Failure> {
    let search = Search { query: Query::parse(typed), breadth: Breadth::All, kind: None, limit: 30, also: Vec::new() };
    Ok(store.search(search).await?.hits.first().is_some_and(|hit| hit.thing == thing))
}

fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    times.get(times.len() * percent / 100).copied().unwrap_or_default()
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

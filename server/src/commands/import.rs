//! `continuum import FILE`: a programme file or a schedule becomes part of the working copy, and a release; `--sample` adds the
//! sample recording.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use domain::time::{Clock, Zone};
use store::Released;

use super::Database;
use crate::clock::ServerClock;
use crate::media::MediaOptions;
use crate::programme::{self, save_and_release};
use crate::sample;

/// Arguments of `continuum import`.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// A programme file (TOML) or a schedule in frab/pentabarf XML.
    #[arg(required_unless_present = "sample")]
    file: Option<PathBuf>,
    /// Add the sample instead: a recording of a minute and a half with slides, captions and chapters, made by a computer and
    /// marked as a sample, to see a site with one. It is removed at the desk: two materials and their two files.
    #[arg(long, conflicts_with_all = ["file", "zone"])]
    sample: bool,
    /// Zone of the times in the file, for files that do not say it: an IANA name such as Europe/Brussels.
    #[arg(long)]
    zone: Option<String>,
    #[command(flatten)]
    media: MediaOptions,
    #[command(flatten)]
    database: Database,
}

/// Reads the file, changes nothing if it is not sound, and prints what was taken, mended and left out.
pub(crate) async fn run(arguments: &Import) -> anyhow::Result<()> {
    let Some(file) = &arguments.file else { return add_sample(arguments).await };
    let path = file.display().to_string();
    let zone = arguments.zone.as_deref().map(Zone::named).transpose()?;
    let length = std::fs::metadata(file).with_context(|| format!("{path} cannot be read"))?.len();
    anyhow::ensure!(
        length <= u64::try_from(import::MAX_BYTES).unwrap_or(u64::MAX),
        "{path} has {length} bytes; a schedule has at most {}. Nothing was changed.",
        import::MAX_BYTES
    );
    let bytes = std::fs::read(file).with_context(|| format!("{path} cannot be read"))?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
    let mut imported = import::read(&bytes, &import::Options { zone, file_name: name.clone() })
        .with_context(|| format!("{path}: nothing was changed"))?;
    let store = arguments.database.open().await?;
    let now = ServerClock::real().now();
    if imported.content.programme.name.is_empty() {
        // A schedule is one event of a programme; an empty database is given the first one to put it into.
        programme::seed(&store, now).await?;
    }
    imported.fit_beside(&*store.working_copy().await?);
    let release = format!("Import of {}", name.unwrap_or(path));
    let released = save_and_release(&store, &imported, &release, now).await;
    store.close().await;
    println!("{}", imported.report);
    match released? {
        Released::New(published) => {
            println!("Release {}: {} is now what visitors see.", published.number, published.name);
        }
        Released::Unchanged(published) => println!("Nothing has changed since release {}.", published.number),
    }
    Ok(())
}

async fn add_sample(arguments: &Import) -> anyhow::Result<()> {
    let media = arguments.media.open(&arguments.database.data)?;
    let store = arguments.database.open().await?;
    let clock = ServerClock::real();
    programme::seed(&store, clock.now()).await?;
    let added = sample::add(&store, &media, clock).await;
    store.close().await;
    match added? {
        Some(Released::New(published) | Released::Unchanged(published)) => {
            println!("Release {}: the sample stands in the library. A server makes its pictures.", published.number);
        }
        None => println!("The sample is there already. Nothing was changed."),
    }
    Ok(())
}

//! Load on registration, bounded: that it never oversells and loses nothing while people come, cancel and are offered
//! places, that `kill -9` loses nothing either, and how fast it is beside what the disk and the engine can do.
//!
//! ```text
//! cargo run --release -p store --example registration_load -- --url sqlite:///tmp/load.db --rounds 100
//! cargo run --release -p store --example registration_load -- --url sqlite:///tmp/load.db --kill --rounds 100
//! cargo run --release -p store --example registration_load -- --url sqlite:///tmp/load.db --throughput
//! cargo run --release -p store --example registration_load -- --private-postgres --throughput
//! ```
//! The last line of the output is one JSON object. The exit code is 1 when a promise was broken, or when a figure falls
//! short. The database must be one that may be filled with invented people.

#[path = "../../tests/support/churn.rs"]
mod churn;
#[path = "../../tests/support/cluster.rs"]
mod cluster;
mod kill;
#[path = "../../tests/support/load.rs"]
mod load;
mod rounds;
mod throughput;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use cluster::{Cluster, Failure};
use domain::content::Id;
use store::Store;

/// Bounds, so that a slip of the finger does not fill a disk.
const MOST_CLIENTS: u32 = 2_000;
const MOST_ROUNDS: u32 = 1_000;
const MOST_SECONDS: u64 = 60;

/// What to do.
struct Options {
    url: String,
    clients: u32,
    places: u32,
    rounds: u32,
    seconds: u64,
    mode: Mode,
    /// Kept running as long as it is used.
    cluster: Option<Arc<Cluster>>,
}

#[derive(Clone, Copy)]
enum Mode {
    /// Rounds of many people for few places who change their minds.
    Rounds,
    /// The same in a process that is killed.
    Kill,
    /// As many registrations as possible, beside a plain loop of the engine.
    Throughput,
    /// In the process that is to be killed: the event it fills.
    Fill(Id),
}

impl Options {
    fn from_arguments() -> Result<Self, Failure> {
        let mut options = Self {
            url: String::new(),
            clients: 200,
            places: 50,
            rounds: 20,
            seconds: 10,
            mode: Mode::Rounds,
            cluster: None,
        };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value"));
            match argument.as_str() {
                "--url" => options.url = value()?,
                "--clients" => options.clients = value()?.parse::<u32>()?.clamp(1, MOST_CLIENTS),
                "--places" => options.places = value()?.parse()?,
                "--rounds" => options.rounds = value()?.parse::<u32>()?.clamp(1, MOST_ROUNDS),
                "--seconds" => options.seconds = value()?.parse::<u64>()?.clamp(1, MOST_SECONDS),
                "--kill" => options.mode = Mode::Kill,
                "--throughput" => options.mode = Mode::Throughput,
                "--fill" => options.mode = Mode::Fill(value()?.parse()?),
                "--private-postgres" => {
                    let cluster = Cluster::shared()?;
                    options.url = cluster.new_database()?;
                    options.cluster = Some(cluster);
                }
                other => return Err(format!("unknown option {other}").into()),
            }
        }
        if options.url.is_empty() {
            return Err("say which database: --url sqlite:///… or postgres://…, or --private-postgres".into());
        }
        Ok(options)
    }
}

fn main() -> Result<ExitCode, Failure> {
    let options = Options::from_arguments()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        if let Mode::Fill(event) = options.mode {
            churn::churn_until_killed(&options.url, event, options.clients).await?;
            return Ok(ExitCode::SUCCESS);
        }
        let store = Store::connect(&options.url).await?;
        let sound = match options.mode {
            Mode::Kill => kill::measure(&store, &options).await?,
            Mode::Throughput => throughput::measure(&store, &options).await?,
            Mode::Rounds | Mode::Fill(_) => rounds::measure(&store, &options).await?,
        };
        store.close().await;
        Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    })
}

/// A percentile of sorted waits, in milliseconds with one decimal.
fn milliseconds(waits: &[Duration], percent: usize) -> f64 {
    let index = (waits.len() * percent / 100).min(waits.len().saturating_sub(1));
    waits.get(index).map_or(0.0, |wait| (wait.as_secs_f64() * 10_000.0).round() / 10.0)
}

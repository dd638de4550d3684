//! Load on registration, bounded: how fast it is, that it never oversells, and that `kill -9` loses nothing.
//!
//! ```text
//! cargo run --release -p store --example registration_load -- --url sqlite:///tmp/load.db --clients 200 --places 50 --rounds 20
//! cargo run --release -p store --example registration_load -- --url sqlite:///tmp/load.db --kill --rounds 20
//! cargo run --release -p store --example registration_load -- --private-postgres --rounds 20
//! ```
//! The last line of the output is one JSON object. The exit code is 1 when a place was sold twice or a registration
//! that was acknowledged is missing. The database must be one that may be filled with invented people.

#[path = "../tests/support/cluster.rs"]
mod cluster;
#[path = "../tests/support/load.rs"]
mod load;

use std::collections::HashSet;
use std::process::{ExitCode, Stdio};
use std::time::Duration;

use cluster::{Cluster, Failure};
use domain::content::Id;
use store::Store;
use tokio::io::AsyncReadExt;
use tokio::process::Command;

/// Bounds, so that a slip of the finger does not fill a disk.
const MOST_CLIENTS: u32 = 2_000;
const MOST_ROUNDS: u32 = 200;

/// What to do.
struct Options {
    url: String,
    clients: u32,
    places: u32,
    rounds: u32,
    kill: bool,
    /// Set in the child that is to be killed: the event it fills.
    fill: Option<Id>,
    /// Kept running as long as it is used.
    _cluster: Option<std::sync::Arc<Cluster>>,
}

impl Options {
    fn from_arguments() -> Result<Self, Failure> {
        let mut options =
            Self { url: String::new(), clients: 200, places: 50, rounds: 20, kill: false, fill: None, _cluster: None };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value"));
            match argument.as_str() {
                "--url" => options.url = value()?,
                "--clients" => options.clients = value()?.parse::<u32>()?.clamp(1, MOST_CLIENTS),
                "--places" => options.places = value()?.parse()?,
                "--rounds" => options.rounds = value()?.parse::<u32>()?.clamp(1, MOST_ROUNDS),
                "--kill" => options.kill = true,
                "--fill" => options.fill = Some(value()?.parse()?),
                "--private-postgres" => {
                    let cluster = Cluster::shared()?;
                    options.url = cluster.new_database()?;
                    options._cluster = Some(cluster);
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
        if let Some(event) = options.fill {
            load::register_until_killed(&options.url, event, options.clients).await?;
            return Ok(ExitCode::SUCCESS);
        }
        let store = Store::connect(&options.url).await?;
        let sound = if options.kill { kill(&store, &options).await? } else { measure(&store, &options).await? };
        store.close().await;
        Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    })
}

/// Rounds of many people for few places; whether exactly the places were sold.
async fn measure(store: &Store, options: &Options) -> Result<bool, Failure> {
    let (mut waits, mut time, mut sound) = (Vec::new(), Duration::ZERO, true);
    for round in 1..=options.rounds {
        let event = Id::new_v4();
        let crowd = load::crowd(store, event, options.clients, options.places).await?;
        let taken = crowd.taken.iter().collect::<HashSet<_>>().len();
        let counted = store.places(event).await?.taken;
        let expected = usize::try_from(options.places.min(options.clients))?;
        let exact = taken == expected && crowd.taken.len() == expected && usize::try_from(counted)? == expected;
        println!(
            "round {round}: {taken} of {} places taken, {} on the waiting list, {:?}",
            options.places, crowd.waiting.len(), crowd.total
        );
        sound &= exact;
        waits.extend(crowd.waits);
        time += crowd.total;
    }
    waits.sort_unstable();
    let answers = f64::from(options.clients) * f64::from(options.rounds) / time.as_secs_f64();
    println!(
        "{}",
        serde_json::json!({
            "engine": store.engine_name(), "clients": options.clients, "places": options.places,
            "rounds": options.rounds, "answers_per_second": answers.round(), "oversold_or_undersold": !sound,
            "p50_ms": milliseconds(&waits, 50), "p99_ms": milliseconds(&waits, 99), "max_ms": milliseconds(&waits, 100),
        })
    );
    Ok(sound)
}

/// A percentile of sorted waits.
fn milliseconds(waits: &[Duration], percent: usize) -> f64 {
    let index = (waits.len() * percent / 100).min(waits.len().saturating_sub(1));
    waits.get(index).map_or(0.0, |wait| (wait.as_secs_f64() * 10_000.0).round() / 10.0)
}

/// Rounds of a child that registers people and is killed; whether everything it acknowledged is there.
async fn kill(store: &Store, options: &Options) -> Result<bool, Failure> {
    let (mut acknowledged, mut missing, mut sound) = (0, 0, true);
    for round in 1..=options.rounds {
        let event = Id::new_v4();
        let clients = options.clients.to_string();
        let mut child = Command::new(std::env::current_exe()?)
            .args(["--url", &options.url, "--fill", &event.to_string(), "--clients", &clients])
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let mut pipe = child.stdout.take().ok_or("the child has no output")?;
        let reading = tokio::spawn(async move {
            let mut output = Vec::new();
            pipe.read_to_end(&mut output).await.map(|_| String::from_utf8_lossy(&output).into_owned())
        });
        // Another moment each round: in the middle of a group, of a commit, of a checkpoint.
        tokio::time::sleep(Duration::from_millis(300 + u64::from(round * 37 % 400))).await;
        child.kill().await?;
        let output = reading.await??;
        let (count, lost) = load::missing_after_kill(store, event, &output).await?;
        let counted = usize::try_from(store.places(event).await?.taken)?;
        println!("round {round}: {count} acknowledged, {lost} missing, {counted} places counted");
        sound &= count > 0 && lost == 0 && counted >= count;
        acknowledged += count;
        missing += lost;
    }
    let mails = usize::try_from(load::confirmation_mails(store).await?)?;
    sound &= mails >= acknowledged;
    println!(
        "{}",
        serde_json::json!({
            "engine": store.engine_name(), "kill_rounds": options.rounds, "acknowledged": acknowledged,
            "missing": missing, "confirmation_mails": mails, "sound": sound,
        })
    );
    Ok(sound)
}

//! Durable registrations a second, beside what the disk (SQLite) or the engine (PostgreSQL) does without us.

use std::process::Stdio;
use std::str::FromStr;
use std::time::Duration;

use domain::content::Id;
use futures::future::try_join_all;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Executor};
use store::{Store, StoreError};
use tokio::time::Instant as Stopwatch;

use crate::cluster::{Cluster, Failure};
use crate::{Options, load, milliseconds};

/// Least ratio to the plain loop of inserts on SQLite, and least rate and longest wait.
const LEAST_OF_PLAIN: f64 = 5.0;
const LEAST_PER_SECOND: f64 = 1_000.0;
const LONGEST_P99_MS: f64 = 300.0;
/// Least share of what `pgbench` does.
const LEAST_OF_PGBENCH: f64 = 0.7;
/// Connections of `pgbench`: as many as the store has, which its 200 clients share.
const CONNECTIONS: &str = "16";

/// What a registration is to PostgreSQL: the same reads and rows in one transaction, for one event.
const PGBENCH: &str = "\
BEGIN;
SELECT id FROM registration WHERE idempotency_key = gen_random_uuid()::text;
SELECT id FROM registration WHERE event_id = 'bench' AND email_key = gen_random_uuid()::text
    AND state NOT IN ('cancelled', 'expired');
UPDATE place_count SET taken = taken + 1 WHERE event_id = 'bench' AND taken < 9000000000;
INSERT INTO registration (id, event_id, email, email_key, name, country, profession, news_consent, idempotency_key,
    state, created_at) SELECT key, 'bench', key, key, 'Dr person@example.org', 'IT', 'oncologist', 0, key, 'pending', 1
    FROM (SELECT gen_random_uuid()::text AS key) AS fresh ON CONFLICT DO NOTHING;
INSERT INTO registration_token (hash, purpose, registration_id, created_at)
    SELECT md5(random()::text) || md5(random()::text), 'confirm', id, 1 FROM registration LIMIT 1;
INSERT INTO registration_token (hash, purpose, registration_id, created_at)
    SELECT md5(random()::text) || md5(random()::text), 'manage', id, 1 FROM registration LIMIT 1;
INSERT INTO outbox (id, kind, dedupe_key, payload, created_at, due_at)
    SELECT key, 'registration', key, repeat('x', 300), 1, 1
    FROM (SELECT gen_random_uuid()::text AS key) AS fresh ON CONFLICT DO NOTHING;
COMMIT;
";

/// Measures both, ours first, and prints them side by side; whether the figure holds.
pub(crate) async fn measure(store: &Store, options: &Options) -> Result<bool, Failure> {
    let time = Duration::from_secs(options.seconds);
    let (rate, waits) = ours(store, options.clients, time).await?;
    let p99 = milliseconds(&waits, 99);
    let (beside, what) = match &options.cluster {
        Some(cluster) => (pgbench(cluster, &options.url, options.seconds)?, "pgbench"),
        None => (plain(&options.url, time).await?, "plain insert and fsync"),
    };
    let holds = if options.cluster.is_some() {
        rate >= beside * LEAST_OF_PGBENCH
    } else {
        rate >= LEAST_PER_SECOND && p99 <= LONGEST_P99_MS && rate >= beside * LEAST_OF_PLAIN
    };
    println!(
        "{}",
        serde_json::json!({
            "engine": store.engine_name(), "clients": options.clients, "seconds": options.seconds,
            "registrations_per_second": rate.round(), "p50_ms": milliseconds(&waits, 50), "p99_ms": p99,
            "beside": what, "beside_per_second": beside.round(), "ratio": (rate / beside * 100.0).round() / 100.0,
        })
    );
    Ok(holds)
}

/// Registrations a second, and the wait of each, sorted.
async fn ours(store: &Store, clients: u32, time: Duration) -> Result<(f64, Vec<Duration>), Failure> {
    let event = Id::new_v4();
    let start = Stopwatch::now();
    let work = (0..clients).map(|_| {
        let store = store.clone();
        tokio::spawn(async move {
            let mut waits = Vec::new();
            while start.elapsed() < time {
                let wish = load::wish(event, None, &format!("{}@example.org", Id::new_v4()));
                let begun = Stopwatch::now();
                store.register(wish).await?;
                waits.push(begun.elapsed());
            }
            Ok::<_, StoreError>(waits)
        })
    });
    let mut waits = Vec::new();
    for done in try_join_all(work).await? {
        waits.extend(done?);
    }
    let rate = f64::from(u32::try_from(waits.len())?) / start.elapsed().as_secs_f64();
    waits.sort_unstable();
    Ok((rate, waits))
}

/// One client that inserts one row after the other, each durable before the next: a file beside the database.
async fn plain(url: &str, time: Duration) -> Result<f64, Failure> {
    let options = SqliteConnectOptions::from_str(&format!("{url}-plain"))?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut connection = options.connect().await?;
    connection.execute("CREATE TABLE IF NOT EXISTS plain (id INTEGER PRIMARY KEY, text TEXT NOT NULL)").await?;
    let (start, mut rows) = (Stopwatch::now(), 0_u32);
    while start.elapsed() < time {
        sqlx::query("INSERT INTO plain (text) VALUES ($1)").bind("x".repeat(300)).execute(&mut connection).await?;
        rows += 1;
    }
    let rate = f64::from(rows) / start.elapsed().as_secs_f64();
    connection.close().await?;
    Ok(rate)
}

/// Transactions a second of PostgreSQL's own load program with an equivalent script.
fn pgbench(cluster: &Cluster, url: &str, seconds: u64) -> Result<f64, Failure> {
    let database = url.split_once("localhost/").map(|(_, rest)| rest.split('?').next().unwrap_or_default());
    let database = database.ok_or("the address of the private database names none")?;
    let script = tempfile::NamedTempFile::new()?;
    std::fs::write(script.path(), PGBENCH)?;
    // The server's user reads it, who may be another.
    std::fs::set_permissions(script.path(), std::os::unix::fs::PermissionsExt::from_mode(0o644))?;
    let mut prepare = cluster.client("psql");
    let insert = "INSERT INTO place_count (event_id, taken) VALUES ('bench', 0) ON CONFLICT DO NOTHING";
    if !prepare.args(["--dbname", database, "--command", insert]).stdout(Stdio::null()).status()?.success() {
        return Err("the database could not be prepared for pgbench".into());
    }
    let mut bench = cluster.client("pgbench");
    bench.args([
        "--no-vacuum",
        "--client",
        CONNECTIONS,
        "--jobs",
        "2",
        "--protocol",
        "prepared",
        "--time",
        &seconds.to_string(),
    ]);
    let output = bench.arg("--file").arg(script.path()).arg(database).output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let rate = said.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
    rate.ok_or_else(|| {
        format!("pgbench did not say how fast it was: {said}{}", String::from_utf8_lossy(&output.stderr)).into()
    })
}

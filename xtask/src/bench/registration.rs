//! Registration under load, on both engines: how fast it is, never oversold, nothing acknowledged is lost.

use std::fs;

use anyhow::{Context, Result};

use crate::environment::Environment;
use crate::process::{announce, run, run_and_listen};
use crate::setup;

/// What is measured on each engine: in words, how long it takes, and the example's options.
const MODES: [(&str, &str, &[&str]); 3] = [
    ("registrations with 200 clients, beside the engine alone", "20 seconds", &["--throughput"]),
    ("200 people for 50 places, with cancels, offers and expiries, 100 rounds", "3 minutes", &["--rounds", "100"]),
    ("the same under kill -9, 100 rounds", "4 minutes", &["--kill", "--rounds", "100"]),
];

/// Throughput, rounds of people who change their minds, and `kill -9` under load, on SQLite and PostgreSQL.
pub(super) fn measure(environment: &mut Environment) -> Result<bool> {
    setup::for_rust(environment)?;
    setup::for_store_tests(environment)?;
    announce("Building the load on registration", "5 minutes the first time");
    let example = ["-p", "store", "--example", "registration_load"];
    run(environment.cargo(&["build", "--release", "--locked"]).args(example), "Mend what the compiler says above.")?;
    let folder = environment.target.join("registration-load");
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let mut rows = Vec::new();
    let mut sound = true;
    for engine in ["SQLite", "PostgreSQL"] {
        for (number, (what, time, mode)) in MODES.into_iter().enumerate() {
            announce(&format!("Registration on {engine}: {what}"), time);
            // A database each, so that none is measured with the rows of the others.
            let file = format!("sqlite://{}", folder.join(format!("load-{number}.db")).display());
            let database = if engine == "SQLite" { vec!["--url", &file] } else { vec!["--private-postgres"] };
            let mut load = environment.cargo(&["run", "--release", "--locked", "--quiet"]);
            load.args(example).arg("--").args(database).args(mode);
            let (status, lines) = run_and_listen(&mut load, "The example's own message above says why.")?;
            sound &= status.success();
            rows.push(row(engine, what, status.success(), lines.last().map_or("", String::as_str)));
        }
    }
    fs::remove_dir_all(&folder).with_context(|| format!("{} cannot be removed", folder.display()))?;
    println!("\n| what | measured | |\n|---|---|---|\n{}", rows.join("\n"));
    Ok(sound)
}

/// A line of the table; the example ends with one JSON object, which reads well enough as it is.
pub(super) fn row(engine: &str, what: &str, holds: bool, result: &str) -> String {
    let outcome = if holds { "holds" } else { "**DOES NOT HOLD**" };
    format!("| registration on {engine}: {what} | {} | {outcome} |", readable(result))
}

/// `{"clients":200,"engine":"sqlite"}` gives `clients 200, engine sqlite`.
fn readable(json: &str) -> String {
    let inner = json.trim().trim_start_matches('{').trim_end_matches('}');
    let pairs = inner.split(',').map(|pair| pair.replace('"', "").replacen(':', " ", 1).replace('_', " "));
    pairs.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_becomes_a_line_of_the_table() {
        let line = row("SQLite", "kill -9", true, "{\"acknowledged\":120,\"missing\":0,\"p50_ms\":1.5}");
        assert_eq!(line, "| registration on SQLite: kill -9 | acknowledged 120, missing 0, p50 ms 1.5 | holds |");
        assert!(row("SQLite", "", false, "").contains("DOES NOT HOLD"));
    }
}

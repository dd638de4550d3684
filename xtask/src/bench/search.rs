//! Search in a library of 5,000 recordings with two million words, on both engines.

use std::fs;

use anyhow::{Context, Result};

use super::registration::row;
use crate::environment::Environment;
use crate::process::{announce, run, run_and_listen};
use crate::setup;

/// Every sort of query, on SQLite and PostgreSQL, and how soon new words are found.
pub(super) fn measure(environment: &mut Environment) -> Result<bool> {
    setup::for_rust(environment)?;
    setup::for_store_tests(environment)?;
    announce("Building the measure of search", "5 minutes the first time");
    let example = ["-p", "store", "--example", "search_load"];
    run(environment.cargo(&["build", "--release", "--locked"]).args(example), "Mend what the compiler says above.")?;
    let folder = environment.target.join("search-load");
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let file = format!("sqlite://{}", folder.join("search.db").display());
    let mut rows = Vec::new();
    let mut sound = true;
    for (engine, database) in [("SQLite", vec!["--url", &file]), ("PostgreSQL", vec!["--private-postgres"])] {
        announce(&format!("Search among two million words on {engine}"), "1 minute");
        let mut search = environment.cargo(&["run", "--release", "--locked", "--quiet"]);
        search.args(example).arg("--").args(database);
        let (status, lines) = run_and_listen(&mut search, "The example's own message above says why.")?;
        sound &= status.success();
        let result = lines.last().map_or("", String::as_str);
        rows.push(row(engine, "search, slowest of every sort of query", status.success(), result));
    }
    fs::remove_dir_all(&folder).with_context(|| format!("{} cannot be removed", folder.display()))?;
    println!("\n| what | measured | |\n|---|---|---|\n{}", rows.join("\n"));
    Ok(sound)
}

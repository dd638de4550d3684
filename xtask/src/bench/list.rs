//! The list of an event with 50,000 registrations, on both engines.

use std::fs;

use anyhow::{Context, Result};

use super::registration::row;
use crate::environment::Environment;
use crate::process::{announce, run, run_and_listen};
use crate::setup;

/// Every filter and order of the list, on SQLite and PostgreSQL.
pub(super) fn measure(environment: &mut Environment) -> Result<bool> {
    setup::for_rust(environment)?;
    setup::for_store_tests(environment)?;
    announce("Building the measure of the list", "5 minutes the first time");
    let example = ["-p", "store", "--example", "registration_list"];
    run(environment.cargo(&["build", "--release", "--locked"]).args(example), "Mend what the compiler says above.")?;
    let folder = environment.target.join("registration-list");
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let file = format!("sqlite://{}", folder.join("list.db").display());
    let mut rows = Vec::new();
    let mut sound = true;
    for (engine, database) in [("SQLite", vec!["--url", &file]), ("PostgreSQL", vec!["--private-postgres"])] {
        announce(&format!("List of 50,000 registrations on {engine}"), "2 minutes");
        let mut list = environment.cargo(&["run", "--release", "--locked", "--quiet"]);
        list.args(example).arg("--").args(database);
        let (status, lines) = run_and_listen(&mut list, "The example's own message above says why.")?;
        sound &= status.success();
        let result = lines.last().map_or("", String::as_str);
        rows.push(row(engine, "the list, slowest of every filter and order", status.success(), result));
    }
    fs::remove_dir_all(&folder).with_context(|| format!("{} cannot be removed", folder.display()))?;
    println!("\n| what | measured | |\n|---|---|---|\n{}", rows.join("\n"));
    Ok(sound)
}

//! `cargo xtask dev`: rebuilds and reloads the open pages whenever a file changes.

use anyhow::Result;

use crate::arguments::Serve;
use crate::environment::Environment;
use crate::process::{announce, run};
use crate::setup;

/// Sets up and watches until interrupted.
pub(crate) fn dev(environment: &mut Environment, serve: &Serve) -> Result<()> {
    setup::for_building(environment)?;
    announce(&format!("Watching; http://{} reloads by itself", serve.address), "6 minutes until the first page");
    // Lazy routes cannot be loaded from a module that has not been split.
    let mut watch = environment.cargo(&["leptos", "watch", "--split", "--"]);
    watch.args(serve.continuum_arguments());
    run(&mut watch, "The message above says what is wrong.")
}

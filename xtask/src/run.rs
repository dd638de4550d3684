//! `cargo xtask run`: from a fresh clone to the running site.

use std::process::Command;

use anyhow::Result;

use crate::arguments::Serve;
use crate::environment::Environment;
use crate::process::{announce, run as run_program};
use crate::setup;

/// Sets up, builds a release and becomes the server.
pub(crate) fn run(environment: &mut Environment, serve: &Serve) -> Result<()> {
    setup::for_building(environment)?;
    build_release(environment)?;
    announce(&format!("Serving http://{}", serve.address), "1 second to start; Ctrl+C ends it");
    let mut server = environment.command(environment.binary());
    server.args(serve.continuum_arguments());
    become_the_program(server)
}

/// Builds the binary and the site that it embeds.
pub(crate) fn build_release(environment: &Environment) -> Result<()> {
    announce("Building the release", "12 minutes on two cores the first time, then as much as has changed");
    run_program(
        &mut environment.cargo(&["leptos", "build", "--release", "--split", "--precompress"]),
        "The compiler's own message above says what is wrong. After an interrupted build `cargo clean` may help.",
    )
}

/// Replaces this process, so that signals and the exit code are the server's own.
fn become_the_program(mut program: Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(program.exec().into())
}

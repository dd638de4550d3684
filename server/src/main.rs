//! The `continuum` binary: one program that serves the site, keeps its database and reads programme files.

mod assets;
mod backup;
mod calendar;
mod clock;
mod commands;
mod dns;
mod http;
mod jobs;
mod media;
mod passkey;
mod passwords;
mod programme;
mod sample;
mod secret_key;
mod start;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Pages are many small allocations on several threads at once, and a rush of them must not leave the process swollen.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Carries a medical-education programme along its whole life.
#[derive(Debug, Parser)]
#[command(name = "continuum", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the site; an empty database is given the first programme.
    Serve(Box<commands::serve::Serve>),
    /// Bring the database up to date and stop.
    Migrate(commands::Database),
    /// Print a one-time link that makes an administrator, or gives one back who lost their second factor.
    SetUpLink(commands::set_up_link::SetUpLink),
    /// Read a programme file or schedule into the database and release it.
    Import(commands::import::Import),
    /// Copy the database and all uploaded files into a folder, while the site goes on.
    Backup(commands::backup::MakeBackup),
    /// Put such a copy back into an empty place.
    Restore(commands::backup::Restore),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    #[cfg(unix)]
    if matches!(arguments.command, Command::Serve(_)) {
        start::with_allocator_settings();
    }
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // For the operator: what went wrong and why, without a backtrace.
            eprintln!("continuum: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Threads for what blocks: files are opened, passwords looked at, pages compressed. Hundreds would be no faster, and each keeps
/// some hundred KiB of its own.
const BLOCKING: usize = 16;

fn run(arguments: Arguments) -> anyhow::Result<()> {
    start::log();
    // Rendering blocks a thread now and then; with fewer than four, pages could wait for each other.
    let threads = std::thread::available_parallelism().map_or(4, std::num::NonZero::get).max(4);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads)
        .max_blocking_threads(BLOCKING)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        match arguments.command {
            Command::Serve(serve) => commands::serve::run(*serve).await,
            Command::Migrate(database) => commands::migrate(&database).await,
            Command::SetUpLink(link) => commands::set_up_link::run(&link).await,
            Command::Import(import) => commands::import::run(&import).await,
            Command::Backup(backup) => commands::backup::make(&backup).await,
            Command::Restore(restore) => commands::backup::restore(&restore).await,
        }
    })
}

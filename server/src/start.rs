//! What happens before anything else.

#[cfg(unix)]
use std::os::unix::process::CommandExt as _;
#[cfg(unix)]
use std::process::Command;

use tracing_subscriber::EnvFilter;

/// After how many milliseconds mimalloc gives memory back that nothing uses.
#[cfg(unix)]
const PURGE_DELAY: &str = "MIMALLOC_PURGE_DELAY";

/// Starts this program once more in its own place, told that unused memory goes back to the system at once; by itself the allocator
/// keeps it for a second, and beside hundreds of viewers that is tens of MiB (docs/performance.md). It reads its environment
/// before anything of ours runs, and its functions are `unsafe`. What the operator says there is left as it is.
#[cfg(unix)]
pub(crate) fn with_allocator_settings() {
    if std::env::var_os(PURGE_DELAY).is_some() {
        return;
    }
    let Ok(program) = std::env::current_exe() else { return };
    let mut arguments = std::env::args_os();
    let name = arguments.next().unwrap_or_default();
    // It comes back only if this cannot be done, for instance because the file was replaced meanwhile. Then it goes on as it is.
    let _failed = Command::new(program).arg0(name).args(arguments).env(PURGE_DELAY, "0").exec();
}

/// Writes the log to standard error; `RUST_LOG` chooses how much, `CONTINUUM_LOG=json` the form.
pub(crate) fn log() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::env::var("CONTINUUM_LOG").is_ok_and(|form| form == "json") {
        log.json().init();
    } else {
        log.with_target(false).init();
    }
}

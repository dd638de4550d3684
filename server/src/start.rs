//! What happens before anything else.

use tracing_subscriber::EnvFilter;

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

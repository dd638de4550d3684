//! `continuum set-up-link`: a one-time link that makes an administrator. Whoever can run it has the machine, and so
//! everything anyway.

use clap::Args;
use domain::time::{Clock, Instant};
use store::Store;

use super::Database;
use crate::clock::ServerClock;

/// Arguments of `continuum set-up-link`.
#[derive(Debug, Args)]
pub(crate) struct SetUpLink {
    /// Public address of the site, as visitors type it.
    #[arg(long, env = "CONTINUUM_BASE_URL", default_value = "http://127.0.0.1:3000")]
    base_url: String,
    #[command(flatten)]
    database: Database,
}

/// Prints a new link.
pub(crate) async fn run(arguments: &SetUpLink) -> anyhow::Result<()> {
    let store = arguments.database.open().await?;
    print(&store, arguments.base_url.trim_end_matches('/'), ServerClock::real().real_now()).await?;
    store.close().await;
    Ok(())
}

/// Makes a link and prints it.
pub(super) async fn print(store: &Store, base_url: &str, now: Instant) -> anyhow::Result<()> {
    let token = app::server::random_token();
    store.create_setup_token(&token, now).await?;
    println!("One-time link for the administrator, valid for {} hours:", store::SETUP_HOURS);
    println!("  {base_url}/set-up?token={token}");
    Ok(())
}

//! `continuum serve`: opens the database, shows the newest release, and answers until it is told to stop.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use app::server::{AppState, MailMode, Settings};
use clap::Args;
use domain::time::{Clock, Instant};
use store::Store;

use super::Database;
use crate::assets::SiteFiles;
use crate::backup::BackupPlan;
use crate::clock::ServerClock;
use crate::http::{Limits, Network, PageCache, Proxies, listen, site};
use crate::jobs::{Jobs, MailOptions, Nightly};
use crate::media::MediaOptions;
use crate::{programme, secret_key};

/// Arguments of `continuum serve`.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Address to listen on.
    #[arg(long, env = "CONTINUUM_ADDRESS", default_value = "127.0.0.1:3000")]
    address: SocketAddr,
    /// Public address of the site, as visitors type it; links in mails and calendars start with it.
    #[arg(long, env = "CONTINUUM_BASE_URL")]
    base_url: Option<String>,
    /// Rehearse: start at this instant (RFC 3339) and go on from there. Left out, the site lives in real time.
    #[arg(long)]
    now: Option<String>,
    /// For developers: show the interface in the pseudo-locale en-XA, accented and in brackets, so that a text without a
    /// key is seen.
    #[arg(long)]
    pseudo_locale: bool,
    /// A reverse proxy in front, by address or network; what it adds to X-Forwarded-For is believed. Can be repeated.
    #[arg(long, env = "CONTINUUM_TRUSTED_PROXY", value_delimiter = ',', value_name = "NETWORK")]
    trusted_proxy: Vec<Network>,
    /// A network from which much is expected, a hospital behind one address: its rate limits are 20 times as wide. Can be
    /// repeated.
    #[arg(long, env = "CONTINUUM_RATE_LIMIT_ALLOW", value_delimiter = ',', value_name = "NETWORK")]
    rate_limit_allow: Vec<Network>,
    /// A PeerTube site whose recordings may be played in the pages, by its host. Can be repeated; YouTube and Vimeo need not be
    /// named. Nothing is asked of any of them before a visitor asks for the player.
    #[arg(long, env = "CONTINUUM_PEERTUBE", value_delimiter = ',', value_name = "HOST")]
    peertube: Vec<String>,
    /// The name server that "Check the DNS" in the settings asks, by address and port, as in 192.0.2.53:53. Left out, those of
    /// the system (/etc/resolv.conf). Nothing else asks it.
    #[arg(long, env = "CONTINUUM_DNS_SERVER", value_name = "ADDRESS:PORT")]
    dns_server: Option<SocketAddr>,
    #[command(flatten)]
    mail: MailOptions,
    /// File with the key that encrypts authenticators' secrets in the database: 64 hexadecimal digits. The default is
    /// `secret.key` in the data folder, made at the first start. Several servers of one database share it.
    #[arg(long, env = "CONTINUUM_SECRET_KEY_FILE")]
    secret_key_file: Option<PathBuf>,
    #[command(flatten)]
    media: MediaOptions,
    /// With a folder for backups this server makes one every night at two, by the site's clock. Of several servers of one database
    /// one is enough.
    #[command(flatten)]
    backup: BackupPlan,
    #[command(flatten)]
    database: Database,
}

/// Serves until SIGINT or SIGTERM.
pub(crate) async fn run(arguments: Serve) -> anyhow::Result<()> {
    let clock = clock(arguments.now.as_deref())?;
    let (mail, post) = arguments.mail.open(clock.is_rehearsal())?;
    let media = arguments.media.open(&arguments.database.data)?;
    let key_file = arguments.secret_key_file.unwrap_or_else(|| arguments.database.data.join("secret.key"));
    let store = secret_key::seal(arguments.database.open().await?, &key_file).await?;
    programme::seed(&store, clock.now()).await?;
    let published = store.newest_release().await?.context("the database holds no release; import a programme first")?;
    let listener = tokio::net::TcpListener::bind(arguments.address)
        .await
        .with_context(|| format!("{} cannot be listened on; is another server running there?", arguments.address))?;
    let address = listener.local_addr()?;
    let is_behind_a_proxy = arguments.base_url.as_deref().is_some_and(|url| url.starts_with("https://"));
    if is_behind_a_proxy && arguments.trusted_proxy.is_empty() {
        tracing::warn!(
            "the site is reached over https, so a proxy stands in front, but none is named by --trusted-proxy: all visitors \
             seem to come from it and share its rate limits"
        );
    }
    let (limits, proxies) = (Limits::new(&arguments.rate_limit_allow), Proxies::new(&arguments.trusted_proxy));
    let base_url = arguments.base_url.unwrap_or_else(|| format!("http://{address}"));
    let settings = Settings {
        base_url: base_url.trim_end_matches('/').to_owned(),
        mail,
        peertube: arguments.peertube,
        name_server: arguments.dns_server,
        nightly_backup: arguments.backup.to.is_some(),
        pseudo_locale: arguments.pseudo_locale,
    };
    let files = SiteFiles::load()?;
    let assets = files.addresses();
    let state = AppState::new(store.clone(), Arc::new(clock), settings, assets, published);
    state.read_settings().await?;
    let cache = PageCache::new(state.clone());
    // Pages do not wait for it: what is in the store is missing from them, and they say so.
    let files_store = media.clone();
    tokio::spawn(async move {
        if let Err(error) = files_store.answers().await {
            tracing::error!(error, "the store for uploaded files does not answer; see --media in the operator guide");
        }
    });
    let url = arguments.database.url()?;
    let BackupPlan { to, keep } = arguments.backup;
    let nightly = to.map(|to| Nightly { to, keep, url });
    let jobs = Jobs::start(&state, &cache, media.clone(), post, nightly);
    announce(&state, &store, &base_url).await?;
    listen(listener, site(state, cache, files, media, (limits, proxies)), stopped()).await?;
    jobs.stop().await;
    store.close().await;
    Ok(())
}

fn clock(now: Option<&str>) -> anyhow::Result<ServerClock> {
    let Some(now) = now else { return Ok(ServerClock::real()) };
    let instant = Instant::from_rfc3339(now)
        .map_err(|reason| anyhow::anyhow!("--now {now}: {reason}; write it like 2022-10-12T17:50:00+02:00"))?;
    Ok(ServerClock::rehearsing_from(instant))
}

/// Tells the operator where the site is, whether it rehearses, and how the first administrator gets in.
async fn announce(state: &AppState, store: &Store, base_url: &str) -> anyhow::Result<()> {
    println!("Continuum is at {base_url} ({}).", store.engine_name());
    if state.clock().is_rehearsal() {
        println!(
            "Rehearsal: the site’s clock started at {}. Without --now it lives in the present.",
            state.now().to_rfc3339()
        );
    }
    match &state.settings().mail {
        MailMode::NotConfigured => {
            println!("Mail is not configured (--smtp-url): the administrator reads it in the outbox.");
        }
        MailMode::HeldBack { .. } => println!("Mail is held back in a rehearsal; --rehearsal-sends-mail sends it."),
        MailMode::Sent { from } => println!("Mail is sent from {from}."),
    }
    if store.staff_has_administrator().await? {
        println!("Those who work here sign in at {base_url}/admin/sign-in.");
        return Ok(());
    }
    super::set_up_link::print(store, base_url, state.real_now()).await
}

async fn stopped() {
    let interrupted = tokio::signal::ctrl_c();
    let mut terminated = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(signal) => signal,
        Err(error) => {
            tracing::warn!(%error, "SIGTERM cannot be heard; use SIGINT");
            drop(interrupted.await);
            return;
        }
    };
    tokio::select! {
        _ = interrupted => {}
        _ = terminated.recv() => {}
    }
    tracing::info!("stopping: finishing what was begun");
}

//! The commands of the binary, a file each.

pub(crate) mod backup;
pub(crate) mod import;
pub(crate) mod serve;
pub(crate) mod set_up_link;

use std::path::PathBuf;

use clap::Args;
use store::Store;

/// Where the database is.
#[derive(Debug, Clone, Args)]
pub(crate) struct Database {
    /// Folder for the SQLite database and other data.
    #[arg(long, env = "CONTINUUM_DATA", default_value = "data")]
    pub(crate) data: PathBuf,
    /// Address of the database (`sqlite:///path/file.db` or `postgres://user:password@host/name`); the default is an
    /// SQLite file in the data folder.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub(crate) database_url: Option<String>,
}

impl Database {
    /// Opens the database and brings it up to date.
    pub(crate) async fn open(&self) -> anyhow::Result<Store> {
        Ok(Store::connect(&self.url()?).await?)
    }

    /// Its address.
    pub(crate) fn url(&self) -> anyhow::Result<String> {
        Ok(match &self.database_url {
            Some(url) => url.clone(),
            None => format!("sqlite://{}", std::path::absolute(&self.data)?.join("continuum.db").display()),
        })
    }
}

/// `continuum migrate`.
pub(crate) async fn migrate(database: &Database) -> anyhow::Result<()> {
    let store = database.open().await?;
    println!("The {} database is up to date.", store.engine_name());
    store.close().await;
    Ok(())
}

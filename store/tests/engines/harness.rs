//! Runs a check on a fresh database of each engine.

use std::sync::Arc;

use store::Store;
use tempfile::TempDir;

use crate::cluster::{Cluster, Failure};

/// What a test gives back.
pub(crate) type Checked = Result<(), Failure>;

/// A fresh database.
pub(crate) struct Fixture {
    pub(crate) store: Store,
    pub(crate) url: String,
    _home: Home,
}

/// Where it lives; gone when the check is over, which is all it is for.
enum Home {
    Folder { _folder: TempDir },
    Server { _cluster: Arc<Cluster> },
}

impl Fixture {
    async fn sqlite() -> Result<Self, Failure> {
        let folder = tempfile::tempdir()?;
        // A folder that does not exist yet, as at the first start.
        let url = format!("sqlite://{}", folder.path().join("data/trial.db").display());
        Ok(Self { store: Store::connect(&url).await?, url, _home: Home::Folder { _folder: folder } })
    }

    async fn postgres() -> Result<Self, Failure> {
        let cluster = tokio::task::spawn_blocking(Cluster::shared).await??;
        let url = cluster.new_database()?;
        Ok(Self { store: Store::connect(&url).await?, url, _home: Home::Server { _cluster: cluster } })
    }
}

/// Runs the check on SQLite, then on PostgreSQL; names the engine on which it failed.
pub(crate) fn on_both(check: &impl AsyncFn(&Fixture) -> Checked) -> Checked {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        for engine in ["SQLite", "PostgreSQL"] {
            println!("on {engine}");
            let fixture = if engine == "SQLite" { Fixture::sqlite().await? } else { Fixture::postgres().await? };
            assert_eq!(fixture.store.engine_name(), engine);
            check(&fixture).await.map_err(|error| format!("on {engine}: {error}"))?;
            fixture.store.close().await;
        }
        Ok(())
    })
}

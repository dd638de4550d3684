//! The change feed between processes, over PostgreSQL's LISTEN and NOTIFY.

use std::time::Duration;

use sqlx::postgres::{PgListener, PgPool};
use tokio::sync::mpsc;

use crate::changes::{Change, Envelope, Feed};
use crate::connection::{Connection, statements, values};
use crate::error::StoreError;

/// Name of the channel; one programme has one database, so it need not be told apart further.
pub(crate) const CHANNEL: &str = "continuum_changes";
/// Changes of this long are told together.
const GATHER: Duration = Duration::from_millis(50);
/// Pause before the server is asked again after it could not be reached.
const RETRY: Duration = Duration::from_secs(1);

statements! {
    SEND = "SELECT $1, $2", postgres "SELECT pg_notify($1, $2)";
}
/// Tells a change to every process when the transaction commits.
pub(crate) const NOTIFY: crate::connection::Statement = SEND;

/// Passes on what other processes commit, until the store is closed.
pub(crate) async fn hear(mut listener: PgListener, feed: Feed) {
    loop {
        match listener.try_recv().await {
            Ok(Some(notification)) => match serde_json::from_str::<Envelope>(notification.payload()) {
                Ok(envelope) if envelope.origin == feed.origin() => {}
                Ok(envelope) => feed.tell_here(envelope.change),
                // A newer version may know more kinds of change than this one.
                Err(_) => feed.tell_here(Change::Missed),
            },
            // The connection was lost and is made anew: whatever was told in between is gone.
            Ok(None) => feed.tell_here(Change::Missed),
            Err(sqlx::Error::PoolClosed) => return,
            Err(error) => {
                tracing::warn!(%error, "changes of other processes cannot be heard; trying again");
                tokio::time::sleep(RETRY).await;
            }
        }
    }
}

/// Tells other processes what need not travel with its transaction: gathered, each change once.
pub(crate) async fn tell(pool: PgPool, mut outgoing: mpsc::UnboundedReceiver<Change>, origin: String) {
    while let Some(first) = outgoing.recv().await {
        tokio::time::sleep(GATHER).await;
        let mut gathered = vec![first];
        while let Ok(change) = outgoing.try_recv() {
            if !gathered.contains(&change) {
                gathered.push(change);
            }
        }
        if let Err(error) = send(&pool, gathered, &origin).await {
            if pool.is_closed() {
                return;
            }
            tracing::warn!(%error, "other processes were not told of a change");
        }
    }
}

async fn send(pool: &PgPool, changes: Vec<Change>, origin: &str) -> Result<(), StoreError> {
    let mut transaction = pool.begin().await?;
    let mut connection = Connection::postgres(&mut transaction);
    for change in changes {
        let envelope = crate::connection::to_json(&Envelope { origin: origin.to_owned(), change })?;
        connection.execute(NOTIFY, values![CHANNEL, envelope]).await?;
    }
    Ok(transaction.commit().await?)
}

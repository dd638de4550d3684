//! Who has which page of the desk open, told by their browsers every few seconds. It is stored so that every process knows.

use domain::content::Id;
use domain::time::Instant;

use crate::Store;
use crate::connection::{Row, statements, values};
use crate::error::StoreError;

/// For how long somebody counts as there after they last said so, in milliseconds: some times what browsers wait.
const STAYS: i64 = 30_000;
/// How much of that may pass before it is written down anew, in milliseconds.
const RENEWED: i64 = 10_000;

statements! {
    // Said again too soon it changes no row, and nothing has to reach the disk.
    ARRIVE = "INSERT INTO presence (tab, member_id, member_name, path, seen_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (tab) DO UPDATE SET member_id = excluded.member_id, member_name = excluded.member_name,
            path = excluded.path, seen_at = excluded.seen_at
        WHERE presence.path <> excluded.path OR presence.member_id <> excluded.member_id OR presence.seen_at < $6";
    LEAVE = "DELETE FROM presence WHERE tab = $1 AND member_id = $2";
    FORGET = "DELETE FROM presence WHERE seen_at < $1";
    OTHERS = "SELECT DISTINCT member_name, path FROM presence WHERE member_id <> $1 AND seen_at >= $2
        ORDER BY member_name, path LIMIT 50";
}

/// Somebody at a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present {
    /// Their name.
    pub name: String,
    /// Path of the page.
    pub path: String,
}

/// Somebody who says where they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Their tab, by a mark of its own.
    pub tab: String,
    /// Who.
    pub member: Id,
    /// By what name.
    pub name: String,
    /// Path of the page; empty when they leave it.
    pub path: String,
    /// When, by the real time.
    pub at: Instant,
}

impl Store {
    /// Notes where somebody is, and tells where the others are.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn arrive(&self, arrival: Arrival) -> Result<Vec<Present>, StoreError> {
        let Arrival { tab, member, name, path, at } = arrival;
        let before = |milliseconds: i64| Instant::from_milliseconds(at.milliseconds().saturating_sub(milliseconds));
        let (gone, renewed) = (before(STAYS), before(RENEWED));
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    if path.is_empty() {
                        connection.execute(LEAVE, values![&tab, member]).await?;
                    } else {
                        connection.execute(ARRIVE, values![&tab, member, &name, &path, at, renewed]).await?;
                    }
                    connection.execute(FORGET, values![gone]).await?;
                    let others = connection.fetch(OTHERS, values![member, gone]).await?;
                    others.iter().map(read).collect()
                })
            })
            .await
    }
}

fn read(row: &Row) -> Result<Present, StoreError> {
    Ok(Present { name: row.text("member_name")?, path: row.text("path")? })
}

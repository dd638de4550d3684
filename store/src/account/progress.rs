//! What an account has seen of recordings.

use std::collections::BTreeMap;

use domain::content::Id;
use domain::progress::{CompletionRule, Progress};

use crate::Store;
use crate::connection::{Connection, Row, statements, values};
use crate::error::StoreError;

statements! {
    KEEPS = "SELECT keeps_progress FROM account WHERE id = $1";
    KEEP = "UPDATE account SET keeps_progress = $2 WHERE id = $1";
    // Bounded: nobody watches more.
    ALL = "SELECT material_id, watched, position, updated_at, completed_at FROM progress WHERE account_id = $1
        ORDER BY updated_at DESC LIMIT 1000";
    ONE = "SELECT material_id, watched, position, updated_at, completed_at FROM progress WHERE account_id = $1
        AND material_id = $2";
    SET = "INSERT INTO progress (account_id, material_id, watched, position, updated_at, completed_at)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (account_id, material_id) DO UPDATE SET watched = excluded.watched,
        position = excluded.position, updated_at = excluded.updated_at, completed_at = excluded.completed_at";
    UNFINISHED = "SELECT account_id, material_id, watched, position, updated_at, completed_at FROM progress
        WHERE completed_at IS NULL AND (account_id > $1 OR (account_id = $1 AND material_id > $2))
        ORDER BY account_id, material_id LIMIT 500";
    COMPLETE = "UPDATE progress SET completed_at = $3 WHERE account_id = $1 AND material_id = $2 AND completed_at IS NULL";
    FORGET = "DELETE FROM progress WHERE account_id = $1";
    FORGET_ONE = "DELETE FROM progress WHERE account_id = $1 AND material_id = $2";
}

impl Store {
    /// Whether an account wants its progress kept.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn keeps_progress(&self, account: Id) -> Result<bool, StoreError> {
        self.engine.read(move |connection| Box::pin(async move { keeps(connection, account).await })).await
    }

    /// Keeps it from now on, or deletes what there is and keeps nothing more.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn keep_progress(&self, account: Id, keep: bool) -> Result<(), StoreError> {
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    connection.execute(KEEP, values![account, keep]).await?;
                    if !keep {
                        connection.execute(FORGET, values![account]).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// All progress of an account, by material; at most the 1,000 that were watched last.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn progress(&self, account: Id) -> Result<BTreeMap<Id, Progress>, StoreError> {
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let rows = connection.fetch(ALL, values![account]).await?;
                    rows.iter().map(|row| Ok((row.parsed("material_id")?, read(row)?))).collect()
                })
            })
            .await
    }

    /// Progress in one material.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn progress_in(&self, account: Id, material: Id) -> Result<Option<Progress>, StoreError> {
        self.engine.read(move |connection| Box::pin(async move { one(connection, account, material).await })).await
    }

    /// Merges what devices tell into what is known, and notes what counts as seen by the rule of each material; what is known then.
    /// Nothing is kept of an account that does not want it.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn merge_progress(
        &self,
        account: Id,
        told: BTreeMap<Id, (Progress, CompletionRule)>,
    ) -> Result<BTreeMap<Id, Progress>, StoreError> {
        self.engine
            .write(move |connection| {
                let told = told.clone();
                Box::pin(async move {
                    if !keeps(connection, account).await? {
                        return Ok(BTreeMap::new());
                    }
                    let mut known = BTreeMap::new();
                    for (material, (new, rule)) in told {
                        let progress = match one(connection, account, material).await? {
                            Some(old) => old.merged(&new),
                            None => new,
                        };
                        let progress = progress.judged(rule);
                        let row = values![account, material, progress.watched.to_string()];
                        let rest = values![progress.position, progress.updated, progress.completed];
                        connection.execute(SET, row.into_iter().chain(rest).collect()).await?;
                        known.insert(material, progress);
                    }
                    Ok(known)
                })
            })
            .await
    }

    /// Notes what counts as seen by the rules of today, so that rules which ask for more tomorrow take nothing away; how many
    /// that were. Any number of servers may do it.
    ///
    /// # Errors
    /// The database cannot be read or written to.
    pub async fn complete_progress(&self, rules: &BTreeMap<Id, CompletionRule>) -> Result<usize, StoreError> {
        let (mut after, mut count) = ((String::new(), String::new()), 0);
        loop {
            let (account, material) = after.clone();
            let rows = self
                .engine
                .read(move |connection| {
                    Box::pin(async move { connection.fetch(UNFINISHED, values![account, material]).await })
                })
                .await?;
            let Some(last) = rows.last() else { return Ok(count) };
            after = (last.text("account_id")?, last.text("material_id")?);
            let mut completed = Vec::new();
            for row in &rows {
                let (account, material): (Id, Id) = (row.parsed("account_id")?, row.parsed("material_id")?);
                let Some(rule) = rules.get(&material) else { continue };
                completed.extend(read(row)?.judged(*rule).completed.map(|at| (account, material, at)));
            }
            count += completed.len();
            if completed.is_empty() {
                continue;
            }
            self.engine
                .write(move |connection| {
                    let completed = completed.clone();
                    Box::pin(async move {
                        for (account, material, at) in completed {
                            connection.execute(COMPLETE, values![account, material, at]).await?;
                        }
                        Ok(())
                    })
                })
                .await?;
        }
    }

    /// Forgets the progress in one material.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn forget_progress(&self, account: Id, material: Id) -> Result<(), StoreError> {
        self.engine
            .write(move |connection| {
                Box::pin(async move { connection.execute(FORGET_ONE, values![account, material]).await.map(drop) })
            })
            .await
    }
}

async fn keeps(connection: &mut Connection<'_>, account: Id) -> Result<bool, StoreError> {
    let row = connection.fetch_one(KEEPS, values![account]).await?;
    Ok(row.map(|row| row.integer("keeps_progress")).transpose()?.is_some_and(|keeps| keeps != 0))
}

async fn one(connection: &mut Connection<'_>, account: Id, material: Id) -> Result<Option<Progress>, StoreError> {
    let row = connection.fetch_one(ONE, values![account, material]).await?;
    row.as_ref().map(read).transpose()
}

fn read(row: &Row) -> Result<Progress, StoreError> {
    Ok(Progress {
        watched: row.parsed("watched")?,
        position: row.number("position")?,
        updated: row.instant("updated_at")?,
        completed: row.optional_instant("completed_at")?,
    })
}

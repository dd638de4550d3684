//! What administrators set for the whole site: each change is kept, and the last one counts.

use domain::settings::Setting;
use domain::time::Instant;

use crate::Store;
use crate::changes::Change;
use crate::connection::{Row, statements, values};
use crate::error::StoreError;

/// Most changes that are listed.
const PAGE: u32 = 100;

statements! {
    LAST = "SELECT number, value, made_by, made_at FROM setting WHERE name = $1 ORDER BY number DESC LIMIT $2";
    // Only if nobody else has changed it since; of two at once the index admits one.
    CHANGE = "INSERT INTO setting (name, value, made_by, made_at, follows)
        SELECT $1, $2, $3, CAST($4 AS BIGINT), CAST($5 AS BIGINT)
        WHERE (SELECT coalesce(max(number), 0) FROM setting WHERE name = $1) = $5
        ON CONFLICT (name, follows) DO NOTHING";
}

/// A change of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingChange {
    /// Its number, which grows.
    pub number: i64,
    /// The value from then on; `None` where it is as the operator has it.
    pub value: Option<String>,
    /// Who.
    pub by: String,
    /// When.
    pub at: Instant,
}

impl Store {
    /// The changes of a setting, newest first, at most 100; the first of them counts.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn setting_changes(&self, setting: Setting, limit: u32) -> Result<Vec<SettingChange>, StoreError> {
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let rows = connection.fetch(LAST, values![setting.name(), limit.min(PAGE)]).await?;
                    rows.iter().map(read).collect()
                })
            })
            .await
    }

    /// What is set; `None` where it is as the operator has it.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn setting(&self, setting: Setting) -> Result<Option<String>, StoreError> {
        Ok(self.setting_changes(setting, 1).await?.into_iter().next().and_then(|last| last.value))
    }

    /// Sets something; whether that was done: not if somebody has changed it since the change with the number `base` (0 for
    /// none).
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn change_setting(
        &self,
        setting: Setting,
        value: Option<String>,
        base: i64,
        by: String,
        now: Instant,
    ) -> Result<bool, StoreError> {
        let row = values![setting.name(), value, by, now, base];
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let is_done = connection.execute(CHANGE, row).await? > 0;
                    if is_done {
                        connection.announce(Change::Settings);
                    }
                    Ok(is_done)
                })
            })
            .await
    }
}

fn read(row: &Row) -> Result<SettingChange, StoreError> {
    Ok(SettingChange {
        number: row.integer("number")?,
        value: row.optional_text("value")?,
        by: row.text("made_by")?,
        at: row.instant("made_at")?,
    })
}
